"""What the Operations page says, with figures checked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

from geo.operations.verdicts import Word
from loaders.register.record_types.operations import VERDICTS
from loaders.register.register import KINDS
from tests.conftest import PROJECT
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
        "lies_in": "",
    } | changed


def test_the_page_says_as_at_when() -> None:
    assert (
        wording.shown(date(2022, 12, 31))
        == "What was done, what changed, and whether we can tell; status as at 31 December 2022"
    )
    assert wording.status_heading(date(2022, 12, 31)) == "Status at 31 Dec 2022"
    assert (
        wording.counted_by("Police", "wards of December 2021, exact")
        == "Police · wards of December 2021, exact"
    )


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
    moved = row(lies_in="since May 2026 part of Badbury Park")
    assert " · Eldene, since May 2026 part of Badbury Park · " in wording.about([moved], record)
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


def test_a_drawn_area_is_named_without_its_hash_and_says_how_it_is_counted() -> None:
    assert wording.place_named("the area drawn (0a1b2c3d)", {}) == "the area drawn"
    assert wording.place_named("E05008960", {"E05008960": "Eldene"}) == "Eldene"


def test_every_verdict_has_its_words_and_its_colour() -> None:
    words = get_args(Word)
    assert tuple(wording.VERDICTS) == words == VERDICTS
    styles = (PROJECT / "ui" / "shell" / "static" / "styles.css").read_text(encoding="utf-8")
    plain = [word for word in words if f".verdict.{word.replace(' ', '-')} " not in styles]
    assert plain == ["cannot tell which", "cannot tell"]  # they keep the colour of no verdict


def test_a_ward_that_no_boundaries_hold_is_not_counted() -> None:
    assert wording.ward_unknown("Op Thesus", ["E05000009"]) == (
        "The ward of Op Thesus cannot be counted.",
        "E05000009 is in no boundaries loaded.",
        "Load the boundaries that it is of, or give the operation another area.",
        "",
    )
