"""An operation from first entry to verdict, as an analyst would do it, with every outside request blocked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from loaders.register.register import open_registers
from tests.chromium import MAP, choose, map_frame, offline_page, press, settle

pytestmark = pytest.mark.browser
# Four corners within Gorse Hill and Pinehurst, as latitude and longitude
CORNERS = [[51.580, -1.788], [51.580, -1.776], [51.572, -1.776], [51.572, -1.788]]


def field(page: Page, label: str, value: str) -> None:
    settle(page)
    box = page.get_by_test_id("stForm").get_by_role("textbox", name=label, exact=True)
    expect(box).to_have_count(1)
    box.fill(value)


def date_field(page: Page, label: str, day: str) -> None:
    """A date as it is typed: 01062022."""
    settle(page)
    box = page.get_by_test_id("stForm").get_by_test_id("stDateInput").filter(has_text=label).first
    box.locator("input, [contenteditable], [role=spinbutton]").first.click()
    page.keyboard.type(day)
    page.keyboard.press("Tab")


def pick(page: Page, label: str, option: str) -> None:
    expect(page.get_by_label(label, exact=True)).to_have_count(1)
    choose(page, label, option)


def save(page: Page) -> None:
    press(page.get_by_test_id("stForm"), "button", "Add")


def add_operation(page: Page) -> None:
    field(page, "Name *", "Op Made-up")
    pick(page, "Status *", "live")
    field(page, "Plan", "4P plan")
    save(page)
    expect(page.get_by_text("This operation is kept.")).to_be_visible()


def draw_corners(page: Page) -> None:
    """Four corners clicked on the map of a form."""
    settle(page)
    frame = map_frame(page)
    frame.evaluate("map_div.setView([51.576, -1.782], 14, {animate: false})")
    box = frame.locator("#map_div").bounding_box()
    assert box
    for latitude, longitude in CORNERS:
        x, y = frame.evaluate(
            f"(() => {{ const p = map_div.latLngToContainerPoint([{latitude}, {longitude}]); return [p.x, p.y]; }})()"
        )
        page.mouse.click(box["x"] + x, box["y"] + y)
        page.wait_for_timeout(
            400
        )  # two clicks in quick succession are a double click, which closes the area
    page.keyboard.press("Enter")
    expect(page.get_by_text("An area with 4 corners is drawn.")).to_be_visible()


def draw_area(page: Page) -> None:
    draw_corners(page)
    field(page, "Place", "Pinehurst")
    save(page)
    expect(page.get_by_text("This area of an operation is kept.")).to_be_visible()


def test_an_operation_is_added_drawn_planned_seen_evaluated_and_closed(
    context: BrowserContext, own_address: str, filled_store: Path
) -> None:
    page, watch = offline_page(context)
    page.goto(own_address)
    press(page, "link", "Operations")
    press(page, "radio", "Register")
    add_operation(page)
    draw_area(page)
    press(page, "radio", "4P plans")
    for strand in ("Pursue", "Prevent", "Protect", "Prepare"):
        pick(page, "Strand *", strand)
        pick(page, "Status *", "under way")
        field(page, "Action *", f"{strand}: what is to be done")
        save(page)
        box = page.get_by_test_id("stForm").get_by_role("textbox", name="Action *", exact=True)
        expect(box).to_have_count(1)
        expect(box).to_have_value("", timeout=30_000)
    press(page, "radio", "Phases")
    field(page, "Name *", "whole operation")
    date_field(page, "Start", "01062022")
    save(page)
    expect(page.get_by_text("This phase is kept.")).to_be_visible()
    registers = open_registers(filled_store, "demonstration")
    (area,) = registers.records("operation_area", place="Pinehurst").to_dict("records")
    assert (
        area["ward_code"] == "E05008958" and area["polygon"]
    )  # Gorse Hill and Pinehurst, where the drawing lies
    assert (
        registers.records("phase", name="whole operation")["start"].iloc[-1].isoformat()
        == "2022-06-01"
    )
    seen_on_other_pages(page)
    press(page, "link", "Operations")
    choose(page, "Operation", "Op Made-up")
    press(page, "radio", "Evaluation")
    evaluate_and_close(page)
    assert registers.records("operation", name="Op Made-up")["status"].to_list() == ["closed"]
    assert (
        len(registers.records("learning")) == 1
        and len(registers.records("comparison", operation=int(area["operation"]))) == 1
    )
    assert len(registers.records("plan_action", operation=int(area["operation"]))) == 4
    assert watch.faults == []


def seen_on_other_pages(page: Page) -> None:
    """On the briefing and on Swindon's map of the comparison, by name, dates and status."""
    for name in ("Briefing", "Compare"):
        press(page, "link", name)
        expect(page.locator("h1", has_text=name)).to_be_visible()
        frame = page.frame_locator(MAP).first
        frame.locator("body[data-operations*='Op Made-up · Pinehurst live']").wait_for(
            timeout=40_000
        )
        expect(frame.locator(".legend, .place.operation").first).to_be_visible()


def evaluate_and_close(page: Page) -> None:
    expect(page.get_by_text(re.compile("^A fall from .* could show here"))).to_be_visible()
    press(page, "button", "Freeze this comparison and evaluate")
    expect(page.locator(".verdict .word")).to_be_visible(timeout=40_000)
    settle(page)
    page.get_by_text("Review now").click()
    settle(page)
    page.get_by_label("What we learned").fill("Nothing was planted here.")
    page.get_by_text("Close the operation").click()
    press(page, "button", "Write it down")
    expect(page.locator(".about")).to_contain_text("closed", timeout=30_000)
    expect(page.get_by_text("Written into the learning log.")).to_be_visible()


def test_files_are_taken_in_row_by_row_and_a_crossed_outline_is_refused_beside_its_field(
    context: BrowserContext, own_address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(
        f"{own_address}/operations?operation=Op+Juvenis&part=Plan+and+work&records=Dosage+by+week"
    )
    settle(page)
    page.get_by_text("Load rows from a CSV: Dosage by week").click()
    settle(page)
    rows = "operation,week,visits\nOp Juvenis,2022-04-04,3\nOp Juvenis,2022-04-05,4\n"  # the second is a Tuesday
    page.locator("input[type=file]").set_input_files(
        {"name": "dosage.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    press(page, "button", "Load these rows")
    expect(page.get_by_text("1 added, 0 changed, 0 already so, 1 rejected.")).to_be_visible(
        timeout=30_000
    )
    press(page, "radio", "Areas of operations")
    crossed = '{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.78, 51.6], [-1.8, 51.6], [-1.78, 51.58], [-1.8, 51.58]]]}'
    page.get_by_test_id("stForm").locator("input[type=file]").set_input_files(
        {"name": "area.geojson", "mimeType": "application/json", "buffer": crossed.encode()}
    )
    expect(page.get_by_text("area.geojson")).to_be_visible()
    page.wait_for_timeout(1000)  # it has arrived, and the form knows
    field(page, "Place", "Penhill")
    save(page)
    expect(page.locator(".fault")).to_contain_text(
        "The area's outline crosses itself.", timeout=30_000
    )
    expect(
        page.get_by_test_id("stForm").get_by_role("textbox", name="Place", exact=True)
    ).to_have_value("Penhill")
    assert [fault for fault in watch.faults if "_stcore" not in fault and "404" not in fault] == []
