"""Whether an area's counts changed otherwise than its comparison area's: a ratio of rate ratios with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.rates.intervals import Floats, tail_area

if TYPE_CHECKING:
    from statsmodels.genmod.generalized_linear_model import GLMResults

BeforeAfter = tuple[float, float] | Sequence[float]  # offences before, offences after
Method = Literal["Poisson", "negative binomial", "exact conditional test"]
SPREAD_P = 0.05  # p below which counts are taken to spread more than Poisson's


@dataclass(frozen=True)
class RateRatioChange:
    """Difference in differences as a ratio of rate ratios: under 1 a fall beside the comparison area."""

    log: float
    error: float
    ratio: float
    low: float
    high: float
    z: float


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
    return RateRatioChange(
        log,
        error,
        float(np.exp(log)),
        float(np.exp(log - reach)),
        float(np.exp(log + reach)),
        log / error,
    )


@dataclass(frozen=True)
class RatioChange:
    """A ratio of rate ratios: under 1 a fall beside the comparison area.

    method      how it was worked out; the exact test stands in where a count is 0
    ratio       None where neither area has an offence to go by
    low, high   limits; high is infinite where nothing speaks against any rise
    p           two-sided, that nothing changed
    dispersion  variance over what Poisson would give, 1 or more; None for the exact test
    """

    method: Method
    ratio: float | None
    low: float
    high: float
    p: float
    dispersion: float | None = None


def did_exact(
    treated: BeforeAfter, control: BeforeAfter, *, confidence: float = 0.95
) -> RatioChange:
    """Difference in differences where a count is 0: the ratio of rate ratios (float) by the exact conditional test.

    treated, control  offences (int) before and after
    confidence        0.95 for 95 %

    Returns a RatioChange, its ratio the conditional estimate: 0 where nothing was left in the operation area, infinite
    where there was nothing before; None, with limits 0 and infinity and p 1, where a row or a column holds nothing.

    Source: Fisher (1935): given the sums, the count is hypergeometric; by scipy's fisher_exact and odds_ratio.
    """
    from scipy.stats import fisher_exact
    from scipy.stats.contingency import odds_ratio

    (before, after), (then, now) = (tuple(map(int, pair)) for pair in (treated, control))
    table = [[after, before], [now, then]]
    if not all(map(sum, table)) or not after + now or not before + then:
        return RatioChange("exact conditional test", None, 0.0, float("inf"), 1.0)
    estimate = odds_ratio(table, kind="conditional")
    limits = estimate.confidence_interval(1 - 2 * tail_area(confidence))
    return RatioChange(
        "exact conditional test",
        float(estimate.statistic),
        float(limits.low),
        float(limits.high),
        float(fisher_exact(table).pvalue),
    )


def did_model(
    counts: DataFrame,
    treated: Sequence[str],
    after: NDArray[np.bool_],
    *,
    confidence: float = 0.95,
    phi: float = 1.0,
) -> RatioChange:
    """Difference in differences over every area and month, as a ratio of rate ratios (float): 0.7 is a fall of 30 %.

    counts      int, one row an area, one column a month, of the operation area and its comparison area
    treated     names of the rows that are the operation area
    after       which columns lie after the start (bool)
    confidence  0.95 for 95 %
    phi         variance over mean of such counts, known from elsewhere (geo.change.dispersion.place_dispersion)

    Each area has its own level and each month its own, so that a season shared by all takes no part. The interval is never narrower
    than √phi times that of Poisson. Where the counts spread more than Poisson's (p < 0.05) they are taken as negative binomial. Where the operation area or its comparison
    area holds nothing before or after, the exact conditional test on the four sums stands in.

    Returns a RatioChange. Raises DataProblem where there is no area to compare with, or no month before or after.

    Source: Poisson regression with area and month effects by statsmodels; extra spread as Cameron and Trivedi (1990).
    """
    inside = counts.index.isin(list(treated))
    if not inside.any() or inside.all():
        raise DataProblem(
            "There is no area to compare with.",
            "The operation area or its comparison area is empty.",
            "Choose wards for both.",
        )
    if after.all() or not after.any():
        raise DataProblem(
            "There is no month before or no month after the start.",
            do="Choose an operation that has run for a month.",
        )
    values = counts.to_numpy(float)
    sums = [
        (values[rows][:, ~after].sum(), values[rows][:, after].sum()) for rows in (inside, ~inside)
    ]
    if min(*sums[0], *sums[1]) == 0:
        return did_exact(*sums, confidence=confidence)
    term = np.outer(inside, after).astype(float)
    return interaction_ratio(values, term, confidence=confidence, phi=phi)


def interaction_ratio(
    values: Floats, term: Floats, *, confidence: float = 0.95, phi: float = 1.0
) -> RatioChange:
    """By how much (a ratio, float) a count is multiplied where `term` goes up by one, areas and months each at their own level.

    values      counts, one row an area, one column a month
    term        float, the same shape: 1 in the area and months asked about, or time in years in that area
    confidence  0.95 for 95 %
    phi         as did_model takes it

    Returns a RatioChange by Poisson, or negative binomial where the counts spread more; areas and months that hold
    nothing are passed over, since they say nothing of a ratio. Raises DataProblem where fewer than two of either hold
    anything.

    Source: as did_model.
    """
    from scipy.special import ndtr, ndtri

    cells = np.ix_(values.sum(axis=1) > 0, values.sum(axis=0) > 0)
    counts, terms = values[cells], term[cells]
    if min(counts.shape) < 2:
        raise DataProblem(
            "There are too few offences to compare areas over time.",
            f"{counts.shape[0]} areas and {counts.shape[1]} months hold any.",
            "Choose a longer period or more offence types.",
        )
    levels = [
        np.repeat(np.eye(len(counts)), counts.shape[1], axis=0),
        np.tile(np.eye(counts.shape[1])[:, 1:], (len(counts), 1)),
    ]
    design = np.column_stack([terms.ravel(), *levels])
    fit, method, dispersion, plain = _fitted(counts.ravel(), design)
    log, error = float(fit.params[0]), max(float(fit.bse[0]), float(np.sqrt(phi)) * plain)
    reach = -float(ndtri(tail_area(confidence))) * error
    low, ratio, high = (float(limit) for limit in np.exp([log - reach, log, log + reach]))
    p = 2 * float(ndtr(-abs(log) / error))
    return RatioChange(method, ratio, low, high, p, max(dispersion, phi))


def _fitted(counts: Floats, design: Floats) -> tuple[GLMResults, Method, float, float]:
    """The model, what it is called, how far the counts spread beside Poisson's, and the term's error were they Poisson."""
    from scipy.special import ndtr
    from statsmodels.genmod.families import NegativeBinomial, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    poisson = GLM(counts, design, family=Poisson()).fit()
    spare = len(counts) - design.shape[1]
    dispersion = max(1.0, float(poisson.pearson_chi2) / spare) if spare > 0 else 1.0
    means = poisson.mu
    # Var = mean + alpha mean²: alpha by least squares of ((y - mean)² - y) / mean on the mean, made good for the levels fitted.
    extra = ((counts - means) ** 2 * len(counts) / max(spare, 1) - counts) / means
    alpha = float((extra * means).sum() / (means**2).sum())
    score = alpha / float(
        np.sqrt(((extra - alpha * means) ** 2).sum() / (len(counts) - 1) / (means**2).sum())
    )
    if alpha <= 0 or 1 - float(ndtr(score)) >= SPREAD_P:
        return poisson, "Poisson", dispersion, float(poisson.bse[0])
    return (
        GLM(counts, design, family=NegativeBinomial(alpha=alpha)).fit(),
        "negative binomial",
        dispersion,
        float(poisson.bse[0]),
    )
