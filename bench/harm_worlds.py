"""Worlds in which harm did not change, or rose by half, put to its change test: many light offences, few heavy ones."""

from __future__ import annotations

from collections import Counter

import numpy as np

from bench.runs import Measurement
from geo.change.dispersion import Dispersion
from geo.change.harm_change import harm_change

WEIGHTS = {"light": 1.0, "middling": 20.0, "heavy": 300.0, "heaviest": 1500.0}
A_YEAR = {"light": 400.0, "middling": 120.0, "heavy": 25.0, "heaviest": 1.5}
SIZES = (0.1, 0.5, 1.0, 4.0)  # times A_YEAR: a ward to a force


def words(runs: int, size: float, times: float, phi: float, *, seed: int = 5) -> Counter[str]:
    """The word given in each of `runs` pairs of years, of which the second has `times` the harm of the first; counts vary as phi."""
    random, counted = np.random.default_rng(seed), Counter[str]()
    for _ in range(runs):
        now, then = (
            {word: int(_count(mean * size * more, phi, random)) for word, mean in A_YEAR.items()}
            for more in (times, 1.0)
        )
        counted[harm_change(now, then, WEIGHTS, Dispersion(phi)).verdict] += 1
    return counted


def _count(mean: float, phi: float, random: np.random.Generator) -> int:
    """A count whose variance is phi times its mean."""
    if phi == 1:
        return int(random.poisson(mean))
    return int(random.poisson(random.gamma(mean / (phi - 1), phi - 1)))


def unchanged(runs: int) -> list[Measurement]:
    """Where nothing changed: clear in 1 % at most, but for chance."""
    measured = []
    for size in SIZES:
        for phi in (1.0, 3.0):
            counted = words(runs, size, 1.0, phi)
            name = f"harm unchanged, {size:g} of an authority, variance {phi:g} times chance"
            clear = counted["clear rise"] + counted["clear fall"]
            most = 0.01 + 3 * float(np.sqrt(0.01 * 0.99 / runs))
            measured += [
                Measurement(f"{name}: clear", runs, clear / runs, most=most),
                Measurement(f"{name}: cannot tell", runs, counted["cannot tell"] / runs),
            ]
    return measured


def risen(runs: int) -> list[Measurement]:
    """Where harm rose by half: how often a rise is seen."""
    measured = []
    for size in SIZES:
        counted = words(runs, size, 1.5, 1.0)
        seen = counted["clear rise"] + counted["possible rise"]
        measured.append(
            Measurement(f"harm up by half, {size:g} of an authority: rise", runs, seen / runs)
        )
    return measured
