"""An Excel workbook as text: what its cells say, row by row, and what stands at the top of its sheets."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from geo.core.errors import DataProblem

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

Row = tuple[int, list[str]]
EXCEL = (".xlsx", ".xlsm")
ZIPPED = b"PK\x03\x04"
MOST_MEMBER_BYTES = 500 * 1024**2  # of one file inside a packed one
SEARCHED = 30  # rows within which a heading must stand


def first_texts(stream: IO[bytes], name: str) -> frozenset[str]:
    """What stands in the first rows of a workbook's sheets; nothing where the file is no packed workbook.

    Raises DataProblem as opened_workbook does.
    """
    packed = stream.read(len(ZIPPED)) == ZIPPED
    stream.seek(0)
    if not packed:
        return frozenset()
    with opened_workbook(stream, name) as book:
        return frozenset(
            cell
            for sheet in book.worksheets
            for _, row in islice(sheet_rows(sheet), SEARCHED)
            for cell in row
            if cell
        )


@contextlib.contextmanager
def opened_workbook(stream: IO[bytes], name: str) -> Iterator[Workbook]:
    """A workbook, its values as they were last worked out; DataProblem where it is damaged or too large to unpack safely."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(stream) as packed:
            largest = max(
                (
                    m.file_size
                    for m in packed.infolist()
                    if m.filename.endswith("sharedStrings.xml")
                ),
                default=0,
            )
        if largest > MOST_MEMBER_BYTES:
            raise DataProblem(
                f"{name} is too large to unpack safely.",
                f"Its texts take {largest / 1e6:,.0f} MB unpacked.",
                "Export it as CSV, or in parts.",
            )
        book = load_workbook(stream, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as problem:
        raise DataProblem(
            f"{name} is not a whole Excel workbook.",
            f"{problem}."[:200],
            "Save it again as an Excel workbook (.xlsx) or as CSV (UTF-8).",
        ) from problem
    try:
        yield book
    finally:
        book.close()


def sheet_rows(sheet: Any) -> Iterator[Row]:
    """Line (from 1) and texts of every row of a sheet that is not blank."""
    sheet.reset_dimensions()
    for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
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
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell).strip()
