"""Known truths put to the evaluation of operations: how often the interval holds them, and how often a change is found."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

import numpy as np
from pandas import DataFrame, Series
from scipy.special import ndtr, ndtri

from bench.runs import Measurement
from geo.change.rate_ratio import did_model, did_rate_ratio
from geo.core.selection import months_between
from geo.operations.comparison_areas import adjoining_wards, comparison_wards
from geo.operations.design import REPORTED_VIOLENCE, Design, Frozen, design_digest
from geo.operations.displacement import wdd
from geo.operations.evaluation import Evaluation, evaluate
from geo.operations.power import could_show, did_power
from geo.rates.intervals import Floats, tail_area
from geo.space import areas
from loaders.reference import ward_facts
from loaders.sources.boundaries import embedded_wards

PENHILL = "E05010757"
PENHILL_VIOLENCE, PENHILL_POSSESSION = (
    585,
    15,
)  # offences a year at the rate of January to September 2025
MONTHS = months_between(date(2021, 1, 1), date(2023, 12, 1))
START = date(2023, 1, 1)
LEVELS = np.array([1, 0.6, 0.8, 1, 1.3, 1.8])  # the operation area, then what it is compared with


def operation(draws: int, mean: float, ratio: float) -> list[Measurement]:
    """An operation that changes its area by `ratio`: cover where it does nothing, power where it does."""
    rng = np.random.default_rng(1)
    counts = rng.poisson([mean, mean * ratio, mean, mean], size=(draws, 4))
    tests = [wdd((a, b), (c, d)).total for a, b, c, d in counts]
    ratios = [did_rate_ratio((a, b), (c, d)) for a, b, c, d in counts]
    by_wdd = np.mean([t.low <= 0 <= t.high for t in tests])
    by_ratio = np.mean([r is None or r.low <= 1 <= r.high for r in ratios])
    if ratio == 1:
        return [
            Measurement(
                f"no effect, {mean:g} a cell: WDD covers 0", draws, float(by_wdd), 0.93, 0.97
            ),
            Measurement(
                f"no effect, {mean:g} a cell: rate ratio covers 1",
                draws,
                float(by_ratio),
                0.93,
                1.0,
            ),
        ]
    power, least = wdd_power(mean, mean, ratio=ratio), 0.8 if mean >= 120 else 0.0
    return [
        Measurement(
            f"halved, {mean:g} a cell (power says {power:.0%}): WDD finds",
            draws,
            1 - float(by_wdd),
            least,
        ),
        Measurement(
            f"halved, {mean:g} a cell: rate ratio finds", draws, 1 - float(by_ratio), least
        ),
    ]


def wdd_power(treated: float, control: float, *, ratio: float, confidence: float = 0.95) -> float:
    """Chance (float, 0 to 1) that wdd shows a true change by `ratio`, from the counts before alone.

    treated, control  float, offences before in the operation and the comparison area; periods of equal length
    ratio             float, rate after over rate before: 0.5 halves it
    confidence        of the interval that must leave out 0

    Returns the power by the normal approximation; 0.0 where there is nothing to count.

    Source: Wheeler and Ratcliffe (2018), variance as the sum of the four counts.
    """
    error = float(np.sqrt(treated * (1 + ratio) + 2 * control))
    reach = abs(treated * (ratio - 1)) / error if error else 0.0
    limit = float(ndtri(tail_area(confidence)))
    return float(ndtr(reach + limit) + ndtr(limit - reach)) if error else 0.0


def displacement(draws: int, mean: float) -> list[Measurement]:
    """A quarter of what an operation took away turns up next door: how often the ring rises."""
    rng = np.random.default_rng(1)
    ring = rng.poisson([mean, mean * 1.25, mean, mean], size=(draws, 4))
    signs = [
        wdd((1, 1), (1, 1), displacement=((a, b), (c, d))).displacement > 0 for a, b, c, d in ring
    ]
    return [
        Measurement(
            f"a quarter more next door, {mean:g} a cell: the ring's sign is up",
            draws,
            float(np.mean(signs)),
        )
    ]


def regression(draws: int, mean: float, ratio: float, spread: float) -> list[Measurement]:
    """Twelve months before and after in one ward and five others, by regression: cover where nothing happened, power where it did.

    mean    offences a year in the operation area
    spread  how much more the counts vary than Poisson's: variance = mean + spread × mean²
    """
    rng, after = np.random.default_rng(1), np.arange(24) >= 12
    held = hits = 0
    for _ in range(draws):
        expected = np.outer(LEVELS, np.ones(24)) * mean / 12
        expected[0, 12:] *= ratio
        counts = rng.poisson(
            expected if not spread else expected * rng.gamma(1 / spread, spread, expected.shape)
        )
        change = did_model(DataFrame(counts, index=list("TABCDE")), ["T"], after)
        held, hits = held + (change.low <= 1 <= change.high), hits + (change.high < 1)
    name = f"regression, {mean:g} a year{f', spread {spread:g}' if spread else ''}"
    if ratio == 1:
        return [
            Measurement(f"{name}: no effect, interval holds 1", draws, held / draws, 0.93, 0.97)
        ]
    power, least = (
        did_power(mean, mean * LEVELS[1:].sum(), ratio=ratio),
        0.8 if mean >= 120 else 0.0,
    )
    return [
        Measurement(f"{name}: halved (power says {power:.0%}), found", draws, hits / draws, least)
    ]


def end_to_end(draws: int, mean: float, ratio: float) -> list[Measurement]:
    """Penhill among the 118 wards, `mean` offences a year there: chosen by the rule, frozen, judged. A quarter of what goes
    inside comes up next door."""
    words: Counter[str] = Counter()
    held = fell = signs = rings = 0
    for seed in range(draws):
        evaluation = _evaluation(_counts(mean, ratio, seed))
        words[evaluation.verdict.word] += 1
        held += evaluation.change.low <= 1 <= evaluation.change.high
        fell += evaluation.change.high < 1
        signs += evaluation.offences.displacement > 0
        rings += evaluation.verdict.next_door == "moved next door"
    name, claims = f"end to end, {mean:g} a year", words["worked"] + words["made it worse"]
    if ratio == 1:
        return [
            Measurement(f"{name}: no effect, interval holds 1", draws, held / draws, 0.93),
            Measurement(
                f"{name}: no effect, said to have worked or made it worse",
                draws,
                claims / draws,
                most=0.06,
            ),
        ]
    could = could_show(round(mean), round(5 * mean), months_before=12, months_after=12)
    least = 0.8 if mean >= 120 else 0.0
    return [
        Measurement(
            f"{name}: halved (power about {could.halved:.0%}), interval below 1",
            draws,
            fell / draws,
            least,
        ),
        Measurement(f"{name}: halved, said to have worked", draws, words["worked"] / draws),
        Measurement(
            f"{name}: a quarter of that next door, the ring's sign is up",
            draws,
            signs / draws,
            0.6 if least else 0.0,
        ),
        Measurement(
            f"{name}: a quarter of that next door, said to have moved", draws, rings / draws
        ),
    ]


@cache
def _ground() -> tuple[DataFrame, tuple[str, ...], Series]:
    """What makes wards alike, the wards around Penhill, and each ward's pull."""
    facts = ward_facts()
    residents, score = facts["population_2021"].astype(float), facts["imd_score_2025"]
    features = DataFrame(
        {"residents": residents, "density": residents / facts["area_km2"], "deprivation": score}
    )
    around = adjoining_wards(areas.neighbours(embedded_wards().shapes), [PENHILL])
    return features, around, residents * np.exp(0.45 * (score - score.mean()) / score.std())


def _counts(mean: float, ratio: float, seed: int) -> DataFrame:
    features, around, pull = _ground()
    rng = np.random.default_rng(seed)
    season = 1 + 0.1 * np.cos(np.arange(len(MONTHS)) / 6 * np.pi)
    expected: Floats = np.outer(pull / pull[PENHILL] * mean / 12, season)
    later, inside, ring = (
        [month >= START for month in MONTHS],
        features.index == PENHILL,
        features.index.isin(list(around)),
    )
    gone = (1 - ratio) * mean / 12
    expected[np.ix_(inside, later)] *= ratio
    expected[np.ix_(ring, later)] += gone / 4 / len(around)
    return DataFrame(rng.poisson(expected), index=features.index, columns=list(MONTHS))


def _evaluation(counts: DataFrame) -> Evaluation:
    features, around, _ = _ground()
    before = counts[[month for month in MONTHS if month < START]]
    beside = comparison_wards(before, features, [PENHILL], adjoining=around, start=START).wards
    beyond = comparison_wards(
        before, features, around, adjoining=(), taken={PENHILL, *around, *beside}, start=START
    ).wards
    sizes = [
        float(features["residents"].reindex(list(wards)).sum())
        for wards in ([PENHILL], beside, around, beyond)
    ]
    design = Design(
        "Op Made-up",
        REPORTED_VIOLENCE,
        (PENHILL,),
        beside,
        MONTHS[12:24],
        MONTHS[24:],
        "by the rule",
        around,
        beyond,
        (sizes[0], sizes[1], sizes[2], sizes[3]),
    )
    return evaluate(counts, Frozen(design, design_digest(design), "now"))
