"""Hexagons on the National Grid: which one a point lies in, what touches it, what it is called."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.core.errors import DataProblem
from geo.space import grid

METRES = st.floats(0, 699_000, allow_nan=False)


def test_the_origin_lies_in_cell_0_and_a_step_of_one_width_east_in_column_2() -> None:
    cells = grid.cell_of(np.array([[0.0, 0.0], [200.0, 0.0], [100.0, 173.0]]))
    # one row up is 200 × √3 / 2 = 173.2 m north, and half a width east: column 1 of row 1
    assert cells.tolist() == [0, 2, grid.ROW + 1]
    assert grid.centres(cells)[2] == pytest.approx([100, 173.205], abs=0.001)


def test_a_cell_is_200_metres_across_and_measures_0_0346_square_km() -> None:
    (around,) = grid.corners([grid.ROW + 1])
    assert np.ptp(around[:, 0]) == pytest.approx(200) and around[0] == pytest.approx(
        [100, 173.205 + 115.470], abs=0.001
    )
    assert (
        shapely.Polygon(around).area / 1e6
        == pytest.approx(grid.cell_km2())
        == pytest.approx(0.03464, abs=0.00001)
    )


@given(METRES, METRES, st.sampled_from([150.0, 200.0, 400.0]))
def test_a_point_lies_in_the_hexagon_it_is_given(east: float, north: float, width: float) -> None:
    cell = grid.cell_of(np.array([[east, north]]), width_metres=width)
    shape = shapely.Polygon(grid.corners(cell, width_metres=width)[0])
    assert shape.buffer(1e-6 * width).intersects(shapely.Point(east, north))


def test_hexagons_leave_no_gap_and_do_not_overlap() -> None:
    points = np.random.default_rng(1).uniform(414_000, 418_000, (4_000, 2))
    shapes = [shapely.Polygon(ring) for ring in grid.corners(np.unique(grid.cell_of(points)))]
    inside = shapely.box(414_200, 414_200, 417_800, 417_800)
    assert shapely.union_all(shapes, grid_size=0.001).covers(inside)
    assert sum(shape.area for shape in shapes) == pytest.approx(
        shapely.union_all(shapes).area, rel=1e-6
    )


def test_six_cells_touch_a_cell_and_eighteen_lie_within_two_steps() -> None:
    middle = grid.cell_of(np.array([[416_000.0, 184_000.0]]))[0]
    ring = middle + grid.STEPS
    cells = np.sort(
        np.unique(np.concatenate([[middle], ring, *(near + grid.STEPS for near in ring)]))
    )
    at = int(np.searchsorted(cells, middle))
    assert (grid.neighbour_places(cells)[at] >= 0).sum() == 6 and (
        grid.neighbour_places(cells, rings=2)[at] >= 0
    ).sum() == 18
    far = np.hypot(*(grid.centres(ring) - grid.centres([middle])).T)
    assert far == pytest.approx(np.full(6, 200.0))
    assert (grid.neighbour_places(np.array([0, 10 * grid.ROW])) == -1).all()  # two islands


def test_a_cell_is_called_by_the_grid_reference_of_its_middle() -> None:
    # Swindon railway station: easting 414,9xx, northing 185,2xx lies in SU 149 852
    cell = grid.cell_of(np.array([[414_900.0, 185_200.0]]))
    (east, north), (name,) = grid.centres(cell)[0], grid.grid_references(cell)
    assert name == f"SU {int(east - 400_000) // 100:03d} {int(north - 100_000) // 100:03d}"
    caister = grid.cell_of(
        np.array([[651_400.0, 313_200.0]])
    )  # the Ordnance Survey's own example, TG 51 13
    assert grid.grid_references(caister)[0].startswith("TG 51")


def test_a_width_of_nothing_is_refused() -> None:
    with pytest.raises(DataProblem, match=r"A hexagon needs a width\. We were given 0 metres\."):
        grid.cell_of(np.zeros((1, 2)), width_metres=0)
