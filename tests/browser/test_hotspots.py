"""An analyst looks for places for a patrol: a hexagon clicked, a place chosen, paint changed without a blink, a patrol file taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.chromium import map_frame, offline_page, paints, press, settle

pytestmark = pytest.mark.browser
PATHS = (
    "document.querySelectorAll('#map_div > .leaflet-map-pane > .leaflet-overlay-pane path').length"
)
# The middle of the planted cluster, Penhill and Upper Stratton: the list's first place
PENHILL = "[51.5935, -1.7729]"


def test_a_place_is_chosen_on_the_map_and_taken_as_a_patrol_file(
    context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(address)
    press(page, "link", "Hotspots")
    expect(page.locator(".card").first).to_contain_text("places", timeout=30_000)
    settle(page)
    page.locator('[data-variant="segmented_control"]', has_text="Beyond chance").click()
    settle(page)
    frame = map_frame(page)
    frame.wait_for_function("Number(document.body.dataset.cells) > 10")
    assert int(frame.evaluate(PATHS)) == 120
    # every hexagon drawn lies where it is: the nearest to the cluster's middle is under a click there
    frame.evaluate(f"map_div.setView({PENHILL}, 15, {{animate: false}})")
    page.wait_for_timeout(400)
    before = paints(frame)
    the_map = page.locator('iframe[title*="st_folium"]')
    the_map.scroll_into_view_if_needed()
    box = the_map.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2 - 3, box["y"] + box["height"] / 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    frame.wait_for_function(f"Number(document.body.dataset.paint) > {before}")
    expect(page.locator("h3", has_text="Penhill and Upper Stratton")).to_be_visible(timeout=30_000)
    zoom = frame.evaluate("map_div.getZoom()")
    press(page, "radio", "Do they last")
    frame.wait_for_function(f"Number(document.body.dataset.paint) > {before + 1}")
    assert frame.evaluate("map_div.getZoom()") == zoom and int(frame.evaluate(PATHS)) == 120
    press(page, "button", "Download")
    with page.expect_download() as taken:
        press(page, "button", "Patrol file (GPX)")
    assert Path(taken.value.path()).read_bytes().startswith(b"<?xml")
    assert watch.faults == []
