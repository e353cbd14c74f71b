"""The rows of a CSV or Excel file as text, one after another: the file is never held in memory as a whole."""

from __future__ import annotations

import codecs
import contextlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import IO, TYPE_CHECKING

from geo.core.errors import DataProblem
from loaders.documents.archives import Document
from loaders.documents.csv_text import (
    AS_LATIN_1,
    AS_UTF_16,
    as_utf8,
    delimiter_of,
    not_utf_16,
    text_rows,
)
from loaders.documents.workbook import EXCEL, SEARCHED, ZIPPED, Row, opened_workbook, sheet_rows
from loaders.extract.mapping import ExtractMapping

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

BLOCK = 1 << 20
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
FIRST_DAY, FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)


@dataclass
class OpenSheet:
    """A sheet whose heading has been read.

    names  of its columns, in order; empty for a column without heading
    rows   line (from 1) and texts of every row beneath the heading that is not blank
    epoch  the day that Excel's day 0 is
    even   whether every row must have as many columns as the heading, as in text
    """

    name: str
    names: list[str]
    rows: Iterator[Row]
    notes: tuple[str, ...] = ()
    epoch: date = FIRST_DAY
    even: bool = True


@contextlib.contextmanager
def opened(document: Document, mapping: ExtractMapping) -> Iterator[OpenSheet]:
    """The sheet of a file that the mapping is for, its heading found and read; rows are read as they are asked for.

    Raises DataProblem for an empty file, one that is neither text nor a workbook, or one without such a heading.
    """
    with _stream(document) as stream:
        start = stream.read(len(OLD_EXCEL))
        stream.seek(0)
        if not start:
            raise DataProblem(f"{document.name} is empty.", do="Save or export it again.")
        if start.startswith(OLD_EXCEL):
            raise DataProblem(
                f"{document.name} is an old Excel file or locked with a password.",
                do="Save it without a password as an Excel workbook (.xlsx) or as CSV (UTF-8).",
            )
        if document.name.lower().endswith(EXCEL) or start.startswith(ZIPPED):
            with opened_workbook(stream, document.name) as book:
                yield _chosen_sheet(book, document.name, mapping)
        else:
            yield _text_sheet(stream, document.name, mapping)


def _stream(document: Document) -> contextlib.AbstractContextManager[IO[bytes]]:
    return (
        document.path.open("rb")
        if document.path
        else contextlib.nullcontext(io.BytesIO(document.read()))
    )


def _text_sheet(stream: IO[bytes], name: str, mapping: ExtractMapping) -> OpenSheet:
    encoding, notes = _encoding(stream, name)
    text = io.TextIOWrapper(stream, encoding, newline="")
    start, more = as_utf8(text.read(BLOCK).encode(), name)
    delimiter = delimiter_of(_richest_line(start))
    text.seek(0)
    if delimiter != ",":
        more += (
            f"{name} separates its columns with {'a tab' if delimiter == chr(9) else delimiter}.",
        )
    return _headed(
        _text_rows(text_rows(text, name, delimiter), name),
        name,
        mapping,
        notes + more,
    )


def _richest_line(start: bytes) -> bytes:
    """Of the first lines, the one with most separators: titles above the heading have none."""
    return max(
        start.split(b"\n")[:SEARCHED],
        key=lambda line: max(line.count(sign) for sign in (b",", b";", b"\t")),
    )


def _encoding(stream: IO[bytes], name: str) -> tuple[str, tuple[str, ...]]:
    """UTF-16 where the file begins so, UTF-8 where all of it is, else Latin-1; and a note where it is not UTF-8."""
    if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        stream.seek(0)
        return "utf-16", (AS_UTF_16.format(name=name),)
    stream.seek(0)
    decoder, encoding, notes = (
        codecs.getincrementaldecoder("utf-8")(),
        "utf-8-sig",
        tuple[str, ...](),
    )
    try:
        for block in iter(lambda: stream.read(BLOCK), b""):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding, notes = "latin-1", (AS_LATIN_1.format(name=name),)
    stream.seek(0)
    return encoding, notes


def _text_rows(rows: Iterator[Row], name: str) -> Iterator[Row]:
    try:
        for line, cells in rows:
            if any(cell.strip() for cell in cells):
                yield line, cells
    except UnicodeError as problem:
        raise not_utf_16(name, f"{problem}.") from problem


def _chosen_sheet(book: Workbook, name: str, mapping: ExtractMapping) -> OpenSheet:
    """The sheet the mapping names; else the only one with the heading."""
    if mapping.sheet and mapping.sheet not in book.sheetnames:
        raise DataProblem(
            f"{name} has no sheet called “{mapping.sheet}”.",
            f"Its sheets are: {', '.join(book.sheetnames)}.",
            "Mend the sheet in the mapping.",
        )
    names = [mapping.sheet] if mapping.sheet else [sheet.title for sheet in book.worksheets]
    fitting = [
        title for title in names if _at(list(islice(sheet_rows(book[title]), SEARCHED)), mapping)
    ]
    if len(fitting) > 1:
        raise DataProblem(
            f"{name} has more than one sheet that could be meant.",
            f"They are: {', '.join(fitting)}.",
            'Name one in the mapping: [file], sheet = "…".',
        )
    chosen = (fitting or names)[0]
    others = [title for title in book.sheetnames if title != chosen]
    notes = (
        (f"{name}: the sheet “{chosen}” was read; passed over: {', '.join(others)}.",)
        if others
        else ()
    )
    sheet = _headed(sheet_rows(book[chosen]), name, mapping, notes)
    sheet.epoch, sheet.even = FIRST_DAY_1904 if book.epoch.year == 1904 else FIRST_DAY, False
    return sheet


def _headed(
    rows: Iterator[Row], name: str, mapping: ExtractMapping, notes: tuple[str, ...]
) -> OpenSheet:
    """The heading's names, and the rows beneath it, of which none has been read yet."""
    above = list[Row]()
    heading = list[int]()
    for row in islice(rows, max(SEARCHED, *mapping.heading_rows, 0)):
        above.append(row)
        if heading := _at(above, mapping):
            break
    if not above:
        raise DataProblem(f"{name} is empty.", do="Save or export it again.")
    if not heading:
        first = ", ".join(cell for cell in above[0][1] if cell)
        raise DataProblem(
            f"{name} has no heading that names the {mapping.kind.display_name}.",
            f"Its first row reads: {first[:300]}.",
            "Name its columns as in the template, or say in a mapping how they are called and on which rows the heading "
            "stands (heading_rows).",
        )
    by_line = dict(above)
    names = _joined([by_line.get(line, []) for line in heading])
    _require_once(names, name, mapping)
    return OpenSheet(name, names, rows, notes)


def _at(above: Sequence[Row], mapping: ExtractMapping) -> list[int]:
    """The lines of the heading: those the mapping says, else the first row that names the reference and another column.

    Empty where it is not among these rows.
    """
    by_line, reference = dict(above), same_name(mapping.reference)
    wanted = {same_name(heading) for several in mapping.columns.values() for heading in several}
    if mapping.heading_rows:
        lines = list(mapping.heading_rows)
        names = map(same_name, _joined([by_line.get(line, []) for line in lines]))
        return lines if above and above[-1][0] >= lines[-1] and reference in names else []
    fewest = 1 if mapping.given else 2
    return next(
        (
            [line]
            for line, row in above
            if reference in (matches := {same_name(cell) for cell in row} & wanted)
            and len(matches) >= fewest
        ),
        [],
    )


def _joined(rows: list[list[str]]) -> list[str]:
    """Names of columns under a heading of one or several rows; an upper cell goes on until the next one begins."""
    width = max(map(len, rows), default=0)
    padded = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]
    parts: list[list[str]] = [[] for _ in range(width)]
    for upper, row in enumerate(padded):
        lowest, over = upper == len(padded) - 1, ""
        for at, cell in enumerate(row):
            over = cell or over
            text = cell if lowest or not any(lower[at] for lower in padded[upper + 1 :]) else over
            if text:
                parts[at].append(" ".join(text.split()))
    return [" ".join(part) for part in parts]


def _require_once(names: list[str], name: str, mapping: ExtractMapping) -> None:
    """Refuse a heading in which a column that is wanted stands twice."""
    compared = [same_name(column) for column in names]
    for wanted in (heading for several in mapping.columns.values() for heading in several):
        if compared.count(same_name(wanted)) > 1:
            raise DataProblem(
                f"{name} has the column “{wanted}” {compared.count(same_name(wanted))} times.",
                do="Rename all but the one that counts, and load it again.",
            )


def same_name(heading: str) -> str:
    """A column name as it is compared: case and blanks make no difference."""
    return " ".join(heading.split()).casefold()
