"""A source that nobody publishes: the whole of its one file, as it would stand in loaders/sources, and a month of its reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import loaders.sources as package
from loaders.sources import registry

ID, TITLE = "made_up_radio", "Shop radio of a made-up town"
LICENCE = "for tests alone"
FILE = '''
"""Offences that shops of a made-up town told each other by radio."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from loaders.area import served
from geo.disclosure.small_cells import PUBLIC
from loaders.documents.archives import Document
from loaders.documents.columns import OFFENCE, completed, same
from loaders.documents.csv_text import read_sheet
from loaders.documents.read_result import ReadResult, all_rejected, split_by_faults
from loaders.sources.source import CountedMeasure, Holds, Marking, ReadSettings, Source

ID = "made_up_radio"
COLUMNS = ["radio_reference", "month", "longitude", "latitude", "type"]


def read(document: Document, settings: ReadSettings) -> ReadResult:
    sheet = read_sheet(document.read(), document.name, COLUMNS)
    raw = sheet.rows.to_pandas()
    month = pd.to_datetime(raw["month"], format="%Y-%m", errors="coerce")
    faults = {"month is not like 2025-03": month.isna().to_numpy()}
    accepted, rejected = split_by_faults(
        sheet.rows, faults, file=document.name, lines=sheet.lines
    )
    columns = {
        "source_id": same(ID, len(raw)),
        "force": same(served().force, len(raw)),
        "source_row": pa.array(sheet.lines),
        "crime_id": pa.array(raw["radio_reference"], pa.string()),
        "month": pa.array(month.dt.date, pa.date32()),
        "offence_type": pa.array(raw["type"], pa.string()),
        "longitude": pa.array(raw["longitude"].astype(float)),
        "latitude": pa.array(raw["latitude"].astype(float)),
        "location_text": same("Shop", len(raw)),
        "outcome": same("", len(raw)),
    }
    rows = completed(columns, OFFENCE, len(raw)).filter(pa.array(accepted))
    return ReadResult(rows, all_rejected(sheet.malformed, rejected), sheet.notes)


SOURCE = Source(
    id=ID,
    title="Shop radio of a made-up town",
    display_name="reports of a shop radio",
    marking=Marking.OFFICIAL,
    licence="for tests alone",
    holds=Holds.OFFENCES,
    recognises=lambda document: "radio_reference" in document.columns,
    read=read,
    disclosure=PUBLIC,
    disclosure_reason="made up",
    owner="nobody",
    area="ward of the shop",
    period="calendar months",
    measures=(CountedMeasure("Radio reports", "whatever was told by radio"),),
)
'''
RESTRICTED_FILE = FILE.replace("    disclosure=PUBLIC,\n", "").replace(
    "Marking.OFFICIAL,", "Marking.SENSITIVE,"
)
FAILING_FILE = FILE.replace(
    "    sheet = read_sheet(",
    '    raise ZeroDivisionError("what stands in the file")\n    sheet = read_sheet(',
)
HEADING = "radio_reference,month,longitude,latitude,type"


@contextmanager
def declared(text: str, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The file stands among the sources, as if it had been put into loaders/sources, until the block ends.

    folder  an empty folder, with no earlier file of this name; its path joins those in which the package's modules are looked for
    """
    import sys

    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{ID}.py").write_text(text, encoding="utf-8")
    with patch.context() as here:
        here.setattr(package, "__path__", [*package.__path__, str(folder)])
        registry.sources.cache_clear()
        try:
            yield
        finally:
            here.undo()
            registry.sources.cache_clear()
            sys.modules.pop(f"{package.__name__}.{ID}", None)


def radio_csv(*rows: tuple[str, tuple[float, float]], kind: str = "Robbery") -> bytes:
    """Reports: a month and a place in degrees each."""
    lines = [
        f"R{number},{month},{longitude:.6f},{latitude:.6f},{kind}"
        for number, (month, (longitude, latitude)) in enumerate(rows, 1)
    ]
    return "\n".join([HEADING, *lines, ""]).encode()
