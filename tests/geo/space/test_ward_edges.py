"""Wards rebuilt from stretches of boundary, and tables of edges that cannot be used."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.space.ward_edges import EDGE_COLUMNS, edge_lines, wards_of_edges

# Two squares of 1 km side by side, W1 west and W2 east, and W3, 200 m wide, in the midst of W1:
# the line between them runs north, so that W1 lies on its left; outer lines run against the clock, so that wards lie left.
TABLE = DataFrame(
    [
        ("0", "W1", "W2", "1000 0 1000 1000"),
        ("1", "W1", "", "1000 1000 0 1000 0 0 1000 0"),
        ("2", "W2", "", "1000 0 2000 0 2000 1000 1000 1000"),
        ("3", "W3", "W1", "400 400 600 400 600 600 400 600 400 400"),
    ],
    columns=EDGE_COLUMNS,
)


def _refusal(table: DataFrame) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        wards_of_edges(table)
    return raised.value


def _with(row: int, **cells: str) -> DataFrame:
    table = TABLE.copy()
    for column, cell in cells.items():
        table.loc[row, column] = cell
    return table


def test_wards_are_what_lies_between_their_edges_and_one_within_another_is_not_of_it() -> None:
    wards = wards_of_edges(TABLE)
    assert wards.index.to_list() == ["W1", "W2", "W3"]
    # 1 km² less the 0.04 km² of W3; 1 km²; 200 m x 200 m.
    assert shapely.area(wards.to_numpy()).tolist() == [960_000, 1_000_000, 40_000]
    assert wards["W2"].equals(shapely.box(1000, 0, 2000, 1000))
    assert shapely.coverage_is_valid(wards.to_numpy())


def test_the_order_of_rows_and_the_way_a_line_runs_do_not_matter() -> None:
    turned = _with(0, left_ward="W2", right_ward="W1", points="1000 1000 1000 0").iloc[::-1]
    again = wards_of_edges(turned)
    assert all(
        a.equals(b) for a, b in zip(again, wards_of_edges(TABLE), strict=True)
    ) and again.index.to_list() == ["W1", "W2", "W3"]


def test_a_ward_of_two_parts_has_both() -> None:
    island = DataFrame(
        [("4", "W2", "", "3000 0 3100 0 3100 100 3000 100 3000 0")], columns=EDGE_COLUMNS
    )
    table = TABLE.merge(island, how="outer")
    ward = wards_of_edges(table)["W2"]
    assert (len(shapely.get_parts(ward)), ward.area) == (2, 1_010_000)


def test_lines_are_in_metres_as_written() -> None:
    lines = edge_lines(TABLE)
    assert shapely.length(lines).tolist() == [1000, 3000, 3000, 800]


def test_a_table_without_a_column_is_refused() -> None:
    problem = _refusal(TABLE.rename(columns={"left_ward": "left", "points": "line"}))
    assert problem.wrong == "The table of ward edges has no column left_ward, points."
    assert problem.saw == "Its columns are: edge, left, right_ward, line."
    assert problem.stands == "Nothing has been changed."


def test_an_empty_table_is_refused() -> None:
    assert _refusal(TABLE.iloc[:0]).wrong == "The table of ward edges has no row."


@pytest.mark.parametrize(
    "points", ["", "1000 0", "1000 0 1000", "1000 0 east 1000", "1 1 1 1", "1 1 nan 2"]
)
def test_points_that_are_no_line_are_refused(points: str) -> None:
    problem = _refusal(_with(0, points=points))
    assert problem.wrong == "Edge 0 of the table of ward edges is no line."
    assert problem.saw == f"Its points begin “{points}”."


@pytest.mark.parametrize(("ward", "written"), [("W1", "W1"), ("", "no ward")])
def test_the_same_ward_on_both_sides_is_refused(ward: str, written: str) -> None:
    problem = _refusal(_with(0, left_ward=ward, right_ward=ward))
    assert problem.wrong == f"Edge 0 of the table of ward edges has {written} on both sides."


def test_edges_that_do_not_close_are_refused_by_the_ward() -> None:
    open_end = _with(2, points="1000 0 2000 0 2000 1000 1100 1000")
    assert _refusal(open_end).wrong == "The edges of ward W2 do not close round it."
    assert _refusal(open_end).saw == "2 edges of the table bear its code."
    assert "W1" in _refusal(TABLE.drop(index=[0])).wrong


def test_a_side_exchanged_is_refused_since_its_ward_would_lie_elsewhere() -> None:
    assert "W1" in _refusal(_with(1, left_ward="", right_ward="W1")).wrong


def test_wards_that_overlap_are_refused() -> None:
    over = DataFrame(
        [("4", "W4", "", "1500 500 2500 500 2500 700 1500 700 1500 500")], columns=EDGE_COLUMNS
    )
    problem = _refusal(TABLE.merge(over, how="outer"))
    assert problem.wrong == "The wards of the table of edges overlap or leave gaps."
    assert "W4" in problem.saw


def test_every_point_lies_in_one_ward_or_none() -> None:
    wards = wards_of_edges(TABLE)
    rng = np.random.default_rng(1)
    points = shapely.points(rng.uniform((-100, -100), (2100, 1100), (2000, 2)))
    held = sum(shapely.contains(shape, points).astype(int) for shape in wards)
    inside = shapely.contains(shapely.box(0, 0, 2000, 1000), points)
    assert (held == inside).all() and 0 < inside.mean() < 1
