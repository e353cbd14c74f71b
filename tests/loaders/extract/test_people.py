"""People named in an extract: kept only where the area says so, as pseudonyms that fit nothing else, and never in anything that is read back."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from geo.core.errors import DataProblem
from geo.core.schema import FORCE_EXTRACT
from loaders import area, intake
from loaders.documents.archives import documents
from loaders.documents.columns import PERSON_COLUMNS
from loaders.documents.read_result import ReadResult
from loaders.extract.kinds import OFFENCES, PEOPLE
from loaders.extract.mapping import read_mapping
from loaders.extract.privacy import (
    NOBODY,
    is_number_of_person,
    person_pseudonyms,
    pseudonyms,
)
from loaders.extract.reader import read_extract
from loaders.extract.template import write_template
from loaders.reference import table
from loaders.store.reader import open_build
from tests.conftest import current, wards_file, write_file
from tests.extract_files import SOUND, TODAY

SALT = b"a salt for tests only"
KNIFE = SOUND | {"offence_code": "8N", "weapon": "knife", "knife_flag": "yes"}
HEADING = [*KNIFE, *PEOPLE]
ASSESSMENT = "DPIA 2023/14, knife crime"


def extract(*rows: tuple[str, str, str], extra: str = "") -> bytes:
    """A file of knife-enabled offences: crime reference, suspects, victims."""
    lines = [",".join([*HEADING, *filter(None, [extra])])]
    for reference, suspects, victims in rows:
        cells = [*(KNIFE | {"crime_reference": reference}).values(), suspects, victims]
        lines.append(",".join([*cells, *(["x"] if extra else [])]))
    return "\n".join(lines).encode()


def read(folder: Path, content: bytes, *, people: bool = True, mapping: str = "") -> ReadResult:
    document = documents([write_file(folder, "rows.csv", content)])[0]
    return read_extract(
        document,
        salt=SALT,
        mapping=read_mapping(mapping.encode(), "m.toml") if mapping else None,
        people=people,
        today=TODAY,
    )


def test_each_person_is_one_pseudonym_in_one_role() -> None:
    several, same, other_role = (
        person_pseudonyms(["N1; n2 |N3"], SALT, role="suspects")[0],
        person_pseudonyms(["N3;N2", " n1 "], SALT, role="suspects"),
        person_pseudonyms(["N1"], SALT, role="victims")[0],
    )
    assert several and len(several.split()) == 3
    assert set(f"{same[0]} {same[1]}".split()) == set(several.split())
    assert other_role not in several.split()
    # nor does it fit a crime of the same reference
    assert not {other_role, *several.split()} & set(pseudonyms(["N1", "N2", "N3"], SALT))
    assert person_pseudonyms(["N1"], b"another salt of that length", role="victims") != [other_role]


@pytest.mark.parametrize("word", ["", "0", "99999", " - ", ";;", *sorted(NOBODY)])
def test_words_for_nobody_are_nobody(word: str) -> None:
    assert person_pseudonyms([word, f"N1;{word}"], SALT, role="suspects")[0] is None
    assert len(str(person_pseudonyms([f"N1;{word}"], SALT, role="suspects")[0])) == 32


def test_a_person_twice_in_a_cell_is_one() -> None:
    assert len(str(person_pseudonyms(["N1;n1 ; N1"], SALT, role="suspects")[0])) == 32


def test_people_are_kept_only_where_asked_and_it_is_said_where_not(tmp_path: Path) -> None:
    content = extract(("R1", "N1;N2", "V1"), ("R2", "N1", ""))
    kept, passed_over = read(tmp_path, content), read(tmp_path, content, people=False)
    first, second = kept.rows["suspects"].to_pylist()
    assert second in first.split() and len(first.split()) == 2
    assert kept.rows["victims"].to_pylist()[1] is None
    assert not any("people" in note for note in kept.notes)
    for column in PERSON_COLUMNS:
        assert passed_over.rows[column].to_pylist() == [None, None]
    (said,) = [note for note in passed_over.notes if "people" in note]
    assert said.startswith(
        "rows.csv: its columns suspect_references, victim_references were not read: people are kept"
    )
    assert "impact assessment under [persons]" in said


def test_whether_people_are_kept_changes_no_count(tmp_path: Path) -> None:
    """A row for each suspect, else the same: one offence with both, as it is one without people."""
    content = extract(("R1", "N1", "V1"), ("R1", "N2", "V1"), ("R2", "N1", ""), ("R1", "", "V2"))
    kept, passed_over = read(tmp_path, content), read(tmp_path, content, people=False)
    assert len(kept.rows) == len(passed_over.rows) == 2
    assert kept.rejected["line"].to_list() == passed_over.rejected["line"].to_list() == [3, 5]
    both = kept.rows["suspects"].to_pylist()[0].split()
    assert len(both) == 2 and kept.rows["suspects"].to_pylist()[1] in both
    assert len(kept.rows["victims"].to_pylist()[0].split()) == 2


def test_several_columns_and_a_number_of_the_records_system_can_be_mapped(tmp_path: Path) -> None:
    columns = '[columns]\ncrime_reference = "crime_reference"\noffence_code = "offence_code"\n'
    columns += (
        'recorded_on = "recorded_on"\nsuspect_references = ["suspect_references", "Nominal Ref"]\n'
    )
    content = extract(("R1", "N1", ""), extra="Nominal Ref")
    kept = read(tmp_path, content, mapping=columns)
    assert len(kept.rows["suspects"].to_pylist()[0].split()) == 1  # “x” is one sign: nobody
    # unmapped, or with people off, such a column refuses the file whole
    for people, mapping in ((True, ""), (False, columns)):
        with pytest.raises(DataProblem, match="looks personal: “Nominal Ref”"):
            read(tmp_path, content, people=people, mapping=mapping)


def test_only_a_number_of_a_person_is_let_through_and_never_a_name() -> None:
    assert is_number_of_person("Nominal Ref") and is_number_of_person("Suspect Person URN")
    for name in ("Suspect name", "Nominal Ref surname", "DOB", "PNC ID", "Crime Ref"):
        assert not is_number_of_person(name)


def test_one_person_for_all_rows_is_refused(tmp_path: Path) -> None:
    mapping = '[columns]\ncrime_reference = "a"\n[constants]\nsuspect_references = "N1"\n'
    with pytest.raises(DataProblem, match="unknown field with one value for all rows"):
        read(tmp_path, extract(("R1", "", "")), mapping=mapping)


def test_rejected_rows_show_no_person_even_to_whoever_tries_a_file_out(tmp_path: Path) -> None:
    content = extract(("n/a", "NOMINAL-77", "NOMINAL-78"), ("R1", "", ""))
    document = documents([write_file(tmp_path, "rows.csv", content)])[0]
    tried = read_extract(document, salt=SALT, people=True, today=TODAY, showing=True)
    (row,) = tried.rejected["row"]
    assert "NOMINAL" not in row and "Regent Street" in row
    assert "NOMINAL" not in " ".join(tried.notes)


def switch_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The area served names an impact assessment."""
    named = dataclasses.replace(area.area_file(), impact_assessment=ASSESSMENT)
    for module in ("loaders.intake", "loaders.extract.template"):
        monkeypatch.setattr(f"{module}.area_file", lambda: named)


def test_the_template_asks_for_people_only_where_they_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_template(tmp_path / "off.xlsx")
    switch_on(monkeypatch)
    write_template(tmp_path / "on.xlsx")
    headings = {
        name: [cell.value for cell in load_workbook(tmp_path / f"{name}.xlsx")["offences"][1]]
        for name in ("off", "on")
    }
    assert headings == {"off": OFFENCES.fields_without_people, "on": OFFENCES.fields}
    notes = str([*load_workbook(tmp_path / "on.xlsx")["notes"].iter_rows(values_only=True)])
    assert "One row an offence; several suspects stand in one cell, parted by “;”" in notes
    assert set(PEOPLE) <= set(table("extract_fields")["field"])


def test_no_reference_reaches_the_store_and_no_question_of_offences_meets_a_pseudonym(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = extract(("R1", "NOMINAL-77;NOMINAL-78", "NOMINAL-77"), ("R2", "NOMINAL-77", ""))
    paths = [wards_file(tmp_path / "w"), write_file(tmp_path / "in", "rows.csv", content)]
    store = tmp_path / "store"
    intake.load(paths, store)
    opened = open_build(store, current(store))
    offences, namings = opened.namings("suspects", FORCE_EXTRACT)
    assert (len(offences), len(namings)) == (2, 0)  # people are off
    switch_on(monkeypatch)
    intake.load(paths[1:], store, agreed=lambda proposal: True)
    opened = open_build(store, current(store))
    (part,) = (opened.folder / "offence").glob("force_extract-*.parquet")
    held = pq.read_table(part).to_pydict()
    names = {name for cell in held["suspects"] for name in cell.split()}
    assert len(names) == 2 and not names & set(held["victims"][0].split())
    for path in store.rglob("*"):
        assert not path.is_file() or b"NOMINAL" not in path.read_bytes()
    assert not set(PERSON_COLUMNS) & set(opened.backend.table("offence").columns)
    offences, namings = opened.namings("suspects", FORCE_EXTRACT)
    assert sorted(namings["offence"].value_counts()) == [1, 2]
    assert namings["person"].nunique() == 2 and offences["offence"].to_list() == [0, 1]
    assert len(opened.namings("victims", FORCE_EXTRACT)[1]) == 1
    with pytest.raises(DataProblem, match="as suspects or as victims"):
        opened.namings("witnesses", FORCE_EXTRACT)
