"""How unevenly offences fall on areas, and how well yesterday's places foretold today's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.rates.intervals import Floats


def gini(counts: ArrayLike, *, generalised: bool = False, unbiased: bool = False) -> float | None:
    """Gini coefficient of the counts (float): 0 where every area has as many, near 1 where one area has all.

    counts       int, offences of each area, those without any included
    generalised  allow for fewer offences than areas, when even the most even spread leaves areas empty
    unbiased     n / (n − 1) times that, n the areas, or the offences where they are fewer and `generalised` is on

    Returns a float, None where there is no offence, or but one area or offence to spread. A count below 0 is refused.

    Source: Bernasco and Steenbeek (2017), More places than crimes, as in lorenzgini.
    """
    seen = _sorted_counts(counts)
    areas, total = len(seen), seen.sum()
    if not total > 0:
        return None
    plain = 2 * float(np.arange(1, areas + 1) @ seen) / (areas * total) - (areas + 1) / areas
    if generalised:
        plain = max(1.0, areas / total) * (plain - 1) + 1
    spread = min(areas, total) if generalised else areas
    if not unbiased:
        return float(plain)
    return float(plain * spread / (spread - 1)) if spread > 1 else None


def lorenz(counts: ArrayLike, weights: ArrayLike | None = None) -> tuple[Floats, Floats]:
    """Lorenz curve: share of areas (x) and of offences (y), floats from 0 to 1, emptiest areas first.

    counts   int, offences of each area
    weights  how many areas each count stands for; 1 each unless given

    Returns x and y, both starting at 0; both hold only that 0 where there is no offence. A count below 0 is refused.

    Source: Lorenz (1905), as in R's ineq and DescTools (Lc).
    """
    seen = np.asarray(counts, dtype=float)
    times = np.ones(len(seen)) if weights is None else np.asarray(weights, dtype=float)
    _sorted_counts(seen)
    if not (seen * times).sum() > 0:
        return np.zeros(1), np.zeros(1)
    order = np.argsort(seen, kind="stable")
    areas, offences = np.cumsum(times[order]), np.cumsum((seen * times)[order])
    return np.concatenate([[0], areas / areas[-1]]), np.concatenate([[0], offences / offences[-1]])


def areas_for_share(counts: ArrayLike, share: float) -> tuple[int, float] | None:
    """The fewest areas (int) that together hold a share of all offences, and their per cent (float) of all areas.

    counts  int, offences of each area, those without any included
    share   float between 0 and 1, 0.5 for half of all offences

    Returns areas and per cent, None where there is no offence. A share outside 0 to 1 is refused.

    Source: Weisburd (2015), The law of crime concentration.
    """
    if not 0 <= share <= 1:
        raise DataProblem("A share lies between 0 and 1.", f"We were given {share:g}.")
    seen = _sorted_counts(counts)[::-1]
    if not seen.sum() > 0:
        return None
    reached = np.cumsum(seen) >= share * seen.sum() * (1 - 1e-12)
    areas = int(np.argmax(reached)) + 1 if share else 0
    return areas, 100 * areas / len(seen)


def prediction_scores(observed: ArrayLike, predicted: ArrayLike, area: ArrayLike) -> DataFrame:
    """How well a list of places, taken from the top, caught what came: one row for each length of the list.

    observed   int, offences of each place in the later period
    predicted  int or float, what the list was sorted by; highest for its area first, ties with fewer offences first
    area       float, size of each place in any one unit: km², cells, metres of street

    Returns a frame in the order of the list:
        position  int, the place's position in what was given
        captured  float, share of the offences caught so far, 0 to 1
        pai       float, that share over the share of the area; 1 is no better than chance
        pei       float, pai over the best that a list of as many places could reach
        rri       float, predicted over observed so far; NaN where none was observed yet

    pai and pei are NaN where no offence was observed. A place without size is refused.

    Source: Chainey, Tompson and Uhlig (2008) for the PAI; Hunt (2016) for the PEI; Wheeler and Steenbeek (2021) and
    ptools for the running lists and the RRI.
    """
    seen, forecast, size = (np.asarray(a, dtype=float) for a in (observed, predicted, area))
    if np.any(size <= 0):
        raise DataProblem(
            "A place without size cannot be scored.", f"{int((size <= 0).sum())} have no size."
        )
    order = np.lexsort((seen, -forecast / size))
    best = np.argsort(-seen / size, kind="stable")
    captured, oracle = (_running(seen[o], seen.sum()) for o in (order, best))
    covered, oracle_covered = (_running(size[o], size.sum()) for o in (order, best))
    pai, caught = captured / covered, np.cumsum(seen[order])
    rri = np.cumsum(forecast[order]) / np.where(caught > 0, caught, np.nan)
    return DataFrame(
        {
            "position": order,
            "captured": captured,
            "pai": pai,
            "pei": pai / (oracle / oracle_covered),
            "rri": rri,
        }
    )


def _running(values: Floats, total: float) -> Floats:
    return np.cumsum(values) / (total if total > 0 else np.nan)


def _sorted_counts(counts: ArrayLike) -> Floats:
    seen = np.sort(np.asarray(counts, dtype=float))
    if len(seen) and seen[0] < 0:
        raise DataProblem("A count cannot be below 0.", f"The smallest we saw is {seen[0]:g}.")
    return seen


@dataclass(frozen=True)
class Concentration:
    """How unevenly offences lie, beside the same number dealt out at random: Gini and per cent of areas for half of them.

    *_random are means, *_low and *_high the middle 95 % of the random maps.
    """

    offences: int
    areas: int
    gini: float
    gini_random: float
    gini_low: float
    gini_high: float
    half: float
    half_random: float
    half_low: float
    half_high: float


def against_random(
    counts: ArrayLike, chances: ArrayLike, *, draws: int = 200, seed: int = 0
) -> Concentration | None:
    """Gini and the per cent of areas that hold half of all offences, beside random allocation of as many offences.

    counts   int, offences of each area, those without any included
    chances  float, how likely an offence at random is to fall on each area, such as its map points; scaled to sum to 1
    draws    int, random maps
    seed     int, the same seed gives the same figures

    Returns a Concentration, None where there is no offence. The Gini allows for fewer offences than areas.

    Source: Bernasco and Steenbeek (2017); comparison with random allocation as Levin, Rosenfeld and Deckard (2017) argue for.
    """
    seen, chance = np.asarray(counts, dtype=np.int64), np.asarray(chances, dtype=float)
    half = areas_for_share(seen, 0.5)
    uneven = gini(seen, generalised=True)
    if half is None or uneven is None:
        return None
    maps = np.random.default_rng(seed).multinomial(int(seen.sum()), chance / chance.sum(), draws)
    even = np.array([gini(sample, generalised=True) for sample in maps], dtype=float)
    halves = np.array([(areas_for_share(sample, 0.5) or (0, np.nan))[1] for sample in maps])
    low, half_low, high, half_high = (
        float(np.quantile(values, at)) for at in (0.025, 0.975) for values in (even, halves)
    )
    return Concentration(
        int(seen.sum()),
        len(seen),
        uneven,
        float(even.mean()),
        low,
        high,
        half[1],
        float(halves.mean()),
        half_low,
        half_high,
    )
