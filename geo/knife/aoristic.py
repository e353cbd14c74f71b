"""When offences happen, where many are known only from–to: each is spread evenly over the hours it can have happened in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geo.core.errors import DataProblem
from geo.core.schema import WEEKDAYS
from geo.rates.intervals import Floats

HOUR_SECONDS, WEEK_HOURS = 3_600, 168
MONDAY = np.datetime64("1970-01-05T00:00:00")
AT_ONCE = 20_000  # offences spread in one go, to keep memory small


@dataclass(frozen=True)
class HourPicture:
    """Offences by hour and weekday.

    weights       float, 24 × 7: hour 0–23 as rows, Monday to Sunday as columns; they sum to `offences`
    offences      int, those with a known window
    undated       int, those without one: they are in no cell
    spread_share  float 0 to 1, offences whose window is longer than an hour; None where there is no offence
    over_a_day    float 0 to 1, of them those longer than 24 hours, which tell nothing of the hour
    """

    weights: DataFrame
    offences: int
    undated: int
    spread_share: float | None
    over_a_day: float | None


def hour_picture(starts: Series, ends: Series) -> HourPicture:
    """Offences by hour of day and day of week, each one spread over its window in proportion to the time in each hour.

    starts  datetime64, the earliest each can have happened, local time; NaT where not known
    ends    datetime64, the latest, not included, same order; NaT or equal to the start where the moment is known

    Returns an HourPicture. A moment counts whole in its hour; a window of a week or more is spread over whole weeks
    and its remainder. Raises DataProblem where a window ends before it starts.

    Source: Ratcliffe and McCullagh (1998), Ratcliffe (2000, 2002), aoristic analysis.
    """
    start, end = (np.asarray(times, dtype="datetime64[s]") for times in (starts, ends))
    known = ~np.isnat(start)
    start = start[known]
    end = np.where(np.isnat(end[known]), start, end[known])
    if np.any(end < start):
        raise DataProblem(
            "An offence ends before it starts.",
            f"We saw {int(np.sum(end < start)):,} such windows.",
        )
    first, last = ((moment - MONDAY).astype(np.int64) / HOUR_SECONDS for moment in (start, end))
    weights = np.zeros(WEEK_HOURS)
    for at in range(0, len(first), AT_ONCE):
        weights += _spread(first[at : at + AT_ONCE], last[at : at + AT_ONCE])
    hours = last - first
    table = DataFrame(weights.reshape(7, 24).T, index=range(24), columns=list(WEEKDAYS))
    shares = (
        (None, None) if not len(first) else (float(np.mean(hours > 1)), float(np.mean(hours > 24)))
    )
    return HourPicture(table, len(first), int((~known).sum()), *shares)


def _spread(first: Floats, last: Floats) -> Floats:
    """The weight that windows give to each of the 168 hours of a week, Monday 00:00 first; from and to in hours since a Monday."""
    moment = last == first
    cells = np.arange(WEEK_HOURS)
    length = np.where(moment, 1.0, last - first)
    share = (_hours_until(last, cells) - _hours_until(first, cells)) / length[:, None]
    weights: NDArray[np.float64] = share[~moment].sum(axis=0)
    return weights + np.bincount(
        np.floor(first[moment]).astype(np.int64) % WEEK_HOURS, minlength=WEEK_HOURS
    )


def _hours_until(hours: Floats, cells: NDArray[np.int64]) -> Floats:
    """How much of each hour of the week has passed since the first Monday, shape (windows, 168)."""
    since = hours[:, None] - cells
    weeks = np.floor(since / WEEK_HOURS)
    return weeks + np.minimum(since - WEEK_HOURS * weeks, 1.0)
