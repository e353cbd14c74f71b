"""What a reader waits for, in Chromium with every outside request blocked: start to first map, filter change to repaint."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from bench.runs import real_data, table
from loaders import intake
from loaders.demo.demonstration import build_demonstration
from tests.chromium import browser, dashboard, map_frame, offline_page, paints, readers_window

CHANGES = 20
WATCH_FRAMES = """() => { window.counts = []; const look = () => {
    window.counts.push(document.querySelectorAll('.leaflet-overlay-pane path').length); requestAnimationFrame(look); }; look(); }"""
VIEW = "[map_div.getZoom(), map_div.getCenter().lat, map_div.getCenter().lng]"
STAMP = """() => { window.painted = []; new MutationObserver(() => requestAnimationFrame(() => window.painted.push(
    performance.timeOrigin + performance.now()))).observe(document.body, {attributeFilter: ['data-paint']}); }"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        demonstration, real = Path(folder) / "demonstration", Path(folder) / "real"
        build_demonstration(demonstration)
        stores = {"demonstration": demonstration}
        if real_data().exists():
            intake.load(
                [
                    real_data() / "police_uk",
                    real_data() / "wards_dec2021_swindon_wiltshire.geojson",
                ],
                real,
            )
            stores["real files"] = real
        rows = [(name, *_measured(chromium, store)) for name, store in stores.items()]
    table(
        f"{CHANGES} filter changes, and first maps",
        [
            "data",
            "process to map s",
            "later visit s",
            "change to repaint ms (p95)",
            "bytes a change",
            "blank frames",
            "view kept",
        ],
        rows,
    )


def _measured(chromium: Browser, store: Path) -> tuple[str, ...]:
    began = time.perf_counter()
    with dashboard(store) as address:
        context = readers_window(chromium)
        page, watch = offline_page(context)
        page.goto(address)
        map_frame(page)
        first = time.perf_counter() - began
        page.close()
        page, watch = offline_page(context)
        began = time.perf_counter()
        page.goto(address)
        frame = map_frame(page)
        later = time.perf_counter() - began
        page.wait_for_timeout(1500)
        frame.evaluate("map_div.setView([51.56, -1.78], 11, {animate: false})")
        view = frame.evaluate(VIEW)
        frame.evaluate(WATCH_FRAMES)
        frame.evaluate(STAMP)
        times, sent = [], []
        for change in range(CHANGES):
            watch.received.clear()
            before = paints(frame)
            pressed = _change(page, change)
            frame.wait_for_function(
                f"Number(document.body.dataset.paint) > {before} && window.painted.length > {change}"
            )
            times.append(frame.evaluate(f"window.painted[{change}]") - pressed)
            page.wait_for_timeout(600)
            sent.append(sum(watch.received))
        counts, same_view = frame.evaluate("window.counts"), frame.evaluate(VIEW) == view
        context.close()
    blank = sum(count < max(counts) for count in counts)
    return (
        f"{first:.1f}",
        f"{later:.1f}",
        f"{median(times):.0f} ({sorted(times)[int(0.95 * len(times)) - 1]:.0f})",
        f"{median(sent):,.0f}",
        f"{blank} of {len(counts)}",
        "yes" if same_view else "no",
    )


def _change(page: Page, at: int) -> float:
    """Take another first month; the time at which the choice was made, in milliseconds since 1970."""
    box = page.get_by_label("From", exact=True)
    box.click()
    page.wait_for_timeout(150)
    page.keyboard.press("ArrowDown" if at % 2 == 0 else "ArrowUp")
    page.wait_for_timeout(100)
    pressed = page.evaluate("performance.timeOrigin + performance.now()")
    page.keyboard.press("Enter")
    return float(pressed)


if __name__ == "__main__":
    main()
