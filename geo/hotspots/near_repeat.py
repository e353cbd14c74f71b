"""Near repeats: whether offences follow each other in place and time more than chance, where place and day are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.hotspots.cells import Ints
from geo.rates.intervals import Floats

SPACE_BREAKS = (0.0, 100.0, 200.0, 400.0)  # metres
TIME_BREAKS = (0.0, 7.0, 14.0, 28.0)  # days
FEWEST_EVENTS, MOST_EVENTS = 50, 5_000
DRAWS = 199


def require_exact(*, detailed: bool) -> None:
    """Refuse a source that knows neither the place nor the day of an offence (detailed is False). Source: this project."""
    if not detailed:
        raise DataProblem(
            "Near repeats cannot be looked for in this source.",
            "It knows the month of an offence, not its day, and moves its place to a shared map point: offences would be "
            "near each other because the publisher put them there.",
            "Load the force's own records, which hold place and day.",
            "",
        )


def near_repeats(
    grid: ArrayLike,
    days: ArrayLike,
    *,
    space_breaks: Sequence[float] = SPACE_BREAKS,
    time_breaks: Sequence[float] = TIME_BREAKS,
    draws: int = DRAWS,
    seed: int = 0,
) -> DataFrame:
    """Pairs of offences by distance and days apart, beside as many maps in which the days were dealt out again.

    grid          float, shape (n, 2), easting and northing in metres, exact places
    days          int or float, day of each offence
    space_breaks  metres, rising; time_breaks days, rising; a pair on a break counts in the band above it
    draws         int, maps with the days exchanged among the places; the same seed gives the same figures

    Returns one row for each band of distance and time: metres_from, metres_to, days_from, days_to, observed (int), expected
    (float, mean of the maps), ratio (float, NaN where none is expected), p (float, one-sided, at least 1 / (draws + 1)).

    Raises DataProblem for fewer than 50 offences or more than 5,000.

    Source: Knox (1964) with the Monte Carlo test of Besag and Diggle (1977), as near-repeat calculators do.
    """
    places, when = np.asarray(grid, dtype=float).reshape(-1, 2), np.asarray(days, dtype=float)
    if not FEWEST_EVENTS <= len(when) <= MOST_EVENTS:
        raise DataProblem(
            "Near repeats need a middling number of offences.",
            f"We saw {len(when):,}; from {FEWEST_EVENTS} to {MOST_EVENTS:,} can be compared pair by pair.",
            "Choose other months or fewer offence types.",
            "",
        )
    random, pairs = np.random.default_rng(seed), _near_pairs(places, space_breaks)
    bands = len(space_breaks) - 1
    seen, *dealt = (
        _banded(*pairs, moments, time_breaks, bands)
        for moments in (when, *(random.permutation(when) for _ in range(draws)))
    )
    maps = np.array(dealt)
    expected, as_many = maps.mean(axis=0), (maps >= seen).sum(axis=0)
    rows = [
        {
            "metres_from": space_breaks[i],
            "metres_to": space_breaks[i + 1],
            "days_from": time_breaks[j],
            "days_to": time_breaks[j + 1],
            "observed": int(seen[i, j]),
            "expected": float(expected[i, j]),
            "ratio": float(seen[i, j] / expected[i, j]) if expected[i, j] else np.nan,
            "p": float((as_many[i, j] + 1) / (draws + 1)),
        }
        for i in range(seen.shape[0])
        for j in range(seen.shape[1])
    ]
    return DataFrame(rows)


def _near_pairs(places: Floats, breaks: Sequence[float]) -> tuple[Ints, Ints, Ints]:
    """Pairs of events no further apart than the last break: one, the other, and their band of distance."""
    from scipy.spatial import KDTree

    first, second = KDTree(places).query_pairs(breaks[-1], output_type="ndarray").T
    band = np.searchsorted(breaks, np.hypot(*(places[first] - places[second]).T), side="right") - 1
    within = (band >= 0) & (band < len(breaks) - 1)
    return first[within], second[within], band[within]


def _banded(
    first: Ints, second: Ints, band: Ints, when: Floats, breaks: Sequence[float], bands: int
) -> Ints:
    """Pairs by band of distance (rows) and of days (columns)."""
    apart = np.searchsorted(breaks, np.abs(when[first] - when[second]), side="right") - 1
    within = (apart >= 0) & (apart < len(breaks) - 1)
    width = len(breaks) - 1
    return (
        np.bincount(band[within] * width + apart[within], minlength=bands * width)
        .reshape(bands, width)
        .astype(np.int64)
    )
