"""Hexagons on the National Grid: small places of one size, the same for every build and every selection."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.core.errors import DataProblem
from geo.rates.intervals import Floats

WIDTH_METRES = 200.0
ROOT3 = 3**0.5
ROW = 100_000  # a cell's number is row × ROW + column
STEPS = np.array(
    [2, ROW + 1, ROW - 1, -2, -ROW - 1, -ROW + 1]
)  # to the six cells that touch a cell
SQUARES = "VWXYZQRSTULMNOPFGHJKABCDE"  # letters of 500 km and of 100 km squares, from the south-west, row by row
Cells = NDArray[np.int64]


def cell_of(grid: Floats, *, width_metres: float = WIDTH_METRES) -> Cells:
    """The number of the hexagon that each point lies in (int).

    grid          float, shape (n, 2), easting and northing in metres (EPSG:27700), 0 or more
    width_metres  float, across the flats; the corners point north and south

    A point as near to two centres takes the cell of an even row, and within a row the one further east or north. The
    centre of cell 0 is the origin of the National Grid, so a cell of one width is the same place in every file.

    Returns int64, shape (n,). Raises DataProblem for a width of 0 or less.

    Source: nearest of two interleaved rectangular lattices (the hexagonal lattice A2; Conway and Sloane 1999).
    """
    if not width_metres > 0:
        raise DataProblem("A hexagon needs a width.", f"We were given {width_metres:g} metres.")
    east, north = grid[:, 0] / width_metres, grid[:, 1] / (width_metres * ROOT3)
    even_x, even_y = np.floor(east + 0.5), np.floor(north + 0.5)
    odd_x, odd_y = np.floor(east), np.floor(north)
    to_even = (east - even_x) ** 2 + 3 * (north - even_y) ** 2
    to_odd = (east - odd_x - 0.5) ** 2 + 3 * (north - odd_y - 0.5) ** 2
    odd = (to_odd < to_even).astype(float)
    column = 2 * (even_x + odd * (odd_x - even_x)) + odd
    row = 2 * (even_y + odd * (odd_y - even_y)) + odd
    return (row * ROW + column).astype(np.int64)


def centres(cells: ArrayLike, *, width_metres: float = WIDTH_METRES) -> Floats:
    """Easting and northing (float, metres, shape (n, 2)) of the middle of each cell. Source: as cell_of."""
    row, column = np.divmod(np.asarray(cells, dtype=np.int64), ROW)
    return np.column_stack([column * width_metres / 2, row * width_metres * ROOT3 / 2])


def corners(cells: ArrayLike, *, width_metres: float = WIDTH_METRES) -> Floats:
    """The six corners of each cell (float, metres).

    Returns shape (n, 6, 2), easting and northing, the northern corner first, then clockwise. Source: as cell_of.
    """
    turn = np.radians(90 - 60 * np.arange(6))
    around = np.column_stack([np.cos(turn), np.sin(turn)]) * width_metres / ROOT3
    return centres(cells, width_metres=width_metres)[:, None] + around


def cell_km2(width_metres: float = WIDTH_METRES) -> float:
    """Size of a cell in km². Source: area of a regular hexagon, √3 / 2 × width²."""
    return ROOT3 / 2 * width_metres**2 / 1e6


def neighbour_places(cells: Cells, *, rings: int = 1) -> NDArray[np.int64]:
    """For each cell the positions, among the cells given, of those around it.

    cells  int, sorted, each once
    rings  int, 1 for the six cells that touch it, 2 for the eighteen within two steps

    Returns int64, shape (n, 6) or (n, 18), −1 where that cell is not among those given: a cell with nothing but −1 is an
    island. Source: offsets of the hexagonal lattice.
    """
    nearest = set(STEPS.tolist())
    steps = nearest if rings == 1 else ({a + b for a in nearest for b in nearest} | nearest) - {0}
    wanted = cells[:, None] + np.array(sorted(steps))
    at = np.searchsorted(cells, wanted).clip(max=len(cells) - 1)
    return np.where(cells[at] == wanted, at, -1)


def grid_references(cells: ArrayLike, *, width_metres: float = WIDTH_METRES) -> list[str]:
    """The National Grid reference of each cell's centre to 100 m, such as “SU 143 883”.

    Returns one text a cell. Source: Ordnance Survey, A guide to coordinate systems in Great Britain.
    """
    return [_reference(east, north) for east, north in centres(cells, width_metres=width_metres)]


def _reference(east: float, north: float) -> str:
    large = SQUARES[int(north // 500_000 + 1) * 5 + int(east // 500_000 + 2)]
    small = SQUARES[int(north % 500_000 // 100_000) * 5 + int(east % 500_000 // 100_000)]
    return f"{large}{small} {int(east % 100_000 // 100):03d} {int(north % 100_000 // 100):03d}"
