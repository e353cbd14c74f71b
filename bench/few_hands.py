"""Worlds whose truth is known, put to the verdict on few hands: does a small number of people hold much, or is it chance, or who is named?

Each draw is the knife-enabled offences of one place, each by one or two of its people; a share of them has a known suspect.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from bench.runs import Measurement
from geo.knife.few_hands import BY_CHANCE, BY_FEW, few_hands, verdict
from geo.knife.few_hands_shown import NEEDED, tellable
from geo.rates.intervals import Floats

MOST_WRONG = 0.01
SECOND = 0.15  # of the offences, those with two suspects


@dataclass(frozen=True)
class World:
    """People of one place, and how they come to be named.

    people    who could have done it; offences  how many there are; known  share with a known suspect
    few, times  share of the people who do `times` as much as the others
    spread    rates vary between all people besides as a gamma distribution of this shape; 0: not at all
    readily   how many times as readily one half of the people are named as the other half
    pairs     whether those who do it together always do
    """

    name: str
    people: int
    offences: int
    known: float = 0.85
    few: float = 0.0
    times: float = 1.0
    spread: float = 0.0
    readily: float = 1.0
    pairs: bool = False


def drawn(world: World, random: np.random.Generator) -> tuple[DataFrame, int]:
    """The namings of one draw, as few_hands takes them, and how many offences there were."""
    rates = np.ones(world.people)
    rates[: round(world.people * world.few)] = world.times
    if world.spread:
        rates = rates * random.gamma(world.spread, 1 / world.spread, world.people)
    first = random.choice(world.people, world.offences, p=rates / rates.sum())
    second = first ^ 1 if world.pairs else random.choice(world.people, world.offences)
    second = np.where(second < world.people, second, first)
    two = (random.random(world.offences) < SECOND) & (second != first)
    named = random.random(world.offences) < _chance_named(first, world)
    offence = np.flatnonzero(named)
    both = np.flatnonzero(named & two)
    return (
        DataFrame(
            {
                "offence": np.concatenate([offence, both]),
                "person": np.concatenate([first[offence], second[both]]),
                "harm": np.nan,
            }
        ),
        world.offences,
    )


def _chance_named(first: NDArray[np.int64], world: World) -> Floats:
    """How likely each offence is to be known: by whose it is, and `known` on the whole."""
    readily = np.where(first % 2, 1.0, world.readily)
    low = world.known / readily.mean()
    chances: Floats = np.minimum(low * readily, 1.0)
    return chances


def words(runs: int, world: World, *, seed: int = 11) -> Counter[str]:
    """How often each word is given in `runs` draws; untold where the guard would tell nothing."""
    counted, draws = Counter[str](), np.random.default_rng(seed)
    for run in range(runs):
        hands = few_hands(*drawn(world, draws), draws=399, seed=run)
        shown = tuple(share for share, needed in NEEDED.items() if hands.people >= needed)
        counted[verdict(hands, shown=shown).word if tellable(hands) else "untold"] += 1
    return counted


SIZES = ((150, 120), (400, 300), (1200, 900), (4000, 3000))  # people, offences
NOTHING = tuple(
    World(f"nobody holds more, {offences:,} offences", people, offences)
    for people, offences in SIZES
)
OFTEN = tuple(
    World(f"nobody holds more, {offences:,} offences by {people:,}", people, offences)
    for people, offences in ((100, 300), (300, 1200))
)
KNOWN_LESS = tuple(
    World(f"nobody holds more, a suspect known in {known:.0%}", 1200, 900, known=known)
    for known in (0.3, 0.5, 0.7)
)
PAIRS = (World("nobody holds more, two always together", 1200, 900, pairs=True),)
READILY = tuple(
    World(
        f"nobody holds more, half named {times:g} times as readily, known in {known:.0%}",
        400,
        900,
        known=known,
        readily=times,
    )
    for times in (2, 4, 9)
    for known in (0.3, 0.5)
)
CONCENTRATED = tuple(
    World(
        f"5 % do ten times as much, {offences:,} offences, known in {known:.0%}",
        people,
        offences,
        known=known,
        few=0.05,
        times=10,
    )
    for people, offences in ((400, 300), (1200, 900), (4000, 3000))
    for known in (0.5, 0.7, 0.9)
)
UNEQUAL = tuple(
    World(
        f"all differ (gamma, shape {shape:g}), {offences:,} offences",
        people,
        offences,
        spread=shape,
    )
    for shape in (0.5, 1.0)
    for people, offences in ((1200, 900), (4000, 3000))
)


def not_beyond(
    runs: int, worlds: tuple[World, ...] = (*NOTHING, *OFTEN, *KNOWN_LESS, *PAIRS)
) -> list[Measurement]:
    """Where nobody holds more than chance gives, "held by few" in 1 % at most; how often "as by chance" is said."""
    measured = []
    for world in worlds:
        counted = words(runs, world)
        measured += [
            Measurement(
                f"{world.name}: held by few", runs, counted[BY_FEW] / runs, most=_allowed(runs)
            ),
            Measurement(f"{world.name}: as by chance", runs, counted[BY_CHANCE] / runs),
        ]
    return measured


def named_unevenly(runs: int, worlds: tuple[World, ...] = READILY) -> list[Measurement]:
    """The same where who is named, and not who did it, makes the record uneven."""
    return not_beyond(runs, worlds)[::2]


def beyond(runs: int, worlds: tuple[World, ...] = (*CONCENTRATED, *UNEQUAL)) -> list[Measurement]:
    """Where few hold much, how often it is said; "as by chance" in 1 % at most. At 900 offences, nine in ten known, in four of five."""
    measured = []
    for world in worlds:
        counted = words(runs, world)
        promised = world.few > 0 and world.offences >= 900 and world.known >= 0.9
        measured += [
            Measurement(
                f"{world.name}: held by few",
                runs,
                counted[BY_FEW] / runs,
                least=0.8 if promised else 0.0,
            ),
            Measurement(
                f"{world.name}: as by chance",
                runs,
                counted[BY_CHANCE] / runs,
                most=_allowed(runs) if world.few else 1.0,
            ),
        ]
    return measured


def _allowed(runs: int) -> float:
    """The promise, and what chance adds to it in so few draws (three standard errors)."""
    return MOST_WRONG + 3 * float(np.sqrt(MOST_WRONG * (1 - MOST_WRONG) / runs))


def limits_of_top(runs: int, world: World = CONCENTRATED[4]) -> list[Measurement]:
    """How often the limits of the top 10 % hold the share that the mean of many such draws has."""
    random, top, drawings = np.random.default_rng(23), [], []
    for run in range(runs):
        share = few_hands(*drawn(world, random), draws=399, seed=run).top(0.10)
        drawings.append((share.low, share.high))
        top.append(share.held)
    low, high = np.array(drawings).T
    truth = float(np.mean(top))
    inside = float(((low <= truth) & (truth <= high)).mean())
    return [Measurement(f"{world.name}: limits hold the mean share", runs, inside, least=0.9)]
