"""Two counts set against months or searches: the exact test, broken numbers and spread among them."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from geo.change.exposures import exposure_p, exposure_ratio, is_rise
from geo.change.two_periods import exact_p


@pytest.mark.parametrize(
    ("then", "now"), [(0, 0), (0, 7), (12, 12), (40, 60), (60, 40), (211, 280)]
)
def test_p_is_that_of_the_exact_test_and_of_rates_by_exposure(then: int, now: int) -> None:
    assert exposure_p((then, now)) == pytest.approx(exact_p(now, then))
    # 1,000 and 1,600 searches: given the sum, 1,600 / 2,600 of it is expected now
    if then + now:
        tail = binomtest(now, then + now, 16 / 26, alternative="greater").pvalue
        other = binomtest(now, then + now, 16 / 26, alternative="less").pvalue
        assert exposure_p((then, now), (1000, 1600)) == pytest.approx(min(1, 2 * min(tail, other)))


def test_a_spread_of_two_halves_what_counts_are_worth() -> None:
    assert exposure_p((80, 120), dispersion=2) == pytest.approx(exposure_p((40, 60)))
    assert is_rise((80, 120)) and not is_rise((80, 120), dispersion=2)
    assert not is_rise((120, 80)) and not is_rise((80, 120), (1000, 1600))


def test_limits_of_a_ratio_are_exact() -> None:
    change = exposure_ratio((40, 60), (1000, 1500))
    low, high = binomtest(60, 100).proportion_ci(0.95, "exact")
    assert change.ratio == pytest.approx(1.0)
    assert (change.low, change.high) == pytest.approx(
        (low / (1 - low) / 1.5, high / (1 - high) / 1.5)
    )
    assert exposure_ratio((0, 5)).high is None and exposure_ratio((4, 5), (0, 10)).ratio is None
