"""Wards as shapes: asked for what they hold, how far the edge is and who adjoins whom."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from numpy.testing import assert_allclose
from pandas import Series

from geo.core.errors import DataProblem
from geo.space import areas


def _square(west: float, south: float, side: float = 1_000) -> shapely.Polygon:
    return shapely.box(west, south, west + side, south + side)


def test_degrees_become_metres_of_the_national_grid() -> None:
    # Caister water tower, the Ordnance Survey's worked example: WGS84 52°39′28.72″ N 1°42′57.79″ E is TG 51409 13177.
    grid = areas.to_grid(np.array([1.716053, np.nan]), np.array([52.657978, np.nan]))
    assert_allclose(grid[0], [651_409, 313_177], atol=5)
    assert not np.isfinite(grid[1]).any()


def test_places_in_metres_become_degrees_and_go_back_again() -> None:
    degrees = areas.grid_degrees(np.array([414_655.0, np.nan]), np.array([183_852.0, np.nan]))
    assert degrees[0].round(4).tolist() == [-1.79, 51.5534] and not np.isfinite(degrees[1]).any()
    assert areas.to_grid(*degrees[:1].T)[0].tolist() == pytest.approx([414_655, 183_852], abs=0.001)


def test_metres_become_degrees_rounded_to_about_a_metre() -> None:
    point = areas.to_degrees(Series([shapely.Point(651_409, 313_177)], index=["tower"]))["tower"]
    assert (point.x, point.y) == pytest.approx((1.71605, 52.65798), abs=5e-5)
    assert (round(point.x, 5), round(point.y, 5)) == (point.x, point.y)


def test_a_point_lies_in_its_ward_and_on_an_edge_in_the_code_that_sorts_first() -> None:
    wards = Series({"W1": _square(1_000, 0), "W2": _square(0, 0), "W3": _square(0, 1_000)})
    points = np.array(
        [
            [1_500, 500],
            [500, 500],
            [500, 1_500],
            [1_000, 500],
            [500, 1_000],
            [1_000, 1_000],
            [5_000, 5_000],
        ],
        float,
    )
    # Inside W1, W2, W3; on W1|W2; on W2|W3; the corner of all three; outside.
    positions, _ = areas.WardIndex(wards).locate(points)
    assert positions.tolist() == [0, 1, 2, 0, 1, 0, -1]


def test_no_points_have_no_wards() -> None:
    positions, metres = areas.WardIndex(Series({"W1": _square(0, 0)})).locate(np.empty((0, 2)))
    assert (len(positions), len(metres)) == (0, 0)


def test_wards_out_of_order_are_refused_since_edges_would_fall_wrongly() -> None:
    with pytest.raises(DataProblem, match="The wards are not in the order of their codes"):
        areas.WardIndex(Series({"W2": _square(0, 0), "W1": _square(1_000, 0)}))


def test_metres_to_the_nearest_edge_holes_included() -> None:
    ring = shapely.Polygon(_square(0, 0).exterior, [_square(400, 400, 200).exterior])
    wards = Series({"W1": ring, "W2": _square(1_000, 0)})
    points = np.array([[30, 500], [390, 500], [1_400, 700], [9_000, 0]], float)
    # 30 m from the west side; 10 m from the hole at 400; 300 m from the top of W2; in no ward.
    _, metres = areas.WardIndex(wards).locate(points)
    assert metres.tolist() == pytest.approx([30, 10, 300, np.nan], nan_ok=True)


def test_neighbours_share_an_edge_or_a_sliver_but_not_a_corner() -> None:
    # W1 and W2 touch along 1,000 m, W2 and W3 leave a gap of 10 m, W4 touches W1 only in a corner, W5 lies far off.
    wards = Series(
        {
            "W1": _square(0, 0),
            "W2": _square(1_000, 0),
            "W3": _square(2_010, 0),
            "W4": _square(-1_000, 1_000),
            "W5": _square(9_000, 0),
        }
    )
    pairs = areas.neighbours(wards)
    assert pairs[["ward_code", "neighbour_code"]].to_numpy().tolist() == [
        ["W1", "W2"],
        ["W2", "W1"],
        ["W2", "W3"],
        ["W3", "W2"],
    ]
    # Up to 30 m round each end of the edge count as shared too.
    assert pairs["shared_metres"].to_list() == pytest.approx([1_000] * 4, abs=60)


def test_light_shapes_are_drawn_as_they_are() -> None:
    wards = Series({"W1": _square(0, 0), "W2": _square(1_000, 0)})
    assert areas.drawing_shapes(wards) is wards


def test_heavy_shapes_lose_points_but_neighbours_still_share_their_edge() -> None:
    wobble = [(1_000 + (5 if step % 2 else -5), step) for step in range(0, 1_001, 2)]
    west = shapely.Polygon([(0, 0), *wobble, (0, 1_000)])
    east = shapely.Polygon([(2_000, 0), *wobble, (2_000, 1_000)])
    drawn = areas.drawing_shapes(Series({"W1": west, "W2": east}))
    assert shapely.get_num_coordinates(drawn.to_numpy()).max() < 30
    assert shapely.coverage_is_valid(drawn.to_numpy())
    assert drawn["W1"].area + drawn["W2"].area == pytest.approx(2_000_000, rel=0.001)


def test_an_authority_has_one_outline_without_the_lines_between_its_wards() -> None:
    wards = Series({"W1": _square(0, 0), "W2": _square(1_000, 0), "W3": _square(5_000, 0)})
    lines = areas.authority_outlines(wards, Series({"W1": "A", "W2": "A", "W3": "B"}))
    assert lines.index.to_list() == ["A", "B"]
    assert lines["A"].bounds == pytest.approx(
        (-20, -20, 2_020, 1_020)
    )  # drawn 20 m outside, so that slivers close
    assert lines["A"].distance(shapely.Point(1_000, 500)) == pytest.approx(520)
    assert lines["B"].bounds == pytest.approx((4_980, -20, 6_020, 1_020))
