"""data.police.uk: street-level crime and stop-and-search files, one force and month each as published."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from geo.core.schema import SEARCHES, STREET, TRANSPORT_POLICE, UNCLASSIFIED
from loaders.area import served
from loaders.reference import forces, offence_types
from loaders.sources.csv_text import Sheet, read_sheet
from loaders.sources.read_result import Loaded, all_rejected, split_by_faults
from loaders.store.columns import OFFENCE, SEARCH, completed

STREET_COLUMNS = [
    "Crime ID",
    "Month",
    "Reported by",
    "Longitude",
    "Latitude",
    "Location",
    "Crime type",
    "Last outcome category",
]
SEARCH_COLUMNS = [
    "Type",
    "Date",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
    "Outcome",
    "Outcome linked to object of search",
]
SEARCH_FILE = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))-([a-z-]+)-stop-and-search\.csv$")
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])$")
BTP_NAME = "British Transport Police"
Coordinates = NDArray[np.float64]


def read_street(data: bytes, name: str, *, swapped: bool = False) -> Loaded:
    """Street-level crimes whose month, force and place make sense; the others come back with a reason.

    swapped  the analyst has said that longitude and latitude stand in each other's column
    """
    sheet = read_sheet(
        data,
        name,
        STREET_COLUMNS,
        repeated=set(STREET_COLUMNS) - {"Crime ID", "Longitude", "Latitude"},
    )
    raw = sheet.rows
    longitude, latitude, faults = _coordinates(sheet, swapped=swapped)
    months, known_month = _per_word(raw["Month"], _month)
    slugs = {said: slug for slug, said in forces().items()}
    force, known_force = _per_word(raw["Reported by"], slugs.get)
    source, _ = _per_word(
        raw["Reported by"], lambda said: TRANSPORT_POLICE if slugs.get(said) == "btp" else STREET
    )
    types = set(offence_types())
    offence_type, _ = _per_word(
        raw["Crime type"], lambda said: said if said in types else UNCLASSIFIED
    )
    title, unknown_type = _per_word(raw["Crime type"], lambda said: None if said in types else said)
    faults |= {
        "month is not like 2025-03": ~known_month,
        "“Reported by” names no force in data/forces.csv": ~known_force,
        "the same row with the same Crime ID stands earlier in this file": _repeated(raw),
    }
    kept, rejected = split_by_faults(raw, faults, file=name, lines=sheet.lines)
    columns = {
        "source_id": source,
        "force": force,
        "source_row": pa.array(sheet.lines),
        "crime_id": _empty_as_null(raw["Crime ID"]),
        "month": months,
        "offence_type": offence_type,
        "offence_title": title,
        "longitude": pa.array(longitude, from_pandas=True),
        "latitude": pa.array(latitude, from_pandas=True),
        "location_text": raw["Location"],
        "outcome": raw["Last outcome category"],
    }
    rows = completed({k: _one(v) for k, v in columns.items()}, OFFENCE, len(raw)).filter(
        pa.array(kept)
    )
    notes = (
        sheet.notes
        + _repeated_ids(rows["crime_id"], name)
        + _unknown_types(raw["Crime type"], unknown_type & kept, name)
    )
    return Loaded(rows, all_rejected(sheet.malformed, rejected), notes)


def read_searches(data: bytes, name: str, *, swapped: bool = False) -> Loaded:
    """Stops and searches whose date and place make sense; the force is told by the file's name, as published.

    swapped  the analyst has said that longitude and latitude stand in each other's column
    """
    named = SEARCH_FILE.search(name)
    if not named or named[2] not in forces():
        raise DataProblem(
            f"{name} does not say which force it is of.",
            "Stop-and-search files hold no force column, and belong to the month in their name.",
            f"Name it as data.police.uk does, like 2023-01-{served().force}-stop-and-search.csv, and load it again.",
        )
    sheet = read_sheet(data, name, SEARCH_COLUMNS)
    raw = sheet.rows
    longitude, latitude, faults = _coordinates(sheet, swapped=swapped)
    at = pd.to_datetime(raw["Date"].to_pandas(), utc=True, errors="coerce", format="ISO8601")
    faults["date is not like 2023-01-31T14:05:00+00:00"] = at.isna().to_numpy()
    kept, rejected = split_by_faults(raw, faults, file=name, lines=sheet.lines)
    linked = {"True": "true", "False": "false"}
    columns = {
        "source_id": pa.array([SEARCHES] * len(raw)),
        "force": pa.array([named[2]] * len(raw)),
        "source_row": pa.array(sheet.lines),
        "at": pa.array(at.dt.floor("s")),
        # The month is the file's: a search near midnight at a month's end must not start a month of its own.
        "month": pa.array([date.fromisoformat(f"{named[1]}-01")] * len(raw), pa.date32()),
        "kind": raw["Type"],
        "object": raw["Object of search"],
        "legislation": raw["Legislation"],
        "outcome": raw["Outcome"],
        "linked": pa.array(
            [
                linked.get(v, "unknown")
                for v in raw["Outcome linked to object of search"].to_pylist()
            ]
        ),
        "gender": raw["Gender"],
        "age_band": raw["Age range"],
        "ethnicity_self": raw["Self-defined ethnicity"],
        "ethnicity_officer": raw["Officer-defined ethnicity"],
        "operation_name": raw["Policing operation"],
        "longitude": pa.array(longitude, from_pandas=True),
        "latitude": pa.array(latitude, from_pandas=True),
    }
    texts = {
        k: _empty_as_null(v) if pa.types.is_string(v.type) else _one(v) for k, v in columns.items()
    }
    rows = completed(texts, SEARCH, len(raw)).filter(pa.array(kept))
    return Loaded(rows, all_rejected(sheet.malformed, rejected), sheet.notes)


def _coordinates(
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
    filled = _empty_as_null(texts)
    try:
        numbers = pc.cast(filled, pa.float64()).to_numpy(zero_copy_only=False)
        bad = np.isinf(numbers)
    except pa.ArrowInvalid:
        numbers = pd.to_numeric(filled.to_pandas(), errors="coerce").to_numpy(float)
        bad = np.isnan(numbers) & filled.is_valid().to_numpy(zero_copy_only=False) | np.isinf(
            numbers
        )
    return np.where(bad, np.nan, numbers), bad


def _per_word(
    words: pa.ChunkedArray, meaning: Callable[[str], Any]
) -> tuple[pa.Array, NDArray[np.bool_]]:
    """What each distinct word means, asked once a word; and which rows have a meaning."""
    column = _one(words)
    said = [meaning(word) for word in column.dictionary.to_pylist()]
    known = np.array([word is not None for word in said], dtype=bool)[column.indices.to_numpy()]
    if any(isinstance(word, date) for word in said):
        return pa.array(said, pa.date32()).take(column.indices), known
    words = list(dict.fromkeys(word for word in said if word is not None))
    place = pa.array([words.index(word) if word is not None else None for word in said], pa.int32())
    return pa.DictionaryArray.from_arrays(
        place.take(column.indices), pa.array(words, pa.string())
    ), known


def _month(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if MONTH.match(text) else None


def _repeated(raw: pa.Table) -> NDArray[np.bool_]:
    """Rows equal in every column to an earlier one, looked for only where the first twelve signs of a Crime ID occur again."""
    repeated = np.zeros(len(raw), dtype=bool)
    starts = pc.binary_slice(_one(raw["Crime ID"]).cast(pa.binary()), 0, 12).dictionary_encode()
    words = starts.indices.to_numpy()
    again = np.bincount(words, minlength=len(starts.dictionary)) > 1
    blank = starts.dictionary.index(pa.scalar(b"")).as_py()
    if blank >= 0:
        again[blank] = False
    at = np.flatnonzero(again[words])
    if len(at):
        repeated[at] = raw.take(at).to_pandas().duplicated().to_numpy()
    return repeated


def _repeated_ids(ids: pa.ChunkedArray, name: str) -> tuple[str, ...]:
    """How many rows bear a Crime ID that an earlier one bears too, with other facts."""
    starts = pc.binary_slice(_one(ids).cast(pa.binary()), 0, 12)
    again = len(starts) - starts.null_count - pc.count_distinct(starts, mode="only_valid").as_py()
    if again:  # so many begin alike; the whole id decides
        again = len(ids) - ids.null_count - pc.count_distinct(ids, mode="only_valid").as_py()
    return (
        (
            f"{name}: {again:,} rows repeat the Crime ID of another with other facts; all are kept and counted.",
        )
        if again
        else ()
    )


def _unknown_types(said: pa.ChunkedArray, unknown: NDArray[np.bool_], name: str) -> tuple[str, ...]:
    counted = (
        pc.value_counts(said.filter(pa.array(unknown)).cast(pa.string())).to_pylist()
        if unknown.any()
        else []
    )
    return tuple(
        f"{name}: {row['counts']:,} rows have the unknown crime type “{row['values']}”; they are kept and shown as unclassified."
        for row in counted
    )


def _one(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _empty_as_null(texts: pa.ChunkedArray) -> pa.Array:
    column = _one(texts)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
