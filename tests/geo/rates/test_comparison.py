"""Wards against the force area, ranking, likeness, and the funnel."""

from __future__ import annotations

from math import nan

import pytest
from pandas import DataFrame, Series

from geo.core.errors import DataProblem, UnknownWard
from geo.rates.comparison import (
    against_force,
    expected_counts,
    funnel_flags,
    funnel_proportion_limits,
    funnel_rate_limits,
    funnel_ratio_limits,
    heterogeneity_p,
    over_dispersion,
    similar_wards,
    ward_ranking,
)


def wards(counts: list[int], residents: int = 1000) -> tuple[Series, Series]:
    names = [f"W{n}" for n in range(len(counts))]
    return Series(counts, index=names), Series(residents, index=names)


def test_wards_above_the_force_rate() -> None:
    table = against_force(*wards([9, 6, 1, 1, 1, 1, 1, 0, 0, 0]), years=1)
    # 20 over ten equal wards: 2 expected in each.  P(9 or more) = 0.0002, P(6 or more) = 0.017, P(0) = 0.135
    assert table["expected"].to_list() == pytest.approx([2] * 10)
    assert (
        table["standing"].to_list()
        == ["clearly above", "possibly above"] + ["not distinguishable"] * 8
    )
    assert table.loc["W1", "p"] == pytest.approx(0.033, abs=0.001)


def test_wards_below_the_force_rate() -> None:
    table = against_force(*wards([0, 2, 15, 15]), years=1)
    # 8 expected: P(0) = e^-8 = 0.0003; P(2 or fewer) = 41 e^-8 = 0.0138; P(15 or more) = 0.017
    assert table["standing"].to_list() == [
        "clearly below",
        "possibly below",
        "possibly above",
        "possibly above",
    ]


def test_wards_without_residents_or_offences_are_not_distinguishable() -> None:
    residents = Series({"A": 1000, "B": 0})
    table = against_force(Series({"A": 4, "B": 3}), residents, years=1)
    # B's three offences have no residents to set them against, so the force rate is A's own: 4 expected
    assert table["expected"].to_list() == pytest.approx([4, nan], nan_ok=True)
    assert set(table["standing"]) == {"not distinguishable"}
    none = against_force(Series(dtype=int), residents, years=1)
    assert set(none["standing"]) == {"not distinguishable"} and none["p"].notna().all()


def test_expected_counts_share_the_total_by_residents() -> None:
    # 12 offences over 4,000 residents: 3 per 1,000
    offences = Series({"A": 12, "B": 0})
    assert expected_counts(offences, Series({"A": 1000, "B": 3000})).to_list() == pytest.approx(
        [3, 9]
    )


def test_over_dispersion_is_the_mean_squared_score() -> None:
    # 5 expected; scores 2 (1 - 2.236) = -2.472 and 2 (3 - 2.236) = 1.528; (6.111 + 2.334) / 2 = 4.223
    assert over_dispersion(*wards([1, 9] * 5)).phi == pytest.approx(4.223, abs=0.001)
    assert over_dispersion(*wards([0, 0])).phi == 1


def test_equal_wards_cannot_be_ranked() -> None:
    assert heterogeneity_p(*wards([3] * 10)) == pytest.approx(1)
    assert ward_ranking(*wards([3] * 10)).table is None
    assert heterogeneity_p(*wards([0, 0])) == heterogeneity_p(*wards([7])) == 1


def test_heterogeneity_by_table_where_enough_is_expected() -> None:
    # 10 and 30, 20 expected: (100 + 100) / 20 = 10 with one degree of freedom, p = 0.0016
    assert heterogeneity_p(*wards([10, 30])) == pytest.approx(0.0016, abs=0.0001)


def test_unlike_wards_are_ranked_with_intervals() -> None:
    ranking = ward_ranking(*wards([5, 200, 60, 4]))
    assert ranking.table is not None
    assert ranking.table["rank"].to_list() == [3, 1, 2, 4]
    # 200 and 60 are far from all others; 5 and 4 may well be the other way round
    assert ranking.table["rank_low"].to_list() == [3, 1, 2, 3]
    assert ranking.table["rank_high"].to_list() == [4, 1, 2, 4]


def test_similar_wards_are_the_nearest_in_standard_deviations() -> None:
    features = DataFrame({"deprivation": [0.0, 1, 3, nan], "alike": 7.0}, index=list("ABCD"))
    near = similar_wards(features, "A")
    # mean of 0, 1 and 3 is 4/3, standard deviation √(14/9) = 1.247; distances 1 and 3 of it
    assert near["distance"].to_list() == pytest.approx([0.802, 2.405], abs=0.001)
    assert near.index.to_list() == ["B", "C"]
    with pytest.raises(UnknownWard, match="D"):
        similar_wards(features, "D")


def test_funnel_of_rates() -> None:
    row = funnel_rate_limits([0, 3], baseline_rate=2, multiplier=1000, years=2)
    # none seen meets the lower limit at 3.689 expected: at 2 per 1,000 a year over 2 years, 922 people
    assert row.loc[0, ["lower_2s_limit", "lower_2s_population"]].to_list() == pytest.approx(
        [0, 922.2], abs=0.1
    )
    # 3 seen, 8.767 expected: 3 / 8.767 x 2
    assert row.loc[1, "lower_2s_limit"] == pytest.approx(0.684, abs=0.001)
    assert row.loc[0, "upper_2s_limit"] == pytest.approx(nan, nan_ok=True)
    with pytest.raises(DataProblem, match="there are none"):
        funnel_rate_limits(1, baseline_rate=0)


def test_funnel_of_ratios_and_shares() -> None:
    # 3 seen: 0.619 to 8.767 expected, so 485 and 34 per cent
    ratios = funnel_ratio_limits(3).loc[0, ["upper_2s_isr", "lower_2s_isr"]]
    assert ratios.to_list() == pytest.approx([484.9, 34.2], abs=0.1)
    # half of 100: 50 ± 1.96 x 5
    table = funnel_proportion_limits([100, 0], baseline=0.5)
    assert table.loc[0, ["lower_2s_limit", "upper_2s_limit"]].to_list() == pytest.approx(
        [40.2, 59.8], abs=0.01
    )
    assert table.loc[1].isna().all()


def test_funnel_flags() -> None:
    # limits of none: 3.689 at 95 % and 6.908 at 99.8 %, above
    assert funnel_flags([0, 0, 0], [3, 4, 7]) == ["Not significant", "Low (0.025)", "Low (0.001)"]
    # limits of 3: 0.619 and 0.191, below
    assert funnel_flags([3, 3], [0.6, 0.1]) == ["High (0.025)", "High (0.001)"]
