"""Ground that passed from one authority to another, told apart from two drawings of the same line."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import DataFrame, Series

OPENING_METRES = 100
NO_AUTHORITY = ""
COLUMNS = ["reference_authority", "other_authority", "square_metres", "geometry"]


def reconciled_authorities(reference_authorities: Series, other: Series) -> DataFrame:
    """The ground that two vintages give to different authorities, without what is only another drawing of the same line.

    reference_authorities  one polygon (or multipolygon) of each authority in metres (EPSG:27700), indexed by its code
    other                  the same of the other vintage

    Returns a frame, one row a stretch of ground, largest first: reference_authority and other_authority (str; "" where the
    ground is in none of them), square_metres (float), geometry (polygon in metres). Empty where no ground moved.

    A piece of difference is real where it holds a circle of 100 m radius (it survives being drawn in by that and out
    again): then the whole piece counts, with its narrow ends. Lines generalised to 20 or 200 m differ by less. Ground that
    enters or leaves all authorities is told only of an authority that both vintages hold; one that a vintage lacks
    altogether has not moved.

    Source: morphological opening, by GEOS; the radius is half the width by which lines generalised to 200 m may part.
    """
    rows: list[tuple[str, str, shapely.Geometry]] = []
    both = reference_authorities.index.intersection(other.index)
    whole = [shapely.union_all(shapes.to_numpy()) for shapes in (reference_authorities, other)]
    for code, shape in reference_authorities.items():
        for near in _near(shape, other):
            if near != code:
                rows.append((str(code), near, shapely.intersection(shape, other[near])))
        if code in both:
            rows.append((str(code), NO_AUTHORITY, shapely.difference(shape, whole[1])))
    for code in both:
        rows.append((NO_AUTHORITY, str(code), shapely.difference(other[code], whole[0])))
    pieces = [
        (before, after, float(piece.area), piece)
        for before, after, shape in rows
        for piece in wide_pieces(shape)
    ]
    return DataFrame(pieces, columns=COLUMNS).sort_values(
        "square_metres", ascending=False, ignore_index=True
    )


def settled_authority(
    points: NDArray[np.float64],
    reference_authority_of_point: NDArray[np.str_],
    other_authority_of_point: NDArray[np.str_],
    moved_ground: DataFrame,
) -> NDArray[np.str_]:
    """The authority that each point counts for in another vintage: the reference's, unless the ground it lies on moved.

    points                        float, shape (n, 2), easting and northing in metres (EPSG:27700)
    reference_authority_of_point  str, shape (n,), by the reference vintage; "" in none
    other_authority_of_point      str, shape (n,), by the other vintage; "" in none
    moved_ground                  as reconciled_authorities(reference, other) gives it

    Returns str, shape (n,). A sum by authority can so differ between two vintages only by the points on moved ground.
    Source: GEOS predicate *intersects*.
    """
    reference = np.asarray(reference_authority_of_point, dtype=np.str_)
    other = np.asarray(other_authority_of_point, dtype=np.str_)
    differing = np.flatnonzero(reference != other)
    moved = on_moved_ground(points[differing], moved_ground)
    settled = reference.astype(f"<U{max(reference.itemsize, other.itemsize, 4) // 4}")
    settled[differing[moved]] = other[differing[moved]]
    return settled


def on_moved_ground(points: NDArray[np.float64], moved_ground: DataFrame) -> NDArray[np.bool_]:
    """Whether each point, shape (n, 2) in metres, lies on ground that moved; bool, shape (n,). Source: GEOS *intersects*."""
    moved = np.zeros(len(points), dtype=bool)
    if len(points) and len(moved_ground):
        tree = shapely.STRtree(shapely.points(points))
        moved[tree.query(moved_ground["geometry"].to_numpy(), predicate="intersects")[1]] = True
    return moved


def _near(shape: shapely.Geometry, other: Series) -> list[str]:
    """Codes of the other vintage's authorities that touch a shape."""
    tree = shapely.STRtree(other.to_numpy())
    return [str(other.index[at]) for at in sorted(tree.query(shape, predicate="intersects"))]


def wide_pieces(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """The connected polygons of a shape (metres) that hold a circle of 100 m radius; what is narrower comes of drawing a line twice."""
    pieces = np.array(
        [piece for piece in shapely.get_parts(shape) if piece.area > np.pi * OPENING_METRES**2]
    )
    if not len(pieces):
        return []
    return list(pieces[~shapely.is_empty(shapely.buffer(pieces, -OPENING_METRES))])
