"""Limits of counts, rates and shares against figures from published tables."""

from __future__ import annotations

from math import nan

import pytest

from geo.core.errors import DataProblem
from geo.rates.intervals import byar, crude_rate, poisson_exact, poisson_limits, tail_area, wilson


def test_exact_limits_of_three_and_of_none() -> None:
    low, high = poisson_exact([0, 3])
    # none seen: e^-m = 0.025 gives m = 3.689; three seen: 0.619 and 8.767 in every table of Poisson limits
    assert low == pytest.approx([0, 0.619], abs=0.001)
    assert high == pytest.approx([3.689, 8.767], abs=0.001)


def test_byar_limits_of_ten() -> None:
    low, high = byar(10)
    # 10 x (1 - 1/90 - 1.96 / (3 x 3.162))^3 = 10 x 0.7823^3 = 4.787;  11 x (1 - 1/99 + 1.96 / 9.950)^3 = 18.39
    assert (float(low), float(high)) == pytest.approx((4.787, 18.39), abs=0.005)


def test_limits_change_from_exact_to_byar_at_ten() -> None:
    low, _ = poisson_limits([9, 10])
    assert low == pytest.approx([float(poisson_exact(9)[0]), float(byar(10)[0])])
    assert low[0] != pytest.approx(float(byar(9)[0]), abs=1e-6)


def test_byar_has_no_lower_limit_where_its_formula_goes_below_nought() -> None:
    # one event at 99.8 %: (1 - 1/9 - 3.09/3) = -0.14
    assert float(byar(1, 0.998)[0]) == pytest.approx(nan, nan_ok=True)
    assert float(byar(0)[0]) == 0


def test_confidence_may_be_given_per_cent() -> None:
    assert tail_area(99.8) == pytest.approx(tail_area(0.998))
    with pytest.raises(DataProblem, match="between 0 and 100"):
        tail_area(0)


def test_wilson_share_of_none_in_ten() -> None:
    rate, low, high = wilson(0, 10)
    # upper limit z² / (n + z²) = 3.8415 / 13.8415 = 0.2775
    assert (float(rate), float(low), float(high)) == pytest.approx((0, 0, 0.2775), abs=0.0001)


def test_wilson_share_of_nothing_is_unknown_and_too_many_finds_are_refused() -> None:
    assert float(wilson(0, 0)[0]) == pytest.approx(nan, nan_ok=True)
    with pytest.raises(DataProblem, match="More were found"):
        wilson(3, 2)


def test_crude_rate_needs_people() -> None:
    rate, low, high = crude_rate([2, 3], [200, 0])
    # 2 / 200 x 1,000 = 10; limits 0.2422 and 7.2247 events, x 5
    assert rate == pytest.approx([10, nan], nan_ok=True)
    assert (low[0], high[0]) == pytest.approx((1.211, 36.12), abs=0.005)
    assert low[1] == pytest.approx(nan, nan_ok=True)


def test_a_count_below_nought_is_refused() -> None:
    with pytest.raises(DataProblem, match="below 0"):
        poisson_limits([-1])
