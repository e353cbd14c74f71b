"""In which reference system the numbers of a boundary file are, and the same shapes in metres on the National Grid.

Where a file does not say, its numbers are looked at: degrees and metres of the National Grid cannot be taken for each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geo.core.errors import DataProblem
from geo.core.schema import NATIONAL_GRID, WGS84
from geo.space.ward_edges import edge_lines
from loaders.reference import ward_edges

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import Series

Box = tuple[float, float, float, float]  # west, south, east, north
IN_DEGREES: Box = (-9.0, 49.0, 2.5, 61.5)
IN_METRES: Box = (0.0, 0.0, 700_000.0, 1_300_000.0)
NEAR_METRES = 5_000.0  # wards may have been redrawn; places exchanged or of another system are off by far more


def in_metres(frame: GeoDataFrame, *, file: str) -> tuple[GeoDataFrame, tuple[str, ...]]:
    """The frame in metres (EPSG:27700), and a note where the file did not say in what its numbers are.

    frame  with its `crs`, or None where the file says none

    Raises DataProblem where the numbers fit neither degrees nor the National Grid, or do not lie in Britain as the file says.
    """
    bounds = _bounds(frame, file)
    notes: tuple[str, ...] = ()
    if frame.crs is None:
        system, name = _system_of(bounds, file)
        frame = frame.set_crs(system)
        notes = (
            f"{file} does not say its reference system; its numbers are those of {name} (EPSG:{system}), and were read so.",
        )
    declared = frame.crs.name
    metres = frame.to_crs(NATIONAL_GRID)
    west, south, east, north = metres.total_bounds
    if not (
        -100_000 < west < east < 800_000 and -100_000 < south < north < 1_400_000 and east > 1_000
    ):
        raise DataProblem(
            f"{file} does not lie in Britain.",
            f"Read as {declared}, it spans {west:,.0f} to {east:,.0f} m east.",
            _advice(bounds),
        )
    return metres, notes


def _bounds(frame: GeoDataFrame, file: str) -> Box:
    west, south, east, north = map(float, frame.total_bounds)
    if not np.isfinite([west, south, east, north]).all():
        raise DataProblem(
            f"{file} holds places that are no numbers.", do="Download the layer again."
        )
    return west, south, east, north


def _within(bounds: Box, box: Box) -> bool:
    west, south, east, north = bounds
    return box[0] <= west <= east <= box[2] and box[1] <= south <= north <= box[3]


def _system_of(bounds: Box, file: str) -> tuple[int, str]:
    if _within(bounds, IN_DEGREES):
        return WGS84, "longitude and latitude"
    if _within(bounds, IN_METRES) and bounds[2] > 1_000:
        return NATIONAL_GRID, "British National Grid"
    west, south, east, north = bounds
    raise DataProblem(
        f"{file} does not say which reference system its coordinates are in.",
        f"Its numbers run from {west:,.6g} to {east:,.6g} and from {south:,.6g} to {north:,.6g}, "
        "which is neither longitude and latitude in Britain nor the National Grid.",
        _advice(bounds)
        if _within(_turned(bounds), IN_DEGREES)
        else "Save it with one, such as British National Grid (EPSG:27700).",
    )


def _turned(bounds: Box) -> Box:
    west, south, east, north = bounds
    return south, west, north, east


def _advice(bounds: Box) -> str:
    """What is probably wrong with numbers that do not lie where their reference system would have them."""
    if _within(_turned(bounds), IN_DEGREES):
        return "Latitude probably stands before longitude in it: save it with longitude first, and load it again."
    if _within(bounds, IN_METRES) and bounds[2] > 1_000:
        return (
            "Its reference system is probably declared wrongly: its numbers look like British National Grid; "
            "set it to EPSG:27700, and load it again."
        )
    return "Its reference system is probably declared wrongly: set it to what the numbers are, and load it again."


def require_near_home(codes: Series, metres: GeoDataFrame, *, file: str) -> None:
    """Refuse shapes that bear codes of wards served and lie nowhere near them, as where eastings and northings changed places.

    codes   the ward code of each row of `metres`, which is in EPSG:27700
    """
    if not (maps := ward_edges()):
        return
    edges = pd.concat(maps.values(), ignore_index=True)
    sides = edges[["left_ward", "right_ward"]]
    both = set(codes) & set(sides.to_numpy().ravel()) - {""}
    if not both:
        return
    known = metres[codes.isin(both).to_numpy()]
    west, south, east, north = shapely.total_bounds(edge_lines(edges[sides.isin(both).any(axis=1)]))
    box = (float(west), float(south), float(east), float(north))
    bounds = _bounds(known, file)
    if _near(bounds, box):
        return
    turned = _near(_turned(bounds), box)
    raise DataProblem(
        f"{file} does not lie where its wards are.",
        f"{len(known):,} of its wards are known, and lie about {_kilometres(bounds, box):,.0f} km from their places.",
        "Eastings and northings stand in each other's place: exchange them, and load it again."
        if turned
        else "See that its codes and shapes belong together, and its reference system is what its numbers are in.",
    )


def _near(bounds: Box, box: Box) -> bool:
    return (
        bounds[0] < box[2] + NEAR_METRES
        and bounds[2] > box[0] - NEAR_METRES
        and bounds[1] < box[3] + NEAR_METRES
        and bounds[3] > box[1] - NEAR_METRES
    )


def _kilometres(bounds: Box, box: Box) -> float:
    east = (bounds[0] + bounds[2] - box[0] - box[2]) / 2
    north = (bounds[1] + bounds[3] - box[1] - box[3]) / 2
    return float(np.hypot(east, north)) / 1000
