"""A run of months held against its own past: limits of what is usual, and rules for runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pandas import DataFrame, Series, Timestamp

from geo.change.dispersion import CHANCE, Dispersion
from geo.core.errors import DataProblem
from geo.rates.intervals import Floats

FEWEST_BASELINE_MONTHS = 8  # months received before limits are drawn
XMR_FACTOR, WIDEST_RANGE, RUN_LENGTH = 2.66, 3.267, 7
RUN_SCORE = 2.576  # standard deviations that a run's months lie out together, where they vary more than chance

SAME = 1e-9

Kind = Literal["xmr", "c", "u"]


@dataclass(frozen=True)
class ControlLimits:
    """Centre line and limits of a control chart, None where there are too few points; u charts give one pair each."""

    centre: float | None
    low: float | Floats | None
    high: float | Floats | None
    mean_range: float | None = None


def xmr_limits(
    values: ArrayLike, *, factor: float = XMR_FACTOR, screen_outliers: bool = False
) -> ControlLimits:
    """Mean of the values with limits `factor` mean moving ranges away, in the unit of the values (float).

    values           int or float in time order; NaN is a gap, and no range is taken across it
    factor           2.66 puts the limits three standard deviations out
    screen_outliers  leave ranges of 3.267 mean ranges or more out of the mean range, once

    Returns ControlLimits; None where there are no values, limits None where there is no range. The lower limit may
    fall below 0.

    Source: Shewhart's individuals chart as in NHS “Making data count” (NHSRplotthedots).
    """
    series = np.asarray(values, dtype=float)
    if np.isnan(series).all():
        return ControlLimits(None, None, None)
    ranges = np.abs(np.diff(series))
    ranges = ranges[~np.isnan(ranges)]
    if screen_outliers and ranges.any():
        ranges = ranges[ranges < WIDEST_RANGE * ranges.mean()]
    mean = float(np.nanmean(series))
    if not len(ranges):
        return ControlLimits(mean, None, None)
    reach = factor * float(ranges.mean())
    return ControlLimits(mean, mean - reach, mean + reach, float(ranges.mean()))


def c_limits(counts: ArrayLike, *, phi: float = 1.0) -> ControlLimits:
    """Mean count with limits three standard deviations away, in events (float), for periods of one length.

    counts  int in time order; NaN is a gap
    phi     variance over mean of such counts; 1 for Poisson

    Returns ControlLimits, None where there are no counts; the lower limit is never below 0.

    Source: Shewhart's c chart (Montgomery, Introduction to Statistical Quality Control).
    """
    series = np.asarray(counts, dtype=float)
    if np.isnan(series).all():
        return ControlLimits(None, None, None)
    centre = float(np.nanmean(series))
    away = 3 * (phi * centre) ** 0.5
    return ControlLimits(centre, max(0.0, centre - away), centre + away)


def u_limits(
    counts: ArrayLike, exposures: ArrayLike, *, at: ArrayLike | None = None, phi: float = 1.0
) -> ControlLimits:
    """Events per unit of exposure, with limits that widen where the exposure is small (float).

    counts     int in time order; NaN is a gap
    exposures  int or float, the days, people or searches behind each count; 0 is a gap
    at         exposures to give limits for; those of the counts unless named
    phi        variance over mean of such counts; 1 for Poisson

    Returns ControlLimits with one lower and one upper limit for each exposure, never below 0, NaN where it is 0.

    Source: Shewhart's u chart (Montgomery, Introduction to Statistical Quality Control).
    """
    events, behind = np.asarray(counts, dtype=float), np.asarray(exposures, dtype=float)
    used = ~np.isnan(events) & (behind > 0)
    if not used.any():
        return ControlLimits(None, None, None)
    centre = float(events[used].sum() / behind[used].sum())
    here = behind if at is None else np.asarray(at, dtype=float)
    reach = 3 * np.sqrt(phi * centre / np.where(here > 0, here, np.nan))
    return ControlLimits(centre, np.maximum(0, centre - reach), centre + reach)


def shift_hits(sides: ArrayLike, length: int = RUN_LENGTH) -> NDArray[np.int64]:
    """1 (int) where the last `length` points lie on one side of the centre, else 0, in the order given.

    sides  1 above the centre, -1 below, 0 on it or missing (which breaks a run)

    Returns an int array. Source: NHS “Making data count” (NHSRplotthedots), shift of seven.
    """
    runs = _windows(np.sign(np.nan_to_num(np.asarray(sides, dtype=float))), length)
    return _ends(np.abs(runs.sum(axis=1)) == length, np.size(sides))


def trend_hits(values: ArrayLike, length: int = RUN_LENGTH) -> NDArray[np.int64]:
    """1 (int) where the last `length` points each rose, -1 where each fell, else 0, in the order given.

    values  int or float in time order; NaN breaks a run

    Returns an int array. Source: NHS “Making data count” (NHSRplotthedots), trend of seven.
    """
    steps = _windows(
        np.sign(np.nan_to_num(np.diff(np.asarray(values, dtype=float)))), length - 1
    ).sum(axis=1)
    return _ends(np.where(np.abs(steps) == length - 1, np.sign(steps), 0), np.size(values))


def two_of_three_hits(near_limit: ArrayLike, sides: ArrayLike) -> NDArray[np.int64]:
    """1 (int) for each of three points in a row on one side of which two or more lie near the limit, else 0.

    near_limit  1 or True between two and three standard deviations out
    sides       1 above the centre, -1 below, 0 on it

    Returns an int array in the order given. Source: NHS “Making data count” (NHSRplotthedots), two in three.
    """
    near, side = np.asarray(near_limit, dtype=float), np.asarray(sides, dtype=float)
    hit = (_windows(near, 3).sum(axis=1) >= 2) & (np.abs(_windows(side, 3).sum(axis=1)) == 3)
    return _whole_runs(_ends(hit, near.size), 3)


def control_chart(
    values: Series,
    *,
    kind: Kind = "xmr",
    frozen_before: date | None = None,
    exposures: Series | None = None,
    weights: Series | None = None,
    dispersion: Dispersion = CHANCE,
) -> DataFrame:
    """Months (counts, or counts per exposure) with centre, limits and what stands out.

    values         int, indexed by month in order without holes; NaN where a month is absent
    kind           "xmr" for counts of any spread, "c" for counts, "u" for counts over `exposures` (days, people)
    frozen_before  limits come from the months before this date only, so an event cannot move its own yardstick
    weights        what each month should hold beside an even one, as month_weights gives it; the centre and limits of a c or u chart
                   then go with the month
    dispersion     how far such counts vary: c and u limits are that much wider, and a run of seven counts only where the months of it
                   together hold more or less than is usual (p < 0.01) at that variance

    Returns a frame with the index of `values`: value, centre, low, high (float, never below 0), and outside, shift,
    trend, two_of_three (bool); an absent month is NaN, never outside, and breaks a run. Fewer than 8 months received
    before the date are refused.

    Source: NHS “Making data count” (NHSRplotthedots); Shewhart's c and u charts, widened for over-dispersion (Spiegelhalter 2005).
    """
    base = (
        values
        if frozen_before is None
        else values[[Timestamp(m) < Timestamp(frozen_before) for m in values.index]]
    )
    if (received := base.notna().sum()) < FEWEST_BASELINE_MONTHS:
        raise DataProblem(
            "There are too few months to say what is usual.",
            f"We saw {received}; {FEWEST_BASELINE_MONTHS} are needed.",
            "Choose a longer period.",
            "",
        )
    behind = (
        Series(1.0, index=values.index) if exposures is None else exposures.reindex(values.index)
    )
    value = (values / behind.where(behind > 0) if kind == "u" else values).astype(float)
    chart = DataFrame({"value": value, **_limits(kind, base, behind, weights, dispersion.phi)})
    chart = chart.astype(float)
    outside, away = (value < chart["low"]) | (value > chart["high"]), value - chart["centre"]
    away = away.mask(
        away.abs() < SAME * chart["centre"], 0.0
    )  # equal but for how fractions are rounded
    near = ~outside & (3 * away.abs() > 2 * (chart["high"] - chart["centre"]))
    sides = np.sign(away.fillna(0))
    hits = shift_hits(sides)
    if dispersion.phi > 1 and kind != "xmr":
        hits = hits * _beyond_together(away * behind, chart["centre"] * behind, dispersion)
    return chart.assign(
        low=chart["low"].clip(lower=0),
        outside=outside,
        shift=_whole_runs(hits, RUN_LENGTH) != 0,
        trend=_whole_runs(np.abs(trend_hits(value)), RUN_LENGTH) != 0,
        two_of_three=near & (two_of_three_hits(near, sides) != 0),
    )


def _limits(
    kind: Kind, base: Series, behind: Series, weights: Series | None, phi: float
) -> dict[str, float | Floats | Series | None]:
    """Centre, low and high of each month."""
    if kind == "xmr" or (kind == "c" and weights is None):
        limits = xmr_limits(base) if kind == "xmr" else c_limits(base, phi=phi)
        return {"centre": limits.centre, "low": limits.low, "high": limits.high}
    even = Series(1.0, index=behind.index) if weights is None else weights.reindex(behind.index)
    limits = u_limits(
        base, (behind * even)[base.index], at=(behind * even).to_numpy(float), phi=phi
    )
    if limits.centre is None:
        return {"centre": None, "low": None, "high": None}
    return {"centre": limits.centre * even, "low": limits.low * even, "high": limits.high * even}


def _beyond_together(away: Series, expected: Series, dispersion: Dispersion) -> NDArray[np.int64]:
    """1 where the last seven months together lie beyond what they vary by (p < 0.01), else 0.

    away, expected  offences above the centre, and at it, by month; NaN where absent
    """
    sums = _windows(away.fillna(0).to_numpy(float), RUN_LENGTH).sum(axis=1)
    means = _windows(expected.fillna(0).to_numpy(float), RUN_LENGTH).sum(axis=1)
    return _ends(np.abs(sums) > RUN_SCORE * np.sqrt(dispersion.phi * means), len(away))


def _windows(values: Floats, length: int) -> Floats:
    if len(values) < length:
        return np.empty((0, length))
    return np.lib.stride_tricks.sliding_window_view(values, length)


def _ends(hits: Sequence[float] | Floats | NDArray[np.bool_], size: int) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(size - len(hits)), hits]).astype(np.int64)


def _whole_runs(ends: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    return np.array([ends[i : i + length].any() for i in range(len(ends))], dtype=np.int64)
