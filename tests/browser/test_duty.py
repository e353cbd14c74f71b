"""The joint meeting of 6 February 2023, prepared in the page and reopened from its address, with every outside request blocked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from loaders.register.register import open_registers
from tests.browser.test_accessible import faults
from tests.chromium import choose, dashboard, offline_page, press, settle

pytestmark = pytest.mark.browser
MEETING = "Joint meeting of both Community Safety Partnership executives, 6 February 2023"
FIGURES = "wards?type=Violence+and+sexual+offences&type=Robbery&from=Jan+2022&to=Dec+2022"
PARTS = {
    "Agenda": [
        {"Title *": "Where serious violence is recorded", "Figures": FIGURES},
        {"Title *": "The coordinator's post"},
    ],
    "Papers": [{"Title *": "Briefing on the Duty", "Marking": "OFFICIAL"}],
    "Decisions": [{"What was decided *": "Both executives govern the Duty", "Figures": FIGURES}],
    "Actions": [{"What to do *": "Write the data audit", "Owner": "coordinator"}],
}

ONE = {"Agenda": "agenda item", "Papers": "paper", "Decisions": "decision", "Actions": "action"}


@pytest.fixture(scope="module")
def own_address(demonstration_of_its_own: Path) -> Iterator[str]:
    with dashboard(demonstration_of_its_own) as served:
        yield served


def add(page: Page, fields: dict[str, str]) -> None:
    form = page.get_by_test_id("stForm")
    for label, words in fields.items():
        box = form.get_by_role("textbox", name=label, exact=True)
        expect(box).to_have_count(1)
        box.fill(words)
    if "What to do *" in fields:
        choose(page, "Status *", "under way")
    press(form, "button", "Add")
    expect(page.locator(".panel li", has_text=next(iter(fields.values())))).to_be_visible()


def test_the_joint_meeting_is_prepared_in_the_page_and_reopened_from_its_address(
    context: BrowserContext, own_address: str, demonstration_of_its_own: Path
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{own_address}/")
    press(page, "link", "The Duty")
    press(page, "radio", "Meetings")
    choose(page, "Meeting", MEETING)
    expect(page.locator(".about")).to_contain_text(
        "Swindon Community Safety Partnership executive and Wiltshire"
    )
    for part, records in PARTS.items():
        press(page, "radio", part)
        expect(page.get_by_text(f"Add a new {ONE[part]}")).to_be_visible()
        for fields in records:
            settle(page)
            add(page, fields)
    registers = open_registers(demonstration_of_its_own, "demonstration")
    assert [
        len(registers.records(kind, meeting=1))
        for kind in ("agenda_item", "paper", "decision", "duty_action")
    ] == [2, 1, 1, 1]
    assert registers.records("agenda_item")["position"].to_list() == [1, 2]
    settle(page)
    address = page.url
    assert watch.faults == []
    reopened, watch = offline_page(context)
    reopened.goto(address)
    for words in (
        "1. Where serious violence is recorded",
        "2. The coordinator's post",
        "Briefing on the Duty · OFFICIAL",
        "Both executives govern the Duty",
        "Write the data audit (under way; coordinator)",
    ):
        expect(reopened.locator(".panel li", has_text=words)).to_be_visible()
    for scheme in ("light", "dark"):
        reopened.emulate_media(color_scheme=scheme)
        reopened.wait_for_timeout(800)
        settle(reopened)
        assert faults(reopened) == []
    reopened.locator(".panel li", has_text="Both executives govern the Duty").get_by_role(
        "link"
    ).click()
    expect(reopened.locator("h1", has_text="Wards")).to_be_visible(timeout=40_000)
    expect(reopened.locator(".heading .shown")).to_contain_text(
        "Violence and sexual offences, Robbery in Swindon and Wiltshire"
    )
    assert [fault for fault in watch.faults if "_stcore" not in fault and "404" not in fault] == []
