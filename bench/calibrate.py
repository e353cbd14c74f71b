"""Known truths put to the statistics many times over: what was asked of them beside what they did.

    python -m bench.calibrate

Each line is one promise: how many runs, the share measured, and the share it must not exceed or fall short of.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from pandas import Series
from scipy.stats import binom, poisson

from bench import dispersion, few_hands, harm_worlds
from bench.hotspot_maps import no_pattern, normal_approximation, planted, wards_alike
from bench.operation_worlds import (
    DISORDER,
    POSSESSION,
    halved,
    in_company,
    moved,
    one_point,
    real_starts,
    recorded_otherwise,
    selected,
)
from bench.operations import (
    PENHILL_POSSESSION,
    PENHILL_VIOLENCE,
    displacement,
    end_to_end,
    operation,
    regression,
)
from bench.origin_worlds import explained, not_explained, verdicts
from bench.patrol_lists import real_windows, same_question
from bench.real_months import at_hand
from bench.runs import Measurement
from geo.change.two_periods import POSSIBLE, exact_p, verdict, ward_changes
from geo.operations.design import REPORTED_VIOLENCE
from geo.rates.comparison import against_force, ward_ranking
from geo.rates.intervals import poisson_limits

FACTS = Path(__file__).resolve().parents[1] / "data" / "ward_facts.csv"
POSSESSION_A_YEAR = 453  # weapons possession in both authorities, 2025
RISE = {"clear rise", "possible rise"}


def residents() -> Series:
    return pd.read_csv(FACTS, index_col="ward_code")["population_2021"]


def equal_wards(seeds: int, offences: int) -> list[Measurement]:
    """All wards at one rate: how many are called clearly different, and how often a ranking is offered."""
    people, outside, ranked = residents(), 0, 0
    for seed in range(seeds):
        draw = np.random.default_rng(seed).poisson(offences * people / people.sum())
        counts = Series(draw, index=people.index)
        outside += int(
            against_force(counts, people, years=1)["standing"].str.startswith("clearly").sum()
        )
        ranked += ward_ranking(counts, people, draws=10, seed=seed).table is not None
    name = f"equal wards, about {offences} offences"
    return [
        Measurement(
            f"{name}: outside 99.8 %", seeds * len(people), outside / seeds / len(people), most=0.01
        ),
        Measurement(f"{name}: ranking offered", seeds, ranked / seeds, most=0.02),
    ]


def raised_ward(seeds: int, offences: int) -> list[Measurement]:
    """One ward of middling size at three times the rate: how often it is found, and a ranking offered."""
    people = residents()
    factor = Series(1.0, index=people.index)
    chosen = people.sort_values().index[len(people) // 2]
    factor[chosen] = 3.0
    hits = 0
    for seed in range(seeds):
        draw = np.random.default_rng(seed).poisson(offences * people / people.sum() * factor)
        table = against_force(Series(draw, index=people.index), people, years=1)
        hits += table.loc[chosen, "standing"] in ("clearly above", "possibly above")
    return [
        Measurement(
            f"one ward at three times the rate, about {offences} offences: found",
            seeds,
            hits / seeds,
        )
    ]


def power_to_show(
    then: float,
    ratio: float,
    *,
    alpha: float = POSSIBLE,
    months_now: float = 1,
    months_then: float = 1,
) -> float:
    """Chance (float, 0 to 1) that a true change by `ratio` comes out with p below alpha in the right direction.

    then                    float, offences expected before
    ratio                   float, rate after over rate before: 0.5 halves it
    alpha                   float, 0.05 for “possible”, 0.01 for “clear”
    months_now, months_then length of each period in months

    Returns the power of the exact conditional test, worked out over all counts that matter.

    Source: Gu, Ng, Tang and Schucany (2008), exact power of tests of two Poisson rates.
    """
    share = months_now / (months_now + months_then)
    after = then * ratio * months_now / months_then
    true_share, mean = after / (after + then), after + then
    power = 0.0
    for total in range(int(poisson.ppf(1e-9, mean)), int(poisson.isf(1e-9, mean)) + 1):
        counts = np.arange(total + 1)
        likelihood = binom.pmf(counts, total, share)
        ranked = np.sort(likelihood)
        p = np.cumsum(ranked)[np.searchsorted(ranked, likelihood * (1 + 1e-7), side="right") - 1]
        right_way = (counts - total * share) * (ratio - 1) > 0
        power += float(
            poisson.pmf(total, mean)
            * binom.pmf(counts, total, true_share)[(p < alpha) & right_way].sum()
        )
    return power


def rise_of_half(seeds: int, then: float) -> list[Measurement]:
    """A true rise of half: how often it appears, beside what the power function says."""
    power = power_to_show(then, 1.5)
    draws = np.random.default_rng(1).poisson([[then], [1.5 * then]], size=(2, seeds))
    words = [verdict(exact_p(now, before), now, before) for before, now in draws.T]
    seen = sum(word in RISE for word in words) / seeds
    least = 0.8 if power >= 0.8 else 0.0
    name = f"rise of half from {then:g} (power says {power:.0%}): possible or clear"
    return [Measurement(name, seeds, seen, least=least)]


def no_change(seeds: int, mean: float) -> list[Measurement]:
    """118 wards without any change: how often one is called clear, one by one and over the list."""
    single, listed, wards = 0, 0, 118
    for seed in range(seeds):
        now, then = (Series(d) for d in np.random.default_rng(seed).poisson(mean, size=(2, wards)))
        table = ward_changes(now, then, months_now=12, months_then=12)
        single += sum(
            verdict(*case).startswith("clear") for case in zip(table["p"], now, then, strict=True)
        )
        listed += int(table["verdict"].str.startswith("clear").sum())
    name, trials = f"no change from {mean:g}: clear", seeds * wards
    return [
        Measurement(f"{name}, each ward alone", trials, single / trials, most=0.01),
        Measurement(f"{name}, over the list", trials, listed / trials, most=0.01),
    ]


def limits_cover(draws: int, mean: float) -> list[Measurement]:
    """95 % limits of a count: how often they hold the truth."""
    low, high = poisson_limits(np.random.default_rng(1).poisson(mean, size=draws))
    cover = float(np.mean((low <= mean) & (mean <= high)))
    return [Measurement(f"95 % limits of a count, mean {mean:g}: cover", draws, cover, least=0.945)]


LONG: list[Callable[[], list[Measurement]]] = [
    *(lambda n=n: equal_wards(200, n) for n in (150, POSSESSION_A_YEAR, 5000)),
    *(lambda n=n: raised_ward(200, n) for n in (POSSESSION_A_YEAR, 5000)),
    *(lambda m=m: rise_of_half(200, m) for m in (13, 38, 90, 211)),
    *(lambda m=m: no_change(200, m) for m in (2, 13, 120)),
    *(lambda m=m: limits_cover(20_000, m) for m in (0.5, 3, 13, 120)),
    *(lambda m=m: operation(500, m, 1) for m in (13, 38, 120)),
    *(lambda m=m: operation(500, m, 0.5) for m in (13, 38, 120)),
    *(lambda m=m: displacement(500, m) for m in (13, 120)),
    *(
        lambda a=a: regression(500, *a)
        for a in ((13, 1, 0), (120, 1, 0), (120, 1, 0.1), (13, 0.5, 0), (120, 0.5, 0))
    ),
    *(
        lambda a=a: end_to_end(500, *a)
        for a in (
            (PENHILL_VIOLENCE, 1.0),
            (PENHILL_POSSESSION, 1.0),
            (PENHILL_POSSESSION, 0.5),
            (130, 0.5),
        )
    ),
    *(
        (lambda outcome=outcome: real_starts(outcome))
        for outcome in ((REPORTED_VIOLENCE, DISORDER, POSSESSION) if at_hand() else ())
    ),
    *(lambda past=past: halved(200, past=past) for past in (12, 24, 36)),
    *(lambda spike=spike: selected(200, spike) for spike in (3, 6, 12)),
    lambda: selected(200, 12, after=12),
    *(lambda past=past: selected(200, 12, past=past) for past in (12, 24)),
    *(
        lambda where=where, level=level: moved(200, where, level=level)
        for where in ("the comparison wards", "the rest of the authority")
        for level in (120, PENHILL_VIOLENCE)
    ),
    *(
        lambda level=level: recorded_otherwise(200, level=level)
        for level in (120, PENHILL_VIOLENCE)
    ),
    *(
        lambda share=share, level=level: one_point(200, share, level=level)
        for share in (0.3, 0.5)
        for level in (120, PENHILL_VIOLENCE, 2000)
    ),
    lambda: in_company(50),
    lambda: no_pattern(500),
    lambda: normal_approximation(200),
    *(lambda share=share: planted(200, share) for share in (0.5, 0.75, 0.9, 0.98)),
    lambda: wards_alike(500),
    real_windows,
    same_question,
    lambda: verdicts(2000),
    lambda: not_explained(2000),
    lambda: explained(2000),
    *(
        lambda a=a, past=past: dispersion.unchanged_pairs(1000, a[0], a[1], past)
        for a in ((4400, 5.0), (1655, 4.6), (850, 3.0), (100, 1.5), (40, 1.3))
        for past in (0, 12, 24, 36)
    ),
    *(
        lambda mean=mean, past=past: dispersion.rise_by_quarter(500, mean, 3.0, past)
        for mean in (600, 1055)
        for past in (0, 12, 24, 36)
    ),
    lambda: dispersion.wards_as_they_differ(200),
    lambda: few_hands.not_beyond(300),
    lambda: few_hands.named_unevenly(300),
    lambda: few_hands.beyond(200),
    lambda: few_hands.limits_of_top(300),
    lambda: harm_worlds.unchanged(4000),
    lambda: harm_worlds.risen(1000),
    *([lambda: dispersion.real_pairs(40), dispersion.real_months_outside] if at_hand() else []),
]


def main() -> None:
    print(f"{'what':<78}{'trials':>8}{'measured':>10}{'asked':>16}{'kept':>6}{'seconds':>9}")
    if not at_hand():
        print(
            "The months of Dorset, Gloucestershire and Wiltshire are not at hand: real pairs of totals are left out."
        )
    for measure in LONG:
        start = time.perf_counter()
        for row in measure():
            limits = f"{row.least:.1%} to {row.most:.1%}" if (row.least, row.most) != (0, 1) else ""
            mark, took = "yes" if row.in_range else "NO", time.perf_counter() - start
            print(
                f"{row.what:<78}{row.trials:>8}{row.share:>10.2%}{limits:>16}{mark:>6}{took:>9.1f}"
            )


if __name__ == "__main__":
    main()
