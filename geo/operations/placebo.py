"""What should not be there if an operation alone made the difference: trends apart before it, changes at made-up dates or in
offences it did not aim at, a start that follows a spike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from pandas import DataFrame

from geo.change.dispersion import Dispersion, dispersed_p
from geo.change.rate_ratio import RatioChange, did_model, interaction_ratio
from geo.change.two_periods import Verdict, exact_p, verdict
from geo.core.errors import DataProblem

FEWEST_AROUND = 6  # months on each side of a made-up date
SPIKE_LENGTHS = (3, 6, 12)  # months just before the start that are held against those before them
COLUMNS = ["ratio", "low", "high", "p", "method"]


@dataclass(frozen=True)
class Spike:
    """The months just before the start against those before them; counts in offences.

    expected  offences the recent months would have held at the earlier rate
    word      as change.verdict: “clear rise” and “possible rise” call for care
    """

    recent: int
    expected: float
    months: int
    earlier_months: int
    p: float
    word: Verdict

    @property
    def warns(self) -> bool:
        """Whether some fall after the start was to be expected without any operation."""
        return self.word.endswith("rise")


def pre_trend(before: DataFrame, treated: Sequence[str]) -> RatioChange | None:
    """How many times faster a year (ratio, float) the operation area's counts rose than the comparison's, before the start.

    before   offences (int), one row an area, one column a month before the start
    treated  names of the rows that are the operation area

    Returns a RatioChange: an interval that holds 1 is no proof that the areas ran alongside, only no sign that they did
    not. None where there are fewer than six months or too few offences to say.

    Source: Poisson or negative-binomial regression with a level an area and a month, by statsmodels.
    """
    inside = before.index.isin(list(treated)).astype(float)
    values = before.to_numpy(float)
    if (
        before.shape[1] < FEWEST_AROUND
        or min(values[inside > 0].sum(), values[inside == 0].sum()) == 0
    ):
        return None
    years = np.array([(month.year * 12 + month.month) / 12 for month in before.columns])
    try:
        return interaction_ratio(values, np.outer(inside, years - years.mean()))
    except DataProblem:
        return None


def placebo_dates(before: DataFrame, treated: Sequence[str]) -> DataFrame:
    """The difference in differences at every made-up start before the true one: changes that no operation made.

    before   offences (int), one row an area, one column a month before the true start
    treated  names of the rows that are the operation area

    Returns one row a made-up start (month index, date): ratio, low, high, p (float), method. Only months with six months
    on each side; empty where there are fewer than twelve. The rows share months, so they are not independent.

    Source: placebo tests in time as in Bertrand, Duflo and Mullainathan (2004); each by did_model.
    """
    months = list(before.columns)
    starts = months[FEWEST_AROUND : len(months) - FEWEST_AROUND + 1]
    rows = [
        did_model(before, treated, np.array([month >= start for month in months]))
        for start in starts
    ]
    return _table(dict(zip(starts, rows, strict=True)), "month")


def placebo_outcomes(
    monthly: Mapping[str, DataFrame],
    treated: Sequence[str],
    *,
    before: Sequence[date],
    after: Sequence[date],
) -> DataFrame:
    """The difference in differences of offences that the operation did not aim at.

    monthly        name of the outcome → offences (int), one row an area, one column a month
    treated        names of the rows that are the operation area
    before, after  months compared, first days

    Returns one row an outcome, in the order given: ratio, low, high, p (float), method. Source: did_model.
    """
    months = [*before, *after]
    later = np.array([False] * len(before) + [True] * len(after))
    return _table(
        {name: did_model(counts[months], treated, later) for name, counts in monthly.items()},
        "outcome",
    )


def spike_before(before: Sequence[int], *, spread: float = 1.0) -> Spike | None:
    """Whether an operation began on a spike of 3, 6 or 12 months, after which counts fall by themselves.

    before  offences (int) of the operation area in each month before the start, in order
    spread  variance of such counts over their mean; 1 for Poisson

    Returns the Spike that is most marked of those with at least six months, and as many as it has itself, before it; None where
    there are too few for any.

    Its p is that of one length times the number of lengths tried (Bonferroni).

    Source: exact conditional test, beta-binomial where counts vary more (geo.change.dispersion.dispersed_p); regression to the mean
    as in Galton (1886).
    """
    lengths = [
        length for length in SPIKE_LENGTHS if len(before) - length >= max(FEWEST_AROUND, length)
    ]
    spikes = [_spike(before, length, spread, len(lengths)) for length in lengths]
    return min(spikes, key=lambda spike: (not spike.warns, spike.p), default=None)


def _spike(before: Sequence[int], length: int, spread: float, tried: int) -> Spike:
    recent, earlier = list(before[-length:]), list(before[:-length])
    now, then = int(sum(recent)), int(sum(earlier))
    p = (
        dispersed_p(now, then, Dispersion(spread), months_now=len(recent), months_then=len(earlier))
        if spread > 1
        else exact_p(now, then, months_now=len(recent), months_then=len(earlier))
    )
    p = min(1.0, p * tried)
    return Spike(
        now,
        then * len(recent) / len(earlier),
        len(recent),
        len(earlier),
        p,
        verdict(p, now, then, months_now=len(recent), months_then=len(earlier)),
    )


def _table(
    changes: Mapping[object, RatioChange] | Mapping[str, RatioChange] | Mapping[date, RatioChange],
    name: str,
) -> DataFrame:
    rows = [
        [change.ratio, change.low, change.high, change.p, change.method]
        for change in changes.values()
    ]
    table = DataFrame(rows, columns=COLUMNS, index=list(changes)).rename_axis(name)
    return table.astype(dict.fromkeys(COLUMNS[:4], float))
