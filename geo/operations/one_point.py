"""Whether one map point makes an operation's change: a shop or custody suite whose recording stopped looks like a fall of its ward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from pandas import DataFrame, Series


@dataclass(frozen=True)
class OnePoint:
    """The map point whose counts went furthest the way that its area's did, and the change without it.

    place             as published; "" where nothing is
    before, after     offences there (int), in the months compared
    share             of the area's gain or loss beside its comparison that it makes (float); above 1 where all else went the other way
    ratio, low, high  the change of the area without it, with the wider limits of the model and of what happens where nothing is done
    """

    place: str
    before: int
    after: int
    share: float
    ratio: float | None
    low: float
    high: float


@dataclass(frozen=True)
class Furthest:
    """A point, its offences by month, and the share of its area's change beside the comparison that it makes."""

    place: str
    monthly: Series
    share: float


def furthest_point(
    points: DataFrame,
    beside: Series,
    before: Sequence[date],
    after: Sequence[date],
    *,
    fell: bool,
) -> Furthest | None:
    """The point that lost most beside what the comparison would lead one to expect of it, or gained most.

    points         offences (int) within the area, one row a map point named as published, one column a month; names may repeat
    beside         offences (int) of the comparison, by month
    before, after  months compared
    fell           whether the area's change is a fall

    Returns a Furthest; None where no point holds anything in these months, or nothing is beside them. Source: this project.
    """
    months = sorted({*points.columns, *before, *after})
    table = points.reindex(columns=months).fillna(0)
    had, came = (table[list(period)].sum(axis=1).to_numpy(float) for period in (before, after))
    usual = float(beside[list(before)].sum())
    if not len(table) or not (had + came).any() or usual <= 0:
        return None
    gains = came - had * float(beside[list(after)].sum()) / usual
    at = int(np.argmin(gains) if fell else np.argmax(gains))
    whole = float(gains.sum())
    return Furthest(
        str(table.index[at]), table.iloc[at], float(gains[at]) / whole if whole else 0.0
    )
