"""What really happens where nothing is done: the same before and after in all other wards, at all other starts.

The model's interval rests on what counts are thought to do. This one rests on what they did: every other ward, at every start
that leaves periods as long, judged by the same sum. How far those scores reach is how far a score must reach to be a sign.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from geo.core.schema import OUTSIDE, WITHOUT_LOCATION
from geo.operations.drawn_area import is_drawn
from geo.rates.intervals import Floats

FEWEST_WARDS = 20  # others to learn from; with fewer the reference says nothing
CHANCE_REACH = (
    1.959964  # of a normal score, 95 %: the reference never makes a test bolder than chance
)
LIKE_SIZE = 1.0  # spread of the weights over the logarithm of the offences before
RECENT_MONTHS = (
    12  # at most: the months just before a start whose level may have moved from the older ones
)


@dataclass(frozen=True)
class Reference:
    """How far scores reach where nothing was done.

    fall, rise      score (above 0) that 2.5 % of the falls, or rises, pass; at least 1.96 each
    wards, windows  other wards, and wards × starts, that it was made of
    drift           variance of the logarithm of a ward's level from its older months to its recent ones, beyond chance
    """

    fall: float
    rise: float
    wards: int
    windows: int
    drift: float

    @property
    def spread(self) -> float:
        """Variance beside Poisson's that a fall of such a size stands for; 1 for chance alone."""
        return (self.fall / CHANCE_REACH) ** 2


@dataclass(frozen=True)
class FourCounts:
    """Offences of the area and its comparison before and after, the older months weighed as `older_weight` says; one or many.

    area_before, area_after, beside_before, beside_after  float or arrays of one shape
    """

    area_before: Floats | float
    area_after: Floats | float
    beside_before: Floats | float
    beside_after: Floats | float

    @property
    def expected(self) -> Floats:
        """Offences that the area would hold after, had it gone as its comparison did."""
        return self.area_before * self.beside_after / np.maximum(self.beside_before, 0.5)

    @property
    def noise(self) -> Floats:
        """Relative variance of what was expected, by chance alone."""
        own = 1 / np.maximum(self.area_before, 0.5)
        return np.asarray(
            own + 1 / np.maximum(self.beside_before, 0.5) + 1 / np.maximum(self.beside_after, 0.5)
        )

    def scores(self) -> Floats:
        """Offences beyond what was expected, over what chance alone makes of both."""
        expected = np.maximum(self.expected, 0.25)
        return (self.area_after - self.expected) / np.sqrt(expected + expected**2 * self.noise)

    def limits(self, reference: Reference) -> tuple[float | None, float, float]:
        """The ratio of what came to what was expected, and every ratio the reference does not rule out: ratio, low, high.

        Source: inverting the score above at each ratio (as Wilson 1927 for a proportion), a quadratic in the ratio.
        """
        expected, after, noise = float(self.expected), float(self.area_after), float(self.noise)
        if expected <= 0:
            return None, 0.0, float("inf")
        low = _root(after, noise, reference.rise, -1) / expected
        return after / expected, max(0.0, low), _root(after, noise, reference.fall, 1) / expected


def reference(
    monthly: DataFrame,
    *,
    size: float,
    before: Sequence[date],
    after: Sequence[date],
    without: Collection[str],
    beside: int = 5,
) -> Reference | None:
    """How far before-and-after scores reach in wards where nothing was done.

    monthly        offences (int), one row a ward_code, one column a month received (first day)
    size           offences a month before, in the area judged: wards of like size count most
    before, after  months compared; every other start with as many months received on both sides is tried
    without        wards that take no part: those judged, around them, or with work of their own
    beside         how many wards each is set beside: those nearest in offences before

    Each score is that of FourCounts with older months weighed as in the area judged. The one judged counts as one more that
    lies beyond all others, so that few others make it wider. Returns a Reference, None where fewer than 20 wards are left, or no month
    before or after.

    Source: placebo tests in space and time, Abadie, Diamond and Hainmueller (2010), Conley and Taber (2011); weighted quantile
    with the point at infinity as in Tibshirani, Barber, Candès and Ramdas (2019).
    """
    table = others(monthly, without)
    months, needed = table.shape[1], len(before) + len(after)
    if len(table) < FEWEST_WARDS or months < needed or not before or not after:
        return None
    values = table.to_numpy(float)
    drift = level_drift(values, len(before))
    scores, sizes = [], []
    for first in range(months - needed + 1):
        window = values[:, first : first + needed]
        four = _each_ward(window, len(before), beside, drift)
        scores.append(four.scores())
        sizes.append(window[:, : len(before)].mean(axis=1))
    score, weight = np.concatenate(scores), _likeness(np.concatenate(sizes), size)
    return Reference(
        max(CHANCE_REACH, _reach(-score, weight)),
        max(CHANCE_REACH, _reach(score, weight)),
        len(table),
        len(score),
        drift,
    )


def others(monthly: DataFrame, without: Collection[str]) -> DataFrame:
    """Wards (rows) that may stand for what happens where nothing is done, months in order; counts of offences as given.

    Returns a frame without wards of `without`, drawn areas, and what has no place. Source: this project.
    """
    passed = {*without, OUTSIDE, WITHOUT_LOCATION}
    rows = [place for place in monthly.index if place not in passed and not is_drawn(str(place))]
    table = monthly.loc[rows, sorted(monthly.columns)]
    return table[table.sum(axis=1) > 0]


def level_drift(values: Floats, before: int) -> float:
    """Variance of the logarithm of wards' levels from older to recent months, beyond chance (float, 0 or more).

    values  offences, one row a ward, one column a month
    before  how many months a period before has

    Returns 0.0 where a period is too short to have older months. By moments over all wards and starts.

    Source: Hauer (1997), Observational Before–After Studies in Road Safety, chapters 11 and 12: how much true levels differ is
    learnt from like places; chance as the variance from month to month about both levels.
    """
    recent = recent_months(before)
    if recent >= before:
        return 0.0
    sums, weights = 0.0, 0.0
    for first in range(values.shape[1] - before + 1):
        window = values[:, first : first + before]
        window = window[window.sum(axis=1) >= before]
        if len(window) < FEWEST_WARDS:
            continue
        share = window.sum(axis=0) / window.sum()
        old, new = window[:, :-recent].sum(axis=1), window[:, -recent:].sum(axis=1)
        part = share[-recent:].sum()
        apart = (new - (old + new) * part) ** 2 / ((old + new) * part * (1 - part))
        expected = np.outer(window.sum(axis=1), share)
        chance = (((window - expected) ** 2 / np.maximum(expected, 1e-9)).sum(axis=1)).sum() / (
            len(window) * (before - 1)
        )
        information = (old + new) * part * (1 - part)
        sums += float((apart - max(1.0, chance)).sum())
        weights += float(information.sum())
    return max(0.0, sums / weights) if weights else 0.0


def recent_months(before: int) -> int:
    """How many of so many months before count as recent: half of them, 12 at most (int). Source: this project."""
    return min(RECENT_MONTHS, before // 2) or before


def older_weight(older: Floats, drift: float) -> Floats:
    """What an older offence counts beside a recent one (0 to 1), for a level that drifts.

    older  offences in the older months
    drift  from level_drift

    Returns 1 where levels do not drift: then the level is that of all months, and a spike before the start weighs as little as it
    should. Source: Hauer (1997): the mean of two counts weighed by what each tells of the level.
    """
    return np.asarray(1 / (1 + drift * np.asarray(older, dtype=float)))


def four_counts(area: Floats, beside: Floats, before: int, drift: float) -> FourCounts:
    """The four counts of an area and its comparison, older months weighed.

    area, beside  offences by month, the months before first
    before        how many of them lie before
    drift         from level_drift

    Returns FourCounts of single figures. Source: as older_weight.
    """
    recent = recent_months(before)
    older = slice(0, before - recent)
    weight = older_weight(area[older].sum(), drift)
    then, level = (
        weight * each[older].sum() + each[before - recent : before].sum() for each in (area, beside)
    )
    return FourCounts(
        np.asarray(then),
        np.asarray(area[before:].sum()),
        np.asarray(level),
        np.asarray(beside[before:].sum()),
    )


def _each_ward(window: Floats, before: int, beside: int, drift: float) -> FourCounts:
    """Every ward of a window beside those nearest in offences before."""
    recent = recent_months(before)
    older = window[:, : before - recent].sum(axis=1)
    newer = window[:, before - recent : before].sum(axis=1)
    after = window[:, before:].sum(axis=1)
    near = _nearest(older + newer, beside)
    weight = older_weight(older, drift)
    return FourCounts(
        weight * older + newer,
        after,
        weight * older[near].sum(axis=1) + newer[near].sum(axis=1),
        after[near].sum(axis=1),
    )


def _nearest(counts: Floats, beside: int) -> NDArray[np.intp]:
    logs = np.log(counts + 0.5)
    apart = np.abs(logs[:, None] - logs[None, :])
    np.fill_diagonal(apart, np.inf)
    return np.argsort(apart, axis=1, kind="stable")[:, :beside]


def _likeness(sizes: Floats, size: float) -> Floats:
    return np.asarray(np.exp(-0.5 * (np.log((sizes + 0.05) / (size + 0.05)) / LIKE_SIZE) ** 2))


def _reach(scores: Floats, weights: Floats) -> float:
    """The weighted 97.5 % point, the one judged standing beyond all others with the weight of a ward just like it."""
    order = np.argsort(scores)
    share = np.cumsum(weights[order]) / (weights.sum() + 1.0)
    return float(np.interp(0.975, share, scores[order]))


def _root(after: float, noise: float, reach: float, sign: int) -> float:
    """The mean after at which the score is just `reach`; infinite where every greater mean is within it."""
    square = reach**2
    lead, middle = 1 - square * noise, 2 * after + square
    if lead <= 1e-9 and sign > 0:
        return float("inf")
    if abs(lead) <= 1e-9:
        return after**2 / middle
    inner = max(0.0, middle**2 - 4 * after**2 * lead)
    return (middle + sign * float(np.sqrt(inner))) / (2 * lead)
