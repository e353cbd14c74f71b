"""Rolling windows, and the class of a place from the windows in which it was hot."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from geo.core.errors import DataProblem
from geo.core.selection import months_between
from geo.hotspots.persistence import persistence, rolling_windows

YEARS = months_between(date(2020, 1, 1), date(2022, 12, 1))


@pytest.mark.parametrize(
    ("windows", "word"),
    [
        ("1111", "persistent"),
        ("0111", "persistent"),
        ("0001", "new"),
        ("0011", "emerging"),
        ("1001", "intermittent"),
        ("0100", "former"),
        ("1110", "former"),
        ("0000", "never"),
        ("01100111", "intermittent"),
        ("00000111", "emerging"),
        ("11011111", "persistent"),
    ],
)
def test_each_class_by_its_rule(windows: str, word: str) -> None:
    assert persistence(np.array([[int(digit)] for digit in windows], dtype=bool)) == [word]


def test_windows_of_three_years_are_twelve_months_a_quarter_apart() -> None:
    windows = rolling_windows(YEARS, date(2022, 12, 1))
    assert len(windows) == 8 and [len(window) for window in windows] == [12] * 8
    assert [(window[0], window[-1]) for window in (windows[0], windows[-2], windows[-1])] == [
        (date(2020, 4, 1), date(2021, 3, 1)),
        (date(2021, 10, 1), date(2022, 9, 1)),
        (date(2022, 1, 1), date(2022, 12, 1)),
    ]


def test_windows_of_nine_months_are_three_months_one_apart() -> None:
    windows = rolling_windows(YEARS[:9], date(2020, 9, 1))
    assert len(windows) == 7 and windows[0] == YEARS[:3] and windows[-1] == YEARS[6:9]


def test_an_absent_month_leaves_a_window_and_too_many_leave_it_out() -> None:
    months = tuple(month for month in YEARS if month != date(2021, 2, 1))
    assert [len(window) for window in rolling_windows(months, date(2022, 12, 1))].count(11) == 4
    holes = tuple(month for month in YEARS[:12] if month.month not in (5, 6))
    # windows of four months; those that hold both May and June of 2020 have only half of theirs
    assert all(len(window) >= 3 for window in rolling_windows(holes, date(2020, 12, 1)))


def test_too_few_months_are_refused() -> None:
    with pytest.raises(
        DataProblem, match=r"They make 2 windows of 2 months; 4 are the fewest\. Load more months"
    ):
        rolling_windows(YEARS[:3], date(2020, 3, 1))
    with pytest.raises(DataProblem, match="We were given 3; 4 are the fewest"):
        persistence(np.ones((3, 1), dtype=bool))
