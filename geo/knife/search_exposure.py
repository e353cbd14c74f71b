"""Weapon searches as an exposure: possession found by searching = searches × find rate.

More possession with more searching may be the searching, or more knives that the searching meets. What tells the two apart is how often
a search finds, and what comes to light without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from geo.change.exposures import Pair
from geo.core.missing import Missing

LIMITS_Z = 1.959964  # of 95 % limits


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
