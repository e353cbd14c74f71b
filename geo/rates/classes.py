"""Which colour class a ward's rate falls in: limits that keep their meaning from one map to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import Series

MULTIPLES = (0.5, 1.0, 1.5, 2.5)


@dataclass(frozen=True)
class Classes:
    """The class of each ward and where the classes end.

    limits   upper ends of all classes but the highest, per 1,000 residents per year, rising; empty without offences
    classes  int, in the order asked: -1 no rate, 0 nothing recorded, 1 to 5 from low to high
    """

    limits: tuple[float, ...]
    classes: NDArray[np.int8]


def rate_classes(rates: Series, force_rate: float) -> Classes:
    """Five classes of rate per 1,000 per year, cut at half, once, one and a half and two and a half times the force rate.

    rates       float, per 1,000 residents per year; NaN where nobody lives
    force_rate  float, of the whole force area, per 1,000 per year

    Returns Classes in the order of `rates`. A rate equal to a limit falls in the class below it. Where the force
    rate is 0 there are no limits, and every ward with residents is in class 0.

    Source: this project; multiples of one stated rate keep all authorities on one scale.
    """
    values = rates.to_numpy(float)
    if not force_rate > 0:
        return Classes((), np.where(np.isnan(values), -1, 0).astype(np.int8))
    limits = tuple(force_rate * multiple for multiple in MULTIPLES)
    # A hair's breadth keeps a ward whose rate is the limit itself out of the class above, whatever the rounding.
    classes = 1 + np.searchsorted(np.array(limits) * (1 + 1e-9), values, side="left")
    classes = np.where(values == 0, 0, classes)
    return Classes(limits, np.where(np.isnan(values), -1, classes).astype(np.int8))
