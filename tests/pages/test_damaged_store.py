"""Every page on a damaged store: the newest whole build and a line that says so, or no figure at all; never a trace."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from loaders.store.builds import BuildStore
from loaders.store.manifest import MANIFEST
from tests.conftest import copy_of, current
from tests.pages.running import NAMES, fresh_caches, run

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def store(demonstration_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    return copy_of(demonstration_built, tmp_path)


def with_a_later_build(store: Path) -> str:
    """The same build under a later name, which is made current; returns the name."""
    build_store, made = BuildStore(store), current(store)
    later = f"2{made}"
    shutil.copytree(build_store.folder(made), build_store.folder(later))
    described = replace(build_store.manifest(made), build=later)
    described.write(build_store.folder(later) / MANIFEST)
    build_store.point_to(later)
    return later


@pytest.mark.parametrize("page", NAMES)
def test_without_a_whole_build_no_page_shows_a_figure(page: str, store: Path) -> None:
    part = next(BuildStore(store).folder(current(store)).glob("offence/*.parquet"))
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    sent = run(page)
    (first, *_) = [alert.body for alert in sent.elements("alert")]
    assert first.startswith(f"**Build {current(store)}, which is to be shown, is damaged.**")
    assert "its bytes are not those that were written" in first
    assert "python -m loaders repair" in first and "No build is whole" in first
    assert "Nothing has been loaded" not in sent.text
    assert not sent.elements("component_instance") and not sent.elements("plotly_chart")


def test_the_newest_whole_build_is_shown_and_the_page_says_so(store: Path) -> None:
    made = current(store)
    shown = run("wards")
    later = with_a_later_build(store)
    assert not [alert for alert in run("wards").elements("alert") if "damaged" in alert.body]
    (BuildStore(store).folder(later) / "cube.parquet").unlink()
    sent = run("wards")
    (line,) = [alert.body for alert in sent.elements("alert") if "damaged" in alert.body]
    assert f"Build {later}, which is to be shown, is damaged" in line
    assert f"the newest whole build is shown: {made}" in line
    assert sent.painted == shown.painted


def test_a_file_damaged_while_the_server_runs_is_seen_by_the_next_run(store: Path) -> None:
    assert run("wards").painted
    path = BuildStore(store).folder(current(store)) / "points.parquet"
    path.write_bytes(b"damaged")
    assert "points.parquet is cut short" in run("wards").text


def test_a_store_that_is_no_folder_has_a_line_on_every_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "none").write_text("a file")
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "none"))
    assert "The store cannot be read." in run("briefing").text
