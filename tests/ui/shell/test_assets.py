"""What the browser may fetch without sign-in: public files only, named by their content, from a cache folder or without one."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from loaders.store.reader import current_build, open_build
from tests.ui.shell.routes import get
from ui.shell import assets

PROJECT = Path(assets.__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(assets, "FOLDER", tmp_path / "cache")
    monkeypatch.setattr(assets, "_placed", {})
    st.cache_resource.clear()
    yield tmp_path / "cache"
    st.cache_resource.clear()


def test_the_cache_folder_is_the_users_own_and_not_the_programs() -> None:
    assert PROJECT not in assets.FOLDER.parents and Path.home() in assets.FOLDER.parents


def test_only_leaflet_our_scripts_and_styles_are_placed(folder: Path) -> None:
    file_names = assets.own_and_leaflet()
    assert sorted(file_names) == [
        "leaflet.css",
        "leaflet.js",
        "mode_present.css",
        "mode_wall.css",
        "page.js",
        "styles.css",
        "theme_dark.css",
        "ward_map.css",
        "ward_map.js",
    ]
    assert sorted(path.name for path in folder.iterdir()) == sorted(file_names.values())
    leaflet, script, styles = (
        (folder / file_names[name]).read_text(encoding="utf-8")
        for name in ("leaflet.js", "ward_map.js", "ward_map.css")
    )
    assert leaflet.startswith("/* @preserve\n * Leaflet 1.9.3")
    assert "@typedef {Object} MapPayload" in script and "wardMap" in script
    assert ".ward-tip" in styles and "Leaflet 1.9.3" not in script


def test_our_own_files_are_named_by_their_content(folder: Path) -> None:
    file_names = assets.own_and_leaflet()
    own = Path(assets.__file__).parent / "static" / "styles.css"
    assert (
        file_names["styles.css"]
        == f"styles-{hashlib.sha256(own.read_bytes()).hexdigest()[:12]}.css"
    )
    assert (folder / file_names["styles.css"]).read_bytes() == own.read_bytes()


def test_shapes_are_ward_outlines_and_nothing_more(folder: Path, demonstration_store: Path) -> None:
    build = current_build(demonstration_store)
    assert build
    store = open_build(demonstration_store, build)
    name = assets.shapes(store.folder / store.manifest.drawing)
    assert [path.name for path in folder.iterdir()] == [name] == [store.manifest.drawing]
    features = json.loads((folder / name).read_text(encoding="utf-8"))["features"]
    # 118 wards and two authorities: names and places, no count and no resident
    assert len(features) == 120
    assert {key for feature in features for key in feature["properties"]} == {
        "kind",
        "name",
        "authority",
        "tile",
    }


def test_a_file_has_its_name_only_when_it_is_whole(folder: Path) -> None:
    size, seen = 40_000_000, list[int]()
    writer = threading.Thread(target=lambda: assets.store(b"x" * size, "large.json"))

    def watch() -> None:
        while not seen:
            if (folder / "large.json").exists():
                seen.append((folder / "large.json").stat().st_size)

    reader = threading.Thread(target=watch)
    reader.start()
    writer.start()
    writer.join()
    reader.join()
    assert seen == [size] and [path.name for path in folder.iterdir()] == ["large.json"]


@pytest.mark.parametrize("broken", ["no folder", "no room"])
def test_without_a_folder_that_can_be_written_files_are_served_all_the_same(
    broken: str, folder: Path
) -> None:
    if broken == "no folder":
        folder.write_text("a file stands in its place")
    else:
        folder.mkdir()
        for name in assets.OWN:  # a folder where each file would be written to
            digest = hashlib.sha256(
                b"\n".join(part.read_bytes() for part in assets.OWN[name])
            ).hexdigest()[:12]
            stem, suffix = Path(name).stem, Path(name).suffix
            (folder / f"{stem}-{digest}{suffix}").mkdir()
    placed = assets.own_and_leaflet()
    for name in placed.values():
        answer = get(f"/assets/{name}")
        assert answer.status_code == 200 and len(answer.content) > 50
    assert folder.is_file() or not [path for path in folder.iterdir() if path.is_file()]


def test_a_file_that_lies_there_already_is_left_and_a_damaged_one_replaced(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.json").write_bytes(b"{}")
    before = (folder / "a.json").stat().st_mtime_ns, (folder / "a.json").stat().st_ino
    assets.place("a.json", lambda: b"{}")
    assert ((folder / "a.json").stat().st_mtime_ns, (folder / "a.json").stat().st_ino) == before
    (folder / "b.json").write_bytes(b"{")
    assets.place("b.json", lambda: b"[]")
    assert (folder / "b.json").read_bytes() == b"[]"


def test_a_browser_keeps_a_file_for_good_since_another_content_has_another_name(
    folder: Path,
) -> None:
    first, second = (assets.fixed({"towns": [town]}) for town in ("Swindon", "Salisbury"))
    assert first != second and assets.fixed({"towns": ["Swindon"]}) == first
    answer = get(f"/assets/{first}")
    assert answer.json() == {"towns": ["Swindon"]}
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "application/json"


def test_what_was_cleaned_away_is_served_all_the_same(folder: Path) -> None:
    name = assets.fixed({"towns": []})
    (folder / name).unlink()
    assert get(f"/assets/{name}").json() == {"towns": []}


@pytest.mark.parametrize(
    "name", ["secrets.toml", "..%2Fsecret.json", "%2Fetc%2Fpasswd", ".hidden.json", ""]
)
def test_nothing_that_was_not_placed_is_served(name: str, folder: Path) -> None:
    assets.own_and_leaflet()
    (folder / "secrets.toml").write_text("of another program")
    (folder / ".hidden.json").write_text("{}")
    (folder.parent / "secret.json").write_text("{}")
    assert get(f"/assets/{name}").status_code == 404


def test_files_stand_under_the_base_path(folder: Path) -> None:
    name = assets.fixed({"towns": []})
    assert get(f"/svd/assets/{name}", "/svd/").status_code == 200
    assert get(f"/assets/{name}", "svd").status_code == 404
