"""Two periods compared, and control charts with their rules."""

from __future__ import annotations

from datetime import date
from math import nan

import numpy as np
import pandas as pd
import pytest
from pandas import Series
from scipy.stats import binomtest, false_discovery_control

from geo.change import (
    c_limits,
    control_chart,
    e_test,
    exact_p,
    poisson_z,
    shift_hits,
    trend_hits,
    two_of_three_hits,
    u_limits,
    verdict,
    ward_changes,
    xmr_limits,
)
from geo.errors import DataProblem


def months(count: int) -> pd.DatetimeIndex:
    return pd.date_range("2024-01-01", periods=count, freq="MS")


def test_exact_p_of_thirteen_then_seven_now() -> None:
    # 2 x P(7 or fewer heads in 20) = 2 x 0.1316
    assert exact_p(7, 13) == pytest.approx(0.2632, abs=0.0001)
    # six on one side: 2 x (1/2)^6
    assert exact_p(0, 6) == pytest.approx(0.03125)


def test_exact_p_of_equal_periods_is_the_binomial_test() -> None:
    for now, then in ((0, 0), (1, 0), (5, 5), (9, 4), (98, 28), (400, 520)):
        assert exact_p(now, then) == pytest.approx(binomtest(now, now + then).pvalue if now + then else 1.0)


def test_exact_p_allows_for_unequal_periods() -> None:
    # two in one month, none in three: both fall in a quarter of the time, 1/16; no other split is as rare
    assert exact_p(2, 0, months_now=1, months_then=3) == pytest.approx(1 / 16)
    with pytest.raises(DataProblem, match="no month"):
        exact_p(1, 1, months_now=0)


def test_e_test_and_the_published_score() -> None:
    p = e_test((12, 5), (1, 1))
    assert p is not None and 0.05 < p < exact_p(12, 5)
    assert e_test((0, 0), (1, 1)) is None
    # 2 x (7 - 6)
    assert poisson_z(49, 36) == pytest.approx(2)


def test_verdict_goes_by_p_and_direction() -> None:
    assert verdict(0.009, 20, 5) == "clear rise"
    assert verdict(0.049, 5, 14) == "possible fall"
    assert verdict(0.05, 5, 13) == "usual variation"
    # 10 in half the time is more than 12
    assert verdict(0.02, 10, 12, months_now=6, months_then=12) == "possible rise"


def test_verdict_cannot_tell_where_no_split_would_be_a_sign() -> None:
    # five in all: 2 x (1/2)^5 = 0.0625 at the most extreme, six: 0.031
    assert verdict(0.0625, 0, 5) == "cannot tell"
    assert verdict(0.03125, 0, 6) == "possible fall"
    assert verdict(1.0, 0, 0) == "cannot tell"
    assert verdict(None, 50, 60) == "cannot tell"


def test_ward_changes_never_show_nan_but_for_a_hidden_percent() -> None:
    now, then = Series({"A": 30, "B": 0, "C": 1}), Series({"A": 20, "C": 12, "D": 5})
    table = ward_changes(now, then, months_now=12, months_then=12)
    assert table.index.to_list() == ["A", "B", "C", "D"]
    # A: 30 / 20 = +50 %; C: the base of 12 is under 20
    assert table["percent_change"].to_list() == pytest.approx([50, nan, nan, nan], nan_ok=True)
    # C: 2 x (1 + 13) / 2^13 = 0.003418; three wards with offences, C the least, so q = 3 x 0.003418 = 0.01025
    assert table.loc["C", ["p", "q"]].to_list() == pytest.approx([0.003418, 0.010254], abs=1e-6)
    assert table["verdict"].to_list() == ["usual variation", "cannot tell", "possible fall", "cannot tell"]
    assert table[["p", "q"]].notna().all(axis=None)


def test_ward_changes_of_unequal_periods_and_of_nothing() -> None:
    table = ward_changes(Series({"A": 20}), Series({"A": 40}), months_now=6, months_then=12)
    assert table.loc["A", "percent_change"] == pytest.approx(0)
    assert ward_changes(Series(dtype=int), Series(dtype=int), months_now=1, months_then=1).empty


def test_xmr_limits_lie_266_mean_ranges_out() -> None:
    limits = xmr_limits([4, 6, 5, 9])
    # mean 6; ranges 2, 1 and 4, mean 2.333, x 2.66 = 6.207
    assert (limits.centre, limits.low, limits.high) == pytest.approx((6, -0.207, 12.207), abs=0.001)


def test_xmr_takes_no_range_across_a_gap_and_can_screen_one_out() -> None:
    # ranges 1 and 1; the step of 7 over the gap is not one
    assert xmr_limits([1, 2, nan, 9, 8]).mean_range == pytest.approx(1)
    # ranges 1, 1, 1, 20, 20, 1, 1, 1, 1, 1 and 1: mean 49/11, x 3.267 = 14.6, so both twenties go
    assert xmr_limits([1, 2, 1, 2, 22, 2, 1, 2, 1, 2, 1, 2], screen_outliers=True).mean_range == pytest.approx(1)
    assert xmr_limits([5]).low is None and xmr_limits([]).centre is None


def test_c_and_u_limits() -> None:
    c = c_limits([9, 9])
    # 9 ± 3 x 3
    assert (c.low, c.high) == pytest.approx((0, 18))
    u = u_limits([8, 8], [4, 12])
    # 16 in 16 days = 1 a day; ± 3 / √4 = 1.5 (not below 0) and ± 3 / √12 = 0.866
    assert u.low == pytest.approx([0, 0.134], abs=0.001)
    assert u.high == pytest.approx([2.5, 1.866], abs=0.001)
    assert u_limits([1], [0]).centre is None


def test_run_rules() -> None:
    assert shift_hits([1] * 8 + [-1]).tolist() == [0, 0, 0, 0, 0, 0, 1, 1, 0]
    assert trend_hits([7, 6, 5, 4, 3, 2, 1]).tolist() == [0] * 6 + [-1]
    assert trend_hits([1, 2, 3, 3, 4, 5, 6]).tolist() == [0] * 7
    assert two_of_three_hits([0, 1, 0, 1, 0], [1] * 5).tolist() == [0, 1, 1, 1, 0]
    assert two_of_three_hits([1, 1, 0], [1, -1, 1]).tolist() == [0, 0, 0]
    assert shift_hits([]).tolist() == trend_hits([]).tolist() == []


def test_chart_freezes_its_limits_before_an_event() -> None:
    values = Series([4, 6, 4, 6, 4, 6, 4, 6, 20, 5.0], index=months(10))
    chart = control_chart(values, frozen_before=date(2024, 9, 1))
    # before September: mean 5, ranges all 2, so 5 ± 5.32; the lower limit is not drawn below 0
    assert chart[["centre", "low", "high"]].iloc[0].to_list() == pytest.approx([5, 0, 10.32])
    assert chart["outside"].to_list() == [False] * 8 + [True, False]


def test_chart_leaves_a_gap_for_an_absent_month_and_breaks_the_run() -> None:
    values = Series([1.0] * 8 + [9, 9, 9, nan, 9, 9, 9, 9], index=months(16))
    chart = control_chart(values, kind="c", frozen_before=date(2024, 9, 1))
    assert np.isnan(chart["value"].iloc[11]) and not chart["outside"].iloc[11]
    # seven nines above, but the gap parts them into three and four
    assert not chart["shift"].any()
    together = control_chart(values.fillna(9), kind="c", frozen_before=date(2024, 9, 1))
    assert together["shift"].to_list() == [False] * 8 + [True] * 8


def test_chart_of_rates_and_of_too_few_months() -> None:
    values, days = Series([10.0] * 9, index=months(9)), Series([5.0] * 8 + [10], index=months(9))
    chart = control_chart(values, kind="u", exposures=days, frozen_before=date(2024, 9, 1))
    # 80 in 40 days = 2 a day; in September 10 / 10 = 1; limits 2 ± 3 √(2 / 10) = 0.658 and 3.342
    assert chart.iloc[8][["value", "low", "high"]].to_list() == pytest.approx([1, 0.658, 3.342], abs=0.001)
    with pytest.raises(DataProblem, match="too few months"):
        control_chart(values.iloc[:5])


def test_changes_of_a_list_are_allowed_for_as_benjamini_and_hochberg_do() -> None:
    now, then = Series({f"W{n}": n for n in range(1, 30)}), Series({f"W{n}": 30 - n for n in range(1, 30)})
    table = ward_changes(now, then, months_now=12, months_then=12)
    assert table["q"].to_list() == pytest.approx(false_discovery_control(table["p"].to_numpy()).tolist())
    # one test alone needs no allowance: 2 x (1/2)^6
    assert ward_changes(Series({"W1": 6}), Series({"W1": 0}), months_now=1, months_then=1)["q"].to_list() == pytest.approx([0.03125])
