"""Which build readers are given when something is wrong with the one to show, and what they are told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders import intake
from loaders.store.builds import BuildStore
from loaders.store.manifest import COPY, MANIFEST
from loaders.store.opening import opening
from tests.conftest import current, street_file, street_row


@pytest.fixture
def two_builds(own_store: Path, tmp_path: Path) -> tuple[str, str]:
    """The builds of a store, the newer of which has one month more."""
    first = current(own_store)
    intake.load([street_file(tmp_path, "2025-02", street_row("x", month="2025-02"))], own_store)
    return first, current(own_store)


def words(store: Path) -> str:
    problem = opening(store).problem
    assert problem is not None
    return str(problem)


def test_a_whole_build_is_opened_without_a_word(own_store: Path, tmp_path: Path) -> None:
    assert opening(own_store).build == current(own_store)
    assert opening(own_store).problem is None
    assert (opening(tmp_path / "none").build, opening(tmp_path / "none").problem) == (None, None)


@pytest.mark.parametrize("name", ["cube.parquet", "points.parquet", "wards.parquet"])
def test_a_damaged_build_gives_way_to_the_newest_whole_one(
    name: str, own_store: Path, two_builds: tuple[str, str]
) -> None:
    first, second = two_builds
    path = BuildStore(own_store).folder(second) / name
    data = path.read_bytes()
    path.unlink()
    assert opening(own_store).build == first
    assert f"Build {second}, which is to be shown, is damaged. {name} is missing." in words(
        own_store
    )
    assert f"the newest whole build is shown: {first}" in words(own_store)
    path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    assert opening(own_store).build == first
    assert f"{name} has changed: its bytes are not those that were written." in words(own_store)
    path.write_bytes(data)
    assert (opening(own_store).build, opening(own_store).problem) == (second, None)


def test_a_byte_that_both_builds_share_leaves_none_whole(
    own_store: Path, two_builds: tuple[str, str]
) -> None:
    path = BuildStore(own_store).folder(two_builds[1]) / "wards.parquet"
    data = path.read_bytes()
    with path.open("r+b") as opened:  # in place, as a disk changes it
        opened.write(bytes([data[0] ^ 1]))
    assert opening(own_store).build is None
    assert words(own_store).endswith("No build is whole, so no figure is shown.")


def _empty(pointer: Path) -> None:
    pointer.write_bytes(b"")


def _garbage(pointer: Path) -> None:
    pointer.write_bytes(b"\xff\x00\xfe" * 50)


def _nowhere(pointer: Path) -> None:
    pointer.write_text("20990101T000000-none\n")


def _folder(pointer: Path) -> None:
    pointer.unlink()
    pointer.mkdir()


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (_empty, "CURRENT is empty"),
        (_garbage, "CURRENT names “"),
        (_nowhere, "CURRENT names “20990101T000000-none”, and there is no such build."),
        (_folder, "CURRENT is no file"),
        (Path.unlink, "CURRENT is missing"),
    ],
)
def test_whatever_became_of_the_pointer_the_newest_build_is_opened(
    damage: Callable[[Path], None],
    says: str,
    own_store: Path,
    two_builds: tuple[str, str],
) -> None:
    damage(own_store / "CURRENT")
    assert BuildStore(own_store).current() is None
    assert opening(own_store).build == two_builds[1]
    assert says in words(own_store)
    with BuildStore(own_store).writing():
        BuildStore(own_store).point_to(two_builds[1])
    assert (opening(own_store).build, opening(own_store).problem) == (two_builds[1], None)


def test_a_cut_manifest_is_read_by_its_copy_and_said(own_store: Path) -> None:
    folder = BuildStore(own_store).folder(current(own_store))
    text = (folder / MANIFEST).read_bytes()
    for damaged, says in (
        (text[: len(text) // 2], "manifest.json is cut short or not JSON."),
        (b"", "manifest.json is empty."),
        (text.replace(b'"accepted": ', b'"accepted": 9'), "manifest.json has changed"),
        (b"[1, 2]", "manifest.json has changed"),
    ):
        assert damaged != text
        (folder / MANIFEST).write_bytes(damaged)
        assert opening(own_store).build == folder.name
        assert says in words(own_store)
        assert BuildStore(own_store).manifest(folder.name).build == folder.name
    (folder / MANIFEST).write_bytes(text)
    (folder / COPY).unlink()
    assert "manifest-copy.json is missing." in words(own_store)


def test_a_build_without_a_readable_manifest_is_passed_over(
    own_store: Path, two_builds: tuple[str, str]
) -> None:
    first, second = two_builds
    for name in (MANIFEST, COPY):
        (BuildStore(own_store).folder(second) / name).write_text("{")
    assert opening(own_store).build == first
    assert "nobody can tell what it holds" in words(own_store)
    latest = BuildStore(own_store).latest("real")
    assert latest is not None and latest.build == first


def test_the_demonstration_never_stands_in_for_real_data(
    own_store: Path, demonstration_built: Path
) -> None:
    made = current(demonstration_built)
    shutil.copytree(
        BuildStore(demonstration_built).folder(made), BuildStore(own_store).folder(made)
    )
    (BuildStore(own_store).folder(current(own_store)) / "cube.parquet").unlink()
    assert opening(own_store).build is None
    (own_store / "CURRENT").write_text("")
    assert opening(own_store).build is None


def test_a_store_that_is_no_folder_has_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    assert opening(tmp_path / "store").build is None
    assert words(tmp_path / "store").startswith("The store cannot be read.")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "CURRENT").write_text("20250101-gone\n")
    assert "there is no such build" in words(tmp_path / "other")
