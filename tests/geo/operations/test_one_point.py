"""The point that went furthest the way of its area, and the share of the change that it makes."""

from __future__ import annotations

from datetime import date

import pytest
from pandas import DataFrame, Series

from geo.operations.one_point import furthest_point

BEFORE, AFTER = (date(2021, 1, 1),), (date(2022, 1, 1),)


def test_the_share_is_of_the_change_beside_the_comparison() -> None:
    # The comparison halves: 40, 20 and 10 would be 20, 10 and 5. They are 2, 10 and 7: −18, 0 and +2 of −16.
    points = DataFrame(
        [[40, 2], [20, 10], [10, 7]], ["Shop", "Street", "Street"], [*BEFORE, *AFTER]
    )
    beside = Series([200, 100], [*BEFORE, *AFTER])
    point = furthest_point(points, beside, BEFORE, AFTER, fell=True)
    assert point is not None and point.place == "Shop" and point.share == pytest.approx(18 / 16)
    assert point.monthly.to_list() == [40, 2]
    rose = furthest_point(points, beside, BEFORE, AFTER, fell=False)
    assert rose is not None and rose.monthly.to_list() == [10, 7]


def test_nothing_to_go_by() -> None:
    beside = Series([200, 100], [*BEFORE, *AFTER])
    empty = DataFrame(columns=[*BEFORE, *AFTER])
    assert furthest_point(empty, beside, BEFORE, AFTER, fell=True) is None
    points = DataFrame([[0, 0]], ["Shop"], [*BEFORE, *AFTER])
    assert furthest_point(points, beside, BEFORE, AFTER, fell=True) is None
    points = DataFrame([[4, 0]], ["Shop"], [*BEFORE, *AFTER])
    assert furthest_point(points, beside * 0, BEFORE, AFTER, fell=True) is None


def test_a_month_in_which_no_point_holds_anything_is_a_nought() -> None:
    points = DataFrame({BEFORE[0]: [4, 1]}, ["Shop", "Street"])
    point = furthest_point(points, Series([9, 9], [*BEFORE, *AFTER]), BEFORE, AFTER, fell=True)
    assert point is not None and (point.place, point.share) == ("Shop", 0.8)
