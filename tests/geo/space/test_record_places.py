"""Where a record's wards lie in another vintage: shares by hand on squares."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pandas import DataFrame, Series

from geo.space.record_places import Part, record_place
from geo.space.vintages import crosswalk


def relation(
    earlier: str, later: str, share: float, *, of: int = 100, ward: float = 1.0
) -> tuple[str | float, ...]:
    """A relation whose part is `share` of its earlier ward of `of` postcodes, by area too, and `ward` of the later ward's ground."""
    return earlier, later, share, ward, round(share * of), share


def table(*rows: tuple[str | float, ...]) -> DataFrame:
    columns = ["earlier", "later", "share_of_area", "share_of_later_area", "addresses", "share"]
    return DataFrame(rows, columns=columns)


def test_a_ward_that_was_split_lies_in_both_parts_the_larger_first() -> None:
    split = table(
        relation("A", "X", 0.38),
        relation("A", "Y", 0.62, ward=0.5),
        relation("B", "Y", 0.31, of=200, ward=0.5),
    )
    place = record_place(["A"], split)
    # Y has 62 postcodes of A and 62 of B: A is half of it.  X has 38 of A alone.
    assert place.parts == (Part("Y", 0.62, 0.5), Part("X", 0.38, 1.0))
    assert place.wards == ("Y", "X") and not place.same_ground


def test_several_wards_are_one_piece_of_ground() -> None:
    joined = table(relation("A", "X", 1.0, ward=0.25), relation("B", "X", 1.0, of=300, ward=0.75))
    # 100 of A and 300 of B make up X: it is their ground, whole.
    assert record_place(["A", "B"], joined).parts == (Part("X", 1.0, 1.0),)
    assert record_place(["A", "B"], joined).same_ground
    assert record_place(["A"], joined).parts == (Part("X", 1.0, 0.25),)
    assert not record_place(["A"], joined).same_ground


def test_wards_of_unequal_size_weigh_by_their_postcodes() -> None:
    rows = table(relation("A", "X", 1.0, of=100), relation("B", "Y", 1.0, of=300))
    assert record_place(["A", "B"], rows).parts == (Part("Y", 0.75, 1.0), Part("X", 0.25, 1.0))
    assert record_place(["A", "B"], rows).same_ground  # two wards renamed


def test_a_ward_without_postcodes_is_placed_by_its_ground() -> None:
    rows = table(("A", "X", 0.25, 0.1, 0, 0.25), ("A", "Y", 0.75, 1.0, 0, 0.75))
    assert [(part.code, part.share) for part in record_place(["A"], rows).parts] == [
        ("Y", 0.75),
        ("X", 0.25),
    ]


def test_a_line_drawn_anew_is_no_part_that_is_mentioned() -> None:
    rows = table(
        relation("A", "A", 0.97, of=1000, ward=0.99),
        relation("A", "B", 0.03, of=1000, ward=0.01),
        relation("B", "B", 1.0, of=1000, ward=0.99),
    )
    place = record_place(["A"], rows)
    assert [part.code for part in place.parts] == ["A", "B"] and place.wards == ("A",)
    assert [part.code for part in place.mentioned] == ["A"]


def test_a_ward_abolished_without_successor_lies_nowhere() -> None:
    rows = table(relation("A", "X", 1.0))
    assert record_place(["B"], rows).parts == () and record_place(["B"], rows).wards == ()
    assert not record_place(["B"], rows).same_ground


def test_a_code_reused_for_other_ground_is_not_taken_for_the_same_ward() -> None:
    """West and east exchange their codes: a record of the old A lies in the new B, whose ground it is."""
    west, east = shapely.box(0, 0, 1000, 1000), shapely.box(1000, 0, 2000, 1000)
    postcodes = np.array([[x, y] for x in range(50, 2000, 100) for y in range(50, 1000, 100)])
    moved = crosswalk(
        Series({"A": west, "B": east}), Series({"A": east, "B": west}), postcodes.astype(float)
    )
    place = record_place(["A"], moved)
    assert place.wards == ("B",) and place.same_ground


def test_a_ward_moved_to_the_other_authority_is_followed_there() -> None:
    west, middle, east = (shapely.box(x, 0, x + 1000, 1000) for x in (0, 1000, 2000))
    postcodes = np.array([[x, y] for x in range(50, 3000, 100) for y in range(50, 1000, 100)])
    before = Series({"W": west, "M": middle, "E": east})
    after = Series({"W": west, "N": middle, "E": east})
    followed = crosswalk(
        before,
        after,
        postcodes.astype(float),
        groups=(
            Series({"W": "one", "M": "one", "E": "two"}),
            Series({"W": "one", "N": "two", "E": "two"}),
        ),
    )
    place = record_place(["M"], followed)
    assert place.wards == ("N",) and place.parts[0].share == pytest.approx(1.0)
