"""Sentences about section 60 authorisations: the clock, law and scheme, what is owed, what the data say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd

from geo.core.completeness import coverage
from geo.searches.section_60 import Authorisation, Finding, local_moment, state
from geo.searches.section_60_searches import LAWS, PLACES, Before, Under
from ui.text.stop_and_search import section_60 as words

START, END = local_moment(date(2022, 7, 15), 18, 0), local_moment(date(2022, 7, 16), 14, 0)
ONE = Authorisation("wiltshire", "a", START, END, "inspector")
LONGER = Authorisation(
    "wiltshire", "a", START, END, "inspector", END + timedelta(hours=10), "superintendent"
)
RECORD = {
    "name": "S60/1",
    "force": "Wiltshire Police",
    "ground": "(b) people are carrying",
    "place": "Town centre",
    "consultation": "",
    "told_before": "x",
    "told_after": "",
    "debrief": "",
    "panel_review": "",
    "searches": 12,
    "finds": None,
}


def test_the_clock_before_while_and_after() -> None:
    cards = {
        offset: words.clock(
            "S60/1", LONGER, state(LONGER, START + timedelta(hours=offset)), draft=False
        )
        for offset in (-2.5, 1, 120)
    }
    assert cards[-2.5][0] == ("S60/1", "in 2 h 30 min", "begins Friday 15 July 2022, 18:00")
    assert cards[1][0] == ("S60/1", "29 h 00 min left", "live until Sunday 17 July 2022, 00:00")
    assert cards[120][0] == ("S60/1", "ended", "3 days ago, Sunday 17 July 2022, 00:00")
    assert cards[1][1:] == [
        ("Runs", "30 hours", "from Friday 15 July 2022, 18:00"),
        ("First period", "20 hours", "extended by a superintendent"),
    ]
    assert "draft" in words.clock("S60/1", ONE, state(ONE, START), draft=True)[0][0]
    assert [words.duration(hours) for hours in (0.5, 71.5, 96)] == [
        "30 min",
        "71 h 30 min",
        "4 days",
    ]


def test_a_moment_that_clocks_show_twice_names_its_zone() -> None:
    night = date(2023, 10, 29)
    assert words.moment(local_moment(night, 1, 30)) == "Sunday 29 October 2023, 01:30 BST"
    assert (
        words.moment(local_moment(night, 1, 30, second_time=True))
        == "Sunday 29 October 2023, 01:30 GMT"
    )
    assert words.moment(datetime(2022, 7, 15, 17, 0, tzinfo=UTC)) == "Friday 15 July 2022, 18:00"


def test_law_and_scheme_are_told_apart_in_every_line() -> None:
    findings = [Finding("law", "The law allows 24."), Finding("scheme", "The scheme allows 15.")]
    assert words.rules(findings, draft=True) == [
        "The law would refuse this draft: The law allows 24.",
        "Not the law, but the scheme: The scheme allows 15.",
    ]
    assert words.rules(findings[:1], draft=False) == [
        "The law refuses it: The law allows 24.",
        words.NO_SCHEME,
    ]
    assert words.rules([], draft=False) == [words.LAWFUL, words.NO_SCHEME]


def test_what_comes_after_is_owed_only_once_it_has_ended() -> None:
    assert words.owes(RECORD, ONE, START) == ["No consultation is written down."]
    assert len(words.owes(RECORD, ONE, END)) == 4


def test_about_and_the_register_s_own_counts() -> None:
    assert words.about(RECORD, ONE) == (
        "Section 60 “S60/1”: Wiltshire Police, ground (b) people are carrying. Authorised by an inspector, "
        "Friday 15 July 2022, 18:00 to Saturday 16 July 2022, 14:00. Town centre."
    )
    assert words.kept_counts(RECORD) == "By the force's own count in the register: 12 searches."
    assert words.kept_counts(RECORD | {"searches": pd.NA}) == ""


def test_searches_around_it_and_violence_before() -> None:
    counts = pd.DataFrame(0, index=list(LAWS), columns=list(PLACES))
    counts.loc[LAWS[0]] = [5, 1, 0, 2]
    july = date(2022, 7, 1)
    note = words.told_apart_note(
        Under(counts, coverage("x", (), first=july, last=july), (july,)), exact=False
    )
    assert (
        "Absent, not noughts: July 2022." in note
        and "All times of July 2022 are midnight: by the hour nothing can be told." in note
    )
    assert (
        "3 searches under section 60 outside this area or these hours" in note
    )  # one elsewhere, two at other times
    assert "points are moved by the publisher, so near an edge" in note
    own = words.told_apart_note(
        Under(counts, coverage("x", (), first=july, last=july), ()), exact=True
    )
    assert "places are those the force recorded." in own and "moved" not in own
    months = tuple(date(2022, month, 1) for month in (5, 6))
    assert words.violence_before(Before(30, 600, months, 0.0125)) == (
        "In the 2 months received of the twelve before, 30 offences of violence and robbery were recorded in its area: 5.0% of the force "
        "area's, on 1.25% of its ground."
    )
    assert "nothing can be said" in words.violence_before(Before(0, 0, (), 0.1))
    assert (
        words.violence_before(Before(0, 0, months, 0.1))
        == "No violence or robbery was recorded anywhere in the months before."
    )
    assert words.met("A", "B", True) == "“A” and “B” ran at the same time and their areas overlap."
    assert (
        words.met("A", "B", False)
        == "“A” and “B” ran at the same time, in areas that do not overlap."
    )
