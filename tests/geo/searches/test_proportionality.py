"""Rate ratios by group, their bounds, and denominators."""

from __future__ import annotations

import numpy as np
import pytest
from pandas import DataFrame, Series

from geo.core.errors import DataProblem
from geo.searches.proportionality import GROUPS, census_group, group_rates, weighted_to_searches
from tests.home import HOME, SWINDON


@pytest.mark.parametrize(
    ("ethnicity", "group"),
    [
        ("White - English/Welsh/Scottish/Northern Irish/British", "White"),
        ("Black/African/Caribbean/Black British - African", "Black"),
        ("Mixed/Multiple ethnic groups - White and Black Caribbean", "Mixed"),
        ("Asian/Asian British - Indian", "Asian"),
        ("Other ethnic group - Not stated", "Not known"),
        ("Other ethnic group - Any other ethnic group", "Other"),
        ("", "Not known"),
        ("  ", "Not known"),
        ("Black", "Black"),
        ("Unheard of", "Not known"),
    ],
)
def test_words_of_the_files_come_to_census_groups(ethnicity: str, group: str) -> None:
    assert census_group(ethnicity) == group


def test_ratio_is_of_rates_and_the_older_census_makes_it_larger() -> None:
    searches = Series({"White": 1900, "Black": 200, "Asian": 150})
    now = group_rates(
        searches,
        {"White": 190_000, "Black": 6_139, "Asian": 27_190},
        area=SWINDON,
        served=HOME,
        years=1,
    )
    then = group_rates(
        searches,
        {"White": 190_000, "Black": 2_861, "Asian": 13_365},
        area=SWINDON,
        served=HOME,
        years=1,
    )
    # White: 1,900 / 190,000 = 10 per 1,000.  Black: 200 / 6.139 = 32.58, so 3.258 times; of 2011's 2,861 it is 69.91, 6.991 times
    assert now["rate_per_1000"].to_list() == pytest.approx([10, 32.579, 5.517], abs=0.001)
    assert now.loc["Black", "ratio"] == pytest.approx(3.258, abs=0.001)
    assert then.loc["Black", "ratio"] == pytest.approx(6.991, abs=0.001)
    assert then.loc["Asian", "ratio"] / now.loc["Asian", "ratio"] == pytest.approx(27_190 / 13_365)
    # limits: 3.258 x exp(± 1.96 x sqrt(1/200 + 1/1,900))
    assert now.loc["Black", ["low", "high"]].to_list() == pytest.approx([2.816, 3.769], abs=0.002)
    assert np.isnan(now.loc["White", "ratio"]) and list(now.index) == ["White", "Black", "Asian"]


def test_thirty_per_cent_unknown_widen_the_bounds_as_worked_out_by_hand() -> None:
    # 700 known of 1,000: 600 White, 100 Black; residents 60,000 and 5,000
    table = group_rates(
        Series({"White": 600, "Black": 100, "Not known": 300}),
        {"White": 60_000, "Black": 5_000},
        area=HOME.name,
        served=HOME,
        years=1,
    )
    black = table.loc["Black"]
    assert black["ratio"] == pytest.approx((100 / 5) / (600 / 60))
    # none of them: 20 / (900 / 60) = 1.33; all of them: (400 / 5) / 10 = 8
    assert black["least"] == pytest.approx(4 / 3) and black["most"] == pytest.approx(8)
    assert black["least"] < black["ratio"] < black["most"]


def test_rates_are_per_year_and_nobody_makes_no_rate() -> None:
    table = group_rates(
        Series({"White": 50}),
        {"White": 10_000, "Black": 0, "Other": 100},
        area=SWINDON,
        served=HOME,
        years=0.5,
    )
    assert table.loc["White", "rate_per_1000"] == 10
    # Byar's limits of 50 are 37.108 and 65.920, over 10,000 people and half a year x 0.2; the exact upper limit of none is 3.689, x 20
    assert table.loc["White", ["rate_low", "rate_high"]].to_list() == pytest.approx(
        [7.422, 13.184], abs=0.001
    )
    assert table.loc["Other", ["rate_low", "rate_high"]].to_list() == pytest.approx(
        [0, 73.78], abs=0.01
    )
    assert np.isnan(table.loc["Black", "rate_per_1000"]) and np.isnan(table.loc["Black", "most"])
    assert table.loc["Other", "rate_per_1000"] == 0 and np.isnan(table.loc["Other", "low"])
    with pytest.raises(DataProblem, match="No month of searches"):
        group_rates(Series({"White": 1}), {"White": 1}, area=SWINDON, served=HOME, years=0)


@pytest.mark.parametrize("area", ["E05008960", "", "Swindon", "E12000009"])
def test_no_ratio_below_an_authority(area: str) -> None:
    with pytest.raises(DataProblem, match="force area and its authorities only"):
        group_rates(Series({"White": 1}), {"White": 1}, area=area, served=HOME, years=1)


def test_residents_weighted_to_where_searches_happen() -> None:
    # Nine searches in ten happen in A, where half are Black: 0.9 x 0.5 + 0.1 x 0 of 300 residents
    residents = DataFrame({"White": [50, 200], "Black": [50, 0]}, index=["A", "B"])
    people = weighted_to_searches(residents, Series({"A": 9, "B": 1, "elsewhere": 100}))
    assert people == pytest.approx({"Black": 0.45 * 300, "White": 0.55 * 300})
    with pytest.raises(DataProblem, match="No search has a place"):
        weighted_to_searches(residents, Series({"C": 3}))


def test_groups_are_the_census_ones() -> None:
    assert GROUPS == ("White", "Asian", "Black", "Mixed", "Other")
