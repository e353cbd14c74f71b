"""Wards as shapes on the National Grid: asked which of them holds a point, and who adjoins whom."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geo.core.errors import DataProblem
from geo.core.schema import NATIONAL_GRID, WGS84

if TYPE_CHECKING:
    from pyproj import Transformer

DRAWING_METRES = 40
_of_thread = threading.local()


def to_grid(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Easting and northing in metres (EPSG:27700), shape (n, 2), of points in degrees (WGS84); NaN gives NaN.

    Source: PROJ through pyproj; without the Ordnance Survey's shift grid the result is good to about three metres.
    """
    return np.column_stack(_transformer(WGS84, NATIONAL_GRID).transform(longitude, latitude))


def grid_degrees(
    easting: NDArray[np.float64], northing: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Longitude and latitude in degrees (WGS84), shape (n, 2), of points in metres (EPSG:27700); NaN gives NaN.

    Source: PROJ through pyproj, as to_grid; there and back again is good to a millimetre.
    """
    return np.column_stack(_transformer(NATIONAL_GRID, WGS84).transform(easting, northing))


def to_degrees(shapes: Series) -> Series:
    """Shapes in metres (EPSG:27700) as longitude and latitude in degrees (EPSG:4326), same index and order.

    Returns coordinates rounded to five decimals, about a metre, as maps are drawn with them. Source: PROJ.
    """
    transform = _transformer(NATIONAL_GRID, WGS84).transform

    def turned(metres: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.round(np.column_stack(transform(metres[:, 0], metres[:, 1])), 5)

    return Series(
        shapely.transform(shapes.to_numpy(), turned), index=shapes.index, name=shapes.name
    )


class WardIndex:
    """Wards made ready to be asked which of them holds a point. One thread at a time: prepared shapes cannot be shared.

    wards  polygons in metres (EPSG:27700) indexed by ward_code in sorted order; refused with DataProblem otherwise

    Source: GEOS prepared geometries; an STRtree of the points is asked by each ward.
    """

    def __init__(self, wards: Series) -> None:
        if not wards.index.is_monotonic_increasing:
            raise DataProblem(
                "The wards are not in the order of their codes.", do="Sort them by ward_code."
            )
        self._shapes = wards.to_numpy()
        self._bounds = shapely.bounds(self._shapes)
        shapely.prepare(self._shapes)

    def locate(self, grid: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The position of the ward that holds each point, and how far the point lies from that ward's edge.

        grid  float, shape (n, 2), easting and northing in metres; distinct points, since each is tried once

        Returns int32, shape (n,), -1 where no ward holds the point: a point on the edge of several wards falls in the
        one whose code sorts first; and float, shape (n,), metres, NaN where no ward does.

        Source: GEOS predicate *intersects*, which counts the edge, and distance to the boundary line.
        """
        positions, metres = np.full(len(grid), -1, dtype=np.int32), np.full(len(grid), np.nan)
        if not len(grid):
            return positions, metres
        points = shapely.points(grid)
        low, high = grid.min(axis=0), grid.max(axis=0)
        near = np.flatnonzero(
            (self._bounds[:, 2] >= low[0])
            & (self._bounds[:, 0] <= high[0])
            & (self._bounds[:, 3] >= low[1])
            & (self._bounds[:, 1] <= high[1])
        )
        ward, point = shapely.STRtree(points).query(self._shapes[near], predicate="intersects")
        last_first = np.argsort(ward, kind="stable")[::-1]
        positions[point[last_first]] = near[ward[last_first]]
        inside = np.flatnonzero(positions >= 0)
        used, at = np.unique(positions[inside], return_inverse=True)
        metres[inside] = shapely.distance(points[inside], shapely.boundary(self._shapes[used])[at])
        return positions, metres


def neighbours(wards: Series, *, gap_metres: float = 30) -> DataFrame:
    """Pairs of wards that adjoin: their edges meet in more than a point, or come within `gap_metres` of it.

    wards       polygons in metres indexed by ward_code
    gap_metres  float; generalised boundaries leave slivers between true neighbours

    Returns ward_code, neighbour_code, shared_metres (float, length of the edge in common, metres), each pair
    both ways, sorted by both codes. A ward with no neighbour has no row.

    Source: queen contiguity without corners, on GEOS buffers.
    """
    shapes = wards.to_numpy()
    wide = shapely.buffer(shapes, gap_metres / 2)
    left, right = shapely.STRtree(wide).query(wide, predicate="intersects")
    apart = left != right
    left, right = left[apart], right[apart]
    shared = shapely.length(
        shapely.intersection(
            shapely.boundary(shapes[left]), shapely.buffer(shapes[right], gap_metres)
        )
    )
    pairs = DataFrame(
        {
            "ward_code": wards.index[left],
            "neighbour_code": wards.index[right],
            "shared_metres": shared,
        }
    )
    adjoining = pairs[pairs["shared_metres"] > 2 * gap_metres]
    return adjoining.sort_values(["ward_code", "neighbour_code"], ignore_index=True)


def drawing_shapes(wards: Series, *, simplify_metres: float = DRAWING_METRES) -> Series:
    """Lighter shapes for a map, neighbours still sharing their edges; already light ones come back as they are.

    wards            polygons in metres indexed by ward_code
    simplify_metres  float, tolerance in metres

    Returns polygons in metres with the index of `wards`. Source: coverage simplification (GEOS).
    """
    shapes = wards.to_numpy()
    if shapely.get_num_coordinates(shapes).mean() <= 200:
        return wards
    return Series(
        shapely.coverage_simplify(shapes, simplify_metres), index=wards.index, name=wards.name
    )


def authority_outlines(wards: Series, authorities: Series) -> Series:
    """The outline of each authority, from the wards in it.

    wards        polygons in metres indexed by ward_code
    authorities  authority_code of each ward, same index

    Returns lines in metres indexed by authority_code, sorted. Source: union of the wards (GEOS).
    """
    codes = sorted(authorities.unique())
    # Mitred corners, cut where they are sharp: round ones would make a map fetch a quarter more.
    joined = [
        shapely.union_all(
            shapely.buffer(
                wards[authorities == code].to_numpy(), 20, join_style="mitre", mitre_limit=1.5
            )
        )
        for code in codes
    ]
    rings = [
        shapely.union_all(shapely.get_exterior_ring(shapely.get_parts(shape))) for shape in joined
    ]
    return Series(rings, index=codes, name="geometry")


def _transformer(source: int, target: int) -> Transformer:
    """PROJ's transformation, made once a thread: making it costs 30 ms, and it must not be shared by threads."""
    from pyproj import Transformer

    name = f"from_{source}_to_{target}"
    if not hasattr(_of_thread, name):
        setattr(_of_thread, name, Transformer.from_crs(source, target, always_xy=True))
    made: Transformer = getattr(_of_thread, name)
    return made
