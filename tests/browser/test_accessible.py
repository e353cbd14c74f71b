"""Every page and mode, light and dark: axe-core finds nothing serious."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import MAP, offline_page

pytestmark = pytest.mark.browser
SETTLED = """!document.querySelector('[data-stale="true"]') && !document.querySelector('[data-testid=stStatusWidget]')"""
SERIOUS = ("serious", "critical")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = ["", "?show=Table", "?view=Equal+tiles", "?mode=wall", "compare", "compare?mode=present&screen=1", "compare?mode=present&screen=3",
         "wards?ward=Old+Town", "wards?ward=Old+Town&place=Offence+types", "hotspots?paint=Do+they+last", "operations",
         "operations?operation=Op+Thesus", "operations?operation=Op+Thesus&part=Plan+and+work&records=4P+plans",
         "operations?board=Calendar", "operations?board=Register", "data"]


@pytest.fixture(scope="module", params=["light", "dark"])
def readers(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A reader's browser in one colour scheme, which keeps the files that every page shares."""
    opened = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme=request.param)
    yield opened
    opened.close()


def faults(page: Page) -> list[tuple[str, str, str]]:
    """Rule, impact and first place of everything serious, on the page and inside each map's frame."""
    looked = [page.main_frame, *(frame for frame in page.frames if "st_folium" in frame.url)]
    found = [one for frame in looked for one in Axe().run(frame, options={"runOnly": RULES}).response["violations"]]
    return [(one["id"], one["impact"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in SERIOUS]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_serious(readers: BrowserContext, address: str, path: str) -> None:
    page, _ = offline_page(readers)
    page.goto(f"{address}/{path}")
    page.locator(".heading").wait_for()
    if path != "data" and not any(word in path for word in ("screen=", "part=", "board=")):
        page.frame_locator(MAP).first.locator("body[data-paint]").wait_for(timeout=40_000)
    page.wait_for_timeout(800)
    page.wait_for_function(SETTLED)  # what is being drawn again is faded meanwhile
    assert faults(page) == []
    page.close()


def test_nothing_serious_when_the_readers_system_turns_dark_meanwhile(context: BrowserContext, address: str) -> None:
    page, _ = offline_page(context)
    page.goto(f"{address}/?guide=off")
    page.frame_locator(MAP).first.locator("body[data-paint]").wait_for(timeout=40_000)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("getComputedStyle(document.querySelector('.stApp')).backgroundColor === 'rgb(19, 27, 34)'")
    page.wait_for_timeout(500)
    assert faults(page) == []
