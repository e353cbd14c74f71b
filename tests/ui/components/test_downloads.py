"""Files to take away: what they say of themselves, formulas made harmless, hidden figures absent."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest
from numpy import nan

from ui.components import downloads

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 1793", "-2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell: str) -> None:
    assert downloads.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Eldene", "", "a=b", " =1", -2, -0.5, None])
def test_other_cells_are_left_alone(cell: object) -> None:
    assert downloads.harmless(cell) is cell


def test_a_file_says_what_it_counts_before_it_counts() -> None:
    table = pd.DataFrame({"ward": ["Eldene", "Œuvre"], "offences": [3, 4]})
    assert downloads.csv(table, ["Robbery in Swindon", "", "Build b1"]) == (
        BOM + "# Robbery in Swindon\n# Build b1\nward,offences\nEldene,3\nŒuvre,4\n".encode()
    )


def test_formulas_are_defused_and_numbers_stay_numbers() -> None:
    table = pd.DataFrame({"ward": ['=HYPERLINK("http://x")', "@x"], "change": [-3, 4]})
    text = downloads.csv(table, []).decode("utf-8-sig")
    assert text == 'ward,change\n"\'=HYPERLINK(""http://x"")",-3\n\'@x,4\n'
    assert pd.read_csv(io.StringIO(text))["change"].to_list() == [-3, 4]


def test_a_note_cannot_begin_a_line_of_its_own() -> None:
    lines = (
        downloads.csv(pd.DataFrame({"a": [1]}), ["Source: x\n=1+1"])
        .decode("utf-8-sig")
        .splitlines()
    )
    assert lines[-2:] == ["a", "1"] and all(line.startswith("#") for line in lines[:-2])


def test_a_column_of_categories_is_defused_too() -> None:
    table = pd.DataFrame({"standing": pd.Categorical(["=1", "hidden"])})
    assert downloads.csv(table, []).decode("utf-8-sig") == "standing\n'=1\nhidden\n"


def test_a_heading_is_no_formula_either() -> None:
    assert downloads.csv(pd.DataFrame({"=1+1": [1]}), []).decode("utf-8-sig").startswith("'=1+1\n")


def test_a_hidden_figure_is_an_empty_cell() -> None:
    table = pd.DataFrame(
        {
            "ward": ["Eldene", "Walcot"],
            "offences": [nan, 12.0],
            "standing": ["hidden", "clearly above"],
        }
    )
    assert downloads.csv(table, []).decode("utf-8-sig").splitlines()[1:] == [
        "Eldene,,hidden",
        "Walcot,12.0,clearly above",
    ]


def test_the_file_is_made_only_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    made: list[int] = []

    def csv(table: pd.DataFrame, notes: list[str]) -> bytes:
        made.append(len(table))
        return b"made"

    monkeypatch.setattr(
        downloads,
        "file_button",
        lambda label, data, **settings: given.setdefault(
            settings["mime"], {**settings, "data": data}
        ),
    )
    monkeypatch.setattr(downloads, "csv", csv)
    downloads.download(pd.DataFrame({"a": [1, 2]}), ["note"], name="wards")
    assert made == [] and [button["file_name"] for button in given.values()] == [
        "wards.csv",
        "wards.xlsx",
    ]
    assert given["text/csv"]["data"]() == b"made" and made == [2]
