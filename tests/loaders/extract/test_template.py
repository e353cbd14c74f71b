"""The workbook to fill in: its columns, notes and words, and that what it asks for is what the reader takes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from geo.core.errors import DataProblem
from loaders.demo.template_rows import DEMONSTRATION_ROWS, template_rows
from loaders.documents.archives import documents
from loaders.extract.kinds import KINDS, OFFENCES, OWN_SEARCHES, ExtractKind
from loaders.extract.mapping import template_mapping
from loaders.extract.reader import read_extract
from loaders.extract.template import write_template
from loaders.reference import table


def test_an_empty_template_has_a_heading_notes_and_words(tmp_path: Path) -> None:
    write_template(tmp_path / "extract.xlsx")
    book = load_workbook(tmp_path / "extract.xlsx")
    assert book.sheetnames == ["offences", "notes", "words"]
    assert [[cell.value for cell in row] for row in book["offences"].iter_rows()] == [
        OFFENCES.fields_without_people
    ]
    notes = " ".join(
        str(cell.value) for row in book["notes"].iter_rows() for cell in row if cell.value
    )
    meanings = table("extract_fields").set_index("field")["meaning"]
    assert all(meaning in notes for meaning in meanings[OFFENCES.fields_without_people])
    assert all(rule in notes for rule in table("origin_rules")["rule"])
    listed = {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in book["words"].iter_cols()
    }
    assert listed["weapon"] == OFFENCES.vocabulary("weapon") and len(listed["offence_type"]) == 14
    assert (
        len(book["offences"].data_validations.dataValidation) == 7
    )  # each column of fixed words offers them


def test_demonstration_rows_are_read_without_a_fault(tmp_path: Path) -> None:
    write_template(tmp_path / "made-up.xlsx", made_up=template_rows(OFFENCES))
    loaded = read_extract(
        documents([tmp_path / "made-up.xlsx"])[0],
        salt=b"salt",
        operations=["Op Thesus", "Op Juvenis"],
    )
    assert (len(loaded.rows), len(loaded.rejected)) == (DEMONSTRATION_ROWS, 0)
    assert set(loaded.rows["month"].to_pylist()) == {date(2020, 1, 1)}
    notes = load_workbook(tmp_path / "made-up.xlsx")["notes"]
    assert "The rows of this workbook are made up for demonstration." in [
        row[0].value for row in notes.iter_rows()
    ]


def test_the_examples_of_the_template_are_a_sound_row(tmp_path: Path) -> None:
    examples = table("extract_fields")
    text = (
        ",".join(examples["field"])
        + "\n"
        + ",".join(f'"{example}"' for example in examples["example"])
    )
    (tmp_path / "examples.csv").write_text(text, encoding="utf-8")
    loaded = read_extract(
        documents([tmp_path / "examples.csv"])[0], salt=b"salt", operations=["Op Thesus"]
    )
    (row,) = loaded.rows.to_pylist()
    assert (row["line_type"], row["origin"], row["weapon"], row["age_band"]) == (
        "local_line",
        "proactive",
        "knife",
        "18-24",
    )
    assert [note for note in loaded.notes if "not known" in note or "not given" in note] == []


def test_an_existing_file_is_left_alone_and_the_ending_must_fit(tmp_path: Path) -> None:
    (tmp_path / "extract.xlsx").write_text("mine")
    with pytest.raises(DataProblem, match="is there already"):
        write_template(tmp_path / "extract.xlsx")
    assert (tmp_path / "extract.xlsx").read_text() == "mine"
    with pytest.raises(DataProblem, match="does not end in .xlsx"):
        write_template(tmp_path / "extract.csv")


def test_the_template_of_searches_offers_police_uk_s_words_and_no_rule_of_offences(
    tmp_path: Path,
) -> None:
    write_template(tmp_path / "searches.xlsx", OWN_SEARCHES)
    book = load_workbook(tmp_path / "searches.xlsx")
    assert book.sheetnames == ["searches", "notes", "words"]
    assert [[cell.value for cell in row] for row in book["searches"].iter_rows()] == [
        OWN_SEARCHES.fields
    ]
    notes = " ".join(
        str(cell.value) for row in book["notes"].iter_rows() for cell in row if cell.value
    )
    assert (
        all(meaning in notes for meaning in table("search_fields")["meaning"])
        and "One row a search." in notes
    )
    assert "offence came to light" not in notes
    listed = {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in book["words"].iter_cols()
    }
    assert (
        listed["kind"] == ["Person search", "Vehicle search", "Person and Vehicle search"]
        and "age" not in listed
    )
    assert len(book["searches"].data_validations.dataValidation) == 8


def test_made_up_searches_are_read_without_a_fault_and_say_more_of_linked_than_police_uk(
    tmp_path: Path,
) -> None:
    write_template(tmp_path / "made-up.xlsx", OWN_SEARCHES, made_up=template_rows(OWN_SEARCHES))
    loaded = read_extract(
        documents([tmp_path / "made-up.xlsx"])[0],
        salt=b"salt",
        mapping=template_mapping(OWN_SEARCHES),
    )
    assert (len(loaded.rows), len(loaded.rejected)) == (DEMONSTRATION_ROWS, 0)
    rows = loaded.rows.to_pandas()
    assert set(rows["source_id"]) == {"force_search"} and set(rows["month"]) == {date(2020, 1, 1)}
    assert (
        set(rows["age_band"]) == {"10-17", "18-24", "25-34", "over 34"}
        and rows["linked"].ne("unknown").mean() > 0.95
    )
    assert not [note for note in loaded.notes if "not known" in note or "not given" in note]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_examples_of_each_template_are_words_it_knows(kind: ExtractKind) -> None:
    examples = table(kind.fields_table)
    worded = examples[(examples["kind"] == "words") & (examples["example"] != "")]
    for row in worded.itertuples():
        assert str(row.example).lower() in kind.spellings()[str(row.field)]
