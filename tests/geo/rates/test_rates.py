"""Rates of wards, ratios of rates, standardised and smoothed rates, each against a sum done by hand."""

from __future__ import annotations

from math import exp, nan

import pytest
from pandas import Series

from geo.core.errors import DataProblem, UnknownWard
from geo.rates.rates import (
    locally_smoothed_rates,
    one_against_expected,
    rate_index,
    rate_ratio,
    smoothed_rates,
    standardised_rate,
    ward_rates,
)


def test_rate_is_per_thousand_residents_per_year() -> None:
    residents = Series({"W1": 2000, "W2": 0, "W3": 500})
    table = ward_rates(Series({"W1": 3, "W3": 1}), residents, years=0.5)
    # W1: 3 / 2,000 x 1,000 / 0.5 years = 3.0; Poisson limits of 3 are 0.619 and 8.767, x 1.0
    # W2: nobody lives there, so no rate.  W3: 1 / 500 x 1,000 / 0.5 = 4.0
    assert table["rate_per_1000"].to_list() == pytest.approx([3.0, nan, 4.0], nan_ok=True)
    assert table.loc["W1", ["rate_low", "rate_high"]].to_list() == pytest.approx(
        [0.619, 8.767], abs=0.001
    )
    assert table.loc["W2", "offences"] == 0


def test_a_ward_without_residents_in_the_table_is_refused_by_name() -> None:
    with pytest.raises(UnknownWard, match="W9"):
        ward_rates(Series({"W9": 1}), Series({"W1": 10}), years=1)


def test_no_month_received_gives_no_rate() -> None:
    with pytest.raises(DataProblem, match="No month"):
        ward_rates(Series({"W1": 1}), Series({"W1": 10}), years=0)


def test_no_offence_at_all_is_a_rate_of_nought_with_an_upper_limit() -> None:
    table = ward_rates(Series(dtype=int), Series({"W1": 1000}), years=1)
    # none of 1,000: upper limit 3.689 per 1,000
    assert table.loc["W1"].to_list() == pytest.approx([0, 0, 0, 3.689], abs=0.001)


def test_rate_ratio_by_logarithms() -> None:
    ratio = rate_ratio((8, 4), (10, 20), method="wald-log")
    # 0.8 / 0.2 = 4; error √(1/8 + 1/4) = 0.6124; e^(1.96 x 0.6124) = 3.321, so 4 / 3.321 and 4 x 3.321
    assert (ratio.ratio, ratio.low, ratio.high) == pytest.approx((4, 1.2045, 13.284), abs=0.001)


def test_rate_ratio_with_nothing_on_one_side() -> None:
    exact = rate_ratio((0, 5), (1, 1))
    # all five on one side: 2 x (1/2)^5 = 0.0625; mid-p takes half of it; score -5 / √5 = -2.236
    assert (exact.ratio, exact.low, exact.p) == pytest.approx((0, 0, 0.0625))
    assert rate_ratio((0, 5), (1, 1), method="midp").p == pytest.approx(0.03125)
    assert rate_ratio((0, 5), (1, 1), method="score").z == pytest.approx(-2.236, abs=0.001)
    other_way = rate_ratio((5, 0), (1, 1))
    assert other_way.ratio is None and other_way.high is None
    assert rate_ratio((5, 0), (1, 1), method="wald-log").p is None


def test_score_interval_turns_wilsons_share_into_a_ratio() -> None:
    ratio = rate_ratio((5, 5), (1, 1), method="score")
    # Wilson's limits of 5 in 10 are 0.2366 and 0.7634; 0.2366 / 0.7634 = 0.310 and its inverse
    assert (ratio.low, ratio.high) == pytest.approx((0.310, 3.227), abs=0.001)


def test_two_counts_of_nought_have_no_ratio_and_no_exposure_is_refused() -> None:
    assert rate_ratio((0, 0), (1, 1)).p is None
    with pytest.raises(DataProblem, match="people or time"):
        rate_ratio((1, 1), (0, 1))


def test_one_count_against_what_was_expected() -> None:
    ratio = one_against_expected(2, 4)
    # limits of 2 are 0.2422 and 7.2247, over 4
    assert (ratio.ratio, ratio.low, ratio.high) == pytest.approx((0.5, 0.0605, 1.8062), abs=0.0005)
    # none seen of 1 expected: as rare or rarer are 0 itself (e^-1) and 1 (e^-1 too), 2, 3 …: everything
    assert one_against_expected(0, 1).p == pytest.approx(1)
    # none seen of 2: e^-2 for 0; 1, 2 and 3 are likelier (2, 2 and 4/3 x e^-2); from 4 on 1 - 19/3 x e^-2
    assert one_against_expected(0, 2).p == pytest.approx(exp(-2) + 1 - 19 / 3 * exp(-2))
    assert one_against_expected(2, 0).ratio is None


def test_standardised_rate_weighs_bands_by_the_standard() -> None:
    rate = standardised_rate([10, 10], [1000, 2000], [1, 1], multiplier=1000)
    # half of 10 per 1,000 and half of 5 per 1,000
    assert rate.rate == pytest.approx(7.5)
    # error of the sum √(10 x 0.5² + 10 x 0.25²) = 1.768, over √20 = 0.3953 for each event of Byar's 20: 12.21 to 30.89
    assert (rate.low, rate.high) == pytest.approx(
        (7.5 - 0.3953 * 7.79, 7.5 + 0.3953 * 10.89), abs=0.005
    )


def test_standardised_rate_is_withheld_below_ten_events_or_without_people() -> None:
    assert standardised_rate([4, 5], [10, 10], [1, 1]).rate is None
    assert standardised_rate([40, 5], [10, 0], [1, 1]).rate is None
    with pytest.raises(DataProblem, match="same bands"):
        standardised_rate([1], [1, 2], [1, 2])


def test_smoothing_pulls_rates_towards_the_mean() -> None:
    estimates = smoothed_rates([0, 10, 1], [1000, 1000, 0])
    # mean 0.005; spread 0.005² = 0.000025, less 0.005 / 1,000 = 0.00002 between areas; weight 0.00002 / 0.000025 = 0.8
    assert estimates.rate == pytest.approx([0.001, 0.009, nan], nan_ok=True)
    assert (estimates.between, estimates.overall) == pytest.approx((0.00002, 0.005))


def test_smoothing_takes_a_negative_variance_as_nought() -> None:
    # equal rates: spread 0 less chance is below 0
    assert smoothed_rates([5, 5], [1000, 1000]).between == 0
    assert smoothed_rates([0, 0], [1000, 1000]).rate == pytest.approx([0, 0])
    with pytest.raises(DataProblem, match="Nobody lives"):
        smoothed_rates([1], [0])


def test_local_smoothing_uses_neighbours_only() -> None:
    rates = locally_smoothed_rates([0, 10, 4], [1000, 1000, 1000], [[1], [0], []])
    # the first two are each other's only neighbour: as above.  The third has none and keeps 4 / 1,000
    assert rates == pytest.approx([0.001, 0.009, 0.004])
    with pytest.raises(DataProblem, match="Nobody lives"):
        locally_smoothed_rates([1, 1], [10, 0], [[1], [0]])


def test_rate_index_is_a_standard_score() -> None:
    # variance of each 0.00002 + 0.005 / 1,000 = 0.000025, root 0.005, and both rates lie 0.005 off
    assert rate_index([0, 10], [1000, 1000]) == pytest.approx([-1, 1])
    assert rate_index([0, 0], [1000, 1000]) == pytest.approx([nan, nan], nan_ok=True)
