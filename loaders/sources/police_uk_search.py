"""Stops and searches as data.police.uk publishes them: one force and month a file."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pyarrow as pa

from geo.core.errors import DataProblem
from geo.core.schema import SEARCHES
from geo.disclosure.small_cells import PUBLIC
from loaders.area import served
from loaders.documents.archives import Document
from loaders.documents.columns import SEARCH, completed
from loaders.documents.csv_text import read_sheet
from loaders.documents.home_area import require_at_home
from loaders.documents.read_result import ReadResult, all_rejected, split_by_faults
from loaders.reference import forces
from loaders.sources.police_uk import AREA, LICENCE, REASON, coordinates, empty_as_null, one_array
from loaders.sources.source import (
    CountedMeasure,
    Holds,
    Marking,
    ReadSettings,
    Source,
)

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


def read(document: Document, settings: ReadSettings) -> ReadResult:
    """See read_searches."""
    return read_searches(document.read(), document.name, swapped=settings.swapped)


def read_searches(data: bytes, name: str, *, swapped: bool = False) -> ReadResult:
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
    longitude, latitude, faults, places = coordinates(sheet, swapped=swapped)
    if named[2] == served().force:
        written = longitude, latitude
        require_at_home(name, written, written, metres=False)
    at = pd.to_datetime(raw["Date"].to_pandas(), utc=True, errors="coerce", format="ISO8601")
    faults["date is not like 2023-01-31T14:05:00+00:00"] = at.isna().to_numpy()
    accepted, rejected = split_by_faults(raw, faults, file=name, lines=sheet.lines)
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
        k: empty_as_null(v) if pa.types.is_string(v.type) else one_array(v)
        for k, v in columns.items()
    }
    rows = completed(texts, SEARCH, len(raw)).filter(pa.array(accepted))
    return ReadResult(rows, all_rejected(sheet.malformed, rejected), sheet.notes + places)


SOURCE = Source(
    id=SEARCHES,
    title="{force}, stop and search (data.police.uk)",
    display_name="stop-and-search files of data.police.uk",
    marking=Marking.OPEN,
    licence=LICENCE,
    holds=Holds.SEARCHES,
    file_names=re.compile(r"-stop-and-search\.csv$"),
    recognises=lambda document: document.has_columns("Object of search"),
    read=read,
    disclosure=PUBLIC,
    disclosure_reason=REASON,
    area=AREA,
    period="day and time",
    measures=(
        CountedMeasure(
            "Stops and searches", "searches of a person or vehicle; one in ten has no point"
        ),
    ),
    order=40,
)
