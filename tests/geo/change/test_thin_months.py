"""What may be said across months that are low, and may have been cut."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pandas import DataFrame, Series

from geo.change.missingness import bounded_changes, bounded_chart
from geo.change.thin_months import changes_across, chart_without_limits, steady_chart, word_across
from geo.change.two_periods import Verdict
from geo.core.selection import month_after

MONTHS = [month_after(date(2023, 1, 1), at) for at in range(24)]
NONE = Series(0, index=MONTHS)


@pytest.mark.parametrize(
    ("word", "without", "said"),
    [
        ("clear fall", "clear fall", "clear fall"),
        ("clear fall", "possible fall", "possible fall"),
        ("possible rise", "clear rise", "possible rise"),
        ("clear fall", "usual variation", "cannot tell"),
        ("usual variation", "clear rise", "cannot tell"),
        ("clear fall", "clear rise", "cannot tell"),
        ("usual variation", "usual variation", "usual variation"),
        ("usual variation", "cannot tell", "cannot tell"),
    ],
)
def test_a_word_stands_only_with_and_without(word: Verdict, without: Verdict, said: str) -> None:
    assert word_across(word, without) == said


def test_a_fall_that_one_thin_month_makes_is_not_told_and_a_true_one_is() -> None:
    room = DataFrame(columns=["most_now", "most_then", "dealt_now", "dealt_then", "differs"])
    # A: 100 a month, but 20 in one; B: 60 a month after 100, and 20 in one.
    now, then = Series({"A": 1120, "B": 680}), Series({"A": 1200, "B": 1200})
    steady_now, steady_then = Series({"A": 1100, "B": 660}), Series({"A": 1100, "B": 1100})
    with_it = bounded_changes(now, then, room, months_now=12, months_then=12)
    without = bounded_changes(steady_now, steady_then, room, months_now=11, months_then=11)
    across = changes_across(with_it.assign(verdict=["possible fall", "clear fall"]), without)
    assert across["verdict"].to_list() == ["cannot tell", "clear fall"]
    assert np.isnan(across.loc["A", "percent_change"])
    assert across.loc["B", "percent_change"] == pytest.approx(100 * (680 / 1200 - 1))
    assert (across["q"] >= with_it["q"]).all()


def test_a_thin_month_does_not_stand_out_and_makes_no_other_month_stand_out() -> None:
    values = Series(100.0, index=MONTHS)
    values[date(2024, 6, 1)] = 40
    plain = bounded_chart(values, NONE, NONE, scope="part")
    assert plain.loc[date(2024, 6, 1), "outside"]
    steady = steady_chart(values, NONE, NONE, thin=(date(2024, 6, 1),), scope="part")
    assert not steady["outside"].any() and not steady["shift"].any()
    assert steady["thin"].to_list() == [month == date(2024, 6, 1) for month in MONTHS]
    assert steady["value"].equals(plain["value"])  # it counts


def test_a_month_that_stands_out_without_the_thin_month_too_is_told() -> None:
    values = Series(100.0, index=MONTHS)
    values[date(2024, 6, 1)], values[date(2024, 9, 1)] = 40, 190
    steady = steady_chart(values, NONE, NONE, thin=(date(2024, 6, 1),), scope="part")
    assert list(steady.index[steady["outside"]]) == [date(2024, 9, 1)]


def test_without_thin_months_it_is_the_chart_as_it_was() -> None:
    values = Series(np.arange(24.0) + 50, index=MONTHS)
    plain = bounded_chart(values, NONE, NONE, scope="part")
    assert steady_chart(values, NONE, NONE, thin=(), scope="part").equals(plain.assign(thin=False))


def test_a_chart_of_too_few_months_says_what_was_counted_and_nothing_of_what_is_usual() -> None:
    values = Series([3.0, np.nan, 1.0], index=MONTHS[:3])
    chart = chart_without_limits(values, thin=(MONTHS[2],))
    assert chart["value"].equals(values) and chart["thin"].to_list() == [False, False, True]
    assert chart[["centre", "low", "high"]].isna().all(axis=None)
    assert not chart[["outside", "shift", "doubtful"]].any(axis=None)
    # what draws the one can draw the other
    steady = steady_chart(Series(9.0, index=MONTHS), NONE, NONE, thin=(), scope="part")
    assert set(chart.columns) <= set(steady.columns)
