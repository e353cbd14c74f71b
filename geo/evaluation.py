"""Whether an operation changed anything: the smallest change that could show, then the change that did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from geo.change import POSSIBLE, exact_p
from geo.errors import DataProblem
from geo.intervals import tail_area

BeforeAfter = tuple[float, float] | Sequence[float]  # offences before, offences after


@dataclass(frozen=True)
class Estimate:
    """A figure with standard error, score and interval: None where it does not exist."""

    value: float
    error: float
    z: float | None
    low: float
    high: float


@dataclass(frozen=True)
class DisplacementDifference:
    """Weighted displacement difference: the operation area, the displacement area, and both together, in offences."""

    local: float
    local_error: float
    displacement: float
    displacement_error: float
    total: Estimate


@dataclass(frozen=True)
class DisplacementQuotient:
    """Bowers and Johnson's figures; None where a comparison count is 0, and a quotient where nothing changed inside."""

    gross_effect: float
    net_effect: float | None
    success: float | None
    buffer_measure: float | None
    quotient: float | None
    total_net_effect: float | None


@dataclass(frozen=True)
class RateRatioChange:
    """Difference in differences as a ratio of rate ratios: under 1 a fall beside the comparison area."""

    log: float
    error: float
    ratio: float
    low: float
    high: float
    z: float


def wdd(
    treated: BeforeAfter, control: BeforeAfter, *,
    displacement: tuple[BeforeAfter, BeforeAfter] = ((0, 0), (0, 0)), time_weights: Sequence[float] = (1, 1),
    area_weights: Sequence[float] = (1, 1, 1, 1), confidence: float = 0.95,
) -> DisplacementDifference:
    """Weighted displacement difference: offences (float) gained or lost beside what the comparison area saw.

    treated, control  offences (int) before and after, in the operation area and its comparison area
    displacement      the same for the displacement area and its own comparison area
    time_weights      length of the periods before and after, in months or any one unit
    area_weights      size of the operation, comparison, displacement and displacement comparison areas
    confidence        0.95 for 95 %

    Returns a DisplacementDifference, per unit of the weights; z is None where no offence was counted. A weight of 0
    or less is refused. The error is a normal approximation: too bold where counts are under about 10.

    Source: Wheeler and Ratcliffe (2018), A simple weighted displacement difference test; weights as in ptools.
    """
    if min(*time_weights, *area_weights) <= 0:
        raise DataProblem("Periods and areas need a length and a size above 0.")
    counts = np.array([treated, control, *displacement], dtype=float)
    scaled = 1 / np.outer(area_weights, time_weights)
    signs = np.array([1, -1, 1, -1])
    gains = signs * np.diff(counts * scaled, axis=1)[:, 0]
    variances = (counts * scaled**2).sum(axis=1)
    total = _estimate(float(gains.sum()), float(np.sqrt(variances.sum())), confidence)
    return DisplacementDifference(float(gains[:2].sum()), float(np.sqrt(variances[:2].sum())),
                                  float(gains[2:].sum()), float(np.sqrt(variances[2:].sum())), total)


def wdd_harm(
    estimates: ArrayLike, errors: ArrayLike, weights: ArrayLike, *, confidence: float = 0.95
) -> Estimate:
    """Several weighted displacement differences added up by harm, in the unit of the weights (float).

    estimates, errors  float, difference and standard error of each offence type
    weights            float, harm of one offence of each type
    confidence         0.95 for 95 %

    Returns an Estimate. The types are taken as independent.

    Source: Wheeler (2020), Amending the WDD test to incorporate harm weights.
    """
    harm, scale = np.asarray(weights, dtype=float), np.asarray(errors, dtype=float)
    value = float(np.asarray(estimates, dtype=float) @ harm)
    return _estimate(value, float(np.sqrt((scale**2) @ (harm**2))), confidence)


def wdq(response: BeforeAfter, buffer: BeforeAfter, comparison: BeforeAfter) -> DisplacementQuotient:
    """Weighted displacement quotient (float): below 0 offences moved into the buffer, above 0 the buffer gained too.

    response, buffer, comparison  offences (int) before and after, in the operation area, the buffer around it and
                                  the comparison area

    Returns a DisplacementQuotient. It has no interval: read wdd beside it.

    Source: Bowers and Johnson (2003); gross, net and total effects as Guerette (2009), Analyzing crime displacement
    and diffusion.
    """
    gross = response[0] - response[1]
    if not (comparison[0] > 0 and comparison[1] > 0):
        return DisplacementQuotient(gross, None, None, None, None, None)
    net, lost_around = (area[0] / comparison[0] - area[1] / comparison[1] for area in (response, buffer))
    trend = comparison[1] / comparison[0]
    both = sum(area[0] * trend - area[1] for area in (response, buffer))
    return DisplacementQuotient(gross, net, 0 - net, 0 - lost_around, lost_around / net if net else None, both)


def did_rate_ratio(
    treated: BeforeAfter, control: BeforeAfter, *, confidence: float = 0.95, dispersion: float = 1
) -> RateRatioChange | None:
    """The operation area's rate ratio over the comparison area's, a float without unit: 0.7 is a fall of 30 %.

    treated, control  offences (int) before and after
    confidence        0.95 for 95 %
    dispersion        variance over mean of the counts; 1 for Poisson

    Returns a RateRatioChange, None where any count is 0: the logarithm does not exist, use exact_p of the area alone.

    Source: difference in differences of log Poisson rates (Wooldridge 2023), error by the delta method.
    """
    from scipy.special import ndtri

    counts = np.array([treated[1], treated[0], control[1], control[0]], dtype=float)
    if np.any(counts <= 0):
        return None
    log = float(np.array([1, -1, -1, 1]) @ np.log(counts))
    error = float(np.sqrt(dispersion * (1 / counts).sum()))
    reach = -float(ndtri(tail_area(confidence))) * error
    return RateRatioChange(log, error, float(np.exp(log)), float(np.exp(log - reach)), float(np.exp(log + reach)),
                           log / error)


def phi_coefficient(table: Sequence[Sequence[float]]) -> float | None:
    """Association of two yes-no questions (float from -1 to 1) in a table of two rows and two columns.

    table  int, counts

    Returns phi, None where a row or a column is empty.

    Source: Pearson (1900), Yule (1912).
    """
    (a, b), (c, d) = table
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    return float((a * d - b * c) / margins**0.5) if margins > 0 else None


def smallest_fall(then: int, *, months_now: float = 1, months_then: float = 1) -> int | None:
    """The highest count (int) after that would still be a sign of a fall (p < 0.05) from `then` before.

    then                    int, offences before
    months_now, months_then length of each period in months

    Returns the count, None where even 0 would not be a sign. Source: exact conditional test, see exact_p.
    """
    usual, found = int(then * months_now / months_then), None
    for now in range(usual + 1):
        if exact_p(now, then, months_now=months_now, months_then=months_then) >= POSSIBLE:
            break
        found = now
    return found


def smallest_rise(then: int, *, months_now: float = 1, months_then: float = 1) -> int:
    """The lowest count (int) after that would be a sign of a rise (p < 0.05) from `then` before.

    then                    int, offences before
    months_now, months_then length of each period in months

    Returns the count. Source: exact conditional test, see exact_p.
    """
    now = int(then * months_now / months_then) + 1
    while exact_p(now, then, months_now=months_now, months_then=months_then) >= POSSIBLE:
        now += 1
    return now


def power_to_show(
    then: float, ratio: float, *, alpha: float = POSSIBLE, months_now: float = 1, months_then: float = 1
) -> float:
    """Chance (float, 0 to 1) that a true change by `ratio` comes out with p below alpha in the right direction.

    then                    float, offences expected before
    ratio                   float, rate after over rate before: 0.5 halves it
    alpha                   float, 0.05 for “possible”, 0.01 for “clear”
    months_now, months_then length of each period in months

    Returns the power of the exact conditional test, worked out over all counts that matter.

    Source: Gu, Ng, Tang and Schucany (2008), exact power of tests of two Poisson rates.
    """
    from scipy.stats import binom, poisson

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
        power += float(poisson.pmf(total, mean) * binom.pmf(counts, total, true_share)[(p < alpha) & right_way].sum())
    return power


def wdd_power(treated: float, control: float, *, ratio: float, confidence: float = 0.95) -> float:
    """Chance (float, 0 to 1) that wdd shows a true change by `ratio`, from the counts before alone.

    treated, control  float, offences before in the operation and the comparison area; periods of equal length
    ratio             float, rate after over rate before: 0.5 halves it
    confidence        of the interval that must leave out 0

    Returns the power by the normal approximation; 0.0 where there is nothing to count.

    Source: Wheeler and Ratcliffe (2018), variance as the sum of the four counts.
    """
    from scipy.special import ndtr, ndtri

    error = float(np.sqrt(treated * (1 + ratio) + 2 * control))
    reach = abs(treated * (ratio - 1)) / error if error else 0.0
    limit = float(ndtri(tail_area(confidence)))
    return float(ndtr(reach + limit) + ndtr(limit - reach)) if error else 0.0


def _estimate(value: float, error: float, confidence: float) -> Estimate:
    from scipy.special import ndtri

    reach = -float(ndtri(tail_area(confidence))) * error
    return Estimate(value, error, value / error if error else None, value - reach, value + reach)
