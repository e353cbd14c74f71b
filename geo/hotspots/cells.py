"""Gi* where offences lie on fixed map points: hexagons or polygons whose surroundings hold more than chance would put there.

What *no pattern* means here. Open data move every offence to one of some 7,300 fixed points, a few of which record forty
times the average whatever lies around them. The normal approximation of Gi* takes such a point for a cluster (at least one
false hotspot in most of the maps with no pattern, see bench/README.md). So the p is that of randomisation: were the counts
of all map points dealt out again among the points, how often would as many offences fall on the points of this place and
those around it? It is worked out exactly, by convolution, not by drawing, and so is fine enough for any number of tests.
A place with many points expects many offences: hotspots are not merely where there are more addresses. Nor, where residents
are given, where more people live around each point: the same is asked of as many points as the residents around would have
on average, and the larger of the two p counts. A hotspot stands out whichever of the two bases is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.core.false_discovery import false_discovery_q
from geo.rates.intervals import Floats, poisson_limits

ALPHA = 0.05
FEWEST_EXPECTED = (
    5.0  # offences on the points of a place and those around it, were all points alike
)
FEWER_EXPECTED = 1.0  # where too few places expect that many
ENOUGH_TESTED, FEWEST_TESTED = 500, 100  # places, or half and a tenth of all where that is fewer
FEWEST_OFFENCES = 50  # in all: below, chance alone explains nearly any map
SMALLEST_P = 1e-12  # what double precision leaves of a tail
HOT, COLD, BESIDE, NEITHER, UNTESTED = (
    "hotspot",
    "clearly fewer",
    "beside a hotspot",
    "not significant",
    "not tested",
)
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class GiStar:
    """Gi* of every place, and how many were left at each step.

    places  one row a place in the order given: offences, points (int, its own), near_offences, near_points (int, with those
            around it), expected (float), z, p, q (float, NaN where not tested), standing (HOT, COLD, BESIDE, NEITHER, UNTESTED)
    fewest  what a place and those around it had to expect to be tested
    funnel  places, with_points, tested, below_p (p < alpha before any control), kept (after it: hot, beside or cold), hot, cold
    """

    places: DataFrame
    funnel: dict[str, int]
    fewest: float = FEWEST_EXPECTED

    @property
    def hot(self) -> NDArray[np.bool_]:
        return self.places["standing"].to_numpy() == HOT


def near_matrix(near: NDArray[np.int64] | list[list[int]]) -> Any:
    """Binary weights including self as a sparse matrix (scipy), one row a place.

    near  int, positions of each place's neighbours, −1 for none: from geo.space.grid.neighbour_places, or a list of lists

    Returns a csr_array of 0 and 1, square; a place without neighbours is an island and keeps itself alone.

    Source: Ord and Getis (1995).
    """
    from scipy.sparse import csr_array

    count = len(near)
    most = max([len(places) for places in near], default=0)
    table = np.array([[*places, *[-1] * (most - len(places))] for places in near]).reshape(
        count, most
    )
    focal, at = np.nonzero(table >= 0)
    other = table[focal, at]
    rows, columns = (
        np.concatenate([np.arange(count), focal]),
        np.concatenate([np.arange(count), other]),
    )
    return csr_array(
        (np.ones(len(rows)), (rows.astype(int), columns.astype(int))), shape=(count, count)
    )


def found_hotspots(
    offences: Ints,
    at: Ints,
    near: Any,
    *,
    touch: Any = None,
    residents: Floats | None = None,
    alpha: float = ALPHA,
) -> GiStar:
    """Which places, with those around them, hold more or fewer offences than randomisation allows, after false-discovery control.

    offences         int, offences of each map point, points without any included
    at               int, position of the place that each point lies in
    near             binary weights including self, from near_matrix
    touch            binary weights of the places that share an edge, over which hot places are joined; `near` unless given
    residents        float, people living around each map point; without them only map points are a base
    alpha            float, share of false finds allowed among those called hot or cold

    A place is tested where its own points and those around it would hold 5 offences or more were all points alike; where fewer
    than 500 places (or half of all) expect so many, 1 or more. The rule looks at points, never at what was recorded at any of
    them, so it cannot favour hotspots; p is exact however few are expected, and fewer tests leave more power to each.

    Returns a GiStar: z of Getis and Ord over the points (not used for p), two-sided p by randomisation, at least 1e-12 and 1
    where the two bases point in opposite directions, Benjamini–Hochberg q over the places tested.

    A place that passes only by what lies around it is *beside a hotspot*: one that holds no more than its own points expect, and
    hot ones that touch but even together hold too few to be told from what their points expect (lower 95 % limit not above).

    Raises DataProblem for fewer than 50 offences, or where fewer than 100 places (or a tenth of all) can be tested.

    Source: Ord and Getis (1995), binary weights including self, on map points; the randomisation distribution by
    convolution of the points' counts (drawing with replacement, whose tails are no lighter than without: Hoeffding 1963);
    Benjamini and Hochberg (1995).
    """
    total, points = int(offences.sum()), len(offences)
    if total < FEWEST_OFFENCES:
        raise DataProblem(
            "There are too few offences to find hotspots.",
            f"We saw {total:,}; {FEWEST_OFFENCES} are the fewest.",
            "Choose more months or more offence types.",
            "",
        )
    places = near.shape[0]
    own, held = (
        np.bincount(at, offences, places).astype(np.int64),
        np.bincount(at, minlength=places),
    )
    near_offences, near_points = (
        np.rint(near @ counted).astype(np.int64) for counted in (own, held)
    )
    expected = near_points * total / points
    fewest = _fewest(expected)
    tested = (expected >= fewest) & (near_points < points)
    if tested.sum() < min(FEWEST_TESTED, places / 10):
        raise DataProblem(
            "There are too few offences to find hotspots.",
            f"We saw {total:,}; {int(tested.sum()):,} of {places:,} places expect {fewest:g} with those around them.",
            "Choose more months, more offence types or larger places.",
            "",
        )
    p = np.full(places, np.nan)
    p[tested] = randomisation_p(offences, near_points[tested], near_offences[tested])
    above = near_offences > expected
    if residents is not None:
        by_people = near @ np.bincount(at, residents, places) / residents.mean()
        other = randomisation_p(
            offences, np.rint(by_people[tested]).astype(np.int64).clip(min=1), near_offences[tested]
        )
        agree = above[tested] == (near_offences > by_people * total / points)[tested]
        p[tested] = np.where(agree, np.maximum(p[tested], other), 1.0)
    q = false_discovery_q(p)
    significant = q <= alpha
    standing = standings(tested, significant, above, own > held * total / points)
    standing[
        _weak(standing == HOT, own, held * total / points, near if touch is None else touch)
    ] = BESIDE
    table = DataFrame(
        {
            "offences": own,
            "points": held,
            "near_offences": near_offences,
            "near_points": near_points,
            "expected": expected,
            "z": np.where(tested, _scores(offences, near_points, near_offences), np.nan),
            "p": p,
            "q": q,
            "standing": standing,
        }
    )
    return GiStar(
        table,
        {
            "places": places,
            "with_points": int((held > 0).sum()),
            "tested": int(tested.sum()),
            "below_p": int((p < alpha).sum()),
            "kept": int(significant.sum()),
            "hot": int((standing == HOT).sum()),
            "cold": int((standing == COLD).sum()),
        },
        fewest,
    )


def standings(tested: Bools, significant: Bools, above: Bools, itself: Bools) -> NDArray[np.str_]:
    """The word for each place: HOT, COLD, BESIDE, NEITHER or UNTESTED.

    tested  whether it was tested; significant whether it passed; above whether it and those around it hold more than expected
    itself  whether it alone holds more than expected: one that does not is only beside a hotspot
    """
    return np.select(
        [~tested, ~significant, above & itself, above],
        [np.full(len(tested), word) for word in (UNTESTED, NEITHER, HOT, BESIDE)],
        np.full(len(tested), COLD),
    )


def randomisation_p(offences: Ints, drawn: Ints, seen: Ints) -> Floats:
    """Two-sided p (float) of a sum of so many points drawn at random among all points.

    offences  int, offences of each map point
    drawn     int, how many points each sum is over, 1 or more
    seen      int, each sum

    Returns twice the smaller tail, at most 1 and at least 1e-12, in the order given. Source: the m-fold convolution of the
    counts' distribution by fast Fourier transform.
    """
    share = np.bincount(offences) / len(offences)
    most = int(
        max(seen.max(), (drawn * offences.mean() + 12 * np.sqrt(drawn) * offences.std()).max())
    )
    length = 1 << int(np.ceil(np.log2(most + int(offences.max()) + 2)))
    wave = np.fft.rfft(share, length)
    p = np.ones(len(drawn))
    for size in np.unique(drawn):
        mine = drawn == size
        chance = np.clip(np.fft.irfft(wave ** int(size), length), 0, None)
        at_most = np.cumsum(chance)
        at_least = np.cumsum(chance[::-1])[::-1]
        p[mine] = 2 * np.minimum(at_most[seen[mine]], at_least[seen[mine]])
    return p.clip(SMALLEST_P, 1.0)


def joined_places(hot: NDArray[np.bool_], near: Any) -> Ints:
    """The number (int) of the group of touching hot places that each place belongs to.

    hot   bool, one a place
    near  binary weights of the places that touch, from near_matrix

    Returns 0, 1, … in the order of the places, −1 where a place is not hot. Source: connected components (scipy).
    """
    from scipy.sparse.csgraph import connected_components

    group = np.full(len(hot), -1, dtype=np.int64)
    chosen = np.flatnonzero(hot)
    if len(chosen):
        group[chosen] = connected_components(near[chosen][:, chosen], directed=False)[1]
    return group


def _fewest(expected: Floats) -> float:
    """What a place must expect to be tested, so that enough are."""
    return (
        FEWEST_EXPECTED
        if (expected >= FEWEST_EXPECTED).sum() >= min(ENOUGH_TESTED, len(expected) / 2)
        else FEWER_EXPECTED
    )


def _weak(hot: Bools, own: Ints, expected: Floats, touch: Any) -> Bools:
    """Hot places that, joined with those they touch, hold too few to be told from what is expected of them."""
    group = joined_places(hot, touch)
    joined, foreseen = (
        np.bincount(group[hot], values[hot], max(int(group.max(initial=-1)) + 1, 1))
        for values in (own, expected)
    )
    low, _ = poisson_limits(np.rint(joined).astype(np.int64))
    return np.asarray(hot & (low <= foreseen)[group])


def _scores(offences: Ints, near_points: Ints, near_offences: Ints) -> Floats:
    """Gi* of Ord and Getis with the map points as sites."""
    n = len(offences)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = offences.std() * np.sqrt((n * near_points - near_points**2) / (n - 1))
        return (near_offences - near_points * offences.mean()) / spread
