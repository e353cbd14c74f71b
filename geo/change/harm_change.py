"""Whether harm has really changed between two periods: weighted counts, tested with the variance that weighted counts have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geo.change.dispersion import CHANCE, Dispersion
from geo.change.two_periods import CLEAR, POSSIBLE, Verdict
from geo.rates.harm import HarmTotal, effective_offences, harm_total, harm_with_limits

FEWEST_EFFECTIVE = 20.0  # equally heavy offences, both periods together and phi allowed for; below, nothing can be told


@dataclass(frozen=True)
class HarmChange:
    """Harm of two periods of equal length, and what may be said of the change.

    ratio, low, high  harm now over then, with 95 % limits; None where either is 0, or nothing can be told
    p                 two-sided; None where nothing can be told
    effective         equally heavy offences that would vary as much, both periods together
    """

    now: HarmTotal
    then: HarmTotal
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    verdict: Verdict
    effective: float


def harm_change(
    now: Mapping[str, int],
    then: Mapping[str, int],
    weights: Mapping[str, float],
    dispersion: Dispersion = CHANCE,
) -> HarmChange:
    """Harm (float, in the unit of the weights) of two equally long periods, and whether it changed beyond how such sums vary.

    now, then   offence code or type to offences (int)
    weights     the same to harm of one offence (float)
    dispersion  how far counts of this kind vary

    Returns a HarmChange: “clear …” at p < 0.01, “possible …” at p < 0.05, else “usual variation”; “cannot tell” under 20 offences
    equally heavy that would vary as much (both periods together, over phi): a few heavy ones would decide.

    Given the sum of both periods the half of it is expected now, and the weighted difference has variance phi Σ w² (now + then): a
    score test of quasi-Poisson counts, read on Student's t for the degrees of freedom behind phi. Limits of the ratio by the
    delta method on its logarithm.

    Source: Wheeler (2020), Amending the WDD test to incorporate harm weights, for the variance Σ w² n; McCullagh and Nelder (1989)
    for phi and t.
    """
    totals = [harm_with_limits(counts, weights, phi=dispersion.phi) for counts in (now, then)]
    both = {word: now.get(word, 0) + then.get(word, 0) for word in {**now, **then}}
    effective = effective_offences(both, weights)
    if effective / dispersion.phi < FEWEST_EFFECTIVE:
        return HarmChange(totals[0], totals[1], None, None, None, None, "cannot tell", effective)
    p = _p(totals[0].harm - totals[1].harm, _variance(both, weights) * dispersion.phi, dispersion)
    ratio, low, high = _ratio(now, then, weights, dispersion.phi)
    return HarmChange(
        totals[0],
        totals[1],
        ratio,
        low,
        high,
        p,
        _word(p, totals[0].harm, totals[1].harm),
        effective,
    )


def _word(p: float, now: float, then: float) -> Verdict:
    if p >= POSSIBLE:
        return "usual variation"
    if now > then:
        return "clear rise" if p < CLEAR else "possible rise"
    return "clear fall" if p < CLEAR else "possible fall"


def _p(difference: float, variance: float, dispersion: Dispersion) -> float:
    from scipy.stats import norm, t

    score = abs(difference) / np.sqrt(variance)
    if np.isinf(dispersion.freedom):
        return float(2 * norm.sf(score))
    return float(2 * t.sf(score, dispersion.freedom))


def _variance(counts: Mapping[str, int], weights: Mapping[str, float]) -> float:
    return sum(n * weights[word] ** 2 for word, n in counts.items() if word in weights)


def _ratio(
    now: Mapping[str, int], then: Mapping[str, int], weights: Mapping[str, float], phi: float
) -> tuple[float | None, float | None, float | None]:
    """Harm now over then with its 95 % limits; None where either is 0."""
    new, old = (harm_total(counts, weights)[0] for counts in (now, then))
    if not new or not old:
        return None, None, None
    relative = _variance(now, weights) / new**2 + _variance(then, weights) / old**2
    wide = 1.959964 * np.sqrt(phi * relative)
    return new / old, float(new / old * np.exp(-wide)), float(new / old * np.exp(wide))
