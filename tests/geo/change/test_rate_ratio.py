"""Difference in differences as a ratio: hand sums, the regression that agrees with them, and what stands in for a zero."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pandas import DataFrame

from geo.change.rate_ratio import did_exact, did_model, did_rate_ratio, interaction_ratio
from geo.core.errors import DataProblem

pytestmark = pytest.mark.filterwarnings(
    "ignore:Perfect separation"
)  # made-up counts may fit without a remainder


def test_difference_in_differences_as_a_ratio() -> None:
    change = did_rate_ratio((40, 20), (30, 30))
    assert change is not None
    # halved beside no change; error √(1/40 + 1/20 + 2/30) = 0.3764; 1.96 of it = e^0.7378 = 2.091
    assert (change.ratio, change.error, change.high) == pytest.approx(
        (0.5, 0.3764, 1.0457), abs=0.0005
    )
    wider = did_rate_ratio((40, 20), (30, 30), dispersion=4)
    assert wider is not None and wider.error == pytest.approx(2 * change.error)
    assert did_rate_ratio((40, 0), (30, 30)) is None


def test_the_exact_test_stands_in_for_a_zero() -> None:
    change = did_exact((6, 0), (6, 6))
    # 6 inside and 12 beside, 6 after in all: P(none of those inside) = C(12, 6) / C(18, 6) = 924 / 18,564; as unlikely at the
    # other end are 5 inside, 6 x 12 = 72, and 6 inside, 1
    assert change.method == "exact conditional test" and change.ratio == 0 and change.low == 0
    assert change.p == pytest.approx(997 / 18564)
    # the limits still hold no change: one end alone has 4.98 %, not below 2.5 %
    assert change.high > 1
    assert did_exact((12, 0), (6, 12)).high < 1


def test_the_exact_test_says_nothing_of_nothing() -> None:
    for treated, control in (((0, 0), (3, 3)), ((3, 3), (0, 0)), ((0, 3), (0, 3))):
        change = did_exact(treated, control)
        assert (change.ratio, change.low, change.high, change.p) == (None, 0, math.inf, 1)
    assert did_exact((0, 9), (9, 9)).ratio == math.inf


def monthly(*rows: list[int]) -> DataFrame:
    return DataFrame(list(rows), index=list("TABCDE")[: len(rows)])


def test_the_regression_agrees_with_the_four_sums_where_areas_are_even() -> None:
    counts = monthly([10] * 6 + [5] * 6, [8] * 12, [4] * 12)
    change = did_model(counts, ["T"], np.arange(12) >= 6)
    # 30 of 60 inside, 72 of 72 beside: half; error of the sums √(1/60 + 1/30 + 1/72 + 1/72) = 0.2789
    sums = did_rate_ratio((60, 30), (72, 72))
    assert (
        sums is not None
        and change.ratio == pytest.approx(0.5, abs=1e-6)
        and change.method == "Poisson"
    )
    assert (change.low, change.high) == pytest.approx((sums.low, sums.high), rel=0.001)


def test_a_season_shared_by_all_takes_no_part() -> None:
    season = [4, 8, 16, 16, 8, 4]
    counts = monthly([*season, *[2 * n for n in season]], [*season, *[2 * n for n in season]])
    assert did_model(counts, ["T"], np.arange(12) >= 6).ratio == pytest.approx(1)


def test_counts_that_spread_more_have_a_wider_interval() -> None:
    calm = monthly([10] * 24, [10] * 24)
    wild = monthly([2, 18, 3, 17] * 6, [17, 3, 18, 2] * 6)
    after = np.arange(24) >= 12
    first, second = did_model(calm, ["T"], after), did_model(wild, ["T"], after)
    assert (first.method, second.method) == ("Poisson", "negative binomial")
    assert second.high / second.low > 2 * first.high / first.low
    assert first.dispersion == 1 and second.dispersion is not None and second.dispersion > 3


def test_a_zero_in_one_of_the_sums_goes_to_the_exact_test() -> None:
    change = did_model(monthly([2] * 6 + [0] * 6, [1] * 12), ["T"], np.arange(12) >= 6)
    assert change == did_exact((12, 0), (6, 6)) and change.method == "exact conditional test"


def test_an_empty_area_among_others_is_passed_over() -> None:
    with_empty, without = (
        monthly([9, 5, 4, 2], [3, 5, 4, 6], [0, 0, 0, 0]),
        monthly([9, 5, 4, 2], [3, 5, 4, 6]),
    )
    after = np.array([False, False, True, True])
    assert did_model(with_empty, ["T"], after).ratio == pytest.approx(
        did_model(without, ["T"], after).ratio
    )


def test_nothing_to_compare_with_is_refused() -> None:
    with pytest.raises(DataProblem, match="no area to compare with"):
        did_model(monthly([1, 1]), ["T"], np.array([False, True]))
    with pytest.raises(DataProblem, match="no month before or no month after"):
        did_model(monthly([1, 1], [1, 1]), ["T"], np.array([True, True]))
    with pytest.raises(DataProblem, match="too few offences"):
        interaction_ratio(np.array([[1.0, 2.0], [0.0, 0.0]]), np.eye(2))
