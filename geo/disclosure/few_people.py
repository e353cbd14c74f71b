"""When figures of people may be told at all: ten in every group, no one who makes up most of it, and nothing left over by subtraction."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pandas import Series

FEWEST = 10  # people in every group that a figure is of
MOST_OF_ONE = 0.25  # the largest part of a group's sum that one person may make up
PEOPLE_BANDS = (50, 100, 200, 500, 1000, 2000, 5000)


def groups_large_enough(groups: Collection[int], largest: Collection[float]) -> bool:
    """Whether every group of people is large enough, and no one makes up too much of any sum.

    groups   people (int) in each group that a figure is of
    largest  of each sum that is told, the part (0 to 1) that the largest contributor makes up

    Returns a bool. Source: threshold and dominance rules, Hundepool and others (2012), Statistical disclosure control, chapter 4.
    """
    return min(groups, default=0) >= FEWEST and max(largest, default=0.0) <= MOST_OF_ONE


def parts_left(people: Mapping[str, Collection[int]], everyone: Series) -> list[str]:
    """Of the parts that could be told by themselves, those that may be told beside each other and beside the whole.

    people    part → the people (int, each once) named in it
    everyone  a row a naming: the part (text; any other word for what is in none), indexed by the person (int)

    A part stays where ten or more of all people are named outside it alone. What is then left untold holds nobody, or ten
    people at least; else the smallest part is given up too, until it does.

    Returns the parts in the order given. Source: see groups_large_enough; secondary suppression after Cox (1980).
    """
    persons = everyone.index.nunique()
    left = [part for part in people if persons - len(people[part]) >= FEWEST]
    while left:
        untold = everyone[~everyone.isin(left).to_numpy()].index.nunique()
        if not 0 < untold < FEWEST:
            break
        left.remove(min(left, key=lambda part: len(people[part])))
    return left


def people_band(people: int) -> tuple[int, int | None]:
    """The band of PEOPLE_BANDS that a number of people lies in: the fewest and the most, None where there is no end.

    Returns two ints. Below the first band the fewest are 0. Source: rounding as disclosure control.
    """
    above = [edge for edge in PEOPLE_BANDS if edge > people]
    below = max((edge for edge in PEOPLE_BANDS if edge <= people), default=0)
    return below, above[0] - 1 if above else None
