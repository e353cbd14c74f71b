"""What a reader waits for beyond a filter change: another page seen before, and dots on the map; every outside request blocked."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from bench.runs import table
from loaders.demo.demonstration import build_demonstration
from tests.chromium import browser, dashboard, map_frame, offline_page, readers_window

ROUNDS = 5
PAGES = ("Compare", "Wards", "Operations", "Briefing")
# Selections of about so many offences, by the address; the demonstration holds some 52,000 a year
DOTS = {
    "about 1,000": "type=Drugs&from=Apr+2022",
    "about 10,000": "type=Violence+and+sexual+offences&from=Apr+2022",
    "about 50,000": "type=",
}
# A page is there when its name is, and when its map, taken over from the page before or not, has been painted since the click.
PAINTS = """() => new Map([...document.querySelectorAll('iframe[title*="st_folium"]')].filter((map) => !map.closest('[data-stale="true"]'))
    .map((map) => [map, Number(map.contentDocument?.body?.dataset.paint || 0)]))"""
THERE = """(name) => { const maps = [...window.paints()];
    return document.querySelector('h1')?.textContent === name && maps.length === 1
        && maps.every(([map, paint]) => paint > (window.before.get(map) || 0)); }"""
FROM_CLICK = f"""() => {{ window.clicked = 0; window.before = new Map(); window.paints = {PAINTS};
    document.addEventListener('click', () => {{ window.clicked = performance.now(); window.before = window.paints(); }}, true); }}"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        build_demonstration(Path(folder))
        with dashboard(Path(folder)) as address:
            switches, dots = _switches(chromium, address), _dots(chromium, address)
    table(
        f"To a page seen before, {ROUNDS} rounds, ms",
        ["page", "median", "longest"],
        [(name, f"{median(times):.0f}", f"{max(times):.0f}") for name, times in switches.items()],
    )
    table(
        f"Dots switched on, {ROUNDS} times, ms",
        ["offences", "on the map", "median", "longest"],
        dots,
    )


def _switches(chromium: Browser, address: str) -> dict[str, list[float]]:
    page = _open_page(chromium, address)
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for round_ in range(ROUNDS + 1):
        for name, seen in times.items():
            page.get_by_role("link", name=name, exact=True).click()
            page.wait_for_function(THERE, arg=name)
            if round_:  # the first round is the first sight
                seen.append(page.evaluate("performance.now() - window.clicked"))
            page.wait_for_timeout(1000)
    page.context.close()
    return times


def _dots(chromium: Browser, address: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name, query in DOTS.items():
        page = _open_page(chromium, f"{address}/?{query}&guide=off")
        frame, times, shown = map_frame(page), [], "0"
        for _ in range(ROUNDS):
            page.get_by_role("button", name="Points", exact=True).click()
            frame.wait_for_function("document.body.dataset.points")
            times.append(page.evaluate("performance.now() - window.clicked"))
            shown = frame.evaluate("document.body.dataset.points")
            page.wait_for_timeout(700)
            page.get_by_role("button", name="Points", exact=True).click()
            frame.wait_for_function("!document.body.dataset.points")
            page.wait_for_timeout(700)
        page.context.close()
        rows.append((name, f"{int(shown):,}", f"{median(times):.0f}", f"{max(times):.0f}"))
    return rows


def _open_page(chromium: Browser, address: str) -> Page:
    page, _ = offline_page(readers_window(chromium))
    page.goto(address)
    map_frame(page)
    page.evaluate(FROM_CLICK)
    page.wait_for_timeout(1500)
    return page


if __name__ == "__main__":
    main()
