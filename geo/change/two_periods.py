"""Whether a count has really changed between two periods, alone or in a list of wards."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

import numpy as np
from pandas import DataFrame, Series

from geo.change.dispersion import CHANCE, Dispersion, dispersed_p
from geo.core.errors import DataProblem
from geo.core.false_discovery import false_discovery_q
from geo.rates.intervals import require_exposures

CLEAR, POSSIBLE = 0.01, 0.05  # p below which a change is clear, or possible
FEWEST_FOR_PERCENT = 20  # offences then; below this a percent change is hidden

Dispersions = Dispersion | Mapping[str, Dispersion]  # one for a whole list, or one for each place

Verdict = Literal[
    "clear rise", "possible rise", "usual variation", "possible fall", "clear fall", "cannot tell"
]


def exact_p(now: int, then: int, *, months_now: float = 1, months_then: float = 1) -> float:
    """Two-sided p (float) for “the rate did not change”, given the two counts; 1.0 where both are 0.

    now, then               int, offences of the two periods
    months_now, months_then length of each period in months received; unequal lengths are allowed for

    Returns a float between 0 and 1. A length of 0 or less is refused.

    Source: Przyborowski and Wilenski (1940): given the sum, *now* is binomial; by scipy's bdtr, for periods of
    unequal length by its binomtest.
    """
    if min(months_now, months_then) <= 0:
        raise DataProblem(
            "One of the two periods holds no month that was received.",
            f"They hold {months_now:g} and {months_then:g} months.",
            "Choose other months.",
        )
    return _binomial_p(int(now), int(now) + int(then), months_now / (months_now + months_then))


def change_p(
    now: int,
    then: int,
    dispersion: Dispersion = CHANCE,
    *,
    months_now: float = 1,
    months_then: float = 1,
) -> float:
    """Two-sided p (float) for “the rate did not change”: the exact test where counts vary as by chance, else one as wide as they vary.

    now, then                int, offences of the two periods
    dispersion               how far counts of this kind vary
    months_now, months_then  length of each period

    Returns a float between 0 and 1. Source: exact_p where phi is 1; else geo.change.dispersion.dispersed_p, never below exact_p.
    """
    exact = exact_p(now, then, months_now=months_now, months_then=months_then)
    if dispersion.phi == 1:
        return exact
    lengths = {"months_now": months_now, "months_then": months_then}
    return max(exact, dispersed_p(now, then, dispersion, **lengths))


def dispersion_of(dispersions: Dispersions, place: object) -> Dispersion:
    """The Dispersion of one place of a list, by its name; chance alone where none is named. Source: this project."""
    if isinstance(dispersions, Dispersion):
        return dispersions
    return dispersions.get(str(place), CHANCE)


def e_test(counts: tuple[int, int], exposures: tuple[float, float]) -> float | None:
    """Two-sided p (float) that two counts come from one rate, by the E-test: a little bolder than the exact test.

    counts     int, events of the two periods or areas
    exposures  days, months or people behind each; above 0

    Returns a float, None where both counts are 0. An exposure of 0 or less is refused.

    Source: Krishnamoorthy and Thomson (2004), by scipy's poisson_means_test.
    """
    from scipy.stats import poisson_means_test

    require_exposures(*exposures)
    if sum(counts) == 0:
        return None
    return float(poisson_means_test(counts[0], exposures[0], counts[1], exposures[1]).pvalue)


def poisson_z(now: float, then: float) -> float:
    """The published score 2 (√now − √then), a float without unit; shown for readers who know it, never judged by.

    now, then  int or float, offences of two equally long periods, at least 0

    Returns a float. Warning: the formula takes *then* as known. Where it is itself a count the score has variance 2,
    not 1, and goes beyond 3 in 3 to 9 % of pairs in which nothing changed.

    Source: Wheeler (2016), Poisson z-score for changes in crime counts.
    """
    return 2 * float(np.sqrt(now) - np.sqrt(then))


def verdict(
    p: float | None,
    now: float,
    then: float,
    *,
    months_now: float = 1,
    months_then: float = 1,
    dispersion: Dispersion = CHANCE,
) -> Verdict:
    """What a p (float), or a q of a list, says of two counts, in the words of every page.

    p                       from change_p, or q from ward_changes
    now, then               int, offences of the two periods
    months_now, months_then length of each period in months
    dispersion              that p was worked out with

    Returns “clear …” below 0.01, “possible …” below 0.05, else “usual variation”. “Cannot tell” where p is unknown,
    and where the counts are so few that even all of them in one period would not be a sign: fewer than 6 in all for
    equal periods that vary as by chance, so also 0 then and 0 now.

    Source: the test's least p for a given sum (see change_p).
    """
    total, lengths = int(now + then), {"months_now": months_now, "months_then": months_then}
    if (
        p is None
        or np.isnan(p)
        or min(change_p(*ends, dispersion, **lengths) for ends in ((0, total), (total, 0)))
        >= POSSIBLE
    ):
        return "cannot tell"
    if p >= POSSIBLE:
        return "usual variation"
    if now / months_now > then / months_then:
        return "clear rise" if p < CLEAR else "possible rise"
    return "clear fall" if p < CLEAR else "possible fall"


def ward_changes(
    now: Series,
    then: Series,
    *,
    months_now: float,
    months_then: float,
    dispersion: Dispersions = CHANCE,
) -> DataFrame:
    """Offences of two periods, and what can be said of the change, for every ward of either.

    now, then               int, offences indexed by ward_code; a ward left out counts 0
    months_now, months_then months received in each period; unequal lengths are allowed for, 0 is refused
    dispersion              how far counts of such places vary, one for all or by ward_code

    Returns a frame in the order of `now`, then the wards of `then` alone:
        now, then       int
        percent_change  float, of the monthly rate; NaN (hidden) where *then* is under 20
        p               float, two-sided, this ward by itself; 1.0 where both are 0
        q               float, p after allowing for the length of the list; wards without any offence are left out of
                        that allowance and hold 1.0
        verdict         str, by q

    Source: exact conditional test, widened where counts vary more than chance (see change_p); Benjamini and Hochberg (1995).
    """
    wards = now.index.append(then.index.difference(now.index, sort=False))
    after, before = (s.reindex(wards, fill_value=0).astype(int) for s in (now, then))
    lengths = {"months_now": months_now, "months_then": months_then}
    each = [dispersion_of(dispersion, ward) for ward in wards]
    p = np.array(
        [change_p(a, b, phi, **lengths) for a, b, phi in zip(after, before, each, strict=True)]
    )
    any_offence = (after + before > 0).to_numpy()
    q = np.ones(len(wards))
    q[any_offence] = false_discovery_q(p[any_offence])
    change = (after / months_now) / (before.where(before >= FEWEST_FOR_PERCENT) / months_then) - 1
    words = [
        verdict(*case, **lengths, dispersion=phi)
        for *case, phi in zip(q, after, before, each, strict=True)
    ]
    return DataFrame(
        {
            "now": after,
            "then": before,
            "percent_change": 100 * change,
            "p": p,
            "q": q,
            "verdict": words,
        }
    )


@lru_cache(maxsize=65536)
def _binomial_p(part: int, total: int, share: float) -> float:
    """The exact two-sided p. Equal periods need no scipy.stats, which takes a second to import while the first map waits."""
    from scipy.special import bdtr

    if share == 0.5:
        return float(min(1.0, 2 * bdtr(min(part, total - part), total, share)))
    from scipy.stats import binomtest

    return float(binomtest(part, total, share).pvalue) if total else 1.0
