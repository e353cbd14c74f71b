"""When figures of people may be told: each rule on both sides of its limit."""

from __future__ import annotations

import pytest
from pandas import Series

from geo.disclosure.few_people import groups_large_enough, parts_left, people_band


def test_every_group_holds_ten_and_nobody_more_than_a_quarter() -> None:
    assert groups_large_enough((10, 40), (0.25, 0.1))
    assert not groups_large_enough((9, 40), (0.1,))
    assert not groups_large_enough((10, 40), (0.1, 0.26))
    assert not groups_large_enough((), ())


def everyone(**of: range) -> Series:
    """Who is named in which part."""
    return Series(
        [part for part, people in of.items() for _ in people],
        index=[person for people in of.values() for person in people],
    )


def left(of: Series, *parts: str) -> list[str]:
    return parts_left({part: set(of.index[of == part]) for part in parts}, of)


def test_parts_stay_where_ten_are_named_outside_each_alone() -> None:
    # 60 and 60 people, of whom 20 are named in both
    assert left(everyone(a=range(60), b=range(40, 100)), "a", "b") == ["a", "b"]
    # nine are outside a alone: a goes, and then what is left untold is all of a
    assert left(everyone(a=range(60), b=range(40, 69)), "a", "b") == ["b"]


def test_what_is_left_untold_holds_nobody_or_ten() -> None:
    of = everyone(a=range(60), b=range(60, 115), c=range(120, 129))
    # the nine of c would stand alone beside the whole: the smallest part told goes with them
    assert left(of, "a", "b") == ["a"]
    ten = everyone(a=range(60), b=range(60, 115), c=range(120, 130))
    assert left(ten, "a", "b") == ["a", "b"]


def test_a_part_that_is_the_whole_is_not_told_again() -> None:
    assert left(everyone(a=range(60)), "a") == []


@pytest.mark.parametrize(
    ("people", "band"),
    [(49, (0, 49)), (50, (50, 99)), (99, (50, 99)), (100, (100, 199)), (7000, (5000, None))],
)
def test_people_are_told_as_a_band(people: int, band: tuple[int, int | None]) -> None:
    assert people_band(people) == band
