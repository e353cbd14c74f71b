"""What the browser may fetch without sign-in: public files only, each complete before it has its name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from ui.shell import assets


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(assets, "FOLDER", tmp_path / "static")
    st.cache_resource.clear()
    yield tmp_path / "static"
    st.cache_resource.clear()


def test_only_leaflet_our_scripts_and_styles_are_placed(folder: Path) -> None:
    found = assets.own_and_leaflet()
    assert sorted(found) == [
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
    assert sorted(path.name for path in folder.iterdir()) == sorted(found.values())
    assert {path.suffix for path in folder.iterdir()} == {".css", ".js"}
    leaflet, script, styles = (
        (folder / found[name]).read_text(encoding="utf-8")
        for name in ("leaflet.js", "ward_map.js", "ward_map.css")
    )
    assert leaflet.startswith("/* @preserve\n * Leaflet 1.9.3")
    assert "@typedef {Object} MapPayload" in script and "wardMap" in script
    assert ".ward-tip" in styles and "Leaflet 1.9.3" not in script


def test_our_own_files_are_named_by_their_content(folder: Path) -> None:
    found = assets.own_and_leaflet()
    own = Path(assets.__file__).parent / "static" / "styles.css"
    assert found["styles.css"] == f"styles-{hashlib.sha256(own.read_bytes()).hexdigest()[:12]}.css"
    assert (folder / found["styles.css"]).read_bytes() == own.read_bytes()


def test_shapes_are_ward_outlines_and_nothing_more(folder: Path, demonstration_store: Path) -> None:
    import json

    from loaders.store.reader import current_build, open_build

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


def test_a_file_has_its_name_only_when_it_is_whole(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, write_bytes, seen = tmp_path / "a.geojson", Path.write_bytes, []
    source.write_bytes(b"x" * 1000)

    def slow_write(path: Path, data: bytes) -> int:
        write_bytes(path, data[:10])
        seen.append(sorted(path.name for path in folder.iterdir()))
        return write_bytes(path, data)

    monkeypatch.setattr(Path, "write_bytes", slow_write)
    assert assets.shapes(source) == "a.geojson"
    (half_way,) = seen
    assert len(half_way) == 1 and re.fullmatch(r"\.a\.geojson\.\d+", half_way[0])
    assert [path.name for path in folder.iterdir()] == ["a.geojson"] and (
        folder / "a.geojson"
    ).stat().st_size == 1000


def test_a_copy_that_fails_leaves_no_file_of_that_name(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.geojson"
    source.write_bytes(b"x")

    def full_disk(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError("No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full_disk)
        with pytest.raises(OSError, match="No space left"):
            assets.shapes(source)
    assert not (folder / "a.geojson").exists()
    assert assets.shapes(source) == "a.geojson" and (folder / "a.geojson").read_bytes() == b"x"


def test_a_file_that_lies_there_already_is_not_written_again(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "a.geojson"
    source.write_bytes(b"new")
    folder.mkdir()
    (folder / "a.geojson").write_bytes(b"as it was")
    assets.shapes(source)
    assert (folder / "a.geojson").read_bytes() == b"as it was"
