"""A map's frame: what its component is given is what st_folium would give it, at a fraction of the work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import folium
import pytest
import streamlit as st
from folium.template import Template
from streamlit_folium import st_folium

from ui.map import base as map_base
from ui.map import frame
from ui.map.payload import Ground
from ui.shell import assets

EVIL = "</script><script>alert(1)</script> \"'` ${x} {{ 7919*7919 }} {% raw %} {# x #} <!-- &amp;"
PAYLOAD: Ground = {"files": ["shapes.geojson", "Op Thesus.json"]}


class Paint(folium.FeatureGroup):
    """What the group that is painted with would be as folium's own."""

    _template = Template(
        "{% macro script(this, kwargs) %}var {{ this.get_name() }} = L.layerGroup(); "
        "window.wardMap.paint({{ this.payload }});{% endmacro %}"
    )

    def __init__(self, payload: Ground) -> None:
        super().__init__()
        self.payload = frame.script_safe(payload)


SETTINGS: dict[str, object] = {"shapes": "app/shapes.geojson", "colours": ["#fff", "#c7e9b4"]}
JS, CSS = [("leaflet", "app/leaflet.js"), ("own", "app/own.js")], [("leaflet", "app/leaflet.css")]


def base(**changed: str) -> frame.Written:
    return frame.base(SETTINGS | changed, JS, CSS)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    monkeypatch.setattr(assets, "FOLDER", tmp_path / "static")
    kept: list[dict[str, Any]] = []
    for component in ("streamlit_folium._component_func", "ui.map.frame._component"):
        monkeypatch.setattr(component, lambda **given: kept.append(given))
    monkeypatch.setattr(st, "session_state", {})
    return kept


def test_the_component_is_given_what_st_folium_would_give_it(given: list[dict[str, Any]]) -> None:
    made = map_base.made(frame.script_safe(SETTINGS), JS, CSS)
    st_folium(
        made,
        key="ward_map",
        height=700,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=Paint(PAYLOAD),
    )
    frame.draw(base(), PAYLOAD, key="ward_map", height=700, on_change=lambda: None)
    theirs, ours = (
        {name: value for name, value in one.items() if name not in ("on_change", "key")}
        for one in given
    )
    for one in (theirs, ours):
        one |= {
            name: " ".join(one[name].split()) for name in ("feature_group", "header")
        }  # how statements are indented says nothing
    assert ours == theirs
    assert (
        "makeWardMap(map_div," in ours["script"]
        and "Op Thesus" in ours["feature_group"]
        and "leaflet-container" in ours["header"]
    )


def test_what_a_reader_does_is_found_under_the_maps_key(given: list[dict[str, Any]]) -> None:
    done: list[str] = []
    frame.draw(base(), PAYLOAD, key="ward_map", height=700, on_change=lambda: done.append("told"))
    st.session_state[given[0]["key"]] = {"ward": "W4"}
    given[0]["on_change"]()
    assert st.session_state["ward_map"] == {"ward": "W4"} and done == ["told"]


def test_two_maps_of_one_base_are_told_apart_by_their_keys_and_two_bases_of_one_key_by_their_shapes(
    given: list[dict[str, Any]],
) -> None:
    for key, written in (
        ("one", base()),
        ("another", base()),
        ("one", base(shapes="app/other.geojson")),
        ("one", base()),
    ):
        frame.draw(written, PAYLOAD, key=key, height=480, on_change=lambda: None)
    assert given[0]["script"] == given[1]["script"] != given[2]["script"]
    assert len({one["key"] for one in given}) == 3 and given[3]["key"] == given[0]["key"]


def test_a_base_is_written_once_and_read_back_as_it_was(
    given: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = base()
    written: list[str] = []
    monkeypatch.setattr(map_base, "made", lambda *asked: written.append(asked[0]))
    assert base() == first and not written
    with pytest.raises(AttributeError):  # what is not there is written anew: here from nothing
        base(shapes="app/newer.geojson")
    assert written and "newer" in written[0]


def test_what_is_made_safe_is_read_back_as_it_was() -> None:
    for value in (EVIL, ["a", 1, None], {"b": "é & < >"}):
        text = frame.script_safe(value)
        assert json.loads(text) == value
        assert not any(sign in text for sign in ("<", "{{", "{%", "{#"))
