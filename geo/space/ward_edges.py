"""Wards rebuilt from a table that holds every stretch of boundary once, with the ward on either side of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geo.core.errors import DataProblem

EDGE_COLUMNS = ("edge", "left_ward", "right_ward", "points")
SIDE_METRES = 0.05  # far less than the ten metres between two points of a line, far more than a rounding error
MEND = "Mend the table of edges, or take it out of the area file and load a boundary file."


def wards_of_edges(edges: DataFrame) -> Series:
    """Ward shapes from stretches of boundary; what lies between two stretches of one ward is that ward's ground.

    edges  one row a stretch, each once:
        edge                   str, its name
        left_ward, right_ward  str, ward codes on the left and right of the line as it runs; empty outside every ward
        points                 str, “easting northing easting northing …”, metres (EPSG:27700)

    Returns a Series of polygons in metres (EPSG:27700), indexed by ward_code in sorted order: a valid coverage, so that
    neighbours share their edges without gap or overlap. Raises DataProblem for columns that lack, a line that cannot be
    read, the same ward on both sides, a ward whose stretches do not close, and sides that contradict each other.

    Source: GEOS polygonize of each ward's stretches; of its faces those are kept that hold a point five centimetres to
    the ward's side of the middle of a stretch's first leg.
    """
    lines = edge_lines(edges)
    left, right = (edges[side].to_numpy(str) for side in ("left_ward", "right_ward"))
    _require_two_sides(edges["edge"].to_list(), left, right)
    beside = _side_points(lines)
    codes = sorted((set(left) | set(right)) - {""})
    shapes = []
    for code in codes:
        mine = (left == code) | (right == code)
        inside = np.where(left[mine] == code, beside[0][mine], beside[1][mine])
        shapes.append(_ward(code, lines[mine], inside))
    wards = Series(shapes, index=codes, name="geometry")
    if not shapely.coverage_is_valid(wards.to_numpy()):
        crossing = shapely.coverage_invalid_edges(wards.to_numpy())
        broken = wards.index[~shapely.is_empty(crossing)].to_list()
        raise DataProblem(
            "The wards of the table of edges overlap or leave gaps.",
            f"Those of {len(broken):,} wards do, such as {', '.join(broken[:3])}.",
            MEND,
        )
    return wards


def edge_lines(edges: DataFrame) -> NDArray[np.object_]:
    """The lines of a table of edges in metres (EPSG:27700), shape (rows,), as `wards_of_edges` takes them.

    Raises DataProblem where a column lacks, the table has no row, or a line has fewer than two points or is no numbers.
    """
    if lacking := [column for column in EDGE_COLUMNS if column not in edges.columns]:
        raise DataProblem(
            f"The table of ward edges has no column {', '.join(lacking)}.",
            f"Its columns are: {', '.join(map(str, edges.columns))}.",
            f"It needs {', '.join(EDGE_COLUMNS)}.",
        )
    if not len(edges):
        raise DataProblem("The table of ward edges has no row.", do=MEND)
    return np.array(
        [_line(name, text) for name, text in zip(edges["edge"], edges["points"], strict=True)]
    )


def _line(name: str, text: str) -> shapely.LineString:
    try:
        points = np.array(text.split(), float).reshape(-1, 2)
        readable = len(points) > 1 and bool(np.isfinite(points).all())
    except ValueError:
        readable = False
    if not readable or (points[0] == points[1]).all():
        raise DataProblem(
            f"Edge {name} of the table of ward edges is no line.",
            f"Its points begin “{text[:40]}”.",
            "Write easting and northing by turns, in metres, of two different points or more.",
        )
    return shapely.LineString(points)


def _require_two_sides(
    names: Sequence[str], left: NDArray[np.str_], right: NDArray[np.str_]
) -> None:
    if not (same := left == right).any():
        return
    at = int(np.flatnonzero(same)[0])
    raise DataProblem(
        f"Edge {names[at]} of the table of ward edges has {left[at] or 'no ward'} on both sides.",
        f"{int(same.sum()):,} edges do so: they part nothing.",
        MEND,
    )


def _side_points(lines: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """A point to the left and one to the right of the middle of each line's first leg."""
    legs = np.array([shapely.get_coordinates(line)[:2] for line in lines])
    along = legs[:, 1] - legs[:, 0]
    across = np.column_stack([-along[:, 1], along[:, 0]])
    across *= SIDE_METRES / np.hypot(*along.T)[:, None]
    middle = legs.mean(axis=1)
    return shapely.points(middle + across), shapely.points(middle - across)


def _ward(
    code: str, lines: NDArray[np.object_], inside: NDArray[np.object_]
) -> shapely.Polygon | shapely.MultiPolygon:
    """One ward from its own lines and a point within it beside each."""
    faces, *loose = shapely.polygonize_full(lines)
    faces = shapely.get_parts(faces)
    point, face = shapely.STRtree(faces).query(inside, predicate="within")
    if len(np.unique(point)) < len(inside) or not all(shapely.is_empty(part) for part in loose):
        raise DataProblem(
            f"The edges of ward {code} do not close round it.",
            f"{len(lines):,} edges of the table bear its code.",
            MEND,
        )
    return shapely.union_all(faces[np.unique(face)])
