"""Weapon searches as an exposure: possession found by searching = searches × find rate.

More possession with more searching may be the searching, or more knives that the searching meets. What tells the two apart is how often
a search finds, and what comes to light without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from geo.core.missing import Missing
from geo.rates.rates import RateRatio

CHANCE_P = 0.05  # below it two counts differ by more than chance
LIMITS_Z = 1.959964  # of 95 % limits
Pair = tuple[float, float]


class SearchCount(NamedTuple):
    """Weapon searches of a period (int): those whose result is known, those of them that found a weapon, and all that were made.

    made  None where only those with a known result are counted: they are then taken as all
    """

    known: int
    finds: int
    made: int | None = None

    @property
    def every(self) -> int:
        """All searches that were made."""
        return self.known if self.made is None else self.made


@dataclass(frozen=True)
class Split:
    """Possession then and now (offences): found by searching, and come to light in any other way."""

    by_search: Pair
    otherwise: Pair

    @property
    def change(self) -> float:
        """How many more now than then."""
        return self.by_search[1] + self.otherwise[1] - self.by_search[0] - self.otherwise[0]


@dataclass(frozen=True)
class ExplainedShare:
    """Share of a change that more searching accounts for, with 95 % limits (0 to 1, or beyond where the rest moved the other way).

    low, high  None where the change itself cannot be told from none: the interval is then without an end
    """

    share: float
    low: float | None
    high: float | None


def change_p(counts: Pair, exposures: Pair = (1, 1), *, dispersion: float = 1) -> float:
    """Two-sided p (float, 0 to 1) that the rate per exposure is the same then and now; 1.0 where nothing was counted.

    counts      offences or searches, then and now
    exposures   what each count is set against: months, or searches made; above 0
    dispersion  variance over what Poisson gives, 1 or more: counts are then worth so many times less

    Source: Przyborowski and Wilenski (1940), twice the smaller tail, its binomial continued to broken numbers by the incomplete beta
    function; the scaling by the dispersion is quasi-likelihood's (McCullagh and Nelder 1989).
    """
    from scipy.special import betainc

    then, now = (count / dispersion for count in counts)
    share = exposures[1] / sum(exposures)
    if then + now <= 0:
        return 1.0
    up = betainc(now, then + 1, share) if now > 0 else 1.0
    down = betainc(then, now + 1, 1 - share) if then > 0 else 1.0
    return float(min(1.0, 2 * min(up, down)))


def is_rise(
    counts: Pair, exposures: Pair = (1, 1), *, dispersion: float = 1, level: float = CHANCE_P
) -> bool:
    """Whether the rate per exposure is higher now by more than chance: change_p below the level, and up."""
    up = counts[1] * exposures[0] > counts[0] * exposures[1]
    return up and change_p(counts, exposures, dispersion=dispersion) < level


def rate_change(counts: Pair, exposures: Pair = (1, 1), *, dispersion: float = 1) -> RateRatio:
    """How many times the rate per exposure of then is that of now, with exact 95 % limits and p; all None where a count is 0.

    counts, exposures, dispersion  as change_p takes them

    Source: Clopper and Pearson (1934) for the share of now in both, turned into a ratio; scaled as in change_p.
    """
    from scipy.special import betaincinv

    if min(counts) <= 0 or min(exposures) <= 0:
        return RateRatio(None, None, None, None)
    then, now = (count / dispersion for count in counts)
    per_odds = exposures[0] / exposures[1]
    low, high = betaincinv(now, then + 1, 0.025), betaincinv(now + 1, then, 0.975)
    return RateRatio(
        per_odds * counts[1] / counts[0],
        float(per_odds * low / (1 - low)),
        float(per_odds * high / (1 - high)),
        change_p(counts, exposures, dispersion=dispersion),
    )


def explained_share(
    split: Split, searches: Pair, *, dispersion: float = 1, search_dispersion: float = 1
) -> ExplainedShare | None:
    """How much of a change in possession the change in searching accounts for; None where nothing changed or nobody was searched.

    split       possession then and now, by whether a search found it
    searches    weapon searches made, then and now
    dispersion, search_dispersion  of possession and of searches: variance over what Poisson gives, 1 or more

    What the additional searches found, at the finds per search of both periods together:

        share = (searches now − searches then) × (found then + found now) / (searches then + searches now) / (all now − all then)

    Limits are Fieller's, the variances by the delta method, so that what is uncertain in the change itself is in them.

    Source: the exposure's component of a change (Kitagawa 1955), at the common rate; Fieller (1954).
    """
    change = split.change
    if not change or min(searches) <= 0:
        return None
    finds, both = sum(split.by_search), sum(searches)
    more = (searches[1] - searches[0]) / both
    of_more = search_dispersion * 4 * searches[0] * searches[1] / both**3
    of_added = dispersion * finds * more**2 + finds**2 * of_more
    of_change = dispersion * (finds + sum(split.otherwise))
    shared = dispersion * more * (split.by_search[1] - split.by_search[0])
    added = finds * more
    low, high = _fieller((added, change), (of_added, of_change, shared))
    return ExplainedShare(added / change, low, high)


def _fieller(
    parts: Pair, variances: tuple[float, float, float]
) -> tuple[float, float] | tuple[None, None]:
    """95 % limits of part over whole, given their variances and covariance; None where the whole may be 0."""
    part, whole = parts
    square = LIMITS_Z**2
    a = whole**2 - square * variances[1]
    b = part * whole - square * variances[2]
    c = part**2 - square * variances[0]
    if a <= 0 or b**2 - a * c < 0:
        return None, None
    root = float(np.sqrt(b**2 - a * c))
    return (b - root) / a, (b + root) / a


def results_alike(then: SearchCount, now: SearchCount) -> bool:
    """Whether the share of searches whose result is not known is the same in both periods but for chance: else find rates of the known mislead.

    Source: Fisher's exact test, as geo.core.missing has it.
    """
    return not Missing(
        now.known, now.every - now.known, then.known, then.every - then.known
    ).differs


def paired_dispersion(then: ArrayLike, now: ArrayLike) -> float:
    """Variance over Poisson's (float, 1 or more) of monthly counts, the year's and the calendar month's level allowed for.

    then, now  counts of the same calendar months a year apart, in order; months without any in either are left out

    Returns Pearson's chi-square over its degrees of freedom (months − 1), 1.0 where fewer than three months hold anything. A change part of
    the way through a year counts as variance, which makes verdicts fewer.

    Source: McCullagh and Nelder (1989), the dispersion of a log-linear model.
    """
    table = np.array([np.asarray(then, dtype=float), np.asarray(now, dtype=float)])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 3 or (table.sum(axis=1) == 0).any():
        return 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(max(1.0, ((table - expected) ** 2 / expected).sum() / (table.shape[1] - 1)))
