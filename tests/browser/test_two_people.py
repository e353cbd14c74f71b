"""Two people and one register, in two browsers: each sees the other's name, takes back what is their own, and overwrites nothing unseen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_ways_in import SECRETS, come_in, given_claims
from tests.chromium import free_port, press, server, settle
from tests.conftest import copy_of
from ui.text import register as register_text

pytestmark = pytest.mark.browser
ACCESS = """
way = "oidc"
hosts = ["127.0.0.1"]
[[roles]]
role = "executive"
groups = ["executives"]
[[roles]]
role = "coordinator"
groups = ["coordinators"]
"""
PEOPLE = {"Ann Able": "executives", "Bob Best": "executives", "Cay Coal": "coordinators"}
STEP = "Ask the school what it saw"
HISTORY = "operations?board=register&guide=off"


def opened(chromium: Browser, address: str, name: str) -> Page:
    """A window of somebody who has signed in at the provider."""
    page = chromium.new_context(
        viewport={"width": 1920, "height": 1080}, bypass_csp=True
    ).new_page()
    page.goto(f"{address}/?guide=off")
    expect(page.locator("h1")).to_have_text("Sign in", timeout=60_000)
    come_in(page, name)
    expect(page.get_by_text(name, exact=False).first).to_be_visible(timeout=60_000)
    return page


def ticked(page: Page) -> None:
    settle(page)
    box = page.get_by_test_id("stPopoverBody").get_by_role("checkbox", name=STEP)
    box.locator("xpath=ancestor::label").click()
    settle(page)


def undo_of(page: Page, who: str) -> Locator:
    """The buttons beside what somebody did, in the lines of the history."""
    line = page.get_by_test_id("stText").filter(has_text=who)
    row = line.locator("xpath=ancestor::div[@data-testid='stHorizontalBlock'][1]")
    return row.get_by_role("button", name=register_text.UNDO_THIS, exact=True)


def test_two_people_see_each_other_s_names_and_undo_their_own(
    chromium: Browser, demonstration_built: Path, tmp_path: Path
) -> None:
    store, port = copy_of(demonstration_built, tmp_path), free_port()
    address, access = f"http://127.0.0.1:{port}", tmp_path / "access.toml"
    access.write_text(ACCESS)
    (tmp_path / ".streamlit").mkdir()
    with run_server_in_thread() as running:
        provider = f"http://127.0.0.1:{running.server_port}"
        secrets = SECRETS.format(address=address, provider=provider)
        (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets)
        for name, group in PEOPLE.items():
            given_claims(provider, name, name, group)
        environment = {"HOME": str(tmp_path), "SVD_ACCESS": str(access)}
        with server(store, environment=environment, port=port):
            ann, bob = (opened(chromium, address, name) for name in ("Ann Able", "Bob Best"))
            ann.goto(f"{address}/?guide=off")
            press(ann, "button", "Edit the list")
            ann.get_by_label("What to do").fill(STEP)
            press(ann, "button", "Add to the list")
            expect(ann.get_by_test_id("stCheckbox").filter(has_text=STEP)).to_have_count(1)
            bob.goto(f"{address}/?guide=off")
            press(bob, "button", "Edit the list")
            expect(bob.get_by_test_id("stCheckbox").filter(has_text=STEP)).to_have_count(1)
            ticked(ann)
            ticked(bob)  # who still has the list before him as it was
            lost = bob.get_by_text(re.compile("was edited while you had it open"))
            expect(lost).to_be_visible()
            expect(
                bob.get_by_text(re.compile(r"Ann Able \(executive\) changed it"))
            ).to_be_visible()
            bob.goto(f"{address}/{HISTORY}")
            ann_added = re.compile(rf"Ann Able \(executive\): .*{STEP}.* added")
            expect(bob.get_by_text(ann_added)).to_be_visible()
            expect(undo_of(bob, "Ann Able (executive)")).to_have_count(0)
            ann.goto(f"{address}/{HISTORY}")
            expect(ann.get_by_text(ann_added)).to_be_visible()
            expect(undo_of(ann, "Ann Able (executive)")).to_have_count(2)
            cay = opened(chromium, address, "Cay Coal")
            cay.goto(f"{address}/{HISTORY}")
            expect(cay.get_by_text(ann_added)).to_be_visible()
            settle(cay)
            undo_of(cay, "Ann Able (executive)").first.click()
            expect(cay.get_by_text(re.compile(r"Cay Coal \(coordinator\): "))).to_be_visible()
            ann.goto(f"{address}/{HISTORY}")
            expect(ann.get_by_text(re.compile(r"Cay Coal \(coordinator\): "))).to_be_visible()
            expect(ann.get_by_text(re.compile(r"Ann Able .*\(taken back\)"))).to_have_count(1)
            expect(undo_of(ann, "Cay Coal (coordinator)")).to_have_count(0)
            for page in (ann, bob, cay):
                page.context.close()
