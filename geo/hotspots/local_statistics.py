"""Places that stand out beyond chance: Gi*, Moran's I, what survives many tests, nearness in space and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.core.errors import DataProblem
from geo.core.false_discovery import false_discovery_q
from geo.rates.intervals import Floats

Neighbours = Sequence[Sequence[int]]
Standardise = Literal["B", "R"]
QUADRANTS = {
    1: "HH",
    2: "LH",
    3: "LL",
    4: "HL",
}  # esda's codes: the place's own value first, then its neighbours'
PAIRS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class GlobalMoran:
    """Moran's I with its mean if there were no pattern, and variance, score and p by normality and by randomisation."""

    i: float
    expected: float
    variance_norm: float
    z_norm: float
    p_norm: float
    variance_rand: float
    z_rand: float
    p_rand: float


@dataclass(frozen=True)
class LocalMoran:
    """For each place Moran's I and esda's quadrant code: 1 high-high, 2 low-high, 3 low-low, 4 high-low."""

    i: Floats
    code: NDArray[np.int64]


@dataclass(frozen=True)
class Knox:
    """Pairs expected close in both space and time, observed over expected, and the chance of as many or more."""

    expected: float | None
    ratio: float | None
    p: float | None


def neighbour_graph(neighbours: Neighbours, *, include_self: bool = False) -> Any:
    """A libpysal Graph with weight 1 (float) for each neighbour, made once and used for several measures.

    neighbours    for each place the positions of its neighbours, itself not among them; an empty list is an island
    include_self  whether a place counts among its own neighbours

    Returns the Graph, its places numbered as given. A position that does not exist is refused.

    Source: libpysal.
    """
    from libpysal.graph import Graph

    near = [sorted(set(places) - {place}) for place, places in enumerate(neighbours)]
    focal = np.repeat(np.arange(len(near)), [max(1, len(places)) for places in near])
    other = np.concatenate([places or [place] for place, places in enumerate(near)]).astype(int)
    if other.min() < 0 or other.max() >= len(near):
        raise DataProblem(
            "A neighbour is named that does not exist.", f"There are {len(near)} places."
        )
    graph = Graph.from_arrays(focal, other, (focal != other).astype(float))
    return graph.assign_self_weight(1) if include_self else graph


def gi_star(
    values: ArrayLike,
    neighbours: Neighbours | Any,
    *,
    include_self: bool = True,
    standardise: Standardise = "B",
) -> tuple[Floats, Floats]:
    """Getis-Ord score (float, standard deviations) and two-sided normal p of each place with its neighbours.

    values        int or float, one for each place
    neighbours    positions of the neighbours, or a graph from neighbour_graph made with the same include_self
    include_self  True for Gi*, False for Gi
    standardise   "B" weighs each neighbour 1, as it should be; "R" (weights that sum to 1) is esda's, whose variance
                  is too large then, and stands here for its published figures alone

    Returns z and p in the order given; NaN where a place touches all others, has none to look at, or all values are
    alike.

    Source: Ord and Getis (1995), by esda's G_Local.
    """
    from esda.getisord import G_Local

    series = np.asarray(values, dtype=float)
    if not len(series) or np.ptp(series) == 0:
        return np.full(series.shape, np.nan), np.full(series.shape, np.nan)
    graph = _graph(neighbours, include_self=include_self)
    with np.errstate(divide="ignore", invalid="ignore"):
        result = G_Local(series, graph, transform=standardise, star=None, permutations=0)
    defined = np.isfinite(result.Zs)
    return np.where(defined, result.Zs, np.nan), np.where(
        defined, np.minimum(1, 2 * result.p_norm), np.nan
    )


def bonferroni_critical(alpha: float, tests: int) -> float | None:
    """The score (float) that one of `tests` independent one-sided tests passes by chance with probability alpha.

    alpha  float between 0 and 1
    tests  int, at least 1

    Returns z, None where there is no test.

    Source: Ord and Getis (1995), table 3: the n-th root of 1 − alpha.
    """
    from scipy.special import ndtri

    return float(ndtri((1 - alpha) ** (1 / tests))) if tests >= 1 else None


def global_moran(
    values: ArrayLike,
    neighbours: Neighbours | Any,
    *,
    standardise: Standardise = "R",
    two_sided: bool = True,
) -> GlobalMoran | None:
    """Moran's I (float): above its expected value where like lies by like, below where unlike does.

    values       int or float, one for each place
    neighbours   positions of the neighbours, or a graph from neighbour_graph
    standardise  "R" weights sum to 1 for each place, "B" weighs each neighbour 1
    two_sided    whether p counts both directions

    Returns a GlobalMoran, None where all values are alike or nobody has a neighbour; with three places the figures by
    randomisation are NaN.

    Source: Cliff and Ord (1981), by esda's Moran.
    """
    from esda.moran import Moran

    series = np.asarray(values, dtype=float)
    if len(series) < 3 or np.ptp(series) == 0 or not (graph := _graph(neighbours)).nonzero:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        m = Moran(series, graph, transformation=standardise, permutations=0, two_tailed=two_sided)
    figures = np.array(
        [m.I, m.EI, m.VI_norm, m.z_norm, m.p_norm, m.VI_rand, m.z_rand, m.p_rand], dtype=float
    )
    if len(series) == 3:
        figures[5:] = np.nan
    return GlobalMoran(*figures.tolist())


def local_moran(
    values: ArrayLike,
    neighbours: Neighbours | Any,
    *,
    standardise: Standardise = "R",
    divisor: Literal["n", "n-1"] = "n",
) -> LocalMoran | None:
    """Local Moran's I (float) of each place, and whether high lies by high, low by low, or one by the other.

    values       int or float, one for each place
    neighbours   positions of the neighbours, or a graph from neighbour_graph
    standardise  "R" weights sum to 1 for each place, "B" weighs each neighbour 1
    divisor      of the variance: "n" as spdep, "n-1" as esda and GeoDa

    Returns a LocalMoran in the order given, None where all values are alike. The class says nothing of significance.

    Source: Anselin (1995), by esda's Moran_Local.
    """
    from esda.moran import Moran_Local

    series = np.asarray(values, dtype=float)
    if not len(series) or np.ptp(series) == 0:
        return None
    local = Moran_Local(series, _graph(neighbours), transformation=standardise, permutations=0)
    scale = len(series) / (len(series) - 1) if divisor == "n" else 1.0
    return LocalMoran(np.asarray(local.Is) * scale, np.asarray(local.q, dtype=np.int64))


def lisa_classes(
    values: ArrayLike, neighbours: Neighbours | Any, *, alpha: float = 0.05, seed: int = 1
) -> NDArray[np.str_]:
    """For each place HH, LL, HL or LH where it and its neighbours are alike or unlike beyond chance, else an empty text.

    values      int or float, one for each place
    neighbours  positions of the neighbours, or a graph from neighbour_graph
    alpha       float, share of false finds allowed
    seed        int, the same seed gives the same classes

    Returns texts in the order given, all empty where all values are alike; an island has none. p is two-sided, from as many
    conditional permutations as twice the places over alpha, so that it can pass Benjamini–Hochberg over all of them.

    Source: Anselin (1995), by esda's Moran_Local; Benjamini and Hochberg (1995).
    """
    from esda.moran import Moran_Local

    series = np.asarray(values, dtype=float)
    words = np.full(len(series), "", dtype="<U2")
    if not len(series) or np.ptp(series) == 0:
        return words
    graph = _graph(neighbours)
    with np.errstate(divide="ignore", invalid="ignore"):
        local = Moran_Local(
            series,
            graph,
            transformation="R",
            permutations=int(np.ceil(2 * len(series) / alpha)),
            seed=seed,
            n_jobs=1,
        )
    p = np.where(
        np.isin(np.arange(len(series)), list(graph.isolates)),
        np.nan,
        np.minimum(1, 2 * np.asarray(local.p_sim)),
    )
    significant = false_discovery_q(p) <= alpha
    words[significant] = [QUADRANTS[int(code)] for code in np.asarray(local.q)[significant]]
    return words


def knox_observed(
    points: ArrayLike,
    days: ArrayLike,
    *,
    space_breaks: Sequence[float | None],
    time_breaks: Sequence[float | None],
    metric: Literal["euclidean", "manhattan"] = "euclidean",
    closed: Literal["left", "right"] = "left",
) -> NDArray[np.int64]:
    """Pairs of events (int) by how far apart they lie in metres (rows) and in days (columns).

    points        float, shape (n, 2), easting and northing in metres
    days          int or float, day of each event
    space_breaks  metres, rising; None as the last leaves the end open
    time_breaks   days, rising; None as the last leaves the end open
    metric        "euclidean" as the crow flies, "manhattan" along a street grid
    closed        "left" counts a pair that lies on a break in the band above it, "right" in the band below

    Returns an int array, one row a distance band, one column a time band; pairs outside all bands are left out.
    Only for events with their true place and day.

    Source: Knox (1964); bands as in the R package NearRepeat.
    """
    from scipy.spatial.distance import cdist

    places, when = np.asarray(points, dtype=float).reshape(-1, 2), np.asarray(days, dtype=float)
    bands = [
        np.array([np.inf if b is None else b for b in breaks])
        for breaks in (space_breaks, time_breaks)
    ]
    shape = (len(bands[0]) - 1, len(bands[1]) - 1)
    side: Literal["left", "right"] = "right" if closed == "left" else "left"
    pairs, step = (
        np.zeros(shape[0] * shape[1], dtype=np.int64),
        max(1, PAIRS_AT_ONCE // max(1, len(when))),
    )
    for start in range(0, len(when), step):
        rows = np.arange(start, min(start + step, len(when)))
        later = np.arange(len(when)) > rows[:, None]
        far = cdist(places[rows], places, "cityblock" if metric == "manhattan" else "euclidean")[
            later
        ]
        apart = np.abs(when[rows][:, None] - when)[later]
        i, j = (
            np.searchsorted(b, d, side=side) - 1 for b, d in zip(bands, (far, apart), strict=True)
        )
        inside = (i >= 0) & (i < shape[0]) & (j >= 0) & (j < shape[1])
        pairs += np.bincount(i[inside] * shape[1] + j[inside], minlength=len(pairs))
    return pairs.reshape(shape)


def knox_expected(
    close_both: int, *, close_time_only: int, close_space_only: int, neither: int
) -> Knox:
    """Pairs (float) that would be close in space and in time were the two unrelated, and how far the count exceeds it.

    close_both        int, pairs close in both
    close_time_only   int, pairs close in time but not in space
    close_space_only  int, pairs close in space but not in time
    neither           int, all other pairs

    Returns a Knox; None where there is no pair, ratio None where none is expected. The p takes pairs as independent
    (Poisson), which they are only when close pairs are rare.

    Source: Knox (1964), The detection of space-time interactions.
    """
    from scipy.stats import poisson

    pairs = close_both + close_time_only + close_space_only + neither
    if pairs == 0:
        return Knox(None, None, None)
    expected = (close_both + close_time_only) * (close_both + close_space_only) / pairs
    ratio = close_both / expected if expected else None
    return Knox(expected, ratio, float(poisson.sf(close_both - 1, expected)))


def _graph(neighbours: Neighbours | Any, *, include_self: bool = False) -> Any:
    return (
        neighbour_graph(neighbours, include_self=include_self)
        if isinstance(neighbours, Sequence)
        else neighbours
    )
