"""Rates of places some of whose offences could not be placed: limits widened, and a standing that holds wherever the rest belong."""

from __future__ import annotations

import numpy as np
from pandas import DataFrame, Series

from geo.core.missing import PART, Scope, missing_room
from geo.rates.comparison import CLEAR_TAIL, POSSIBLE_TAIL, Standing, expected_counts, tails
from geo.rates.intervals import poisson_limits

WORDS: tuple[Standing, ...] = (
    "clearly below",
    "possibly below",
    "not distinguishable",
    "possibly above",
    "clearly above",
)


def widened_limits(
    table: DataFrame, residents: Series, unplaced: int, *, years: float, scope: Scope
) -> DataFrame:
    """Rates whose upper limit takes in what could not be placed, where that could move them by more than chance.

    table      rate_per_1000, rate_low, rate_high (per 1,000 a year) and offences (int), by place, as ward_rates gives them
    residents  int, in the order of `table`
    unplaced   int, offences of the same kind and months without a place in any ward
    years      months received / 12
    scope      “part” for wards, which hold at most twice their share; “whole” for authorities, which may hold all

    Returns `table` with rate_high replaced where the most offences a place could hold lie beyond the limit that chance alone gives:
    there it is the upper limit of that most. All else is as it was.
    """
    offences = table["offences"]
    if not unplaced or offences.isna().any():
        return table
    most = offences + missing_room(offences, int(offences.sum()), unplaced, scope=scope)
    beyond = Series(most > poisson_limits(offences)[1], index=table.index)
    highest = Series(poisson_limits(most)[1], index=table.index) * (
        1000 / residents.where(residents > 0) / years
    )
    return table.assign(rate_high=highest.where(beyond, table["rate_high"]))


def bounded_standing(
    standing: Series, counts: Series, residents: Series, unplaced: int, *, phi: float = 1.0
) -> Series:
    """Whether each ward stands apart from the force rate wherever the offences without a place belong.

    standing   str, of the placed alone, as against_force gives it
    counts     int, offences placed, in the order of `standing`
    residents  int, the same
    unplaced   int, offences of the same kind and months without a place in any ward; they count for the force rate
    phi        variance over what chance gives, that `standing` rests on

    Returns str in the order of `standing`: a ward is above (below) only if it is so for the placed alone, with none of the unplaced
    its own, and with twice its share of the placed; the weakest of the three words counts, and “not distinguishable” where they
    do not agree. Unplaced never make a ward stand out.
    """
    placed = int(counts.sum())
    if not unplaced or not placed:
        return standing
    mean = expected_counts(counts, residents) * (1 + unplaced / placed)
    levels = [standing.map(WORDS.index).to_numpy() - 2]
    for seen in (counts, counts + missing_room(counts, placed, unplaced, scope=PART)):
        above, below = tails(seen, mean, phi=phi)
        levels.append(
            np.select(
                [
                    above < CLEAR_TAIL,
                    above < POSSIBLE_TAIL,
                    below < CLEAR_TAIL,
                    below < POSSIBLE_TAIL,
                ],
                [2, 1, -2, -1],
                0,
            )
        )
    ways = np.array(levels)
    agreed = (np.sign(ways) == np.sign(ways[0])).all(axis=0)
    level = np.where(agreed, np.sign(ways[0]) * np.abs(ways).min(axis=0), 0)
    return Series([WORDS[step + 2] for step in level], index=standing.index)
