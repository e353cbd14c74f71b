"""Known truths put to the statistics many times over: what was asked of them beside what they did.

    python -m bench.calibrate

Each line is one promise: how many runs, the share measured, and the share it must not exceed or fall short of.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy.optimize import Bounds, LinearConstraint, milp
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
from geo.core.selection import Selection, months_between
from geo.disclosure.small_cells import (
    TOTAL,
    Policy,
    Released,
    attacker_bounds,
    protect,
    small_cells,
    with_totals,
)
from geo.disclosure.suppression import Bools, Ints
from geo.operations.design import REPORTED_VIOLENCE
from geo.rates.comparison import against_force, ward_ranking
from geo.rates.intervals import Floats, poisson_limits
from ui.answers.disclosure_control import Memory, ward_counts

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


def pairs_of_selections(pairs: int) -> list[Measurement]:
    """Random pairs of selections, one within the other: hidden cells recovered, small differences shown."""
    rng, cells, recovered, differences, nothing = np.random.default_rng(1), 0, 0, 0, 0
    for _ in range(pairs):
        shape = tuple(rng.integers(2, 6, 2))
        whole = DataFrame(rng.poisson(rng.choice([0.5, 2, 6, 15, 40], size=shape)))
        part = DataFrame(rng.binomial(whole, rng.choice([0.3, 0.5, 0.9])))
        first = protect(whole, Policy())
        second = protect(part, Policy(), released=[Released(whole, first)])
        tables = [with_totals(whole), with_totals(part)]
        shown = [first.notna().to_numpy(), second.notna().to_numpy()]
        nothing += not shown[1].any()
        differences += int(small_cells((tables[0] - tables[1])[shown[0] & shown[1]]).sum())
        for low, high in hidden_bounds(tables, shown):
            cells, recovered = cells + 1, recovered + (low == high)
    return [
        Measurement(
            "pairs of selections: hidden cells recovered",
            cells,
            recovered / max(1, cells),
            most=0.0,
        ),
        Measurement(
            "pairs of selections: small differences shown", pairs, differences / pairs, most=0.0
        ),
        Measurement("pairs of selections: the second withheld whole", pairs, nothing / pairs),
    ]


def hidden_bounds(tables: list[Ints], shown: list[Bools]) -> Iterator[tuple[int, int | None]]:
    """What an attacker who holds both tables, and knows the second lies within the first, learns of hidden cells.

    Noughts may be shown, so a hidden nought that follows from a shown one gives nothing away and is left out.
    """
    for table, seen in zip(tables, shown, strict=True):
        yield from (
            ends
            for cell, ends in attacker_bounds(table, ~seen, least=int(seen.any())).items()
            if table[cell]
        )
    cells = tables[0].size
    each = np.arange(cells).reshape(tables[0].shape)
    lines = [*each, *each.T]
    sums = np.zeros((len(lines), cells))
    for row, line in zip(sums, lines, strict=True):
        row[line], row[line[-1]] = 1, -1
    both = LinearConstraint(np.kron(np.eye(2), sums), 0, 0)
    within = LinearConstraint(np.hstack([np.eye(cells), -np.eye(cells)]), 0, np.inf)
    seen_all, values = (
        np.concatenate([s.ravel() for s in shown]),
        np.concatenate([t.ravel() for t in tables]),
    )
    least = np.repeat([int(s.any()) for s in shown], cells)
    bounds = Bounds(np.where(seen_all, values, least), np.where(seen_all, values, np.inf))
    for cell in np.flatnonzero(~seen_all & (values > 0)):
        goal, ends = np.zeros(2 * cells), []
        for sign in (1, -1):
            goal[cell] = sign
            solution = milp(
                goal, constraints=[both, within], bounds=bounds, integrality=np.ones(2 * cells)
            )
            ends.append(None if solution.x is None else round(float(solution.x[cell])))
        yield ends[0] or 0, ends[1]


def guarded_selections(pairs: int) -> list[Measurement]:
    """Random pairs of selections put to the screen's own guard: hidden wards and totals recovered, small differences told.

    A made-up restricted source over the 118 wards: four kinds of offence, twelve months, about one offence a ward in two
    months. Half of the pairs are what someone after a secret would ask: the same again without one month or one kind.
    """
    rng, facts = np.random.default_rng(1), pd.read_csv(FACTS, index_col="ward_code")
    kinds, months = ("A", "B", "C", "D"), months_between(date(2022, 1, 1), date(2022, 12, 1))
    disclosed: Counter[str] = Counter()
    for _ in range(pairs):
        weight = facts["population_2021"].to_numpy() * np.exp(rng.normal(0, 0.7, len(facts)))
        each = np.outer(
            [4, 2, 1, 0.5], weight / weight.sum() * rng.choice([150, 600, 2000]) / 7.5 / 12
        )
        drawn = rng.poisson(each[:, None, :], size=(len(kinds), len(months), len(facts)))
        selections, counts = _two_selections(rng, kinds, months), []
        for selection in selections:
            chosen = np.ix_(
                [kinds.index(kind) for kind in selection.offence_types],
                [months.index(month) for month in selection.months],
            )
            counts.append(Series(drawn[chosen].sum(axis=(0, 1)), index=facts.index))
        memory = Memory()
        seen = [
            ward_counts(count, facts["authority_code"], selection, policy=Policy(), memory=memory)
            for count, selection in zip(counts, selections, strict=True)
        ]
        for code, wards in facts.groupby("authority_code").groups.items():
            total = f"{TOTAL} {code}"
            whole = [np.append(count[wards], count[wards].sum()) for count in counts]
            disclosed += told_by_two(
                whole,
                [s[[*wards, total]].notna().to_numpy() for s in seen],
                nested=_nested(selections),
            )
        disclosed["withheld"] += bool(seen[1].isna().all())
    cells = disclosed["hidden"]
    return [
        Measurement(
            "guarded pairs: hidden wards and totals recovered",
            cells,
            disclosed["recovered"] / max(1, cells),
            most=0.0,
        ),
        Measurement(
            "guarded pairs: small differences told",
            pairs,
            disclosed["differences"] / pairs,
            most=0.0,
        ),
        Measurement(
            "guarded pairs: the second withheld whole", pairs, disclosed["withheld"] / pairs
        ),
    ]


def _two_selections(
    rng: np.random.Generator, kinds: tuple[str, ...], months: tuple[date, ...]
) -> list[Selection]:
    """Two different selections in random order; in half of the cases the second is the first without a month or a kind."""

    def some() -> Selection:
        first, last = np.sort(rng.integers(0, len(months), 2))
        return Selection(
            "made up",
            (),
            tuple(k for k in kinds if rng.random() < 0.5) or kinds[:1],
            months[first],
            months[last],
        )

    selection, other = some(), some()
    if rng.random() < 0.5 and len(selection.months) > 1:
        other = replace(selection, last_month=selection.months[-2])
    elif rng.random() < 0.5 and len(selection.offence_types) > 1:
        other = replace(selection, offence_types=selection.offence_types[:-1])
    return [selection, other] if rng.random() < 0.5 else [other, selection]


def _nested(selections: list[Selection]) -> int:
    """1 where the second selection lies within the first, -1 the other way round, else 0."""
    kinds, months = (
        [set(getattr(selection, name)) for selection in selections]
        for name in ("offence_types", "months")
    )
    return int(kinds[1] <= kinds[0] and months[1] <= months[0]) or -int(
        kinds[0] <= kinds[1] and months[0] <= months[1]
    )


def told_by_two(tables: list[Ints], shown: list[Bools], *, nested: int) -> Counter[str]:
    """What two columns of counts, each with its total last, tell of what is hidden: hidden, recovered, differences.

    nested  1 where the second selection lies within the first, -1 the other way round, 0 where neither does

    A hidden count of 1 or more is recovered where every table of whole numbers that fits all that is shown has it. A
    difference of 1 to 4 between nested selections is told in the same sense. Tables near the true one are enough: the
    sums are those of a network, so where a count can differ at all it can differ by one.
    """
    size, values, seen = len(tables[0]), np.concatenate(tables), np.concatenate(shown)
    sums = np.kron(np.eye(2), np.append(np.ones(size - 1), -1.0))
    apart = np.hstack([np.eye(size), -np.eye(size)])
    rules = [
        LinearConstraint(sums, 0, 0),
        *([LinearConstraint(nested * apart, 0, np.inf)] if nested else []),
    ]
    least = np.repeat([int(some.any()) for some in shown], size)
    bounds = Bounds(np.where(seen, values, least), np.where(seen, values, values + 3))

    def solved(goal: Floats) -> Ints:
        solution = milp(goal, constraints=rules, bounds=bounds, integrality=np.ones(2 * size))
        return np.rint(solution.x).astype(np.int64)

    def fixed(goals: Floats, wanted: NDArray[np.intp], tried: list[Ints]) -> int:
        left = [goal for goal in goals[wanted] if all(goal @ x == goal @ values for x in tried)]
        return sum(
            all(goal @ solved(sign * goal) == goal @ values for sign in (1, -1)) for goal in left
        )

    rng = np.random.default_rng(1)
    tried = [solved(rng.choice([-1.0, 1.0], 2 * size)) for _ in range(6)]
    hidden = np.flatnonzero(~seen & (values > 0))
    small = np.flatnonzero(small_cells(np.abs(tables[0] - tables[1]))) if nested else hidden[:0]
    return Counter(
        hidden=len(hidden),
        recovered=fixed(np.eye(2 * size), hidden, tried),
        differences=fixed(apart, small, tried),
    )


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
    lambda: pairs_of_selections(500),
    lambda: guarded_selections(500),
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
