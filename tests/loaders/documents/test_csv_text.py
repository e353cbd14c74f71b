"""CSV as people save it: encodings, delimiters, blank and broken lines; every row keeps the line it stands on."""

from __future__ import annotations

import pytest

from geo.core.errors import DataProblem
from loaders.documents import csv_text
from loaders.documents.csv_text import (
    as_utf8,
    delimiter_of,
    first_rows_of_text,
    most_filled,
    read_sheet,
)

PLAIN = "a,b\n1,café\n2,x\n"


def _rows(data: bytes) -> list[list[str]]:
    return [list(row.values()) for row in read_sheet(data, "f.csv", ["a", "b"]).rows.to_pylist()]


def _refused(data: bytes) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        read_sheet(data, "f.csv", ["a", "b"])
    return raised.value


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ("f.csv was read as UTF-16 text.",)),
        ("cp1252", ("f.csv is not UTF-8; it was read as Windows-1252, so check its accents.",)),
        ("utf-16-le", ("f.csv was read as UTF-16 text.",)),
        ("utf-16-be", ("f.csv was read as UTF-16 text.",)),
    ],
)
def test_any_usual_encoding_gives_the_same_rows_and_says_so(
    encoding: str, note: tuple[str, ...]
) -> None:
    data = PLAIN.encode(encoding)
    assert _rows(data) == [["1", "café"], ["2", "x"]]
    assert read_sheet(data, "f.csv", ["a", "b"]).notes == note
    assert most_filled(first_rows_of_text(data, "f.csv")) == ["a", "b"]


def test_big_endian_utf_16_is_read_too() -> None:
    assert _rows(b"\xfe\xff" + PLAIN.encode("utf-16-be")) == [["1", "café"], ["2", "x"]]


@pytest.mark.parametrize(("sign", "words"), [(";", ";"), ("\t", "a tab"), ("|", "|")])
def test_another_delimiter_is_noticed_and_said(sign: str, words: str) -> None:
    data = PLAIN.replace(",", sign).encode()
    assert delimiter_of(data) == sign
    assert _rows(data) == [["1", "café"], ["2", "x"]]
    assert read_sheet(data, "f.csv", ["a"]).notes == (f"f.csv separates its columns with {words}.",)


def test_windows_line_ends_and_quoted_names_make_no_difference() -> None:
    assert _rows(b'"a","b"\r\n1,"x, y"\r\n2,z\r\n') == [["1", "x, y"], ["2", "z"]]
    assert most_filled(first_rows_of_text(b'"a","b"\r\n', "f.csv")) == ["a", "b"]


def test_only_the_needed_columns_are_kept_and_their_text_is_untouched() -> None:
    sheet = read_sheet(b"c,a,b\nzz, 007 ,NA\nzz,1e3,\n", "f.csv", ["a", "b"], repeated=["b"])
    assert sheet.rows.to_pylist() == [{"a": " 007 ", "b": "NA"}, {"a": "1e3", "b": ""}]


def test_a_row_of_the_wrong_length_comes_back_with_its_line_and_text() -> None:
    sheet = read_sheet(b"a,b\n1,2\n3\n4,5\n6,7,8\n", "f.csv", ["a", "b"])
    assert sheet.rows["a"].to_pylist() == ["1", "4"]
    assert sheet.lines.tolist() == [2, 4]
    assert sheet.malformed.to_numpy().tolist() == [
        ["f.csv", 3, "the row has more or fewer columns than the heading", "3"],
        ["f.csv", 5, "the row has more or fewer columns than the heading", "6,7,8"],
    ]


def test_blank_lines_are_passed_over_but_counted_and_a_line_of_spaces_is_a_row() -> None:
    # Lines: 1 heading, 2 row, 3 blank, 4 spaces, 5 row, 6 blank, 7 short row, 8 row.
    sheet = read_sheet(b"a,b\n1,2\n\n   \n3,4\r\n\r\n5\n6,7\n\n\n", "f.csv", ["a", "b"])
    assert sheet.rows["a"].to_pylist() == ["1", "3", "6"]
    assert sheet.lines.tolist() == [2, 5, 8]
    assert sheet.malformed["line"].to_list() == [4, 7]


def test_a_quoted_value_may_hold_line_breaks_and_later_rows_keep_their_lines() -> None:
    # Line 2 runs on to line 4 (line 3 is blank inside the quotes), so the next rows begin on 5 and 6.
    sheet = read_sheet(b'a,b\n1,"x\n\ny"\n2\n3,z\n', "f.csv", ["a", "b"])
    assert sheet.rows.to_pylist() == [{"a": "1", "b": "x\n\ny"}, {"a": "3", "b": "z"}]
    assert sheet.lines.tolist() == [2, 6]
    assert sheet.malformed["line"].to_list() == [5]


def test_a_quotation_mark_never_closed_cannot_swallow_the_rows_after_it() -> None:
    problem = _refused(b'a,b\n1,x\n2,"y\n3,z\n4,z\n')
    assert problem.wrong == "f.csv cannot be read as a table."
    assert (
        problem.saw
        == "A quotation mark in the row that begins on line 3 is not closed where it should be."
    )
    assert problem.do == "Mend or download it again."


def test_a_quotation_mark_inside_a_word_is_just_a_sign() -> None:
    assert _rows(b'a,b\n1,6" pipe\n2,x\n') == [["1", '6" pipe'], ["2", "x"]]


def test_a_heading_alone_holds_no_rows() -> None:
    sheet = read_sheet(b"a,b\n", "f.csv", ["a", "b"])
    assert (len(sheet.rows), len(sheet.lines), len(sheet.malformed)) == (0, 0, 0)


def test_a_last_line_without_an_end_is_a_row() -> None:
    assert _rows(b"a,b\n1,2\n3,4") == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("data", "wrong", "do"),
    [
        (b" \n\n", "f.csv is empty.", "Download or save it again."),
        (
            b"<!DOCTYPE html>\n<html></html>",
            "f.csv is a web page, not data.",
            "It may be an error page saved by mistake: download the file again.",
        ),
        (
            b"PK\x03\x04\x00\x00",
            "f.csv is not a whole Excel workbook.",
            "Save it again without a password as an Excel workbook (.xlsx) or as CSV (UTF-8).",
        ),
        (b"a\x00b", "f.csv is not text.", "Save it as CSV (UTF-8) and load that."),
        (
            b"\xff\xfea\x00,\x00b",
            "f.csv starts like UTF-16 text but cannot be read as such.",
            "Save it again as CSV (UTF-8) and load that.",
        ),
        (
            b"a;c\n1;2\n",
            "f.csv has no column called “b”.",
            "Rename the column or choose the right file, and load it again.",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_words(data: bytes, wrong: str, do: str) -> None:
    problem = _refused(data)
    assert (problem.wrong, problem.do, problem.stands) == (wrong, do, "Nothing has been changed.")


def test_a_problem_with_the_heading_names_the_file() -> None:
    with pytest.raises(DataProblem, match="2025-01-wiltshire-street.csv is a web page, not data."):
        first_rows_of_text(b"<html><body>Sorry</body></html>", "2025-01-wiltshire-street.csv")


def test_text_that_is_utf_8_already_is_handed_on_as_it_is() -> None:
    assert as_utf8(PLAIN.encode(), "f.csv") == (PLAIN.encode(), ())
    assert as_utf8(PLAIN.encode("utf-8-sig"), "f.csv") == (PLAIN.encode(), ())


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"sep=;\r\na;b\r\n1;x\r\n2;y\r\n", [3, 4]),
        (b'\xef\xbb\xbfsep=,\n"a","b"\n1,x\n2,y\n', [3, 4]),
        (b"sep=\t\na\tb\n1\tx\n2\ty\n", [3, 4]),
        ("sep=|\na|b\n1|x\n2|y\n".encode("utf-16"), [3, 4]),
        (b"Crimes of June\n\na,b\n1,x\n2,y\n", [4, 5]),
        (b'"A report, of June",,\n"A\n(units)",b,\n1,x,\n2,y,\n', [4, 5]),
        (b"a,b\n1,x,\n2,y,,\n", [2, 3]),
        (b",a,b\n0,1,x\n1,2,y\n", [2, 3]),
        (b"A;B (text)\n1;x\n2;y\n", [2, 3]),
        (b"a,b\r1,x\r2,y\r", [2, 3]),
    ],
    ids=["sep", "sep and mark", "sep tab", "sep utf-16", "title", "title and wide heading", "trailing",
         "row numbers", "like names", "first Macs"],
)  # fmt: skip
def test_whatever_stands_around_the_table_the_rows_and_their_lines_are_the_same(
    data: bytes, lines: list[int]
) -> None:
    sheet = read_sheet(data, "f.csv", ["a", "b"])
    assert [list(row.values()) for row in sheet.rows.to_pylist()] == [["1", "x"], ["2", "y"]]
    assert sheet.lines.tolist() == lines
    assert len(sheet.malformed) == 0


def test_quotes_and_dashes_of_windows_are_read_right() -> None:
    assert _rows("a,b\n1,‘O’Neill’s’ – café\n".encode("cp1252")) == [["1", "‘O’Neill’s’ – café"]]


def test_an_optional_column_that_is_not_there_is_empty_and_named() -> None:
    sheet = read_sheet(b"a,b\n1,x\n", "f.csv", ["a"], optional=["b", "c"], repeated=["c"])
    assert sheet.rows.to_pylist() == [{"a": "1", "b": "x", "c": ""}]
    assert sheet.absent == {"c"}


def test_rows_of_the_wrong_length_are_not_gathered_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(csv_text, "MOST_UNEVEN", 3)
    assert len(read_sheet(b"a,b\n" + b"1\n" * 3, "a.csv", ["a"]).malformed) == 3
    with pytest.raises(DataProblem) as raised:
        read_sheet(b"a,b\n" + b"1\n" * 4, "a.csv", ["a"])
    assert raised.value.saw == "More than 3 rows have more or fewer columns than the heading."
