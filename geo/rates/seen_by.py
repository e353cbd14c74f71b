"""Wards that one source sees much of and another little: what police record beside what partners count."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.core.errors import DataProblem
from geo.rates.comparison import POSSIBLE_TAIL, over_dispersion, tails

HIGH, LOW, BETWEEN, HIDDEN = "high", "low", "cannot be told from the rest", "hidden"


def seen(counts: pd.Series, residents: pd.Series) -> pd.Series:
    """How a ward's rate in one source stands against all wards of that source together: high, low, cannot be told, hidden.

    counts     float, events by ward_code; NaN where hidden; a ward left out counts 0
    residents  int, by ward_code; above 0

    Returns text, indexed as `residents`: high where it lies above the 95 % limits around the rate of all shown wards, low where it lies
    below them; the limits are as much wider as these wards differ beyond chance.

    Source: as geo.rates.comparison.against_force.
    """
    if not set(counts.index) <= set(residents.index):
        raise DataProblem("A ward is counted that is not in the boundaries.")
    events = counts.reindex(residents.index, fill_value=0).astype(float)
    known = events.notna()
    if not known.any() or not events[known].sum():
        return pd.Series(np.where(known, BETWEEN, HIDDEN), residents.index)
    expected = residents * events[known].sum() / residents[known].sum()
    phi = over_dispersion(events[known], residents[known]).widening
    above, below = tails(events.fillna(0), expected, phi=phi)
    words = np.select(
        [~known, above < POSSIBLE_TAIL, below < POSSIBLE_TAIL], [HIDDEN, HIGH, LOW], default=BETWEEN
    )
    return pd.Series(words, residents.index)


def seen_by_whom(first: pd.Series, second: pd.Series, residents: pd.Series) -> pd.DataFrame:
    """Wards high in one source and low in the other.

    first, second  int, as counts of `seen`
    residents      int, as of `seen`

    Returns a frame indexed by ward_code in the order of `residents`, those wards only: first, second (str, high or low).

    Source: see `seen`.
    """
    both = pd.DataFrame({"first": seen(first, residents), "second": seen(second, residents)})
    apart = ((both["first"] == HIGH) & (both["second"] == LOW)) | (
        (both["first"] == LOW) & (both["second"] == HIGH)
    )
    return both[apart]
