"""Rates and standings of places beside what could not be placed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import Series

from geo.core.missing import PART, WHOLE
from geo.rates.comparison import against_force
from geo.rates.intervals import poisson_limits
from geo.rates.missingness import bounded_standing, widened_limits
from geo.rates.rates import ward_rates


def test_upper_limit_takes_in_what_could_not_be_placed() -> None:
    residents = Series({"A": 1000, "B": 1000})
    table = ward_rates(Series({"A": 30, "B": 10}), residents, years=1)
    # 32 without a place: A may hold twice its three quarters, so all 32; B twice its quarter, 16
    wide = widened_limits(table, residents, 32, years=1, scope=PART)
    assert wide["rate_high"].to_list() == pytest.approx(
        [poisson_limits([62])[1][0], poisson_limits([26])[1][0]]
    )
    assert wide["rate_low"].equals(table["rate_low"])
    # two without a place lie within what chance alone allows: 30 to 32 of up to 43
    assert widened_limits(table, residents, 2, years=1, scope=WHOLE).equals(table)
    assert widened_limits(table, residents, 0, years=1, scope=WHOLE).equals(table)


def test_ward_stands_out_only_where_it_does_wherever_the_rest_belong() -> None:
    counts = Series([60, 20, 20, 20, 20, 20, 20, 20, 2])
    residents = Series(1000, counts.index)
    standing = against_force(counts, residents, years=1)["standing"]
    assert standing.iloc[0] == "clearly above" and standing.iloc[8] == "clearly below"
    # 202 placed in nine wards. With 10 more, 23.6 are to be expected: 60 is far above, and 2 far below, whichever holds them
    assert bounded_standing(standing, counts, residents, 10).equals(standing)
    # with 300 more 55.8 are to be expected: 60 with none of them its own is what they are; 2 with 6 more are still far below
    bounded = bounded_standing(standing, counts, residents, 300)
    assert bounded.iloc[0] == "not distinguishable" and bounded.iloc[8] == "clearly below"
    assert (bounded.iloc[1:8] == "not distinguishable").all()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 80), min_size=2, max_size=8), st.integers(0, 300))
def test_unplaced_never_make_a_ward_stand_out(listed: list[int], unplaced: int) -> None:
    counts = Series(listed)
    residents = Series(1000, counts.index)
    alone = against_force(counts, residents, years=1)["standing"]
    bounded = bounded_standing(alone, counts, residents, unplaced)
    clear = bounded.str.startswith("clearly")
    assert (bounded[clear] == alone[clear]).all()
    assert (bounded[alone == "not distinguishable"] == "not distinguishable").all()
