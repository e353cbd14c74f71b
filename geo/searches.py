"""Stop and search: how often something is found, and on whom searches fall."""

from __future__ import annotations

from collections.abc import Sequence

from pandas import DataFrame

from geo.intervals import wilson
from geo.rates import RateRatio, rate_ratio

WEAPON_OBJECTS = ("Offensive weapons", "Anything to threaten or harm anyone")   # the second is what section 60 searches are for
NOTHING_CAME = "A no further action disposal"


def find_rate(finds: int, searches: int, *, confidence: float = 0.95) -> tuple[float, float, float] | None:
    """Share of searches that found something, with lower and upper limit, floats between 0 and 1.

    finds       int, searches with a find; leave out those whose result is unknown
    searches    int, searches whose result is known
    confidence  0.95 for 95 %

    Returns rate, lower and upper limit, None where nobody was searched. More finds than searches are refused.

    Source: Wilson (1927); find rate as in the Home Office's stop and search statistics.
    """
    if searches <= 0:
        return None
    rate, low, high = wilson(finds, searches, confidence)
    return float(rate), float(low), float(high)


def group_disparity(
    searches: int, people: int, reference: tuple[int, int], *, confidence: float = 0.95
) -> tuple[float | None, RateRatio]:
    """Searches per 1,000 people of a group (float), and how many times the reference group's rate that is.

    searches    int, searches of the group
    people      int, residents of the group
    reference   searches and residents of the group compared with
    confidence  0.95 for 95 %

    Returns the rate, None where nobody of the group lives there, and a RateRatio, all None where either group has
    nobody. For a force or an authority only; residents are not the people who were there to be searched.

    Source: Ashby (2020), stop and search in England and Wales; ratio of rates with log-normal limits.
    """
    rate = 1000 * searches / people if people > 0 else None
    if rate is None or reference[1] <= 0:
        return rate, RateRatio(None, None, None, None)
    return rate, rate_ratio((searches, reference[0]), (people, reference[1]), method="wald-log", confidence=confidence)


def phi_coefficient(table: Sequence[Sequence[float]]) -> float | None:
    """Association of two yes-no questions (float from -1 to 1) in a table of two rows and two columns.

    table  int, counts

    Returns phi, None where a row or a column is empty.

    Source: Pearson (1900), Yule (1912).
    """
    (a, b), (c, d) = table
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    return float((a * d - b * c) / margins**0.5) if margins > 0 else None


def weapon_finds(counts: DataFrame) -> tuple[int, int]:
    """Weapon searches whose result is known, and those of them that found what was searched for, as counts (int).

    counts  object, outcome, linked (“true”, “false”, “unknown”), searches (int)

    Returns searches and finds. A search found something where its outcome is linked to its object; a blank *linked* is known only
    where nothing further came of the search, and else left out.

    Source: data.police.uk's columns; the reading of a blank is this project's.
    """
    weapons = counts[counts["object"].isin(WEAPON_OBJECTS)]
    found = weapons["linked"] == "true"
    known = found | (weapons["linked"] == "false") | (weapons["outcome"] == NOTHING_CAME)
    return int(weapons.loc[known, "searches"].sum()), int(weapons.loc[found, "searches"].sum())
