"""Every page and mode, light and dark: axe-core finds nothing serious."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.chromium import MAP, offline_page, settle

pytestmark = pytest.mark.browser
SERIOUS = ("serious", "critical")
CONTRAST = ["color-contrast", "link-in-text-block"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WITH_MAP = ["", "?view=Equal+tiles", "?show=Table", "?show=Policing%3F", "?mode=wall", "compare", "wards?ward=Old+Town",
            "wards?ward=Old+Town&place=Offence+types", "lines?lines=Knife+possession&origin=Proactive", "hotspots?paint=Do+they+last",
            "operations", "operations?operation=Op+Thesus", "stop_and_search", "duty?duty=Prevention"]
WITHOUT = ["compare?mode=present&screen=1", "compare?mode=present&screen=3",
           "operations?operation=Op+Thesus&part=Plan+and+work&records=4P+plans", "operations?board=Calendar", "operations?board=Register",
           "stop_and_search?searches=Effectiveness", "stop_and_search?searches=Proportionality", "stop_and_search?searches=Section+60",
           "stop_and_search?searches=Panel", "duty", "duty?duty=Coordinator", "duty?duty=Commissioner", "duty?duty=Meetings",
           "duty?duty=Needs", "duty?duty=Strategy", "duty?duty=Money", "duty?duty=Partners", "duty?duty=Records", "data"]
IN_THE_DARK = ["", "compare", "wards?ward=Old+Town", "operations?operation=Op+Thesus"]  # opened so, and turned light afterwards
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 27, 34)"}


@pytest.fixture(scope="module")
def reader(window: BrowserContext) -> Iterator[Page]:
    """One reader's page, led from view to view."""
    opened = offline_page(window)[0]
    opened.set_viewport_size({"width": 1440, "height": 900})
    yield opened
    opened.close()


def faults(page: Page, rules: Sequence[str] = RULES) -> list[tuple[str, str, str]]:
    """Rule, impact and first place of everything serious, on the page and inside each map's frame."""
    looked = [page.main_frame, *(frame for frame in page.frames if "st_folium" in frame.url)]
    asked = {"runOnly": list(rules), "resultTypes": ["violations"]}
    found = []
    for frame in looked:
        if not frame.evaluate("'axe' in window"):
            frame.evaluate(Axe().axe_script)
        found += frame.evaluate("asked => axe.run(asked).then(({violations}) => violations)", asked)
    return [(one["id"], one["impact"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in SERIOUS]


def lead(page: Page, address: str, *, with_map: bool = True) -> None:
    """To the address, until everything there is drawn."""
    page.goto(address)
    page.locator(".heading").wait_for()
    if with_map:
        page.frame_locator(MAP).first.locator("body[data-paint]").wait_for(timeout=40_000)
    settle(page)


@pytest.mark.parametrize("path", WITH_MAP + WITHOUT)
def test_nothing_serious_in_one_scheme_and_when_the_readers_system_turns_to_the_other(reader: Page, address: str, path: str) -> None:
    schemes: list[Literal["light", "dark"]] = ["dark", "light"] if path in IN_THE_DARK else ["light", "dark"]
    reader.emulate_media(color_scheme=schemes[0])
    lead(reader, f"{address}/{path}", with_map=path in WITH_MAP)
    assert faults(reader) == []
    reader.emulate_media(color_scheme=schemes[1])
    background = BACKGROUNDS[schemes[1]]
    reader.wait_for_function("told => getComputedStyle(document.querySelector('.stApp')).backgroundColor === told", arg=background)
    settle(reader)
    assert faults(reader, CONTRAST) == []  # colours are all that a scheme changes
