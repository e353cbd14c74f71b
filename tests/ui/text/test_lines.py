"""Phrases of lines and origins: every figure in its place."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geo.core.schema import FORCE_SEARCHES, SEARCHES
from geo.knife.aoristic import hour_picture
from geo.knife.origin import (
    CANNOT_TELL,
    PROACTIVE_EXPLAINS,
    VIOLENCE_ROSE,
    FindRate,
    OriginChange,
    origin_change,
)
from ui.text import lines as lines_text

SPRING = tuple(date(2022, month, 1) for month in range(1, 5))


def row(**figures: float) -> pd.Series:
    return pd.Series(
        {
            "offences": 20,
            "judged": 16,
            "local_line": 8,
            "county_line": 2,
            "share": 0.5,
            "share_low": 0.28,
            "share_high": 0.72,
            "least": 0.4,
            "most": 0.6,
        }
        | figures
    )


def change() -> OriginChange:
    """100 then, 150 now, 40 of the 50 more found by police, 10 unknown in both; reported violence 60 in both."""
    possession = pd.DataFrame(
        {"then": [50, 35, 5, 10], "now": [90, 45, 5, 10]},
        index=["proactive", "reported", "school", "unknown"],
    )
    return origin_change(
        possession,
        pd.DataFrame({"then": [60], "now": [60]}, index=["reported"]),
        searches={"then": (500, 80), "now": (900, 140)},
    )


def test_every_verdict_has_its_words() -> None:
    assert (
        set(lines_text.VERDICT_WORDS)
        == set(lines_text.VERDICT_CLASSES)
        == {CANNOT_TELL, PROACTIVE_EXPLAINS, VIOLENCE_ROSE}
    )


def test_a_share_is_said_with_its_interval_what_was_judged_and_its_bounds() -> None:
    assert lines_text.share_card(row()) == (
        "50%",
        "28% to 72% of 16 judged · all 20: 40% to 60%",
    )
    assert lines_text.share_card(row(share=float("nan"))) == (
        "cannot tell",
        "none of 20 offences was judged",
    )
    assert lines_text.share_card(row(offences=float("nan")))[0] == "hidden"
    assert lines_text.share_label("Swindon", "14–25") == "Swindon: local line, suspects 14–25"
    assert lines_text.share_sentence("Penhill", row()) == (
        "Penhill: 20 knife-enabled, 8 local line, 2 county line; local of 16 judged 50% (28% to 72%), of all 40% to 60%."
    )
    assert "nothing can be said of the share" in lines_text.share_sentence("Penhill", row(judged=0))
    assert (
        lines_text.share_sentence("Vale", pd.Series({"offences": 0, "judged": 0}))
        == "Vale: no knife-enabled violence recorded."
    )


@pytest.mark.parametrize(
    ("second", "phrase"),
    [
        (
            {"share": 0.1, "share_low": 0.05, "share_high": 0.2, "least": 0.05, "most": 0.3},
            "whatever the open ones turn out to be",
        ),
        (
            {"share": 0.1, "share_low": 0.05, "share_high": 0.2, "least": 0.05, "most": 0.5},
            "if the open ones are like the judged",
        ),
        (
            {"share": 0.4, "share_low": 0.2, "share_high": 0.6},
            "chance alone could make that difference",
        ),
        ({"share": float("nan")}, "cannot be set beside each other"),
    ],
)
def test_two_authorities_are_clearly_apart_only_where_intervals_or_bounds_are(
    second: dict[str, float], phrase: str
) -> None:
    assert phrase in lines_text.beside(["Swindon", "Wiltshire"], [row(), row(**second)])


def test_county_lines_are_counted_apart_and_left_out_where_hidden() -> None:
    assert lines_text.county_sentence(["Swindon", "Wiltshire"], [row(), row(county_line=5)]) == (
        "County lines, counted apart: 2 of 16 judged in Swindon, 5 of 16 judged in Wiltshire."
    )
    assert lines_text.county_sentence(["Swindon"], [row(county_line=float("nan"))]) == ""


def test_hours_say_the_busiest_day_the_night_and_what_is_spread() -> None:
    # Saturday 1 January 2022: 22:30 to the minute, and some time from 12:00 to 14:00; a third offence without a time
    starts = pd.Series(pd.to_datetime(["2022-01-01 22:30", "2022-01-01 12:00", None]))
    ends = pd.Series(pd.to_datetime([None, "2022-01-01 14:00", None]))
    assert lines_text.hours_sentence("Swindon", hour_picture(starts, ends)) == (
        "Swindon: 2 offences, most on Saturday (100%), 50% between 20:00 and 03:59. 50% are known only from–to and spread over that time, "
        "0% over more than a day; 1 have no time."
    )
    assert (
        lines_text.hours_sentence("Swindon", hour_picture(starts[2:], ends[2:]))
        == "Swindon: no offence has a known time."
    )
    assert (
        lines_text.hour_cell("Swindon", "Friday", 9, 1.25)
        == "Swindon, Friday 09:00–09:59: 1.2 offences"
    )


def test_the_split_of_a_rise_is_said_with_its_bounds() -> None:
    rise = change()
    # (40 − 10) / 50 and (40 + 10) / 50
    assert lines_text.share_of_change(rise)[1].endswith(
        "between 60% and 100% whatever the unknown are"
    )
    assert lines_text.unknown_share(rise) == ("Origin not known", "10% then, 7% now")
    assert (
        lines_text.possession_change("Knife possession", rise, SPRING)
        == "Knife possession: 150 in January to April 2022 (now), 100 a year earlier (then; +50 %)"
    )
    assert lines_text.origin_row(pd.Series({"then": 50, "now": 45, "change": -5})) == (
        "50",
        "45",
        "-5",
    )
    assert "Found at a school: 5 then, 5 now" in lines_text.bar_summary("Knife possession", rise)
    assert lines_text.reported_violence(rise)[1].startswith("60 then, 60 now: 0.")


def test_finds_are_said_per_hundred_searches_and_that_they_are_missing() -> None:
    rates = {"then": FindRate(200, 40, 20.0, 15.1, 26.1), "now": FindRate(0, 0, None, None, None)}
    label = "Finds per 100 weapon searches"
    assert lines_text.find_rates(rates) == (
        label,
        "20 then (15 to 26; 200 searches whose result is known), nobody searched now",
    )
    assert lines_text.find_rates({}) == (label, "searches of these months are not all loaded")


def test_what_more_searching_explains_is_said_with_its_interval_or_not_at_all() -> None:
    rise = change()
    # of unknown origin 10 of each: 50 and 90 of 90 and 140 known are 55.6 and 96.4; 400 / 1,400 × 152 = 43.4 of 50
    label, words = lines_text.explained(rise)
    assert label == "Of the change, explained by more searching" and words.startswith(
        "87% of the rise ("
    )
    counts = rise.counts[["then", "now"]]
    untold = origin_change(counts, counts[:0])
    assert lines_text.explained(untold)[1] == "not known without searches"
    fall = origin_change(counts.rename(columns={"then": "now", "now": "then"}), counts[:0])
    assert lines_text.explained(fall)[1] == "no rise to explain"


def test_it_is_said_whose_searches_are_counted_and_why() -> None:
    whole = {SEARCHES: 12, FORCE_SEARCHES: 12}
    assert "anybody can check them" in lines_text.searches_counted(SEARCHES, whole, 12)[1]
    own = lines_text.searches_counted(FORCE_SEARCHES, {SEARCHES: 9, FORCE_SEARCHES: 12}, 12)[1]
    assert own.startswith("the force's own") and own.endswith(
        "which data.police.uk is not (9 of 12)"
    )
    none = lines_text.searches_counted("", {SEARCHES: 9, FORCE_SEARCHES: 0}, 12)[1]
    assert none.startswith("none: data.police.uk 9 of 12 months, the force's own records 0 of 12")
    assert none.endswith("load the rest")


def test_each_premise_has_its_mark_in_sign_and_word() -> None:
    marks = [lines_text.premise(row) for row in change().premises]
    assert marks[0] == ("✓", "holds", "Possession rose beyond chance: 100 then, 150 now")
    assert [mark for mark, _, _ in marks] == ["✓"] * 7
    possession = change().counts[["then", "now"]]
    untold = [lines_text.premise(row)[:2] for row in origin_change(possession, possession).premises]
    assert untold[1:3] == [("✗", "does not hold"), ("?", "not known")]


def test_the_spread_allowed_for_is_said() -> None:
    assert lines_text.spread(change())[1].startswith(
        "possession 1.0, searches 1.0, reported violence 1.0 times"
    )


def test_months_compared_are_named() -> None:
    sentence = lines_text.compared_months("Swindon", (date(2022, 1, 1), date(2022, 3, 1)))
    assert sentence.startswith(
        "Swindon: January 2022, March 2022, with the same months a year earlier."
    )
    assert sentence.endswith("without a place are left out of an authority's.")
    assert (
        lines_text.no_offences_in(0) == ""
        and lines_text.no_offences_in(1) == "1 ward without any are not listed."
    )
    assert (
        lines_text.shares_of("Knife-enabled violence in Swindon")
        == "Shares are of knife-enabled violence in Swindon."
    )
