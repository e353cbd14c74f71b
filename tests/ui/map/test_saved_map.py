"""A map as one file: the same payload as on screen, all it needs in it, and nothing that its words could do."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any, cast

import pytest

from ui.map import saved_map
from ui.map.files import FILES, inlined
from ui.map.payload import MapPayload, MapSettings
from ui.map.saved_map import About

EVIL = "</script><script>alert(1)</script> \"'` ${x} {{ 7919*7919 }} {% raw %} {# x #} <!-- &amp;"
SHAPES = {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "W1"}]}
PAYLOAD = cast(
    MapPayload,
    {
        "files": ["shapes.geojson"],
        "wards": {"W1": [-2, 0, 0, None, None, None, None]},
        "draw": True,
    },
)
ABOUT = About(EVIL, "OFFICIAL", (f"Source: {EVIL}", "", "Build b1"), "map")


@pytest.fixture
def page(tmp_path: Path) -> str:
    shapes = tmp_path / "shapes.geojson"
    shapes.write_text(json.dumps(SHAPES), encoding="utf-8")
    settings = cast(MapSettings, {"attribution": EVIL})
    made = saved_map.page(PAYLOAD, ABOUT, shapes=shapes, settings=settings, centre=(51.35, -1.95))
    return made.decode("utf-8")


def painted(page: str) -> dict[str, Any]:
    (payload,) = re.findall(r"wardMap\.layer\((.*)\);", page)
    return cast(dict[str, Any], json.loads(payload))


def test_the_file_holds_scripts_styles_and_shapes_and_names_no_other(page: str) -> None:
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == [
        inlined(name) for name in FILES if name.startswith("leaflet")
    ] + [inlined(name) for name in FILES if name.startswith("ward_map")]
    assert painted(page)["inline"]["shapes"] == SHAPES and painted(page)["files"] == []
    plain = re.sub(r"base64,[^\"]*", "", page)
    assert re.findall(r"https?://", plain) == []


def test_what_is_painted_is_what_is_on_screen_and_nothing_can_be_drawn_on_it(page: str) -> None:
    assert painted(page)["wards"] == PAYLOAD["wards"] and painted(page)["draw"] is False
    assert PAYLOAD["files"] == ["shapes.geojson"] and PAYLOAD["draw"] is True  # left as it was


def test_sentence_marking_and_notes_stand_in_it_as_text(page: str) -> None:
    (heading,) = re.findall(r"<h1>(.*?)</h1>", page)
    (marking,) = re.findall(r"<span>(.*?)</span>", page)
    notes = [unescape(note) for note in re.findall(r"<p>(.*?)</p>", page)]
    assert (unescape(heading), marking) == (EVIL, "OFFICIAL")
    assert notes == [f"Source: {EVIL}", "Build b1"]
    assert re.findall(r"<title>(.*?)</title>", page) == [heading]


def test_no_word_is_markup_or_a_template(page: str) -> None:
    assert str(7919 * 7919) not in page and "alert(1)</script>" not in page
    assert page.count("<script") == page.count("</script>")
    for sign in ("{{", "{%", "{#", "<!--"):
        assert sign not in page.replace(inlined("ward_map.js"), "")
