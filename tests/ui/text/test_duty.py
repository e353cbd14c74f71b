"""Sentences of the page of the Duty, with their numbers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pandas as pd

from tests.home import HOME
from ui.text import duty as words

DAY = date(2023, 1, 18)


def test_money_is_whole_pounds_unless_there_are_pence() -> None:
    assert (words.money(254_867), words.money(0.5)) == ("£254,867", "£0.50")
    totals = {
        "expected": Decimal(533_751),
        "confirmed": Decimal(0),
        "allocated": Decimal(100),
        "committed": Decimal(20),
        "spent": Decimal(3),
        "free": Decimal(533_628),
    }
    cards = words.money_cards(totals, 2, 1)
    assert [value for _, value, _ in cards] == ["£533,751", "£0", "£123", "1", "2"] and cards[2][
        2
    ] == "£533,628 not yet used"
    assert words.for_neither(0) == "" and words.for_neither(5).startswith(
        "£5 more names neither authority"
    )


def test_days_and_lateness_are_said() -> None:
    assert words.shown(DAY, past=True) == "The Serious Violence Duty as it stood on 18 January 2023"
    assert (
        words.due_line({"day": DAY, "what": "Audit", "state": "overdue"})
        == "18 January 2023: Audit (overdue)"
    )
    assert words.next_return(None)[1:] == ("none", "none is in the register")
    assert words.next_return({"day": DAY, "what": "Return"})[1:] == ("18 January 2023", "Return")
    action = {"what": "Audit", "status": "under way", "owner_role": "", "due": None}
    assert words.action_line(action) == "Audit (under way)"
    assert (
        words.action_line(action | {"owner_role": "coordinator", "due": DAY})
        == "Audit (under way; coordinator; due 18 January 2023)"
    )


def test_answers_of_the_needs_assessment_carry_their_figures() -> None:
    row = {
        "authority_name": "Swindon",
        "offences": 8148.0,
        "rate_per_1000": 34.9,
        "rate_low": 34.2,
        "rate_high": 35.7,
    }
    assert (
        words.scale(row)
        == "Swindon: 8,148 offences, 34.9 per 1,000 residents a year (34.2 to 35.7)."
    )
    assert words.where([], []) == "No ward is clearly above the force rate."
    assert (
        words.where(["A", "B"], ["A", "B"])
        == "2 wards clearly above the force rate; the highest: A, B."
    )
    assert words.deprived(0.524, 0.26, 24).startswith(
        "The 24 most deprived wards hold 52% of offences and 26% of residents."
    )
    assert words.gaps(1, 2, 3) == (
        "1 gap in the data audit, 2 objectives or measures leading to nothing, "
        "3 wards clearly above the force rate without money."
    )
    assert words.recommended(2, 1, 4) == "2 decisions; 1 of 4 actions done."
    assert (
        words.services({"primary": 2, "tertiary": 1})
        == "3 interventions in the register: 2 primary, 1 tertiary."
    )
    assert (
        words.ages("Swindon", 67, 182)
        == "Swindon: 67 of 182 knife-enabled offences have a suspect aged 14 to 25."
    )
    assert words.voice(["Youth Commission"]).startswith("1 body that") and words.voice(
        []
    ).startswith("No body")
    assert words.definition(0, 1).startswith("1 type of violence counted in; 0 tested")


def test_a_judgement_is_greyed_from_the_day_after_it_expired() -> None:
    row = {
        "statement": "Local lines drive it",
        "likelihood": "likely",
        "confidence": "low",
        "expires": DAY,
    }
    assert words.judgement(row, DAY) == (
        "",
        "Local lines drive it (likely; low confidence; holds until 18 January 2023)",
    )
    assert words.judgement(row, date(2023, 1, 19))[0] == "expired"


def test_prevention_is_said_with_its_intervals_and_gaps() -> None:
    bin_ = {"what": "surrender bin", "place": "Library", "items": 3}
    assert words.found_place(bin_, 2, (1.5, 0.31, 4.38)) == (
        "Surrender bin, Library: 3 items in 2.0 weeks, 1.50 per bin-week (0.31 to 4.38)."
    )
    assert (
        words.found_place(bin_ | {"items": pd.NA}, 2, None)
        == "Surrender bin, Library: items not recorded."
    )
    none_tried = {"authority_code": "E06000030", "round": "1", "tried": 0, "sold": 0}
    assert words.round_passed(none_tried, (0, 0, 0), HOME) == "Swindon, round 1: no premises tried."
    step = {
        "position": 2,
        "step": "Police told",
        "authority_code": "",
        "in_place": True,
        "since": DAY,
    }
    assert (
        words.school_line(step, HOME)
        == "2. Police told, both authorities: in place since 18 January 2023"
    )
    assert words.deployed(
        {"place": "Station", "day": None, "hours": float("nan"), "items": pd.NA}
    ) == ("Station, no date set: finds not recorded.")
    assert (
        words.pathway_line({"position": 2, "step": "offer"}, 80, 96)
        == "2. offer: 80 people (83% of the first step)"
    )
    assert "hidden" in words.pathway_line({"position": 2, "step": "offer"}, float("nan"), 96)
    assert (
        words.pathway_title("Court", "E06000030", DAY, None, HOME)
        == "Court, Swindon, 18 January 2023 to no date set"
    )


def test_agreements_changes_and_files_say_how_things_stand() -> None:
    row = {"name": "A", "parties": "x", "gateway": "Act", "minimum_cell": 5, "end": DAY}
    assert (
        words.agreement_line(row, runs=True)
        == "A (x): runs; Act; counts under 5 hidden; expires 18 January 2023."
    )
    assert "its data are hidden" in words.agreement_line(row, runs=False)
    change = {
        "at": datetime(2023, 1, 18, 9, 5),
        "by_role": "coordinator",
        "act": "changed",
        "kind": "grant",
        "said": "Status: expected → confirmed",
        "before": None,
        "after": {"financial_year": "2023/24", "amount": Decimal("254867.00")},
    }
    assert words.status_line(change) == (
        "18/01/2023 09:05 · coordinator: grant “2023/24”, £254,867, changed: Status: expected → confirmed"
    )
    assert (
        words.partner_loaded(1, 2) == "1 row kept, 2 rejected."
        and words.workbook_taken(1, 2, 3) == "1 added, 2 changed, 3 already so."
    )
    assert (words.or_hidden(float("nan")), words.or_hidden(1200.0), words.or_hidden(1.25)) == (
        "hidden",
        "1,200",
        "1.25",
    )
    assert words.not_placed([]) == "" and words.not_placed(["A"]).startswith("A: without a point")
    assert (
        words.untested(
            {
                "name": "Affray",
                "counted_in": True,
                "maximum_penalty": "a",
                "impact_on_victims": "b",
                "prevalence": "c",
                "impact_on_communities": "d",
            }
        )
        == "Affray (counted in): all four parts said"
    )


def test_names_and_small_phrases() -> None:
    assert (words.day_in_words(None), words.day_in_words(DAY)) == ("no date set", "18 January 2023")
    assert (
        words.orphan({"kind": "measure", "name": "Fewer stabbings", "lacks": "an action"})
        == "measure “Fewer stabbings” lacks an action"
    )
    assert (words.counted_as("offences"), words.of_how_many(3, 14), words.moved(1)) == (
        "counted · offences",
        "3 of 14",
        "1 figure moved.",
    )
    assert words.counted_from("b-1").startswith("Figures from build b-1;")
    assert (
        words.measured_by((date(2022, 1, 1), date(2022, 12, 1)))
        == "Recorded violence and robbery, January to December 2022."
    )
    assert (words.local_variant("E06000030", HOME), words.local_variant("", HOME)) == (
        "Swindon",
        "both authorities",
    )
    assert words.somewhere("A bin.") == "A bin. Drawn in the middle of its ward."


def test_meetings_and_their_agenda() -> None:
    meeting = {
        "title": "Executive",
        "day": DAY,
        "status": "planned",
        "bodies": "Swindon;Wiltshire",
        "purpose": "",
    }
    assert words.meeting_name(meeting) == "Executive, 18 January 2023"
    assert words.meeting_about(meeting) == "planned · Swindon and Wiltshire"
    assert words.agenda_line({"position": 2, "title": "Money"}) == "2. Money"


def test_editions_say_when_they_were_frozen() -> None:
    row = {"frozen_at": "2023-01-18T10:00", "build": "b-1", "digest": "0123456789abcdef0123"}
    assert (
        words.edition_line(row)
        == "Frozen at 2023-01-18T10:00 from build b-1; hash 0123456789abcdef."
    )
    assert words.frozen("January") == "The edition “January” is frozen." and words.edition_holds(
        1234
    ).startswith("All 1,234 figures")


def test_orders_and_need_without_money() -> None:
    assert words.orders("knife crime prevention order", 2, DAY) == (
        "Knife crime prevention order: 2 in force; the next expires 18 January 2023."
    )
    assert words.orders("injunction", 0, None) == "Injunction: 0 in force."
    row = {
        "ward_name": "Central",
        "authority_name": "Swindon",
        "rate_per_1000": 90.0,
        "rate_low": 80.0,
        "rate_high": 101.0,
    }
    assert (
        words.unfunded(row) == "Central (Swindon): 90.0 per 1,000 a year (80.0 to 101.0), no money."
    )
