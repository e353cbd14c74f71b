"""What happens where nothing is done, learnt from other wards and other starts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pandas import DataFrame

from geo.core.selection import months_between
from geo.operations.nothing_done import (
    CHANCE_REACH,
    FourCounts,
    Reference,
    four_counts,
    level_drift,
    older_weight,
    reference,
)

MONTHS = months_between(date(2021, 1, 1), date(2022, 12, 1))
CHANCE = Reference(CHANCE_REACH, CHANCE_REACH, 100, 100, 0.0)


def counts(spread: float = 1.0, wards: int = 60, seed: int = 1) -> DataFrame:
    rng = np.random.default_rng(seed)
    means = np.full((wards, len(MONTHS)), 10.0)
    drawn = rng.poisson(means if spread == 1 else rng.gamma(means / (spread - 1), spread - 1))
    return DataFrame(drawn, index=[f"W{n}" for n in range(wards)], columns=list(MONTHS))


def test_counts_that_vary_more_reach_further() -> None:
    reach = {}
    for spread in (1.0, 3.0):
        known = reference(
            counts(spread), size=10, before=MONTHS[:12], after=MONTHS[12:18], without=["W0"]
        )
        assert known is not None
        # 59 others; 18 months can start at 7 of 24
        assert (known.wards, known.windows) == (59, 59 * 7)
        reach[spread] = known.fall
    # a variance three times as great: scores √3 as far
    assert reach[3.0] / reach[1.0] == pytest.approx(np.sqrt(3), rel=0.2)
    assert reach[1.0] == pytest.approx(CHANCE_REACH, rel=0.15)


def test_the_ward_judged_takes_no_part_and_too_few_others_say_nothing() -> None:
    table = counts()
    wild = table.copy()
    wild.loc["W0"] = 0
    wild.loc["W0", MONTHS[20] : MONTHS[20]] = 9_999
    asked = {"size": 10.0, "before": MONTHS[:12], "after": MONTHS[12:18], "without": ["W0"]}
    assert reference(table, **asked) == reference(wild, **asked)  # type: ignore[arg-type]
    assert reference(table.iloc[:20], **asked) is None  # type: ignore[arg-type]
    assert reference(table[list(MONTHS[:17])], **asked) is None  # type: ignore[arg-type]


def test_limits_are_the_ratios_whose_score_is_within_reach() -> None:
    four = FourCounts(*map(float, (100, 50, 1000, 1000)))
    ratio, low, high = four.limits(CHANCE)
    # 100 were expected and 50 came; each limit θ has |50 − 100 θ| / √(100 θ + (100 θ)² (1/100 + 2/1000)) = 1.96
    assert ratio == 0.5
    for limit in (low, high):
        mean = 100 * limit
        score = abs(50 - mean) / np.sqrt(mean + mean**2 * 0.012)
        assert score == pytest.approx(CHANCE_REACH, abs=1e-6)
    assert low < 0.5 < high < 1
    nothing = FourCounts(*map(float, (0, 5, 10, 10)))
    assert nothing.limits(CHANCE) == (None, 0.0, float("inf"))
    few = FourCounts(*map(float, (2, 0, 10, 10)))
    assert few.limits(CHANCE)[0] == 0 and few.limits(CHANCE)[2] == float("inf")


def test_a_level_that_never_moves_weighs_all_months_alike_and_one_that_moves_the_recent_ones() -> (
    None
):
    steady = counts().to_numpy(float)
    moving = steady.copy()
    moving[:, 12:] *= np.exp(np.random.default_rng(2).normal(0, 0.5, len(moving)))[:, None]
    assert level_drift(steady, 24) < 0.01
    assert level_drift(moving, 24) == pytest.approx(0.25, rel=0.5)
    # half of the older months count where the drift is as great as what chance leaves of them
    assert older_weight(np.array([100.0]), 0.01).tolist() == [0.5]
    four = four_counts(np.full(30, 10.0), np.full(30, 50.0), 24, 1 / 120)
    # twelve older months of 120 count half: 60 + 120; the comparison alike: 300 + 600
    assert [four.area_before, four.beside_before, four.expected] == [180, 900, 60]
