"""Smoothed densities for reading only: where offences thin out and thicken, never which places stand out beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.rates.intervals import Floats

LEAST_BANDWIDTH, STEPS_A_BANDWIDTH = 100.0, 4  # metres; raster squares to a bandwidth
REACH = 4.0  # standard deviations beyond which the kernel is cut off
FEWEST_NEAR = (
    3  # of the rarer of two kinds within a bandwidth or so, before their densities are compared
)


@dataclass(frozen=True)
class Raster:
    """Squares of the National Grid: their south-west corner and size in metres, and which of them lie inside the area (bool)."""

    west: float
    south: float
    size: float
    inside: NDArray[np.bool_]


def kernel_density(
    points: DataFrame, at: Floats, raster: Raster, *, bandwidth_metres: float
) -> Floats:
    """Offences per km² (float) at places, smoothed by a Gaussian kernel and corrected for the edge of the area.

    points            easting, northing (metres), offences (int); those outside the area are left out
    at                float, shape (n, 2), where the density is wanted, easting and northing in metres
    raster            the area in squares of at most a quarter of the bandwidth, from `raster_of`
    bandwidth_metres  float, standard deviation of the kernel, 100 or more

    Returns one density a place, in the order given; NaN outside the area. Near the edge part of the kernel falls outside,
    where nothing could be counted: the density is divided by the part that lies inside. Reading only: it says nothing of
    chance.

    Raises DataProblem for a bandwidth below 100 m or a raster too coarse for it.

    Source: Diggle (1985), edge correction by the kernel's mass inside the area; Gaussian filter by scipy.
    """
    from scipy.ndimage import gaussian_filter

    if bandwidth_metres < LEAST_BANDWIDTH or raster.size > bandwidth_metres / 2:
        raise DataProblem(
            "The bandwidth is too small for these data.",
            f"We were given {bandwidth_metres:g} metres.",
            f"Take {max(LEAST_BANDWIDTH, 2 * raster.size):g} metres or more: points are moved by about as much.",
            "",
        )
    sigma = bandwidth_metres / raster.size
    counted = np.zeros(raster.inside.shape)
    row, column, held = _squares(points[["easting", "northing"]].to_numpy(float), raster)
    np.add.at(counted, (row[held], column[held]), points["offences"].to_numpy(float)[held])
    smooth, inside = (
        gaussian_filter(values, sigma, mode="constant", truncate=REACH)
        for values in (counted, raster.inside.astype(float))
    )
    row, column, held = _squares(at, raster)
    densities = np.full(len(at), np.nan)
    densities[held] = (
        smooth[row[held], column[held]]
        / inside[row[held], column[held]]
        / (raster.size / 1000) ** 2
    )
    return densities


def dual_density(first: Floats, second: Floats, *, bandwidth_metres: float) -> Floats:
    """How the share of the first kind at a place compares with that of the second (float): log2 of the ratio of shares.

    first, second     float, densities per km² of the two kinds at the same places
    bandwidth_metres  float, the bandwidth both were smoothed by

    Returns one ratio a place: 0 where both lie as thick for their totals, 1 where the first kind is twice as thick as the
    second leads one to expect.
    NaN where the two together are fewer than 3 within a circle of one bandwidth: a ratio of next to nothing means nothing.

    Source: dual kernel density (Kelsall and Diggle 1995), as a ratio of relative densities.
    """
    circle = np.pi * (bandwidth_metres / 1000) ** 2
    sums = np.nansum(first), np.nansum(second)
    if min(sums) <= 0:
        return np.full(len(first), np.nan)
    enough = (first + second) * circle >= FEWEST_NEAR
    floor = FEWEST_NEAR / circle / 10
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log2((first + floor) / sums[0] / ((second + floor) / sums[1]))
    return np.where(enough, ratio, np.nan)


def raster_of(shapes: NDArray[np.object_], *, bandwidth_metres: float) -> Raster:
    """Squares of a quarter of the bandwidth over an area; a square is inside where its middle is.

    shapes  polygons in metres, together the area

    Returns a Raster that covers the area's bounds. Source: GEOS predicate *intersects* on the squares' middles.
    """
    import shapely

    size = bandwidth_metres / STEPS_A_BANDWIDTH
    west, south, east, north = shapely.total_bounds(shapes)
    west, south = np.floor(west / size) * size, np.floor(south / size) * size
    columns, rows = int(np.ceil((east - west) / size)) + 1, int(np.ceil((north - south) / size)) + 1
    x, y = np.meshgrid(
        west + (np.arange(columns) + 0.5) * size, south + (np.arange(rows) + 0.5) * size
    )
    inside = np.zeros(x.size, dtype=bool)
    _, hit = shapely.STRtree(shapely.points(x.ravel(), y.ravel())).query(
        shapes, predicate="intersects"
    )
    inside[hit] = True
    return Raster(float(west), float(south), float(size), inside.reshape(x.shape))


def _squares(
    grid: Floats, raster: Raster
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Row, column, and whether that square lies inside the area."""
    column = ((grid[:, 0] - raster.west) // raster.size).astype(np.int64)
    row = ((grid[:, 1] - raster.south) // raster.size).astype(np.int64)
    rows, columns = raster.inside.shape
    within = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
    held = np.zeros(len(grid), dtype=bool)
    held[within] = raster.inside[row[within], column[within]]
    return row, column, held
