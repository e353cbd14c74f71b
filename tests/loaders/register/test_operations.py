"""Operations taken over from a loaded file once, and shown as at any day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from loaders.area import DATA
from loaders.reference import ward_facts
from loaders.register.operations import (
    operations_board,
    operations_shown,
    seed_operations,
    status_at,
    work_shown,
)
from loaders.register.register import Registers, open_registers
from loaders.register.transactions import FILE
from loaders.sources.operations_register import COLUMNS, read_operations
from loaders.store.reader import Store, current_build

SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[-1.80, 51.58], [-1.77, 51.58], [-1.77, 51.60], [-1.80, 51.60], [-1.80, 51.58]]
    ],
}


def _file(name: str) -> pd.DataFrame:
    return read_operations(
        (DATA / f"{name}.csv").read_bytes(), name, set(ward_facts().index)
    ).rows.to_pandas()


@pytest.fixture
def demonstration() -> pd.DataFrame:
    return _file("demonstration_operations")


@pytest.fixture
def registers(tmp_path: Path, demonstration: pd.DataFrame) -> Registers:
    made = open_registers(tmp_path, "demonstration")
    assert seed_operations(made, demonstration).added == len(demonstration) == 4
    return made


def test_what_is_taken_over_is_shown_as_the_file_had_it(
    registers: Registers, demonstration: pd.DataFrame
) -> None:
    shown = operations_shown(registers, date(2022, 12, 31))
    pd.testing.assert_frame_equal(shown[COLUMNS], demonstration[COLUMNS], check_dtype=False)
    assert shown["ward_codes"].to_list() == [("E05008960",), ("E05010757",), (), ()] and set(
        shown["area"]
    ) == {""}


def test_sceptre_weeks_are_instances_of_one_operation(registers: Registers) -> None:
    assert registers.records("operation")["name"].to_list() == [
        "Op Thesus",
        "Op Juvenis",
        "Op Sceptre",
    ]
    assert registers.records("instance", operation=3)["name"].to_list() == [
        "April 2022",
        "November 2022",
    ]
    assert set(registers.history()["by_role"]) == {FILE}


def test_the_projects_own_operations_have_no_dates_and_are_shown(tmp_path: Path) -> None:
    made = open_registers(tmp_path, "real")
    seed_operations(made, _file("operations"), holds_from=date(2023, 1, 18))
    shown = operations_shown(made, date(2023, 1, 18))
    assert (
        shown["start"].isna().all()
        and set(shown["status"]) == {"live"}
        and made.records("phase").empty
    )
    assert (
        len(made.records("operation", as_at=date(2023, 1, 18))) == 3
        and made.records("operation", as_at=date(2023, 1, 17)).empty
    )


def test_the_operations_of_a_build_are_taken_over(
    demonstration_store: Path, tmp_path: Path
) -> None:
    build = current_build(demonstration_store)
    assert build is not None
    table, made = (
        Store(demonstration_store, build).operations,
        open_registers(tmp_path, "demonstration"),
    )
    assert (seed_operations(made, table).added, seed_operations(made, table).added) == (4, 0)


def test_only_rows_never_held_are_added_later(
    registers: Registers, demonstration: pd.DataFrame
) -> None:
    registers.change("operation", 1, {"name": "Op Theseus", "aim": "edited"}, 1, "analyst")
    registers.change("operation", 3, {"aliases": "Op Scepter; Sceptre week"}, 1, "analyst")
    registers.remove("phase", 2, 1, "analyst")
    registers.remove("operation_area", 2, 1, "analyst")
    registers.remove("operation", 2, 1, "analyst")
    week, new = (
        demonstration.iloc[[2]].assign(name="op scepter", instance="March 2023"),
        demonstration.iloc[[0]].assign(name="Op New"),
    )
    assert seed_operations(registers, pd.concat([demonstration, week, new])).added == 2
    # renamed and removed ones do not come back
    assert registers.records("operation")["name"].to_list() == [
        "Op Theseus",
        "Op Sceptre",
        "Op New",
    ]
    assert registers.record("operation", 1)["aim"] == "edited"
    assert registers.records("instance", operation=3)["name"].to_list() == [
        "April 2022",
        "November 2022",
        "March 2023",
    ]


def test_a_row_that_cannot_be_kept_is_named_and_the_others_are_taken(
    tmp_path: Path, demonstration: pd.DataFrame
) -> None:
    made = open_registers(tmp_path, "demonstration")
    table = pd.concat(
        [
            demonstration.assign(ward_code=["E09999999", *demonstration["ward_code"][1:]]),
            demonstration.iloc[[1]],
        ]
    )
    seeded = seed_operations(made, table)
    assert seeded.added == 3 and seeded.left_out == (
        "Op Thesus: Ward: E09999999 is not in the boundaries of December 2021.",
    )
    assert (
        made.records("operation")["name"].to_list() == ["Op Juvenis", "Op Sceptre"]
        and len(made.records("operation_area")) == 2
    )


@pytest.mark.parametrize(
    ("start", "end", "typed", "status"),
    [
        (date(2022, 2, 2), None, "live", "planned"),
        (date(2022, 2, 1), None, "planned", "live"),
        (date(2022, 2, 1), date(2022, 2, 1), "closed", "live"),
        (None, date(2022, 1, 31), "live", "closed"),
        (date(2022, 1, 1), None, "closed", "closed"),
        (None, None, "planned", "planned"),
        (None, date(2022, 3, 1), "planned", "planned"),
    ],
)
def test_status_is_that_of_the_day_by_the_dates_known(
    start: date | None, end: date | None, typed: str, status: str
) -> None:
    assert status_at(date(2022, 2, 1), start, end, typed) == status


def test_an_area_is_that_of_the_day_and_drawn_ones_are_joined(registers: Registers) -> None:
    registers.change("operation_area", 1, {"valid_to": date(2022, 5, 31)}, 1, "analyst")
    for ward, drawn in (("E05010757", SQUARE), ("E05008958", None)):
        registers.add(
            "operation_area",
            {
                "operation": 1,
                "label": "widened",
                "ward_code": ward,
                "valid_from": date(2022, 6, 1),
                "polygon": json.dumps(drawn) if drawn else "",
            },
            "analyst",
        )
    before, after = (
        operations_shown(registers, day).iloc[0] for day in (date(2022, 5, 31), date(2022, 6, 1))
    )
    assert (before["ward_codes"], before["area"]) == (("E05008960",), "")
    assert after["ward_codes"] == ("E05010757", "E05008958") and after["ward_code"] == "E05010757"
    assert json.loads(after["area"])["type"] == "Polygon"


def test_when_no_version_of_an_area_is_valid_the_last_is_shown(registers: Registers) -> None:
    registers.change("operation_area", 1, {"valid_to": date(2022, 5, 31)}, 1, "analyst")
    assert operations_shown(registers, date(2022, 12, 1)).iloc[0]["ward_code"] == "E05008960"


def test_phases_span_the_operation_and_an_open_one_leaves_it_open(registers: Registers) -> None:
    registers.change("phase", 1, {"end": date(2022, 3, 31)}, 1, "analyst")
    registers.add(
        "phase",
        {"operation": 1, "name": "second", "start": date(2022, 4, 1), "end": date(2022, 9, 30)},
        "analyst",
    )
    first = operations_shown(registers, date(2022, 10, 1)).iloc[0]
    assert (first["start"], first["end"], first["status"]) == (
        date(2022, 1, 1),
        date(2022, 9, 30),
        "closed",
    )
    registers.add("phase", {"operation": 1, "name": "third", "start": date(2022, 10, 1)}, "analyst")
    assert operations_shown(registers, date(2022, 10, 1)).iloc[0]["end"] is None


def test_an_instance_may_have_a_place_of_its_own_and_its_operation_dates_too(
    registers: Registers,
) -> None:
    registers.change(
        "instance", 1, {"place": "Swindon centre", "ward_code": "E05008954"}, 1, "analyst"
    )
    registers.add(
        "phase", {"operation": 3, "name": "planning", "start": date(2022, 1, 1)}, "analyst"
    )
    shown = (
        operations_shown(registers, date(2022, 4, 26))
        .set_index("instance")
        .loc[["", "April 2022", "November 2022"]]
    )
    sceptre = shown[shown["name"] == "Op Sceptre"]
    assert sceptre["status"].to_list() == [
        "closed",
        "live",
        "planned",
    ]  # typed closed, its one phase open
    assert (
        sceptre["ward_code"].to_list() == ["", "E05008954", ""]
        and sceptre["place"].to_list()[2] == "Swindon and Wiltshire"
    )


def test_work_of_every_kind_is_listed_for_overlaps(registers: Registers) -> None:
    registers.add(
        "other_work",
        {"name": "Youth work", "ward_code": "E05010757", "start": date(2022, 7, 1)},
        "analyst",
    )
    listed = work_shown(registers, date(2022, 12, 31))
    assert listed["name"].to_list() == [
        "Op Thesus",
        "Op Juvenis",
        "Op Sceptre",
        "Op Sceptre",
        "Youth work",
    ]
    assert listed.iloc[-1].to_list() == ["Youth work", "", date(2022, 7, 1), None, ("E05010757",)]
    assert listed["ward_codes"].to_list()[2] == ()


def test_the_board_says_what_is_still_owed(registers: Registers) -> None:
    registers.change(
        "operation", 1, {"review_date": date(2022, 6, 1), "lead_role": "Inspector"}, 1, "analyst"
    )
    for strand, status, due in (
        ("Pursue", "done", date(2022, 1, 31)),
        ("Prevent", "under way", date(2022, 5, 1)),
        ("Protect", "not started", date(2022, 9, 1)),
        ("Prepare", "dropped", None),
    ):
        registers.add(
            "plan_action",
            {"operation": 1, "strand": strand, "action": "x", "status": status, "due": due},
            "analyst",
        )
    for day, verdict in ((date(2022, 5, 2), "no sign"), (date(2022, 4, 1), "cannot tell")):
        registers.add(
            "learning", {"operation": 1, "day": day, "verdict": verdict, "lesson": "x"}, "analyst"
        )
    board = operations_board(registers, date(2022, 6, 2))
    assert board["name"].to_list() == [
        "Op Juvenis",
        "Op Thesus",
        "Op Sceptre",
    ]  # the closed one last
    thesus, juvenis = board.iloc[1], board.iloc[0]
    owed = ["review_overdue", "empty_strands", "open_actions", "overdue_actions"]
    assert thesus[owed].to_list() == [True, ("Prepare",), 2, 1]
    assert (thesus["verdict"], thesus["reviewed_on"], thesus["lead_role"]) == (
        "no sign",
        date(2022, 5, 2),
        "Inspector",
    )
    assert (juvenis["review_overdue"], juvenis["verdict"], juvenis["reviewed_on"]) == (
        False,
        "",
        None,
    )
    assert juvenis["empty_strands"] == ("Pursue", "Prevent", "Protect", "Prepare")
    assert not operations_board(registers, date(2022, 6, 1)).iloc[1]["review_overdue"]  # due today
