"""What both readers of partner files share: text, headings without anything personal, rows with a reason where they do not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from geo.core.errors import DataProblem
from loaders.documents.read_result import NONE_REJECTED, require_columns
from loaders.extract.privacy import OF_A_PERSON, require_impersonal
from loaders.register.sheets import records

PERSONAL = re.compile(OF_A_PERSON)
MADE_PERSONAL = (
    "it holds what looks like a telephone number, a number of a person or an e-mail address"
)
Read = Callable[
    [dict[str, str]], dict[str, object]
]  # a row as it is kept; ValueError says what does not fit


def read_rows(
    data: bytes, file: str, needed: Iterable[str], read: Read
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that fit and the others with file, line and reason; no text of a refused row is handed on.

    Refused whole: a file with a column that looks personal, one that lacks a column, one without a row.
    """
    columns, accepted, rejected = list(needed), [], []
    for line, cells in _named(data, file, columns):
        try:
            if any(PERSONAL.search(cell) for cell in cells.values()):
                raise ValueError(MADE_PERSONAL)
            accepted.append(read({name: cells[name].strip() for name in columns}))
        except ValueError as problem:
            rejected.append({"file": file, "line": line, "reason": str(problem), "row": ""})
    if not accepted and not rejected:
        raise DataProblem(
            f"{file} holds no rows.", do="Check that the export was whole, and load it again."
        )
    return pd.DataFrame(accepted), pd.DataFrame(rejected) if rejected else NONE_REJECTED


def headings(data: bytes, file: str) -> list[str]:
    """The headings of a file as they stand, stripped and in small letters; refused where one looks personal."""
    first = next(iter(records(data, file)), None)
    if first is None:
        raise DataProblem(
            f"{file} holds no rows.", do="Check that the export was whole, and load it again."
        )
    require_impersonal(list(first[1]), file)
    return [name.strip().casefold() for name in first[1]]


def _named(data: bytes, file: str, needed: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    require_columns(headings(data, file), needed, file=file)
    for line, cells in records(data, file):
        yield line, {name.strip().casefold(): cell for name, cell in cells.items()}
