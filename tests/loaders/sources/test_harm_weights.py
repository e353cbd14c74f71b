"""A published index of harm, as people load it: a good file, and one of each fault, with line and reason. All figures are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders import intake
from loaders.documents.archives import documents
from loaders.sources import registry
from loaders.sources.harm_weights import SOURCE, TEMPLATE, read_weights, write_weights_form
from loaders.store.reader import open_build
from tests.conftest import current, refused, street_file, street_row, wards_file, write_file

HEAD = "index,date,unit,{by},weight\n"
SAID = "Made-up index,March 2022,days"


def weights(*rows: str, by: str = "offence_code", said: str = SAID) -> bytes:
    return (HEAD.format(by=by) + "".join(f"{said},{row}\n" for row in rows)).encode()


def test_codes_are_brought_to_the_form_of_extracts_and_weights_are_numbers() -> None:
    loaded = read_weights(weights("8n,10", "010D,5.5", '1,"1,000"'), "w.csv")
    assert [(row["word"], row["weight"]) for row in loaded.rows.to_pylist()] == [
        ("8N", 10.0),
        ("10D", 5.5),
        ("1", 1000.0),
    ]
    assert len(loaded.rejected) == 0


@pytest.mark.parametrize(
    ("row", "by", "reason"),
    [
        (",4", "offence_code", "offence_code is empty"),
        ("10D,four", "offence_code", "the weight is not a number of 0 or more"),
        ("10D,-1", "offence_code", "the weight is not a number of 0 or more"),
        ("10D,inf", "offence_code", "the weight is not a number of 0 or more"),
        ("8N,4", "offence_code", "the same offence_code stands earlier in this file"),
        ("Mischief,4", "offence_type", "no such type is published by police.uk"),
    ],
)
def test_each_fault_is_told_with_its_line(row: str, by: str, reason: str) -> None:
    sound = "8N,10" if by == "offence_code" else "Robbery,10"
    loaded = read_weights(weights(sound, row, by=by), "w.csv")
    assert len(loaded.rows) == 1
    assert loaded.rejected[["line", "reason"]].to_numpy().tolist() == [[3, reason]]


def test_a_file_of_two_indexes_or_without_a_date_is_refused() -> None:
    two = weights("8N,1") + b"Another,March 2022,days,10D,2\n"
    with pytest.raises(DataProblem, match="does not say one index of its weights") as problem:
        read_weights(two, "w.csv")
    assert "“Made-up index”, “Another”" in problem.value.saw
    with pytest.raises(DataProblem, match="does not say one date"):
        read_weights(weights("8N,1", said="Made-up index,,days"), "w.csv")


def test_a_file_says_by_what_its_weights_go() -> None:
    with pytest.raises(DataProblem, match="offence_code or offence_type"):
        read_weights(b"index,date,unit,weight\nx,y,z,1\n", "w.csv")
    both = b"index,date,unit,offence_code,offence_type,weight\nx,y,z,8N,Robbery,1\n"
    with pytest.raises(DataProblem, match="offence_code or offence_type") as problem:
        read_weights(both, "w.csv")
    assert problem.value.saw == "It has both of these columns."


def test_the_form_to_fill_in_is_recognised_and_names_no_figure(tmp_path: Path) -> None:
    (document,) = documents([write_file(tmp_path, "weights.csv", TEMPLATE.encode())])
    assert registry.recognised(document) is SOURCE
    assert len(read_weights(TEMPLATE.encode(), "w.csv").rows) == 0


def test_a_build_holds_the_index_that_was_loaded_last(tmp_path: Path) -> None:
    store = tmp_path / "store"
    street = street_file(tmp_path / "in", "2025-01", street_row())
    intake.load([wards_file(tmp_path / "w"), street], store)
    assert open_build(store, current(store)).harm_weights is None
    for number, name in enumerate(("first", "second")):
        rows = weights(f"Robbery,{number + 1}", by="offence_type", said=f"{name},2022,days")
        file = write_file(tmp_path / name, "weights.csv", rows)
        report = intake.load([file], store, agreed=lambda proposal: True)
        held = open_build(store, current(store)).harm_weights
        assert held is not None and (held.index, held.date, held.unit) == (name, "2022", "days")
        assert held.weights == {"Robbery": number + 1.0} and not held.by_code
        assert report.accepted == 1
    (line,) = [line for line in report.proposal.lines if line.source_id == SOURCE.id]
    assert line.before is not None and line.before.count == 1
    # wards loaded anew place every row again, and the weights stay
    intake.load([wards_file(tmp_path / "again")], store, agreed=lambda proposal: True)
    assert open_build(store, current(store)).harm_weights is not None


def test_two_files_of_weights_at_once_are_refused(tmp_path: Path) -> None:
    store = tmp_path / "store"
    street = street_file(tmp_path / "in", "2025-01", street_row())
    intake.load([wards_file(tmp_path / "w"), street], store)
    files = [write_file(tmp_path / n, "weights.csv", weights("8N,1")) for n in ("a", "b")]
    assert "More than one file of weights of harm" in refused(store, *files).wrong


def test_the_form_is_written_once_and_never_over_another_file(tmp_path: Path) -> None:
    write_weights_form(tmp_path / "weights.csv")
    assert (tmp_path / "weights.csv").read_text() == TEMPLATE
    with pytest.raises(DataProblem, match="is there already"):
        write_weights_form(tmp_path / "weights.csv")
