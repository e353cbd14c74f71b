"""Stop and search: how often something is found, and on whom searches fall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from pandas import DataFrame

from geo.core.search_selection import WEAPONS_FAMILY
from geo.rates.intervals import wilson
from geo.rates.rates import RateRatio, rate_ratio

WEAPON_OBJECTS = (
    "Offensive weapons",
    "Anything to threaten or harm anyone",
)  # the second is what section 60 searches are for
NOTHING_CAME = "A no further action disposal"
NOT_GIVEN = "not given"
LINK_KNOWN = 0.95  # below this share of *linked* filled in, no find rate by link is formed
FEWEST_AT_MIDNIGHT = 5
NONE = (np.nan, np.nan, np.nan)
FIND_COLUMNS = [
    "searches",
    "known",
    "found",
    "rate",
    "low",
    "high",
    "link_known",
    "linked_found",
    "linked_rate",
    "linked_low",
    "linked_high",
]


def find_rate(
    finds: int, searches: int, *, confidence: float = 0.95
) -> tuple[float, float, float] | None:
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
    return rate, rate_ratio(
        (searches, reference[0]), (people, reference[1]), method="wald-log", confidence=confidence
    )


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
    finds = weapons["linked"] == "true"
    known = finds | (weapons["linked"] == "false") | (weapons["outcome"] == NOTHING_CAME)
    return int(weapons.loc[known, "searches"].sum()), int(weapons.loc[finds, "searches"].sum())


def family_of(searched_for: str | None) -> str:
    """Which of FAMILIES an object of search belongs to; “other” for anything else, and where it is not given.

    searched_for  str or None, the object as data.police.uk writes it

    Returns (str) a key of FAMILIES. Source: data.police.uk's words for the object of a search; the grouping is this project's.
    """
    if searched_for in WEAPON_OBJECTS:
        return WEAPONS_FAMILY
    return {"Controlled drugs": "drugs", "Psychoactive substances": "drugs"}.get(
        searched_for or "", "other"
    )


def find_rates(counts: DataFrame, by: str) -> DataFrame:
    """What searches found, a row for each value of a column, the largest group first.

    counts  outcome (NaN or empty where not given), linked (“true”, “false”, “unknown”), searches (int), and the column `by`

    Returns a frame by value (“not given” where it is empty):
        searches            int
        known, found        int, searches with an outcome, and those of them that ended otherwise than with no further action
        rate, low, high     float, found / known with its 95 % Wilson limits; NaN where no outcome is given
        link_known          float, share of searches whose *linked* is filled in
        linked_found        int, searches that found what they were for
        linked_rate, linked_low, linked_high
                            float, of those whose *linked* is known; NaN where less than 95 % of it is known, since what
                            is left blank is unknown, not “no”

    Source: Home Office stop and search statistics; Wilson (1927); the limit of 95 % is this project's.
    """
    table = counts.assign(
        value=counts[by].astype(object).where(counts[by].notna() & (counts[by] != ""), NOT_GIVEN)
    )
    rows = {}
    for value, mine in table.groupby("value"):
        numbers = mine["searches"]
        given = mine["outcome"].notna() & (mine["outcome"] != "")
        known, finds = (
            int(numbers[given].sum()),
            int(numbers[given & (mine["outcome"] != NOTHING_CAME)].sum()),
        )
        stated, linked = (
            int(numbers[mine["linked"] != "unknown"].sum()),
            int(numbers[mine["linked"] == "true"].sum()),
        )
        every = int(numbers.sum())
        by_link = find_rate(linked, stated) if every and stated >= LINK_KNOWN * every else None
        rows[value] = [
            every,
            known,
            finds,
            *(find_rate(finds, known) or NONE),
            stated / every if every else np.nan,
            linked,
            *(by_link or NONE),
        ]
    found_in = DataFrame.from_dict(rows, orient="index", columns=FIND_COLUMNS)
    return found_in.rename_axis(by).sort_values(["searches"], ascending=False, kind="stable")


def midnight_months(counts: DataFrame) -> tuple[date, ...]:
    """Months in which every search is given at midnight, so that their hours are not known.

    counts  month (date), hour (int), searches (int)

    Returns months in order. A month of fewer than five searches is taken as it is. Source: this project.
    """
    whole = counts.groupby("month")["searches"].sum()
    midnight = (
        counts[counts["hour"] == 0]
        .groupby("month")["searches"]
        .sum()
        .reindex(whole.index, fill_value=0)
    )
    return tuple(sorted(whole.index[(whole == midnight) & (whole >= FEWEST_AT_MIDNIGHT)]))
