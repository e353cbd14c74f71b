"""The analyst's story of the force's own records: a layer, its filters, the pasted link, how offences came to light on the map."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.chromium import choose, map_frame, offline_page, paints, settle

pytestmark = pytest.mark.browser
KILOBYTES_A_CHANGE = 30
PATHS = (
    "document.querySelectorAll('#map_div > .leaflet-map-pane > .leaflet-overlay-pane path').length"
)


def test_analyst_picks_a_layer_filters_it_and_the_pasted_link_shows_the_same(
    context: BrowserContext, second_reader: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?guide=off")
    frame = map_frame(page)
    frame.evaluate(f"""() => {{ window.counts = [];
        const look = () => {{ window.counts.push({PATHS}); requestAnimationFrame(look); }}; look(); }}""")
    page.locator(".panel.strip").wait_for(
        timeout=40_000
    )  # the last of the page: what comes after it is of the change
    page.wait_for_timeout(800)
    settle(page)
    before, received = paints(frame), sum(watch.received)
    choose(page, "Layer", "Knife possession")
    frame.wait_for_function(f"Number(document.body.dataset.paint) > {before}")
    expect(page.locator(".shown")).to_have_text(
        re.compile("^Knife possession in Swindon and Wiltshire"), timeout=30_000
    )
    expect(page.locator(".mark")).to_contain_text("OFFICIAL-SENSITIVE")
    frame.wait_for_function("Number(document.body.dataset.parts) > 20")
    expect(
        page.frame_locator('iframe[title*="st_folium"]').locator(".part-words .row")
    ).to_have_count(4)
    settle(page)
    assert sum(watch.received) - received <= KILOBYTES_A_CHANGE * 1000
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 1080
    page.get_by_text("Filters of the force's records").click()
    page.get_by_label(
        "Line type", exact=True
    ).wait_for()  # drawn by the run that opening them began
    choose(page, "Line type", "Local line")
    page.keyboard.press("Escape")
    expect(page.locator(".shown")).to_contain_text("(line type: local line)", timeout=30_000)
    choose(page, "Suspects' age", "14–25")
    sentence = re.compile(
        r"^Knife possession \(line type: local line; suspects aged 14–25\) in Swindon and Wiltshire"
    )
    expect(page.locator(".shown")).to_have_text(sentence, timeout=30_000)
    settle(page)
    counts = frame.evaluate("window.counts")
    assert min(counts) == max(counts) == 120  # the map was never rebuilt, nor blank
    other, _ = offline_page(second_reader)
    other.goto(page.url)
    map_frame(other)
    expect(other.locator(".shown")).to_have_text(page.locator(".shown").inner_text())
    expect(other.locator(".source")).to_have_text(page.locator(".source").inner_text())
    choose(other, "Layer", "Free choice of types")
    expect(other.locator(".shown")).to_have_text(
        re.compile("^Possession of weapons in Swindon and Wiltshire"), timeout=30_000
    )
    assert watch.faults == []
