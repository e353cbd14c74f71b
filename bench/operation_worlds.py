"""Worlds in which the right word on an operation is known: nothing done, chosen after a spike, moved, recorded otherwise, in company.

Real placebo starts are real wards in real months in which nothing is known to have been done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from pandas import DataFrame

from bench import real_months
from bench.runs import Measurement
from geo.core.selection import months_between
from geo.operations.design import REPORTED_VIOLENCE, Design, Frozen, Outcome, design_digest
from geo.operations.evaluation import Surroundings, evidence
from geo.operations.overlaps import Company
from geo.operations.verdicts import Evidence, Verdict, verdict, widest
from geo.rates.intervals import Floats

WARDS, SWINDON, SPREAD = (
    118,
    20,
    1.45,
)  # as many as in both authorities; variance over mean of real ward months
USUAL, UNEVEN = (
    55.0,
    0.7,
)  # offences a year in a middling ward; spread of the logarithm of wards' levels
SEASON = 0.1
POINTS, UNEVEN_POINTS = (
    80,
    0.5,
)  # map points of a ward; the less, the more of its offences lie at few of them
FIRST = date(2015, 1, 1)
DISORDER = Outcome("Disorder", ("Public order", "Anti-social behaviour"))
POSSESSION = Outcome("Possession", ("Possession of weapons",))
CLAIMS = {"worked", "made it worse"}
CHANGES = CLAIMS | {"fell beside its comparison", "rose beside its comparison"}
ALONE = Company({}, {})


@dataclass(frozen=True)
class World:
    """Counts of wards by month, which authority each lies in, and the ward that is judged."""

    counts: DataFrame
    authorities: dict[str, str]
    ward: str
    before: tuple[date, ...]
    after: tuple[date, ...]


def judged(
    world: World, *, company: Company = ALONE, points: DataFrame | None = None
) -> tuple[Evidence, Verdict]:
    """The verdict on a ward beside the five nearest in offences before, of those that are not its neighbours by number.

    points  its offences at each map point; unless given, dealt out among POINTS by chance
    """
    names = list(world.counts.index)
    at = names.index(world.ward)
    ring = [names[(at + step) % len(names)] for step in (-1, 1)]
    level = world.counts[list(world.before)].sum(axis=1)
    apart = np.log(level + 0.5) - np.log(level[world.ward] + 0.5)
    beside = apart.abs().drop([world.ward, *ring]).sort_values(kind="stable").index[:5]
    design = Design(
        "Op Made-up",
        REPORTED_VIOLENCE,
        (world.ward,),
        tuple(beside),
        world.before,
        world.after,
        "the five nearest in offences before",
    )
    known = Surroundings(
        world.authorities,
        (world.ward,),
        frozenset(),
        company,
        registered=True,
        points=dealt_out(world) if points is None else points,
    )
    weighed = evidence(
        world.counts, Frozen(design, design_digest(design), "now"), surroundings=known
    )
    return weighed, verdict(weighed)


def dealt_out(world: World) -> DataFrame:
    """The ward's offences at its map points, few of which hold many: each month's dealt out by chance, by the same shares."""
    months = world.counts.loc[world.ward]
    rng = np.random.default_rng(len(months) + int(months.sum()))
    shares = rng.dirichlet(np.full(POINTS, UNEVEN_POINTS))
    table = np.array([rng.multinomial(int(offences), shares) for offences in months])
    return DataFrame(table.T, columns=list(months.index))


def real_starts(outcome: Outcome, *, every: int = 1) -> list[Measurement]:
    """Every busy ward of three forces at every start that leaves 6 months before and 3 after: what is said where nothing was done."""
    words: Counter[str] = Counter()
    held = trials = seen = 0
    for force, first in (("wiltshire", 2025), ("dorset", 2025), ("gloucestershire", 2025)):
        counts, authorities = _real_counts(force, outcome, first)
        months = tuple(counts.columns)
        busy = counts.index[counts.sum(axis=1) * 12 >= 15 * len(months)]
        for start in range(6, len(months) - 2):
            for ward in busy:
                seen += 1
                if seen % every:
                    continue
                world = World(counts, authorities, ward, months[:start], months[start:])
                weighed, judgement = judged(world)
                change = widest(weighed.change, weighed.happens)
                words[judgement.word] += 1
                held += change.low <= 1 <= change.high
                trials += 1
    return [
        Measurement(
            f"real starts, {outcome.name.lower()}: worked or made it worse",
            trials,
            sum(words[word] for word in CLAIMS) / trials,
            most=0.07 if outcome is not POSSESSION else 1.0,
        ),
        Measurement(
            f"real starts, {outcome.name.lower()}: fell, rose, worked or made it worse",
            trials,
            sum(words[word] for word in CHANGES) / trials,
            most=0.07 if outcome is not POSSESSION else 1.0,
        ),
        Measurement(
            f"real starts, {outcome.name.lower()}: 95 % interval holds no change",
            trials,
            held / trials,
            *((0.92, 0.98) if outcome is not POSSESSION else (0.0, 1.0)),
        ),
    ]


def _real_counts(force: str, outcome: Outcome, first: int) -> tuple[DataFrame, dict[str, str]]:
    rows = real_months.offences()
    rows = rows[(rows["force"] == force) & rows["kind"].isin(outcome.offence_types)]
    rows = rows[[month.year >= first for month in rows["month"]]]
    counts = rows.pivot_table(
        index="ward_code", columns="month", values="kind", aggfunc="count", fill_value=0
    )
    codes = rows.groupby("ward_code")["authority_code"].first()
    return counts.sort_index(), {str(ward): str(code) for ward, code in codes.items()}


def made_up(
    rng: np.random.Generator, past: int, after: int, *, ward: int | None = None, level: float = 120
) -> tuple[Floats, tuple[date, ...]]:
    """Means of 118 wards by month, each at a level of its own that never moves; one of them at `level` a year."""
    levels = np.exp(rng.normal(np.log(USUAL), UNEVEN, WARDS))
    if ward is not None:
        levels[ward] = level
    months = months_between(FIRST, date(2025, 12, 1))[: past + after]
    season = 1 + SEASON * np.cos(np.arange(len(months)) / 6 * np.pi)
    return np.outer(levels / 12, season), months


def drawn(rng: np.random.Generator, means: Floats) -> Floats:
    """Counts whose variance is 1.45 times their mean, as that of real wards by month."""
    return rng.poisson(rng.gamma(means / (SPREAD - 1), SPREAD - 1)).astype(float)


def world(
    counts: Floats, months: tuple[date, ...], ward: int, after: int, before: int = 12
) -> World:
    """The ward judged by up to 24 months before and those after, in a force of two authorities."""
    names = [f"W{number:03d}" for number in range(len(counts))]
    codes = {name: "S" if at < SWINDON else "W" for at, name in enumerate(names)}
    split = len(months) - after
    table = DataFrame(counts.astype(int), index=names, columns=list(months))
    return World(table, codes, names[ward], months[max(0, split - before) : split], months[split:])


def selected(draws: int, spike: int, *, past: int = 36, after: int = 6) -> list[Measurement]:
    """Nothing is done, in the ward that rose most: its last 3, 6 or 12 months against all before, or year on year."""
    words: Counter[str] = Counter()
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        means, months = made_up(rng, past, after)
        counts = drawn(rng, means)
        ward = most_risen(counts[:, :past], spike)
        words[judged(world(counts, months, ward, after))[1].word] += 1
    name = f"chosen after a spike of {spike} months, {past} known, {after} after"
    return [
        Measurement(f"{name}: worked", draws, words["worked"] / draws, most=0.05),
        Measurement(
            f"{name}: fell beside its comparison, or worked",
            draws,
            (words["worked"] + words["fell beside its comparison"]) / draws,
        ),
        Measurement(f"{name}: cannot tell", draws, words["cannot tell"] / draws),
    ]


def most_risen(counts: Floats, spike: int) -> int:
    """The ward (position) whose last months stand most standard errors above its earlier ones, of those with 15 offences a year."""
    recent, all_months = counts[:, -spike:].sum(axis=1), counts.sum(axis=1)
    share = recent.sum() / all_months.sum()
    score = (recent - share * all_months) / np.sqrt(all_months * share * (1 - share) + 0.5)
    return int(np.argmax(np.where(all_months / counts.shape[1] * 12 >= 15, score, -np.inf)))


def halved(draws: int, *, past: int, level: float = 120, after: int = 6) -> list[Measurement]:
    """A true fall by half in a ward that nobody chose by its counts."""
    words: Counter[str] = Counter()
    below = 0
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        means, months = made_up(rng, past, after, ward=5, level=level)
        means[5, past:] /= 2
        weighed, judgement = judged(world(drawn(rng, means), months, 5, after))
        words[judgement.word] += 1
        below += widest(weighed.change, weighed.happens).high < 1
    name = f"halved at {level:g} a year, {past} months known, 12 compared, {after} after"
    least = 0.7 if past >= 24 else 0.0
    return [
        Measurement(f"{name}: interval below 1", draws, below / draws, 0.7),
        Measurement(
            f"{name}: fell beside its comparison, or worked",
            draws,
            (words["worked"] + words["fell beside its comparison"]) / draws,
            least,
        ),
        Measurement(f"{name}: worked", draws, words["worked"] / draws),
    ]


def moved(draws: int, where: str, *, level: float = 120, after: int = 6) -> list[Measurement]:
    """Half of what happened inside happens in the comparison wards instead, or elsewhere in the authority."""
    words: Counter[str] = Counter()
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        means, months = made_up(rng, 36, after, ward=5, level=level)
        gone = means[5, 36:] / 2
        counts = drawn(rng, means)
        counts[:, 36:] = 0
        if where == "the comparison wards":
            into = _beside(counts, months, after)
        else:
            into = [other for other in range(SWINDON) if other != 5]
        means[5, 36:] -= gone
        means[into, 36:] += gone / len(into)
        counts[:, 36:] = drawn(rng, means[:, 36:])
        words[judged(world(counts, months, 5, after))[1].word] += 1
    return _claims(f"all moved into {where}, {level:g} a year", draws, words, most=0.10)


def _beside(counts: Floats, months: tuple[date, ...], after: int) -> Sequence[int]:
    """Positions of the wards that the design will compare with, chosen from months before alone."""
    weighed = world(counts, months, 5, after)
    level = weighed.counts[list(weighed.before)].sum(axis=1).to_numpy()
    apart = np.abs(np.log(level + 0.5) - np.log(level[5] + 0.5))
    apart[[4, 5, 6]] = np.inf
    return [int(at) for at in np.argsort(apart, kind="stable")[:5]]


def recorded_otherwise(draws: int, *, level: float = 120, after: int = 6) -> list[Measurement]:
    """From the start on, its authority records a fifth less, and nothing else is done."""
    words: Counter[str] = Counter()
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        means, months = made_up(rng, 36, after, ward=5, level=level)
        means[:SWINDON, 36:] *= 0.8
        words[judged(world(drawn(rng, means), months, 5, after))[1].word] += 1
    return _claims(f"a fifth less recorded in its authority, {level:g} a year", draws, words, 0.07)


def one_point(draws: int, share: float, *, level: float = 120, after: int = 6) -> list[Measurement]:
    """From the start on, nothing is recorded any more at one point that held such a share of the ward; nothing else is done."""
    words: Counter[str] = Counter()
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        means, months = made_up(rng, 36, after, ward=5, level=level)
        at_point = drawn(rng, means[[5]] * share)[0]
        at_point[36:] = 0
        means[5] *= 1 - share
        rest = drawn(rng, means)
        elsewhere = dealt_out(world(rest, months, 5, after))
        rest[5] += at_point
        points = DataFrame([*elsewhere.to_numpy(), at_point], columns=list(months)).astype(int)
        words[judged(world(rest, months, 5, after), points=points)[1].word] += 1
    return _claims(
        f"one point of {share:.0%} no longer recorded, {level:g} a year", draws, words, 0.07
    )


def in_company(draws: int, *, level: float = 120, after: int = 6) -> list[Measurement]:
    """Another operation in the same ward for the whole time; what fell may be its doing."""
    words: Counter[str] = Counter()
    for seed in range(draws):
        rng = np.random.default_rng(seed)
        means, months = made_up(rng, 36, after, ward=5, level=level)
        means[5, 36:] /= 2
        met = Company({"Op Other": months[36:]}, {})
        words[judged(world(drawn(rng, means), months, 5, after), company=met)[1].word] += 1
    return _claims("another operation there for the whole time", draws, words, most=0.0)


def _claims(name: str, draws: int, words: Counter[str], most: float) -> list[Measurement]:
    return [
        Measurement(f"{name}: worked", draws, words["worked"] / draws, most=most),
        Measurement(
            f"{name}: fell beside its comparison",
            draws,
            words["fell beside its comparison"] / draws,
        ),
    ]
