"""Coordinates of a force's export, whichever grid they are in, as degrees."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from geo.core.schema import NATIONAL_GRID, WGS84
from geo.space.areas import grid_degrees
from loaders.extract.mapping import ExtractMapping

PAIRS = {("easting", "northing"): NATIONAL_GRID, ("longitude", "latitude"): WGS84}
WIDEST, HIGHEST = 700_000, 1_300_000  # metres: the National Grid
SMALLEST_METRES = 1_000
Mask = NDArray[np.bool_]


@dataclass
class CoordinateTally:
    """What a whole file's coordinates look like, so far: how many are given, and how many of them read like the other grid."""

    given: dict[str, int] = field(default_factory=dict)
    other_grid: dict[str, int] = field(default_factory=dict)
    turned: int = 0
    noughts: int = 0
    example: str = ""

    def take_note(
        self, first: str, places: NDArray[np.float64], *, given: Mask, other: Mask, turned: Mask
    ) -> None:
        """Add the places of a pair of columns, known by its first field."""
        self.given[first] = self.given.get(first, 0) + int(given.sum())
        self.other_grid[first] = self.other_grid.get(first, 0) + int(other.sum())
        self.turned += int(turned.sum())
        if other.any() and not self.example:
            self.example = "{:g}, {:g}".format(*places[other][0].round(3))

    def require_sure(self, name: str, mapping: ExtractMapping) -> None:
        """Refuse a file most of whose coordinates are of another grid, or stand in each other's column."""
        for (first, second), usual in PAIRS.items():
            given, wrong = self.given.get(first, 0), self.other_grid.get(first, 0)
            if wrong * 2 > given:
                metres = (mapping.crs or usual) == WGS84
                unit, instead = ("metres", NATIONAL_GRID) if metres else ("degrees", WGS84)
                raise DataProblem(
                    f"{name} has {unit} under “{mapping.reading(first)}” and “{mapping.reading(second)}”.",
                    f"{wrong:,} of {given:,} places read so; one is {self.example}.",
                    f'If they are right, say crs = "EPSG:{instead}" under [file] in the mapping and load it again.',
                )
        if self.turned * 2 > max(self.given.get("longitude", 0), 1):
            raise DataProblem(
                f"{name} seems to have longitude and latitude swapped.",
                f"{self.turned:,} places would lie in the Indian Ocean, and in Britain the other way round.",
                "If so, map each to the other's column and load it again.",
            )


def read_places(
    cells: dict[str, pd.Series], mapping: ExtractMapping, tally: CoordinateTally
) -> tuple[NDArray[np.float64], dict[str, Mask]]:
    """Longitude and latitude in degrees, shape (n, 2), NaN where not given; and reason → which rows cannot be placed.

    A pair of noughts means that no place was given. What the file's coordinates look like is added to `tally`.
    """
    rows = len(next(iter(cells.values())))
    degrees, faults = np.full((rows, 2), np.nan), dict[str, Mask]()
    for (first, second), usual in PAIRS.items():
        if first not in cells or second not in cells:
            continue
        (x, bad_x), (y, bad_y) = _numbers(cells[first]), _numbers(cells[second])
        nought = (x == 0) & (y == 0)
        tally.noughts += int(nought.sum())
        x, y = np.where(nought, np.nan, x), np.where(nought, np.nan, y)
        given = ~np.isnan(x) & ~np.isnan(y)
        faults[f"{first} or {second} is not a number"] = bad_x | bad_y
        faults[f"only one of {first} and {second} is given"] = (
            ~bad_x & ~bad_y & (np.isnan(x) != np.isnan(y))
        )
        metres = (np.abs(x) > SMALLEST_METRES) | (np.abs(y) > SMALLEST_METRES)
        system = mapping.crs or usual
        other = given & (metres if system == WGS84 else ~metres)
        turned = given & ~metres & (system == WGS84) & (x > 48) & (x < 62) & (y > -9) & (y < 3)
        faults[f"{first} and {second} look like another grid"] = other
        faults[f"{first} and {second} look swapped"] = turned
        within = (
            (np.abs(x) <= 180) & (np.abs(y) <= 90)
            if system == WGS84
            else (x >= 0) & (x <= WIDEST) & (y >= 0) & (y <= HIGHEST)
        )
        faults[f"{first} and {second} lie outside the grid"] = given & ~other & ~turned & ~within
        tally.take_note(first, np.column_stack([x, y]), given=given, other=other, turned=turned)
        fits = given & ~other & ~turned & within & np.isnan(degrees[:, 0])
        degrees[fits] = (
            np.column_stack([x, y])[fits] if system == WGS84 else grid_degrees(x[fits], y[fits])
        )
    return degrees, faults


def _numbers(texts: pd.Series) -> tuple[NDArray[np.float64], Mask]:
    """Text as numbers, NaN where empty or unreadable, and which were unreadable."""
    numbers = pd.to_numeric(texts.str.replace(",", ""), errors="coerce").to_numpy(dtype=float)
    bad = ((texts != "").to_numpy() & np.isnan(numbers)) | np.isinf(numbers)
    return np.where(bad, np.nan, numbers), bad
