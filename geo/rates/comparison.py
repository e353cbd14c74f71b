"""Whether a ward stands out from the force area, whether wards may be ranked, and which wards are most like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame, Series

from geo.core.errors import DataProblem, UnknownWard
from geo.rates.intervals import Floats, poisson_exact, poisson_limits
from geo.rates.rates import ward_rates

POSSIBLE_TAIL, CLEAR_TAIL = (
    0.025,
    0.001,
)  # chance beyond the 95 % and the 99.8 % funnel limit, on each side
BOTH_LIMITS = {"2s": 0.95, "3s": 0.998}  # the source's names, though neither is a multiple of sigma
RANKING_P = 0.01
FEWEST_EXPECTED = 5  # offences expected in each ward before the chi-square table is trusted
FEWEST_WARDS = 20  # before they say how far wards differ
WINSORISED = 0.1  # share of wards at each end whose score is drawn in

Standing = Literal[
    "clearly above", "possibly above", "not distinguishable", "possibly below", "clearly below"
]


@dataclass(frozen=True)
class OverDispersion:
    """How much more wards differ than chance allows: `phi` is 1 where chance explains all, over `wards` wards."""

    phi: float
    wards: int

    @property
    def widening(self) -> float:
        """By how much (float, 1 or more) the variance behind the limits of a funnel is raised: phi, where wards differ beyond chance.

        Fewer than 20 wards say too little of how wards differ. Source: Spiegelhalter (2005): phi is used where it is beyond
        1 + 2 √(2 / wards).
        """
        beyond = self.wards >= FEWEST_WARDS and self.phi > 1 + 2 * (2 / self.wards) ** 0.5
        return self.phi if beyond else 1.0


@dataclass(frozen=True)
class Ranking:
    """Ranks with intervals, or None where the wards differ no more than chance allows: they cannot be ranked."""

    heterogeneity_p: float
    table: DataFrame | None


def against_force(
    counts: Series, residents: Series, *, years: float, phi: float | None = None
) -> DataFrame:
    """Each ward's rate beside the force rate, and whether the difference is more than wards differ anyway.

    counts     int, offences in the period, indexed by ward_code; a ward left out counts 0
    residents  int, usual residents, indexed by ward_code
    years      months received / 12
    phi        variance over what chance gives, 1 or more; that of these wards (over_dispersion, widening) unless given

    Returns the frame of ward_rates (per 1,000 per year) with, in the order of `residents`:
        expected  float, offences at the force rate: residents x force rate; NaN where nobody lives
        p         float, two-sided, at most 1, as standing has it
        standing  str: clearly above or below (outside the 99.8 % limits), possibly above or below (outside 95 %),
                  not distinguishable (all others, and wards where nobody lives)

    Raises UnknownWard and DataProblem as ward_rates does. Where phi is 1 the limits are exact Poisson's; else they are those of the
    scores 2 (√O − √E), √phi times as wide.

    Source: Spiegelhalter (2005), funnel plots, with exact limits as the Office for Health Improvement and Disparities
    draws them; multiplicative over-dispersion as Spiegelhalter (2005), Handling over-dispersion of performance indicators.
    """
    table = ward_rates(counts, residents, years=years)
    expected = expected_counts(table["offences"], residents)
    if phi is None:
        phi = over_dispersion(counts, residents).widening
    above, below = tails(table["offences"], expected, phi=phi)
    standing = np.select(
        [above < CLEAR_TAIL, above < POSSIBLE_TAIL, below < CLEAR_TAIL, below < POSSIBLE_TAIL],
        ["clearly above", "possibly above", "clearly below", "possibly below"],
        "not distinguishable",
    )
    return table.assign(
        expected=expected, p=np.minimum(1, 2 * np.minimum(above, below)), standing=standing
    )


def tails(counts: Series, expected: Series, *, phi: float = 1.0) -> tuple[Floats, Floats]:
    """Chance (float) of as many as each count or more, and of as many or fewer, where `expected` are; 1 where none are expected.

    counts, expected  offences, in one order; expected may be NaN
    phi               variance over what chance gives; 1 for exact Poisson tails, else those of scores 2 (√O − √E) over √phi

    Returns two arrays. Source: see against_force.
    """
    from scipy.special import ndtr, pdtr, pdtrc

    seen, mean = counts.to_numpy(float), expected.fillna(0).to_numpy(float)
    if phi > 1:
        scores = 2 * (np.sqrt(seen) - np.sqrt(mean)) / np.sqrt(phi)
        above, below = ndtr(-scores), ndtr(scores)
    else:
        above = np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), mean), 1.0)
        below = pdtr(seen, mean)
    return np.where(mean > 0, above, 1.0), np.where(mean > 0, below, 1.0)


def expected_counts(offences: Series, residents: Series) -> Series:
    """Offences (float) each ward would have at the rate of all wards together, in the order of `residents`.

    offences, residents  int, indexed by ward_code in one order

    Returns a float Series; NaN where nobody lives. Source: indirect standardisation.
    """
    lived = residents.where(residents > 0)
    return lived * offences[residents > 0].sum() / lived.sum()


def over_dispersion(counts: Series, residents: Series) -> OverDispersion:
    """Spiegelhalter's phi (float, no unit): the mean squared score of the wards, extremes drawn in by a tenth.

    counts, residents  int, indexed by ward_code; a ward left out of counts counts 0

    Returns OverDispersion; phi is 1 where there is no offence at all. Wards where nobody lives are left out.

    Source: Spiegelhalter (2005), Handling over-dispersion of performance indicators: scores 2 (√O − √E), winsorised.
    """
    offences = counts.reindex(residents.index, fill_value=0)
    expected = expected_counts(offences, residents)
    if not expected.sum() > 0:
        return OverDispersion(1.0, 0)
    return score_dispersion((2 * (np.sqrt(offences) - np.sqrt(expected))).dropna())


def score_dispersion(scores: Series) -> OverDispersion:
    """Spiegelhalter's phi (float, no unit) of scores that would have a variance of 1 by chance alone, extremes drawn in by a tenth.

    scores  float, one a ward, none missing

    Returns OverDispersion; phi is 1 where there is no score. Source: as over_dispersion.
    """
    if scores.empty:
        return OverDispersion(1.0, 0)
    drawn_in = scores.clip(*scores.quantile([WINSORISED, 1 - WINSORISED]))
    return OverDispersion(float((drawn_in**2).mean()), len(scores))


def heterogeneity_p(
    counts: Series, residents: Series, *, simulations: int = 4999, seed: int = 1
) -> float:
    """p (float) for “every ward has the same rate”, all wards at once.

    counts, residents  int, indexed by ward_code; a ward left out of counts counts 0
    simulations        drawn where fewer than 5 offences are expected in some ward, so that the level holds
    seed               makes the simulated p the same each time

    Returns a float; 1.0 where there is nothing to compare. Wards where nobody lives are left out.

    Source: Pearson's chi-square on expected counts; Monte Carlo p as Hope (1968).
    """
    from scipy.stats import chisquare

    people = residents[residents > 0]
    offences = counts.reindex(people.index, fill_value=0).to_numpy(int)
    total, share = offences.sum(), (people / people.sum()).to_numpy(float)
    expected = total * share
    if total == 0 or len(people) < 2:
        return 1.0
    if expected.min() >= FEWEST_EXPECTED:
        return float(chisquare(offences, expected).pvalue)
    drawn = np.random.default_rng(seed).multinomial(total, share, size=simulations)
    # The sum of squares over expected orders tables of one total exactly as chi-square does.
    seen, by_chance = (offences**2 / expected).sum(), (drawn**2 / expected).sum(axis=1)
    return float((1 + (by_chance >= seen * (1 - 1e-12)).sum()) / (1 + simulations))


def ward_ranking(
    counts: Series,
    residents: Series,
    *,
    room: Series | None = None,
    draws: int = 4000,
    seed: int = 1,
) -> Ranking:
    """Ranks of the wards by rate (int, 1 the highest), each with a 95 % interval, only if the wards truly differ.

    counts, residents  int, indexed by ward_code; a ward left out of counts counts 0
    room               int, by ward_code: how many of those without a place could be each ward's at most; each draw gives it a share of
                       them from none to all, so that a rank is no surer than its count
    draws, seed        how often the true rates are drawn, and from where, so that a page shows the same ranks twice

    Returns a Ranking: the p of the heterogeneity test, and where it is under 0.01 a frame in the order of `residents`
    with rank, rank_low and rank_high (int). Wards where nobody lives are left out. Else the table is None: the
    wards cannot be ranked.

    Source: Goldstein and Spiegelhalter (1996), rank intervals by simulation; rates drawn from a gamma distribution
    with Jeffreys' prior.
    """
    p = heterogeneity_p(counts, residents, seed=seed)
    if p >= RANKING_P:
        return Ranking(p, None)
    people = residents[residents > 0]
    offences = counts.reindex(people.index, fill_value=0)
    random = np.random.default_rng(seed)
    shape = (draws, len(people))
    more = (
        0.0
        if room is None
        else random.random(shape) * room.reindex(people.index).fillna(0).to_numpy(float)
    )
    rates = random.gamma(offences.to_numpy(float) + more + 0.5, size=shape) / people.to_numpy(float)
    ranks = (-rates).argsort(axis=1).argsort(axis=1) + 1
    low, high = np.quantile(ranks, [POSSIBLE_TAIL, 1 - POSSIBLE_TAIL], axis=0)
    rank = (offences / people).rank(ascending=False, method="min").astype(int)
    return Ranking(
        p,
        DataFrame(
            {
                "rank": rank,
                "rank_low": np.minimum(rank, np.floor(low)).astype(int),
                "rank_high": np.maximum(rank, np.ceil(high)).astype(int),
            }
        ),
    )


def similar_wards(features: DataFrame, ward_code: str, *, most: int = 5) -> DataFrame:
    """The wards most like one ward, nearest first, with the figures that make them so.

    features   one row a ward_code, one column a figure: residents, residents per km², share aged 14–25, deprivation
    ward_code  the ward asked about
    most       int, how many to give

    Returns the rows of `features` with `distance` (float, in standard deviations: each figure less its mean, over
    its standard deviation, Euclidean). Wards that lack a figure are left out; a figure that is alike in all wards
    adds nothing. Raises UnknownWard where the ward has no row or lacks a figure.

    Source: most similar groups as in the Office for National Statistics' statistical nearest neighbours.
    """
    known = features.dropna()
    if ward_code not in known.index:
        raise UnknownWard(
            "We cannot say which wards are like this one.",
            f"{ward_code} lacks one of the figures used.",
        )
    scores = (known - known.mean()) / known.std(ddof=0).replace(0, np.inf)
    distance = np.sqrt(((scores - scores.loc[ward_code]) ** 2).sum(axis=1))
    return known.assign(distance=distance).drop(index=ward_code).nsmallest(most, "distance")


def funnel_rate_limits(
    events: ArrayLike,
    *,
    baseline_rate: float,
    multiplier: float = 1000,
    years: float = 1,
    phi: float = 1.0,
) -> DataFrame:
    """Where the funnel runs: for each number of events, the rate and the population at which it meets the limits.

    events         int, at least 0
    baseline_rate  float, the rate of all areas, per `multiplier` people per year
    years          float, length of the period
    phi            variance over what chance gives; where it is over 1 the limits are those of against_force

    Returns one row an event count: lower_ and upper_, 2s_ (95 %) and 3s_ (99.8 %), each with limit (rate per
    `multiplier`) and population (people; NaN limit where it is 0). An area of that size with more (fewer) events
    lies outside. A baseline or period of 0 is refused.

    Source: PHEindicatormethods, calculate_funnel_limits (exact Poisson); widened as Spiegelhalter (2005).
    """
    if not (baseline_rate > 0 and years > 0):
        raise DataProblem(
            "A funnel needs events and months: there are none.", do="Choose a longer period."
        )
    seen, columns = np.atleast_1d(np.asarray(events, dtype=float)), {}
    for name, confidence in BOTH_LIMITS.items():
        ends = poisson_exact(seen, confidence) if phi <= 1 else _widened(seen, confidence, phi)
        for side, mean in zip(("upper", "lower"), ends, strict=True):
            people = mean * multiplier / baseline_rate
            columns[f"{side}_{name}_limit"] = (
                seen / np.where(people > 0, people, np.nan) * multiplier
            )
            columns[f"{side}_{name}_population"] = people / years
    return DataFrame(columns)


def _widened(seen: Floats, confidence: float, phi: float) -> tuple[Floats, Floats]:
    """The expected counts at which each count meets the limits of scores 2 (√O − √E), √phi times as wide."""
    from scipy.special import ndtri

    reach = ndtri((1 + confidence) / 2) * np.sqrt(phi) / 2
    return np.maximum(np.sqrt(seen) - reach, 0) ** 2, (np.sqrt(seen) + reach) ** 2


def funnel_ratio_limits(observed: ArrayLike) -> DataFrame:
    """For each observed count, the expected counts at which it meets the funnel limits.

    observed  int, at least 0

    Returns one row a count: lower_ and upper_, 2s_ (95 %) and 3s_ (99.8 %), each with exp (events expected, float)
    and isr (observed over expected, per cent; NaN where nothing is expected).

    Source: PHEindicatormethods, calculate_funnel_limits (exact Poisson).
    """
    seen, columns = np.atleast_1d(np.asarray(observed, dtype=float)), {}
    for name, confidence in BOTH_LIMITS.items():
        for side, mean in zip(("upper", "lower"), poisson_exact(seen, confidence), strict=True):
            columns[f"{side}_{name}_exp"] = mean
            columns[f"{side}_{name}_isr"] = 100 * seen / np.where(mean > 0, mean, np.nan)
    return DataFrame(columns)


def funnel_proportion_limits(population: ArrayLike, *, baseline: float) -> DataFrame:
    """Funnel limits around a share, in per cent (float), for each population.

    population  int, people or searches behind the share; 0 gives NaN
    baseline    float between 0 and 1, the share over all areas

    Returns one row a population: lower_ and upper_, 2s_limit (95 %) and 3s_limit (99.8 %), never below 0 or above 100.

    Source: PHEindicatormethods, calculate_funnel_limits; its formula comes to baseline ± z √(b (1 − b) / n).
    """
    from scipy.special import ndtri

    people = np.atleast_1d(np.asarray(population, dtype=float))
    error = np.sqrt(baseline * (1 - baseline) / np.where(people > 0, people, np.nan))
    columns: dict[str, Floats] = {}
    for name, confidence in BOTH_LIMITS.items():
        reach = ndtri((1 + confidence) / 2) * error
        columns[f"lower_{name}_limit"] = 100 * np.clip(baseline - reach, 0, None)
        columns[f"upper_{name}_limit"] = 100 * np.clip(baseline + reach, None, 1)
    return DataFrame(columns)


def funnel_flags(observed: ArrayLike, expected: ArrayLike) -> list[str]:
    """The source's own flag for each observed count (int) beside its expected count (float), in the order given.

    Returns “High (0.001)” or “Low (0.001)” outside 99.8 %, “High (0.025)” or “Low (0.025)” outside 95 %, else
    “Not significant”.

    Source: PHEindicatormethods, assign_funnel_significance for ratios (exact below 10 events, Byar's from 10).
    """
    mean = np.asarray(expected, dtype=float)
    (low, high), (lowest, highest) = (
        poisson_limits(observed, BOTH_LIMITS[name]) for name in ("2s", "3s")
    )
    flags = np.select(
        [mean < lowest, mean < low, mean > highest, mean > high],
        ["High (0.001)", "High (0.025)", "Low (0.001)", "Low (0.025)"],
        "Not significant",
    )
    return [str(flag) for flag in flags]
