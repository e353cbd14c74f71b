"""From a file with unknown headings to what loading it would do, on the Data page; all rows are made up."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from loaders import intake
from loaders.extract.mapping import read_mapping
from loaders.store.builds import BuildStore
from tests.conftest import current, street_file, street_row, wards_file
from tests.pages.running import SCRIPT, fresh_caches
from tests.readers import look_as
from ui.components import downloads
from ui.text import sources as wording

__all__ = ["fresh_caches"]
HEADING = ["Occurrence No", "HO Class", "Reported Date", "Where E", "Where N", "Brief"]
ROWS = [
    [f"OCC/{number}/22", "10D", f"{number + 1:02}/05/2022", "414655", "183852", "Regent Street"]
    for number in range(12)
]
OURS = "\n".join(map(",".join, [HEADING, *ROWS])).encode()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_caches: None) -> Path:
    """A store with a month of police.uk, that the pages read."""
    del fresh_caches
    root = tmp_path / "store"
    monkeypatch.setenv("SVD_STORE", str(root))
    monkeypatch.setenv("SVD_SALT", "a salt for this test alone")
    rows = [street_row(f"a{number}", month="2025-03") for number in range(12)]
    intake.load([wards_file(tmp_path), street_file(tmp_path, "2025-03", *rows)], root)
    return root


def workbook(heading: list[str], rows: list[list[str]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0].append(["Made by the records system"])
    for row in [heading, *rows]:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def data_page(*files: tuple[str, bytes]) -> AppTest:
    test = AppTest.from_string(SCRIPT.format(page="data"), default_timeout=60).run()
    return test.file_uploader[0].set_value([(*file, "text/csv") for file in files]).run()


def words(test: AppTest) -> str:
    kinds = (test.markdown, test.success, test.warning, test.error, test.caption)
    return " ".join(element.value for kind in kinds for element in kind)


def field(test: AppTest, name: str) -> Any:
    (wanted,) = [box for box in test.selectbox if box.label.partition(" (")[0] == name]
    return wanted


def button(test: AppTest, label: str) -> Any:
    (wanted,) = [b for b in [*test.button, *test.download_button] if b.label == label]
    return wanted


@pytest.mark.parametrize(
    ("name", "data"),
    [("ours.csv", OURS), ("ours.xlsx", workbook(HEADING, ROWS))],
    ids=["text", "workbook"],
)
def test_a_file_with_unknown_headings_is_mapped_on_screen_and_loaded(
    store: Path, name: str, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: dict[str, Any] = {}
    offered = downloads.file_button

    def offer(label: str, data: Any, **settings: Any) -> None:
        saved[settings["file_name"]] = data
        offered(label, data, **settings)

    monkeypatch.setattr(downloads, "file_button", offer)
    before = current(store)
    test = data_page((name, data))
    assert "Nothing has been changed." in words(test) and wording.MAPPING_ASKED in words(test)
    assert field(test, "Crime reference").value == "Occurrence No"
    assert field(test, "Recorded on").value == "Reported Date"
    assert field(test, "Easting").value == "Where E"
    assert field(test, "Location text").value == wording.NOT_IN_FILE
    assert "01/05/2022 · 02/05/2022 · 03/05/2022 · 04/05/2022 · 05/05/2022" in words(test)
    assert "06/05/2022" not in words(test)
    field(test, "Location text").select("Brief").run()
    assert "Regent Street" in words(test)
    button(test, wording.MAPPING_SAVE).click().run()
    assert wording.PROPOSED in words(test)
    assert test.table[0].value["After"].to_list() == [
        "12 rows of 1 type; records up to 12 May 2022"
    ]
    mapping = read_mapping(saved["ours-mapping.toml"], "ours-mapping.toml")
    assert dict(mapping.columns) == {
        "crime_reference": ("Occurrence No",),
        "offence_code": ("HO Class",),
        "recorded_on": ("Reported Date",),
        "easting": ("Where E",),
        "northing": ("Where N",),
        "location_text": ("Brief",),
    }
    assert current(store) == before
    button(test, wording.LOAD).click().run()
    parts = BuildStore(store).manifest(current(store)).parts
    assert [p.accepted for p in parts if p.month == "2022-05"] == [12]
    assert not test.selectbox  # all of it is forgotten


def test_what_was_said_wrongly_can_be_mended(store: Path) -> None:
    del store
    test = data_page(("ours.csv", OURS))
    field(test, "Recorded on").select(wording.NOT_IN_FILE).run()
    assert wording.fields_lacking(["committed_from"]) in words(test)
    assert (
        button(test, wording.MAPPING_USE).disabled and button(test, wording.MAPPING_SAVE).disabled
    )
    field(test, "Recorded on").select("Reported Date").run()
    field(test, "Easting").select("Where N").run()
    field(test, "Northing").select("Where E").run()
    button(test, wording.MAPPING_USE).click().run()
    assert "swapped" in words(test)
    field(test, "Easting").select("Where E").run()
    field(test, "Northing").select("Where N").run()
    button(test, wording.MAPPING_USE).click().run()
    assert wording.PROPOSED in words(test)


def test_columns_that_look_personal_are_named_and_not_shown(store: Path) -> None:
    del store
    rows = [[*row, "Quillfeather", "PC 77 Quillfeather"] for row in ROWS]
    heading = [*HEADING, "Victim Surname", "Who"]
    test = data_page(("ours.csv", "\n".join(map(",".join, [heading, *rows])).encode()))
    assert "they look personal: “Victim Surname”" in words(test)
    assert "like people's names: “Who”" in words(test)
    options = {option for box in test.selectbox for option in box.options}
    assert "Reported Date" in options and not {"Victim Surname", "Who"} & options
    assert "Quillfeather" not in words(test)
    button(test, wording.MAPPING_USE).click().run()
    assert "a column that looks personal" in words(test) and wording.PROPOSED not in words(test)


def test_searches_are_asked_for_by_their_own_fields(store: Path) -> None:
    del store
    rows = [f"SS{number},{number + 1:02}/05/2022,22:40,s1 PACE,NFA" for number in range(12)]
    lines = ["Stop Search ID,Date,Time,Power Used,Outcome of Search", *rows]
    test = data_page(("stops.csv", "\n".join(lines).encode()))
    assert test.radio[0].value == "searches"
    assert field(test, "Searched at").value == "Date and Time"
    button(test, wording.MAPPING_USE).click().run()
    assert wording.PROPOSED in words(test)
    assert test.table[0].value["After"].to_list() == [
        "12 rows, 12 without a place; records up to 12 May 2022"
    ]


def test_a_file_of_which_only_some_headings_are_known_is_mapped_too(store: Path) -> None:
    """By the template alone each of its rows would be rejected, since nothing says when it was."""
    del store
    heading = ["Crime Reference", "HO Class", "Reported Date", "Easting", "Northing", "Brief"]
    test = data_page(("ours.csv", "\n".join(map(",".join, [heading, *ROWS])).encode()))
    assert "nothing says when its rows were" in words(test)
    button(test, wording.MAPPING_USE).click().run()
    assert wording.PROPOSED in words(test)


def test_no_form_for_several_files_nor_for_a_file_that_is_no_table(store: Path) -> None:
    del store
    for files in ([("ours.csv", OURS), ("more.csv", OURS)], [("note.txt", b"a note\n")]):
        test = data_page(*files)
        assert test.error and not test.selectbox and wording.MAPPING_ASKED not in words(test)


def test_only_analysts_see_the_form(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del store
    look_as(monkeypatch, "executive")
    test = AppTest.from_string(SCRIPT.format(page="data"), default_timeout=60).run()
    assert not test.file_uploader and not test.selectbox and "Regent Street" not in words(test)
