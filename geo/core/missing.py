"""What is recorded and cannot be placed: its share, whether that differs by more than chance, and how much of it a place could hold.

Offences without a place are in no ward's count; those of unknown origin, line or age are in no count that asks for one. A missing
figure is never nought: whatever compares two counts asks here how far the missing could move it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pandas import Series

DIFFER_P = 0.05  # p below which two shares differ by more than chance
MOST_TIMES = 2  # a ward or cell has at most so many times its share of the placed

Scope = Literal["whole", "part"]  # an authority or force; a ward, cell or area of one's own
WHOLE: Scope = "whole"
PART: Scope = "part"


@dataclass(frozen=True)
class Missing:
    """Offences of two periods (int) of which what is asked for (a place, an origin, an age) is known, and of which it is not."""

    known_now: int
    unknown_now: int
    known_then: int
    unknown_then: int

    @property
    def share_now(self) -> float:
        """Share without it now, 0 to 1; 0 where nothing was recorded."""
        return missing_share(self.known_now, self.unknown_now)

    @property
    def share_then(self) -> float:
        return missing_share(self.known_then, self.unknown_then)

    @property
    def p(self) -> float:
        """Two-sided p that both shares are one."""
        return shares_p(self.known_now, self.unknown_now, self.known_then, self.unknown_then)

    @property
    def differs(self) -> bool:
        """Whether the two shares differ by more than chance."""
        return self.p < DIFFER_P


NOTHING_MISSING = Missing(0, 0, 0, 0)


def missing_share(known: int, unknown: int) -> float:
    """The unknown (int) of all (known + unknown), a float between 0 and 1; 0 where there is nothing."""
    return unknown / (known + unknown) if known + unknown else 0.0


@lru_cache(maxsize=65536)
def shares_p(known_now: int, unknown_now: int, known_then: int, unknown_then: int) -> float:
    """Two-sided p (float) that the share of the unknown is the same in both periods; 1.0 where there is nothing to compare.

    known_…, unknown_…  int, offences of each period, at least 0

    Source: Fisher's exact test, every table no likelier than the one seen; worked out here since scipy.stats takes a second to
    import while the first map waits.
    """
    from scipy.special import gammaln

    now, then, unknown = (
        known_now + unknown_now,
        known_then + unknown_then,
        unknown_now + unknown_then,
    )
    if not (now and then and unknown and known_now + known_then):
        return 1.0
    seen = np.arange(max(0, unknown - then), min(unknown, now) + 1)

    def log_choose(of: int, some: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(gammaln(of + 1) - gammaln(some + 1) - gammaln(of - some + 1))

    logs = log_choose(now, seen) + log_choose(then, unknown - seen)
    chances = np.exp(logs - logs.max())
    here = chances[unknown_now - seen[0]]
    return float(min(1.0, chances[chances <= here * (1 + 1e-7)].sum() / chances.sum()))


def missing_room(
    counts: Series, known: int, unknown: int, *, scope: Scope, shares: Series | None = None
) -> Series:
    """How many (int) of the unknown could belong to each count at most; the least is none.

    counts   int, offences of each place that are known to be there
    known    int, offences known of the whole area: of these a place has its share
    unknown  int, offences of the whole area that could not be placed
    scope    “whole” for an authority or force: all of them; “part” for a ward, cell or own area: twice its share of the known
    shares   float, a share each place had at another time; the greater of the two counts, so that a place which lost all of its
             offences still has the share it had. Where no place has a share, each may hold all of them

    Returns a Series in the order of `counts`.
    """
    if scope == WHOLE:
        return Series(unknown, index=counts.index, dtype=int)
    share = counts.to_numpy(float) / known if known else np.zeros(len(counts))
    if shares is not None:
        share = np.maximum(share, shares.reindex(counts.index).fillna(0.0).to_numpy(float))
    if not share.any():  # nothing says whose they are
        share = np.ones(len(counts))
    room = np.minimum(np.ceil(MOST_TIMES * share * unknown - 1e-9), unknown)
    return Series(room.astype(int), index=counts.index)
