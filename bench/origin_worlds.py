"""Worlds whose truth is known, put to the verdict on a rise of possession: was it searching, or did violence rise too?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pandas import DataFrame

from bench.runs import Measurement
from geo.knife.origin import (
    CANNOT_TELL,
    PROACTIVE_EXPLAINS,
    VIOLENCE_ROSE,
    OriginChange,
    origin_change,
)

ORIGINS = ("proactive", "school", "reported")
MIX = np.array([0.5, 0.1, 0.4])  # of possession, before
POSSESSION, VIOLENCE, SEARCHES, FOUND = (
    200,
    250,
    700,
    0.16,
)  # a year of one authority, about; FOUND of each search


@dataclass(frozen=True)
class World:
    """How many times what it was each thing becomes, and how often nobody knows how an offence came to light."""

    name: str
    verdict: str
    searching: float = 1.0
    knives: float = 1.0
    unknown: float = 0.05


SURGE = World("a surge of searching", PROACTIVE_EXPLAINS, searching=2.5)
TRUE_RISE = World("a true rise of knives", VIOLENCE_ROSE, knives=1.6)
BOTH = World("more searching and more knives", VIOLENCE_ROSE, searching=2.0, knives=1.6)
UNKNOWN = World("a surge with 40 % unknown", CANNOT_TELL, searching=2.5, unknown=0.4)
NOTHING = World("nothing at all", CANNOT_TELL)
WORLDS = (SURGE, TRUE_RISE, BOTH, UNKNOWN, NOTHING)


def drawn(world: World, seed: int) -> OriginChange:
    """One pair of years in a world, and what is said of it."""
    rng = np.random.default_rng(seed)
    after = np.array([world.searching * world.knives, world.knives, world.knives])
    possession = rng.poisson([POSSESSION * MIX, POSSESSION * MIX * after]).T
    violence = rng.poisson(np.array([[0, 0, VIOLENCE], [0, 0, VIOLENCE * world.knives]])).T
    searches = rng.poisson([SEARCHES, SEARCHES * world.searching])
    finds = rng.binomial(searches, [FOUND, min(FOUND * world.knives, 1)])
    known = {
        period: (int(searches[at]), int(finds[at])) for at, period in enumerate(("then", "now"))
    }
    return origin_change(
        _with_unknown(possession, world.unknown, rng),
        _with_unknown(violence, min(world.unknown, 0.05), rng),
        searches=known,
    )


def _with_unknown(counts: np.ndarray, share: float, rng: np.random.Generator) -> DataFrame:
    """Then and now by origin, a share of each taken away at random as unknown."""
    lost = rng.binomial(counts, share)
    table = DataFrame(counts - lost, index=list(ORIGINS), columns=["then", "now"])
    table.loc["unknown"] = lost.sum(axis=0)
    return table


def verdicts(seeds: int) -> list[Measurement]:
    """How often the verdict is the right one in each world; and that the bounds hold the true share."""
    rows = []
    for world in WORLDS:
        words = [drawn(world, seed).verdict for seed in range(seeds)]
        rows.append(
            Measurement(
                f"{world.name}: “{world.verdict}”",
                seeds,
                words.count(world.verdict) / seeds,
                least=0.9,
            )
        )
    wrong = sum(drawn(TRUE_RISE, seed).verdict == PROACTIVE_EXPLAINS for seed in range(seeds))
    return [
        *rows,
        Measurement("a true rise explained away by searching", seeds, wrong / seeds, most=0.01),
    ]
