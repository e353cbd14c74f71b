"""Whether areas whose residents are carried from other areas stand apart from the force rate, however far off those may be."""

from __future__ import annotations

import numpy as np
from pandas import Series

from geo.rates.comparison import CLEAR_TAIL, POSSIBLE_TAIL, expected_counts, tails
from geo.rates.missingness import WORDS


def standing_within(
    standing: Series, counts: Series, residents: Series, off: Series, *, phi: float = 1.0
) -> Series:
    """Whether each area stands apart from the force rate with as many residents as it may have at most, and at least.

    standing   str, with the residents as they are, as against_force gives it
    counts     int, offences, in the order of `standing`
    residents  float, the same
    off        float, the same: how far the residents may be from a count, as a share of them; 0 for a count, NaN where not known
    phi        variance over what chance gives, that `standing` rests on

    Returns str in the order of `standing`: an area is above (below) only if it is so with its residents more and less by that
    share, and the weakest of the three words counts; “not distinguishable” where they do not agree.

    Source: as against_force; the share as geo.space.vintages.fidelity gives it.
    """
    expected, share = expected_counts(counts, residents).fillna(0), off.fillna(0)
    levels = [standing.map(WORDS.index).to_numpy() - 2]
    for scale in (1 + share, (1 - share).clip(lower=0)):
        above, below = tails(counts, expected * scale, phi=phi)
        words = [
            above < CLEAR_TAIL,
            above < POSSIBLE_TAIL,
            below < CLEAR_TAIL,
            below < POSSIBLE_TAIL,
        ]
        levels.append(np.select(words, [2, 1, -2, -1], 0))
    ways = np.array(levels)
    agreed = (np.sign(ways) == np.sign(ways[0])).all(axis=0)
    level = np.where(agreed, np.sign(ways[0]) * np.abs(ways).min(axis=0), 0)
    return Series([WORDS[step + 2] for step in level], index=standing.index)
