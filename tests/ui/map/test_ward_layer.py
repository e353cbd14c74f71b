"""The ward layer as a folium plugin: one file that needs no other, and data that cannot end the script they stand in."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import folium
import pytest

from ui.map.files import FILES, content, inlined
from ui.map.ward_layer import OfflineMap, WardFiles, WardLayer, script_safe, served

EVIL = "</script><script>alert(1)</script> \"'` ${x} {{ 7919*7919 }} {% raw %} {# x #} <!-- &amp;"


def saved(tmp_path: Path, payload: dict[str, object], kind: type[OfflineMap] = OfflineMap) -> str:
    made = kind((51.35, -1.95))
    WardLayer(payload).add_to(made)
    made.save(str(tmp_path / "map.html"))
    return (tmp_path / "map.html").read_text(encoding="utf-8")


def test_a_saved_map_is_one_file(tmp_path: Path) -> None:
    page = saved(tmp_path, {"files": []})
    links = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert links == [
        inlined(name) for name in ("leaflet.js", "leaflet.css", "ward_map.js", "ward_map.css")
    ]
    assert re.search(r'wardMap\.layer\(\{"files":\[\]\}\)', page)


def test_on_folium_s_own_map_the_layer_brings_its_own_files_and_no_leaflet(tmp_path: Path) -> None:
    made = folium.Map((51.35, -1.95), tiles=None)
    WardLayer({"files": []}).add_to(made)
    page = made.get_root().render()
    assert inlined("ward_map.js") in page and inlined("leaflet.js") not in page
    assert folium.Map.default_js != OfflineMap.default_js


@pytest.mark.parametrize("name", FILES)
def test_a_file_s_address_may_be_its_content(name: str) -> None:
    kind, packed = inlined(name).removeprefix("data:").split(";charset=utf-8;base64,")
    assert kind == ("text/css" if name.endswith("css") else "text/javascript")
    assert base64.b64decode(packed) == content(name)


def test_served_classes_have_their_files_at_the_addresses_and_leave_the_others_as_they_are() -> (
    None
):
    classes = served(lambda name: f"app/{name}")
    assert classes.map.default_js == [("leaflet", "app/leaflet.js")]
    assert classes.layer.default_js == classes.files.default_js == [("ward_map", "app/ward_map.js")]
    assert classes.layer.default_css == [("ward_map_css", "app/ward_map.css")]
    assert WardLayer.default_js == [("ward_map", inlined("ward_map.js"))]
    assert WardFiles.default_js == []


def test_a_map_says_which_files_it_was_made_with() -> None:
    made = served(lambda name: f"app/{name}")
    base = made.map((51.35, -1.95))
    made.files().add_to(base)
    assert re.search(r'wardMap\.files = .*"app/ward_map\.js".*;', base.get_root().render())


def test_markup_in_data_can_neither_end_the_script_nor_reach_a_template(tmp_path: Path) -> None:
    text = script_safe({"name": EVIL})
    assert json.loads(text) == {"name": EVIL}
    for ending in ("<", ">", "&", "{{", "{%", "{#"):
        assert ending not in text
    page = saved(tmp_path, {"files": [EVIL]})
    assert page.count("</script>") == page.count("<script") and str(7919 * 7919) not in page
