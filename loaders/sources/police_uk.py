"""What the files of data.police.uk have in common: places in degrees, words told once, empty cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from geo.space.areas import grid_degrees
from loaders.documents.coordinates import NO_PLACE, numbers, without_place
from loaders.documents.csv_text import Sheet
from loaders.reference import table

LICENCE = "Open Government Licence v3.0"
REASON = "published as it stands, places moved by the publisher"
AREA = "ward of the published point"
GRID_WIDTH, GRID_HEIGHT = 700_000, 1_300_000  # metres: the National Grid
Coordinates = NDArray[np.float64]


PLACES = ["Longitude", "Latitude"]
GRID_PLACES = ["Easting", "Northing"]  # of the files up to 2011


def coordinates(
    sheet: Sheet, *, swapped: bool
) -> tuple[Coordinates, Coordinates, dict[str, NDArray[np.bool_]], tuple[str, ...]]:
    """Longitude and latitude in degrees, NaN where not given; what is wrong with them row by row; and what was noticed.

    A pair that only says that no place is known counts as not given.
    """
    if not sheet.absent.isdisjoint(PLACES):
        return _grid_coordinates(sheet)
    first, second = ("Latitude", "Longitude") if swapped else ("Longitude", "Latitude")
    (x, bad_x), (y, bad_y) = _numbers(sheet.rows[first]), _numbers(sheet.rows[second])
    x, y, notes = _where_known(x, y, sheet.name)
    given = ~np.isnan(x) & ~np.isnan(y)
    metres = given & ((np.abs(x) > 1000) | (np.abs(y) > 1000))
    turned = given & (x > 48) & (x < 62) & (y > -9) & (y < 3)
    if metres.sum() * 2 > max(given.sum(), 1):
        raise DataProblem(
            f"{sheet.name} has metres in its degree columns.",
            f"The first place reads {x[metres][0]:g}, {y[metres][0]:g}, "
            "which looks like British National Grid.",
            "Convert it to longitude and latitude (WGS84) and load it again.",
        )
    _require_in_their_columns(sheet.name, x, y, given, turned, swapped=swapped)
    return (
        x,
        y,
        {
            "longitude or latitude is not a number": bad_x | bad_y,
            "only one of longitude and latitude is given": ~bad_x
            & ~bad_y
            & (np.isnan(x) != np.isnan(y)),
            "longitude and latitude look swapped": turned,
            "longitude and latitude are not degrees": given
            & ~turned
            & ((np.abs(x) > 180) | (np.abs(y) > 90)),
        },
        notes,
    )


def _require_in_their_columns(
    name: str,
    x: Coordinates,
    y: Coordinates,
    given: NDArray[np.bool_],
    turned: NDArray[np.bool_],
    *,
    swapped: bool,
) -> None:
    """Refuse a file most of whose degrees stand in each other's column, which only the analyst may say."""
    if turned.sum() * 2 <= max(given.sum(), 1):
        return
    if swapped:
        raise DataProblem(
            f"{name} has longitude and latitude in their own columns.",
            f"You said that they are swapped, but {turned.sum():,} of "
            f"{given.sum():,} places would then lie in the Indian Ocean.",
            "Load it again without “longitude and latitude are swapped” (without --swapped on the command line).",
        )
    raise DataProblem(
        f"{name} seems to have longitude and latitude swapped.",
        f"{turned.sum():,} of {given.sum():,} places would lie in "
        f"the Indian Ocean, and in Britain the other way round: the first reads {x[turned][0]:g}, {y[turned][0]:g}.",
        "If so, load it again with “longitude and latitude are swapped” (--swapped on the command line).",
    )


def _grid_coordinates(
    sheet: Sheet,
) -> tuple[Coordinates, Coordinates, dict[str, NDArray[np.bool_]], tuple[str, ...]]:
    """The same from metres on the National Grid, as the files up to 2011 have them."""
    (x, bad_x), (y, bad_y) = (_numbers(sheet.rows[name]) for name in GRID_PLACES)
    x, y, notes = _where_known(x, y, sheet.name)
    given = ~np.isnan(x) & ~np.isnan(y)
    within = (x >= 0) & (x <= GRID_WIDTH) & (y >= 0) & (y <= GRID_HEIGHT)
    degrees = np.full((len(x), 2), np.nan)
    degrees[given & within] = grid_degrees(x[given & within], y[given & within])
    faults = {
        "easting or northing is not a number": bad_x | bad_y,
        "only one of easting and northing is given": ~bad_x & ~bad_y & (np.isnan(x) != np.isnan(y)),
        "easting and northing lie outside the grid": given & ~within,
    }
    return degrees[:, 0], degrees[:, 1], faults, notes


def _where_known(
    x: Coordinates, y: Coordinates, name: str
) -> tuple[Coordinates, Coordinates, tuple[str, ...]]:
    """The same with NaN for pairs that only say that no place is known, and how many those were."""
    unknown = without_place(x, y)
    notes = (f"{name}: {unknown.sum():,} {NO_PLACE}.",) if unknown.any() else ()
    return np.where(unknown, np.nan, x), np.where(unknown, np.nan, y), notes


def _numbers(texts: pa.ChunkedArray) -> tuple[Coordinates, NDArray[np.bool_]]:
    """Text as numbers, NaN where empty or unreadable, and which were unreadable."""
    filled = empty_as_null(texts)
    try:
        values = pc.cast(filled, pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return numbers(filled.fill_null("").to_pandas().astype("str"), degrees=True)
    bad = np.isinf(values)
    return np.where(bad, np.nan, values), bad


def untold_types(month: date, words: frozenset[str]) -> frozenset[str]:
    """Today's types that cannot be told in a month of street-level crime: those that began later and have no row in it, and those
    whose offences stand in it under an older type.

    words  types and titles that stand in the month
    """
    began = table("offence_types").set_index("offence_type")["published_since"]
    later = {
        str(crime_type)
        for crime_type, since in began.items()
        if f"{month:%Y-%m}" < since and crime_type not in words
    }
    older = table("older_offence_types").set_index("older_type")["now"]
    held = {now for word in words & set(older.index) for now in older[word].split("|")}
    return frozenset(later | held)


def per_word(
    words: pa.ChunkedArray, meaning: Callable[[str], Any]
) -> tuple[pa.Array, NDArray[np.bool_]]:
    """What each distinct word means, asked once a word; and which rows have a meaning."""
    column = one_array(words)
    meanings = [meaning(word) for word in column.dictionary.to_pylist()]
    known = np.array([word is not None for word in meanings], dtype=bool)[column.indices.to_numpy()]
    if any(isinstance(word, date) for word in meanings):
        return pa.array(meanings, pa.date32()).take(column.indices), known
    words = list(dict.fromkeys(word for word in meanings if word is not None))
    place = pa.array(
        [words.index(word) if word is not None else None for word in meanings], pa.int32()
    )
    return pa.DictionaryArray.from_arrays(
        place.take(column.indices), pa.array(words, pa.string())
    ), known


def one_array(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def empty_as_null(texts: pa.ChunkedArray) -> pa.Array:
    column = one_array(texts)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
