"""Every phrase of the pages that holds a figure, with figures checked by hand."""

from __future__ import annotations

import ast
import inspect
from datetime import date
from pathlib import Path

import pandas as pd

from tests.home import HOME
from ui.text import pages as wording

SPRING = tuple(date(2025, month, 1) for month in range(1, 5))


def change(now: int, then: int, verdict: str) -> pd.Series:
    return pd.Series({"now": now, "then": then, "verdict": verdict})


def test_a_change_is_said_with_its_counts_and_per_cent_only_on_a_base_of_twenty() -> None:
    # 105 over 35 is three times as many: + 200 %
    assert (
        wording.changed_line("Central", "", change(105, 35, "clear rise"))
        == "Central: clear rise, 35 then, 105 now (+200 %)."
    )
    # fewer months than the page counts stand beside the counts
    assert wording.changed_line("Central", "", change(105, 35, "clear rise"), SPRING) == (
        "Central: clear rise, 105 in January to April 2025, 35 a year earlier (+200 %)."
    )
    assert (
        wording.changed_line("Swindon", "Robbery", change(4, 19, "clear fall"))
        == "Swindon, Robbery: clear fall, 19 then, 4 now."
    )


def test_what_did_not_change_is_counted() -> None:
    assert (
        wording.unchanged_line(118, 2, "wards")
        == "The other 116 wards: usual variation, or too few to tell."
    )
    assert (
        wording.unchanged_line(118, 0, "wards")
        == "Not one of 118 wards shows a clear or possible change."
    )
    assert wording.unchanged_line(0, 0, "wards") == "" == wording.unchanged_line(3, 3, "wards")
    assert (wording.more_changes(0), wording.more_changes(1), wording.more_changes(4)) == (
        "",
        "1 further change in the table.",
        "4 further changes in the table.",
    )


def test_sources_late_or_with_gaps_are_named() -> None:
    assert (
        wording.source_late("Street", date(2022, 12, 1), 47)
        == "Street: nothing after December 2022, which ended 47 months ago."
    )
    assert (
        wording.source_absent("Street", (date(2021, 2, 1),))
        == "Street: February 2021 never received."
    )
    assert wording.source_partial("Street", (date(2021, 2, 1),)) == (
        "Street: February 2021 received only in part, and left out. Load the whole month; Data says what is missing."
    )
    assert wording.source_thin("Street", (date(2021, 2, 1),)) == (
        "Street: February 2021 far lower than usual. Ask whether the file was whole."
    )


def test_reviews_plans_and_steps_overdue_are_counted_in_days() -> None:
    today = date(2023, 3, 3)
    assert wording.not_reviewed("Op Thesus", None, today) == "Op Thesus: no review date is set."
    # 28 February to 3 March 2023 is three days
    assert (
        wording.not_reviewed("Op Thesus", date(2023, 2, 28), today)
        == "Op Thesus: review was due 28 February 2023, 3 days ago."
    )
    assert (
        wording.step_overdue("Ask for October", date(2023, 3, 2), today)
        == "“Ask for October” was due 2 March 2023, 1 day ago."
    )
    assert (
        wording.strands_empty("Op Juvenis", ["Prepare"]) == "Op Juvenis: no action under Prepare."
    )
    assert wording.strands_empty("Op Juvenis", ["Prevent", "Protect", "Prepare"]) == (
        "Op Juvenis: no action under Prevent, Protect and Prepare."
    )
    every = ["Pursue", "Prevent", "Protect", "Prepare"]
    assert wording.strands_empty("Op Juvenis", every) == "Op Juvenis: no action in its 4P plan yet."


def test_a_step_says_who_and_by_when_where_known() -> None:
    assert wording.more_steps(0) == wording.more_steps(-2) == ""
    assert (wording.more_steps(1), wording.more_steps(3)) == ("1 step more.", "3 steps more.")
    assert wording.step_line("Ask", "", None) == "Ask"
    assert (
        wording.step_line("Ask", "analyst", date(2023, 2, 6)) == "Ask (analyst, by 6 February 2023)"
    )


def test_places_are_said_as_published() -> None:
    assert (
        wording.streets_note(15, 1)
        == f"The 15 busiest. 1 offence at points without a street's name are not in it. {wording.SNAPPED}"
    )
    assert wording.streets_note(2, 0) == f"The 2 busiest. {wording.SNAPPED}"


def test_rows_and_pages_are_counted() -> None:
    assert (wording.rows_note(1), wording.rows_note(1200)) == ("1 row.", "1,200 rows.")
    assert (
        wording.rows_note(50_000) == "The newest 50,000 rows; narrow the selection to see others."
    )
    assert (
        wording.row_page(2, 3) == "Page 2 of 3, 500 rows a page"
        and wording.screen_count(2, 6) == "2 of 6"
    )


def test_files_are_named() -> None:
    assert wording.place_file("Salisbury St Edmund's", "rows") == "salisbury-st-edmund-s-rows"


def test_a_restricted_figure_is_refused_in_words() -> None:
    assert wording.for_analysts("Points") == (
        "Points of a restricted source are for analysts.",
        "",
        "Ask an analyst.",
        "",
    )


def test_every_function_is_tested_here() -> None:
    public = {
        name
        for name, _ in inspect.getmembers(wording, inspect.isfunction)
        if not name.startswith("_") and inspect.getmodule(getattr(wording, name)) is wording
    }
    here = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    used = {
        node.attr
        for node in ast.walk(here)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "wording"
    }
    assert public - used == set()


def test_wards_that_stand_out_are_named_with_their_rates() -> None:
    wards = pd.DataFrame(
        {
            "ward_name": list("ABCDEFGH"),
            "rate_per_1000": [6.4, 3.78, 2.38, 1.91, 1.5, 1.2, 1.1, 1.0],
        }
    )
    assert wording.standing_out(wards.head(2)) == "A 6.40, B 3.78."
    assert wording.standing_out(wards).endswith("F 1.20 and 2 more.")
    assert wording.type_within("Robbery", "") == "Robbery"
    assert (
        wording.type_within("Possession of weapons", "Knife possession")
        == "Knife possession, of Possession of weapons"
    )


def test_what_can_be_said_and_noted_names_the_area() -> None:
    assert wording.can_say(HOME).endswith(
        "- Ward means an electoral ward in Swindon and an electoral division in Wiltshire.\n"
    )
    assert len(wording.speaker_notes("A", "B")) == 6
    assert wording.speaker_notes("A", "B")[3:5] == (
        wording.of_standouts("A", "B"),
        wording.of_standouts("B", "A"),
    )
    assert wording.of_standouts("A", "B").startswith(
        "Wards of A above the force rate, each beside the one most like it in B."
    )
