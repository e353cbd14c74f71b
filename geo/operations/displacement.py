"""What an operation gained or lost beside its comparison area, and whether it moved next door: difference and quotient."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame, Series

from geo.change.dispersion import Dispersion, place_dispersion
from geo.change.rate_ratio import BeforeAfter
from geo.core.errors import DataProblem
from geo.rates.intervals import tail_area

USUAL_SPREAD = 3.0  # of authorities' totals where their own past is too short; measured 2.7 to 3.3 in three forces
NET_SURE = 0.86  # of the limits of the net effect: what moved away altogether is taken for gone in 7 % at most


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


@dataclass(frozen=True)
class Elsewhere:
    """What became of everything around an operation, beside wards of other authorities that took no part.

    places  one row a place (“next door”, “comparison wards”, “rest of the authority”; those there are): before, after (int),
            expected, ratio, low, high (float; 95 %)
    net     offences gained (above 0) or lost in the operation area and all these together; limits of 86 %, so that either side
            is passed by chance seven times in a hundred
    spread  how many times as much as by chance totals of authorities vary
    before  months that the level before is of, in order: all that are known within reach, which may be more than a design compares
    """

    places: DataFrame
    net: Estimate
    spread: float
    before: tuple[date, ...] = ()


def elsewhere(
    monthly: DataFrame,
    places: Mapping[str, Collection[str]],
    untouched: Collection[str],
    *,
    before: Sequence[date],
    after: Sequence[date],
) -> Elsewhere | None:
    """The net effect: what the operation area and all places that offences may have moved to lost or gained together.

    monthly        offences (int), one row a ward_code, one column a month
    places         name → its wards, the operation area first; no ward in two of them
    untouched      wards that stand for what would have happened
    before, after  months compared; how far totals vary is learnt from those before, and where they are under 12 taken from other
                   authorities

    Returns an Elsewhere, None where nothing is untouched or it holds no offence. Source: net effect as in Guerette (2009);
    variance of a ratio by the delta method, times phi (geo.change.dispersion.place_dispersion).
    """
    sums = {
        name: monthly.reindex(list(wards), fill_value=0).sum()
        for name, wards in {**places, "untouched": untouched}.items()
    }
    control = sums.pop("untouched")
    usual = [float(control[list(months)].sum()) for months in (before, after)]
    if min(usual) <= 0:
        return None
    whole = sum(sums.values(), Series(0, index=monthly.columns))
    totals = DataFrame([whole, control])[list(before)]
    spread = place_dispersion(totals, Dispersion(USUAL_SPREAD)).phi
    rows = {
        name: _beside(counts, usual, before, after, spread, 0.95)
        for name, counts in list(sums.items())[1:]
        if len(places[name])
    }
    _, came, expected, error = _beside(whole, usual, before, after, spread, NET_SURE)[:4]
    table = DataFrame.from_dict(
        {name: [*row[:3], *row[4:]] for name, row in rows.items()},
        orient="index",
        columns=["before", "after", "expected", "ratio", "low", "high"],
    )
    return Elsewhere(table, _estimate(came - expected, error, NET_SURE), spread, tuple(before))


def _beside(
    counts: Series,
    usual: Sequence[float],
    before: Sequence[date],
    after: Sequence[date],
    spread: float,
    confidence: float,
) -> tuple[float, float, float, float, float, float, float]:
    """Before, after, expected after, its standard error, and the ratio of the two with its limits."""
    from scipy.special import ndtri

    had, came = float(counts[list(before)].sum()), float(counts[list(after)].sum())
    expected = had * usual[1] / usual[0]
    noise = 1 / max(had, 0.5) + 1 / usual[0] + 1 / usual[1]
    error = float(np.sqrt(spread * (expected + expected**2 * noise)))
    if expected <= 0:
        return had, came, expected, error, float("nan"), 0.0, float("inf")
    reach = -float(ndtri(tail_area(confidence))) * error / expected
    ratio = came / expected
    return had, came, expected, error, ratio, max(0.0, ratio - reach), ratio + reach


def _estimate(value: float, error: float, confidence: float) -> Estimate:
    from scipy.special import ndtri

    reach = -float(ndtri(tail_area(confidence))) * error
    return Estimate(value, error, value / error if error else None, value - reach, value + reach)
