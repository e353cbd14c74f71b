"""A published index of harm: what one offence of each code, or of each type, weighs. The figures are its publisher's; none are shipped."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.core.errors import DataProblem
from geo.disclosure.small_cells import PUBLIC
from geo.rates.harm import HarmWeights
from loaders.documents.archives import Document
from loaders.documents.csv_text import Sheet, read_sheet
from loaders.documents.read_result import ReadResult, all_rejected, split_by_faults
from loaders.reference import offence_types
from loaders.sources.source import Holds, Marking, ReadSettings, Replaces, Source

CODE, TYPE = "offence_code", "offence_type"
SAID = ("index", "date", "unit")  # the same in every row
COLUMNS = [*SAID, "word", "weight", "by"]
TEMPLATE = (
    "index,date,unit,offence_code,weight\n"
    "name of the index,when it was published,what a weight is,10D,\n"
)


def read(document: Document, settings: ReadSettings) -> ReadResult:
    """See read_weights."""
    del settings
    return read_weights(document.read(), document.name)


def read_weights(data: bytes, name: str) -> ReadResult:
    """The weights of a file whose word and number make sense; the others come back with a reason.

    Columns: index, date and unit (the same in every row), weight, and offence_code or offence_type. Codes are those of the force's
    extract, without leading noughts; types those of police.uk.

    Raises DataProblem where the file names two indexes, dates or units, none, or both codes and types.
    """
    sheet = read_sheet(data, name, [*SAID, "weight"], optional=[CODE, TYPE])
    raw = sheet.rows.to_pandas().apply(lambda column: column.str.strip())
    by = _by(sheet, name)
    for column in SAID:
        _require_one(raw[column], column, name)
    word = raw[by].str.upper().str.replace(" ", "").str.lstrip("0") if by == CODE else raw[by]
    weight = pd.to_numeric(raw["weight"].str.replace(",", ""), errors="coerce").astype(float)
    faults = {
        f"{by} is empty": (word == "").to_numpy(),
        "the weight is not a number of 0 or more": ~(
            np.isfinite(weight) & (weight >= 0)
        ).to_numpy(),
        f"the same {by} stands earlier in this file": (word.duplicated() & (word != "")).to_numpy(),
    }
    if by == TYPE:
        faults["no such type is published by police.uk"] = ~word.isin(
            ["", *offence_types()]
        ).to_numpy()
    accepted, rejected = split_by_faults(sheet.rows, faults, file=name, lines=sheet.lines)
    rows = raw[list(SAID)].assign(word=word, weight=weight, by=by)[accepted]
    schema = pa.schema(
        [(column, pa.float64() if column == "weight" else pa.string()) for column in COLUMNS]
    )
    return ReadResult(
        pa.Table.from_pandas(rows[COLUMNS], schema, preserve_index=False),
        all_rejected(sheet.malformed, rejected),
        sheet.notes,
    )


def _by(sheet: Sheet, name: str) -> str:
    given = [column for column in (CODE, TYPE) if column not in sheet.absent]
    if len(given) == 1:
        return given[0]
    raise DataProblem(
        f"{name} must say by what its weights go: {CODE} or {TYPE}.",
        f"It has {'both' if given else 'neither'} of these columns.",
        "Give one of them. Codes weigh a force's own extract; types weigh data.police.uk too.",
    )


def _require_one(column: pd.Series, what: str, name: str) -> None:
    given = list(dict.fromkeys(column))
    if len(given) != 1 or not given[0]:
        raise DataProblem(
            f"{name} does not say one {what} of its weights in every row.",
            f"It says: {', '.join(f'“{word}”' for word in given[:5]) or 'nothing'}.",
            "Weights of two indexes, or of two dates, cannot be added. Load one of them, with its name, date and unit in each row.",
        )


def write_weights_form(path: Path) -> None:
    """Write an empty file of weights; an existing file is left alone."""
    if path.exists():
        raise DataProblem(
            f"{path.name} is there already.",
            f"It lies at {path}.",
            "Choose another name, or take it away first.",
            "It is as it was.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEMPLATE, encoding="utf-8")


def held_weights(path: Path) -> HarmWeights:
    """The weights as a build keeps them."""
    rows = pq.read_table(path).to_pandas()
    first = rows.iloc[0]
    weights = dict(zip(rows["word"], rows["weight"], strict=True))
    assert all(map(math.isfinite, weights.values()))
    return HarmWeights(first["index"], first["date"], first["unit"], weights, first["by"] == CODE)


SOURCE = Source(
    id="harm_weights",
    title="Weights of harm, a published index",
    display_name="weights of harm",
    marking=Marking.OFFICIAL,
    licence="as its publisher says",
    holds=Holds.WEIGHTS,
    recognises=lambda document: (
        document.has_columns("index", "unit", "weight")
        and (document.has_columns(CODE) or document.has_columns(TYPE))
    ),
    read=read,
    replaces=Replaces.AS_A_WHOLE,
    disclosure=PUBLIC,
    disclosure_reason="figures of a published index; nothing in it is of an offence",
    owner="its publisher",
    order=70,
)
