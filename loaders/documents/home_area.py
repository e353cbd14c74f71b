"""Whether the places of the home force's own file lie in its area; and if not, how they were probably written."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from geo.space.areas import grid_degrees, to_grid
from loaders.area import served

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
Pair = Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]
FEWEST = 10  # places by which a file is judged
GRID = (700_000, 1_300_000)  # metres: the National Grid
RADIUS = 6_378_137.0  # metres: of the sphere that web maps draw on
# What else a pair of numbers may be, in words, and the degrees that it then is.
OF_METRES: dict[str, Pair] = {
    "with easting and northing in each other's column": lambda x, y: _from_grid(y, x),
    "in metres of web maps (EPSG:3857)": lambda x, y: _from_web_map(x, y),
    "in kilometres": lambda x, y: _from_grid(x * 1_000, y * 1_000),
    "in tenths of a metre": lambda x, y: _from_grid(x / 10, y / 10),
    "in centimetres": lambda x, y: _from_grid(x / 100, y / 100),
    "without the figures of their 100 km square": lambda x, y: _within_square(x, y),
}
OF_DEGREES: dict[str, Pair] = {
    "with longitude and latitude in each other's column": lambda x, y: (y, x),
    "without the minus sign of the longitude": lambda x, y: (-x, y),
    "in radians": lambda x, y: (np.degrees(x), np.degrees(y)),
    "in millionths of a degree": lambda x, y: (x / 1e6, y / 1e6),
}


def at_home(longitude: Numbers, latitude: Numbers) -> Mask:
    """Which places, in degrees, lie within the bounds of the area served; those not given do not."""
    west, south, east, north = served().bounds
    return (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)


def require_at_home(
    file: str, degrees: tuple[Numbers, Numbers], written: tuple[Numbers, Numbers], *, metres: bool
) -> None:
    """Refuse a file of the home force most of whose places lie far outside its area: they would all be counted as outside.

    degrees  longitude and latitude as they were read, NaN where not given
    written  the same places as the file writes them, in metres or in degrees
    """
    given = ~np.isnan(written[0]) & ~np.isnan(written[1])
    away = int((given & ~at_home(*degrees)).sum())
    if given.sum() < FEWEST or away * 2 <= given.sum():
        return
    x, y = written[0][given], written[1][given]
    raise DataProblem(
        f"Most places of {file} lie outside {served().name}, whose force the file is of.",
        f"{away:,} of {int(given.sum()):,} do; the first reads {_plain(x[0])}, {_plain(y[0])}.{_likely(x, y, metres=metres)}",
        "Load it with its coordinates as they should be, or give the force that it is of.",
    )


def swapped_metres(x: Numbers, y: Numbers) -> Mask:
    """Which pairs of metres lie in the area served only where easting and northing are taken from each other's column."""
    return ~at_home(*_from_grid(x, y)) & at_home(*_from_grid(y, x))


def _likely(x: Numbers, y: Numbers, *, metres: bool) -> str:
    """How the places were probably written, where one way brings most of them home."""
    for words, read in (OF_METRES if metres else OF_DEGREES).items():
        if at_home(*read(x, y)).mean() > 0.5:
            return f" They would lie in it if they are written {words}."
    return " They may be of another force, or in another reference system."


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _from_grid(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Degrees of metres on the National Grid, NaN where they lie off it."""
    on = (x >= 0) & (x <= GRID[0]) & (y >= 0) & (y <= GRID[1])
    degrees = np.full((len(x), 2), np.nan)
    if on.any():
        degrees[on] = grid_degrees(x[on], y[on])
    return degrees[:, 0], degrees[:, 1]


def _from_web_map(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Degrees of metres as web maps have them (spherical Mercator)."""
    latitude = 2 * np.arctan(np.exp(np.clip(y / RADIUS, -10, 10))) - np.pi / 2
    return np.degrees(x / RADIUS), np.degrees(latitude)


def _within_square(x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
    """Degrees of metres within the 100 km square that the middle of the area lies in; NaN where they go beyond one."""
    latitude, longitude = served().centre
    (corner,) = to_grid(np.array([longitude]), np.array([latitude])) // 100_000 * 100_000
    inside = (x < 100_000) & (y < 100_000)
    return _from_grid(
        np.where(inside, x + corner[0], np.nan), np.where(inside, y + corner[1], np.nan)
    )
