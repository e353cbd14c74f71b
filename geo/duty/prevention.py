"""What prevention brings in, by itself: items per bin-week and premises that passed. Neither is ever joined to offences."""

from __future__ import annotations

from datetime import date

from geo.core.errors import DataProblem
from geo.rates.intervals import poisson_limits, wilson

Estimate = tuple[float, float, float]


def bin_weeks(start: date | None, end: date | None, on: date) -> float:
    """Weeks a surrender bin had stood by the end of the day `on`; NaN where its start is not known, 0 before it.

    start, end  first and last day it stood; no end means that it still stands

    Returns a float, both days counted. Source: this project.
    """
    if start is None:
        return float("nan")
    last = on if end is None else min(end, on)
    return max((last - start).days + 1, 0) / 7


def items_per_bin_week(items: int, weeks: float) -> Estimate:
    """Items handed in per week of a bin (items per bin-week), with 95 % limits.

    items  int, how many
    weeks  float, bin-weeks; above 0

    Returns rate, lower and upper limit. Source: Poisson limits as in geo.rates.intervals.
    """
    if not weeks > 0:
        raise DataProblem(
            "A bin that has not stood has no rate.", f"We were given {weeks:g} weeks."
        )
    low, high = poisson_limits([items])
    return items / weeks, float(low[0]) / weeks, float(high[0]) / weeks


def pass_rate(tried: int, sold: int) -> Estimate:
    """Share of premises (0 to 1) that refused to sell in a round of test purchases, with 95 % limits; NaN where none was tried.

    tried, sold  int, premises; more sold than tried is refused

    Returns share, lower and upper limit. Source: Wilson's limits as in geo.rates.intervals.
    """
    if sold > tried:
        raise DataProblem("More premises sold than were tried.", f"We saw {sold} of {tried}.")
    share, low, high = wilson([tried - sold], [tried])
    return float(share[0]), float(low[0]), float(high[0])
