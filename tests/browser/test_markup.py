"""Text that holds markup, in every field people or files fill: shown as text, run nowhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from loaders import intake
from loaders.register.register import open_registers
from tests.chromium import dashboard, map_frame, offline_page, press
from tests.conftest import street_csv, street_row, wards_file, write_file

pytestmark = pytest.mark.browser
RUN = "window.pwned=1"
PAYLOADS = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"</script><script>{RUN}</script>",
    f"'\"><script>{RUN}</script>",
    f"<body onload={RUN}>",
    f"<iframe srcdoc='<script>top.{RUN}</script>'>",
    f"<a href=javascript:{RUN}>x</a>",
    f"[x](javascript:{RUN})",
    f"![x](x onerror={RUN})",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}>",
    f"<math href=javascript:{RUN}>x</math>",
    f"<style onload={RUN}></style>",
    f"<marquee onstart={RUN}>",
    f"<object data=javascript:{RUN}>",
    f"<embed src=javascript:{RUN}>",
    f"<form action=javascript:{RUN}><input type=submit>",
    f"<b onmouseover={RUN}>x</b>",
    f"\\u003cimg src=x onerror={RUN}\\u003e",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    f"{{% raw %}}{RUN}",
    f"`{RUN}`",
    f"');{RUN};//",
    f'");{RUN};//',
    f"-->{RUN}<!--",
    f"]]><script>{RUN}</script>",
    f"</li></ul><svg onload={RUN}>",
    f"</textarea><script>{RUN}</script>",
    "**bold** :red[x] $a$",
    f'=HYPERLINK("javascript:{RUN}")',
    f"+cmd|'{RUN}'!A1",
    f"-1+{RUN}",
    f"@SUM({RUN})",
    f"<p style=animation-name:x onanimationstart={RUN}>",
]
STEP = 0.0007  # degrees between two points, so that no dot hides another when the map is near


def rows() -> str:
    """Forty offences, each at a point of its own, with a payload as its street."""
    made = io.StringIO()
    write = csv.writer(made)
    for at, payload in enumerate(PAYLOADS):
        fields = street_row(
            f"{at:064x}",
            (-1.7990 + at % 8 * STEP, 51.5550 + at // 8 * STEP),
            kind="Possession of weapons",
        ).split(",")
        write.writerow([*fields[:6], f"On or near {payload}", *fields[7:]])
    return made.getvalue()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard over files and a register whose every free text is a payload."""
    folder = tmp_path_factory.mktemp("markup")
    street = write_file(folder, "2025-01-wiltshire-street.csv", street_csv() + rows().encode())
    intake.load([wards_file(folder), street], folder / "store")
    register = open_registers(folder / "store", "real")
    for payload in PAYLOADS:
        register.add(
            "next_step",
            {"text": payload, "owner_role": payload[:60], "due": date(2025, 1, 1), "done": False},
            "analyst",
        )
        operation = register.add(
            "operation",
            {"name": payload, "aim": payload, "status": "live", "lead_role": payload[:60]},
            "analyst",
        )
        register.add(
            "operation_area",
            {"operation": operation, "place": payload, "ward_code": "E05000001"},
            "analyst",
        )
        register.add(
            "phase",
            {"operation": operation, "name": payload[:60], "start": date(2025, 1, 1)},
            "analyst",
        )
    with dashboard(folder / "store") as served:
        yield served


def nothing_ran(page: Page) -> bool:
    return all(frame.evaluate("window.pwned") is None for frame in page.frames)


def tips(page: Page, frame: Frame) -> set[str]:
    """What the tooltip of each of the forty dots says."""
    frame.evaluate("map_div.setView([51.5564, -1.7966], 16, {animate: false})")
    box = frame.locator("#map_div").bounding_box()
    assert box
    texts = set()
    for at in range(len(PAYLOADS)):
        place = [51.5550 + at // 8 * STEP, -1.7990 + at % 8 * STEP]
        x, y = frame.evaluate(
            f"(() => {{ const p = map_div.latLngToContainerPoint({place}); return [p.x, p.y]; }})()"
        )
        page.mouse.move(box["x"] + x, box["y"] + y)
        texts |= set(frame.locator(".ward-tip").all_inner_texts())
    return texts


def test_forty_payloads_in_every_field_are_shown_as_text_and_none_runs(
    context: BrowserContext, hostile: str
) -> None:
    page, watch = offline_page(context)
    page.goto(f"{hostile}/?layers=Points&guide=off")
    frame = map_frame(page)
    frame.wait_for_function(f"document.body.dataset.points === '{len(PAYLOADS)}'")
    texts = tips(page, frame)
    for payload in PAYLOADS:
        assert any(payload in text for text in texts), payload
    assert nothing_ran(page)
    for path in (
        "wards?ward=West&place=Streets",
        "wards?ward=West&place=Rows",
        "operations",
        "operations?board=Calendar",
        "compare",
        "?mode=wall",
        "data",
    ):
        page.goto(f"{hostile}/{path}")
        page.locator(".heading").wait_for()
        page.wait_for_timeout(1200)
        assert nothing_ran(page), path
    page.goto(f"{hostile}/?guide=off")
    map_frame(page)
    press(page, "button", "Edit the list")
    steps = page.get_by_test_id("stPopoverBody").get_by_role("checkbox")
    steps.nth(len(PAYLOADS) - 1).wait_for()
    assert nothing_ran(page)
    listed = page.locator(".panel li").all_inner_texts()
    assert any(payload in text for text in listed for payload in PAYLOADS)
    editable = page.get_by_test_id("stPopoverBody").inner_text()
    assert [payload for payload in PAYLOADS if payload not in editable] == []
    assert watch.blocked == []
