"""Random worlds in which places are missing: how often nothing is called a change, and how often a true one still is.

`python -m bench.prove.missingness`; a small version is in tests/geo/change/test_missingness.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from bench.runs import console
from geo.change.missingness import bounded_change
from geo.core.missing import PART, WHOLE, Missing, Scope

WORLDS = 2000
MOST_MISSING = 0.6
RISE, RISE_MISSING, RISE_FROM = 3, 0.4, 1000
MOST_FALSE, LEAST_TRUE = 0.015, 0.8


@dataclass(frozen=True)
class World:
    """One authority or ward of an area in two periods: placed of it and of all, and what could not be placed of the area."""

    now: int
    then: int
    missing: Missing

    def clear(self, scope: Scope) -> bool:
        return bounded_change(self.now, self.then, self.missing, scope=scope).verdict.startswith(
            "clear"
        )


def world(
    random: Generator,
    means: tuple[float, float],
    shares: tuple[float, float],
    *,
    beside: float = 1.0,
) -> World:
    """An area in which each offence has a place or has none, by chance.

    means   offences expected of the authority, then and now
    shares  of those without a place, then and now
    beside  how many offences the rest of the area has for each of the authority, the same in both periods
    """
    placed, others, lacking = [], [], []
    for mean, share in zip(means, shares, strict=True):
        own, rest = random.poisson(mean), random.poisson(means[0] * beside)
        gone, away = random.binomial(own, share), random.binomial(rest, share)
        placed.append(int(own - gone))
        others.append(int(rest - away))
        lacking.append(int(gone + away))
    known = [mine + more for mine, more in zip(placed, others, strict=True)]
    return World(placed[1], placed[0], Missing(known[1], lacking[1], known[0], lacking[0]))


def false_clear(worlds: int, scope: Scope, *, seed: int = 19) -> float:
    """The share of worlds without any change in which one is called clear; 0 to 60 % is missing in either period."""
    random = np.random.default_rng(seed)
    clear = 0
    for _ in range(worlds):
        mean = float(np.exp(random.uniform(np.log(20), np.log(20_000))))
        shares = tuple(random.uniform(0, MOST_MISSING, 2))
        drawn = world(random, (mean, mean), shares, beside=float(random.uniform(0, 3)))
        clear += drawn.clear(scope)
    return clear / worlds


def true_clear(worlds: int, *, missing_now: bool, beside: float = 0.0, seed: int = 19) -> float:
    """The share of worlds with a true rise by a factor of three, 40 % missing in one period, in which it is called clear."""
    random = np.random.default_rng(seed)
    shares = (0.0, RISE_MISSING) if missing_now else (RISE_MISSING, 0.0)
    means = (float(RISE_FROM), float(RISE * RISE_FROM))
    return (
        sum(world(random, means, shares, beside=beside).clear(WHOLE) for _ in range(worlds))
        / worlds
    )


def main() -> bool:
    """Print each figure beside what is asked of it; whether all keep it."""
    holds = True
    for scope in (WHOLE, PART):
        false = false_clear(WORLDS, scope)
        holds = holds and false <= MOST_FALSE
        console.print(
            f"no change, 0 to 60 % without a place in either period, {scope}: clear in {false:.2%} of {WORLDS} worlds "
            f"(at most {MOST_FALSE:.1%})"
        )
    for now in (True, False):
        right = true_clear(WORLDS, missing_now=now)
        holds = holds and right >= LEAST_TRUE
        console.print(
            f"three times as many, 40 % without a place {'now' if now else 'then'}: clear in {right:.1%} of {WORLDS} worlds "
            f"(at least {LEAST_TRUE:.0%})"
        )
    return holds


if __name__ == "__main__":
    main()
