"""Searches as an exposure: what more of them account for, and whether they find more often."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from geo.change.two_periods import exact_p
from geo.knife.search_exposure import (
    SearchCount,
    Split,
    change_p,
    explained_share,
    is_rise,
    paired_dispersion,
    rate_change,
    results_alike,
)


@pytest.mark.parametrize(
    ("then", "now"), [(0, 0), (0, 7), (12, 12), (40, 60), (60, 40), (211, 280)]
)
def test_p_is_that_of_the_exact_test_and_of_rates_by_exposure(then: int, now: int) -> None:
    assert change_p((then, now)) == pytest.approx(exact_p(now, then))
    # 1,000 and 1,600 searches: given the sum, 1,600 / 2,600 of it is expected now
    if then + now:
        tail = binomtest(now, then + now, 16 / 26, alternative="greater").pvalue
        other = binomtest(now, then + now, 16 / 26, alternative="less").pvalue
        assert change_p((then, now), (1000, 1600)) == pytest.approx(min(1, 2 * min(tail, other)))


def test_a_spread_of_two_halves_what_counts_are_worth() -> None:
    assert change_p((80, 120), dispersion=2) == pytest.approx(change_p((40, 60)))
    assert is_rise((80, 120)) and not is_rise((80, 120), dispersion=2)
    assert not is_rise((120, 80)) and not is_rise((80, 120), (1000, 1600))


def test_limits_of_a_ratio_are_exact() -> None:
    change = rate_change((40, 60), (1000, 1500))
    low, high = binomtest(60, 100).proportion_ci(0.95, "exact")
    assert change.ratio == pytest.approx(1.0)
    assert (change.low, change.high) == pytest.approx(
        (low / (1 - low) / 1.5, high / (1 - high) / 1.5)
    )
    assert rate_change((0, 5)).high is None and rate_change((4, 5), (0, 10)).ratio is None


def test_the_share_that_more_searching_accounts_for_by_hand() -> None:
    # 600 of 2,600 searches, 640 + 400 found: 600 / 2,600 × 1,040 = 240 of a rise of 240
    share = explained_share(Split((400, 640), (400, 400)), (1000, 1600))
    assert share is not None and share.share == pytest.approx(1.0)
    assert (
        share.low is not None and share.high is not None and 0.6 < share.low < 1 < share.high < 1.7
    )
    # the same, searching unchanged: nothing
    unchanged = explained_share(Split((400, 640), (400, 400)), (1000, 1000))
    assert unchanged is not None and unchanged.share == 0 and unchanged.low < 0 < unchanged.high  # type: ignore[operator]
    assert explained_share(Split((400, 400), (400, 400)), (1000, 1600)) is None
    assert explained_share(Split((4, 6), (4, 4)), (0, 1600)) is None
    # a rise by 2 of 18 can be told from none by nobody: no limits
    faint = explained_share(Split((4, 6), (4, 4)), (100, 160))
    assert faint is not None and (faint.low, faint.high) == (None, None)


def test_the_interval_of_the_share_holds_it_in_nineteen_of_twenty() -> None:
    rng = np.random.default_rng(5)
    draws, true, held = 600, 120 / 220, 0
    for _ in range(draws):
        then, now, rest_then, rest_now, made, made_now = rng.poisson(
            [200, 320, 200, 300, 900, 1440]
        )
        share = explained_share(Split((then, now), (rest_then, rest_now)), (made, made_now))
        assert share is not None
        held += share.low is not None and share.high is not None and share.low <= true <= share.high
    assert 0.93 < held / draws < 0.97


def test_results_known_of_unlike_shares_are_not_alike() -> None:
    assert results_alike(SearchCount(450, 72, 500), SearchCount(880, 180, 1000))
    assert not results_alike(SearchCount(300, 72, 500), SearchCount(880, 180, 1000))
    assert SearchCount(300, 72).every == 300


def test_the_spread_of_months_is_measured_beside_their_year_and_season() -> None:
    rng = np.random.default_rng(3)
    season = np.tile(np.linspace(30, 90, 12), (400, 1))
    poisson = [
        paired_dispersion(a, b)
        for a, b in zip(rng.poisson(season), rng.poisson(2 * season), strict=True)
    ]
    wide = (
        rng.negative_binomial(season / 2, 1 / 3, season.shape),
        rng.negative_binomial(season, 1 / 3, season.shape),
    )
    spread = [paired_dispersion(a, b) for a, b in zip(*wide, strict=True)]
    # variance three times the mean; at least 1 is said where it is 1
    assert 1 <= np.mean(poisson) < 1.25 and np.mean(spread) == pytest.approx(3, abs=0.3)
    # 10, 20, 30 and 30, 20, 10: 20 expected in each, chi-square 4 × 100 / 20 = 20 over two
    assert paired_dispersion([10, 20, 30], [30, 20, 10]) == pytest.approx(10)
    assert paired_dispersion([1, 2], [5, 9]) == 1 == paired_dispersion([0, 0, 0], [5, 9, 1])
