"""A source is added by one file: it is recognised, read, built, counted and told of, and its faults touch nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from geo.core.selection import Selection
from loaders import __main__ as command_line
from loaders import intake
from loaders.sources import registry
from loaders.store.builds import BuildStore
from loaders.store.proposal import whatever_it_takes_away
from loaders.store.reader import open_build
from tests.conftest import IN_EAST, IN_WEST, WEST_WARD, current, refused, street_file, write_file
from tests.conftest import street_row as offence
from tests.made_up_source import FAILING_FILE, FILE, ID, LICENCE, TITLE, declared, radio_csv

REPORTS = radio_csv(
    ("2025-01", IN_WEST), ("2025-01", IN_WEST), ("2025-02", IN_EAST), ("2025-13", IN_EAST)
)


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with declared(FILE, tmp_path / "plugged", monkeypatch):
        yield


@pytest.mark.usefixtures("made_up")
def test_its_rows_are_accepted_or_rejected_counted_and_located(
    own_store: Path, tmp_path: Path
) -> None:
    report = intake.load([write_file(tmp_path, "radio.csv", REPORTS)], own_store)
    assert report.read == {"radio.csv": 4} and (report.accepted, report.rejected) == (3, 1)
    store = open_build(own_store, current(own_store))
    assert store.manifest.months(ID) == ["2025-01", "2025-02"]
    selection = Selection(ID, (), (), date(2025, 1, 1), date(2025, 1, 1))
    assert store.counts(selection, by=["ward_code"]).to_numpy().tolist() == [[WEST_WARD, 2]]
    (rejected,) = store.rejected().query("source_id == @ID").to_dict("records")
    assert (rejected["line"], rejected["reason"]) == (5, "month is not like 2025-03")
    assert BuildStore(own_store).faults(current(own_store)) == []


@pytest.mark.usefixtures("made_up")
def test_a_newer_archive_replaces_its_month_and_the_same_rows_make_no_build(
    own_store: Path, tmp_path: Path
) -> None:
    path = write_file(tmp_path / "2025-03" / "2025-01", "radio.csv", REPORTS)
    intake.load([path], own_store)
    assert intake.load([path], own_store).manifest is None
    newer = write_file(
        tmp_path / "2025-04" / "2025-01", "radio.csv", radio_csv(("2025-01", IN_EAST))
    )
    manifest = intake.load([newer], own_store, agreed=whatever_it_takes_away).manifest
    assert manifest is not None
    held = {part.month: part.accepted for part in manifest.parts if part.source_id == ID}
    assert held == {"2025-01": 1, "2025-02": 1}
    # two accepted, and the rejected one that is counted with the fullest month of its file
    assert [line["rows"] for line in manifest.superseded if line["source_id"] == ID] == ["3"]


@pytest.mark.usefixtures("made_up")
def test_the_command_line_tells_of_it(
    own_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    intake.load([write_file(tmp_path, "radio.csv", REPORTS)], own_store)
    monkeypatch.setenv("SVD_STORE", str(own_store))
    with pytest.raises(SystemExit):
        command_line.main(["status"])
    assert (
        f"{ID} wiltshire: 2025-01 to 2025-02, 2 received; 4 rows read, 3 accepted, 1 rejected; "
        "0 outside every ward, 0 without location" in capsys.readouterr().out.splitlines()
    )


@pytest.mark.usefixtures("made_up")
def test_what_its_declaration_says_is_asked_of_the_registry() -> None:
    source = registry.declared(ID)
    assert (registry.title(ID), source.licence) == (TITLE, LICENCE)
    assert source in registry.sources()
    (measure,) = registry.measures().query("source_id == @ID").to_dict("records")
    assert (measure["measure"], measure["owner"]) == ("Radio reports", "nobody")
    assert "reports of a shop radio" in registry.known_files()


def test_it_is_gone_with_its_file_and_its_build_is_still_opened(
    own_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_file(tmp_path, "radio.csv", REPORTS)
    with declared(FILE, tmp_path / "plugged", monkeypatch):
        intake.load([path], own_store)
    assert registry.declared(ID).disclosure.restricted  # nothing vouches for it any more
    assert refused(own_store, path).wrong == "radio.csv is not a file we know."
    intake.load([street_file(tmp_path, "2025-05", offence("f1", month="2025-05"))], own_store)
    assert BuildStore(own_store).manifest(current(own_store)).months(ID) == ["2025-01", "2025-02"]


def test_a_reader_that_raises_refuses_its_file_in_words_and_changes_nothing(
    own_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    good = street_file(tmp_path, "2025-05", offence("f1", month="2025-05"))
    with (
        declared(FAILING_FILE, tmp_path / "plugged", monkeypatch),
        caplog.at_level(logging.ERROR, "loaders"),
    ):
        problem = refused(own_store, good, write_file(tmp_path, "radio.csv", REPORTS))
    assert problem.wrong == f"radio.csv cannot be read: the reader of {TITLE} failed."
    assert problem.saw == "It ended in ZeroDivisionError; the log has the whole trace."
    assert (
        problem.do == "Leave this file out and load the others, until the reader has been mended."
    )
    assert problem.stands == "Nothing has been changed."
    (record,) = caplog.records
    assert record.getMessage() == f"the reader of {ID} failed over radio.csv"
    assert record.exc_info and record.exc_info[0] is ZeroDivisionError
    assert intake.load([good], own_store).accepted == 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('"radio_reference" in document.columns', "1 / 0"),
        ("completed(columns, OFFENCE, len(raw))", "pa.table(columns)"),
        ('"source_id": same(ID, ', '"source_id": same("police_uk_search", '),
        ("return ReadResult(rows, ", "return (rows, "),
    ],
    ids=["while recognising", "other columns", "another's rows", "no result"],
)
def test_whatever_a_declaration_does_wrong_is_said_of_its_reader(
    own_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: str, bad: str
) -> None:
    assert FILE.count(good) == 1
    with declared(FILE.replace(good, bad), tmp_path / "plugged", monkeypatch):
        problem = refused(own_store, write_file(tmp_path, "radio.csv", REPORTS))
    assert problem.wrong == f"radio.csv cannot be read: the reader of {TITLE} failed."
