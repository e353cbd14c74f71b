"""What the files of data.police.uk have in common: places in degrees, words told once, empty cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from loaders.documents.csv_text import Sheet

LICENCE = "Open Government Licence v3.0"
REASON = "published as it stands, places moved by the publisher"
AREA = "ward of the published point"
Coordinates = NDArray[np.float64]


def coordinates(
    sheet: Sheet, *, swapped: bool
) -> tuple[Coordinates, Coordinates, dict[str, NDArray[np.bool_]]]:
    """Longitude and latitude in degrees, NaN where not given, and what is wrong with them row by row."""
    first, second = ("Latitude", "Longitude") if swapped else ("Longitude", "Latitude")
    (x, bad_x), (y, bad_y) = _numbers(sheet.rows[first]), _numbers(sheet.rows[second])
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
    if turned.sum() * 2 > max(given.sum(), 1) and swapped:
        raise DataProblem(
            f"{sheet.name} has longitude and latitude in their own columns.",
            f"You said that they are swapped, but {turned.sum():,} of "
            f"{given.sum():,} places would then lie in the Indian Ocean.",
            "Load it again without “longitude and latitude are swapped” (without --swapped on the command line).",
        )
    if turned.sum() * 2 > max(given.sum(), 1):
        raise DataProblem(
            f"{sheet.name} seems to have longitude and latitude swapped.",
            f"{turned.sum():,} of {given.sum():,} places would lie in "
            f"the Indian Ocean, and in Britain the other way round: the first reads {x[turned][0]:g}, {y[turned][0]:g}.",
            "If so, load it again with “longitude and latitude are swapped” (--swapped on the command line).",
        )
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
    )


def _numbers(texts: pa.ChunkedArray) -> tuple[Coordinates, NDArray[np.bool_]]:
    """Text as numbers, NaN where empty or unreadable, and which were unreadable."""
    filled = empty_as_null(texts)
    try:
        numbers = pc.cast(filled, pa.float64()).to_numpy(zero_copy_only=False)
        bad = np.isinf(numbers)
    except pa.ArrowInvalid:
        numbers = pd.to_numeric(filled.to_pandas(), errors="coerce").to_numpy(float)
        bad = np.isnan(numbers) & filled.is_valid().to_numpy(zero_copy_only=False) | np.isinf(
            numbers
        )
    return np.where(bad, np.nan, numbers), bad


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
