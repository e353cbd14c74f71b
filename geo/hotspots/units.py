"""The places that offences are counted in: hexagons, wards or polygons, each with its map points, neighbours and size.

Every unit counts the same points: what lies in no place of a unit is counted beside it, so totals agree. A count in one
unit is never set against a count in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import DataFrame, Index, Series

from geo.core.errors import DataProblem
from geo.hotspots.cells import Ints, near_matrix
from geo.rates.intervals import Floats
from geo.space import grid
from geo.space.areas import WardIndex, neighbours

RINGS = 2  # hexagons around one that count as near: centres within about 400 m
HEXAGON, WARD, POLYGON = "hexagon", "ward", "polygon"
FEWEST_PLACES = 10


@dataclass(frozen=True)
class Units:
    """Places of one kind.

    kind   HEXAGON, WARD or POLYGON
    codes  names of the places, in order: cell numbers, ward codes, or names of a file
    at     int, for each map point the position of its place; −1 outside all of them
    near   binary weights including self, over which Gi* sums (sparse matrix)
    touch  binary weights of the places that share an edge, including self
    km2    float, size of each place
    """

    kind: str
    codes: Index
    at: Ints
    near: Any
    touch: Any
    km2: Floats

    def counted(self, offences: Ints) -> Ints:
        """Offences (int) of each place, from those of each map point; points outside are left out."""
        inside = self.at >= 0
        return np.bincount(self.at[inside], offences[inside], len(self.codes)).astype(np.int64)

    def outside(self, offences: Ints) -> int:
        """Offences at map points that lie in no place."""
        return int(offences[self.at < 0].sum())


def hexagons(
    points: DataFrame,
    ground: NDArray[np.bool_] | None = None,
    *,
    width_metres: float = grid.WIDTH_METRES,
) -> Units:
    """Hexagons that hold a point of the ground; one without can record nothing and is no place.

    points  easting, northing (float, metres), one row a map point
    ground  bool, one a map point: those whose hexagons are places; all unless given. The other points are placed among them,
            or outside, so that points known for other months change no place

    Returns Units, the hexagons in the order of their numbers.
    """
    cell = grid.cell_of(points[["easting", "northing"]].to_numpy(float), width_metres=width_metres)
    cells = Index(np.unique(cell if ground is None else cell[ground]))
    near, touch = (
        near_matrix(grid.neighbour_places(cells.to_numpy(np.int64), rings=rings))
        for rings in (RINGS, 1)
    )
    return Units(
        HEXAGON,
        cells,
        cells.get_indexer(Index(cell)).astype(np.int64),
        near,
        touch,
        np.full(len(cells), grid.cell_km2(width_metres)),
    )


def wards(points: DataFrame, shapes: Series, adjoining: DataFrame) -> Units:
    """Wards, with the ward that each point was located in when it was loaded.

    points     ward_code, one row a map point
    shapes     polygons in metres by ward_code
    adjoining  ward_code, neighbour_code, each pair both ways
    """
    at = shapes.index.get_indexer(Index(points["ward_code"]))
    return _polygonal(WARD, shapes, at.astype(np.int64), adjoining)


def polygons(points: DataFrame, shapes: Series) -> Units:
    """Polygons that a reader loads: LSOA, beats or any others.

    points  easting, northing (metres)
    shapes  polygons in metres, by name; a point on a shared edge falls in the one whose name sorts first

    Returns Units, the polygons as its places in order of name. Raises DataProblem for fewer than 10 polygons, or where no point lies
    in any. Source: this project.
    """
    if len(shapes) < FEWEST_PLACES:
        raise DataProblem(
            "There are too few areas to look for hotspots among.",
            f"We saw {len(shapes)}; {FEWEST_PLACES} are the fewest.",
            "Load all areas of the kind, such as every LSOA.",
            "",
        )
    ordered = shapes.sort_index()
    at, _ = WardIndex(ordered).locate(points[["easting", "northing"]].to_numpy(float))
    if not (at >= 0).any():
        raise DataProblem(
            "No recorded offence lies in any of these areas.",
            do="Check that they cover the wards of the map.",
            stands="",
        )
    return _polygonal(
        POLYGON,
        ordered,
        at.astype(np.int64),
        neighbours(ordered).rename(columns={"index": "ward_code"}),
    )


def _polygonal(kind: str, shapes: Series, at: Ints, adjoining: DataFrame) -> Units:
    place = {code: position for position, code in enumerate(shapes.index)}
    near: list[list[int]] = [[] for _ in shapes]
    for ward, other in zip(adjoining["ward_code"], adjoining["neighbour_code"], strict=True):
        if ward in place and other in place:
            near[place[ward]].append(place[other])
    matrix = near_matrix(near)
    return Units(kind, shapes.index, at, matrix, matrix, shapely.area(shapes.to_numpy()) / 1e6)
