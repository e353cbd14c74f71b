"""What an operation gained or lost beside its comparison area, and whether it moved next door: difference and quotient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from geo.change.rate_ratio import BeforeAfter
from geo.core.errors import DataProblem
from geo.rates.intervals import tail_area


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


def wdd(
    treated: BeforeAfter,
    control: BeforeAfter,
    *,
    displacement: tuple[BeforeAfter, BeforeAfter] = ((0, 0), (0, 0)),
    time_weights: Sequence[float] = (1, 1),
    area_weights: Sequence[float] = (1, 1, 1, 1),
    confidence: float = 0.95,
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
    return DisplacementDifference(
        float(gains[:2].sum()),
        float(np.sqrt(variances[:2].sum())),
        float(gains[2:].sum()),
        float(np.sqrt(variances[2:].sum())),
        total,
    )


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


def wdq(
    response: BeforeAfter, buffer: BeforeAfter, comparison: BeforeAfter
) -> DisplacementQuotient:
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
    net, lost_around = (
        area[0] / comparison[0] - area[1] / comparison[1] for area in (response, buffer)
    )
    trend = comparison[1] / comparison[0]
    both = sum(area[0] * trend - area[1] for area in (response, buffer))
    return DisplacementQuotient(
        gross, net, 0 - net, 0 - lost_around, lost_around / net if net else None, both
    )


def _estimate(value: float, error: float, confidence: float) -> Estimate:
    from scipy.special import ndtri

    reach = -float(ndtri(tail_area(confidence))) * error
    return Estimate(value, error, value / error if error else None, value - reach, value + reach)
