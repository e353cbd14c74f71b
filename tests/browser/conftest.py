"""Two dashboards on demonstration data for all browser tests, one to read and one to fill.

In CI a missing browser is a failure, elsewhere a named skip.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.chromium import browser, chromium_path, dashboard, readers_window
from tests.conftest import copy_of

expect.set_options(
    timeout=30_000
)  # a wait ends as soon as what it waits for is there; on a busy machine that may be late


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if chromium_path() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is not installed, and in CI the browser tests must run.")
        pytest.skip("Chromium is not installed: the browser tests are left out.")
    with browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def address(demonstration_store: Path) -> Iterator[str]:
    with dashboard(demonstration_store) as served:
        yield served


@pytest.fixture(scope="session")
def filled_store(demonstration_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with a register that tests fill, each with records of its own."""
    return copy_of(demonstration_built, tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="session")
def own_address(filled_store: Path) -> Iterator[str]:
    with dashboard(filled_store) as served:
        yield served


@pytest.fixture(scope="session")
def window(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """One window for all tests; a page that stays open in it keeps what Chromium has compiled of Streamlit and plotly."""
    yield from _opened(chromium, address)


@pytest.fixture(scope="session")
def other_window(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    """The window of somebody else, which has nothing in common with the first."""
    yield from _opened(chromium, address)


@pytest.fixture
def context(window: BrowserContext) -> Iterator[BrowserContext]:
    """A reader's window without pages, and without what a page has kept for its next visit."""
    yield window
    _empty(window)


@pytest.fixture
def second_reader(other_window: BrowserContext) -> Iterator[BrowserContext]:
    """Another reader's window, as empty."""
    yield other_window
    _empty(other_window)


def _opened(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    opened = readers_window(chromium, accept_downloads=True)
    opened.new_page().goto(f"{address}/health")
    yield opened
    opened.close()


def _empty(window: BrowserContext) -> None:
    for page in window.pages[1:]:
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear()")
        page.close()
