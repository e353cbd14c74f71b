"""One operation judged by its frozen design: what could show, what changed, whether it moved next door, and the verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from pandas import DataFrame, Series

from geo.change.missingness import RatioBounds, ratio_bounds
from geo.change.rate_ratio import RatioChange, did_model
from geo.core.errors import DataProblem
from geo.core.schema import OUTSIDE, WITHOUT_LOCATION
from geo.operations.design import (
    Design,
    Frozen,
    months_compared,
    require_frozen,
    within_reach,
)
from geo.operations.displacement import (
    DisplacementDifference,
    DisplacementQuotient,
    Elsewhere,
    elsewhere,
    wdd,
    wdq,
)
from geo.operations.drawn_area import is_drawn
from geo.operations.nothing_done import four_counts, others, reference
from geo.operations.one_point import OnePoint, furthest_point
from geo.operations.overlaps import Company
from geo.operations.placebo import (
    FEWEST_AROUND,
    Spike,
    placebo_dates,
    placebo_outcomes,
    pre_trend,
    spike_before,
)
from geo.operations.power import CouldShow, could_show
from geo.operations.premises import Past, WhatHappens, past
from geo.operations.verdicts import Evidence, Verdict, verdict, widest

AREAS = ("area", "comparison", "buffer", "buffer_comparison")
NO_OUTCOMES: Mapping[str, DataFrame] = {}
NOTHING_TOUCHED: Mapping[str, Sequence[date]] = {}
REST = "the area without the point"
FEWEST_BESIDE = 100  # offences in the rest of an authority, before and after, to be set beside


@dataclass(frozen=True)
class Surroundings:
    """What is known of the wards around an operation, and of other work; what nobody says leaves its premises not known.

    authorities  ward code → authority code, of every ward counted
    wards        wards the operation lies in, beside those of its design (of a drawn area the wards beneath it)
    busy         wards with other work of their own, and those next to them
    company      other work in its own wards
    registered   whether its comparison was frozen once, before its outcome was read
    points       offences (int) in the operation area, one row a map point named as published, one column a month; None where nobody says
    """

    authorities: Mapping[str, str] = field(default_factory=dict)
    wards: tuple[str, ...] = ()
    busy: frozenset[str] = frozenset()
    company: Company | None = None
    registered: bool | None = None
    points: DataFrame | None = None


NOBODY_SAYS = Surroundings()


@dataclass(frozen=True)
class Evaluation:
    """Everything a page says of an operation, read from top to bottom.

    could             the smallest change that could show
    counts            area, comparison, buffer, buffer_comparison → offences before and after (int)
    offences          weighted displacement difference, in offences over the period after
    change            difference in differences as a ratio, by regression, with the wider limits of the model's (`modelled`) and of
                      what happens where nothing is done (`happens`)
    around            the net effect with next door, comparison wards and the rest of the authority; None where nobody says where wards lie
    ring              the same for the buffer; None where there is none
    quotient          weighted displacement quotient; None where there is no buffer
    alongside         trend before, area over comparison, a year; None where it could not be tried
    spike             the months just before the start; None where there are too few
    without_spike     the change without those months, where they were a spike
    placebo_dates     changes at made-up starts before the true one
    placebo_outcomes  changes of offences it did not aim at
    bounds            the change with all that could not be placed where it makes it least and most; None where the share without a
                      place did not differ
    without           the change once more, without each piece of overlapping work and without each comparison ward
    """

    frozen: Frozen
    could: CouldShow
    counts: dict[str, tuple[int, int]]
    offences: DisplacementDifference
    change: RatioChange
    ring: RatioChange | None
    quotient: DisplacementQuotient | None
    alongside: RatioChange | None
    spike: Spike | None
    without_spike: RatioChange | None
    placebo_dates: DataFrame
    placebo_outcomes: DataFrame
    without: DataFrame
    verdict: Verdict
    bounds: RatioBounds | None = None
    happens: WhatHappens | None = None
    around: Elsewhere | None = None
    modelled: RatioChange | None = None


def evaluate(
    monthly: DataFrame,
    frozen: Frozen,
    *,
    other_outcomes: Mapping[str, DataFrame] = NO_OUTCOMES,
    touched: Mapping[str, Sequence[date]] = NOTHING_TOUCHED,
    thin: Collection[date] = (),
    phi: float = 1.0,
    surroundings: Surroundings = NOBODY_SAYS,
) -> Evaluation:
    """Whether an operation changed its outcome, by the design that was frozen before the outcome was read.

    monthly         offences (int), one row a ward_code, one column a month received (first day); a ward without a row
                    counts 0, and months before the design's own serve the checks. Rows named as geo.core.schema names offences
                    without a place or outside every ward are what could not be placed: they bound the verdict
    frozen          the design with its stored hash
    other_outcomes  name → offences it did not aim at, in the same form
    touched         other work that went on in these areas → months it touched, to be left out in turn
    thin            months that are low, with nothing to say that they were cut: the verdict must stand without them too
    phi             variance over mean of counts of a ward, below which no interval is taken to vary
    surroundings    what is known of the wards and of other work

    Returns an Evaluation; its verdict is *cannot tell* where nothing was recorded. Raises DataProblem where the design was
    altered after the freeze, or a month of it was not received: an absent month is no zero.

    Source: Wheeler and Ratcliffe (2018); Bowers and Johnson (2003); difference in differences by Poisson or
    negative-binomial regression; verdict by this project's rule (geo.operations.verdicts).
    """
    design = require_frozen(frozen)
    counts = _counts(monthly, design)
    sums = {name: _before_after(counts, getattr(design, name), design) for name in AREAS}
    early = _early(counts, design)
    weighed = evidence(monthly, frozen, thin=thin, surroundings=surroundings, phi=phi)
    judgement = verdict(weighed)
    beside_aim = {
        name: _counts(table, design).loc[[*design.area, *design.comparison]]
        for name, table in other_outcomes.items()
    }
    return Evaluation(
        frozen,
        weighed.could,
        sums,
        weighed.offences,
        widest(weighed.change, weighed.happens),
        weighed.ring,
        wdq(sums["area"], sums["buffer"], sums["comparison"]) if design.buffer else None,
        weighed.alongside,
        weighed.spike,
        weighed.without_spike,
        placebo_dates(early, design.area),
        placebo_outcomes(beside_aim, design.area, before=design.before, after=design.after),
        _without(counts, design, touched, phi),
        judgement,
        weighed.bounds,
        weighed.happens,
        weighed.around,
        weighed.change,
    )


def evidence(
    monthly: DataFrame,
    frozen: Frozen,
    *,
    thin: Collection[date] = (),
    surroundings: Surroundings = NOBODY_SAYS,
    phi: float = 1.0,
) -> Evidence:
    """Everything the rule of the verdict looks at, worked out from the counts; as evaluate takes them.

    Returns an Evidence. Raises DataProblem as evaluate does. Source: as evaluate.
    """
    design = require_frozen(frozen)
    counts = _counts(monthly, design)
    sums = {name: _before_after(counts, getattr(design, name), design) for name in AREAS}
    pairs = ((design.area, design.comparison), (design.buffer, design.buffer_comparison))
    early = _early(counts, design)
    happens, known, within, mixed = _beside_others(monthly, design, surroundings)
    spread = happens.reference.spread if happens else 1.0
    spike = spike_before(early.loc[list(design.area)].sum().astype(int).to_list(), spread=spread)
    bounds, ring_bounds = (_bounds(monthly, counts, *pair, design, phi) for pair in pairs)
    low = tuple(month for month in (*design.before, *design.after) if month in thin)
    steady, ring_steady = (
        _without_months(counts, *pair, design, low, phi) if low else None for pair in pairs
    )
    met = surroundings.company
    change = _change(counts, *pairs[0], design, phi)
    shared = (
        {month for months in (*met.before.values(), *met.during.values()) for month in months}
        if met
        else set()
    )
    return Evidence(
        *sums["area"],
        could_show(
            sums["area"][0],
            sums["comparison"][0],
            months_before=len(design.before),
            months_after=len(design.after),
        ),
        change,
        _offences(sums, design),
        alongside=pre_trend(early, design.area),
        spike=spike,
        without_spike=_without_spike(counts, design, spike, phi),
        ring=_change(counts, *pairs[1], design, phi) if all(pairs[1]) else None,
        bounds=bounds,
        ring_bounds=ring_bounds,
        counts_activity=design.outcome.counts_activity,
        months_before=len(design.before),
        months_after=len(design.after),
        thin=low,
        without_thin=steady,
        ring_without_thin=ring_steady,
        happens=happens,
        past=known,
        around=_around(monthly, design, surroundings),
        within=within,
        mixed=mixed,
        company=met,
        without_company=_without_months(counts, *pairs[0], design, shared, phi) if shared else None,
        busy=surroundings.busy & set(design.comparison),
        registered=surroundings.registered,
        months=months_compared(design),
        point=_one_point(counts, design, surroundings.points, (change, happens), phi),
    )


def _early(counts: DataFrame, design: Design) -> DataFrame:
    """Area and comparison wards before the start."""
    months = [month for month in counts.columns if month < design.after[0]]
    near = list(within_reach(months, design.after[0])) or months
    return counts.loc[[*design.area, *design.comparison], near]


def _beside_others(
    monthly: DataFrame, design: Design, surroundings: Surroundings
) -> tuple[WhatHappens | None, Past, tuple[float, float] | None, bool | None]:
    """The change by the level of all months known before, beside what happens elsewhere; what is known of the past; the limits beside
    the rest of its own authority; and whether comparison wards lie in another."""
    months = sorted(monthly.columns)
    level = _level(months, design)
    window = [*level, *design.after]
    table = monthly.reindex(columns=window).fillna(0)
    inside = table.reindex(list(design.area), fill_value=0).sum().to_numpy(float)
    beside = table.reindex(list(design.comparison), fill_value=0).sum().to_numpy(float)
    apart = {*design.area, *design.buffer, *surroundings.wards, *surroundings.busy}
    known = reference(
        monthly[[month for month in months if month <= design.after[-1]]],
        size=float(inside[: len(level)].mean()) if level else 0.0,
        before=level,
        after=design.after,
        without=apart,
        beside=len(design.comparison),
    )
    four = four_counts(inside, beside, len(level), known.drift if known else 0.0)
    chosen_of = len(others(monthly, ()))
    earlier = past(four, known, len(level), chosen_of)
    happens = WhatHappens(*four.limits(known), known) if known else None
    own, mixed = _own_authority(design, surroundings)
    rest = [
        ward for ward in own if ward not in {*apart, *design.comparison} and ward in table.index
    ]
    limits = None
    if known and rest and table.loc[rest].to_numpy().sum() >= FEWEST_BESIDE:
        within = four_counts(inside, table.loc[rest].sum().to_numpy(float), len(level), known.drift)
        limits = within.limits(known)[1:]
    return happens, earlier, limits, mixed


def _one_point(
    counts: DataFrame,
    design: Design,
    points: DataFrame | None,
    changes: tuple[RatioChange, WhatHappens | None],
    phi: float,
) -> OnePoint | None:
    """The point that went furthest the way of a clear change, and the change without it; None where there is none, or nobody says.

    counts   of the design's wards, as _counts gives them
    changes  of the whole area: by the model, and by what happens where nothing is done
    """
    whole, happens = widest(*changes), changes[1]
    fell = whole.high < 1
    if points is None or not (fell or whole.low > 1):
        return None
    inside, beside = (counts.loc[list(wards)].sum() for wards in (design.area, design.comparison))
    point = furthest_point(points, beside, design.before, design.after, fell=fell)
    if point is None:
        return None
    less = (inside - point.monthly.reindex(inside.index).fillna(0)).clip(lower=0).astype(int)
    rest = counts.loc[list(design.comparison)].T.assign(**{REST: less}).T
    model = _change(rest, (REST,), design.comparison, design, phi)
    if happens is not None:
        level = _level(counts.columns, design)
        own, others_own = (each[[*level, *design.after]].to_numpy(float) for each in (less, beside))
        four = four_counts(own, others_own, len(level), happens.reference.drift)
        happens = WhatHappens(*four.limits(happens.reference), happens.reference)
    change = widest(model, happens)
    had, came = (int(point.monthly[list(period)].sum()) for period in (design.before, design.after))
    return OnePoint(point.place, had, came, point.share, change.ratio, change.low, change.high)


def _level(months: Iterable[date], design: Design) -> list[date]:
    """Months that say what the level before was: those within reach up to the last before."""
    near = within_reach(months, design.after[0])
    return [month for month in near if month <= design.before[-1]]


def _own_authority(
    design: Design, surroundings: Surroundings
) -> tuple[tuple[str, ...], bool | None]:
    """Wards of the authorities the area lies in, and whether some comparison wards lie outside; none and None where nobody says."""
    authorities = surroundings.authorities
    mine = {
        authorities[ward] for ward in (*design.area, *surroundings.wards) if ward in authorities
    }
    if not mine:
        return (), None
    own = tuple(ward for ward, code in authorities.items() if code in mine)
    return own, any(authorities.get(ward) not in mine for ward in design.comparison)


def _around(monthly: DataFrame, design: Design, surroundings: Surroundings) -> Elsewhere | None:
    """The net effect with all places that offences may have moved to."""
    own, mixed = _own_authority(design, surroundings)
    if mixed is None:
        return None
    wards = others(monthly, ())
    inside = {*design.area, *surroundings.wards} & set(wards.index)
    spoken_for = set(inside)
    places: dict[str, list[str]] = {"area": sorted(inside)}
    for name, some in (
        ("next door", design.buffer),
        ("comparison wards", design.comparison),
        ("rest of the authority", own),
    ):
        places[name] = [ward for ward in some if ward not in spoken_for and ward in wards.index]
        spoken_for |= set(places[name])
    untouched = [
        ward
        for ward in wards.index
        if ward not in spoken_for
        and ward in surroundings.authorities
        and ward not in surroundings.busy
    ]
    return elsewhere(
        wards,
        places,
        untouched,
        before=_level(wards.columns, design) or design.before,
        after=design.after,
    )


def _counts(monthly: DataFrame, design: Design) -> DataFrame:
    """Offences of every ward of the design in every month received up to its last."""
    months = sorted(month for month in monthly.columns if month <= design.after[-1])
    if absent := sorted({*design.before, *design.after} - set(months)):
        raise DataProblem(
            f"{absent[0]:%B %Y} was not received, and the design counts on it.",
            f"{len(absent)} of its months are absent.",
            "Load them, or choose the comparison anew; the change will be recorded.",
        )
    wards = [ward for name in AREAS for ward in getattr(design, name)]
    return monthly.reindex(list(dict.fromkeys(wards)), fill_value=0)[months].fillna(0).astype(int)


def _before_after(counts: DataFrame, wards: Sequence[str], design: Design) -> tuple[int, int]:
    mine = counts.loc[list(wards)].sum()
    return int(mine[list(design.before)].sum()), int(mine[list(design.after)].sum())


def _change(
    counts: DataFrame, area: Sequence[str], comparison: Sequence[str], design: Design, phi: float
) -> RatioChange:
    months = [*design.before, *design.after]
    after = np.array([month in set(design.after) for month in months])
    return did_model(counts.loc[[*area, *comparison], months], area, after, phi=phi)


def placed_and_not(monthly: DataFrame) -> tuple[Series, Series]:
    """Offences (int) of the whole area by month with a place in a ward, and without; `monthly` as evaluate takes it.

    What was drawn and its ring are passed over: their offences are counted in the wards beneath them. Source: this project.
    """
    nowhere = monthly.index.isin([OUTSIDE, WITHOUT_LOCATION])
    drawn = np.array([is_drawn(str(place)) for place in monthly.index], dtype=bool)
    return monthly.loc[~nowhere & ~drawn].sum(), monthly.loc[nowhere].sum()


def _bounds(
    monthly: DataFrame,
    counts: DataFrame,
    area: Sequence[str],
    comparison: Sequence[str],
    design: Design,
    phi: float,
) -> RatioBounds | None:
    """The change at both bounds of what could not be placed in the whole area served."""
    if not area or not comparison:
        return None
    months = [*design.before, *design.after]
    known, unknown = placed_and_not(monthly)
    after = np.array([month in set(design.after) for month in months])
    both = counts.loc[[*area, *comparison], months]
    return ratio_bounds(both, area, after, known, unknown, phi=phi)


def _offences(sums: Mapping[str, tuple[int, int]], design: Design) -> DisplacementDifference:
    """In offences of the operation area and its buffer over the period after; comparisons are scaled to their size."""
    inside, beside, around, beyond = design.sizes
    ringed = bool(design.buffer and design.buffer_comparison)
    return wdd(
        sums["area"],
        sums["comparison"],
        displacement=(sums["buffer"], sums["buffer_comparison"]) if ringed else ((0, 0), (0, 0)),
        time_weights=(len(design.before) / len(design.after), 1),
        area_weights=(1, beside / inside, 1, beyond / around if ringed else 1),
    )


def _without_spike(
    counts: DataFrame, design: Design, spike: Spike | None, phi: float
) -> RatioChange | None:
    """The change against the months before the spike, where there was one and enough are left."""
    if spike is None or not spike.warns:
        return None
    calm = design.before[: -spike.months]
    level = _level(counts.columns, design)
    earlier = list(calm) if len(calm) >= FEWEST_AROUND else level[: -spike.months]
    if not earlier:
        return None
    months = [*earlier, *design.after]
    after = np.array([month in set(design.after) for month in months])
    both = counts.loc[[*design.area, *design.comparison], months]
    return did_model(both, design.area, after, phi=phi)


def _without_months(
    counts: DataFrame,
    area: Sequence[str],
    comparison: Sequence[str],
    design: Design,
    months: Collection[date],
    phi: float,
) -> RatioChange | None:
    """The change without some months; None where there is no such area, or nothing is left before or after."""
    before, after = (
        tuple(m for m in some if m not in set(months)) for some in (design.before, design.after)
    )
    if not (area and comparison and before and after):
        return None
    rest = [*before, *after]
    later = np.array([month in set(after) for month in rest])
    return did_model(counts.loc[[*area, *comparison], rest], area, later, phi=phi)


def _without(
    counts: DataFrame, design: Design, touched: Mapping[str, Sequence[date]], phi: float
) -> DataFrame:
    """The change again, each time leaving one thing out: what (index), ratio, low, high, p."""
    changes = {}
    for name, months in touched.items():
        rest = _without_months(counts, design.area, design.comparison, design, months, phi)
        if rest is not None:
            changes[f"without the months of {name}"] = rest
    for ward in design.comparison if len(design.comparison) > 1 else ():
        changes[f"without {ward}"] = _change(
            counts,
            design.area,
            [other for other in design.comparison if other != ward],
            design,
            phi,
        )
    rows = [[change.ratio, change.low, change.high, change.p] for change in changes.values()]
    return DataFrame(
        rows, index=list(changes), columns=["ratio", "low", "high", "p"], dtype=float
    ).rename_axis("what")
