"""Signing in on a laptop as a browser does it: a one-time address, a second tab, the way out; pages keep their own policy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from pages import PAGES
from tests.chromium import ROOT, offline_page, server, sign_in
from tests.large_versions import a_few
from tests.pages.running import NAMES
from ui.shell.navigation import name_of

pytestmark = pytest.mark.browser
PROBES = ("/_stcore/health", "/_stcore/host-config", "status of 404")


def faults(messages: list[str]) -> list[str]:
    return [fault for fault in messages if not any(probe in fault for probe in PROBES)]


def title(page: Page) -> str:
    return page.locator("h1").first.inner_text()


def test_a_printed_address_opens_once_and_serves_every_tab_of_that_browser(
    chromium: Browser, demonstration_store: Path
) -> None:
    with server(demonstration_store) as (address, log):
        printed = next(
            word for word in log.read_text(encoding="utf-8").split() if "?token=" in word
        )
        window = chromium.new_context()
        first, second = window.new_page(), window.new_page()
        first.goto(address)
        assert title(first) == "Sign in" and "it works once" in first.inner_text("body")
        first.goto(printed)
        expect(first.locator("h1")).to_have_text("Briefing", timeout=60_000)
        assert "token" not in first.url
        second.goto(f"{address}/compare")
        expect(second.locator("h1")).to_have_text("Compare", timeout=60_000)
        first.reload()
        expect(first.locator("h1")).to_have_text("Briefing", timeout=60_000)
        other = chromium.new_context().new_page()
        other.goto(printed)
        assert title(other) == "Sign in" and "has been used before" in other.inner_text("body")
        fresh = subprocess.run(
            [sys.executable, "-m", "ui", "link", "--port", address.rpartition(":")[2]],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        other.goto(fresh)
        expect(other.locator("h1")).to_have_text("Briefing", timeout=60_000)
        first.get_by_role("link", name="Sign out").click()
        expect(first.locator("h1")).to_have_text("Sign in")
        second.goto(f"{address}/wards")
        assert title(second) == "Sign in"
        expect(other.locator("h1")).to_have_text("Briefing")
        window.close()
        other.context.close()


# with a map, with charts, with tables and forms, and with none of these
@pytest.mark.parametrize("names", a_few([["briefing", "hotspots", "duty", "data"], NAMES], 1))
def test_every_page_keeps_its_own_policy(chromium: Browser, address: str, names: list[str]) -> None:
    """What may run in a page is said by the page; nothing of ours or Streamlit's is refused by it, with a map or without."""
    window = chromium.new_context(viewport={"width": 1920, "height": 1080})
    sign_in(window)
    page, watch = offline_page(window)
    for module in (module for module in PAGES if name_of(module) in names):
        page.goto(f"{address}/{name_of(module)}?guide=off")
        expect(page.locator("h1")).to_have_text(module.TITLE, timeout=60_000)
        page.wait_for_timeout(900)
    assert faults(watch.faults) == []
    window.close()
