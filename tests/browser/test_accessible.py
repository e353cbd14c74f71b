"""Every page and mode, light and dark: axe-core finds nothing serious."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.chromium import MAP, offline_page, press, settle
from tests.large_versions import a_few
from tests.pages.running import NAMES
from tests.pages.running import WITHOUT_MAP as PAGES_WITHOUT_MAP

pytestmark = pytest.mark.browser
Scheme = Literal["light", "dark"]
SERIOUS = ("serious", "critical")
CONTRAST = ["color-contrast", "link-in-text-block"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPENED = [
    "",
    "?view=Equal+tiles",
    "?show=Table",
    "?show=Policing%3F",
    "?mode=wall",
    "compare",
    "compare?mode=present&screen=1",
    "compare?mode=present&screen=3",
    "wards?ward=Old+Town",
    "lines?lines=Knife+possession&origin=Proactive",
    "hotspots?paint=Do+they+last",
    "operations?operation=Op+Thesus",
    "operations?operation=Op+Thesus&part=Plan+and+work&records=4P+plans",
    "operations",
    "stop_and_search",
    "duty?duty=Prevention",
    "duty",
    "data",
]
OPENED += sorted({*NAMES} - {"briefing"} - {path.partition("?")[0] for path in OPENED})
PRESSED = {
    "wards?ward=Old+Town": ["Offence types"],
    "operations": ["Calendar", "Register"],
    "stop_and_search": ["Effectiveness", "Proportionality", "Section 60", "Panel"],
    "duty": [
        "Coordinator",
        "Commissioner",
        "Meetings",
        "Needs",
        "Strategy",
        "Money",
        "Partners",
        "Records",
    ],
}
VIEWS = [(path, view) for path in OPENED for view in ["", *PRESSED.get(path, [])]]
# One of every page, those that look unlike it, and one that is pressed for.
A_FEW = {
    ("", ""),
    ("?mode=wall", ""),
    ("compare", ""),
    ("compare?mode=present&screen=1", ""),
    ("wards?ward=Old+Town", ""),
    ("lines?lines=Knife+possession&origin=Proactive", ""),
    ("hotspots?paint=Do+they+last", ""),
    ("operations?operation=Op+Thesus", ""),
    ("operations", ""),
    ("stop_and_search", ""),
    ("stop_and_search", "Section 60"),
    ("duty?duty=Prevention", ""),
    ("data", ""),
}
WITHOUT_MAP = ("compare?mode=present", "operations?operation=Op+Thesus&part", *PAGES_WITHOUT_MAP)
IN_THE_DARK = [
    "",
    "compare",
    "wards?ward=Old+Town",
    "operations?operation=Op+Thesus",
]  # opened so, and turned light afterwards
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 27, 34)"}


@dataclass
class Reader:
    """A page that is led from view to view, where it was opened last, and the scheme it is in."""

    page: Page
    path: str | None = None
    scheme: Scheme = "light"

    def open(self, address: str, path: str) -> None:
        self.path, self.scheme = path, "dark" if path in IN_THE_DARK else "light"
        self.page.emulate_media(color_scheme=self.scheme)
        self.page.goto(f"{address}/{path}")
        self.page.locator(".heading").wait_for()
        if path != "duty" and not path.startswith(WITHOUT_MAP):
            self.page.frame_locator(MAP).first.locator("body[data-paint]").wait_for(timeout=40_000)
        settle(self.page)

    def turn(self) -> None:
        """The reader's system goes from light to dark or back, and the page with it."""
        self.scheme = "light" if self.scheme == "dark" else "dark"
        self.page.emulate_media(color_scheme=self.scheme)
        self.page.wait_for_function(
            "told => getComputedStyle(document.querySelector('.stApp')).backgroundColor === told",
            arg=BACKGROUNDS[self.scheme],
        )
        settle(self.page)


@pytest.fixture(scope="module")
def reader(window: BrowserContext) -> Iterator[Reader]:
    opened = offline_page(window)[0]
    opened.set_viewport_size({"width": 1440, "height": 900})
    yield Reader(opened)
    opened.close()


def test_every_page_is_among_the_few() -> None:
    pages = {path.partition("?")[0] or "briefing" for path, _ in A_FEW}
    assert pages == {*NAMES} and set(VIEWS) >= A_FEW


def faults(page: Page, rules: Sequence[str] = RULES) -> list[tuple[str, str, str]]:
    """Rule, reason and first place of everything serious, on the page and inside each map's frame."""
    looked = [page.main_frame, *(frame for frame in page.frames if "st_folium" in frame.url)]
    options = {
        "runOnly": list(rules),
        "resultTypes": ["violations"],
        "iframes": False,
    }  # each is looked at by itself, once
    violations = []
    for frame in looked:
        if not frame.evaluate("'axe' in window"):
            frame.evaluate(Axe().axe_script)
        violations += frame.evaluate(
            "asked => axe.run(asked).then(({violations}) => violations)", options
        )
    return [
        (
            violation["id"],
            violation["nodes"][0]["failureSummary"],
            violation["nodes"][0]["html"][:160],
        )
        for violation in violations
        if violation["impact"] in SERIOUS
    ]


@pytest.mark.parametrize(("path", "view"), a_few(VIEWS, A_FEW))
def test_nothing_serious_in_one_scheme_and_when_the_readers_system_turns_to_the_other(
    reader: Reader, address: str, path: str, view: str
) -> None:
    if reader.path != path or not view:
        reader.open(address, path)
    if view:
        press(reader.page, "radio", view)
        settle(reader.page)
    assert faults(reader.page) == []
    reader.turn()
    assert faults(reader.page, CONTRAST) == []  # colours are all that a scheme changes
