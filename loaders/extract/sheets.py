"""The rows of a CSV or Excel file as text, one after another: the file is never held in memory as a whole."""

from __future__ import annotations

import codecs
import contextlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import IO

from geo.core.errors import DataProblem
from loaders.documents.archives import Document
from loaders.documents.csv_text import (
    HEADING_BYTES,
    as_utf8,
    delimiter_of,
    richest_line,
    separator_note,
    stated_separator,
    text_rows,
)
from loaders.documents.encodings import (
    AS_UTF_16,
    AS_WINDOWS,
    narrow_encoding,
    not_utf_16,
    wide_encoding,
)
from loaders.documents.headings import UnknownHeadings, bare_name, matched_names, same_name
from loaders.documents.lines_apart import LinesApart
from loaders.documents.workbook import (
    FIRST_DAY,
    SEARCHED,
    Book,
    Row,
    is_workbook,
    opened_workbook,
)
from loaders.extract.mapping import ExtractMapping
from loaders.reference import table

BLOCK = 1 << 20


@dataclass
class OpenSheet:
    """A sheet whose heading has been read.

    names  of its columns, in order; empty for a column without heading
    rows   line (from 1) and texts of every row beneath the heading that is not blank
    epoch  the day that Excel's day 0 is
    even   whether every row must have as many columns as the heading, as in text
    apart  lines that were no rows, as far as the rows have been read
    """

    name: str
    names: list[str]
    rows: Iterator[Row]
    notes: tuple[str, ...] = ()
    epoch: date = FIRST_DAY
    even: bool = True
    apart: LinesApart = field(default_factory=LinesApart)


@contextlib.contextmanager
def opened(document: Document, mapping: ExtractMapping) -> Iterator[OpenSheet]:
    """The sheet of a file that the mapping is for, its heading found and read; rows are read as they are asked for.

    Raises DataProblem for an empty file, one that is neither text nor a workbook, or one without such a heading.
    """
    with _stream(document) as stream:
        start = stream.read(HEADING_BYTES)
        stream.seek(0)
        if not start:
            raise DataProblem(f"{document.name} is empty.", do="Save or export it again.")
        if is_workbook(start, document.name):
            with opened_workbook(stream, document.name) as book:
                yield _chosen_sheet(book, document.name, mapping)
        else:
            with _text_table(stream, document.name) as (rows, notes):
                yield _headed(rows, document.name, mapping, notes)


def _stream(document: Document) -> contextlib.AbstractContextManager[IO[bytes]]:
    return (
        document.path.open("rb")
        if document.path
        else contextlib.nullcontext(io.BytesIO(document.read()))
    )


@contextlib.contextmanager
def opened_rows(document: Document) -> Iterator[dict[str, Iterator[Row]]]:
    """Sheet → its rows that are not blank, with their line (from 1), whatever its heading is; the sheet of a file of text has no title.

    Raises DataProblem for an empty file, and one that is neither text nor a workbook.
    """
    with _stream(document) as stream:
        start = stream.read(HEADING_BYTES)
        stream.seek(0)
        if not start:
            raise DataProblem(f"{document.name} is empty.", do="Save or export it again.")
        if is_workbook(start, document.name):
            with opened_workbook(stream, document.name) as book:
                yield {title: rows() for title, rows in book.sheets.items()}
        else:
            with _text_table(stream, document.name) as (rows, _):
                yield {"": rows}


@contextlib.contextmanager
def _text_table(stream: IO[bytes], name: str) -> Iterator[tuple[Iterator[Row], tuple[str, ...]]]:
    """The rows of a file of text, and what was noticed of its encoding and separator."""
    encoding, notes = _encoding(stream, name)
    with io.TextIOWrapper(stream, encoding, newline="") as text:
        try:
            start = text.read(BLOCK)
        except UnicodeError as problem:
            raise not_utf_16(name, f"{problem}.") from problem
        plain, more = as_utf8(start.encode(), name)
        text.seek(0)
        delimiter, skipped = stated_separator(start)
        delimiter = delimiter or delimiter_of(richest_line(plain))
        lines: Iterable[str] = text
        if "\r" in start and "\n" not in start:  # line ends of the first Macs
            lines = io.StringIO(text.read().replace("\r", "\n"))
        if skipped:
            lines = islice(lines, 1, None)
        rows = ((line + bool(skipped), cells) for line, cells in text_rows(lines, name, delimiter))
        yield _text_rows(rows, name), notes + more + separator_note(delimiter, name)


def _encoding(stream: IO[bytes], name: str) -> tuple[str, tuple[str, ...]]:
    """UTF-16 where the file begins so, UTF-8 where all of it is, else Windows-1252; and a note where it is not UTF-8."""
    start = stream.read(HEADING_BYTES)
    stream.seek(0)
    if wide := wide_encoding(start):
        return wide, (AS_UTF_16.format(name=name),)
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
        stream.seek(0)
        encoding, notes = narrow_encoding(stream.read()), (AS_WINDOWS.format(name=name),)
    stream.seek(0)
    return encoding, notes


def _text_rows(rows: Iterator[Row], name: str) -> Iterator[Row]:
    try:
        for line, cells in rows:
            if any(cell.strip() for cell in cells):
                yield line, cells
    except UnicodeError as problem:
        raise not_utf_16(name, f"{problem}.") from problem


def _chosen_sheet(book: Book, name: str, mapping: ExtractMapping) -> OpenSheet:
    """The sheet the mapping names; else the only one with the heading."""
    titles = list(book.sheets)
    if mapping.sheet and mapping.sheet not in titles:
        raise DataProblem(
            f"{name} has no sheet called “{mapping.sheet}”.",
            f"Its sheets are: {', '.join(titles)}.",
            "Mend the sheet in the mapping.",
        )
    if not titles:
        raise DataProblem(f"{name} has no sheet of cells.", do="Save or export it again.")
    asked = [mapping.sheet] if mapping.sheet else titles
    fitting = [
        title for title in asked if _at(list(islice(book.sheets[title](), SEARCHED)), mapping)
    ]
    if len(fitting) > 1:
        raise DataProblem(
            f"{name} has more than one sheet that could be meant.",
            f"They are: {', '.join(fitting)}.",
            'Name one in the mapping: [file], sheet = "…".',
        )
    chosen = (fitting or asked)[0]
    others = [title for title in titles if title != chosen]
    notes = (
        (f"{name}: the sheet “{chosen}” was read; passed over: {', '.join(others)}.",)
        if others
        else ()
    )
    sheet = _headed(book.sheets[chosen](), name, mapping, notes)
    sheet.epoch, sheet.even = book.epoch, False
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
        raise UnknownHeadings(
            f"{name} has no heading that names the {mapping.kind.display_name}.",
            f"Its first row reads: {first[:300]}.",
            "Name its columns as in the template, or say in a mapping how they are called and on which rows the heading "
            "stands (heading_rows).",
        )
    by_line = dict(above)
    written = joined_names([by_line.get(line, []) for line in heading])
    while written and not written[-1]:  # empty columns that a tool adds at the end
        written.pop()
    needed = [*mapping.columns[mapping.kind.reference]]
    wanted = [name for several in mapping.columns.values() for name in several]
    names, matched = matched_names(
        written, wanted if mapping.given else needed, file=name, optional=wanted
    )
    if not mapping.given:
        names, more = _places_by_other_names(names, name, mapping)
        matched += more
    _require_once(names, name, mapping)
    filters = tuple(text for _, row in above for text in _filters(row))
    sheet = OpenSheet(name, names, rows, notes + matched)
    sheet.apart.filters += filters
    sheet.rows = _rows_proper(rows, sheet)
    return sheet


def _places_by_other_names(
    names: list[str], file: str, mapping: ExtractMapping
) -> tuple[list[str], tuple[str, ...]]:
    """The names with a place's column spelt as the template has it, where a system calls it otherwise; and what was matched."""
    named, matched = list(names), list[str]()
    for row in table("place_headings").itertuples():
        field_name, heading = str(row.field), bare_name(str(row.heading))
        alike = [at for at, name in enumerate(names) if name and bare_name(name) == heading]
        if field_name in mapping.columns and field_name not in named and len(alike) == 1:
            named[alike[0]] = field_name
            matched.append(f"“{names[alike[0]]}” as {field_name}")
    note = f"{file}: columns of places were read by other names of theirs: {', '.join(matched)}."
    return named, (note,) if matched else ()


def _filters(row: list[str]) -> list[str]:
    """What a line above the heading says that the file was filtered by."""
    above = LinesApart()
    above.takes(0, row, ())
    return above.filters


def _rows_proper(rows: Iterator[Row], sheet: OpenSheet) -> Iterator[Row]:
    """The rows without empty cells beyond the heading, and without lines that are no rows, which are remembered."""
    width, heading = len(sheet.names), set(map(bare_name, filter(None, sheet.names)))
    for line, cells in rows:
        row = (
            cells[:width]
            if len(cells) > width and not any(map(str.strip, cells[width:]))
            else cells
        )
        if not sheet.apart.takes(line, row, heading):
            yield line, row


def _at(above: Sequence[Row], mapping: ExtractMapping) -> list[int]:
    """The lines of the heading: those the mapping says, else the first row that names the reference and another column.

    Empty where it is not among these rows.
    """
    by_line, reference = dict(above), bare_name(mapping.reference)
    wanted = {bare_name(heading) for several in mapping.columns.values() for heading in several}
    if mapping.heading_rows:
        lines = list(mapping.heading_rows)
        names = map(bare_name, joined_names([by_line.get(line, []) for line in lines]))
        return lines if above and above[-1][0] >= lines[-1] and reference in names else []
    fewest = 1 if mapping.given else 2
    return next(
        (
            [line]
            for line, row in above
            if reference in (matches := {bare_name(cell) for cell in row if cell.strip()} & wanted)
            and len(matches) >= fewest
        ),
        [],
    )


def joined_names(rows: list[list[str]]) -> list[str]:
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
