"""A section 60 authorisation from first entry to its clock and searches, and a panel's pack drawn twice by one seed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from geo.searches.section_60 import LOCAL
from loaders.register.record_types.searches import GROUND_WORDS
from loaders.register.register import open_registers
from tests.browser.test_accessible import faults
from tests.browser.test_operations import date_field, draw_corners, field, pick, save
from tests.chromium import MAP, choose, map_frame, offline_page, paints, press, settle

pytestmark = pytest.mark.browser


def view(page: Page, name: str) -> None:
    press(page, "radio", name)
    settle(page)


def authorise(page: Page) -> None:
    """An authorisation that began two hours ago and runs for twelve; first beyond what the law allows, then mended."""
    now = datetime.now(LOCAL)
    start, end = now - timedelta(hours=2), now + timedelta(hours=10)
    draw_corners(page)
    field(page, "Reference *", "S60/made-up")
    pick(page, "Force *", "Wiltshire Police")
    pick(page, "Ground *", GROUND_WORDS[0])
    pick(page, "Authorised by *", "sergeant")
    date_field(page, "Starts on", f"{start:%d%m%Y}")
    field(page, "Starts at *", f"{start:%H:%M}")
    date_field(page, "First period ends on", f"{end:%d%m%Y}")
    field(page, "First period ends at *", f"{end:%H:%M}")
    field(page, "Consultation before", "Community Safety Partnership, by the duty inspector")
    save(page)
    expect(
        page.get_by_text(
            "The law asks for an inspector or above to authorise; this was a sergeant."
        ).first
    ).to_be_visible()
    pick(page, "Authorised by *", "inspector")
    save(page)
    expect(page.get_by_text("This section 60 authorisation is kept.")).to_be_visible()


def pointed_at(page: Page, frame: Frame) -> str:
    """What the map says of the ward near its middle, where it is seen whole."""
    box = frame.locator("#map_div").bounding_box()
    assert box
    for step in range(8):  # the middle may lie on a line or an operation
        page.mouse.move(
            box["x"] + box["width"] / 2 + 9 * step, box["y"] + box["height"] / 2 + 9 * step
        )
        if frame.locator(".ward-tip").count():
            break
    tip = frame.locator(".ward-tip").bounding_box()
    legend = frame.locator(".legend").bounding_box()
    assert (
        tip
        and legend
        and tip["x"] >= box["x"]
        and tip["x"] + tip["width"] <= box["x"] + box["width"]
    )  # whole, and not under the legend
    assert tip["x"] >= legend["x"] + legend["width"] or tip["y"] + tip["height"] <= legend["y"]
    return frame.locator(".ward-tip").inner_text()


def make_pack(page: Page, name: str) -> None:
    settle(page)
    form = page.get_by_test_id("stForm")
    form.get_by_role("textbox", name="Reference", exact=True).fill(name)
    form.get_by_label("Seed", exact=True).fill("41")
    press(form, "button", "Draw the sample")
    expect(page.get_by_text(f"The pack “{name}” is drawn and kept.")).to_be_visible()
    expect(page.get_by_text("stratified by authority and object, seed 41.").first).to_be_visible()
    settle(page)


def printed(page: Page) -> str:
    """The pack as it would be printed, without its name."""
    view(page, "To print")
    rows = page.locator(".printable tbody").inner_text()
    view(page, "Sample")
    return rows


def test_an_authorisation_is_recorded_seen_and_a_pack_is_drawn_twice(
    context: BrowserContext, own_address: str, filled_store: Path
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{own_address}/?guide=off")
    press(page, "link", "Stop and search")
    frame = map_frame(page)
    settle(page)
    assert faults(page) == []
    before = paints(frame)
    choose(page, "Searched for", "Weapons")
    frame.wait_for_function(
        f"Number(document.body.dataset.paint) > {before}"
    )  # painted again in the frame that was there
    expect(page.get_by_text("Searched more than its reported violence would give")).to_be_visible()
    assert re.search(
        r"\w\n?\d+ search(es)?, \d+\.\d \(\d+\.\d to \d+\.\d\) per 1,000 a year; violence and robbery [\d,]+, \d",
        pointed_at(page, frame),
    )
    view(page, "Section 60")
    authorise(page)
    view(page, "Clock, map and searches")
    expect(page.get_by_text("9 h 5").or_(page.get_by_text("9 h 4")).first).to_be_visible()
    expect(
        page.get_by_text("The law: nothing in its ranks, times and ground is refused.")
    ).to_be_visible()
    expect(page.get_by_text("Searches in its months, by law, place and time")).to_be_visible()
    expect(page.get_by_text("No consultation is written down.")).to_have_count(0)
    page.frame_locator(MAP).locator("body[data-paint]").wait_for(timeout=40_000)
    settle(page)
    assert faults(page) == []
    view(page, "Panel")
    make_pack(page, "Spring")
    first = printed(page)
    make_pack(page, "Spring again")
    assert printed(page) == first and len(first.splitlines()) >= 20
    assert faults(page) == []
    registers = open_registers(filled_store, "demonstration")
    (record,) = registers.records("section_60").to_dict("records")
    assert (
        record["ward_code"] == "E05008958"
        and "Community Safety Partnership" in record["consultation"]
    )
    assert registers.records("panel_pack")["seed"].to_list() == [41, 41]
    assert watch.faults == []
