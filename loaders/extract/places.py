"""Places of a force's export as degrees: coordinates of whichever grid, OS grid references, postcodes, street names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from geo.core.schema import NATIONAL_GRID, WGS84
from geo.space.areas import grid_degrees
from loaders.area import served
from loaders.documents.coordinates import NO_PLACE, numbers, without_place
from loaders.documents.home_area import require_at_home, swapped_metres
from loaders.extract.mapping import ExtractMapping
from loaders.extract.place_words import degree_pairs, grid_references, postcodes, streets

PAIRS = {("easting", "northing"): NATIONAL_GRID, ("longitude", "latitude"): WGS84}
WIDEST, HIGHEST = 700_000, 1_300_000  # metres: the National Grid
SMALLEST_METRES = 1_000
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Located:
    """Coordinates of some rows as they were read, in degrees, and as they are written."""

    degrees: tuple[NDArray[np.float64], NDArray[np.float64]]
    written: tuple[NDArray[np.float64], NDArray[np.float64]]
    metres: bool


@dataclass
class CoordinateTally:
    """What a whole file's coordinates look like, so far: how many are given, and how many of them read like the other grid."""

    given: dict[str, int] = field(default_factory=dict)
    other_grid: dict[str, int] = field(default_factory=dict)
    turned: dict[str, int] = field(default_factory=dict)
    noughts: int = 0
    example: str = ""
    in_words: Counter[str] = field(default_factory=Counter)  # how places were told → places
    located: list[Located] = field(default_factory=list)

    def take_note(
        self, first: str, places: NDArray[np.float64], *, given: Mask, other: Mask, turned: Mask
    ) -> None:
        """Add the places of a pair of columns, known by its first field."""
        self.given[first] = self.given.get(first, 0) + int(given.sum())
        self.other_grid[first] = self.other_grid.get(first, 0) + int(other.sum())
        self.turned[first] = self.turned.get(first, 0) + int(turned.sum())
        if other.any() and not self.example:
            self.example = "{:g}, {:g}".format(*places[other][0].round(3))

    def take_words(self, how: str, places: Mask) -> None:
        """Count places that were told in some way other than by coordinates."""
        if count := int(places.sum()):
            self.in_words[how] += count

    def require_sure(self, name: str, mapping: ExtractMapping, *, swapped: bool = False) -> None:
        """Refuse a file most of whose coordinates are of another grid, stand in each other's column, or lie far from the home force."""
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
            if self.turned.get(first, 0) * 2 > given:
                raise self._turned(name, first, second, swapped=swapped)
        for located in self.located if mapping.force == served().force else ():
            require_at_home(name, located.degrees, located.written, metres=located.metres)
        self.located.clear()

    def _turned(self, name: str, first: str, second: str, *, swapped: bool) -> DataProblem:
        many = f"{self.turned[first]:,} of {self.given[first]:,} places"
        if swapped:
            return DataProblem(
                f"{name} has {first} and {second} in their own columns.",
                f"You said that they are swapped, but {many} lie in {served().name} only as they stand.",
                "Load it again without “are swapped” (without --swapped on the command line).",
            )
        return DataProblem(
            f"{name} seems to have {first} and {second} swapped.",
            f"{many} lie in {served().name} only with each taken from the other's column.",
            "If so, load it again with “are swapped” ticked (--swapped on the command line), or map each to the other's column.",
        )

    def sentences(self) -> list[str]:
        """What was noticed of places, without the file's name."""
        sentences = [f"{self.noughts:,} {NO_PLACE}."] if self.noughts else []
        return sentences + [f"{count:,} places {how}." for how, count in self.in_words.items()]


def read_places(
    cells: dict[str, pd.Series],
    mapping: ExtractMapping,
    tally: CoordinateTally,
    *,
    swapped: bool = False,
) -> tuple[NDArray[np.float64], dict[str, Mask]]:
    """Longitude and latitude in degrees, shape (n, 2), NaN where not given; and reason → which rows cannot be placed.

    Coordinates go before a grid reference, that before a postcode, that before a street's name, which a mapping must ask for. A pair
    that only says that no place is known counts as not given. What the file's places look like is added to `tally`.

    swapped  the analyst has said that the coordinates of each pair stand in each other's column
    """
    rows = len(next(iter(cells.values())))
    degrees, faults = np.full((rows, 2), np.nan), dict[str, Mask]()
    references = cells.get("grid_reference", pd.Series([""] * rows, dtype="str"))
    if "easting" in cells:
        cells, references = _references_among_eastings(cells, references)
    for (first, second), usual in PAIRS.items():
        if first in cells and second in cells:
            pair = (second, first) if swapped else (first, second)
            faults |= _read_pair(cells, (first, second), pair, mapping.crs or usual, degrees, tally)
    _read_words(cells, references, mapping, degrees, tally, faults)
    return degrees, faults


def _references_among_eastings(
    cells: dict[str, pd.Series], references: pd.Series
) -> tuple[dict[str, pd.Series], pd.Series]:
    """Grid references that stand under easting, taken from there: the cells without them, and all references."""
    eastings = cells["easting"]
    lettered = eastings.str.match(r"\s*[A-HJ-Za-hj-z]{2}\s*\d").to_numpy(dtype=bool)
    if not lettered.any():
        return cells, references
    northings = cells.get("northing", pd.Series([""] * len(eastings), dtype="str"))
    whole = (eastings + " " + northings).where(lettered, "")
    alone = grid_references(eastings.where(lettered, "")).grid[:, 0]
    references = references.mask(lettered, whole.where(np.isnan(alone), eastings))
    emptied = {
        name: cells[name].mask(lettered, "") for name in ("easting", "northing") if name in cells
    }
    return cells | emptied, references


def _read_pair(
    cells: dict[str, pd.Series],
    names: tuple[str, str],
    pair: tuple[str, str],
    system: int,
    degrees: NDArray[np.float64],
    tally: CoordinateTally,
) -> dict[str, Mask]:
    """Fill in the degrees of one pair of columns where none is known yet; reason → which rows cannot be placed by it.

    names  of the two columns; pair: the columns that each is taken from
    """
    first, second = names
    in_degrees = system == WGS84
    (x, bad_x), (y, bad_y) = (numbers(cells[name], degrees=in_degrees) for name in pair)
    nowhere = without_place(x, y)
    tally.noughts += int(nowhere.sum())
    x, y = np.where(nowhere, np.nan, x), np.where(nowhere, np.nan, y)
    given = ~np.isnan(x) & ~np.isnan(y)
    metres = (np.abs(x) > SMALLEST_METRES) | (np.abs(y) > SMALLEST_METRES)
    other = given & (metres if in_degrees else ~metres)
    if in_degrees:
        turned = given & ~metres & (x > 48) & (x < 62) & (y > -9) & (y < 3)
        within = (np.abs(x) <= 180) & (np.abs(y) <= 90)
    else:
        turned = given & metres & swapped_metres(x, y)
        within = (x >= 0) & (x <= WIDEST) & (y >= 0) & (y <= HIGHEST)
    tally.take_note(first, np.column_stack([x, y]), given=given, other=other, turned=turned)
    fits = given & ~other & ~turned & within
    read = np.full((len(x), 2), np.nan)
    read[fits] = np.column_stack([x, y])[fits] if in_degrees else grid_degrees(x[fits], y[fits])
    known = given & ~other & ~turned
    tally.located.append(
        Located(
            (read[:, 0], read[:, 1]),
            (np.where(known, x, np.nan), np.where(known, y, np.nan)),
            not in_degrees,
        )
    )
    fresh = np.isnan(degrees[:, 0])
    degrees[fresh] = read[fresh]
    return {
        f"{first} or {second} is not a number": bad_x | bad_y,
        f"only one of {first} and {second} is given": ~bad_x
        & ~bad_y
        & (np.isnan(x) != np.isnan(y)),
        f"{first} and {second} look like another grid": other,
        f"{first} and {second} look swapped": turned,
        f"{first} and {second} lie outside the grid": given & ~other & ~turned & ~within,
    }


def _read_words(
    cells: dict[str, pd.Series],
    references: pd.Series,
    mapping: ExtractMapping,
    degrees: NDArray[np.float64],
    tally: CoordinateTally,
    faults: dict[str, Mask],
) -> None:
    """Fill in, where no coordinates are given, the places that are written in words; each kind is counted, none is taken unsaid."""
    if (references != "").any():
        pairs = degree_pairs(references)
        _fill(degrees, pairs, tally, "were read as degrees from the column of grid references")
        squares = grid_references(references)
        coarse = squares.coarse & np.isnan(degrees[:, 0])
        _fill(degrees, _degrees_of(squares.grid), tally, "were read from OS grid references")
        tally.take_words(
            "of those are squares of 100 m or more, whose middle may lie in another ward", coarse
        )
        understood = ~np.isnan(squares.grid[:, 0]) | ~np.isnan(pairs[:, 0])
        faults["grid_reference is no OS grid reference"] = (
            (references != "").to_numpy() & ~understood & np.isnan(degrees[:, 0])
        )
    codes = cells.get("postcode")
    if codes is not None and (codes != "").any():
        unplaced = np.isnan(degrees[:, 0]) & (codes != "").to_numpy()
        middles = postcodes(codes)
        tally.take_words(
            "have a postcode that is not in the area's table; they are without a place",
            unplaced & np.isnan(middles[:, 0]),
        )
        _fill(degrees, _degrees_of(middles), tally, "were taken as the middle of their postcode")
    texts = cells.get("location_text")
    if mapping.streets and texts is not None:
        unplaced = np.isnan(degrees[:, 0]) & (texts != "").to_numpy()
        named = streets(texts.where(unplaced, ""))
        _fill(
            degrees,
            _degrees_of(named.grid),
            tally,
            "were taken as the middle of the one street of their name, as the mapping asks",
        )
        tally.take_words("of those were told by the place named beside the street", named.coarse)
        tally.take_words(
            "have words for a place that name no street, or one of several or through several wards; they are without a place",
            unplaced & np.isnan(named.grid[:, 0]),
        )


def _degrees_of(grid: NDArray[np.float64]) -> NDArray[np.float64]:
    """Degrees of metres, NaN where they are not known."""
    degrees, known = np.full(grid.shape, np.nan), ~np.isnan(grid[:, 0])
    if known.any():
        degrees[known] = grid_degrees(grid[known, 0], grid[known, 1])
    return degrees


def _fill(
    degrees: NDArray[np.float64], more: NDArray[np.float64], tally: CoordinateTally, how: str
) -> None:
    """Take places that are not known yet from `more`, and count them."""
    fresh = np.isnan(degrees[:, 0]) & ~np.isnan(more[:, 0])
    degrees[fresh] = more[fresh]
    tally.take_words(how, fresh)
