"""The Data page: what is loaded, and loading more through the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.chromium import dashboard, map_frame, offline_page, press, settle

pytestmark = pytest.mark.browser
HEADING = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
)
ROW = (
    "{id},{month},Wiltshire Police,Wiltshire Police,-1.78819,51.56074,On or near High Street,,,Possession of weapons,"
    "Under investigation,\n"
)


@pytest.fixture
def empty_address(tmp_path: Path) -> Iterator[str]:
    with dashboard(tmp_path / "store") as served:
        yield served


def _open_data(page: Page, address: str) -> None:
    page.goto(address)
    press(page, "link", "Data")


def _upload(page: Page, name: str, text: str) -> None:
    settle(page)
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )


def test_absent_month_is_shown_as_absent(context: BrowserContext, address: str) -> None:
    page, watch = offline_page(context)
    _open_data(page, address)
    expect(page.locator(".months td.absent")).to_have_text(
        ["Feb absent"] * 4
    )  # both sources of searches among them
    expect(page.locator(".card", has_text="Rows accepted")).to_contain_text(
        re.compile(r"\d{3},\d{3}of \d{3},\d{3} read")
    )
    assert watch.faults == []


def test_first_upload_makes_a_real_build_and_a_bad_one_changes_nothing(
    context: BrowserContext, empty_address: str
) -> None:
    page, _ = offline_page(context)
    page.goto(empty_address)
    expect(page.get_by_text("Nothing has been loaded yet.")).to_be_visible()
    _open_data(page, empty_address)
    good = (
        HEADING
        + ROW.format(id="a" * 64, month="2025-03")
        + ROW.format(id="b" * 64, month="2025-13")
    )
    _upload(page, "2025-03-wiltshire-street.csv", good)
    expect(page.get_by_text("new, from 2025-03-wiltshire-street.csv")).to_be_visible()
    expect(page.get_by_text("Nothing has been changed yet.")).to_be_visible()
    press(page, "button", "Load these files")
    expect(
        page.get_by_text("1 row accepted, 1 rejected. The page shows the new build.")
    ).to_be_visible()
    expect(page.get_by_text("OFFICIAL · open data")).to_be_visible()
    _upload(page, "broken.csv", "Crime ID,Month\nx,2025-04\n")
    expect(page.get_by_text("broken.csv has no column called")).to_be_visible()
    expect(page.get_by_text("Nothing has been changed.")).to_be_visible()
    press(page, "link", "Briefing")
    map_frame(page)
    expect(page.get_by_text("Fewer than twelve months")).to_be_visible()
