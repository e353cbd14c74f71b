"""Bins and test purchases, by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from geo.core.errors import DataProblem
from geo.duty.prevention import bin_weeks, items_per_bin_week, pass_rate


def test_a_bin_stands_from_its_first_to_its_last_day() -> None:
    first, last = date(2023, 5, 1), date(2023, 5, 14)
    assert (
        bin_weeks(first, last, date(2023, 6, 1)) == 2
        and bin_weeks(first, None, date(2023, 5, 7)) == 1
    )
    assert bin_weeks(first, last, date(2023, 4, 1)) == 0 and math.isnan(bin_weeks(None, last, last))


def test_items_are_counted_per_bin_week_with_their_limits() -> None:
    # 3 items in 2 weeks: 1.5; exact limits of 3 are 0.619 and 8.767
    assert items_per_bin_week(3, 2) == pytest.approx((1.5, 0.3094, 4.3836), abs=0.001)
    with pytest.raises(DataProblem, match="has no rate"):
        items_per_bin_week(3, 0)


def test_a_round_passes_by_what_was_refused() -> None:
    # 8 of 10 refused; Wilson's limits of 0.8 with 10 are 0.490 and 0.943
    assert pass_rate(10, 2) == pytest.approx((0.8, 0.490, 0.943), abs=0.001)
    assert all(math.isnan(figure) for figure in pass_rate(0, 0))
    with pytest.raises(DataProblem, match="More premises sold"):
        pass_rate(1, 2)
