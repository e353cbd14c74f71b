"""What many tests at once do to each of them: the share of false finds were the list cut there."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def false_discovery_q(p: ArrayLike) -> NDArray[np.float64]:
    """For each test its q: the share of false finds were the list cut at this test; it survives at 5 % where q is at most 0.05.

    p  float between 0 and 1; NaN is a test that could not be made and is left out

    Returns float in the order given, NaN where p is.

    Source: Benjamini and Hochberg (1995), by scipy's false_discovery_control.
    """
    from scipy.stats import false_discovery_control

    chances = np.asarray(p, dtype=float)
    tested = ~np.isnan(chances)
    q = np.full(chances.shape, np.nan)
    if tested.any():
        q[tested] = false_discovery_control(chances[tested])
    return q
