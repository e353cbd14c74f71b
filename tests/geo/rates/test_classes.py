"""Colour classes are cut at multiples of the force rate, so a colour means the same on every map."""

from __future__ import annotations

from math import nan

import pytest
from pandas import Series

from geo.rates.classes import rate_classes


def test_limits_are_half_once_one_and_a_half_and_two_and_a_half_times_the_force_rate() -> None:
    assert rate_classes(Series([1.0]), 4.0).limits == pytest.approx((2.0, 4.0, 6.0, 10.0))


def test_a_rate_on_a_limit_falls_in_the_class_below() -> None:
    rates = Series([0.0, 0.1, 2.0, 2.01, 4.0, 4.01, 6.0, 6.01, 10.0, 10.01, nan])
    # Force rate 4: classes end at 2, 4, 6 and 10; nothing recorded is 0, nobody living there −1.
    assert rate_classes(rates, 4.0).classes.tolist() == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, -1]


def test_rounding_does_not_lift_a_ward_over_a_limit() -> None:
    # 0.1 + 0.2 is kept as a hair above 0.3; with a force rate of 0.6 the first limit is 0.5 x 0.6 = 0.3.
    assert 0.1 + 0.2 > 0.5 * 0.6
    assert rate_classes(Series([0.1 + 0.2]), 0.6).classes.tolist() == [1]


def test_without_offences_there_are_no_limits() -> None:
    answer = rate_classes(Series([0.0, nan, 0.0]), 0.0)
    assert answer.limits == ()
    assert answer.classes.tolist() == [0, -1, 0]
    assert rate_classes(Series([0.0]), nan).classes.tolist() == [0]
