"""What an operation could show at all, from the counts before it alone: said before anything else."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from geo.change.rate_ratio import did_exact, did_rate_ratio
from geo.rates.intervals import tail_area

ENOUGH = 0.8  # power at which a change is said to be likely to be found
SUMMED_BELOW = 100  # offences before; from here the normal approximation is good
MOST_NEEDED = 20_000  # offences; a baseline beyond it is not searched for


@dataclass(frozen=True)
class CouldShow:
    """The smallest change that could show: every figure from the counts before and the lengths of the periods.

    expected      offences expected after if nothing changes
    fall_to       highest count after that would be a sign of a fall; None where even 0 would not be
    rise_to       lowest count after that would be a sign of a rise; None where there is nothing to compare with
    found_fall_to highest count after that a true fall to it would be found in 8 of 10 times; None where none would
    halved        chance (0 to 1) that a fall by half would be found
    needed        offences before from which a fall by half would be found in 8 of 10 times, the comparison as large in
                  proportion; None where no number would do
    """

    before: int
    expected: float
    fall_to: int | None
    rise_to: int | None
    found_fall_to: int | None
    halved: float
    needed: int | None


def could_show(
    before: int, compared: int, *, months_before: float, months_after: float
) -> CouldShow:
    """What a difference in differences could show of an operation area (counts, int) before anything after it is known.

    before, compared             offences before, in the operation area and in its comparison area
    months_before, months_after  length of each period in months, above 0

    The comparison area is taken to stay as it was. Returns a CouldShow; with nothing before in the operation area nothing
    but a rise could show.

    Source: the interval of did_rate_ratio, or the exact conditional test where a count is 0, asked of every count.
    """
    longer = months_after / months_before
    expected, steady = before * longer, round(compared * longer)

    def sign(after: int) -> int:
        change = did_rate_ratio((before, after), (compared, steady)) or did_exact(
            (before, after), (compared, steady)
        )
        return int(change.low > 1) - int(change.high < 1)

    def missed(after: int) -> bool:
        return (
            not expected
            or did_power(before, compared, ratio=after / expected, longer=longer) < ENOUGH
        )

    falls = [after for after in range(int(expected) + 1) if sign(after) < 0]
    rise = (
        next((after for after in range(int(expected) + 1, MOST_NEEDED) if sign(after) > 0), None)
        if compared
        else None
    )
    sure = bisect_left(falls, True, key=missed)  # the smaller the fall, the likelier it is missed
    halved = did_power(before, compared, ratio=0.5, longer=longer)
    return CouldShow(
        before,
        expected,
        max(falls, default=None),
        rise,
        falls[sure - 1] if sure else None,
        halved,
        needed_before(compared / before if before else 1.0, ratio=0.5, longer=longer),
    )


def did_power(before: float, compared: float, *, ratio: float, longer: float = 1.0) -> float:
    """Chance (float, 0 to 1) that did_rate_ratio shows a true change by `ratio`, from the counts before alone.

    before, compared  float, offences before in the operation and the comparison area
    ratio             float, rate after over rate before: 0.5 halves it
    longer            length of the period after over the one before

    Returns the power in the right direction: summed over every pair of counts the operation area might hold where under 100
    are expected before; by the normal approximation on the log scale from there, as throughout for the comparison area. 0.0
    where an area holds nothing before.

    Source: delta-method variance as in did_rate_ratio; the exact conditional test where nothing is left.
    """
    from scipy.special import ndtr, ndtri

    if min(before, compared, longer) <= 0 or ratio == 1:
        return 0.0
    after = before * ratio * longer
    if before < SUMMED_BELOW:
        return _summed_power(before, after, compared, longer)
    error = float(
        np.sqrt(1 / before + 1 / max(after, 1.0) + 1 / compared + 1 / (compared * longer))
    )
    return float(
        ndtr(abs(np.log(max(after, 1.0) / (before * longer))) / error + ndtri(tail_area(0.95)))
    )


def _summed_power(before: float, after: float, compared: float, longer: float) -> float:
    from scipy.special import ndtr, ndtri
    from scipy.stats import hypergeom, poisson

    then, now = (
        np.arange(int(poisson.ppf(1e-7, mean)), int(poisson.isf(1e-7, mean)) + 1)
        for mean in (before, after)
    )
    had, left = np.meshgrid(then, now, indexing="ij")
    sums = np.maximum(had, 0.5), np.maximum(left, 0.5)
    log = np.log(sums[1] / sums[0] / longer)
    noise = np.sqrt(1 / compared + 1 / (compared * longer))
    reach = -ndtri(tail_area(0.95)) * np.sqrt(1 / sums[0] + 1 / sums[1] + noise**2)
    sign = np.where(
        had > 0, ndtr((-log if after < before * longer else log) / noise - reach / noise), 0.0
    )
    steady = round(compared * longer)
    gone = hypergeom.pmf(0, had + round(compared) + steady, steady, had) < tail_area(
        0.95
    )  # nothing left: none of those after is inside
    sign = np.where(left == 0, gone & (after < before * longer), sign)
    return float(poisson.pmf(then, before) @ sign @ poisson.pmf(now, after))


def needed_before(
    times: float, *, ratio: float, longer: float = 1.0, power: float = ENOUGH
) -> int | None:
    """Offences before (int) from which a change by `ratio` is found with this power, by did_power.

    times   size of the comparison area: its offences before, as a multiple of the operation area's
    ratio   float, rate after over rate before
    longer  length of the period after over the one before

    Returns the smallest such count, None where none up to 20,000 would do. Source: did_power, searched by halving.
    """
    low, high = 0, MOST_NEEDED
    if did_power(high, high * times, ratio=ratio, longer=longer) < power:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (low, middle)
            if did_power(middle, middle * times, ratio=ratio, longer=longer) >= power
            else (middle, high)
        )
    return high
