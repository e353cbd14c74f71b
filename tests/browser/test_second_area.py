"""The dashboard of another area in a browser: its own map, nothing of the first area, no request outside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.chromium import dashboard, map_frame, offline_page, readers_window, settle
from tests.home import HOME
from tests.second_area import load_made_up, load_real

pytestmark = pytest.mark.browser
WARDS = "#map_div > .leaflet-map-pane > .leaflet-overlay-pane path"


@pytest.fixture(params=["made up", pytest.param("real", marks=pytest.mark.real)])
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, int, int]]:
    """Address of a dashboard that serves the other area, how many wards it has and how many authorities."""
    real = request.param == "real"
    path = (
        load_real(request.getfixturevalue("real_data"), tmp_path)
        if real
        else load_made_up(tmp_path)
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SVD_AREA", str(path))
        with dashboard(tmp_path / "store") as address:
            yield (address, 257, 8) if real else (address, 2, 2)


def test_another_area_is_drawn(there: tuple[str, int, int], chromium: Browser) -> None:
    address, wards, authorities = there
    context = readers_window(chromium)
    page, watch = offline_page(context)
    page.goto(address)
    expect(page).to_have_title("Serious violence in Avon and Somerset")
    frame = map_frame(page)
    assert frame.evaluate(f"document.querySelectorAll('{WARDS}').length") == wards + authorities
    south, west, north, east = frame.evaluate(
        "(b => [b.getSouth(), b.getWest(), b.getNorth(), b.getEast()])(map_div.getBounds())"
    )
    middle = (51.25, -2.85) if wards > 2 else (51.56, -1.78)
    assert south < middle[0] < north and west < middle[1] < east and north - south < 2
    expect(page.get_by_text("Residents are missing")).to_be_visible()
    for name in ("Compare", "Wards", "Hotspots", "Data"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name=name, exact=True).first).to_be_visible()
        settle(page)
        if name != "Data":
            map_frame(page)
        text = " ".join(part.locator("body").inner_text() for part in page.frames)
        assert [place for place in HOME.names.values() if place in text] == []
        assert "Something went wrong" not in text
        if folder := os.environ.get("SVD_TEST_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{wards}.png")
    assert watch.faults == []
    context.close()
