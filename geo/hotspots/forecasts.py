"""Ways to foretell where the next month's offences fall: each gives every place a figure, most expected first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from geo.core.selection import months_between
from geo.hotspots.cells import Ints
from geo.rates.intervals import Floats

COUNTS, RECENT, STEADIED, KERNEL, NEAR_REPEAT, GI_STAR = (
    "counts",
    "recent",
    "steadied",
    "kernel",
    "near repeat",
    "gi star",
)
YEAR = 12  # months counted by COUNTS
HALF_LIFE = 6.0  # months in which a month's weight halves in RECENT
BANDWIDTHS = (0.0, 75.0, 100.0, 150.0, 200.0, 300.0)  # metres, of which KERNEL takes the fittest
REACH = 3.0  # bandwidths beyond which the kernel is cut off
STEADY_HALF_LIFE = 12.0  # months in which a month's weight halves in STEADIED
AROUND_METRES = 200.0  # standard deviation of the weights of a place's surroundings in STEADIED
OVERALL = 4.0  # places of the overall mean that stand beside the surroundings
SHAPES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # of the gamma prior, of which the likeliest is taken
BACKGROUND = (
    0.1  # share of every place's figure that is spread evenly while bandwidths are compared
)
NEAR_METRES, NEAR_DAYS = 100.0, 14.0  # distance and time in which a near repeat's pull falls to 1/e
PULL = 1.0  # near repeats beside the counts: a fresh offence on the spot counts once more


@dataclass(frozen=True, eq=False)
class Ground:
    """The places that may be listed.

    points   int, points of the ground in each place
    middles  float, shape (places, 2), easting and northing of each place's middle in metres
    near     binary weights including self, from geo.hotspots.cells.near_matrix
    km2      float, size of each place
    kernels  Gaussian weights among the places for each of BANDWIDTHS, each place's summing to 1 (sparse); 0 leaves all alone
    around   Gaussian weights of the places around each place, itself left out (sparse)
    """

    points: Ints
    middles: Floats
    near: Any
    km2: Floats
    kernels: Mapping[float, Any]
    around: Any


def ground_of(points: Ints, middles: Floats, near: Any, km2: Floats) -> Ground:
    """The places with the weights that ways of foretelling need; the arguments are those of Ground."""
    from scipy.sparse import eye_array

    kernels: dict[float, Any] = {0.0: eye_array(len(middles), format="csr")}
    for width in BANDWIDTHS[1:]:
        weights = _weights(middles, width)
        kernels[width] = weights / weights.sum(axis=0)[None, :]
    around = _weights(middles, AROUND_METRES)
    around.setdiag(0)
    return Ground(points, middles, near, km2, kernels, around)


def _weights(middles: Floats, width: float) -> Any:
    from scipy.sparse import csr_array
    from scipy.spatial import KDTree

    tree, count = KDTree(middles), len(middles)
    far = tree.sparse_distance_matrix(tree, REACH * width, output_type="coo_matrix")
    return csr_array(
        (np.exp(-0.5 * (far.data / width) ** 2), (far.row, far.col)), shape=(count, count)
    )


@dataclass(frozen=True, eq=False)
class Past:
    """What was known before a month to be foretold.

    offences  int, shape (places, months), those held
    months    the months held, first days, in order
    target    the month foretold
    events    float, shape (n, 3): easting, northing (metres) and day (days since 1970) of each offence whose time is
              known, in the same months; None where times are not known
    """

    offences: Ints
    months: tuple[date, ...]
    target: date
    events: Floats | None = None

    @property
    def ages(self) -> Floats:
        """Months from each month held to the one foretold, 1 for the month before it."""
        return np.array(
            [len(months_between(month, self.target)) - 1 for month in self.months], dtype=float
        )

    def before(self, months: int) -> Past:
        """The same without its newest months."""
        earlier = self.months[: len(self.months) - months]
        end = self.months[len(earlier)]
        events = self.events
        if events is not None:
            events = events[events[:, 2] < (end - date(1970, 1, 1)).days]
        return Past(self.offences[:, : len(earlier)], earlier, end, events)


Forecast = Callable[[Past, Ground], Floats]


def counts(past: Past, ground: Ground) -> Floats:
    """Offences of each place in the twelve months before the one foretold, or in those of them that are held."""
    del ground
    return past.offences[:, past.ages <= YEAR].sum(axis=1).astype(float)


def recent(past: Past, ground: Ground) -> Floats:
    """Offences of each place, a month's weight halving every six months. Source: exponential smoothing (Brown 1956)."""
    del ground
    return np.asarray(past.offences @ 0.5 ** (past.ages / HALF_LIFE))


def steadied(past: Past, ground: Ground) -> Floats:
    """Offences expected of each place by local empirical Bayes: what it recorded, drawn towards its surroundings.

    A month's weight halves every year. The prior of a place is a gamma distribution; its mean is that of the places around it
    (Gaussian weights of 200 m, itself left out) with four places of the overall mean, its shape the one of SHAPES under which
    the counts of all places are likeliest (negative binomial). A place with many offences keeps its own figure, one with few
    takes its surroundings' into account.

    Source: Marshall (1991), local empirical Bayes; Clayton and Kaldor (1987), gamma prior; Smith (1979), discounted counts.
    """
    from scipy.special import gammaln

    weights = 0.5 ** (past.ages / STEADY_HALF_LIFE)
    seen = (
        past.offences @ weights * weights.sum() / (weights**2).sum()
    )  # as counts: variance equals mean
    if not seen.sum():
        return np.asarray(seen)
    around = ground.around
    mean = (around @ seen + OVERALL * seen.mean()) / (around.sum(axis=1) + OVERALL)

    def likelihood(shape: float) -> float:
        parts = gammaln(seen + shape) - gammaln(shape) + shape * np.log(shape / (shape + mean))
        return float((parts + seen * np.log(mean / (shape + mean))).sum())

    shape = max(SHAPES, key=likelihood)
    return np.asarray((seen + shape) / (1 + shape / mean))


def kernel(past: Past, ground: Ground) -> Floats:
    """Offences of each place smoothed over its surroundings, by the bandwidth that foretold the newest months best.

    The bandwidth is the one of BANDWIDTHS with the greatest Poisson likelihood of each of the newest three months given those
    before it, 0 (no smoothing) among them. Source: Gaussian kernel, bandwidth by likelihood cross-validation forward in time
    (Habbema, Hermans and van den Broek 1974; Bowers, Johnson and Pease 2004 for its use).
    """
    fitness = dict.fromkeys(BANDWIDTHS, 0.0)
    for back in range(1, min(3, len(past.months) - 1) + 1):
        earlier = past.before(back)
        seen = past.offences[:, len(past.months) - back]
        base = counts(earlier, ground)
        if not base.sum():
            continue
        for width in BANDWIDTHS:
            share = ground.kernels[width] @ base / base.sum()
            share = (1 - BACKGROUND) * share / share.sum() + BACKGROUND / len(share)
            fitness[width] += float(seen @ np.log(share))
    width = max(fitness, key=lambda width: fitness[width])
    return np.asarray(ground.kernels[width] @ counts(past, ground))


def near_repeat(past: Past, ground: Ground) -> Floats:
    """Counts, and beside them what fresh offences pull after them: less with every metre and day.

    Raises ValueError where times are not known. Source: near-repeat victimisation (Bowers, Johnson and Pease 2004); distances
    and times as geo.hotspots.near_repeat looks for them.
    """
    from scipy.spatial import KDTree

    if past.events is None:
        raise ValueError("near repeats need the day of each offence")
    end = (past.target - date(1970, 1, 1)).days
    fresh = past.events[(past.events[:, 2] < end) & (past.events[:, 2] >= end - 4 * NEAR_DAYS)]
    pull = np.zeros(len(ground.middles))
    if len(fresh):
        tree = KDTree(ground.middles)
        pairs = tree.sparse_distance_matrix(
            KDTree(fresh[:, :2]), 4 * NEAR_METRES, output_type="coo_matrix"
        )
        weight = np.exp(-pairs.data / NEAR_METRES - (end - fresh[pairs.col, 2]) / NEAR_DAYS)
        np.add.at(pull, pairs.row, weight)
    return counts(past, ground) + PULL * pull


def gi_star(past: Past, ground: Ground) -> Floats:
    """z of Getis and Ord over the points of each place and those around it, up to one factor that all places share.

    Source: Ord and Getis (1995), as geo.hotspots.cells.
    """
    seen = counts(past, ground)
    near_offences, near_points = ground.near @ seen, ground.near @ ground.points
    every = ground.points.sum()
    free = np.sqrt(near_points * (every - near_points).clip(min=1) / every)
    return np.asarray((near_offences - near_points * seen.sum() / every) / free.clip(min=1e-9))


FORECASTS: dict[str, Forecast] = {
    COUNTS: counts,
    RECENT: recent,
    STEADIED: steadied,
    KERNEL: kernel,
    NEAR_REPEAT: near_repeat,
    GI_STAR: gi_star,
}


def candidates(*, timed: bool) -> tuple[str, ...]:
    """The ways that can be tried, the plainest first; near repeats only where the day of an offence is known."""
    return tuple(name for name in FORECASTS if timed or name != NEAR_REPEAT)
