"""CSV and workbooks as rows of text: headings wherever they stand, and files that are no table refused in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from geo.core.errors import DataProblem
from loaders.documents.archives import documents
from loaders.documents.workbook import FIRST_DAY_1904
from loaders.extract.mapping import ExtractMapping, template_mapping
from loaders.extract.sheets import OpenSheet, opened
from tests.conftest import write_file

TEMPLATE = template_mapping()
OWN = ExtractMapping(
    {"crime_reference": ("Crime Number",), "suspect_age": ("Suspect Age",)}, given=True
)
ROWS = "crime_reference,weapon\nR1,knife\nR2,other\n"


def whole(
    path: Path, mapping: ExtractMapping = TEMPLATE
) -> tuple[OpenSheet, list[tuple[int, list[str]]]]:
    with opened(documents([path])[0], mapping) as sheet:
        return sheet, list(sheet.rows)


def workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / "book.xlsx")
    return folder / "book.xlsx"


def test_rows_keep_the_line_they_begin_on_over_blank_lines_and_breaks_in_quotes(
    tmp_path: Path,
) -> None:
    sheet, rows = whole(
        write_file(tmp_path, "a.csv", b'crime_reference,weapon\n\nR1,"kni\nfe"\nR2,other\n')
    )
    assert sheet.names == ["crime_reference", "weapon"]
    assert rows == [(3, ["R1", "kni\nfe"]), (5, ["R2", "other"])]


@pytest.mark.parametrize(
    "treated",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").replace("\n", "\r\n").encode(),
        lambda text: ("Extract of the quarter\n\n" + text).encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "cp1252", "semicolon", "tab", "title"],
)
def test_encodings_separators_and_titles_make_no_difference(
    tmp_path: Path, treated: Callable[[str], bytes]
) -> None:
    sheet, rows = whole(write_file(tmp_path, "a.csv", treated(ROWS.replace("other", "Café"))))
    assert sheet.names == ["crime_reference", "weapon"]
    assert [row for _, row in rows] == [["R1", "knife"], ["R2", "Café"]]


def test_cells_of_a_workbook_become_text(tmp_path: Path) -> None:
    cells = [
        datetime(2022, 5, 14),
        datetime(2022, 5, 14, 22, 40),
        date(2022, 5, 14),
        time(22, 40),
        44695.5,
        19.0,
        True,
        None,
        " x ",
    ]
    path = workbook(tmp_path, only=[["crime_reference", "weapon", *"abcdefg"], cells])
    _, ((line, row),) = whole(path)
    assert (line, row) == (
        2,
        [
            "2022-05-14",
            "2022-05-14 22:40:00",
            "2022-05-14",
            "22:40:00",
            "44695.5",
            "19",
            "True",
            "",
            "x",
        ],
    )


def test_of_several_sheets_the_one_with_the_heading_is_read_and_the_rest_named(
    tmp_path: Path,
) -> None:
    path = workbook(
        tmp_path,
        notes=[["crime_reference is the reference"]],
        data=[["crime_reference", "weapon"], ["R1", "knife"]],
    )
    sheet, rows = whole(path)
    assert (
        sheet.notes == ("book.xlsx: the sheet “data” was read; passed over: notes.",)
        and len(rows) == 1
    )


def test_two_sheets_that_could_be_meant_are_refused_until_one_is_named(tmp_path: Path) -> None:
    heading: list[list[object]] = [["crime_reference", "weapon"], ["R1", "knife"]]
    path = workbook(tmp_path, first=heading, second=heading)
    with pytest.raises(DataProblem, match="more than one sheet that could be meant") as refused:
        whole(path)
    assert refused.value.saw == "They are: first, second."
    assert len(whole(path, replace(TEMPLATE, sheet="second"))[1]) == 1
    with pytest.raises(DataProblem, match="has no sheet called “third”"):
        whole(path, replace(TEMPLATE, sheet="third"))


def test_a_heading_merged_over_two_rows_is_joined(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Crimes"],
        ["Crime", None, "Suspect", None],
        ["Number", "Title", "Age", "Sex"],
        ["R1", "a", 19, "m"],
    ]
    sheet, read = whole(workbook(tmp_path, only=rows), replace(OWN, heading_rows=(2, 3)))
    assert sheet.names == ["Crime Number", "Crime Title", "Suspect Age", "Suspect Sex"]
    assert read == [(4, ["R1", "a", "19", "m"])]


def test_a_workbook_that_counts_from_1904_says_so(tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append(["crime_reference", "weapon"])
    book.save(tmp_path / "mac.xlsx")
    assert whole(tmp_path / "mac.xlsx")[0].epoch == FIRST_DAY_1904


BAD = {
    "empty": (b"", "a.csv is empty."),
    "blank": (b"\n \n", "a.csv is empty."),
    "a web page": (b"<html>", "a.csv is a web page, not data."),
    "locked": (b"\xd0\xcf\x11\xe0....", "a.csv is not a whole Excel workbook."),
    "a torn workbook": (b"PK\x03\x04....", "a.csv is not a whole Excel workbook."),
    "another table": (b"a,b\n1,2\n", "a.csv has no heading that names the crime reference."),
    "a column twice": (
        b"crime_reference,weapon,Weapon\n1,2,3\n",
        "a.csv has the column “weapon” 2 times.",
    ),
    "an open quotation mark": (
        b'crime_reference,weapon\n1,"2\n',
        "a.csv cannot be read as a table.",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path, what: str) -> None:
    data, wrong = BAD[what]
    with pytest.raises(DataProblem) as refused:
        whole(write_file(tmp_path, "a.csv", data))
    assert refused.value.wrong == wrong
