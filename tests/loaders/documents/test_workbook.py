"""Workbooks of every kind give the same rows, and those that are none are refused in words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from openpyxl import Workbook

from geo.core.errors import DataProblem
from loaders.documents.csv_text import read_sheet
from loaders.documents.workbook import is_large_and_compact, opened_workbook
from tests.other_workbooks import Cells, ods_file, page_file, xls_file, xlsb_file, xml_2003_file

ROWS: Cells = [["ward_code", "residents"], ["E05000001", 1200], ["E05000002", ""], ["Café", 7.5]]
TEXTS = [["ward_code", "residents"], ["E05000001", "1200"], ["E05000002", ""], ["Café", "7.5"]]


def xlsx_file(path: Path, rows: Cells) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


MADE: dict[str, Callable[[Path, Cells], Path]] = {
    "b.xlsx": xlsx_file,
    "b.xls": xls_file,
    "b.xlsb": xlsb_file,
    "b.ods": ods_file,
    "page.xls": page_file,
    "xml.xls": xml_2003_file,
    "named-wrongly.csv": xls_file,
}


@pytest.mark.parametrize("name", MADE)
def test_every_kind_of_workbook_gives_the_same_rows(tmp_path: Path, name: str) -> None:
    path = MADE[name](tmp_path / name, ROWS)
    with path.open("rb") as stream, opened_workbook(stream, name) as book:
        ((_, rows),) = book.sheets.items()
        listed = list(rows())
    assert [line for line, _ in listed] == [1, 2, 3, 4]
    assert [[*row, ""][:2] for _, row in listed] == TEXTS


@pytest.mark.parametrize("name", MADE)
def test_a_reader_of_text_reads_a_workbook_just_so(tmp_path: Path, name: str) -> None:
    data = MADE[name](tmp_path / name, [["Residents of 2021", ""], *ROWS]).read_bytes()
    sheet = read_sheet(data, name, ["ward_code", "residents"])
    assert [list(row.values()) for row in sheet.rows.to_pylist()] == TEXTS[1:]
    assert sheet.lines.tolist() == [3, 4, 5]


def test_rows_that_libreoffice_notes_once_and_repeats_are_all_there(tmp_path: Path) -> None:
    path = ods_file(tmp_path / "b.ods", [["a", "b"]], repeated=3)
    with path.open("rb") as stream, opened_workbook(stream, "b.ods") as book:
        assert [line for line, _ in book.sheets["Sheet1"]()] == [1, 2, 3]


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
BAD = {
    "empty": (b"", "b.xls is empty."),
    "locked": (LOCKED, "b.xls is locked with a password."),
    "torn": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "b.xls is not a whole Excel workbook."),
    "packed text": (b"PK\x03\x04" + bytes(200), "b.xls is not a whole Excel workbook."),
    "an error page": (b"<html><body>Sign in</body></html>", "b.xls is a web page, not data."),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_workbook_is_refused_in_words(tmp_path: Path, what: str) -> None:
    data, wrong = BAD[what]
    (tmp_path / "b.xls").write_bytes(data)
    with (
        (tmp_path / "b.xls").open("rb") as stream,
        pytest.raises(DataProblem) as refused,
        opened_workbook(stream, "b.xls"),
    ):
        pass
    assert (refused.value.wrong, refused.value.stands) == (wrong, "Nothing has been changed.")


@pytest.mark.parametrize(("cell", "at_once"), [("C9", True), ("AAA1", False), ("A1000000", False)])
def test_a_large_workbook_of_plain_numbers_is_read_at_once_unless_a_cell_lies_far_out(
    cell: str, at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    for row in ROWS:
        book.worksheets[0].append(list(row))
    book.worksheets[0][cell] = 7
    book.save(tmp_path / "b.xlsx")
    monkeypatch.setattr("loaders.documents.workbook.LARGE", 0)
    with (tmp_path / "b.xlsx").open("rb") as stream:
        assert is_large_and_compact(stream) is at_once
    with (
        (tmp_path / "b.xlsx").open("rb") as stream,
        opened_workbook(stream, "b.xlsx", of_plain_numbers=True) as opened,
    ):
        ((_, rows),) = opened.sheets.items()
        listed = list(islice(rows(), 4))
    assert [(line, row[:2]) for line, row in listed] == list(enumerate(TEXTS, 1))
