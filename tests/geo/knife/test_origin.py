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
    origin_change,
    possession_split,
)


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


def test_shares_and_bounds_of_a_change_by_hand() -> None:
    change = origin_change(RISE, FLAT)
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
    assert change.verdict == PROACTIVE_EXPLAINS and change.reason.startswith(
        "At least 82% of the rise was found by police"
    )


def test_finds_per_hundred_searches_stand_beside_with_their_interval() -> None:
    change = origin_change(RISE, FLAT, searches={"then": (500, 80), "now": (1300, 200)})
    assert (change.searches["then"].per_100, change.searches["now"].per_100) == pytest.approx(
        (16.0, 15.3846), abs=1e-4
    )
    # Wilson limits of 80 in 500: centre 0.16259, half width 0.03203
    assert (change.searches["then"].low, change.searches["then"].high) == pytest.approx(
        (13.056, 19.462), abs=0.01
    )
    assert change.verdict == PROACTIVE_EXPLAINS
    empty = origin_change(RISE, FLAT, searches={"then": (0, 0), "now": (10, 1)})
    assert empty.searches["then"].per_100 is None and empty.verdict == PROACTIVE_EXPLAINS


@pytest.mark.parametrize(
    ("possession", "violence", "searches", "verdict", "why"),
    [
        (
            by_origin(proactive=(60, 70), reported=(60, 55)),
            FLAT,
            None,
            CANNOT_TELL,
            "no rise to explain",
        ),
        (by_origin(proactive=(160, 60)), FLAT, None, CANNOT_TELL, "no rise to explain"),
        (
            RISE,
            by_origin(reported=(200, 300)),
            None,
            VIOLENCE_ROSE,
            "from at most 200 to at least 300",
        ),
        (
            RISE,
            by_origin(reported=(140, 200), unknown=(60, 100)),
            None,
            CANNOT_TELL,
            "too often of unknown origin",
        ),
        # 200 then at most, 200 now
        (
            RISE,
            by_origin(proactive=(10, 200), reported=(200, 205)),
            None,
            PROACTIVE_EXPLAINS,
            "did not clearly rise",
        ),  # found, not reported
        (
            by_origin(proactive=(60, 100), reported=(60, 130)),
            FLAT,
            None,
            CANNOT_TELL,
            "explain 36% of the rise",
        ),
        (
            by_origin(proactive=(60, 130), reported=(20, 30), unknown=(40, 80)),
            FLAT,
            None,
            CANNOT_TELL,
            "less than half",
        ),
        (
            RISE,
            FLAT,
            {"then": (500, 40), "now": (500, 90)},
            CANNOT_TELL,
            "more knives may be carried",
        ),
        (RISE, by_origin(reported=(12, 12)), None, CANNOT_TELL, "too rare"),
        (RISE, by_origin(), None, CANNOT_TELL, "too rare"),
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
    judgement = origin_change(RISE, FLAT, unplaced=Missing(600, 0, 400, 200))
    assert judgement.verdict == CANNOT_TELL
    assert "33% of these offences had no place then and 0% now" in judgement.reason
    # as many of both: what is placed speaks for all
    alike = origin_change(RISE, FLAT, unplaced=Missing(600, 60, 400, 40))
    assert (alike.verdict, alike.reason) == (
        origin_change(RISE, FLAT).verdict,
        origin_change(RISE, FLAT).reason,
    )
    # knife violence whose places are missing now may have risen
    hidden = origin_change(RISE, FLAT, violence_unplaced=Missing(60, 60, 120, 0))
    assert hidden.verdict == CANNOT_TELL
