"""Whether a count has really changed: two periods compared, and a run of months held against its own past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pandas import DataFrame, Series, Timestamp

from geo.errors import DataProblem
from geo.intervals import Floats, require_exposures

CLEAR, POSSIBLE = 0.01, 0.05   # p below which a change is clear, or possible
FEWEST_FOR_PERCENT = 20        # offences then; below this a percent change is hidden
FEWEST_BASELINE_MONTHS = 8     # months received before limits are drawn
XMR_FACTOR, WIDEST_RANGE, RUN_LENGTH = 2.66, 3.267, 7

Verdict = Literal["clear rise", "possible rise", "usual variation", "possible fall", "clear fall", "cannot tell"]
Kind = Literal["xmr", "c", "u"]


@dataclass(frozen=True)
class ControlLimits:
    """Centre line and limits of a control chart, None where there are too few points; u charts give one pair each."""

    centre: float | None
    low: float | Floats | None
    high: float | Floats | None
    mean_range: float | None = None


def exact_p(now: int, then: int, *, months_now: float = 1, months_then: float = 1) -> float:
    """Two-sided p (float) for “the rate did not change”, given the two counts; 1.0 where both are 0.

    now, then               int, offences of the two periods
    months_now, months_then length of each period in months received; unequal lengths are allowed for

    Returns a float between 0 and 1. A length of 0 or less is refused.

    Source: Przyborowski and Wilenski (1940): given the sum, *now* is binomial; by scipy's bdtr, for periods of
    unequal length by its binomtest.
    """
    if min(months_now, months_then) <= 0:
        raise DataProblem("One of the two periods holds no month that was received.",
                          f"They hold {months_now:g} and {months_then:g} months.", "Choose other months.")
    return _binomial_p(int(now), int(now) + int(then), months_now / (months_now + months_then))


def e_test(counts: tuple[int, int], exposures: tuple[float, float]) -> float | None:
    """Two-sided p (float) that two counts come from one rate, by the E-test: a little bolder than the exact test.

    counts     int, events of the two periods or areas
    exposures  days, months or people behind each; above 0

    Returns a float, None where both counts are 0. An exposure of 0 or less is refused.

    Source: Krishnamoorthy and Thomson (2004), by scipy's poisson_means_test.
    """
    from scipy.stats import poisson_means_test

    require_exposures(*exposures)
    if sum(counts) == 0:
        return None
    return float(poisson_means_test(counts[0], exposures[0], counts[1], exposures[1]).pvalue)


def poisson_z(now: float, then: float) -> float:
    """The published score 2 (√now − √then), a float without unit; shown for readers who know it, never judged by.

    now, then  int or float, offences of two equally long periods, at least 0

    Returns a float. Warning: the formula takes *then* as known. Where it is itself a count the score has variance 2,
    not 1, and goes beyond 3 in 3 to 9 % of pairs in which nothing changed.

    Source: Wheeler (2016), Poisson z-score for changes in crime counts.
    """
    return 2 * float(np.sqrt(now) - np.sqrt(then))


def verdict(
    p: float | None, now: float, then: float, *, months_now: float = 1, months_then: float = 1
) -> Verdict:
    """What a p (float), or a q of a list, says of two counts, in the words of every page.

    p                       from exact_p, or q from ward_changes
    now, then               int, offences of the two periods
    months_now, months_then length of each period in months

    Returns “clear …” below 0.01, “possible …” below 0.05, else “usual variation”. “Cannot tell” where p is unknown,
    and where the counts are so few that even all of them in one period would not be a sign: fewer than 6 in all for
    equal periods, so also 0 then and 0 now.

    Source: the exact test's least p for a given sum (see exact_p).
    """
    total, share = int(now + then), months_now / (months_now + months_then)
    if p is None or np.isnan(p) or min(_binomial_p(0, total, share), _binomial_p(total, total, share)) >= POSSIBLE:
        return "cannot tell"
    if p >= POSSIBLE:
        return "usual variation"
    if now / months_now > then / months_then:
        return "clear rise" if p < CLEAR else "possible rise"
    return "clear fall" if p < CLEAR else "possible fall"


def ward_changes(now: Series, then: Series, *, months_now: float, months_then: float) -> DataFrame:
    """Offences of two periods, and what can be said of the change, for every ward of either.

    now, then               int, offences indexed by ward_code; a ward left out counts 0
    months_now, months_then months received in each period; unequal lengths are allowed for, 0 is refused

    Returns a frame in the order of `now`, then the wards of `then` alone:
        now, then       int
        percent_change  float, of the monthly rate; NaN (hidden) where *then* is under 20
        p               float, two-sided, this ward by itself; 1.0 where both are 0
        q               float, p after allowing for the length of the list; wards without any offence are left out of
                        that allowance and hold 1.0
        verdict         str, by q

    Source: exact conditional test (see exact_p); Benjamini and Hochberg (1995).
    """
    wards = now.index.append(then.index.difference(now.index, sort=False))
    after, before = (s.reindex(wards, fill_value=0).astype(int) for s in (now, then))
    lengths = {"months_now": months_now, "months_then": months_then}
    p = np.array([exact_p(a, b, **lengths) for a, b in zip(after, before, strict=True)])
    any_offence = (after + before > 0).to_numpy()
    q = np.ones(len(wards))
    q[any_offence] = _false_discovery_q(p[any_offence])
    change = (after / months_now) / (before.where(before >= FEWEST_FOR_PERCENT) / months_then) - 1
    words = [verdict(*case, **lengths) for case in zip(q, after, before, strict=True)]
    return DataFrame({"now": after, "then": before, "percent_change": 100 * change, "p": p, "q": q, "verdict": words})


def xmr_limits(values: ArrayLike, *, factor: float = XMR_FACTOR, screen_outliers: bool = False) -> ControlLimits:
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


def c_limits(counts: ArrayLike) -> ControlLimits:
    """Mean count with limits three square roots of it away, in events (float), for periods of one length.

    counts  int in time order; NaN is a gap

    Returns ControlLimits, None where there are no counts; the lower limit is never below 0.

    Source: Shewhart's c chart (Montgomery, Introduction to Statistical Quality Control).
    """
    series = np.asarray(counts, dtype=float)
    if np.isnan(series).all():
        return ControlLimits(None, None, None)
    centre = float(np.nanmean(series))
    return ControlLimits(centre, max(0.0, centre - 3 * centre**0.5), centre + 3 * centre**0.5)


def u_limits(counts: ArrayLike, exposures: ArrayLike, *, at: ArrayLike | None = None) -> ControlLimits:
    """Events per unit of exposure, with limits that widen where the exposure is small (float).

    counts     int in time order; NaN is a gap
    exposures  int or float, the days, people or searches behind each count; 0 is a gap
    at         exposures to give limits for; those of the counts unless named

    Returns ControlLimits with one lower and one upper limit for each exposure, never below 0, NaN where it is 0.

    Source: Shewhart's u chart (Montgomery, Introduction to Statistical Quality Control).
    """
    events, behind = np.asarray(counts, dtype=float), np.asarray(exposures, dtype=float)
    used = ~np.isnan(events) & (behind > 0)
    if not used.any():
        return ControlLimits(None, None, None)
    centre = float(events[used].sum() / behind[used].sum())
    here = behind if at is None else np.asarray(at, dtype=float)
    reach = 3 * np.sqrt(centre / np.where(here > 0, here, np.nan))
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
    steps = _windows(np.sign(np.nan_to_num(np.diff(np.asarray(values, dtype=float)))), length - 1).sum(axis=1)
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
    values: Series, *, kind: Kind = "xmr", frozen_before: date | None = None, exposures: Series | None = None
) -> DataFrame:
    """Months (counts, or counts per exposure) with centre, limits and what stands out.

    values         int, indexed by month in order without holes; NaN where a month is absent
    kind           "xmr" for counts of any spread, "c" for counts, "u" for counts over `exposures` (days, people)
    frozen_before  limits come from the months before this date only, so an event cannot move its own yardstick

    Returns a frame with the index of `values`: value, centre, low, high (float, never below 0), and outside, shift,
    trend, two_of_three (bool); an absent month is NaN, never outside, and breaks a run. Fewer than 8 months received
    before the date are refused.

    Source: NHS “Making data count” (NHSRplotthedots); Shewhart's c and u charts.
    """
    base = values if frozen_before is None else values[[Timestamp(m) < Timestamp(frozen_before) for m in values.index]]
    if (received := base.notna().sum()) < FEWEST_BASELINE_MONTHS:
        raise DataProblem("There are too few months to say what is usual.",
                          f"We saw {received}; {FEWEST_BASELINE_MONTHS} are needed.", "Choose a longer period.")
    behind = Series(1.0, index=values.index) if exposures is None else exposures.reindex(values.index)
    limits = {"xmr": lambda: xmr_limits(base), "c": lambda: c_limits(base),
              "u": lambda: u_limits(base, behind[base.index], at=behind)}[kind]()
    value = (values / behind.where(behind > 0) if kind == "u" else values).astype(float)
    chart = DataFrame({"value": value, "centre": limits.centre, "low": limits.low, "high": limits.high}).astype(float)
    outside, away = (value < chart["low"]) | (value > chart["high"]), value - chart["centre"]
    near = ~outside & (3 * away.abs() > 2 * (chart["high"] - chart["centre"]))
    sides = np.sign(away.fillna(0))
    return chart.assign(
        low=chart["low"].clip(lower=0), outside=outside,
        shift=_whole_runs(shift_hits(sides), RUN_LENGTH) != 0,
        trend=_whole_runs(np.abs(trend_hits(value)), RUN_LENGTH) != 0,
        two_of_three=near & (two_of_three_hits(near, sides) != 0))


@lru_cache(maxsize=65536)
def _binomial_p(part: int, total: int, share: float) -> float:
    """The exact two-sided p. Equal periods need no scipy.stats, which takes a second to import while the first map waits."""
    from scipy.special import bdtr

    if share == 0.5:
        return float(min(1.0, 2 * bdtr(min(part, total - part), total, share)))
    from scipy.stats import binomtest

    return float(binomtest(part, total, share).pvalue) if total else 1.0


def _false_discovery_q(p: Floats) -> Floats:
    """Benjamini and Hochberg's q of each p: the least p × tests / rank among those of its rank and beyond, at most 1."""
    order = np.argsort(p)
    ahead = np.minimum.accumulate((p[order] * len(p) / np.arange(1, len(p) + 1))[::-1])[::-1]
    q = np.empty(len(p))
    q[order] = np.minimum(ahead, 1.0)
    return q


def _windows(values: Floats, length: int) -> Floats:
    if len(values) < length:
        return np.empty((0, length))
    return np.lib.stride_tricks.sliding_window_view(values, length)


def _ends(hits: Sequence[float] | Floats | NDArray[np.bool_], size: int) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(size - len(hits)), hits]).astype(np.int64)


def _whole_runs(ends: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    return np.array([ends[i:i + length].any() for i in range(len(ends))], dtype=np.int64)
