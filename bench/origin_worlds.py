"""Worlds whose truth is known, put to the verdict on a rise of possession: was it more searching, or are more knives carried?

Each draw is two years of twelve months of one authority. Possession and searches vary as Poisson or half as much again; the spread is
measured from the months, and the sums are judged, as pages do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from bench.runs import Measurement
from geo.change.dispersion import paired_dispersion
from geo.knife.origin import (
    CANNOT_TELL,
    PROACTIVE_EXPLAINS,
    VIOLENCE_ROSE,
    OriginChange,
    origin_change,
)
from geo.knife.origin_premises import Dispersion
from geo.knife.search_exposure import SearchCount

ORIGINS = ("proactive", "school", "reported")
VIOLENCE, FINDS = 250, 0.16  # reported knife violence a year; finds of each weapon search
RICH = 3.0  # where searching is richest it finds so many times as often as elsewhere
MONTHS = 12
SPREADS = (1.0, 1.5)
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Size:
    """A year of one authority: possession that searches find, possession that comes to light otherwise, weapon searches."""

    name: str
    by_search: float
    otherwise: float
    searches: float


# Of 3,600 searches of the force a year 28 % are for weapons; of some 225 offences of possession in each authority 47 % are proactive.
AUTHORITY = Size("an authority", 100, 110, 500)
MIDDLING = Size("200 found in 1,000 searches", 200, 200, 1000)
BUSY = Size("four times an authority", 400, 440, 2000)
SMALL_REACH = Size("400 found in 1,000 searches", 400, 400, 1000)


@dataclass(frozen=True)
class World:
    """How many times what it was each thing becomes in the second year.

    verdict    the right one
    searching  weapon searches made
    carried    knives carried: what a search finds, and what comes to light otherwise
    aimed      finds of each search, by better aim: nothing else changes
    violence   reported knife violence
    rich       share of searching in wards where it finds RICH times as often, then and now
    unknown    share of unknown origin, then and now
    loaded     whether searches are loaded
    """

    name: str
    verdict: str
    searching: float = 1.0
    carried: float = 1.0
    aimed: float = 1.0
    violence: float = 1.0
    rich: tuple[float, float] = (0.3, 0.3)
    unknown: tuple[float, float] = (0.05, 0.05)
    loaded: bool = True


SURGE = World("a surge of searching", PROACTIVE_EXPLAINS, searching=2.5)
TRUE_RISE = World("a true rise of knives", VIOLENCE_ROSE, carried=1.6, violence=1.6)
BOTH = World(
    "more searching and more knives", VIOLENCE_ROSE, searching=2.0, carried=1.6, violence=1.6
)
UNKNOWN = World("a surge with 40 % unknown", CANNOT_TELL, searching=2.5, unknown=(0.4, 0.4))
NOTHING = World("nothing at all", CANNOT_TELL)
WORLDS = (SURGE, TRUE_RISE, BOTH, UNKNOWN, NOTHING)
MORE_SEARCHING = World("searching × 1.6, knives unchanged", PROACTIVE_EXPLAINS, searching=1.6)

# Worlds in which proactive work does not explain the rise. Knives are carried more and violence stays as it was, so that it gives nothing away.
CARRIED = tuple(
    replace(world, name=f"knives carried × {times}, {world.name}", carried=times)
    for times in (1.3, 1.5, 1.8)
    for world in (
        World("searching unchanged", CANNOT_TELL),
        World("no searches loaded", CANNOT_TELL, searching=1.6, loaded=False),
        World("searching down by a fifth", CANNOT_TELL, searching=0.8),
    )
)
AIMED = tuple(
    World(
        f"finds of each search × {times}, searching × 1.3", CANNOT_TELL, searching=1.3, aimed=times
    )
    for times in (1.3, 1.5)
)
MOVED = World("searching moved to other wards, as many in all", CANNOT_TELL, rich=(0.3, 0.8))
LOST_ORIGINS = tuple(
    World(
        f"knives carried × 1.5, searching × 1.3, 30 % of origins unknown {when}",
        CANNOT_TELL,
        searching=1.3,
        carried=1.5,
        unknown=unknown,
    )
    for when, unknown in (
        ("then", (0.3, 0.05)),
        ("now", (0.05, 0.3)),
        ("in both years", (0.3, 0.3)),
    )
)
NOT_EXPLAINED = (*CARRIED, *AIMED, MOVED, *LOST_ORIGINS)


def drawn(world: World, seed: int, size: Size = AUTHORITY, spread: float = 1.0) -> OriginChange:
    """One pair of years in a world, and what is said of it."""
    rng = np.random.default_rng([seed, int(10 * spread), int(size.by_search)])
    years = np.array([1.0, world.searching])
    finding = np.array(
        [_richness(world.rich[0]), _richness(world.rich[1]) * world.carried * world.aimed]
    )
    finding /= finding[0]
    others = np.array([1.0, world.carried])
    by_search = _monthly(size.by_search * years * finding, spread, rng)
    school, reported = (
        _monthly(share * size.otherwise * others, spread, rng) for share in (0.2, 0.8)
    )
    searches = _monthly(size.searches * years, spread, rng)
    violence = _monthly(VIOLENCE * np.array([1.0, world.violence]), 1.0, rng)
    finds = rng.binomial(searches.sum(axis=1), np.minimum(FINDS * finding, 1))
    made = searches.sum(axis=1)
    possession = np.array([by_search, school, reported])
    return origin_change(
        _with_unknown(possession.sum(axis=2), world.unknown, rng),
        _with_unknown(
            np.array([0 * violence, 0 * violence, violence]).sum(axis=2), (0.05,) * 2, rng
        ),
        searches={
            period: SearchCount(int(made[at]), int(finds[at]), int(made[at]))
            for at, period in enumerate(("then", "now"))
        }
        if world.loaded
        else None,
        dispersion=Dispersion(
            *(paired_dispersion(*counts) for counts in (possession.sum(axis=0), searches, violence))
        ),
    )


def _richness(share: float) -> float:
    """Finds of each search, against where it finds least, with such a share of searching where it finds most."""
    return 1 + share * (RICH - 1)


def _monthly(a_year: NDArray[np.float64], spread: float, rng: np.random.Generator) -> Counts:
    """Counts of two years by month, their variance so many times the mean (negative binomial above 1)."""
    means = np.repeat(a_year[:, None] / MONTHS, MONTHS, axis=1)
    if spread > 1:
        means = rng.gamma(means / (spread - 1), spread - 1)
    return rng.poisson(means)


def _with_unknown(
    counts: Counts, shares: tuple[float, float], rng: np.random.Generator
) -> DataFrame:
    """Then and now by origin, a share of each taken away at random as unknown."""
    lost = rng.binomial(counts, shares)
    table = DataFrame(counts - lost, index=list(ORIGINS), columns=["then", "now"])
    table.loc["unknown"] = lost.sum(axis=0)
    return table


def _share_called(
    world: World, verdict: str, seeds: int, size: Size = AUTHORITY, spread: float = 1.0
) -> float:
    """How often a verdict is given in a world."""
    return sum(drawn(world, seed, size, spread).verdict == verdict for seed in range(seeds)) / seeds


def verdicts(seeds: int) -> list[Measurement]:
    """How often the verdict is the right one in each plain world, with 400 found a year."""
    rows = [
        Measurement(
            f"{world.name}: “{world.verdict}”",
            seeds,
            _share_called(world, world.verdict, seeds, BUSY),
            least=0.9,
        )
        for world in WORLDS
    ]
    wrong = _share_called(TRUE_RISE, PROACTIVE_EXPLAINS, seeds)
    return [
        *rows,
        Measurement("a true rise explained away by searching", seeds, wrong, most=0.01),
        Measurement(
            f"{SURGE.name}, with 100 found a year: “{SURGE.verdict}”",
            seeds,
            _share_called(SURGE, SURGE.verdict, seeds),
        ),
    ]


def not_explained(seeds: int) -> list[Measurement]:
    """How often proactive work is said to explain a rise that it does not: at an authority's size and at four times that, Poisson and spread."""
    return [
        Measurement(
            f"{world.name} ({size.name}, spread {spread:g}): “{PROACTIVE_EXPLAINS}”",
            seeds,
            _share_called(world, PROACTIVE_EXPLAINS, seeds, size, spread),
            most=0.01,
        )
        for world in NOT_EXPLAINED
        for size in (AUTHORITY, MIDDLING, BUSY)
        for spread in SPREADS
    ]


def explained(seeds: int) -> list[Measurement]:
    """How often more searching is told for what it is; with 400 found a year the bar is 80 %, with 100 the share is reported."""
    rows = []
    for size, least in ((BUSY, 0.8), (SMALL_REACH, 0.8), (AUTHORITY, 0.0)):
        for spread in SPREADS:
            for unknown in (0.0, 0.05):
                world = replace(MORE_SEARCHING, unknown=(unknown, unknown))
                rows.append(
                    Measurement(
                        f"{world.name} ({size.name}, spread {spread:g}, {unknown:.0%} unknown): “{PROACTIVE_EXPLAINS}”",
                        seeds,
                        _share_called(world, PROACTIVE_EXPLAINS, seeds, size, spread),
                        least=least if spread == 1 else 0.0,
                    )
                )
    return rows
