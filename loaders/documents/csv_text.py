"""Comma-separated text as people really save it: any usual encoding, a byte order mark, semicolons; into a table of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from loaders.documents.read_result import NONE_REJECTED, REJECTED, require_columns

HEADING_BYTES = 1 << 16
LONGEST_CELL = 5_000_000  # characters; a drawn area in a register's sheet may take some
UNEVEN = "the row has more or fewer columns than the heading"
AS_UTF_16 = "{name} was read as UTF-16 text."
AS_LATIN_1 = "{name} is not UTF-8; it was read as Latin-1, so check its accents."
REPEATED = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class Sheet:
    """One file as text: its rows, the line each stands on, the rows of the wrong length, and what we noticed."""

    name: str
    rows: pa.Table
    lines: NDArray[np.int64]
    malformed: pd.DataFrame
    notes: tuple[str, ...] = ()


def not_utf_16(name: str, seen: str) -> DataProblem:
    """What is said of a file that begins as UTF-16 text and does not go on so."""
    return DataProblem(
        f"{name} starts like UTF-16 text but cannot be read as such.",
        seen,
        "Save it again as CSV (UTF-8) and load that.",
    )


def as_utf8(data: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    """The same text as UTF-8 without a byte order mark, and a note where it was something else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").encode(), (AS_UTF_16.format(name=name),)
        except UnicodeDecodeError as problem:
            raise not_utf_16(name, f"{problem.reason} at byte {problem.start:,}.") from problem
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith(b"PK\x03\x04"):
        raise DataProblem(
            f"{name} is an Excel workbook or a ZIP archive, not text.",
            do="Save its sheet as CSV (UTF-8), or give it its own ending.",
        )
    if data[:512].lstrip().lower().startswith((b"<!doctype", b"<html")):
        raise DataProblem(
            f"{name} is a web page, not data.",
            "It starts with an HTML tag.",
            "It may be an error page saved by mistake: download the file again.",
        )
    if b"\0" in data[:4096]:
        raise DataProblem(
            f"{name} is not text.", "It holds zero bytes.", "Save it as CSV (UTF-8) and load that."
        )
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1").encode(), (AS_LATIN_1.format(name=name),)
    return data, ()


def delimiter_of(data: bytes) -> str:
    """The sign that separates the columns of the first line: comma, semicolon or tab."""
    heading = data.split(b"\n", 1)[0]
    return max(",;\t", key=lambda sign: heading.count(sign.encode()))


def heading_of(data: bytes, name: str) -> list[str]:
    """The column names of a file as bytes, whatever its encoding; used to tell which reader it is for."""
    _require_filled(data, name)
    return _names(as_utf8(data[:HEADING_BYTES], name)[0])


def _require_filled(data: bytes, name: str) -> None:
    if not data or data.isspace():
        raise DataProblem(f"{name} is empty.", do="Download or save it again.")


def _names(data: bytes) -> list[str]:
    return [
        name.strip("\r").strip('"')
        for name in data.split(b"\n", 1)[0].decode().split(delimiter_of(data))
    ]


def read_sheet(
    data: bytes, name: str, needed: Iterable[str], *, repeated: Iterable[str] = ()
) -> Sheet:
    """The needed columns of a file as text, every value kept as written; no row is lost without its line.

    needed    column names that must be there; others are passed over
    repeated  those of them that hold few distinct values, kept as a dictionary

    Raises DataProblem for an empty file, a web page, bytes that are no text, or a missing column.
    """
    needed, repeated = list(needed), set(repeated)
    _require_filled(data, name)
    data, notes = as_utf8(data, name)
    delimiter = delimiter_of(data)
    if delimiter != ",":
        notes += (
            f"{name} separates its columns with {'a tab' if delimiter == chr(9) else delimiter}.",
        )
    require_columns(_names(data), needed, file=name)
    malformed: list[tuple[int, str]] = []

    def keep(row: pacsv.InvalidRow) -> str:
        malformed.append((row.number, row.text))
        return "skip"

    try:
        rows = pacsv.read_csv(
            pa.BufferReader(data),
            pacsv.ReadOptions(use_threads=False, block_size=max(len(data), 1 << 16)),
            pacsv.ParseOptions(
                delimiter=delimiter, invalid_row_handler=keep, newlines_in_values=False
            ),
            pacsv.ConvertOptions(
                include_columns=needed,
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
                column_types={c: REPEATED if c in repeated else pa.string() for c in needed},
            ),
        )
    except pa.ArrowInvalid as problem:
        raise DataProblem(
            f"{name} cannot be read as a table.", f"{problem}."[:300], "Mend or download it again."
        ) from problem
    filled = _filled_lines(data, len(rows) + len(malformed), name, delimiter)
    wrong = np.array([number for number, _ in malformed], dtype=np.int64)
    rejected = NONE_REJECTED
    if malformed:
        rejected = pd.DataFrame(
            {
                "file": name,
                "line": filled[wrong - 1],
                "row": [text for _, text in malformed],
                "reason": UNEVEN,
            }
        )[REJECTED]
    return Sheet(
        name, rows.combine_chunks(), np.delete(filled, np.append(wrong, 1) - 1), rejected, notes
    )


def text_rows(
    text: Iterable[str], name: str, delimiter: str = ","
) -> Iterator[tuple[int, list[str]]]:
    """Row by row as the csv module reads it: the line it begins on, from 1, and its cells; lines without any are left out.

    text  lines with their line breaks, as a file opened with newline="" gives them

    Raises DataProblem where a quotation mark is not closed where it should be.
    """
    csv.field_size_limit(LONGEST_CELL)
    rows, line = csv.reader(text, delimiter=delimiter, strict=True), 1
    try:
        for cells in rows:
            if cells:
                yield line, cells
            line = rows.line_num + 1
    except csv.Error as problem:
        raise DataProblem(
            f"{name} cannot be read as a table.",
            f"A quotation mark in the row that begins on line {line:,} is not closed "
            "where it should be.",
            "Mend or download it again.",
        ) from problem


def _filled_lines(data: bytes, rows: int, name: str, delimiter: str) -> NDArray[np.int64]:
    """The line that the heading and every row begin on; blank lines are passed over, and a quoted value may hold line breaks.

    Raises DataProblem where a quotation mark that is never closed would swallow the rows after it.
    """
    if data.count(b"\n") + (not data.endswith(b"\n")) == rows + 1:
        return np.arange(1, rows + 2, dtype=np.int64)
    begun = [line for line, _ in text_rows(io.StringIO(data.decode(), newline=""), name, delimiter)]
    if len(begun) != rows + 1:
        raise DataProblem(
            f"{name} cannot be read as a table.",
            f"It has {len(begun) - 1:,} rows by its line breaks and {rows:,} by its columns.",
            "Mend or download it again.",
        )
    return np.array(begun, dtype=np.int64)
