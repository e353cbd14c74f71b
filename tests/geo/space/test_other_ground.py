"""Codes that stand for other ground, by squares small enough to check in the head."""

from __future__ import annotations

import pytest
import shapely
from pandas import Series

from geo.space import other_ground as other


def squares(*widths: float) -> Series:
    """Wards of 1 km height side by side from the west, of some widths in metres."""
    shapes, west = {}, 0.0
    for number, width in enumerate(widths):
        shapes[f"E{number}"] = shapely.box(west, 0, west + width, 1000)
        west += width
    return Series(shapes)


def other_ground(before: Series, now: Series) -> Series:
    """Of wards of one authority."""
    return other.other_ground(before, now, Series("A", index=now.index))


def test_each_authority_has_a_drawing_of_its_own() -> None:
    before, now = squares(*[1000] * 12), squares(900, 1100, 900, 1100, *[1000] * 8)
    # beside eight wards that are just as before, four that part by 100 m are other ground; as a whole authority, another drawing
    assert set(other_ground(before, now).index) == {"E0", "E1", "E2", "E3"}
    two = Series([*"AAAABBBBBBBB"], index=now.index)
    assert other.other_ground(before, now, two).empty


def test_a_line_that_moved_shows_in_the_two_wards_beside_it() -> None:
    before, now = squares(1000, 1000, 1000, 1000, 1000), squares(1000, 1200, 800, 1000, 1000)
    # E1 gained 200 m of E2: 1,000 / 1,200 and 800 / 1,000 are common; the other three are as before
    assert other_ground(before, now).to_dict() == pytest.approx({"E2": 0.8, "E1": 0.8333}, abs=1e-4)


def test_two_drawings_of_one_line_are_the_same_ground() -> None:
    fine = squares(1000, 1000, 1000, 1000, 1000)
    assert other_ground(fine, squares(1000, 1070, 930, 1000, 1000)).empty  # 35 m to each side
    coarse = squares(900, 1100, 900, 1100, 1000)  # every line 100 m off: generalised, not redrawn
    assert other_ground(fine, coarse).empty
    assert set(other_ground(fine, squares(900, 1500, 500, 1100, 1000)).index) == {"E1", "E2"}


def test_codes_that_only_one_vintage_has_are_left_out() -> None:
    before = squares(1000, 1000)
    assert other_ground(before, before.rename({"E0": "F0", "E1": "F1"})).empty
    assert other_ground(before.iloc[:0], before).empty
