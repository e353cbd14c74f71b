"""How well a list of places foretold where the next offences fell, beside two plain rivals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.core.errors import DataProblem
from geo.rates.intervals import wilson


@dataclass(frozen=True)
class Score:
    """What a list of places caught of the next period: offences, share with its 95 % limits, PAI and PEI.

    captured is None, as all that follows, where nothing was recorded in the next period.
    """

    places: int
    offences: int
    captured: float | None
    low: float | None
    high: float | None
    pai: float | None
    pei: float | None


def score(
    chosen: NDArray[np.bool_],
    following: ArrayLike,
    area: ArrayLike | None = None,
    *,
    elsewhere: int = 0,
) -> Score:
    """The score of a list of places on the next period.

    chosen     bool, one a place: the list
    following  int, offences of each place in the next period
    area       float, size of each place in any one unit; all alike unless given
    elsewhere  int, offences of the next period that fell in none of the places

    Returns a Score:
    captured  share of the next period's offences that fell on the list, 0 to 1
    pai       that share over the list's share of the area of all places given; 1 is no better than chance
    pei       pai over that of the best list of as many places, known only afterwards; 1 is the best there could be

    Raises DataProblem for an empty list: it foretells nothing.

    Source: Chainey, Tompson and Uhlig (2008) for the PAI; Hunt (2016) for the PEI; Wilson (1927) for the limits.
    """
    seen = np.asarray(following, dtype=float)
    size = np.ones(len(seen)) if area is None else np.asarray(area, dtype=float)
    if not chosen.any():
        raise DataProblem(
            "There is no hotspot to judge.",
            "The list is empty.",
            "Choose more months or more offence types.",
            "",
        )
    caught, total = int(seen[chosen].sum()), int(seen.sum()) + elsewhere
    if not total:
        return Score(int(chosen.sum()), caught, None, None, None, None, None)
    share, low, high = (float(value) for value in wilson(caught, total))
    best = np.zeros(len(seen), dtype=bool)
    best[np.argsort(-seen / size, kind="stable")[: int(chosen.sum())]] = True
    pai, most = share / _part(chosen, size), seen[best].sum() / total / _part(best, size)
    return Score(int(chosen.sum()), caught, share, low, high, pai, pai / most)


def rivals(count: int, previous: ArrayLike, residents: ArrayLike) -> dict[str, NDArray[np.bool_]]:
    """Two lists as long as the one judged: the places with most offences before, and those with most residents.

    count      int, how many places a list holds
    previous   int, offences of each place before
    residents  float, people living in each place

    Returns *counts* and *residents*, bool, one a place; of places alike the one given first is taken. Source: this project.
    """
    return {
        name: _top(np.asarray(values, dtype=float), count)
        for name, values in (("counts", previous), ("residents", residents))
    }


def covered(
    offences: ArrayLike,
    km2: ArrayLike,
    *,
    most_places: int | None = None,
    most_km2: float | None = None,
) -> tuple[int, float, float]:
    """How many places, how much ground (km²) and what share of offences a patrol covers that takes the busiest places first.

    offences     int, offences of each place
    km2          float, its size
    most_places  int, as many places as can be patrolled
    most_km2     float, or as much ground

    Returns places (int), km² and share (float, 0 to 1; 0 where nothing was recorded). Source: this project.
    """
    seen, size = np.asarray(offences, dtype=float), np.asarray(km2, dtype=float)
    order = np.argsort(-seen / size, kind="stable")
    ground = np.cumsum(size[order])
    count = len(order) if most_km2 is None else int((ground <= most_km2 * (1 + 1e-9)).sum())
    count = min(count, len(order) if most_places is None else most_places)
    share = float(seen[order[:count]].sum() / seen.sum()) if seen.sum() else 0.0
    return count, float(ground[count - 1]) if count else 0.0, share


def _part(chosen: NDArray[np.bool_], size: Any) -> float:
    return float(size[chosen].sum() / size.sum())


def _top(values: Any, count: int) -> NDArray[np.bool_]:
    chosen = np.zeros(len(values), dtype=bool)
    chosen[np.argsort(-values, kind="stable")[:count]] = True
    return chosen
