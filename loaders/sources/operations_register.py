"""Operations as the register lists them: name, what it is, where it is shown, when it ran."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.core.schema import REGISTER
from geo.core.vintage_words import vintage_id
from geo.disclosure.small_cells import PUBLIC
from loaders.documents.archives import Document
from loaders.documents.csv_text import read_sheet
from loaders.documents.read_result import ReadResult, all_rejected, split_by_faults
from loaders.sources.source import Holds, Marking, ReadSettings, Replaces, Source

VINTAGE = "ward_vintage"
NO_VINTAGES: Mapping[str, frozenset[str]] = {}
COLUMNS = [
    "name",
    "instance",
    "aim",
    "place",
    "ward_code",
    "ward_vintage",
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
    return read_operations(
        document.read(), document.name, set(settings.wards), dict(settings.vintages)
    )


def read_operations(
    data: bytes,
    name: str,
    known_wards: set[str],
    vintages: Mapping[str, frozenset[str]] = NO_VINTAGES,
) -> ReadResult:
    """Operations whose dates and ward make sense; the others come back with a reason.

    known_wards  codes of the wards of any vintage
    vintages     the same by vintage

    A ward left empty means force-wide; a date left empty means not recorded. The vintage of the ward, like 2021-12, may be left out.
    """
    needed = [column for column in COLUMNS if column != VINTAGE]
    sheet = read_sheet(data, name, needed, optional=[VINTAGE])
    raw = sheet.rows.to_pandas()
    stated = raw[VINTAGE].map(_vintage)
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
        "the vintage of the ward is not a year and month like 2021-12": stated.isna().to_numpy(),
        "ward code is none of the vintage given, and no point says where it lies": np.array(
            [
                _elsewhere(code, vintage, vintages)
                for code, vintage in zip(raw["ward_code"], stated, strict=True)
            ],
            bool,
        )
        & longitude.isna().to_numpy(),
        "a place is given but longitude and latitude are not degrees": (
            (longitude.isna() & (raw["longitude"] != ""))
            | (latitude.isna() & (raw["latitude"] != ""))
            | (longitude.abs() > 180)
            | (latitude.abs() > 90)
        ).to_numpy(),
    }
    accepted, rejected = split_by_faults(sheet.rows, faults, file=name, lines=sheet.lines)
    typed = {"start": start.dt.date, "end": end.dt.date, VINTAGE: stated}
    rows = raw.assign(**typed, longitude=longitude, latitude=latitude)[accepted]
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


def _vintage(text: str) -> str | None:
    try:
        return vintage_id(text)
    except ValueError:
        return None


def _elsewhere(code: str, vintage: str | None, vintages: Mapping[str, frozenset[str]]) -> bool:
    """Whether a code is of another vintage than the one that is named, by its id or by its year."""
    if not code or not vintage or not vintages:
        return False
    year_alone = 4 in (len(vintage), *map(len, vintages))
    meant = [
        codes
        for name, codes in vintages.items()
        if name == vintage or (year_alone and name[:4] == vintage[:4])
    ]
    return not any(code in codes for codes in meant) and any(
        code in codes for codes in vintages.values()
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
