"""Control charts with their limits and run rules."""

from __future__ import annotations

from datetime import date
from math import nan

import numpy as np
import pandas as pd
import pytest
from pandas import Series

from geo.change.control_charts import (
    c_limits,
    control_chart,
    shift_hits,
    trend_hits,
    two_of_three_hits,
    u_limits,
    xmr_limits,
)
from geo.core.errors import DataProblem


def months(count: int) -> pd.DatetimeIndex:
    return pd.date_range("2024-01-01", periods=count, freq="MS")


def test_xmr_limits_lie_266_mean_ranges_out() -> None:
    limits = xmr_limits([4, 6, 5, 9])
    # mean 6; ranges 2, 1 and 4, mean 2.333, x 2.66 = 6.207
    assert (limits.centre, limits.low, limits.high) == pytest.approx((6, -0.207, 12.207), abs=0.001)


def test_xmr_takes_no_range_across_a_gap_and_can_screen_one_out() -> None:
    # ranges 1 and 1; the step of 7 over the gap is not one
    assert xmr_limits([1, 2, nan, 9, 8]).mean_range == pytest.approx(1)
    # ranges 1, 1, 1, 20, 20, 1, 1, 1, 1, 1 and 1: mean 49/11, x 3.267 = 14.6, so both twenties go
    assert xmr_limits(
        [1, 2, 1, 2, 22, 2, 1, 2, 1, 2, 1, 2], screen_outliers=True
    ).mean_range == pytest.approx(1)
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
    assert chart.iloc[8][["value", "low", "high"]].to_list() == pytest.approx(
        [1, 0.658, 3.342], abs=0.001
    )
    with pytest.raises(DataProblem, match="too few months"):
        control_chart(values.iloc[:5])
