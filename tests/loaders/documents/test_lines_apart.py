"""Lines that are no rows are set apart by what they are, and rows never."""

from __future__ import annotations

import pytest

from loaders.documents.lines_apart import LinesApart

HEADING = {"crimereference", "recordedon", "easting"}
ROW = ["54220000001/25", "01/06/2025", "418240"]


def taken(*rows: list[str]) -> LinesApart | None:
    """What was set apart, where every row was; else None."""
    apart = LinesApart()
    return (
        apart if all(apart.takes(line, row, HEADING) for line, row in enumerate(rows, 2)) else None
    )


@pytest.mark.parametrize(
    "first",
    ["Total", "Grand Total", "Subtotal", "Sub-Total:", "Swindon Total", "*", "**", "Total: 12", "Overall result", "Sum", "TOTALS"],
)  # fmt: skip
def test_totals_of_any_tool_are_set_apart(first: str) -> None:
    apart = taken([first, "", "1,234.5"])
    assert apart is not None
    assert apart.notes("f") == ("f: lines that are no rows were set apart: 1 of totals (line 2).",)


@pytest.mark.parametrize(
    "text",
    [
        "Applied filters:\nType is Robbery",
        "Filters applied: Type = Robbery",
        "Filter: Robbery",
        "Selection criteria: Type Robbery",
    ],
)
def test_what_a_report_was_filtered_by_is_said(text: str) -> None:
    apart = taken(["", "", ""], [text, "", ""])
    assert apart is not None
    (note,) = apart.notes("f")
    assert note == (
        "f was filtered before it was saved, so its months may not be whole. "
        f"It says: “{' '.join(text.split())}”."
    )


def test_filters_on_lines_of_their_own_are_said_together_and_no_filter_is_not_said() -> None:
    apart = taken(["Applied filters:", "", ""], ["Year is 2025", "", ""])
    assert apart is not None and apart.filters == ["Applied filters: Year is 2025"]
    apart = taken(["No filters applied"])
    assert apart is not None and apart.notes("f") == ()


@pytest.mark.parametrize(
    "row",
    [
        ["Crime reference", "Recorded on", "Easting (m)"],
        ["(1234 rows affected)", "", ""],
        ["Source: records system, 1 July 2025", "", ""],
        ["Page 1 of 3", "", ""],
        ["", "", ""],
    ],
)
def test_the_heading_again_remarks_and_empty_lines_are_set_apart(row: list[str]) -> None:
    assert taken(row)


def test_a_file_that_says_it_is_cut_is_told_of() -> None:
    apart = taken(["Exported data exceeded the allowed volume. Some data may have been omitted.", "", ""])  # fmt: skip
    assert apart is not None
    assert apart.notes("f")[-1].startswith("f says that it is cut short: “Exported data exceeded")


@pytest.mark.parametrize(
    "row",
    [ROW, ["54220000001/25", "", ""], ["", "01/06/2025", ""], ["Total", "01/06/2025", "Robbery"], ["1234", "", ""]],
)  # fmt: skip
def test_rows_are_never_set_apart(row: list[str]) -> None:
    assert taken(row) is None
