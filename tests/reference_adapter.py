"""Published cases put to the project's own functions: plain numbers, lists, words and None in and out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pandas import DataFrame

from geo.change import control_charts, two_periods
from geo.change import rate_ratio as rate_change
from geo.core.false_discovery import false_discovery_q
from geo.disclosure import small_cells
from geo.hotspots import concentration, local_statistics
from geo.knife import origin
from geo.operations import displacement
from geo.rates import comparison, harm, intervals, rates
from geo.searches.outcomes import find_rate as share_found
from geo.searches.outcomes import group_disparity as searched_beside
from geo.searches.outcomes import phi_coefficient as association

Numbers = Sequence[float]
Answer = dict[str, Any]


def plain(value: Any) -> Any:
    """Python's own numbers and lists, with None where a figure is undefined."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, Mapping):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def answer(**figures: Any) -> Answer:
    return {name: plain(figure) for name, figure in figures.items()}


def first_row(table: DataFrame) -> Answer:
    return answer(**{str(name): column.iloc[0] for name, column in table.items()})


def gi_star(
    values: Numbers,
    neighbours: local_statistics.Neighbours,
    include_self: bool = True,
    standardise: Any = "B",
) -> Answer:
    z, p = local_statistics.gi_star(
        values, neighbours, include_self=include_self, standardise=standardise
    )
    return answer(z=z, p=p)


def gi_star_one(
    values: Numbers,
    neighbours: local_statistics.Neighbours,
    index: int,
    include_self: bool = True,
    standardise: Any = "B",
) -> Answer:
    return answer(z=gi_star(values, neighbours, include_self, standardise)["z"][index])


def fdr_bh(p: Sequence[float | None], alpha: float = 0.05) -> Answer:
    q = false_discovery_q([math.nan if chance is None else chance for chance in p])
    survives = q <= alpha
    return answer(q=q, reject=survives, n_reject=survives.sum())


def bonferroni_critical(alpha: float, n: int) -> Answer:
    return answer(z=local_statistics.bonferroni_critical(alpha, n))


def global_moran(
    values: Numbers,
    neighbours: local_statistics.Neighbours,
    standardise: Any = "R",
    two_sided: bool = True,
) -> Answer:
    m = local_statistics.global_moran(
        values, neighbours, standardise=standardise, two_sided=two_sided
    )
    names = ["I", "EI", "V_norm", "z_norm", "p_norm", "V_rand", "z_rand", "p_rand"]
    if m is None:
        return dict.fromkeys(names)
    figures = (
        m.i,
        m.expected,
        m.variance_norm,
        m.z_norm,
        m.p_norm,
        m.variance_rand,
        m.z_rand,
        m.p_rand,
    )
    return answer(**dict(zip(names, figures, strict=True)))


def local_moran(
    values: Numbers,
    neighbours: local_statistics.Neighbours,
    standardise: Any = "R",
    divisor: Any = "n",
) -> Answer:
    local = local_statistics.local_moran(
        values, neighbours, standardise=standardise, divisor=divisor
    )
    if local is None:
        return answer(I=[None] * len(values), quadrant=[None] * len(values))
    return answer(
        I=local.i, quadrant=[local_statistics.QUADRANTS[int(code)] for code in local.code]
    )


def local_moran_quadrant_codes(
    values: Numbers, neighbours: local_statistics.Neighbours, standardise: Any = "R"
) -> Answer:
    local = local_statistics.local_moran(values, neighbours, standardise=standardise)
    return answer(esda_q=[None] * len(values) if local is None else local.code)


def local_moran_named(
    values: Numbers,
    neighbours: local_statistics.Neighbours,
    names: Sequence[str],
    pick: Sequence[str],
    standardise: Any = "R",
    divisor: Any = "n",
) -> Answer:
    all_of_them = local_moran(values, neighbours, standardise, divisor)["I"]
    return answer(I=[all_of_them[list(names).index(name)] for name in pick])


def byar_ci(count: float, confidence: float = 0.95) -> Answer:
    low, high = intervals.byar(count, confidence)
    return answer(lower=low, upper=high)


def poisson_exact_ci(count: float, confidence: float = 0.95) -> Answer:
    low, high = intervals.poisson_exact(count, confidence)
    return answer(lower=low, upper=high)


def wilson_ci(count: float, n: float, confidence: float = 0.95) -> Answer:
    rate, low, high = intervals.wilson(count, n, confidence)
    return answer(rate=rate, lower=low, upper=high)


def crude_rate(
    count: float, population: float, multiplier: float = 100_000, confidence: float = 0.95
) -> Answer:
    rate, low, high = intervals.crude_rate(
        count, population, multiplier=multiplier, confidence=confidence
    )
    return answer(rate=rate, lower=low, upper=high)


def dsr(
    counts: Numbers,
    populations: Numbers,
    standard: Numbers,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> Answer:
    rate = rates.standardised_rate(
        counts, populations, standard, multiplier=multiplier, confidence=confidence
    )
    return answer(rate=rate.rate, lower=rate.low, upper=rate.high, total_count=rate.events)


def rate_ratio(
    count1: float,
    exposure1: float,
    count0: float,
    exposure0: float,
    confidence: float = 0.95,
    method: Any = "wald-log",
) -> Answer:
    ratio = rates.rate_ratio(
        (count1, count0), (exposure1, exposure0), method=method, confidence=confidence
    )
    return answer(ratio=ratio.ratio, lower=ratio.low, upper=ratio.high, p=ratio.p, z=ratio.z)


def poisson_test_one(count: int, expected: float, confidence: float = 0.95) -> Answer:
    ratio = rates.one_against_expected(count, expected, confidence=confidence)
    return answer(ratio=ratio.ratio, ratio_lower=ratio.low, ratio_upper=ratio.high, p=ratio.p)


def funnel_rate_limits(
    events: int, baseline_rate: float, multiplier: float = 100_000, years: float = 1
) -> Answer:
    table = comparison.funnel_rate_limits(
        events, baseline_rate=baseline_rate, multiplier=multiplier, years=years
    )
    return first_row(table)


def funnel_ratio_limits(observed: int) -> Answer:
    return first_row(comparison.funnel_ratio_limits(observed))


def funnel_proportion_limits(population: int, baseline: float) -> Answer:
    share = baseline / 100 if baseline > 1 else baseline  # published tables give it per cent
    return first_row(comparison.funnel_proportion_limits(population, baseline=share))


def funnel_flag_ratio(observed: Numbers, expected: Numbers) -> Answer:
    return answer(flag=comparison.funnel_flags(observed, expected))


def eb_global(events: Numbers, population: Numbers) -> Answer:
    estimates = rates.smoothed_rates(events, population)
    return answer(rate=estimates.rate, a=estimates.between, b=estimates.overall)


def eb_global_head(events: Numbers, population: Numbers, k: int) -> Answer:
    return answer(rate=rates.smoothed_rates(events, population).rate[:k])


def eb_local(
    events: Numbers, population: Numbers, neighbours: local_statistics.Neighbours
) -> Answer:
    return answer(rate=rates.locally_smoothed_rates(events, population, neighbours))


def eb_index_values_head(events: Numbers, population: Numbers, k: int) -> Answer:
    return answer(z=rates.rate_index(events, population)[:k])


def eb_index_moran(
    events: Numbers,
    population: Numbers,
    neighbours: local_statistics.Neighbours,
    standardise: Any = "R",
) -> Answer:
    moran = local_statistics.global_moran(
        rates.rate_index(events, population), neighbours, standardise=standardise
    )
    return answer(I=None if moran is None else moran.i)


def poisson_z(current: float, previous: float) -> Answer:
    return answer(z=two_periods.poisson_z(current, previous))


def e_test(k1: int, n1: float, k2: int, n2: float) -> Answer:
    return answer(p=two_periods.e_test((k1, k2), (n1, n2)))


def xmr(
    values: Numbers, factor: float = control_charts.XMR_FACTOR, screen_outliers: bool = False
) -> Answer:
    limits = control_charts.xmr_limits(values, factor=factor, screen_outliers=screen_outliers)
    return answer(
        mean=limits.centre, mean_mr=limits.mean_range, lower=limits.low, upper=limits.high
    )


def c_chart(counts: Numbers) -> Answer:
    limits = control_charts.c_limits(counts)
    return answer(centre=limits.centre, lower=limits.low, upper=limits.high)


def u_chart(counts: Numbers, exposures: Numbers) -> Answer:
    limits = control_charts.u_limits(counts, exposures)
    return answer(centre=limits.centre, lower=limits.low, upper=limits.high)


def run_rule_shift(signs: Numbers, length: int = control_charts.RUN_LENGTH) -> Answer:
    return answer(hit=control_charts.shift_hits(signs, length))


def run_rule_trend(values: Numbers, length: int = control_charts.RUN_LENGTH) -> Answer:
    return answer(hit=control_charts.trend_hits(values, length))


def run_rule_two_of_three(near_limit: Numbers, side: Numbers) -> Answer:
    return answer(hit=control_charts.two_of_three_hits(near_limit, side))


def wdd(
    treated: Numbers,
    control: Numbers,
    disp_treated: Numbers | None = None,
    disp_control: Numbers | None = None,
    time_weights: Numbers | None = None,
    area_weights: Numbers | None = None,
    confidence: float = 0.95,
) -> Answer:
    estimate = displacement.wdd(
        treated,
        control,
        displacement=(disp_treated or (0, 0), disp_control or (0, 0)),
        time_weights=time_weights or (1, 1),
        area_weights=area_weights or (1, 1, 1, 1),
        confidence=confidence,
    )
    return answer(
        local=estimate.local,
        local_se=estimate.local_error,
        displacement=estimate.displacement,
        displacement_se=estimate.displacement_error,
        total=estimate.total.value,
        total_se=estimate.total.error,
        z=estimate.total.z,
        lower=estimate.total.low,
        upper=estimate.total.high,
    )


def wdd_harm(
    estimates: Numbers, standard_errors: Numbers, weights: Numbers, confidence: float = 0.95
) -> Answer:
    estimate = displacement.wdd_harm(estimates, standard_errors, weights, confidence=confidence)
    return answer(
        total=estimate.value,
        se=estimate.error,
        z=estimate.z,
        lower=estimate.low,
        upper=estimate.high,
    )


def wdq(response: Numbers, buffer: Numbers, comparison: Numbers) -> Answer:
    quotient = displacement.wdq(response, buffer, comparison)
    return answer(
        gross_effect=quotient.gross_effect,
        net_effect=quotient.net_effect,
        success=quotient.success,
        buffer_measure=quotient.buffer_measure,
        wdq=quotient.quotient,
        total_net_effect=quotient.total_net_effect,
    )


def did_rate_ratio(
    treated: Numbers, control: Numbers, confidence: float = 0.95, dispersion: float = 1
) -> Answer:
    change = rate_change.did_rate_ratio(
        treated, control, confidence=confidence, dispersion=dispersion
    )
    if change is None:
        return dict.fromkeys(["log", "se", "ratio", "lower", "upper", "z"])
    return answer(
        log=change.log,
        se=change.error,
        ratio=change.ratio,
        lower=change.low,
        upper=change.high,
        z=change.z,
    )


def phi_coefficient(table: Sequence[Numbers]) -> Answer:
    return answer(phi=association(table))


def gini(counts: Numbers, generalised: bool = False, unbiased: bool = False) -> Answer:
    return answer(gini=concentration.gini(counts, generalised=generalised, unbiased=unbiased))


def lorenz(counts: Numbers, weights: Numbers | None = None) -> Answer:
    x, y = concentration.lorenz(counts, weights)
    return answer(x=x, y=y)


def areas_for_share(counts: Numbers, share: float) -> Answer:
    areas, percent = concentration.areas_for_share(counts, share) or (None, None)
    return answer(areas=areas, percent=percent)


def pai(observed: Numbers, predicted: Numbers, area: Numbers) -> Answer:
    scores = concentration.prediction_scores(observed, predicted, area)
    return answer(**{name: scores[name].to_numpy() for name in ("pai", "pei", "rri")})


def knox_observed(
    x: Numbers,
    y: Numbers,
    days: Numbers,
    space_breaks: Sequence[float | None],
    time_breaks: Sequence[float | None],
    metric: Any = "euclidean",
    closed: Any = "left",
) -> Answer:
    points = np.column_stack([x, y])
    pairs = local_statistics.knox_observed(
        points,
        days,
        space_breaks=space_breaks,
        time_breaks=time_breaks,
        metric=metric,
        closed=closed,
    )
    return answer(observed=pairs)


def knox_expected(
    close_both: int, close_time_only: int, close_space_only: int, neither: int
) -> Answer:
    knox = local_statistics.knox_expected(
        close_both,
        close_time_only=close_time_only,
        close_space_only=close_space_only,
        neither=neither,
    )
    return answer(expected=knox.expected, ratio=knox.ratio, p=knox.p)


def find_rate(finds: int, searches: int, confidence: float = 0.95) -> Answer:
    rate, low, high = share_found(finds, searches, confidence=confidence) or (None, None, None)
    return answer(rate=rate, lower=low, upper=high)


def group_disparity(
    searches: int,
    people: int,
    reference_searches: int,
    reference_people: int,
    confidence: float = 0.95,
) -> Answer:
    reference = (reference_searches, reference_people)
    rate, disparity = searched_beside(searches, people, reference, confidence=confidence)
    return answer(
        rate_per_1000=rate, ratio=disparity.ratio, lower=disparity.low, upper=disparity.high
    )


def possession_split(
    possession_total: int, finds_prev: int, finds_cur: int, total_prev: int, total_cur: int
) -> Answer:
    split = origin.possession_split(
        possession_total, finds=(finds_prev, finds_cur), totals=(total_prev, total_cur)
    )
    return answer(
        share_from_search=split.share_from_search,
        change_total=split.change_total,
        change_from_search=split.change_from_search,
        change_other=split.change_other,
        share_of_change=split.share_of_change,
    )


def harm_total(counts: Mapping[str, float], weights: Mapping[str, float]) -> Answer:
    total, unweighted = harm.harm_total(counts, weights)
    return answer(total=total, unweighted=unweighted)


def nhs_hes_round(values: Sequence[int]) -> Answer:
    return answer(published=small_cells.nhs_hes_round(values))


def primary_suppress(values: Sequence[int], threshold: int = 5, zeros_safe: bool = True) -> Answer:
    return answer(published=small_cells.primary_suppress(values, threshold, zeros_safe=zeros_safe))


def audit_table(
    inner: Sequence[Sequence[int]], suppressed: Sequence[Sequence[int]], threshold: int = 5
) -> Answer:
    audit = small_cells.audit_table(inner, suppressed, threshold)
    return answer(
        bounds=audit.bounds,
        primary_left_visible=audit.primary_left_visible,
        pinned_primary=audit.pinned_primary,
        safe=audit.safe,
    )


def differencing(total_a: int, total_b: int, threshold: int = 5) -> Answer:
    difference, disclosive = small_cells.differencing(total_a, total_b, threshold)
    return answer(difference=difference, disclosive=disclosive)
