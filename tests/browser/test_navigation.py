"""The row of pages: where it stands, what it carries, and that a keyboard and a telephone reach it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.chromium import choose, map_frame, offline_page, press, settle
from tests.pages.running import TITLES

pytestmark = pytest.mark.browser
ROW = ".st-key-navigation"


def box(page: Page, selector: str) -> dict[str, float]:
    bounds = page.locator(selector).first.bounding_box()
    assert bounds
    return {
        "left": bounds["x"],
        "top": bounds["y"],
        "width": bounds["width"],
        "high": bounds["height"],
    }


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 800), (390, 844)])
def test_the_row_stands_at_the_top_and_stays_there(
    width: int, height: int, context: BrowserContext, address: str
) -> None:
    page, _ = offline_page(context)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}/wards?ward=Eastcott")  # longer than any screen
    map_frame(page)
    settle(page)
    row, heading = box(page, ROW), box(page, "h1")
    assert row["top"] == 0 and row["high"] <= 60 and heading["top"] >= row["high"]
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 400)")
    page.wait_for_timeout(100)
    assert box(page, ROW)["top"] == 0 and box(page, "h1")["top"] < 0
    # nothing lies over a link: whatever is in its middle belongs to it, once it is in sight
    for link in page.locator(f"{ROW} a").all():
        link.scroll_into_view_if_needed()
        assert link.evaluate("""link => { const box = link.getBoundingClientRect();
            return link.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }""")
        assert link.evaluate("link => link.getBoundingClientRect().height") >= 24
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_is_open_looks_unlike_the_others(
    scheme: str, context: BrowserContext, address: str
) -> None:
    page, _ = offline_page(context)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{address}/?guide=off")
    map_frame(page)
    press(page, "link", "Compare")
    expect(page.locator("h1")).to_have_text("Compare")
    settle(page)
    looks = page.locator(f"{ROW} a").evaluate_all(
        """links => links.map(link => [link.textContent, getComputedStyle(link.querySelector('p')).fontWeight,
            getComputedStyle(link).backgroundColor].join(' '))"""
    )
    (open_page,) = [look for look in looks if look.startswith("Compare ")]
    others = {
        look.partition(" ")[2]
        for look in looks
        if look.startswith(("Briefing ", "Lines ", "Data "))
    }
    assert len(others) == 1 and open_page.partition(" ")[2] not in others


def test_a_keyboard_reaches_every_page(context: BrowserContext, address: str) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?guide=off")
    map_frame(page)
    settle(page)
    page.locator(f"{ROW} a").first.focus()
    reached = [page.evaluate("document.activeElement.textContent")]
    for _ in TITLES[1:]:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))
    assert reached == page.locator(f"{ROW} a").all_inner_texts()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(TITLES[-1])
    assert watch.faults == []


def test_links_carry_what_is_chosen_now_and_open_it_elsewhere(
    context: BrowserContext, second_reader: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?guide=off")
    map_frame(page)
    choose(page, "From", "Jun 2022")
    choose(page, "Select a ward", "Eastcott")
    settle(page)
    link = page.get_by_role("link", name="Wards", exact=True).get_attribute("href")
    assert link == "wards?from=Jun+2022&guide=off&ward=Eastcott"
    other, _ = offline_page(second_reader)
    other.goto(f"{address}/{link}")
    map_frame(other)
    expect(other.locator(".shown")).to_contain_text("June to December 2022")
    expect(other.get_by_label("Select a ward")).to_have_value("Eastcott")
    front = other.get_by_role("link", name="Briefing", exact=True).get_attribute("href")
    assert front is not None and front.startswith("briefing?")
    other.goto(f"{address}/{front}")
    expect(other.locator("h1")).to_have_text("Briefing")
    expect(other.get_by_label("Select a ward")).to_have_value("Eastcott")
    press(page, "link", "Operations")
    expect(page.locator("h1")).to_have_text("Operations")
    settle(page)
    choose(page, "Operation", "Op Thesus")
    press(page, "link", "Hotspots")
    expect(page.locator("h1")).to_have_text("Hotspots")
    settle(page)
    expect(page).to_have_url(re.compile(r"from=Jun\+2022"))
    expect(page).not_to_have_url(re.compile("operation"))
    assert watch.faults == []


def test_a_filter_changed_just_before_a_link_is_followed_is_not_lost(
    context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?guide=off")
    map_frame(page)
    settle(page)
    for month, name in (("Mar 2022", "Compare"), ("Jul 2022", "Wards"), ("May 2022", "Briefing")):
        choose(page, "From", month)
        page.wait_for_timeout(60)
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.locator("h1")).to_have_text(name)
        settle(page)
        expect(page.get_by_label("From", exact=True)).to_have_value(month)
        expect(page).to_have_url(re.compile(re.escape(f"from={month.replace(' ', '+')}")))
    assert watch.faults == []


def test_two_filters_in_quick_succession_are_both_kept(
    context: BrowserContext, address: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{address}/?guide=off")
    map_frame(page)
    settle(page)
    for shapes, view in (("Equal tiles", "Table"), ("Map", "Trend")):
        page.get_by_role("radio", name=shapes, exact=True).click()
        page.wait_for_timeout(20)
        page.get_by_role("radio", name=view, exact=True).click()
        settle(page)
        settle(page)
        expect(page.get_by_role("radio", name=shapes, exact=True)).to_be_checked()
        expect(page.get_by_role("radio", name=view, exact=True)).to_be_checked()
        expect(page).to_have_url(re.compile(f"show={view}"))
        assert ("view=" in page.url) == (shapes == "Equal tiles")
    assert watch.faults == []
