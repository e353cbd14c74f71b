"""The server as a newcomer starts it: what is asked first, under which path, and what it may not write."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.chromium import ROOT, free_port, map_frame, offline_page, readers_window, server, settle
from tests.large_versions import a_few
from tests.pages.running import NAMES, TITLES, WITHOUT_MAP

pytestmark = pytest.mark.browser
# A link to a page itself: Streamlit's browser side asks under the page's own path first whether a server is there, and is told no.
PROBES = ("/_stcore/health", "/_stcore/host-config", "status of 404")


def faults(messages: list[str]) -> list[str]:
    return [fault for fault in messages if not any(probe in fault for probe in PROBES)]


@pytest.mark.parametrize("path", a_few(["stop_and_search?searches=Panel", "data", "wards"], 2))
def test_a_fresh_server_that_is_asked_for_a_page_first_shows_that_page(
    path: str, context: BrowserContext, demonstration_store: Path
) -> None:
    """Streamlit would run a file of pages/ as a script of its own, under a menu of file names."""
    with server(demonstration_store) as (address, _):
        page, watch = offline_page(context)
        page.goto(f"{address}/{path}")
        title = {"wards": "Wards", "data": "Data"}.get(path, "Stop and search")
        expect(page.locator("h1")).to_have_text(title)
        settle(page)
        assert page.get_by_role("link", name="app", exact=True).count() == 0
        assert page.get_by_test_id("stSidebarNav").count() == 0
        assert page.locator(".st-key-navigation a").all_inner_texts() == TITLES
        assert faults(watch.faults) == []


@pytest.mark.parametrize("readers", a_few([4, 8], 1))
def test_many_first_readers_at_once_each_get_their_page(
    chromium: Browser, demonstration_store: Path, readers: int
) -> None:
    """Pages are imported when the first is asked for, by as many threads as ask."""
    with server(demonstration_store) as (address, log):
        window = readers_window(chromium, viewport={"width": 1280, "height": 800})
        paths = ["", "wards", "hotspots", "", "lines", "wards", "lines", "hotspots"][:readers]
        opened = [(offline_page(window), path) for path in paths]
        for (page, _), path in opened:
            page.evaluate(f"setTimeout(() => {{ location.href = '{address}/{path}'; }}, 0)")
        for (page, watch), _ in opened:
            expect(page.locator("h1")).to_be_visible(timeout=60_000)
            map_frame(page)
            expect(page.get_by_text("Something went wrong")).to_have_count(0)
            assert faults(watch.faults) == []
        window.close()
        assert "Traceback" not in log.read_text(encoding="utf-8")


def test_the_whole_dashboard_stands_under_a_base_path(
    context: BrowserContext, demonstration_store: Path
) -> None:
    with server(demonstration_store, "--base-path", "svd") as (address, _):
        with urllib.request.urlopen(f"{address}/svd/health") as answer:
            assert json.load(answer) == {"status": "ok"}
        page, watch = offline_page(context)
        for path in ("", "wards?ward=Eastcott"):
            page.goto(f"{address}/svd/{path}")
            frame = map_frame(page)
            settle(page)
            assert (
                frame.evaluate("document.querySelectorAll('path.leaflet-interactive').length") > 100
            )
            # our own styles are there: the row of pages lies at the top
            box = page.locator(".st-key-navigation").bounding_box()
            assert box and box["y"] == 0
        page.get_by_role("link", name="Compare", exact=True).click()
        expect(page.locator("h1")).to_have_text("Compare")
        settle(page)
        expect(page).to_have_url(f"{address}/svd/compare?ward=Eastcott")
        assert faults(watch.faults) == []


def test_it_says_where_it_is_to_be_found(demonstration_store: Path) -> None:
    with server(demonstration_store) as (address, log):
        output = log.read_text(encoding="utf-8")
    assert re.search(rf"URL: {address}\b", output) and "Thread 'MainThread'" not in output


@contextlib.contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """No file of a folder may be changed, and none added."""
    before = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")] if path.is_dir()}
    for path, mode in before.items():
        path.chmod(mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        yield
    finally:
        for path, mode in before.items():
            path.chmod(mode)


@pytest.mark.parametrize("names", a_few([["briefing", "hotspots", "data"], NAMES], 1))
def test_program_and_cache_folder_need_not_be_writable(
    context: BrowserContext, demonstration_store: Path, tmp_path: Path, names: list[str]
) -> None:
    program, cache = tmp_path / "program", tmp_path / "cache"
    cache.mkdir()
    program.mkdir()
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(ROOT / name, program)
    for name in ("pages", "ui", "loaders", "geo", "data", ".streamlit"):
        shutil.copytree(ROOT / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
    before = {path for path in program.rglob("*") if path.is_file()}
    with (
        unwritable(program),
        unwritable(cache),
        server(
            demonstration_store,
            program=program,
            environment={"XDG_CACHE_HOME": str(cache), "PYTHONDONTWRITEBYTECODE": "1"},
        ) as (address, _),
    ):
        page, watch = offline_page(context)
        for name in names:
            page.goto(f"{address}/{name}")
            expect(page.locator("h1")).to_be_visible()
            if name not in {"duty", *WITHOUT_MAP}:  # the Duty opens on its overview
                map_frame(page)
            settle(page)
        assert faults(watch.faults) == []
    if os.geteuid() != 0:  # whoever may do everything is kept from nothing by modes
        assert list(cache.iterdir()) == []
    assert {path for path in program.rglob("*") if path.is_file()} == before


def test_an_option_that_is_not_there_is_refused_in_words() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ui", "serve", "--prot", str(free_port())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2 and "No such option: --prot" in done.stderr
