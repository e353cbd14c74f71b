"""The board's rows and the calendar's bars, from tables made by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ui.operations.board import board_table, calendar_bars

JANUARY, MAY = date(2022, 1, 1), date(2022, 5, 1)
LISTED = pd.DataFrame(
    [
        [1, "Op Thesus", "", JANUARY, None, "live"],
        [2, "Op Sceptre", "April", date(2022, 4, 25), MAY, "closed"],
        [2, "Op Sceptre", "May", None, None, "planned"],
        [3, "Op Undated", "", None, None, "planned"],
    ],
    columns=["operation", "name", "instance", "start", "end", "status"],
).astype({"start": object, "end": object})
PHASES = pd.DataFrame(
    [[1, "first", JANUARY, MAY], [1, "second", MAY, None], [9, "of another", JANUARY, MAY]],
    columns=["operation", "name", "start", "end"],
).astype(object)
OTHERS = pd.DataFrame([["Youth work", MAY, None]], columns=["name", "start", "end"]).astype(object)


def owed(**changed: object) -> dict[str, object]:
    return {
        "operation": 1,
        "name": "Op Thesus",
        "status": "live",
        "lead_role": "inspector",
        "review_date": MAY,
        "review_overdue": True,
        "empty_strands": ("Prevent",),
        "open_actions": 3,
        "overdue_actions": 1,
        "verdict": "no sign",
        "reviewed_on": MAY,
    } | changed


def test_a_row_of_the_board() -> None:
    table = board_table(
        pd.DataFrame([owed(), owed(operation=2, name="Op Sceptre", empty_strands=())]),
        LISTED,
        {1: "4P plan"},
        MAY,
    )
    assert table.iloc[0].to_dict() == {
        "Operation": "Op Thesus",
        "Status at 1 May 2022": "live",
        "Dates": "1 January 2022, open",
        "Review due": "01/05/2022, overdue",
        "4P plan": "no Prevent",
        "Actions": "3 open, 1 overdue",
        "Last verdict": "no sign (01/05/2022)",
        "Lead": "inspector",
    }
    # of instances the one that goes furthest counts: planned comes before closed
    assert table.iloc[1][["Status at 1 May 2022", "Dates"]].to_list() == ["planned", "2 instances"]


def test_bars_of_phases_instances_and_other_work() -> None:
    bars, undated = calendar_bars(LISTED, PHASES, OTHERS)
    assert bars[["row", "name", "kind", "status"]].to_numpy().tolist() == [
        ["Op Thesus", "first", "phase", "live"],
        ["Op Thesus", "second", "phase", "live"],
        ["Op Sceptre", "April", "instance", "closed"],
        ["Youth work", "Youth work", "other", ""],
    ]
    # an instance and an operation without a start are named instead
    assert undated == ["Op Undated", "Op Sceptre May"]


def test_a_single_phase_bears_the_operations_name() -> None:
    bars, _ = calendar_bars(LISTED, PHASES[:1], OTHERS[:0])
    assert bars["name"].to_list() == ["Op Thesus", "April"]
