"""How many people go how far along a pathway, shown so that no group under ten can be read or worked out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.core.errors import DataProblem
from geo.disclosure.small_cells import differencing
from geo.rates.intervals import Floats

FEWEST_PEOPLE = 10


def funnel(people: Sequence[float | None], *, least: int = FEWEST_PEOPLE) -> Floats:
    """People (count) at each step of a pathway as they may be shown, in the order of the steps.

    people  how many reached each step, the first step first; None or NaN where it is not known or too few were
    least   the smallest group that may be shown

    Returns a float array; NaN where nothing may be shown: a step that fewer than `least` reached, and one that differs from a step
    shown by 1 up to `least`, for those who stopped between the two would be so few. A count below 0 is refused.

    Source: Office for National Statistics, disclosure control by differencing; see geo.disclosure.small_cells.
    """
    counts = np.array([np.nan if count is None else float(count) for count in people], dtype=float)
    if np.any(counts < 0):
        raise DataProblem("A count cannot be below 0.", "A step of a pathway holds one.")
    shown = np.full(len(counts), np.nan)
    for at in np.flatnonzero(counts >= least):
        before = shown[~np.isnan(shown)]
        if not any(differencing(int(counts[at]), int(step), least)[1] for step in before):
            shown[at] = counts[at]
    return shown
