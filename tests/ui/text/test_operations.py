"""What the Operations page says, with figures checked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from loaders.register.register import KINDS
from ui.text import operations as wording

NEW_YEAR, APRIL, MAY = date(2022, 1, 1), date(2022, 4, 25), date(2022, 5, 1)
NAMES = {"E05008960": "Eldene", "E05010757": "Penhill", "E05008958": "Gorse Hill"}


def row(**changed: Any) -> dict[str, Any]:
    return {
        "instance": "",
        "status": "live",
        "start": NEW_YEAR,
        "end": None,
        "place": "Eldene",
    } | changed


def test_the_page_says_as_at_when() -> None:
    assert (
        wording.shown(date(2022, 12, 31))
        == "What was done, what changed, and whether we can tell; status as at 31 December 2022"
    )
    assert wording.status_heading(date(2022, 12, 31)) == "Status at 31 Dec 2022"
    assert (
        wording.counted_by("Police", {"vintage": "2021", "exactness": "exact"})
        == "Police · ward boundaries December 2021, exact"
    )
    assert wording.day(date(2022, 1, 3)) == "3 January 2022"
    assert wording.on_map(pd.Series(row())) == "live, from 1 January 2022"
    assert (
        wording.on_map(pd.Series(row(status="planned", start=APRIL, end=MAY)))
        == "planned, 25 April to 1 May 2022"
    )
    assert (
        wording.on_map(pd.Series(row(status="planned", start=None)))
        == "planned, start not recorded"
    )


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, None, "start not recorded"),
        (None, MAY, "start not recorded, to 1 May 2022"),
        (NEW_YEAR, None, "1 January 2022, open"),
        (MAY, MAY, "1 May 2022"),
        (APRIL, MAY, "25 April to 1 May 2022"),
        (date(2021, 12, 30), NEW_YEAR, "30 December 2021 to 1 January 2022"),
    ],
)
def test_dates_are_spans(start: date | None, end: date | None, said: str) -> None:
    assert wording.span(start, end) == said
    assert wording.dates_of(pd.Series({"start": start, "end": end})) == said


def test_cells_of_the_board() -> None:
    assert wording.review_cell(None, overdue=False) == "not set"
    assert (
        wording.review_cell(MAY, overdue=False) == "01/05/2022"
        and wording.review_cell(MAY, overdue=True) == "01/05/2022, overdue"
    )
    every = ("Pursue", "Prevent", "Protect", "Prepare")
    assert (
        wording.STRANDS
        == every
        == next(kind for kind in KINDS if kind.name == "plan_action").field("strand").choices
    )
    assert (
        wording.strands_cell("", every) == "no 4P plan"
        and wording.strands_cell("4P plan", every) == "nothing yet"
    )
    assert wording.strands_cell("4P plan", ("Protect", "Prepare")) == "no Protect, Prepare"
    # a plan nobody named, but actions under every P: it is one
    assert wording.strands_cell("", ()) == "all four Ps"
    assert (
        wording.actions_cell(3, 0) == "3 open" and wording.actions_cell(3, 2) == "3 open, 2 overdue"
    )
    assert (
        wording.verdict_cell("", None) == "not reviewed"
        and wording.verdict_cell("worked", MAY) == "worked (01/05/2022)"
    )
    assert wording.instances_said(0) == "" and wording.instances_said(1) == "1 instance"
    assert wording.actions_overdue("Op Thesus", 1) == "Op Thesus: 1 action overdue."


def test_an_operation_in_a_line() -> None:
    record = {
        "aim": "Less violence",
        "lead_role": "inspector",
        "partners": "council",
        "aliases": "Theseus",
    }
    assert wording.about([row()], record) == (
        "live · 1 January 2022, open · Eldene · Less violence · lead: inspector · with council · also called Theseus"
    )
    bare = dict.fromkeys(record, "")
    assert (
        wording.about([row(instance="April", status="closed"), row(instance="May")], bare)
        == "closed, live · 2 instances"
    )


def test_an_overlap_names_both_when_and_where() -> None:
    pair = {
        "first": "Op Thesus",
        "second": "Op Sceptre April 2022",
        "first_day": APRIL,
        "last_day": MAY,
        "ward_codes": ("E05008960",),
    }
    assert (
        wording.overlap(pair, NAMES)
        == "Op Thesus and Op Sceptre April 2022: 25 April to 1 May 2022, in Eldene."
    )
    assert wording.overlap(pair | {"ward_codes": (), "last_day": None}, NAMES).endswith(
        ": 25 April 2022, open, everywhere."
    )
    assert wording.in_instances("Op Sceptre", 2)[:2] == (
        "Op Sceptre runs in dated instances, not as one period.",
        "It has 2 instances.",
    )


def test_lists_and_names() -> None:
    assert [wording.listed("ABC"[:size]) for size in range(4)] == [
        "none",
        "A",
        "A and B",
        "A, B and C",
    ]
    assert (
        wording.with_names("without E05008960 and E05999999", NAMES)
        == "without Eldene and E05999999"
    )


def test_the_calendar() -> None:
    assert (
        wording.without_dates([]) == ""
        and wording.without_dates(["A", "B"]) == "Without a start, so not drawn: A; B."
    )
    assert (
        wording.calendar_hover("April", APRIL, MAY, "closed")
        == "April: 25 April to 1 May 2022 (closed)"
    )
    assert (
        wording.calendar_hover("Youth work", APRIL, None, "") == "Youth work: 25 April 2022, open"
    )


def test_forms_and_areas() -> None:
    shares = pd.Series({"E05008960": 0.734, "E05010757": 0.2})
    assert (
        wording.drawn_in(shares, NAMES)
        == "The drawn area lies 73% in Eldene and 20% in Penhill. Offences are counted by ward."
    )
    assert wording.drawn_in(shares[:0], NAMES) == "The drawn area lies in no ward of this build."
    assert wording.corners_drawn(4) == "An area with 4 corners is drawn."
    assert (
        wording.now_reads("live") == "Now in the register: live"
        and wording.now_reads("") == "Now in the register: empty"
    )
    assert wording.kept("phase") == "This phase is kept." and wording.removed("phase").startswith(
        "This phase was removed"
    )
    assert wording.form_title("phase", changes=False) == "**Add a new phase**"
    assert wording.form_title("phase", changes=True) == "**Change this phase**"


def test_files_and_history() -> None:
    assert wording.imported(2, 1, 0, 3) == "2 added, 1 changed, 0 already so, 3 rejected."
    assert wording.import_title("Dosage by week") == "Load rows from a CSV: Dosage by week"
    assert wording.history_cut(40) == "" and wording.history_cut(1234).startswith(
        "The newest 40 of 1,234 changes;"
    )
    assert wording.export_name(date(2022, 5, 1)) == "register-2022-05-01.zip"
    assert (
        wording.record_named({"name": "Op Thesus"}) == " “Op Thesus”"
        and wording.record_named({"week": APRIL}) == " “25 April 2022”"
    )
    assert (
        wording.record_named({"action": "x" * 60}) == f" “{'x' * 39}…”"
        and wording.record_named({}) == ""
    )
    change = {
        "at": datetime(2022, 7, 1, 11, 5, tzinfo=UTC),
        "by_role": "analyst",
        "act": "changed",
        "said": "Status: live → closed",
        "undone": True,
        "before": {"name": "Op Thesus"},
        "after": {"name": "Op Thesus"},
    }
    # summer time in Wiltshire is an hour ahead
    assert wording.history_line(change, "operation") == (
        "1 July 2022 at 12:05, analyst: operation “Op Thesus” changed: Status: live → closed (taken back)"
    )


def test_a_drawn_area_is_named_without_its_hash_and_says_how_it_is_counted() -> None:
    assert wording.place_named("the area drawn (0a1b2c3d)", {}) == "the area drawn"
    assert wording.place_named("E05008960", {"E05008960": "Eldene"}) == "Eldene"


def test_a_form_that_cannot_be_kept_says_all_that_is_to_be_mended() -> None:
    assert wording.not_kept(["Name: It is needed.", "The end is before the start."]) == (
        "Not kept yet. Name: It is needed. The end is before the start."
    )
