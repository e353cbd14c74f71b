"""Operations as the register lists them: name, what it is, where it is shown, when it ran."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.core.schema import REGISTER
from geo.disclosure.small_cells import PUBLIC
from loaders.documents.archives import Document
from loaders.documents.csv_text import read_sheet
from loaders.documents.read_result import ReadResult, all_rejected, split_by_faults
from loaders.sources.source import Holds, Marking, ReadSettings, Replaces, Source

COLUMNS = [
    "name",
    "instance",
    "aim",
    "place",
    "ward_code",
    "longitude",
    "latitude",
    "start",
    "end",
    "status",
    "plan",
    "source",
]


def read(document: Document, settings: ReadSettings) -> ReadResult:
    """See read_operations; a ward must be one of the boundaries'."""
    return read_operations(document.read(), document.name, set(settings.wards))


def read_operations(data: bytes, name: str, known_wards: set[str]) -> ReadResult:
    """Operations whose dates and ward make sense; the others come back with a reason.

    A ward left empty means force-wide; a date left empty means not recorded.
    """
    sheet = read_sheet(data, name, COLUMNS)
    raw = sheet.rows.to_pandas()
    start, end = (
        pd.to_datetime(raw[c], format="%d/%m/%Y", errors="coerce") for c in ("start", "end")
    )
    longitude, latitude = (
        pd.to_numeric(raw[c], errors="coerce") for c in ("longitude", "latitude")
    )
    faults = {
        "the operation has no name": (raw["name"].str.strip() == "").to_numpy(),
        "a date is given but not like 31/03/2025": (
            (start.isna() & (raw["start"] != "")) | (end.isna() & (raw["end"] != ""))
        ).to_numpy(),
        "ends before it starts": (end < start).to_numpy(),
        "ward code is not in the boundaries": (
            ~raw["ward_code"].isin(known_wards | {""})
        ).to_numpy(),
        "a place is given but longitude and latitude are not degrees": (
            (longitude.isna() & (raw["longitude"] != ""))
            | (latitude.isna() & (raw["latitude"] != ""))
            | (longitude.abs() > 180)
            | (latitude.abs() > 90)
        ).to_numpy(),
    }
    accepted, rejected = split_by_faults(sheet.rows, faults, file=name, lines=sheet.lines)
    rows = raw.assign(start=start.dt.date, end=end.dt.date, longitude=longitude, latitude=latitude)[
        accepted
    ]
    types = {
        "start": pa.date32(),
        "end": pa.date32(),
        "longitude": pa.float64(),
        "latitude": pa.float64(),
    }
    schema = pa.schema([(column, types.get(column, pa.string())) for column in COLUMNS])
    return ReadResult(
        pa.Table.from_pandas(rows[COLUMNS], schema, preserve_index=False),
        all_rejected(sheet.malformed, rejected),
        sheet.notes,
    )


def names_in(register: Path) -> list[str]:
    """The names of operations in a register as a build keeps it, in its order; an operation run several times stands several times."""
    names: list[str] = pq.read_table(register, columns=["name"])["name"].to_pylist()
    return names


SOURCE = Source(
    id=REGISTER,
    title="Operations register",
    display_name="operations",
    marking=Marking.OFFICIAL,
    licence="Open Government Licence v3.0",
    holds=Holds.OPERATIONS,
    recognises=lambda document: document.has_columns("name", "start", "end"),
    read=read,
    replaces=Replaces.AS_A_WHOLE,
    disclosure=PUBLIC,
    disclosure_reason="names of operations, places and dates only",
    order=60,
)
