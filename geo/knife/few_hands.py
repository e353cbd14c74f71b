"""How much of knife-enabled offences, and of their harm, is held by few people, beside what chance alone would give at such counts.

Nothing here knows who anybody is: a person is a number. What may be told of it is settled by `geo.knife.few_hands_shown`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pandas import DataFrame

from geo.core.columns import Columns, Holds, require_columns
from geo.core.errors import DataProblem
from geo.disclosure.small_cells import share_to_nearest
from geo.rates.intervals import Floats

Ints = NDArray[np.int64]
TOPS = (0.05, 0.10, 0.20)  # shares of the people named
JUDGED = (0.10, 0.20)  # the first of them that may be shown is the one that the verdict rests on
DRAWS, SEED = 999, 20230118
BEYOND_P, SIGN_P = 0.01, 0.05  # one-sided
# The world that must be ruled out before anything is as by chance: so many of all people are so many times as active.
ONE_IN, TENFOLD = 0.05, 10.0
KNOWN_ENOUGH = 0.8  # share of offences with a known person from which "as by chance" may be said
TAIL = 1e-12

Word = Literal["held by few beyond chance", "as by chance", "cannot tell"]
BY_FEW: Word = "held by few beyond chance"
BY_CHANCE: Word = "as by chance"
CANNOT_TELL: Word = "cannot tell"

NAMINGS: Columns = {"offence": Holds.COUNT, "person": Holds.COUNT, "harm": Holds.NUMBER}


@dataclass(frozen=True)
class TopShare:
    """What the people named most often hold together.

    share      0 to 1, which part of the people they are: 0.10 for the top 10 %
    people     how many that is, rounded to a whole person
    held       share (0 to 1) of the offences with a known person that they hold; an offence is shared equally by those named in it
    low, high  95 % limits of `held`: how far it would move with other people of the same kind (bootstrap over people)
    chance     the mean of `held` were the offences dealt at random to as many people, each at least once
    chance_low, chance_high  the middle 95 % of the same
    p          one-sided: how often chance reaches `held`, never under 1 / (draws + 1)
    largest    the part (0 to 1) of what they hold that the first of them holds alone; for the guard of disclosure, never shown
    """

    share: float
    people: int
    held: float
    low: float
    high: float
    chance: float
    chance_low: float
    chance_high: float
    p: float
    largest: float


@dataclass(frozen=True)
class FewHands:
    """Offences, the people named in them, and what the most named hold.

    offences   all of them, whether a person is known or not
    known      those with one person or more
    people     those named at least once: the population of every share
    repeaters  those named in two offences or more
    repeat     share (0 to 1) of the known offences that they hold; NaN where nobody is named
    repeat_chance  the mean of the same by chance
    tenfold    how often people would be named again as seldom as here were one in twenty ten times as active (0 to 1); one person can
               make up most of it, so that it is judged by and never shown
    tops       by count, in the order of TOPS
    harm       by harm, in the order of TOPS; empty where no offence has a weight
    harm_known offences with a known person and a weight: what `harm` is of
    """

    offences: int
    known: int
    people: int
    repeaters: int
    repeat: float
    repeat_chance: float
    tenfold: float
    tops: tuple[TopShare, ...]
    harm: tuple[TopShare, ...] = ()
    harm_known: int = 0

    @property
    def once(self) -> int:
        """People named once (int)."""
        return self.people - self.repeaters

    @property
    def known_share(self) -> float:
        """Share (0 to 1) of the offences in which a person is known; NaN where there is no offence."""
        return self.known / self.offences if self.offences else float("nan")

    def top(self, share: float) -> TopShare:
        """What the most named `share` of the people hold, by count."""
        return next(top for top in self.tops if top.share == share)


@dataclass(frozen=True)
class Premise:
    """One thing that the verdict rests on: a statement, whether it holds (None: not known), and its figures."""

    name: str
    holds: bool | None
    evidence: str


@dataclass(frozen=True)
class FewHandsVerdict:
    """A word, why, and what "held by few beyond chance" rests on."""

    word: Word
    reason: str
    premises: tuple[Premise, ...]


def few_hands(
    namings: DataFrame, offences: int, *, draws: int = DRAWS, seed: int = SEED
) -> FewHands:
    """What the people named most often hold of the offences with a known person, beside chance.

    namings   a row for each person named in an offence, each pair once: offence and person (int, any numbers of their own),
              harm (float, of the offence; NaN or 0 where it has no weight)
    offences  int, how many offences there are in all, those without a known person too
    draws     int, worlds dealt at random, and samples for the limits
    seed      int; the same seed gives the same figures

    Returns a FewHands; with nobody named its shares are NaN and its tops empty. Raises WrongColumns for other columns, and
    DataProblem where there are fewer offences than those in which somebody is named.

    **Chance.** A record of people named holds nobody who was named nought times, and most of those in it are there once. Beside a
    straight line (10 % of the people, 10 % of the offences) such a record looks concentrated whatever happened: of 500 offences dealt
    at random to people of one kind, of whom 400 are named, the top 10 % hold about 18 %. Counting as well all residents who were
    never named makes it look extreme, since with more people than offences even the most even spread leaves most of them without
    one. So the offences are dealt at random to as many people *as were named, each at least once*: given the number of namings L
    and of people N, that is the distribution of zero-truncated Poisson counts given their sum, whoever else there is who might
    have been named and however often, since both fall out of the condition. An offence with several people is shared equally,
    so that it counts once; its shares are dealt apart from each other, which would name one person twice in it about once in N.

    Source: Bernasco and Steenbeek (2017), More places than crimes: generalised Gini and Lorenz against what counts alone allow, here
    with the margin of those never seen conditioned on; Hope and Norris (2013), Heterogeneity in the frequency distribution of crime
    victimisation, for why the zero-truncated counts are a population of their own; Levin, Rosenfeld and Deckard (2017) for
    comparing with random allocation; Efron and Tibshirani (1993) for the limits.
    """
    require_columns(namings, NAMINGS)
    known = int(namings["offence"].nunique())
    if known > offences:
        raise DataProblem(
            "More offences have a known person than there are offences.",
            f"We were given {offences:,} offences and people in {known:,}.",
        )
    codes = np.unique(namings["person"].to_numpy(dtype=np.int64), return_inverse=True)[1]
    each = 1 / namings.groupby("offence")["person"].transform("size").to_numpy(dtype=float)
    people = int(codes.max()) + 1 if len(codes) else 0
    if not people:
        none = float("nan")
        return FewHands(offences, 0, 0, 0, none, none, 1.0, ())
    named = np.bincount(codes, minlength=people)
    dealt = _Deal(len(codes), people, draws, seed)
    harm, weighed = namings["harm"].to_numpy(dtype=float), (namings["harm"] > 0).to_numpy()
    return FewHands(
        offences,
        known,
        people,
        int((named > 1).sum()),
        float(each[named[codes] > 1].sum() / known),
        float(np.mean([counts[counts > 1].sum() for counts in dealt.counts]) / len(codes)),
        _tenfold_p(named, dealt),
        _tops(codes, each, dealt),
        _harm_tops(codes[weighed], (each * harm)[weighed], draws, seed),
        int(namings.loc[weighed, "offence"].nunique()),
    )


def surjection_counts(balls: int, boxes: int, draws: int, *, seed: int = SEED) -> list[Ints]:
    """How many of `balls` fall into each of `boxes` at random, given that none stays empty: `draws` times.

    Returns int arrays, each of `boxes` counts in falling order. Raises DataProblem with fewer balls than boxes, or no box.

    Source: counts of a zero-truncated Poisson given their sum (any mean gives the same; the one that makes the sum likely is taken);
    numbers of boxes by count are drawn as a multinomial, and those with another sum are thrown away.
    """
    if not 0 < boxes <= balls:
        raise DataProblem(
            "So many cannot be dealt out with one for each.", f"{balls:,} to {boxes:,}."
        )
    if balls == boxes:
        return [np.ones(boxes, dtype=np.int64)] * draws
    sizes, chances = _truncated(balls / boxes)
    worlds = _given_sum(sizes, chances, (balls, boxes), draws, seed)
    return [np.repeat(sizes[::-1], numbers[::-1]) for numbers in worlds]


def verdict(
    hands: FewHands, *, shown: Sequence[float] = TOPS, who: str = "suspect"
) -> FewHandsVerdict:
    """Whether few people hold more than chance gives; and what that rests on.

    hands  of one cut
    shown  the shares of TOPS that the guard of disclosure lets out; none: nothing may be told of it
    who    what a person is called in the words

    The share judged is the top 10 %, or the top 20 % where that is too few people. Returns, in this order,
        cannot tell                 where neither may be shown
        held by few beyond chance   where it passes chance (p < 0.01), and would lie above chance's upper limit even if none of the
                                    offences without a known person were theirs
        as by chance                where it does not pass chance (p ≥ 0.05), people would be named again as seldom as they are in under 5 % of
                                    worlds in which one in twenty is ten times as active, and a person is known in four of five
                                    offences
        cannot tell                 otherwise
    A top group that is larger than all who are named again holds the same whatever happens, and where nobody is named three times
    counts say nothing of how people differ: so the share alone could not say “as by chance”, and a world is ruled out instead.
    An offence without a known person is missing, not nobody's. Of the people named, those known to the police may be named more
    readily; the second premise bounds what that can do, since nobody can be named in more than all of their offences.

    Source: this project; the bound after Manski (2003).
    """
    judged = next((share for share in JUDGED if share in shown), None)
    if judged is None or not hands.people:
        return FewHandsVerdict(
            CANNOT_TELL,
            "The people named are too few for a figure that could not point to one of them.",
            (),
        )
    top, known = hands.top(judged), hands.known_share
    least = top.held * known
    beyond, outlasts = top.p < BEYOND_P, least > top.chance_high
    premises = (
        Premise(
            f"They hold more than chance gives to the top {judged:.0%}",
            beyond,
            f"p {'<' if beyond else 'not under'} {BEYOND_P:g}, one-sided",
        ),
        Premise(
            f"It would be so even if none of the offences without a known {who} were theirs",
            outlasts,
            f"a {who} is known in about {share_to_nearest(known):.0%} of the offences",
        ),
    )
    if beyond and outlasts:
        return FewHandsVerdict(
            BY_FEW,
            f"The top {judged:.0%} hold more than chance gives, whoever did the offences without a known {who}.",
            premises,
        )
    if beyond:
        reason = (
            f"Of the offences with a known {who} the top {judged:.0%} hold more than chance gives; but a {who} is known in too few, "
            "and who is known may be the reason."
        )
        return FewHandsVerdict(CANNOT_TELL, reason, premises)
    alike = top.p >= SIGN_P and hands.tenfold < SIGN_P
    if alike and known >= KNOWN_ENOUGH:
        return FewHandsVerdict(
            BY_CHANCE,
            f"The top {judged:.0%} hold what chance gives, and that one in twenty were ten times as active is ruled out.",
            premises,
        )
    return FewHandsVerdict(
        CANNOT_TELL,
        f"The top {judged:.0%} hold what chance may give, but too few are known to rule out more."
        if alike
        else f"The top {judged:.0%} do not hold more than chance may give, but that one in twenty were ten times as active is not ruled out.",
        premises,
    )


class _Deal:
    """Worlds in which as many namings were dealt at random to as many people, each at least once."""

    def __init__(self, namings: int, people: int, draws: int, seed: int) -> None:
        self.people, self.seed, self.draws = people, seed, draws
        self.counts = surjection_counts(namings, people, draws, seed=seed)

    def top_sums(self, weights: Floats, most: Sequence[int]) -> Floats:
        """What the first `most` people hold in each world, the weights of the namings shuffled: a row a world."""
        random, alike = np.random.default_rng([self.seed, 1]), bool(np.ptp(weights) == 0)
        sums = np.empty((self.draws, len(most)))
        for at, counts in enumerate(self.counts):
            held = counts * weights[0] if alike else _shuffled(counts, weights, random)
            sums[at] = np.cumsum(held)[np.asarray(most) - 1]
        return sums


def _shuffled(counts: Ints, weights: Floats, random: np.random.Generator) -> Floats:
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    held: Floats = np.add.reduceat(random.permutation(weights), starts)
    return np.sort(held)[::-1]


def _tops(codes: Ints, weights: Floats, dealt: _Deal) -> tuple[TopShare, ...]:
    """The shares of the most named, by weights of each naming."""
    held = np.sort(np.bincount(codes, weights=weights, minlength=dealt.people).astype(float))[::-1]
    most, total = [max(1, int(dealt.people * share + 0.5)) for share in TOPS], held.sum()
    running, chance = np.cumsum(held), dealt.top_sums(weights, most) / total
    samples = _samples(held, most, dealt.draws, dealt.seed)
    shares = []
    for at, (share, people) in enumerate(zip(TOPS, most, strict=True)):
        seen, by_chance = float(running[people - 1] / total), chance[:, at]
        shares.append(
            TopShare(
                share,
                people,
                seen,
                *_middle(samples[:, at]),
                float(by_chance.mean()),
                *_middle(by_chance),
                float((1 + (by_chance >= seen - 1e-9).sum()) / (1 + dealt.draws)),
                float(held[0] / running[people - 1]),
            )
        )
    return tuple(shares)


def _tenfold_p(named: Ints, dealt: _Deal) -> float:
    """How often people would be named again as seldom as here were one in twenty ten times as active (0 to 1)."""
    namings = int(named.sum())
    if namings == dealt.people:
        return 1.0
    sizes, chances = _tenfold(namings / dealt.people)
    worlds = _given_sum(sizes, chances, (namings, dealt.people), dealt.draws, [dealt.seed, 3])
    seen = int((named * (named - 1)).sum())
    return float(np.mean(worlds @ (sizes * (sizes - 1)) <= seen))


def _harm_tops(codes: Ints, weights: Floats, draws: int, seed: int) -> tuple[TopShare, ...]:
    """The same by harm, over the people named in offences that have a weight; none where no harm is weighed."""
    if not len(codes) or not weights.sum() > 0:
        return ()
    among = np.unique(codes, return_inverse=True)[1]
    return _tops(among, weights, _Deal(len(among), int(among.max()) + 1, draws, seed))


def _samples(held: Floats, most: Sequence[int], draws: int, seed: int) -> Floats:
    """Shares of the most named where as many people are drawn again, with putting back: a row a sample."""
    random, people = np.random.default_rng([seed, 2]), len(held)
    shares = np.empty((draws, len(most)))
    for at in range(draws):
        again = np.sort(held[random.integers(0, people, people)])[::-1]
        shares[at] = np.cumsum(again)[np.asarray(most) - 1] / again.sum()
    return shares


def _middle(values: ArrayLike) -> tuple[float, float]:
    low, high = np.quantile(np.asarray(values, dtype=float), (0.025, 0.975))
    return float(low), float(high)


def _given_sum(
    sizes: Ints, chances: Floats, asked: tuple[int, int], draws: int, seed: int | list[int]
) -> Ints:
    """How many people have each count, `draws` times, of those worlds alone in which the counts have the sum asked for.

    sizes, chances  the counts that there can be, and how likely each is
    asked           the sum of the counts, and the people
    """
    total, people = asked
    random, made, so_far = np.random.default_rng(seed), list[Ints](), 0
    while so_far < draws:
        worlds = random.multinomial(people, chances, size=4096)
        made.append(worlds[worlds @ sizes == total])
        so_far += len(made[-1])
    return np.concatenate(made)[:draws]


def _truncated(mean: float) -> tuple[Ints, Floats]:
    """Counts from 1, and their chances by the zero-truncated Poisson of a mean above 1."""
    return _named_counts(mean, np.array([1.0]), np.array([1.0]))


def _tenfold(mean: float) -> tuple[Ints, Floats]:
    """The same where one person in twenty is ten times as active as the others."""
    return _named_counts(mean, np.array([1.0, TENFOLD]), np.array([1 - ONE_IN, ONE_IN]))


def _named_counts(mean: float, times: Floats, parts: Floats) -> tuple[Ints, Floats]:
    """Counts from 1, and their chances, of people of several kinds that are named with a mean; without the farthest tail.

    times, parts  how active each kind is, and which part of all people (named or not) it makes up
    """
    from scipy.optimize import brentq
    from scipy.stats import poisson

    def excess(rate: float) -> float:
        return float((parts @ times) * rate / (parts @ -np.expm1(-rate * times))) - mean

    rate = brentq(excess, 1e-9, mean * times.max())
    sizes = np.arange(1, int(poisson.isf(TAIL, rate * times.max())) + 2)
    chances = parts @ poisson.pmf(sizes[None, :], rate * times[:, None])
    return sizes, chances / chances.sum()
