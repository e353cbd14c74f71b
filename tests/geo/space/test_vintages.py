"""From one vintage of wards to another: relations and shares, what is carried, and that nothing is lost on the way."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pandas import DataFrame, Series
from pandas.testing import assert_frame_equal, assert_series_equal

from bench.prove.redrawn_wards import proven
from geo.core.errors import DataProblem
from geo.space.vintages import (
    carried_counts,
    carried_means,
    crosswalk,
    fidelity,
    with_ground_beyond,
)

CELL_METRES, SIDE = 500, 5


def points(*places: tuple[float, float]) -> NDArray[np.float64]:
    return np.array(places, dtype=float).reshape(-1, 2)


def row_of(count: int, west: float, east: float, north: float = 500) -> NDArray[np.float64]:
    """Addresses evenly along a street."""
    return np.column_stack([np.linspace(west, east, count), np.full(count, north)])


def wards_of(labels: list[int], prefix: str) -> Series:
    """Wards made of square cells: the label of each cell, row by row, is its ward."""
    cells = np.array(
        [
            shapely.box(x, y, x + CELL_METRES, y + CELL_METRES)
            for y in range(0, SIDE * CELL_METRES, CELL_METRES)
            for x in range(0, SIDE * CELL_METRES, CELL_METRES)
        ]
    )
    ward = np.array(labels)
    shapes = {f"{prefix}{label}": shapely.union_all(cells[ward == label]) for label in set(labels)}
    return Series(shapes).sort_index()


LABELS = st.lists(st.integers(0, 5), min_size=SIDE**2, max_size=SIDE**2)
PLACES = st.lists(
    st.tuples(
        st.floats(0, SIDE * CELL_METRES, exclude_max=True),
        st.floats(0, SIDE * CELL_METRES, exclude_max=True),
    ),
    max_size=80,
)


def test_postcodes_say_where_people_went_not_ground() -> None:
    # "Old" is cut at 800 m: four fifths of its ground stay, but 7 of its 10 postcodes go.
    earlier = Series({"Old": shapely.box(0, 0, 1_000, 1_000)})
    later = Series({"A": shapely.box(0, 0, 800, 1_000), "B": shapely.box(800, 0, 1_000, 1_000)})
    table = crosswalk(earlier, later, np.vstack([row_of(3, 100, 700), row_of(7, 820, 980)]))
    assert table["later"].to_list() == ["A", "B"]
    assert table["share_of_area"].to_list() == pytest.approx([0.8, 0.2])
    assert table["share_of_later_area"].to_list() == pytest.approx([1, 1])
    assert table["addresses"].to_list() == [3, 7]
    assert table["share"].to_list() == pytest.approx([0.3, 0.7])


def test_ground_decides_where_an_area_has_fewer_than_five_postcodes() -> None:
    earlier = Series({"Moor": shapely.box(0, 0, 1_000, 1_000)})
    later = Series({"A": shapely.box(0, 0, 800, 1_000), "B": shapely.box(800, 0, 1_000, 1_000)})
    four, five = row_of(4, 810, 990), row_of(5, 810, 990)
    assert crosswalk(earlier, later, four)["share"].to_list() == pytest.approx([0.8, 0.2])
    assert crosswalk(earlier, later, five)["share"].to_list() == pytest.approx([0, 1])


def test_two_drawings_of_one_line_are_no_relation() -> None:
    earlier = Series(
        {"A": shapely.box(0, 0, 1_000, 1_000), "B": shapely.box(1_000, 0, 2_000, 1_000)}
    )
    street = np.vstack([row_of(10, 50, 950), row_of(10, 1_005, 1_990)])
    for metres, related in ((39, 2), (41, 3)):
        later = Series(
            {
                "A": shapely.box(0, 0, 1_000 + metres, 1_000),
                "B": shapely.box(1_000 + metres, 0, 2_000, 1_000),
            }
        )
        table = crosswalk(earlier, later, street)
        assert len(table) == related
        assert table.groupby("earlier")["share"].sum().to_list() == [1, 1]
    # Of lines drawn to 200 m more is doubtful.
    assert len(crosswalk(earlier, later, street, generalisation_metres=200)) == 2


def test_a_corner_without_a_postcode_is_no_relation_and_one_with_a_postcode_is() -> None:
    earlier = Series({"A": shapely.box(0, 0, 1_000, 1_000)})
    # 60 x 60 m: 0.36 % of the ground of A, and less of C.
    later = Series(
        {
            "A": shapely.box(0, 0, 1_000, 1_000) - shapely.box(940, 940, 1_000, 1_000),
            "C": shapely.box(940, 940, 5_000, 5_000),
        }
    )
    assert crosswalk(earlier, later, row_of(19, 50, 950))["later"].to_list() == ["A"]
    with_corner = np.vstack([row_of(19, 50, 950), points((970, 970))])
    assert crosswalk(earlier, later, with_corner)["share"].to_list() == pytest.approx([0.95, 0.05])


def test_a_small_ward_cut_out_of_a_large_one_is_a_relation_without_postcodes() -> None:
    earlier = Series({"A": shapely.box(0, 0, 1_000, 1_000)})
    small = shapely.box(940, 940, 1_000, 1_000)
    later = Series({"A": earlier["A"] - small, "Small": small})
    table = crosswalk(earlier, later, row_of(9, 50, 900)).set_index("later")
    assert table["share"].to_dict() == {"A": 1, "Small": 0}


def test_people_stay_in_their_authority_unless_the_ground_moved() -> None:
    earlier = Series(
        {"A": shapely.box(0, 0, 1_000, 1_000), "B": shapely.box(1_000, 0, 2_000, 1_000)}
    )
    authority = Series({"A": "North", "B": "South"})
    street = np.vstack([row_of(10, 50, 950), row_of(10, 1_010, 1_990)])
    # The line of both authorities is drawn 60 m further east: one postcode stands between, and nobody moves.
    drawn = Series({"A": shapely.box(0, 0, 1_060, 1_000), "B": shapely.box(1_060, 0, 2_000, 1_000)})
    table = crosswalk(earlier, drawn, street, groups=(authority, authority))
    assert table[["earlier", "later", "share"]].to_numpy().tolist() == [
        ["A", "A", 1],
        ["B", "B", 1],
    ]
    assert len(crosswalk(earlier, drawn, street)) == 3
    # 400 m are ground that moved; of B's ten postcodes four go.
    moved = Series({"A": shapely.box(0, 0, 1_400, 1_000), "B": shapely.box(1_400, 0, 2_000, 1_000)})
    table = crosswalk(earlier, moved, street, groups=(authority, authority))
    assert table["share"].to_list() == pytest.approx([1, 0.4, 0.6])


def test_a_code_twice_or_an_area_without_authority_is_refused() -> None:
    square = shapely.box(0, 0, 1_000, 1_000)
    with pytest.raises(DataProblem) as twice:
        crosswalk(Series([square, square], index=["A", "A"]), Series({"B": square}), points())
    assert twice.value.saw == "We saw A more than once."
    with pytest.raises(DataProblem) as lacking:
        crosswalk(
            Series({"A": square}),
            Series({"B": square}),
            points(),
            groups=(Series({"A": "North"}), Series({"C": "North"})),
        )
    assert lacking.value.saw == "1 of 1 have none: B."


def test_areas_that_overlap_nothing_have_no_row() -> None:
    table = crosswalk(
        Series({"A": shapely.box(0, 0, 9, 9)}), Series({"B": shapely.box(50, 0, 99, 9)}), points()
    )
    assert table.empty
    assert carried_counts(Series({"A": 7}), table).empty


def test_an_outline_that_crosses_itself_is_refused() -> None:
    crossed = shapely.Polygon([(0, 0), (1_000, 1_000), (1_000, 0), (0, 1_000)])
    square = shapely.box(0, 0, 1_000, 1_000)
    with pytest.raises(DataProblem) as raised:
        crosswalk(Series({"A": square}), Series({"B": crossed, "C": square}), points())
    assert raised.value.wrong == "An outline crosses itself."
    assert raised.value.saw == "1 of 2 areas are so: B (Self-intersection[500 500])."


def test_areas_that_do_not_cover_the_ground_get_only_those_who_live_in_them() -> None:
    wards = Series({"A": shapely.box(0, 0, 1_000, 1_000), "B": shapely.box(1_000, 0, 2_000, 1_000)})
    catchment = Series({"School": shapely.box(500, 0, 1_500, 1_000)})
    street = np.vstack([row_of(10, 50, 950), row_of(10, 1_050, 1_950)])
    table = crosswalk(wards, with_ground_beyond(catchment, wards), street)
    carried = carried_counts(Series({"A": 100, "B": 300}), table)
    assert carried.to_dict() == {"": 200, "School": 200}
    assert with_ground_beyond(wards, wards) is wards


def relations(*rows: tuple[str, str, float, int]) -> DataFrame:
    return DataFrame(rows, columns=["earlier", "later", "share", "addresses"])


def test_whole_people_are_carried_whole() -> None:
    table = relations(
        ("A", "X", 0.5, 5), ("A", "Y", 0.25, 5), ("A", "Z", 0.25, 5), ("B", "Z", 1, 9)
    )
    # 7 people: 3.5, 1.75, 1.75. Whole parts 3, 1, 1; the two left go to the largest remainders.
    carried = carried_counts(Series({"A": 7, "B": 100}, name="residents"), table)
    assert carried.to_dict() == {"X": 3, "Y": 2, "Z": 102}
    assert (carried.name, carried.dtype) == ("residents", np.int64)
    # What is not whole is carried as it is: 7.5 x 0.25 + 100.
    assert carried_counts(Series({"A": 7.5, "B": 100}), table)["Z"] == 101.875


def test_a_count_that_is_not_known_is_not_known_where_a_noticeable_part_of_it_went() -> None:
    table = relations(
        ("A", "X", 0.997, 997), ("A", "Y", 0.003, 3), ("B", "Y", 1, 997), ("C", "Z", 1, 50)
    )
    carried = carried_counts(
        DataFrame({"all": [np.nan, 80, 9], "young": [10, 20, 3]}, index=["A", "B", "C"]), table
    )
    # 3 of A's 1,000 postcodes, and 3 of Y's 1,000: under half a per cent of either.
    assert carried["all"].to_list() == pytest.approx([np.nan, 80, 9], nan_ok=True)
    assert carried["young"].to_list() == [10, 20, 3]
    # Left out is not known either.
    assert math.isnan(carried_counts(Series({"B": 80, "C": 9}), table)["X"])
    # The same 3 postcodes are much of a small ward.
    table.loc[2, "addresses"] = 7
    assert math.isnan(carried_counts(Series({"A": np.nan, "B": 80, "C": 9}), table)["Y"])


def test_means_are_weighted_by_the_residents_that_come() -> None:
    table = relations(
        ("A", "X", 0.5, 10), ("A", "Y", 0.5, 10), ("B", "Y", 1, 30), ("C", "Z", 1, 30)
    )
    score = Series({"A": 10.0, "B": 30.0, "C": 5.0}, name="imd_score")
    means = carried_means(score, Series({"A": 200, "B": 300, "C": 0}), table)
    # Y: 100 people of score 10 and 300 of score 30 are (1,000 + 9,000) / 400.  Z: nobody.
    assert means.to_list() == pytest.approx([10, 25, np.nan], nan_ok=True)
    assert means.name == "imd_score"
    unknown = carried_means(score.drop("A"), Series({"A": 200, "B": 300, "C": 1}), table)
    assert unknown.to_list() == pytest.approx([np.nan, np.nan, 5], nan_ok=True)


def test_shares_that_lose_people_are_refused() -> None:
    with pytest.raises(DataProblem) as raised:
        carried_counts(Series({"A": 100}), relations(("A", "X", 0.5, 1), ("A", "Y", 0.4, 1)))
    assert raised.value.saw == "Those of A add up to 0.9000; 1 of 1 areas are so."


@settings(deadline=None, max_examples=40)
@given(LABELS, LABELS, PLACES, st.lists(st.integers(0, 30_000), min_size=6, max_size=6))
def test_shares_add_up_to_one_and_nobody_is_lost(
    before: list[int], after: list[int], places: list[tuple[float, float]], people: list[int]
) -> None:
    earlier, later = wards_of(before, "E"), wards_of(after, "L")
    table = crosswalk(earlier, later, points(*places))
    for shares in (table["share"], table["share"][::-1]):
        assert (shares.groupby(table["earlier"]).sum() == 1).all()
    assert set(table["earlier"]) == set(earlier.index)
    assert set(table["later"]) == set(later.index)
    counts = Series({f"E{ward}": number for ward, number in enumerate(people)})[earlier.index]
    carried = carried_counts(counts, table)
    assert carried.sum() == counts.sum()
    assert (carried >= 0).all()
    fractions = carried_counts(counts / 7, table)
    assert fractions.sum() == pytest.approx(counts.sum() / 7)


@settings(deadline=None, max_examples=40)
@given(LABELS, LABELS, PLACES, st.lists(st.integers(0, 30_000), min_size=6, max_size=6))
def test_the_sum_of_an_authority_moves_only_with_its_ground(
    before: list[int], after: list[int], places: list[tuple[float, float]], people: list[int]
) -> None:
    # Two authorities side by side, each of whose wards are drawn anew inside it.
    north = np.arange(SIDE**2) < 2 * SIDE
    cut = [label % 3 + 3 * int(side) for label, side in zip(before, north, strict=True)]
    anew = [label % 3 + 3 * int(side) for label, side in zip(after, north, strict=True)]
    earlier, later = wards_of(cut, "E"), wards_of(anew, "L")
    groups = tuple(
        Series({code: "South" if code[1] < "3" else "North" for code in areas.index})
        for areas in (earlier, later)
    )
    table = crosswalk(earlier, later, points(*places), groups=(groups[0], groups[1]))
    counts = Series({f"E{ward}": number for ward, number in enumerate(people)})[earlier.index]
    carried = carried_counts(counts, table)
    assert_series_equal(carried.groupby(groups[1]).sum(), counts.groupby(groups[0]).sum())


@settings(deadline=None, max_examples=40)
@given(LABELS, PLACES, st.lists(st.integers(0, 30_000), min_size=6, max_size=6))
def test_the_same_wards_change_nothing(
    labels: list[int], places: list[tuple[float, float]], people: list[int]
) -> None:
    wards = wards_of(labels, "E")
    table = crosswalk(wards, wards, points(*places))
    assert table["earlier"].to_list() == table["later"].to_list() == wards.index.to_list()
    assert (table["share"] == 1).all()
    counts = Series({f"E{ward}": number for ward, number in enumerate(people)})[wards.index]
    frame = DataFrame({"residents": counts, "score": counts / 3})
    assert_frame_equal(carried_counts(frame, table), frame)


def test_what_was_carried_whole_is_exact_and_what_was_cut_says_how_far_it_may_be_off() -> None:
    table = relations(
        ("A", "X", 0.5, 50),
        ("A", "Y", 0.5, 50),
        ("B", "Y", 1, 90),
        ("C", "Z", 1, 9),
        ("D", "Q", 1, 9),
    )
    bound = fidelity(table, Series({"A": 1000, "B": 1500, "C": 70, "D": np.nan}))
    # A: 0.25 x (1 + 50 x 0.36² x (1 - 50/100)) / 100 = 0.0106, and 2 x 0.25² x 0.34² = 0.01445: 1.96 x √0.02505 = 0.3102 of
    # 1,000 residents. X has 500 of them, Y 500 and B's 1,500.
    assert bound.to_dict() == pytest.approx(
        {"X": 0.6204, "Y": 0.1551, "Z": 0, "Q": np.nan}, abs=0.0001, nan_ok=True
    )


def test_the_bound_is_never_more_than_there_are_people() -> None:
    # By ground alone: 1.96 x √(0.09 + 2 x 0.09² x 0.34²) x 100 = 59.4, but Y's tenth can gain 90 at most, X's lose 90.
    table = relations(("A", "X", 0.9, 0), ("A", "Y", 0.1, 0))
    assert fidelity(table, Series({"A": 100})).to_list() == pytest.approx(
        [59.4 / 90, 59.4 / 10], abs=0.005
    )
    table = relations(("A", "X", 0.5, 0), ("A", "Y", 0.5, 0))
    assert fidelity(table, Series({"A": 100})).to_list() == [1, 1]


def test_wards_redrawn_at_random_lose_nobody_and_keep_what_they_state() -> None:
    """A small version of bench/prove/redrawn_wards.py."""
    tally = proven(redraws=3)
    assert tally.wards >= 60
    assert tally.redrawn >= 20
    assert tally.residents_moved == tally.offences_moved == tally.offences_lost == 0
    assert tally.share_within >= 0.95


def test_an_area_drawn_otherwise_is_itself_and_nobody_elses() -> None:
    earlier = Series({"A": shapely.box(0, 0, 500, 1000), "B": shapely.box(500, 0, 1000, 1000)})
    coarse = Series({"A": shapely.box(0, 0, 590, 1000), "C": shapely.box(590, 0, 1000, 1000)})
    street = row_of(100, 5, 995)
    assert len(crosswalk(earlier, coarse, street)) == 3
    table = crosswalk(earlier, coarse, street, unchanged={"A"})
    assert table[["earlier", "later", "share"]].to_numpy().tolist() == [
        ["A", "A", 1],
        ["B", "C", 1],
    ]
    # a ward that has gone into A alone is not lost
    gone = crosswalk(earlier, Series({"A": shapely.box(0, 0, 1000, 1000)}), street, unchanged={"A"})
    assert gone["share"].to_list() == [1, 1]
