"""Text of rows and columns as people really save it: any usual encoding, separator and heading; into a table of text."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from loaders.documents.encodings import AS_WINDOWS, as_text, narrow_encoding, wide_encoding
from loaders.documents.headings import bare_name, matched_names
from loaders.documents.markup import is_markup
from loaders.documents.read_result import NONE_REJECTED, REJECTED, require_columns
from loaders.documents.workbook import SEARCHED, Row, is_workbook, opened_workbook

HEADING_BYTES = 1 << 16
LONGEST_CELL = 5_000_000  # characters; a drawn area in a register's sheet may take some
MOST_UNEVEN = (
    50_000  # rows of another length than the heading; of more, each would be kept for nothing
)
UNEVEN = "the row has more or fewer columns than the heading"
REPEATED = pa.dictionary(pa.int32(), pa.string())
SIGNS = {",": "a comma", ";": ";", "\t": "a tab", "|": "|"}
SEPARATOR = re.compile(r'\ufeff?"?sep=(.)"?[;,\t|]*\r?\n', re.I)  # Excel's own first line
QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Sheet:
    """One file as text: its rows, the line each stands on, the rows of the wrong length, what we noticed, and optional columns it lacks."""

    name: str
    rows: pa.Table
    lines: NDArray[np.int64]
    malformed: pd.DataFrame
    notes: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()


def as_utf8(data: bytes, name: str) -> tuple[bytes, tuple[str, ...]]:
    """The same text as UTF-8 without a byte order mark, and a note where it was something else.

    Raises DataProblem for a workbook, a web page, and bytes that are no text.
    """
    if wide_encoding(data):
        text, notes = as_text(data, name)
        return text.encode(), notes
    data = data.removeprefix(codecs.BOM_UTF8)
    if data.startswith(b"PK\x03\x04"):
        raise DataProblem(
            f"{name} is an Excel workbook or a ZIP archive, not text.",
            do="Save its sheet as CSV (UTF-8), or give it its own ending.",
        )
    if is_markup(data):
        raise DataProblem(
            f"{name} is a web page, not data.",
            "It starts with an HTML tag.",
            "It may be an error page saved by mistake: download the file again.",
        )
    if b"\0" in data[:4096]:
        raise DataProblem(
            f"{name} is not text.", "It holds zero bytes.", "Save it as CSV (UTF-8) and load that."
        )
    if b"\r" in data[:HEADING_BYTES] and b"\n" not in data[:HEADING_BYTES]:
        data = data.replace(b"\r", b"\n")  # line ends of the first Macs, which Excel still offers
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode(narrow_encoding(data)).encode(), (AS_WINDOWS.format(name=name),)
    return data, ()


def delimiter_of(data: bytes) -> str:
    """The sign that separates the columns of the first line, outside its quotes: comma, semicolon, tab or bar."""
    heading = QUOTED.sub("", data.split(b"\n", 1)[0].decode(errors="replace"))
    return max(SIGNS, key=heading.count)


def richest_line(start: bytes) -> bytes:
    """Of the first lines, the one with most separators: titles above the heading have none."""
    return max(
        start.split(b"\n")[:SEARCHED],
        key=lambda line: max(line.count(sign.encode()) for sign in SIGNS),
    )


def separator_note(delimiter: str, name: str) -> tuple[str, ...]:
    """What is said of a file that separates its columns with another sign than a comma."""
    return (
        ()
        if delimiter == ","
        else (f"{name} separates its columns with {SIGNS.get(delimiter, delimiter)}.",)
    )


def stated_separator(start: str) -> tuple[str, int]:
    """The separator that a file's first line states for Excel (“sep=;”), and how long that line is; empty and 0 where it states none."""
    stated = SEPARATOR.match(start)
    return (stated[1], stated.end()) if stated else ("", 0)


def first_rows_of_text(data: bytes, name: str) -> list[list[str]]:
    """The cells of the first lines of a file of text that are not blank, whatever its encoding and separator."""
    _require_filled(data, name)
    text = as_utf8(data[:HEADING_BYTES], name)[0]
    return [[cell.strip() for cell in row.cells] for row in _top(text)[0]]


@dataclass(frozen=True)
class _TopRow:
    """One of the first rows: the lines of the file that it begins and ends on, and its cells as written."""

    begins: int
    ends: int
    cells: list[str]


def _top(text: bytes) -> tuple[list[_TopRow], str]:
    """The first rows that are not blank, and the separator of the file."""
    start = text[:HEADING_BYTES].decode(errors="ignore")
    delimiter, skipped = stated_separator(start)
    before = int(bool(skipped))
    delimiter = delimiter or delimiter_of(richest_line(start.encode()))
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(start[skipped:], newline=""), delimiter=delimiter)
    top, line = list[_TopRow](), 1
    with contextlib.suppress(csv.Error):  # what is wrong is said when the whole file is read
        for cells in islice(rows, SEARCHED):
            if any(cell.strip() for cell in cells):
                top.append(_TopRow(line + before, rows.line_num + before, cells))
            line = rows.line_num + 1
    return top, delimiter


def most_filled(rows: Sequence[list[str]]) -> list[str]:
    """The first of the rows that has most cells filled, which is how a heading stands among titles and data."""
    return max(rows, key=lambda row: sum(map(bool, row)), default=[])


def _require_filled(data: bytes, name: str) -> None:
    if not data or data.isspace():
        raise DataProblem(f"{name} is empty.", do="Download or save it again.")


@dataclass(frozen=True)
class _Plain:
    """A table as bytes of UTF-8 that begin with its heading.

    above  lines of the file that stand above the second line here, less one
    lines  the line of the heading and of each row, where they cannot be counted here
    """

    data: bytes
    names: list[str]
    delimiter: str
    above: int = 0
    lines: NDArray[np.int64] | None = None
    notes: tuple[str, ...] = ()


def read_sheet(
    data: bytes,
    name: str,
    needed: Iterable[str],
    *,
    optional: Iterable[str] = (),
    repeated: Iterable[str] = (),
) -> Sheet:
    """The needed columns of a file as text, every value kept as written; no row is lost without its line.

    data      text of any usual encoding and separator, a workbook, or a page with a table
    needed    column names that must be there, as they stand or nearly so; others are passed over
    optional  names that may be there; where they are not, the column is empty and named in `absent`
    repeated  those of them that hold few distinct values, kept as a dictionary

    Raises DataProblem for an empty file, a web page without a table, bytes that are no table, or a missing column.
    """
    needed, optional, repeated = list(needed), list(optional), set(repeated)
    _require_filled(data, name)
    plain = _plain(data, name, needed, optional)
    there = [*needed, *(column for column in optional if column in plain.names)]
    rows, malformed = _arrow_rows(plain, name, there, repeated)
    if plain.lines is None and any(
        text.rstrip().endswith(plain.delimiter) for _, text in malformed
    ):
        plain = _without_trailing(plain, name)
        rows, malformed = _arrow_rows(plain, name, there, repeated)
    filled = plain.lines
    if filled is None:
        filled = _filled_lines(plain.data, len(rows) + len(malformed), name, plain.delimiter)
        filled = np.append(filled[:1], filled[1:] + plain.above)
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
    absent = frozenset(optional) - set(there)
    for column in sorted(absent):
        blank = pa.array([""] * len(rows), pa.string())
        rows = rows.append_column(
            column, blank.dictionary_encode() if column in repeated else blank
        )
    return Sheet(
        name,
        rows.combine_chunks(),
        np.delete(filled, np.append(wrong, 1) - 1),
        rejected,
        plain.notes,
        absent,
    )


def _arrow_rows(
    plain: _Plain, name: str, columns: list[str], repeated: set[str]
) -> tuple[pa.Table, list[tuple[int, str]]]:
    """The columns as text, and number (the heading is 1) and text of the rows of another length than the heading."""
    malformed: list[tuple[int, str]] = []

    def keep(row: pacsv.InvalidRow) -> str:
        malformed.append((row.number, row.text))
        return "skip" if len(malformed) <= MOST_UNEVEN else "error"

    try:
        rows = pacsv.read_csv(
            pa.BufferReader(plain.data),
            pacsv.ReadOptions(use_threads=False, block_size=max(len(plain.data), 1 << 16)),
            pacsv.ParseOptions(
                delimiter=plain.delimiter, invalid_row_handler=keep, newlines_in_values=False
            ),
            pacsv.ConvertOptions(
                include_columns=columns,
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
                column_types={c: REPEATED if c in repeated else pa.string() for c in columns},
            ),
        )
    except pa.ArrowInvalid as problem:
        seen = f"{problem}."[:300]
        if len(malformed) > MOST_UNEVEN:
            seen = f"More than {MOST_UNEVEN:,} rows have more or fewer columns than the heading."
        raise DataProblem(
            f"{name} cannot be read as a table.", seen, "Mend or download it again."
        ) from problem
    return rows, malformed


def _plain(data: bytes, name: str, needed: list[str], optional: list[str]) -> _Plain:
    """The table that has the needed columns, its heading spelt as they are asked for."""
    if is_workbook(data[:HEADING_BYTES], name):
        return _plain_of_workbook(data, name, needed, optional)
    text, notes = as_utf8(data, name)
    top, delimiter = _top(text)
    heading = _likely_heading([row.cells for row in top], needed)
    row = top[heading]
    names, changed = matched_names(
        [cell.strip() for cell in row.cells], needed, file=name, optional=optional
    )
    require_columns(names, needed, file=name)
    notes += separator_note(delimiter, name) + changed
    if row.begins == row.ends == 1 and names == row.cells:
        return _Plain(text, names, delimiter, notes=notes)
    beneath = 0
    for _ in range(row.ends):
        beneath = text.find(b"\n", beneath) + 1 or len(text)
    names = _told_apart(names, [*needed, *optional])
    return _Plain(
        _csv_line(names, delimiter) + text[beneath:], names, delimiter, row.ends - 1, None, notes
    )


def _plain_of_workbook(data: bytes, name: str, needed: list[str], optional: list[str]) -> _Plain:
    """The one sheet with the needed columns, or with most of them."""
    with opened_workbook(io.BytesIO(data), name) as book:
        tops = {title: list(islice(rows(), SEARCHED)) for title, rows in book.sheets.items()}
        fitting = {
            title: _fit([cells for _, cells in top], needed) for title, top in tops.items() if top
        }
        if not fitting:
            raise DataProblem(f"{name} is empty.", do="Save or export it again.")
        best = max(fitting.values())
        chosen, *others = [title for title, fit in fitting.items() if fit == best]
        if others and best == len(needed):
            raise DataProblem(
                f"{name} has more than one sheet that could be meant.",
                f"They are: {', '.join([chosen, *others])}.",
                "Keep the one that counts, and load it again.",
            )
        top = tops[chosen]
        at, heading = top[_likely_heading([cells for _, cells in top], needed)]
        rows = [(line, cells) for line, cells in book.sheets[chosen]() if line > at]
    names, changed = matched_names(heading, needed, file=name, optional=optional)
    require_columns(names, needed, file=name)
    passed_over = [title for title in tops if title != chosen]
    notes = (
        (f"{name}: the sheet “{chosen}” was read; passed over: {', '.join(passed_over)}.",)
        if passed_over
        else ()
    )
    names = _told_apart(names, [*needed, *optional])
    return _of_rows(rows, names, at, notes + changed)


def _without_trailing(plain: _Plain, name: str) -> _Plain:
    """The same table without the empty cells that some tools write beyond the heading's last column."""
    text = io.StringIO(plain.data.decode(), newline="")
    (_, heading), *rows = text_rows(text, name, plain.delimiter)
    lines = [(line + plain.above, cells) for line, cells in rows]
    return _of_rows(lines, heading, plain.above + 1, plain.notes, pad=False)


def _of_rows(
    rows: list[Row], names: list[str], heading: int, notes: tuple[str, ...], *, pad: bool = True
) -> _Plain:
    """Rows of texts as a plain table: empty cells beyond the heading are cut; with `pad`, cells that a workbook leaves out are added."""
    width, kept = len(names), io.StringIO()
    writer = csv.writer(kept, lineterminator="\n")
    writer.writerow(names)
    for _, cells in rows:
        fitted = cells[:width] if not any(cells[width:]) else cells
        writer.writerow(fitted + [""] * (width - len(fitted)) if pad else fitted)
    lines = np.array([heading, *(line for line, _ in rows)], dtype=np.int64)
    return _Plain(kept.getvalue().encode(), names, ",", 0, lines, notes)


def _likely_heading(rows: Sequence[Sequence[str]], needed: list[str]) -> int:
    """Which of the first rows is the heading: the first that names most of the needed columns; where none does, the one most filled."""
    if not any(fits := [_named(row, needed) for row in rows]):
        fits = [sum(1 for cell in row if cell.strip()) for row in rows]
    return fits.index(max(fits))


def _fit(rows: Sequence[Sequence[str]], needed: list[str]) -> int:
    return max((_named(row, needed) for row in rows), default=0)


def _named(row: Sequence[str], needed: list[str]) -> int:
    """How many of the needed columns a row names."""
    return len({bare_name(cell) for cell in row if cell.strip()} & set(map(bare_name, needed)))


def _told_apart(names: list[str], wanted: list[str]) -> list[str]:
    """Names of which those not wanted are numbers, so that none stands twice."""
    return [name if name in wanted else f"column {at}" for at, name in enumerate(names, 1)]


def _csv_line(names: list[str], delimiter: str) -> bytes:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="\n").writerow(names)
    return line.getvalue().encode()


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
