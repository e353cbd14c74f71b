"""Workbooks as text: what their cells say, row by row, and what stands at the top of their sheets.

Excel (.xlsx, .xlsm, .xlsb, .xls), LibreOffice (.ods), and the tables of web pages that are named .xls. Newer Excel files are read by
openpyxl, which takes them row by row: python-calamine makes room for the whole rectangle up to the last cell, and a single cell far
out would take the process down. It reads the other kinds, and Excel files that openpyxl fails over.
"""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import IO, Any

from geo.core.errors import DataProblem
from loaders.documents import limits
from loaders.documents.encodings import as_text
from loaders.documents.markup import Rows, is_markup, tables_in

Row = tuple[int, list[str]]
EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xltx", ".xltm", ".xla", ".xlam")
ZIPPED = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
OLDEST_EXCEL = re.compile(
    rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00"
)  # a bare stream, as Excel 2 to 5 wrote
LOCKED = "EncryptedPackage".encode("utf-16-le")
MOST_CELLS = 60_000_000  # of one sheet, as a rectangle up to its last cell
SEARCHED = 30  # rows within which a heading must stand
FIRST_DAY, FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
LARGE = (
    10 * 1024**2
)  # bytes of its sheets unpacked, from which a compact workbook is worth looking through first
FAR_COLUMN = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{3}\d""")  # column AAA, the 703rd, or beyond
ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\b[^>]{0,300}?\br\s*=\s*["'](\d+)""")
MOST_COLUMNS = 702
SCANNED = 1 << 24
SAVE_AGAIN = "Save it again without a password as an Excel workbook (.xlsx) or as CSV (UTF-8)."


@dataclass(frozen=True)
class Book:
    """An open workbook.

    sheets  title → its rows that are not blank, with their line (from 1); read anew at every call
    epoch   the day that day number 0 is
    """

    sheets: dict[str, Callable[[], Iterator[Row]]]
    epoch: date = FIRST_DAY


def is_workbook(start: bytes, name: str) -> bool:
    """Whether a file is read as a workbook, by its first bytes before its name."""
    if start.startswith((ZIPPED, OLD_EXCEL)) or OLDEST_EXCEL.match(start):
        return True
    return is_markup(start.removeprefix(b"\xef\xbb\xbf")) and (
        name.lower().endswith(EXCEL) or b"<table" in start.lower() or b"<?xml" in start.lower()
    )


def first_rows(stream: IO[bytes], name: str) -> list[list[str]]:
    """The texts of the first rows of every sheet of a workbook.

    Raises DataProblem as opened_workbook does.
    """
    with opened_workbook(stream, name) as book:
        return [row for rows in book.sheets.values() for _, row in islice(rows(), SEARCHED)]


@contextlib.contextmanager
def opened_workbook(
    stream: IO[bytes], name: str, *, of_plain_numbers: bool = False
) -> Iterator[Book]:
    """A workbook of any kind, its values as they were last worked out.

    of_plain_numbers  it holds millions of cells that are numbers or texts, so that a large one without a cell far out is read by
                      python-calamine, five times as quickly

    Raises DataProblem where it is damaged, locked, too large to unpack safely, or no workbook.
    """
    start = stream.read(4096)
    stream.seek(0)
    if not start:
        raise DataProblem(f"{name} is empty.", do="Save or export it again.")
    if is_markup(start.removeprefix(b"\xef\xbb\xbf")):
        yield _page(stream.read(), name)
    elif start.startswith(ZIPPED):
        members = _members(stream, name)
        if "xl/workbook.xml" in members:
            if of_plain_numbers and is_large_and_compact(stream):
                yield _by_calamine(stream, name)
                return
            with _newer_excel(stream, name) as book:
                yield book
        elif "xl/workbook.bin" in members or "content.xml" in members:
            yield _by_calamine(stream, name)
        else:
            raise _not_whole(name, "It is a packed file without a workbook in it.")
    elif start.startswith(OLD_EXCEL) or OLDEST_EXCEL.match(start):
        yield _by_calamine(stream, name)
    else:
        raise _not_whole(name, "It does not begin as a workbook does.")


def _not_whole(name: str, seen: str) -> DataProblem:
    return DataProblem(f"{name} is not a whole Excel workbook.", seen[:200], SAVE_AGAIN)


def _members(stream: IO[bytes], name: str) -> set[str]:
    """The names of what is packed in a workbook, after it has been held against the limits of every archive."""
    if not zipfile.is_zipfile(stream):
        raise _not_whole(name, "It is a packed file that was cut short.")
    listed = limits.opened_archive(stream, name).infolist()
    stream.seek(0)
    return {member.filename.replace("\\", "/") for member in listed}


def is_large_and_compact(stream: IO[bytes]) -> bool:
    """Whether the sheets of a newer Excel file take much room and go no further than a rectangle that may be held at once."""
    with zipfile.ZipFile(stream) as archive:
        sheets = [
            part
            for part in archive.infolist()
            if "worksheets/" in part.filename and part.filename.endswith(".xml")
        ]
        # by what they hold, not by how small it was packed: that is what takes the time
        is_compact = sum(part.file_size for part in sheets) > LARGE and all(
            _is_compact(archive, part.filename) for part in sheets
        )
    stream.seek(0)
    return is_compact


def _is_compact(archive: zipfile.ZipFile, part: str) -> bool:
    with archive.open(part) as sheet:
        rest = b""
        while data := sheet.read(SCANNED):
            text = rest + data
            far_down = any(
                len(digits) > 7 or int(digits) * MOST_COLUMNS > MOST_CELLS
                for digits in ROW_NUMBER.findall(text)
            )
            if far_down or FAR_COLUMN.search(text):
                return False
            rest = text[-400:]  # a tag may be cut in two
    return True


@contextlib.contextmanager
def _newer_excel(stream: IO[bytes], name: str) -> Iterator[Book]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(stream, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, OSError) as problem:
        raise _not_whole(name, f"{problem}.") from problem
    except (
        KeyError,
        ValueError,
        TypeError,
    ):  # styles or parts that other programs write their own way
        stream.seek(0)
        yield _by_calamine(stream, name)
        return
    if not book.worksheets:  # Excel's “Strict” kind, whose names openpyxl does not know
        book.close()
        stream.seek(0)
        yield _by_calamine(stream, name)
        return
    try:
        yield Book(
            {sheet.title: partial(_sheet_rows, sheet) for sheet in book.worksheets},
            FIRST_DAY_1904 if book.epoch.year == 1904 else FIRST_DAY,
        )
    finally:
        book.close()


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()
    return _texts(sheet.iter_rows(values_only=True))


def _by_calamine(stream: IO[bytes], name: str) -> Book:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    data = stream.read()
    if LOCKED in data[: 1 << 20]:
        raise DataProblem(f"{name} is locked with a password.", do=SAVE_AGAIN)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        titles = [
            sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet
        ]
        return Book({title: partial(_calamine_rows, book, title, name) for title in titles})
    except (CalamineError, ValueError, OSError) as problem:
        raise _calamine_problem(name, problem) from problem


def _calamine_rows(book: Any, title: str, name: str) -> Iterator[Row]:
    from python_calamine import CalamineError

    try:
        sheet = book.get_sheet_by_name(title)
    except (CalamineError, ValueError, OSError) as problem:
        raise _calamine_problem(name, problem) from problem
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise DataProblem(
            f"{name} is too large to read safely.",
            f"Its sheet “{title}” goes to row {sheet.total_height:,} and column {sheet.total_width:,}.",
            "Take out cells far below or beside the table, or export it as CSV.",
        )
    indent = [""] * (sheet.start[1] if sheet.start else 0)
    return _texts([*indent, *row] for row in sheet.iter_rows())


def _calamine_problem(name: str, problem: Exception) -> DataProblem:
    if "password" in str(problem).lower():
        return DataProblem(f"{name} is locked with a password.", do=SAVE_AGAIN)
    return _not_whole(name, f"{problem}.")


def _page(data: bytes, name: str) -> Book:
    """The tables of a web page as sheets."""
    tables = tables_in(as_text(data, name)[0])
    if not tables:
        raise DataProblem(
            f"{name} is a web page, not data.",
            "It starts with an HTML tag, and holds no table.",
            "It may be an error page saved by mistake: download the file again.",
        )
    return Book({f"table {number}": _rows_of(table) for number, table in enumerate(tables, 1)})


def _rows_of(table: Rows) -> Callable[[], Iterator[Row]]:
    return lambda: ((line, row) for line, row in enumerate(table, 1) if any(row))


def _texts(rows: Any) -> Iterator[Row]:
    for line, row in enumerate(rows, 1):
        texts = [_text(cell) for cell in row]
        if any(texts):
            yield line, texts


def _text(cell: object) -> str:
    """A cell of a workbook as text: a midnight without seconds is a day, a whole number has no point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, timedelta):
        return str(cell)
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell).strip()
