"""The server: what is ready before its first answer, and what it answers beside the pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.shell.routes import get
from ui.shell import preload

PROJECT = Path(__file__).resolve().parents[3]
LIFESPAN = """
import asyncio, sys
import streamlit as st
from ui.shell import server
from ui.answers.store import pinned_build as store
opened, open_build = [], store.open_build
store.open_build = lambda *given, **named: opened.append(given) or open_build(*given, **named)
async def run():
    app = st.App(server.SCRIPT)
    async with server.lifespan(app):
        store.open_current()  # as a page does
        print(len(opened), *(name for name in {names!r} if name not in sys.modules))
        print(*(name for name in ("streamlit_folium", "ui.map.drawing") if name in sys.modules))
asyncio.run(run())
"""


def test_health_tells_whoever_asks_that_the_server_answers_and_nothing_else(
    demonstration_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    assert get("/svd/health", "svd").json() == {"status": "ok"}
    assert get("/health", "svd").status_code == 404


def test_libraries_are_there_and_the_store_is_open_before_the_first_answer_and_no_component_is_too_early(
    demonstration_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A component that is declared before a script runs is never found by a browser."""
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    done = subprocess.run(
        [sys.executable, "-c", LIFESPAN.format(names=preload.LIBRARIES)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.splitlines() == ["1", ""], done.stderr[-2000:]
    assert "ScriptRunContext" not in done.stderr


def test_a_store_without_a_build_does_not_keep_the_server_from_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "nothing"))
    done = subprocess.run(
        [sys.executable, "-c", LIFESPAN.format(names=preload.LIBRARIES)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.splitlines() == ["0", ""], done.stderr[-2000:]
