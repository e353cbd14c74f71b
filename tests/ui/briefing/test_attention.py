"""What really changed and what needs attention, from small tables whose order is plain to see."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ui.answers.backups import BackupState
from ui.briefing.attention import SourceMonths, backup_due, needs_attention, type_changes

NO_STEPS = pd.DataFrame({"text": [], "due": [], "done": pd.Series([], dtype=bool)})


def changes(*rows: tuple[str, int, int, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["offence_type", "now", "then", "q", "verdict"])


def test_only_clear_or_possible_changes_are_listed_worst_first() -> None:
    swindon = changes(
        ("Robbery", 9, 20, 0.04, "possible fall"),
        ("Drugs", 60, 30, 0.002, "clear rise"),
        ("Burglary", 5, 5, 1.0, "usual variation"),
    )
    wiltshire = changes(
        ("Drugs", 90, 40, 0.0001, "clear rise"), ("Other crime", 30, 15, 0.03, "possible rise")
    )
    lines = type_changes({"S": swindon, "W": wiltshire}, {"S": "Swindon", "W": "Wiltshire"})
    # both clear rises first, the surer of them before the other; then the possible rise, then the fall
    assert [verdict for verdict, _ in lines] == [
        "clear rise",
        "clear rise",
        "possible rise",
        "possible fall",
    ]
    assert [line.split(":")[0] for _, line in lines] == [
        "Wiltshire, Drugs",
        "Swindon, Drugs",
        "Wiltshire, Other crime",
        "Swindon, Robbery",
    ]


def test_an_authority_not_asked_for_is_left_out() -> None:
    assert (
        type_changes({"S": changes(("Drugs", 60, 30, 0.002, "clear rise"))}, {"W": "Wiltshire"})
        == []
    )


def test_a_source_is_late_after_three_months_and_its_gaps_are_said() -> None:
    today = date(2023, 4, 20)
    due = SourceMonths("A", (date(2023, 1, 1),))
    late = SourceMonths("B", (date(2022, 12, 1),), (date(2022, 11, 1),))
    # January to April is three months, December to April four
    assert needs_attention([due, late], [], {}, NO_STEPS, today) == [
        "B: nothing after December 2022, which ended 3 months ago.",
        "B: November 2022 never received.",
    ]


def test_operations_come_before_sources_and_done_steps_are_not_overdue() -> None:
    steps = pd.DataFrame(
        {
            "text": ["Ask", "Done long ago", "Later"],
            "due": [date(2023, 4, 19), date(2023, 1, 1), None],
            "done": [False, True, False],
        }
    )
    lines = needs_attention(
        [SourceMonths("B", (date(2022, 1, 1),))],
        [{"name": "Op Thesus", "review_date": None}],
        {"Op Thesus": ["Prevent"]},
        steps,
        date(2023, 4, 20),
    )
    assert [line.split(":")[0] for line in lines] == [
        "Op Thesus",
        "Op Thesus",
        "“Ask” was due 19 April 2023, 1 day ago.",
        "B",
    ]


def test_months_cut_and_low_months_are_named_with_what_to_do() -> None:
    months = tuple(date(2023, month, 1) for month in (1, 3))
    source = SourceMonths("A", months, partial=(date(2023, 2, 1),), thin=(date(2023, 3, 1),))
    assert needs_attention([source], [], {}, NO_STEPS, date(2023, 4, 20)) == [
        "A: February 2023 received only in part, and left out. Load the whole month; Data says what is missing.",
        "A: March 2023 far lower than usual. Ask whether the file was whole.",
    ]


def test_a_backup_is_asked_for_only_where_something_was_entered() -> None:
    today = date(2026, 11, 30)
    assert backup_due(None, today) == []
    assert backup_due(BackupState(date(2026, 11, 28)), today) == []
    assert [line.split(" of ")[0] for line in backup_due(BackupState(None), today)] == [
        "No backup has been made"
    ]
    assert "9 days ago" in backup_due(BackupState(date(2026, 11, 21)), today)[0]
