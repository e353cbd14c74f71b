"""Usual residents of each ward: the ward facts, or a CSV of ward code and residents."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.disclosure.small_cells import PUBLIC
from loaders.boundary_files.ward_layers import WARD_CODE
from loaders.documents.archives import Document
from loaders.documents.csv_text import read_sheet
from loaders.documents.read_result import ReadResult, all_rejected, split_by_faults
from loaders.reference import ward_facts
from loaders.sources.source import Holds, Marking, ReadSettings, Replaces, Source

COLUMNS = ["ward_code", "residents"]
# What a file of residents is read into: a ward's code of any vintage or an LSOA's of 2021, the mid-year or census year that the file
# says (0 where it does not), usual residents of all ages, and those aged 14 to 25 where the file says ages (null where it does not).
ROWS = pa.schema(
    {"area_code": pa.string(), "year": pa.int32(), "residents": pa.int64(), "young": pa.int64()}
)
MOST_RESIDENTS = 10_000_000  # more in one ward is a slip of the keyboard
CENSUS = "Usual residents, Census 2021 (ONS TS021, LSOA figures summed to wards of December 2021)"
NO_RESIDENTS = "none are held; load a CSV of ward_code and residents"


def census_residents() -> pd.DataFrame:
    """ward_code (index), residents (int): the ward facts of December 2021."""
    return (
        ward_facts()[["population_2021"]]
        .rename(columns={"population_2021": "residents"})
        .astype(int)
    )


def read(document: Document, settings: ReadSettings) -> ReadResult:
    """See read_population."""
    del settings  # residents read the same whatever else is loaded
    return read_population(document.read(), document.name)


def read_population(data: bytes, name: str) -> ReadResult:
    """Wards whose residents are a whole number from 0 up; the others come back with a reason."""
    sheet = read_sheet(data, name, COLUMNS)
    raw = sheet.rows.to_pandas()
    residents = pd.to_numeric(raw["residents"].str.replace(",", ""), errors="coerce")
    faults = {
        "ward code is empty": (raw["ward_code"].str.strip() == "").to_numpy(),
        "residents is not a whole number from 0 up": (
            ~residents.between(0, MOST_RESIDENTS) | (residents % 1 != 0)
        ).to_numpy(),
        "the code is not a ward's, like E05 and six digits": ~raw["ward_code"]
        .str.strip()
        .str.fullmatch(WARD_CODE)
        .to_numpy(dtype=bool),
        "the ward stands earlier in this file": raw["ward_code"].duplicated().to_numpy(),
    }
    accepted, rejected = split_by_faults(sheet.rows, faults, file=name, lines=sheet.lines)
    many = len(sheet.rows)
    rows = pa.table(
        {
            "area_code": sheet.rows["ward_code"].cast(pa.string()),
            "year": pa.array(np.zeros(many, dtype=np.int32)),
            "residents": pa.array(np.where(accepted, residents, 0).astype(np.int64)),
            "young": pa.nulls(many, pa.int64()),
        },
        schema=ROWS,
    )
    return ReadResult(
        rows.filter(pa.array(accepted)), all_rejected(sheet.malformed, rejected), sheet.notes
    )


def by_ward(rows: pa.Table) -> pd.DataFrame:
    """ward_code, residents (int) of the newest year in which wards were counted, in the order of the rows.

    rows  as ROWS has them; areas that are no wards are left out
    """
    table = rows.select(["area_code", "year", "residents"]).to_pandas()
    table = table[table["area_code"].str.fullmatch(WARD_CODE).astype(bool)]
    newest = table[table["year"] == table["year"].max()]
    return (
        newest[["area_code", "residents"]]
        .rename(columns={"area_code": "ward_code"})
        .reset_index(drop=True)
    )


SOURCE = Source(
    id="population",
    title="Usual residents by ward",
    display_name="residents",
    marking=Marking.OPEN,
    licence="Open Government Licence v3.0",
    holds=Holds.POPULATION,
    recognises=lambda document: document.has_columns("residents"),
    read=read,
    replaces=Replaces.AS_A_WHOLE,
    disclosure=PUBLIC,
    disclosure_reason="published counts of residents",
    owner="Office for National Statistics",
    order=70,
)
