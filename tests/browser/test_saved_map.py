"""A map taken along as one file: opened from a folder, without a server or a network, it says what its page said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.boundary_files import without_residents
from tests.browser.pointing import disagreeing, pointed, rates_agree, ward_table
from tests.browser.test_accessible import faults as serious
from tests.chromium import INSIDE, dashboard, map_frame, offline_page, press, settle
from ui.text import figures as figure_text
from ui.text import map as map_text

pytestmark = pytest.mark.browser
FIRST, SECOND = ".first-map > .leaflet-map-pane", "#beside > .leaflet-map-pane"
LEGEND = ".legend .row"
WITHOUT_RESIDENTS = ("E05008957", "E05008963")  # of Swindon


@pytest.fixture
def opened(
    context: BrowserContext, chromium: Browser, address: str, tmp_path: Path
) -> Iterator[Callable[[str], tuple[Page, Page, list[str]]]]:
    """A page by its address, its map opened from a file in a browser that may fetch nothing, and whatever went wrong there."""

    windows: list[BrowserContext] = []

    def taken(path: str) -> tuple[Page, Page, list[str]]:
        page, _ = offline_page(context)
        page.goto(f"{address}/{path}")
        map_frame(page)
        settle(page)
        with page.expect_download() as download:
            press(page, "button", figure_text.FILE_KINDS["html"])
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        assert file.suffix == ".html"
        window = chromium.new_context(viewport={"width": 1600, "height": 1000}, offline=True)
        windows.append(window)
        saved, watch = offline_page(window)
        saved.goto(file.as_uri())
        saved.locator("body[data-paint]").wait_for()
        blocked = [request for request in watch.blocked if request != file.as_uri()]
        assert not any(request.startswith(INSIDE[0]) for request in watch.failed)
        return page, saved, [*blocked, *watch.failed, *watch.messages]

    yield taken
    for window in windows:
        window.close()


def test_a_saved_map_draws_every_ward_and_says_of_each_what_the_table_says(
    opened: Callable[[str], tuple[Page, Page, list[str]]],
) -> None:
    page, saved, faults = opened("wards?guide=off&ward=Eastcott")
    table, pointed_wards = ward_table(page), pointed(saved, FIRST)
    assert len(pointed_wards) == len(table) == 118
    assert disagreeing(pointed_wards, table, rates_agree) == {}
    frame = map_frame(page)
    assert {(shape.ward, shape.fill) for shape in pointed_wards} == {
        (shape.ward, shape.fill) for shape in pointed(frame, "#map_div > .leaflet-map-pane")
    }
    assert saved.locator(LEGEND).all_inner_texts() == frame.locator(LEGEND).all_inner_texts()
    assert saved.locator("h1").inner_text() == page.locator(".heading .shown").inner_text()
    assert saved.title() == saved.locator("h1").inner_text()
    expect(saved.get_by_text(figure_text.DEMONSTRATION_MARK, exact=True)).to_be_visible()
    expect(saved.locator(".leaflet-control-attribution")).to_contain_text("Crown copyright")
    expect(saved.locator("footer")).to_contain_text("Source: ")
    saved.get_by_role("button", name="Zoom in").first.click()
    assert saved.evaluate("document.documentElement.scrollHeight") <= 1000
    # folium's own page forbids zooming it by two fingers; its map zooms all the same
    assert [fault for fault in serious(saved) if fault[0] != "meta-viewport"] == []
    assert faults == []


def test_the_grey_of_wards_without_residents_is_named_beside_the_map(
    context: BrowserContext, demonstration_built: Path, tmp_path: Path
) -> None:
    with dashboard(without_residents(demonstration_built, tmp_path, WITHOUT_RESIDENTS)) as served:
        page, _ = offline_page(context)
        page.goto(f"{served}/wards?guide=off")
        frame = map_frame(page)
        settle(page)
        shapes = pointed(frame, "#map_div > .leaflet-map-pane")
        grey = {shape.ward: shape.fill for shape in shapes if shape.ward in WITHOUT_RESIDENTS}
        row = frame.locator(LEGEND, has_text=figure_text.NO_RATE)
        fill = row.locator("rect").get_attribute("fill")
        assert grey == dict.fromkeys(WITHOUT_RESIDENTS, fill)
        # among the wards with residents none is of that colour, and without such a ward there is no such row
        assert [shape.fill for shape in shapes].count(str(fill)) == len(WITHOUT_RESIDENTS)
        page.goto(f"{served}/wards?guide=off&authority=Wiltshire")
        frame = map_frame(page)
        settle(page)
        expect(frame.locator(LEGEND, has_text=figure_text.NO_RATE)).to_have_count(0)


def test_both_maps_of_a_comparison_are_saved_with_their_legend(
    opened: Callable[[str], tuple[Page, Page, list[str]]],
) -> None:
    _, saved, faults = opened("compare?guide=off")
    seen = [
        [shape.ward for shape in pointed(saved, map_) if shape.fill != "none"]
        for map_ in (FIRST, SECOND)
    ]
    assert [len(set(wards)) for wards in seen] == [20, 98]
    assert saved.locator(".legend:visible").count() == 1
    live = map_text.STATUSES["live"]  # in Swindon alone, and in the legend of both
    expect(saved.locator("#beside .legend .row", has_text=live)).to_be_visible()
    assert saved.locator(".leaflet-control-scale:visible").count() == 2
    boxes = [saved.locator(map_).bounding_box() for map_ in (".first-map", "#beside")]
    assert all(boxes) and boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]  # type: ignore[index]
    assert faults == []


def test_hexagons_are_saved_too(opened: Callable[[str], tuple[Page, Page, list[str]]]) -> None:
    page, saved, faults = opened("hotspots?guide=off&paint=Density")
    cells = "Number(document.body.dataset.cells)"
    assert saved.evaluate(cells) == map_frame(page).evaluate(cells) > 30
    expect(saved.locator("footer")).to_contain_text("Source: ")
    assert faults == []
