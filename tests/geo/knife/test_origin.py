"""Possession split into what searches found and the rest."""

from __future__ import annotations

import pytest
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.core.missing import Missing
from geo.knife.origin import (
    CANNOT_TELL,
    PROACTIVE_EXPLAINS,
    VIOLENCE_ROSE,
    across_thin_months,
    origin_change,
    possession_split,
)
from geo.knife.origin_premises import Dispersion
from geo.knife.search_exposure import SearchCount


def test_most_of_a_rise_came_from_searching() -> None:
    split = possession_split(100, finds=(20, 35), totals=(80, 100))
    # 35 of 100; of the rise of 20 the searches made 15
    assert (split.share_from_search, split.share_of_change) == pytest.approx((0.35, 0.75))
    assert (split.change_total, split.change_from_search, split.change_other) == (20, 15, 5)


def test_no_offence_and_no_change_have_no_share() -> None:
    split = possession_split(0, finds=(0, 0), totals=(0, 0))
    assert split.share_from_search is None and split.share_of_change is None


def by_origin(**counts: tuple[int, int]) -> DataFrame:
    return DataFrame.from_dict(counts, orient="index", columns=["then", "now"])


RISE = by_origin(proactive=(60, 160), school=(10, 12), reported=(40, 42), unknown=(10, 16))
FLAT = by_origin(reported=(200, 205), unknown=(4, 5))
MORE = {"then": (500, 80), "now": (1300, 200)}  # weapon searches and finds: 16 and 15 in 100


def test_shares_and_bounds_of_a_change_by_hand() -> None:
    change = origin_change(RISE, FLAT, searches=MORE)
    # 120 then, 230 now: a rise of 110. Proactive rose by 100; with the unknown on either side by 90 to 116.
    assert (change.total_then, change.total_now, change.counts.loc["proactive", "change"]) == (
        120,
        230,
        100,
    )
    assert (change.share_low, change.share_high) == pytest.approx((90 / 110, 116 / 110))
    # the unknown as the known: 60 of 110 of 120 are 65.45; 160 of 214 of 230 are 171.96
    assert change.share_of_change == pytest.approx((171.963 - 65.4545) / 110, abs=1e-4)
    assert (change.unknown_then, change.unknown_now) == pytest.approx((10 / 120, 16 / 230))
    assert (change.violence_then, change.violence_now) == (200, 205)
    assert change.p is not None and change.p < 1e-6
    # 800 of 1,800 searches are additional net of as many then: 800 / 1,800 × (65.45 + 171.96) = 105.5 of 110
    assert change.explained is not None
    assert change.explained.share == pytest.approx(105.518 / 110, abs=1e-3)
    assert change.verdict == PROACTIVE_EXPLAINS and change.reason.startswith(
        "More weapon searches (500 then, 1,300 now) account for 96% of the rise"
    )
    assert [row.holds for row in change.premises] == [True] * 7


def test_what_police_found_is_not_thereby_explained_without_searches() -> None:
    change = origin_change(RISE, FLAT)
    assert change.verdict == CANNOT_TELL and "Load searches" in change.reason
    assert (change.explained, change.searches, change.searches_made) == (None, {}, None)
    # possession rose; searches are not loaded; of them nothing is known; the rest did not rise
    assert [row.holds for row in change.premises] == [True, False, None, None, None, True, True]


def test_finds_per_hundred_searches_stand_beside_with_their_interval() -> None:
    change = origin_change(RISE, FLAT, searches=MORE)
    assert (change.searches["then"].per_100, change.searches["now"].per_100) == pytest.approx(
        (16.0, 15.3846), abs=1e-4
    )
    # Wilson limits of 80 in 500: centre 0.16259, half width 0.03203
    assert (change.searches["then"].low, change.searches["then"].high) == pytest.approx(
        (13.056, 19.462), abs=0.01
    )
    empty = origin_change(RISE, FLAT, searches={"then": (0, 0), "now": (10, 1)})
    assert empty.searches["then"].per_100 is None and empty.verdict == CANNOT_TELL


@pytest.mark.parametrize(
    ("possession", "violence", "searches", "verdict", "why"),
    [
        (
            by_origin(proactive=(60, 70), reported=(60, 55)),
            FLAT,
            MORE,
            CANNOT_TELL,
            "no rise to explain",
        ),
        (by_origin(proactive=(160, 60)), FLAT, MORE, CANNOT_TELL, "no rise to explain"),
        (
            RISE,
            by_origin(reported=(200, 300)),
            None,
            VIOLENCE_ROSE,
            "from at most 200 to at least 300",
        ),
        # 200 then at most, 200 now
        (
            RISE,
            by_origin(reported=(140, 200), unknown=(60, 100)),
            MORE,
            CANNOT_TELL,
            "too often of unknown origin",
        ),
        # knives carried more, searching as it was, or less
        (
            RISE,
            FLAT,
            {"then": (500, 80), "now": (500, 110)},
            CANNOT_TELL,
            "Weapon searches did not rise beyond chance (500 then, 500 now)",
        ),
        (
            RISE,
            FLAT,
            {"then": (500, 80), "now": (400, 100)},
            CANNOT_TELL,
            "Weapon searches did not rise",
        ),
        # 60 reported more: searching accounts for 800 / 1,800 × 160 = 71 of 110
        (
            by_origin(proactive=(60, 100), reported=(60, 130)),
            FLAT,
            MORE,
            CANNOT_TELL,
            "accounts for 65% of the rise",
        ),
        # a third of all is of unknown origin: taken as reported, searching accounts for 84 of 120
        (
            by_origin(proactive=(60, 130), reported=(20, 30), unknown=(40, 80)),
            FLAT,
            MORE,
            CANNOT_TELL,
            "too open with the unknown on either side",
        ),
        (
            by_origin(proactive=(100, 260), reported=(100, 100)),
            FLAT,
            {"then": (500, 40), "now": (1300, 190)},
            CANNOT_TELL,
            "more knives may be carried",
        ),
        (
            by_origin(proactive=(100, 260), reported=(100, 100)),
            FLAT,
            {"then": (500, 5), "now": (1300, 14)},
            CANNOT_TELL,
            "found too little",
        ),
        # searching explains 178 of 190, yet reports rose by 40: something else came too
        (
            by_origin(proactive=(100, 250), reported=(60, 100)),
            FLAT,
            {"then": (500, 80), "now": (1700, 260)},
            CANNOT_TELL,
            "not found by searching may have risen by more than chance (60 then, 100 now)",
        ),
        (RISE, by_origin(reported=(12, 12)), MORE, CANNOT_TELL, "too rare"),
        (RISE, by_origin(), MORE, CANNOT_TELL, "too rare"),
    ],
)
def test_the_rule_of_the_verdict_step_by_step(
    possession: DataFrame,
    violence: DataFrame,
    searches: dict[str, tuple[int, int]] | None,
    verdict: str,
    why: str,
) -> None:
    change = origin_change(possession, violence, searches=searches)
    assert change.verdict == verdict and why in change.reason


def test_what_warrants_and_arrests_brought_to_light_is_not_found_by_searching() -> None:
    found = origin_change(RISE, FLAT, searches=MORE)
    # of 60 and 160 found by police, a search found 50 and 60: the rest is 100 more, which searching does not explain
    change = origin_change(RISE, FLAT, by_search=(50, 60), searches=MORE)
    assert found.verdict == PROACTIVE_EXPLAINS and change.verdict == CANNOT_TELL
    assert change.explained is not None and change.explained.share < 0.6
    assert change.share_of_change == found.share_of_change  # police found it all the same


def test_find_rates_whose_known_share_differs_are_not_compared() -> None:
    """Where the result of a search is written down more often than before, finds of the known mislead."""
    alike = {"then": SearchCount(450, 72, 500), "now": SearchCount(1170, 180, 1300)}
    apart = {"then": SearchCount(300, 72, 500), "now": SearchCount(1170, 180, 1300)}
    assert origin_change(RISE, FLAT, searches=alike).verdict == PROACTIVE_EXPLAINS
    change = origin_change(RISE, FLAT, searches=apart)
    assert change.verdict == CANNOT_TELL and "60% of searches then and 90% now" in change.reason
    assert change.premises[4].holds is None and change.searches_made == (500, 1300)


def test_more_spread_makes_a_rise_less_sure() -> None:
    rise = by_origin(proactive=(100, 170), reported=(100, 100))
    searches = {"then": (500, 80), "now": (850, 130)}
    spread = Dispersion(possession=3, searches=1.5)
    assert origin_change(rise, FLAT, searches=searches).premises[0].holds
    change = origin_change(rise, FLAT, searches=searches, dispersion=spread)
    assert change.verdict == CANNOT_TELL and "no rise to explain" in change.reason


def test_a_verdict_across_thin_months_stands_only_where_both_say_it() -> None:
    explained, untold = origin_change(RISE, FLAT, searches=MORE), origin_change(RISE, FLAT)
    assert across_thin_months(explained, explained) is explained
    for first, second in ((explained, untold), (untold, explained)):
        change = across_thin_months(first, second)
        assert change.verdict == CANNOT_TELL and "is thin" in change.reason
        assert change.counts.equals(first.counts)


def test_no_change_has_no_share_and_an_unknown_origin_is_refused() -> None:
    change = origin_change(by_origin(proactive=(5, 7), reported=(7, 5)), FLAT)
    assert (change.share_of_change, change.share_low, change.share_high, change.verdict) == (
        None,
        None,
        None,
        CANNOT_TELL,
    )
    with pytest.raises(DataProblem, match="do not make sense"):
        origin_change(by_origin(rumour=(1, 2)), FLAT)
    with pytest.raises(DataProblem, match="do not make sense"):
        origin_change(by_origin(reported=(-1, 2)), FLAT)


def test_an_authority_whose_offences_were_not_placed_a_year_ago_has_no_clear_rise() -> None:
    judgement = origin_change(RISE, FLAT, searches=MORE, unplaced=Missing(600, 0, 400, 200))
    assert judgement.verdict == CANNOT_TELL
    assert "33% of these offences had no place then and 0% now" in judgement.reason
    # as many of both: what is placed speaks for all
    alike = origin_change(RISE, FLAT, searches=MORE, unplaced=Missing(600, 60, 400, 40))
    assert (alike.verdict, alike.reason) == (
        origin_change(RISE, FLAT, searches=MORE).verdict,
        origin_change(RISE, FLAT, searches=MORE).reason,
    )
    # knife violence whose places are missing now may have risen
    hidden = origin_change(RISE, FLAT, searches=MORE, violence_unplaced=Missing(60, 60, 120, 0))
    assert hidden.verdict == CANNOT_TELL
    # searches that had no place then may have been made here
    moved = origin_change(RISE, FLAT, searches=MORE, searches_unplaced=Missing(2500, 0, 1000, 900))
    assert moved.verdict == CANNOT_TELL and "Weapon searches did not rise" in moved.reason
