"""Offences spread over the hours they can have happened in; 2 January 2023 is a Monday."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas import Series, Timestamp

from geo.core.errors import DataProblem
from geo.knife import aoristic
from geo.knife.aoristic import HourPicture, hour_picture


def picture(*windows: tuple[str | None, str | None]) -> HourPicture:
    return hour_picture(
        *(
            Series([Timestamp(end) if end else pd.NaT for end in ends])
            for ends in zip(*windows, strict=True)
        )
    )


def cells(hours: HourPicture) -> dict[tuple[str, int], float]:
    filled = hours.weights.stack()
    return {(day, hour): round(weight, 6) for (hour, day), weight in filled[filled > 0].items()}


def test_a_moment_counts_whole_in_its_hour() -> None:
    hours = picture(("2023-01-02 00:00", None), ("2023-01-08 23:59", "2023-01-08 23:59"))
    assert cells(hours) == {("Monday", 0): 1, ("Sunday", 23): 1}
    assert (hours.offences, hours.spread_share, hours.over_a_day) == (2, 0, 0)
    assert hours.weights.shape == (24, 7)


def test_a_window_is_spread_by_the_time_in_each_hour() -> None:
    # 22:30 to 00:30: half an hour, one hour and half an hour of two
    hours = picture(("2023-01-06 22:30", "2023-01-07 00:30"))
    assert cells(hours) == {("Friday", 22): 0.25, ("Friday", 23): 0.5, ("Saturday", 0): 0.25}
    assert hours.spread_share == 1


def test_a_day_alone_is_a_twenty_fourth_in_each_hour() -> None:
    hours = picture(("2023-01-04", "2023-01-05"))
    assert cells(hours) == {("Wednesday", hour): round(1 / 24, 6) for hour in range(24)}
    assert (hours.spread_share, hours.over_a_day) == (1, 0)


def test_a_window_over_the_end_of_the_week_and_one_of_more_than_a_week() -> None:
    assert cells(picture(("2023-01-08 23:00", "2023-01-09 01:00"))) == {
        ("Sunday", 23): 0.5,
        ("Monday", 0): 0.5,
    }
    hours = picture(("2023-01-02 00:00", "2023-01-09 02:00"))
    # 170 hours: two hours of a Monday come twice
    assert cells(hours)[("Monday", 1)] == round(2 / 170, 6) and cells(hours)[
        ("Monday", 2)
    ] == round(1 / 170, 6)
    assert hours.over_a_day == 1


def test_weights_sum_to_the_offences_whatever_the_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    starts = Series(
        pd.Timestamp("2020-01-01")
        + pd.to_timedelta(rng.integers(0, 3 * 365 * 86_400, 500), unit="s")
    )
    ends = starts + pd.to_timedelta(
        rng.exponential(40 * 3_600, 500).round() * (rng.random(500) < 0.6), unit="s"
    )
    hours = hour_picture(starts, ends)
    assert hours.weights.to_numpy().sum() == pytest.approx(500) and hours.offences == 500
    monkeypatch.setattr(aoristic, "AT_ONCE", 7)
    assert np.allclose(hour_picture(starts, ends).weights, hours.weights)


def test_before_1970_and_undated_ones() -> None:
    hours = picture(("1969-12-29 05:30", None), (None, "2023-01-02 00:00"), (None, None))
    assert cells(hours) == {("Monday", 5): 1} and hours.undated == 2


def test_nothing_has_no_share_and_a_window_turned_about_is_refused() -> None:
    empty = picture((None, None))
    assert (empty.offences, empty.spread_share, empty.weights.to_numpy().sum()) == (0, None, 0)
    with pytest.raises(DataProblem, match="ends before it starts"):
        picture(("2023-01-02 01:00", "2023-01-02 00:00"))
