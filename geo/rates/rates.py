"""Rates per 1,000 residents, two rates compared, rates made comparable, and rates steadied where counts are small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame, Series

from geo.core.errors import DataProblem, UnknownWard
from geo.rates.intervals import (
    Floats,
    byar,
    poisson_exact,
    poisson_limits,
    require_exposures,
    tail_area,
    wilson,
)

FEWEST_FOR_STANDARDISING = 10  # events in all; below this a standardised rate is withheld

Method = Literal["wald-log", "score", "exact-conditional", "midp"]


@dataclass(frozen=True)
class RateRatio:
    """One rate over another, or a count over what was expected: None where it does not exist."""

    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    z: float | None = None


@dataclass(frozen=True)
class StandardisedRate:
    """A directly standardised rate with its limits, all None where it is withheld, and the events behind it."""

    rate: float | None
    low: float | None
    high: float | None
    events: float


@dataclass(frozen=True)
class SmoothedRates:
    """Rates pulled towards their mean: `between` is the variance between areas, `overall` the mean rate."""

    rate: Floats
    between: float
    overall: float


def require_known_wards(counts: Series, residents: Series) -> None:
    """Refuse counts for wards that `residents` does not hold: their offences (int) would vanish from every rate.

    counts, residents  int, indexed by ward_code

    Returns nothing; raises UnknownWard naming up to five of them. Source: the project's own rule.
    """
    unknown = counts.index.difference(residents.index)
    if len(unknown):
        named = ", ".join(map(str, unknown[:5])) + (", …" if len(unknown) > 5 else "")
        raise UnknownWard(
            f"{len(unknown)} of the wards counted have no residents in the table in use.",
            f"They are: {named}.",
            "Choose boundaries and residents of the same year as the counts.",
        )


def ward_rates(counts: Series, residents: Series, *, years: float) -> DataFrame:
    """Recorded offences per 1,000 residents per year with 95 % limits, for every ward.

    counts     int, offences in the period, indexed by ward_code; a ward left out counts 0
    residents  int, usual residents of all ages, indexed by ward_code
    years      length of what was received: months received / 12

    Returns a frame with the index and order of `residents`:
        offences              int
        rate_per_1000         float, per year; NaN where nobody lives
        rate_low, rate_high   float, per year; exact Poisson below 10 offences, Byar's from 10

    Raises UnknownWard when a counted ward is not in `residents`: its offences would vanish; DataProblem when no month
    was received.

    Source: Office for Health Improvement and Disparities, confidence intervals for
    rates (exact and Byar's methods); residents from ONS Census 2021.
    """
    require_known_wards(counts, residents)
    if not years > 0:
        raise DataProblem(
            "No month was received in this period, so there is no rate.", do="Choose other months."
        )
    offences = counts.reindex(residents.index, fill_value=0)
    per_offence = 1000 / residents.where(residents > 0) / years
    low, high = poisson_limits(offences)
    return DataFrame(
        {
            "offences": offences,
            "rate_per_1000": offences * per_offence,
            "rate_low": low * per_offence,
            "rate_high": high * per_offence,
        }
    )


def rate_ratio(
    counts: tuple[float, float],
    exposures: tuple[float, float],
    *,
    method: Method = "exact-conditional",
    confidence: float = 0.95,
) -> RateRatio:
    """The first rate over the second, a float without unit, with its interval and two-sided p.

    counts      int, events of the two areas or periods
    exposures   residents, person-years, months or days behind each; above 0
    method      "wald-log" and "score" are approximate and give z; "exact-conditional" and "midp" are exact given the
                sum of both counts
    confidence  0.95 for 95 %

    Returns a RateRatio. A ratio over 0 events is None, and so is a limit that lies at infinity; two counts of 0 give
    None throughout. "wald-log" needs events on both sides. An exposure of 0 or less is refused.

    Source: Gu, Ng, Tang and Schucany (2008) for "wald-log" and "score", whose interval is Wilson's for the share;
    Przyborowski and Wilenski (1940) for the exact test, as in R's poisson.test; Berry and Armitage (1995) for mid-p.
    """
    first, second = counts
    require_exposures(*exposures)
    if first + second == 0:
        return RateRatio(None, None, None, None)
    scale = exposures[1] / exposures[0]
    ratio = first / second * scale if second else None
    if method == "wald-log":
        return _wald_log(counts, ratio, confidence)
    share = exposures[0] / (exposures[0] + exposures[1])
    (low, high), p, z = _SHARE_TESTS[method](first, first + second, share, confidence)
    return RateRatio(
        ratio, low / (1 - low) * scale, high / (1 - high) * scale if high < 1 else None, p, z
    )


def one_against_expected(count: int, expected: float, *, confidence: float = 0.95) -> RateRatio:
    """An observed count over the count expected, a float without unit, with exact interval and two-sided p.

    count       int, events observed
    expected    float, events expected, taken as known
    confidence  0.95 for 95 %

    Returns a RateRatio; all None where nothing was expected. The p adds every outcome no likelier than the one seen.

    Source: Garwood (1936) for the interval; the p as in R's poisson.test.
    """
    if not expected > 0:
        return RateRatio(None, None, None, None)
    low, high = poisson_exact(count, confidence)
    return RateRatio(
        count / expected, float(low) / expected, float(high) / expected, _poisson_p(count, expected)
    )


def standardised_rate(
    counts: ArrayLike,
    populations: ArrayLike,
    standard: ArrayLike,
    *,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> StandardisedRate:
    """Events per `multiplier` people had every area the age bands of the standard population.

    counts       int, events in each band
    populations  int, people in each band
    standard     int or float, the standard population of each band
    multiplier   100,000 gives a rate per 100,000
    confidence   0.95 for 95 %

    Returns a StandardisedRate, withheld (None) below 10 events in all or where a band has nobody. Lists of unequal
    length are refused.

    Source: Dobson and others (1991) with Byar's limits, as in PHEindicatormethods' calculate_dsr.
    """
    events, people, weights = (np.asarray(a, dtype=float) for a in (counts, populations, standard))
    if not events.shape == people.shape == weights.shape:
        raise DataProblem("Counts, people and standard population need the same bands.")
    total = float(events.sum())
    if total < FEWEST_FOR_STANDARDISING or np.any(people <= 0) or weights.sum() <= 0:
        return StandardisedRate(None, None, None, total)
    per_event = weights / people / weights.sum() * multiplier
    rate, spread = float(events @ per_event), float(np.sqrt(events @ per_event**2 / total))
    low, high = byar(total, confidence)
    return StandardisedRate(
        rate, rate + spread * float(low - total), rate + spread * float(high - total), total
    )


def smoothed_rates(events: ArrayLike, population: ArrayLike) -> SmoothedRates:
    """Rates (float, per person) pulled towards the overall rate, the more so the fewer people an area has.

    events      int, one for each area
    population  int, people in each area; where nobody lives the rate is NaN and the area is left out

    Returns SmoothedRates in the order given. A negative variance is taken as 0: all rates are then the overall one.

    Source: Marshall (1991), as in spdep's EBest; esda's version lets the variance go below 0.
    """
    seen, people = np.asarray(events, dtype=float), np.asarray(population, dtype=float)
    lived = people > 0
    if not lived.any():
        raise DataProblem("Nobody lives in any of these areas, so there are no rates.")
    raw = seen[lived] / people[lived]
    overall = seen[lived].sum() / people[lived].sum()
    spread = np.average((raw - overall) ** 2, weights=people[lived])
    between = max(0.0, float(spread - overall / people[lived].mean()))
    rate = np.full(seen.shape, np.nan)
    rate[lived] = _pulled(raw, overall, between, people[lived])
    return SmoothedRates(rate, between, float(overall))


def locally_smoothed_rates(
    events: ArrayLike, population: ArrayLike, neighbours: Sequence[Sequence[int]]
) -> Floats:
    """Rates (float, per person) pulled towards the rate of each area together with its neighbours.

    events      int, one for each area
    population  int, people in each area, above 0
    neighbours  for each area the positions of its neighbours, itself not among them

    Returns a float array in the order given; an area without neighbours keeps its own rate, a negative variance is
    taken as 0. An area where nobody lives is refused.

    Source: Marshall (1991) as read by Bailey and Gatrell (1995), spdep's EBlocal; esda takes the spread about the
    mean of the one area, not about each neighbour's own.
    """
    from scipy.sparse import csr_array

    seen, people = np.asarray(events, dtype=float), np.asarray(population, dtype=float)
    if np.any(people <= 0):
        raise DataProblem(
            "Nobody lives in one of these areas, so it has no rate.", do="Leave that area out."
        )
    sizes = [len(near) + 1 for near in neighbours]
    columns = np.concatenate([[i, *near] for i, near in enumerate(neighbours)]).astype(int)
    nearby = csr_array((np.ones(len(columns)), columns, np.concatenate([[0], np.cumsum(sizes)])))
    around, mean = nearby @ people, (nearby @ seen) / (nearby @ people)
    raw = seen / people
    spread = nearby @ (people * (raw - mean) ** 2) / around
    between = np.maximum(0.0, spread - mean / (around / np.array(sizes)))
    return _pulled(raw, mean, between, people)


def rate_index(events: ArrayLike, population: ArrayLike) -> Floats:
    """Standard score (float, no unit) of each area's rate, allowing for how many people it has, for Moran's I.

    events      int, one for each area
    population  int, people in each area, above 0

    Returns a float array in the order given; NaN throughout where there was no event.

    Source: Assunção and Reis (1999), by esda's assuncao_rate.
    """
    from esda.smoothing import assuncao_rate

    seen, people = np.asarray(events, dtype=float), np.asarray(population, dtype=float)
    if not seen.sum() > 0:
        return np.full(seen.shape, np.nan)
    return np.asarray(assuncao_rate(seen, people), dtype=float)


def _pulled(raw: Floats, mean: Floats | float, between: Floats | float, people: Floats) -> Floats:
    total = between + mean / people
    return mean + (raw - mean) * np.divide(between, total, out=np.zeros_like(raw), where=total > 0)


def _wald_log(counts: tuple[float, float], ratio: float | None, confidence: float) -> RateRatio:
    from scipy.special import ndtr, ndtri

    if not ratio:
        return RateRatio(ratio, None, None, None)
    error = float(np.sqrt(1 / counts[0] + 1 / counts[1]))
    z, reach = float(np.log(ratio)) / error, float(np.exp(-ndtri(tail_area(confidence)) * error))
    return RateRatio(ratio, ratio / reach, ratio * reach, float(2 * ndtr(-abs(z))), z)


ShareTest = tuple[tuple[float, float], float, float | None]


def _score(first: float, total: float, share: float, confidence: float) -> ShareTest:
    from scipy.special import ndtr

    _, low, high = wilson(first, total, confidence)
    z = float((first - total * share) / np.sqrt(total * share * (1 - share)))
    return (float(low), float(high)), float(2 * ndtr(-abs(z))), z


def _exact(first: float, total: float, share: float, confidence: float) -> ShareTest:
    from scipy.stats import binomtest

    test = binomtest(int(first), int(total), share)
    low, high = test.proportion_ci(1 - 2 * tail_area(confidence), method="exact")
    return (float(low), float(high)), float(test.pvalue), None


def _midp(first: float, total: float, share: float, confidence: float) -> ShareTest:
    from scipy.optimize import brentq
    from scipy.stats import binom

    def below(true_share: float) -> float:
        return float(binom.cdf(first, total, true_share) - binom.pmf(first, total, true_share) / 2)

    tail = tail_area(confidence)
    low = 0.0 if first == 0 else brentq(lambda s: below(s) - (1 - tail), 0, 1, xtol=1e-14)
    high = 1.0 if first == total else brentq(lambda s: below(s) - tail, 0, 1, xtol=1e-14)
    return (low, high), min(1.0, 2 * min(below(share), 1 - below(share))), None


_SHARE_TESTS = {"score": _score, "exact-conditional": _exact, "midp": _midp}


def _poisson_p(count: int, expected: float) -> float:
    from scipy.stats import poisson

    likelihood = poisson.pmf(count, expected) * (1 + 1e-7)
    outcomes = np.arange(int(poisson.isf(1e-14, expected)) + count + 2)
    as_rare = poisson.pmf(outcomes, expected) <= likelihood
    below, above = (
        outcomes[as_rare & (outcomes <= expected)],
        outcomes[as_rare & (outcomes >= expected)],
    )
    p = (poisson.cdf(below.max(), expected) if len(below) else 0.0) + poisson.sf(
        above.min() - 1, expected
    )
    return min(1.0, float(p))
