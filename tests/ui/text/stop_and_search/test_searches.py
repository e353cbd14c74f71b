"""Sentences about searches, with the numbers they hold."""

from __future__ import annotations

from datetime import date

import pandas as pd

from geo.core.search_selection import SearchSelection
from tests.home import HOME
from ui.text.stop_and_search import searches as words

YEAR = SearchSelection(date(2022, 1, 1), date(2022, 3, 1))
ROW = pd.Series(
    {
        "known": 20,
        "rate": 0.25,
        "low": 0.11,
        "high": 0.47,
        "link_known": 0.3,
        "linked_rate": float("nan"),
        "linked_low": 0.0,
        "linked_high": 0.0,
    }
)


def test_where_searches_were_and_how_many_have_no_place() -> None:
    searches = pd.Series({"E06000030": 1200, "E06000054": 900})
    assert words.located(searches, 12, 240, "wards of December 2021, exact", HOME) == (
        "Swindon 1,200, Wiltshire 900 searches in wards; 12 outside both authorities, 240 without a point · wards of "
        "December 2021, exact"
    )
    assert words.rate_under(10.0, 9.1, 10.92, "") == "10.0 per 1,000 residents a year (9.1 to 10.9)"
    nan = float("nan")
    assert words.rate_under(nan, nan, nan, words.NONE_RECEIVED) == "no month received"


def test_an_authority_with_ground_in_no_ward_has_no_ratio() -> None:
    assert words.ground_lacking(
        "Wold", "2.31 km² of Wold lie in no ward: Shaw W1 is not there"
    ) == (
        "No ratio is formed for Wold.",
        "2.31 km² of Wold lie in no ward: Shaw W1 is not there.",
        "Choose other wards under “Wards as of”, or the whole area.",
        "",
    )


def test_a_find_rate_is_never_without_its_interval() -> None:
    assert words.share(ROW) == ("25%", "11% to 47% of 20 searches")
    assert words.share(ROW, "linked_rate") == ("not formed", "“linked” is known of 30% only")
    assert words.share(ROW.replace(0.25, float("nan"))) == ("not formed", "no outcome is given")


def test_a_ward_apart_and_a_ward_pointed_at() -> None:
    row = pd.Series(
        {
            "ward_name": "Central",
            "authority_name": "Swindon",
            "first": 210,
            "second": 1269,
            "expected": 60.4,
            "ratio": 3.52,
            "low": 2.91,
            "high": 4.24,
        }
    )
    assert words.apart(row) == (
        "Central (Swindon): 210 searches (60 by its 1,269 violent offences), 3.5 times as elsewhere (2.9 to 4.2)"
    )
    pointed = pd.Series(
        {
            "searches": 1,
            "search_rate": 0.54,
            "search_low": 0.01,
            "search_high": 3.01,
            "violence": 1002,
            "violence_rate": 12.25,
            "violence_low": 11.5,
            "violence_high": 13.04,
        }
    )
    at, filled = words.ward_tip(pointed)
    assert words.WARD_TIPS[at].format(*filled.split("|")) == (
        "1 search, 0.5 (0.0 to 3.0) per 1,000 a year; violence and robbery 1,002, 12.2 (11.5 to 13.0) per 1,000"
    )
    pointed["searches"] = 2100
    assert (
        words.WARD_TIPS[words.ward_tip(pointed)[0]].startswith("{0} searches, {1} (")
        and words.ward_tip(pointed)[1].split("|")[0] == "2,100"
    )
    assert [
        words.ward_tip(row.replace(0.54, float("nan")))
        for row in (pointed, pointed.replace(2100, 1))
    ] == [(3, "2,100"), (2, "1")]
    assert [words.WARD_TIPS[at].format("1") for at in (2, 3)] == [
        "1 search; no rate",
        "1 searches; no rate",
    ]


def test_ratios_with_interval_and_bounds() -> None:
    black = pd.Series(
        {
            "searches": 86,
            "people": 6139.0,
            "rate_per_1000": 14.009,
            "rate_low": 11.205,
            "rate_high": 17.3,
            "ratio": 2.266,
            "low": 1.82,
            "high": 2.82,
            "least": 1.89,
            "most": 8.4,
        }
    )
    assert words.ratio_row("Black", black) == {
        "group": "Black",
        "searches": "86",
        "people": "6,139",
        "rate": "14.01 (11.21 to 17.30)",
        "ratio": "2.27 (1.82 to 2.82)",
        "bounds": "1.89 to 8.40",
    }
    none = black.replace({2.266: float("nan"), 1.82: float("nan"), 1.89: float("nan")})
    assert (words.ratio_row("White", none)["ratio"], words.ratio_row("Mixed", none)["ratio"]) == (
        "1, the base",
        "not formed",
    )
    assert (
        words.unknown_group("self-defined", 120, 900)
        == "Self-defined: not known for 120 of 900 searches (13%)."
    )
    assert words.unknown_group("self-defined", 0, 0) == "Self-defined: no search."


def test_an_older_census_beside_the_newer() -> None:
    rows = {
        "2011": {"group": "Black", "people": 2861, "ratio": 4.79},
        "2021": {"group": "Black", "people": 6139, "ratio": 2.27},
    }
    sentence = "Black residents of Swindon: 2,861 in 2011, 6,139 in 2021."
    assert (
        words.older_census("Swindon", rows)
        == f"{sentence} Their rate is 4.8 times White people's by the older census, 2.3 times by the newer."
    )
    rows["2011"]["ratio"] = float("nan")
    assert words.older_census("Swindon", rows) == sentence


def test_months_left_out_are_named() -> None:
    assert (
        words.midnight((date(2022, 3, 1),))
        == "All times of March 2022 are midnight: their hours are not known and are left out."
    )
    assert (
        words.midnight(()) == ""
        and words.map_months((date(2022, 3, 1),)) == "Both received: March 2022."
    )
    assert words.knife_note("x") == "Knife offences: x." and words.weapons_found(
        "Swindon"
    ).startswith("Swindon: ")
    assert words.weapons_linked("Swindon") == "Swindon: found what they were for"
    assert words.no_such_denominator("Wiltshire")[0] == "Wiltshire has no figures of that kind."


def test_what_a_source_cannot_tell_is_its_own_and_stands_in_line_and_in_help() -> None:
    published, own = words.limits(exact=False), words.limits(exact=True)
    assert [limit for limit in published if limit not in own] == [
        "Published points are moved to the nearest map point, and about one search in ten has none."
    ]
    assert [limit for limit in own if limit not in published] == [
        "Places are those the force recorded; a search without one is in no ward, and their number stands above."
    ]
    assert words.cannot_say(exact=True) == f"What this cannot say. {' '.join(own)}"
    assert all(f"- {limit}" in words.can_say(exact=False) for limit in published)
    assert "by whatever way" in words.can_say(exact=True)
    assert words.of_source("Wiltshire Police", "Swindon 1,200") == "Wiltshire Police: Swindon 1,200"
    assert words.hour_axis("UTC") == "Hour, as published"
    assert words.hour_axis("Europe/London") == "Hour, by the clocks of the day"


def test_the_whole_area_holds_more_than_its_wards() -> None:
    assert (
        words.whole_counts_all(HOME)
        == "Swindon and Wiltshire as a whole also holds the searches that have no point."
    )
