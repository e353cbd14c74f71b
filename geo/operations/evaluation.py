"""One operation judged by its frozen design: what could show, what changed, whether it moved next door, and the verdict."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from pandas import DataFrame, Series

from geo.change.missingness import RatioBounds, ratio_bounds
from geo.change.rate_ratio import RatioChange, did_model
from geo.core.errors import DataProblem
from geo.core.schema import OUTSIDE, WITHOUT_LOCATION
from geo.operations.design import Design, Frozen, require_frozen
from geo.operations.displacement import DisplacementDifference, DisplacementQuotient, wdd, wdq
from geo.operations.drawn_area import is_drawn
from geo.operations.placebo import (
    SPIKE_MONTHS,
    Spike,
    placebo_dates,
    placebo_outcomes,
    pre_trend,
    spike_before,
)
from geo.operations.power import CouldShow, could_show
from geo.operations.verdicts import Evidence, Verdict, verdict

AREAS = ("area", "comparison", "buffer", "buffer_comparison")
NO_OUTCOMES: Mapping[str, DataFrame] = {}
NOTHING_TOUCHED: Mapping[str, Sequence[date]] = {}


@dataclass(frozen=True)
class Evaluation:
    """Everything a page says of an operation, read from top to bottom.

    could             the smallest change that could show
    counts            area, comparison, buffer, buffer_comparison → offences before and after (int)
    offences          weighted displacement difference, in offences over the period after
    change            difference in differences as a ratio, by regression
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


def evaluate(
    monthly: DataFrame,
    frozen: Frozen,
    *,
    other_outcomes: Mapping[str, DataFrame] = NO_OUTCOMES,
    touched: Mapping[str, Sequence[date]] = NOTHING_TOUCHED,
    thin: Collection[date] = (),
    phi: float = 1.0,
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

    Returns an Evaluation; its verdict is *cannot tell* where nothing was recorded. Raises DataProblem where the design was
    altered after the freeze, or a month of it was not received: an absent month is no zero.

    Source: Wheeler and Ratcliffe (2018); Bowers and Johnson (2003); difference in differences by Poisson or
    negative-binomial regression; verdict by this project's rule (geo.operations.verdicts).
    """
    design = require_frozen(frozen)
    counts = _counts(monthly, design)
    sums = {name: _before_after(counts, getattr(design, name), design) for name in AREAS}
    could = could_show(
        sums["area"][0],
        sums["comparison"][0],
        months_before=len(design.before),
        months_after=len(design.after),
    )
    change = _change(counts, design.area, design.comparison, design, phi)
    ring = (
        _change(counts, design.buffer, design.buffer_comparison, design, phi)
        if design.buffer and design.buffer_comparison
        else None
    )
    early = counts.loc[
        [*design.area, *design.comparison],
        [month for month in counts.columns if month < design.after[0]],
    ]
    spike = spike_before(early.loc[list(design.area)].sum().astype(int).to_list())
    offences, alongside, calmer = (
        _offences(sums, design),
        pre_trend(early, design.area),
        _without_spike(counts, design, spike, phi),
    )
    bounds, ring_bounds = (
        _bounds(monthly, counts, places, beside, design, phi)
        for places, beside in (
            (design.area, design.comparison),
            (design.buffer, design.buffer_comparison),
        )
    )
    low = tuple(month for month in (*design.before, *design.after) if month in thin)
    steady, ring_steady = (
        _without_months(counts, places, beside, design, low, phi) if low else None
        for places, beside in (
            (design.area, design.comparison),
            (design.buffer, design.buffer_comparison),
        )
    )
    judgement = verdict(
        Evidence(
            *sums["area"],
            could,
            change,
            offences,
            alongside=alongside,
            spike=spike,
            without_spike=calmer,
            ring=ring,
            bounds=bounds,
            ring_bounds=ring_bounds,
            counts_activity=design.outcome.counts_activity,
            months_before=len(design.before),
            months_after=len(design.after),
            thin=low,
            without_thin=steady,
            ring_without_thin=ring_steady,
        )
    )
    others = {
        name: _counts(table, design).loc[[*design.area, *design.comparison]]
        for name, table in other_outcomes.items()
    }
    return Evaluation(
        frozen,
        could,
        sums,
        offences,
        change,
        ring,
        wdq(sums["area"], sums["buffer"], sums["comparison"]) if design.buffer else None,
        alongside,
        spike,
        calmer,
        placebo_dates(early, design.area),
        placebo_outcomes(others, design.area, before=design.before, after=design.after),
        _without(counts, design, touched, phi),
        judgement,
        bounds,
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
    calm = design.before[:-SPIKE_MONTHS]
    if spike is None or not spike.warns:
        return None
    earlier = (
        calm
        if len(calm) >= SPIKE_MONTHS
        else tuple(m for m in counts.columns if m < design.after[0])[:-SPIKE_MONTHS]
    )
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
