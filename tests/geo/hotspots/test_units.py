"""Places of each kind count the same points: totals agree, and what lies outside is counted beside."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pandas import DataFrame, Series

from geo.core.errors import DataProblem
from geo.hotspots import units

# Twelve squares of one kilometre in a row, a point in the middle of each, and a point north of them all
SQUARES = Series(
    {
        f"W{at:02}": shapely.box(400_000 + at * 1_000, 150_000, 401_000 + at * 1_000, 151_000)
        for at in range(12)
    }
)
POINTS = DataFrame(
    {
        "easting": [400_500.0 + at * 1_000 for at in range(12)] + [400_500.0],
        "northing": [150_500.0] * 12 + [160_000.0],
        "ward_code": [f"W{at:02}" for at in range(12)] + ["elsewhere"],
    }
)
OFFENCES = np.arange(1, 14)
ADJOINING = DataFrame(
    [(f"W{a:02}", f"W{b:02}") for at in range(11) for a, b in ((at, at + 1), (at + 1, at))],
    columns=["ward_code", "neighbour_code"],
)


@pytest.mark.parametrize(
    "held",
    [
        units.hexagons(POINTS),
        units.hexagons(POINTS, width_metres=400),
        units.polygons(POINTS, SQUARES),
        units.wards(POINTS, SQUARES, ADJOINING),
    ],
    ids=["hexagons", "wider", "polygons", "wards"],
)
def test_every_kind_of_place_counts_the_same_offences(held: units.Units) -> None:
    counted = held.counted(OFFENCES)
    # 1 + 2 + … + 13 = 91; the point in no square holds 13
    assert counted.sum() + held.outside(OFFENCES) == 91
    assert held.outside(OFFENCES) == (0 if held.kind == units.HEXAGON else 13)


def test_squares_that_share_an_edge_are_near_and_the_first_has_one_neighbour() -> None:
    held = units.polygons(POINTS, SQUARES)
    assert held.near[[0]].toarray()[0].nonzero()[0].tolist() == [0, 1] and held.near[[5]].toarray()[
        0
    ].nonzero()[0].tolist() == [4, 5, 6]
    assert held.km2 == pytest.approx(np.ones(12)) and list(held.codes[:2]) == ["W00", "W01"]


def test_a_hexagon_sums_over_two_rings_and_touches_one() -> None:
    row = DataFrame({"easting": [400_000.0 + 200 * at for at in range(5)], "northing": [0.0] * 5})
    held = units.hexagons(row)
    assert held.near[[2]].sum() == 5 and held.touch[[2]].sum() == 3


def test_too_few_areas_or_none_with_a_point_are_refused() -> None:
    with pytest.raises(
        DataProblem,
        match=r"There are too few areas to look for hotspots among\. We saw 3; 10 are the fewest\.",
    ):
        units.polygons(POINTS, SQUARES[:3])
    with pytest.raises(DataProblem, match=r"No recorded offence lies in any of these areas\."):
        units.polygons(POINTS.assign(northing=10.0), SQUARES)


def test_points_off_the_ground_make_no_place_but_lie_in_those_there_are() -> None:
    points = DataFrame({"easting": [0.0, 1_000.0, 5.0, 9_000.0], "northing": [0.0] * 4})
    ground = np.array([True, True, False, False])
    held, alone = units.hexagons(points, ground), units.hexagons(points[ground])
    assert held.codes.equals(alone.codes) and (held.near != alone.near).nnz == 0
    assert held.at.tolist() == [0, 1, 0, -1]  # beside the first; in no place
    assert held.counted(np.array([1, 2, 4, 8])).tolist() == [5, 2]
    assert held.outside(np.array([1, 2, 4, 8])) == 8
