"""What each of the three readers does in a week, end to end, with every outside request blocked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Frame, expect

from tests.chromium import choose, map_frame, offline_page, paints, press, settle
from tests.large_versions import a_few

pytestmark = pytest.mark.browser
PATHS = (
    "document.querySelectorAll('#map_div > .leaflet-map-pane > .leaflet-overlay-pane path').length"
)
VIEW = "[map_div.getZoom(), map_div.getCenter().lat, map_div.getCenter().lng]"
MARKUP = ["<img src=x onerror=window.pwned=1>", "`code` :red[x] $a$"]  # forty more in test_markup


def repainted(frame: Frame, act: Callable[[], object]) -> None:
    """Do something and wait until the map has been painted anew."""
    settle(frame.page)
    before = paints(frame)
    act()
    frame.wait_for_function(f"Number(document.body.dataset.paint) > {before}")


def test_commander_opens_switches_layers_picks_a_ward_and_hangs_it_on_the_wall(
    context: BrowserContext, own_address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(own_address)
    frame = map_frame(page)
    press(page, "button", "Got it")
    expect(page.locator(".panel h2")).to_contain_text(
        ["What really changed", "Needs attention", "Do next", "Month by month"]
    )
    expect(page.locator(".panel li.clear-rise").first).to_have_text(
        re.compile(r"^Central: clear rise, 98 in .*, 28 a year earlier \(\+250 %\)\.$")
    )
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollHeight <= 1080")
    for act in (
        lambda: press(page, "button", "Points"),
        lambda: press(page, "radio", "Equal tiles"),
        lambda: press(page, "radio", "Map"),
    ):
        repainted(frame, act)
    # 522 offences in wards; every one of them is in a dot
    frame.wait_for_function("document.body.dataset.points === '522'")
    assert "Op Juvenis · Penhill" in frame.evaluate("wardMap.of(map_div).labels()")
    repainted(frame, lambda: choose(page, "Select a ward", "Penhill and Upper Stratton"))
    expect(
        page.locator(".note", has_text=re.compile("^Penhill and Upper Stratton: 35 offences"))
    ).to_be_visible()
    press(page, "button", "Wall")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    map_frame(page)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollHeight <= 1080")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    assert watch.faults == []


@pytest.mark.parametrize("times", a_few([4, 10], 1))
def test_changes_there_and_back_blink_nowhere_and_keep_the_view(
    context: BrowserContext, own_address: str, times: int
) -> None:
    page, _ = offline_page(context)
    page.goto(f"{own_address}/?guide=off")
    frame = map_frame(page)
    page.wait_for_timeout(1000)
    frame.evaluate("map_div.setView([51.56, -1.78], 11, {animate: false})")
    view = frame.evaluate(VIEW)
    frame.evaluate(f"""() => {{ window.counts = [];
        const look = () => {{ window.counts.push({PATHS}); requestAnimationFrame(look); }}; look(); }}""")

    def other_month(key: str) -> None:
        page.get_by_label("From", exact=True).click()
        page.wait_for_timeout(100)
        page.keyboard.press(key)
        page.keyboard.press("Enter")

    for key in ["ArrowDown", "ArrowUp"] * times:
        repainted(frame, partial(other_month, key))
    counts = frame.evaluate("window.counts")
    assert min(counts) == max(counts) == 120
    assert frame.evaluate(VIEW) == view


def test_executives_step_through_six_screens_by_keyboard(
    context: BrowserContext, own_address: str
) -> None:
    page, _ = offline_page(context)
    page.goto(own_address)
    press(page, "link", "Compare")
    press(page, "button", "Present")
    seen = []
    for at in range(1, 7):
        expect(page.locator(".screen-count")).to_have_text(f"{at} of 6")
        seen.append(page.get_by_test_id("stMain").inner_text())
        assert "DEMONSTRATION DATA" in seen[-1]
        if at < 6:
            page.keyboard.press("ArrowRight")
    assert (
        "2.9 ×" in seen[0]
        and "Wards of Swindon that stand out" in seen[3]
        and "recorded offences" in seen[5]
    )
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".screen-count")).to_have_text("5 of 6")
    press(page, "button", "Speaker's notes")
    expect(page.get_by_text("each beside the one most like it in Swindon")).to_be_visible()


def test_analyst_filters_follows_the_link_and_finds_the_same_figures_in_the_file(
    context: BrowserContext, second_reader: BrowserContext, own_address: str
) -> None:
    page, _ = offline_page(context)
    page.goto(f"{own_address}/wards?type=Robbery&type=Drugs")
    map_frame(page)
    settle(page)
    page.get_by_label("Wards", exact=True).click()
    for ward in ("Old Town", "Eastcott", "E05008954"):
        settle(page)
        page.keyboard.type(ward)
        page.get_by_role("option", name=re.compile(ward)).first.click()
    page.keyboard.press("Escape")
    expect(page.locator(".shown")).to_contain_text(
        "in Central, Eastcott, Old Town, January to December 2022"
    )
    settle(page)
    counted = page.locator(".source").inner_text()
    link = page.url
    other, _ = offline_page(second_reader)
    other.goto(link)
    map_frame(other)
    expect(other.locator(".shown")).to_have_text(page.locator(".shown").inner_text())
    expect(other.locator(".source")).to_have_text(counted)
    offences = int(re.match(r"([\d,]+) offences", counted)[1].replace(",", ""))  # type: ignore[index]
    press(other, "button", "Download")
    with other.expect_download() as table:
        press(other, "button", "Table (CSV)")
    lines = Path(table.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "# Robbery, Drugs in Central, Eastcott, Old Town, January to December 2022"
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert {row["ward_name"] for row in rows} == {"Central", "Eastcott", "Old Town"}
    assert sum(int(row["offences"]) for row in rows) == offences
    with other.expect_download() as book:
        press(other, "button", "Workbook (XLSX)")
    sheets = load_workbook(io.BytesIO(Path(book.value.path()).read_bytes()))
    assert sheets.sheetnames == ["data", "notes"] and sheets["data"].max_row == 4


def test_an_area_drawn_on_the_map_is_kept_and_counts_what_lies_in_it(
    context: BrowserContext, own_address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(own_address)
    press(page, "link", "Wards")
    settle(page)
    page.get_by_text("Make an area of your own").click()
    settle(page)
    frame = map_frame(page)
    frame.wait_for_function("document.querySelector('.drawing')")
    frame.evaluate("map_div.setView([51.56, -1.78], 13, {animate: false})")
    box = page.locator('iframe[title*="st_folium"]').bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for dx, dy in ((-120, -90), (120, -90), (120, 90), (-120, 90)):
        page.mouse.click(middle[0] + dx, middle[1] + dy)
        page.wait_for_timeout(350)  # two clicks nearer together are a double click
    page.keyboard.press("Enter")
    expect(page.get_by_text("An area with 4 corners is drawn.")).to_be_visible()
    page.get_by_label("Name of the area").fill("Round the station <b>")
    page.keyboard.press("Enter")
    press(page, "button", "Keep this area")
    choose(page, "Area of your own", "Round the station <b>")
    expect(
        page.get_by_text(re.compile(r"^Round the station <b>: \d+ offences\. On the year before"))
    ).to_be_visible()
    assert watch.faults == []


def test_text_that_holds_markup_is_shown_as_text_and_two_readers_do_not_overwrite_each_other(
    context: BrowserContext, second_reader: BrowserContext, own_address: str
) -> None:
    page, other = (offline_page(window)[0] for window in (context, second_reader))
    page.goto(f"{own_address}/?guide=off")
    map_frame(page)
    press(page, "button", "Edit the list")
    for text in MARKUP:
        page.get_by_label("What to do").fill(text)
        press(page, "button", "Add to the list")
        expect(page.get_by_test_id("stCheckbox").filter(has_text=text)).to_have_count(
            1, timeout=30_000
        )
    for text in MARKUP:
        expect(page.locator(".panel li", has_text=text)).to_have_count(1)
    page.keyboard.press("Escape")
    assert page.evaluate("window.pwned") is None
    # both have the list before them; the first ticks a step off, then the second ticks the same one
    other.goto(f"{own_address}/?guide=off")
    map_frame(other)
    for reader in (page, other):
        press(reader, "button", "Edit the list")
        reader.get_by_test_id("stPopoverBody").get_by_role("checkbox").first.wait_for()
    for reader in (page, other):
        settle(reader)
        reader.get_by_test_id("stPopoverBody").get_by_role("checkbox").first.locator(
            "xpath=ancestor::label"
        ).click()
        settle(reader)
    expect(other.get_by_text(re.compile("was edited while you had it open"))).to_be_visible()
