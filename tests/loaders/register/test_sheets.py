"""Single files of records: dosage by week as a spreadsheet gives it, and text that survives the way out and back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.core.errors import DataProblem
from geo.core.spreadsheet_text import guarded, unguarded
from loaders.register.register import KINDS, Registers, open_registers
from loaders.register.sheets import cell, write_sheet


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    made = open_registers(tmp_path, "demonstration")
    made.add(
        "operation",
        {"name": "Op Made-up", "aliases": "Op Makeup; Makeup", "status": "live"},
        "analyst",
    )
    return made


def loaded(
    registers: Registers, text: str, kind: str = "dosage"
) -> tuple[int, int, int, list[list[Any]]]:
    result = registers.import_rows(kind, text.encode(), "dosage.csv", "analyst")
    return (
        result.added,
        result.changed,
        result.same,
        result.rejected[["line", "reason"]].to_numpy().tolist(),
    )


def test_dosage_is_added_and_a_second_loading_changes_nothing(registers: Registers) -> None:
    text = "Operation,Week,Patrol hours,Searches\nop made-up,03/01/2022,12.5,4\n1,2022-01-10,,0\nmakeup,17/01/2022,8,\n"
    assert loaded(registers, text) == (3, 0, 0, [])
    assert loaded(registers, text) == (0, 0, 3, [])
    table = registers.records("dosage")
    assert table["searches"].to_list()[:2] == [4, 0] and table["searches"].isna().to_list() == [
        False,
        False,
        True,
    ]
    assert table["patrol_hours"].to_list()[::2] == [12.5, 8.0] and table["operation"].to_list() == [
        1,
        1,
        1,
    ]


def test_a_corrected_week_changes_its_record_and_leaves_other_columns(registers: Registers) -> None:
    loaded(registers, "operation,week,searches,visits\n1,2022-01-03,4,2\n")
    assert loaded(registers, "operation;week;searches\n1;2022-01-03;5\n") == (0, 1, 0, [])
    record = registers.record("dosage", 1)
    assert (record["searches"], record["visits"], record["version"]) == (5, 2, 2)


def test_rows_that_do_not_fit_come_back_with_line_and_reason_and_the_others_are_kept(
    registers: Registers,
) -> None:
    text = (
        "operation,week,searches,note\n1,2022-01-04,4,\nOp Nobody,2022-01-03,1,\n1,2022-01-03,-1,\n\n"
        '1,2022-01-10,2,"two\nlines"\n1,,3,\n1,2022-01-17,1,\n'
    )
    added, _, _, rejected = loaded(registers, text)
    assert added == 2 and registers.records("dosage")["note"].to_list() == ["two\nlines", ""]
    # an empty line 5, and a quoted cell over lines 6 and 7
    assert rejected == [
        [2, "04 January 2022 is a Tuesday; a week is named by its Monday."],
        [3, "No operation is called “Op Nobody”."],
        [4, "Searches: -1 is less than 0."],
        [8, "Week: It is needed."],
    ]


def test_a_file_with_ids_must_know_their_newest_version(registers: Registers) -> None:
    registers.change("operation", 1, {"aim": "newer"}, 1, "commander")
    added, changed, same, rejected = loaded(
        registers, "id,version,name,aim\n1,1,Op Made-up,older\n", "operation"
    )
    assert (added, changed, same) == (0, 0, 0) and rejected[0][1].startswith(
        "commander changed it on"
    )
    assert loaded(registers, "id,version,aim\n1,2,newest\n", "operation") == (0, 1, 0, [])


def test_an_unknown_heading_refuses_the_file_whole(registers: Registers) -> None:
    with pytest.raises(DataProblem, match="a column “Patrols” that does not belong there"):
        loaded(registers, "operation,week,Patrols\n1,2022-01-03,4\n")
    with pytest.raises(DataProblem, match="is an Excel workbook"):
        registers.import_rows("dosage", b"PK\x03\x04rest", "dosage.xlsx", "analyst")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_survives_the_guard_and_never_begins_a_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_what_was_typed_by_hand_is_left_as_it_is() -> None:
    assert unguarded("'tis") == "'tis" and guarded("'tis") == "''tis"


def test_cells_are_as_a_person_writes_them(tmp_path: Path) -> None:
    step = next(kind for kind in KINDS if kind.name == "next_step")
    assert [
        cell(step, "id", 3),
        cell(step, "done", True),
        cell(step, "done", None),
        cell(step, "text", "-1"),
    ] == [3, "yes", "", "'-1"]
    write_sheet(tmp_path / "x.csv", ["text"], [["a\rb"], ['"'], ["é\n"]])
    text = (tmp_path / "x.csv").read_bytes().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["text"], ["a\rb"], ['"'], ["é\n"]]
