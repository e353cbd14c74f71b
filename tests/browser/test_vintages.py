"""Wards of other vintages: a link that may mean several asks, a switch keeps the ward, and the vintage travels and comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.chromium import choose, map_frame, offline_page, press, settle

pytestmark = pytest.mark.browser


def test_a_link_that_may_mean_several_wards_asks_and_opens_the_one_chosen(
    context: BrowserContext, address: str
) -> None:
    page, _ = offline_page(context)
    page.goto(f"{address}/wards?guide=off&ward=E05016293")
    map_frame(page)
    settle(page)
    expect(page.get_by_text("Penhill & Pinehurst came into being on 7 May 2026")).to_be_visible()
    assert page.get_by_label("Select a ward").input_value() == "None: all wards"
    press(page, "button", "Penhill and Upper Stratton (share not known)")
    expect(page.get_by_role("heading", name="Penhill and Upper Stratton")).to_be_visible()
    settle(page)
    assert "ward=Penhill+and+Upper+Stratton" in page.url


def test_the_vintage_is_switched_travels_between_pages_and_survives_back(
    context: BrowserContext, address: str
) -> None:
    page, _ = offline_page(context)
    page.goto(f"{address}/wards?guide=off&ward=E05013415")
    map_frame(page)
    settle(page)
    choose(page, "Wards as of", "May 2025")
    settle(page)
    expect(page.get_by_text("this is the later ward of that name")).to_be_visible()
    expect(page.get_by_text("wards of May 2025, generalised to 20 m")).to_be_visible()
    press(page, "link", "Compare")
    expect(page.locator("h1")).to_have_text("Compare")
    expect(page.get_by_text("wards of May 2025, generalised to 20 m")).to_be_visible()
    assert "as_of=May+2025" in page.url
    page.go_back()
    expect(page.locator("h1")).to_have_text("Wards")
    expect(page.get_by_text("wards of May 2025, generalised to 20 m")).to_be_visible()
    settle(page)
    page.go_back()
    expect(page.get_by_text("wards of December 2021, generalised to 20 m")).to_be_visible()
