"""How far a count, a rate or a share may lie from the truth by chance alone: the interval that goes beside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.core.errors import DataProblem

Floats = NDArray[np.float64]
EXACT_BELOW = 10  # events: exact Poisson limits below, Byar's from here on


def tail_area(confidence: float) -> float:
    """Share of the distribution left out on each side, a float between 0 and 0.5: 0.025 for 95 %.

    confidence  float, 0.95 or 95 for ninety-five per cent

    Returns half of what the interval leaves out. Refuses a confidence that is not between 0 and 100 %.
    """
    share = confidence / 100 if confidence > 1 else confidence
    if not 0 < share < 1:
        raise DataProblem(
            "An interval needs a confidence between 0 and 100 %.", f"We were given {confidence}."
        )
    return (1 - share) / 2


def poisson_exact(counts: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Exact lower and upper limits of the expected count behind each observed count, in events.

    counts      int or float, any shape; at least 0
    confidence  0.95 for 95 %

    Returns two float arrays of the shape of `counts`. The lower limit of 0 is 0. NaN stays NaN; a count below 0 is
    refused.

    Source: Garwood (1936), by the gamma distribution as in the Office for Health Improvement and Disparities'
    PHEindicatormethods.
    """
    from scipy.special import gammainccinv, gammaincinv

    observed, tail = _counted(counts), tail_area(confidence)
    low = np.where(observed == 0, 0.0, gammaincinv(np.maximum(observed, 0.5), tail))
    return low, gammainccinv(observed + 1, tail)


def byar(counts: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Byar's lower and upper limits of the expected count behind each observed count, in events.

    counts      int or float, any shape; at least 0; good from about 10 events
    confidence  0.95 for 95 %

    Returns two float arrays of the shape of `counts`. The lower limit of 0 is 0; where the formula would go below 0
    (one or two events at 99.8 %) the lower limit is NaN, as the source has it. A count below 0 is refused.

    Source: Breslow and Day (1987), as used by the Office for Health Improvement and Disparities.
    """
    from scipy.special import ndtri

    observed, z = _counted(counts), -ndtri(tail_area(confidence))
    safe, more = np.where(observed == 0, 1.0, observed), observed + 1
    low = safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    low = np.where(observed == 0, 0.0, np.where(low < 0, np.nan, low))
    return low, more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3


def poisson_limits(counts: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Lower and upper limits of the expected count, in events: exact below 10, Byar's from 10.

    counts      int or float, any shape; at least 0
    confidence  0.95 for 95 %

    Returns two float arrays of the shape of `counts`. NaN stays NaN; a count below 0 is refused.

    Source: Office for Health Improvement and Disparities, Fingertips technical guidance on confidence intervals.
    """
    few = _counted(counts) < EXACT_BELOW
    exact, approximate = poisson_exact(counts, confidence), byar(counts, confidence)
    return np.where(few, exact[0], approximate[0]), np.where(few, exact[1], approximate[1])


def wilson(
    successes: ArrayLike, trials: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Share found, with its lower and upper limit, each a float between 0 and 1.

    successes   int or float, how many of the trials; any shape
    trials      int or float, how many there were; same shape
    confidence  0.95 for 95 %

    Returns share, lower and upper limit; NaN where there were no trials. More found than tried is refused.

    Source: Wilson (1927), by statsmodels' proportion_confint.
    """
    from statsmodels.stats.proportion import proportion_confint

    part, whole = _counted(successes), _counted(trials)
    if np.any(part > whole):
        raise DataProblem(
            "More were found than there were trials.", f"We saw {np.nanmax(part - whole):g} more."
        )
    tried = np.where(whole > 0, whole, np.nan)
    low, high = proportion_confint(part, tried, alpha=2 * tail_area(confidence), method="wilson")
    return part / tried, np.clip(low, 0, 1), np.clip(high, 0, 1)


def crude_rate(
    counts: ArrayLike, population: ArrayLike, *, multiplier: float = 1000, confidence: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Events per `multiplier` people with lower and upper limit; not per year unless the counts are.

    counts      int or float, events; any shape
    population  int or float, people or person-years; same shape
    multiplier  1000 gives a rate per 1,000

    Returns rate, lower and upper limit as floats; NaN where the population is 0, below 0 or unknown.

    Source: Office for Health Improvement and Disparities, crude rates (exact below 10 events, Byar's from 10).
    """
    people = np.asarray(population, dtype=float)
    low, high = poisson_limits(counts, confidence)
    per_event = multiplier / np.where(people > 0, people, np.nan)
    return np.asarray(counts, dtype=float) * per_event, low * per_event, high * per_event


def require_exposures(*exposures: float) -> None:
    """Refuse a rate without people or time behind it: each exposure (float; residents, days, months) is above 0.

    Returns nothing. Source: division by 0 has no answer, and none is made up.
    """
    if min(exposures) <= 0:
        raise DataProblem(
            "A rate needs people or time behind it.",
            f"We saw {' and '.join(f'{exposure:g}' for exposure in exposures)}.",
        )


def _counted(counts: ArrayLike) -> Floats:
    observed = np.asarray(counts, dtype=float)
    if np.any(observed < 0):
        raise DataProblem(
            "A count cannot be below 0.", f"The smallest we saw is {np.nanmin(observed):g}."
        )
    return observed
