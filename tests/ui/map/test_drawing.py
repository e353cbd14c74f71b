"""A map on screen: what st_folium sends of it, and what comes back of a reader's deeds."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ui.map import drawing
from ui.map.files import FILES

FIXED = ("script", "header", "html", "id", "js_links", "css_links", "default", "returned_objects")


def script() -> None:
    """A page with maps as the test asks for, under their keys."""
    import streamlit as st

    from ui.map import drawing

    for key, payload in st.session_state["maps"].items():
        drawing.draw(
            payload, key=key, height=480, centre=(51.35, -1.95), on_event=lambda event: None
        )


def sent(at: AppTest, **maps: dict[str, Any]) -> list[dict[str, Any]]:
    """What the frames of maps are given in one run, with the id by which a browser knows each again."""
    at.session_state["maps"] = maps
    at.run()
    assert not at.exception
    drawn = [element.proto for element in at.get("component_instance")]
    return [json.loads(frame.json_args) | {"frame": frame.id} for frame in drawn]


@pytest.fixture
def at() -> AppTest:
    return AppTest.from_function(script, default_timeout=60)


def test_the_base_is_the_same_byte_for_byte_in_every_run_whatever_is_painted(at: AppTest) -> None:
    (first,), (second,), (again,) = (
        sent(at, ward_map={"files": ["a.geojson"], "selected": code}) for code in ("W1", "W2", "W1")
    )
    for name in (*FIXED, "frame"):
        assert first[name] == second[name] == again[name], name
    assert '"selected":"W1"' in first["feature_group"] != second["feature_group"]
    assert again == first


def test_another_reader_is_sent_the_same_base(at: AppTest) -> None:
    (first,) = sent(at, ward_map={"files": []})
    (other,) = sent(AppTest.from_function(script, default_timeout=60), ward_map={"files": []})
    assert {name: first[name] for name in FIXED} == {name: other[name] for name in FIXED}


def test_a_group_hands_its_payload_to_the_layer_on_the_map(at: AppTest) -> None:
    (given,) = sent(at, ward_map={"files": ["Op Thesus.json"]})
    lines = [line.strip() for line in given["feature_group"].splitlines() if line.strip()]
    layer = next(line for line in lines if "wardMap.layer(" in line)
    assert layer.endswith('= wardMap.layer({"files":["Op Thesus.json"]});')
    name = layer.removeprefix("var ").split(" = ")[0]
    assert f"{name}.addTo(feature_group_feature_group_0);" in lines


def test_two_maps_are_told_apart_by_their_keys(at: AppTest) -> None:
    first, second = sent(at, first={"files": []}, second={"files": []})
    assert first["script"] == second["script"] and first["frame"] != second["frame"]


def test_other_files_make_another_frame(at: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    (before,) = sent(at, ward_map={"files": []})
    monkeypatch.setattr(drawing, "address", lambda name: f"../../other/{name}")
    (after,) = sent(at, ward_map={"files": []})
    assert after["js_links"] == ["../../other/leaflet.js", "../../other/ward_map.js"]
    assert after["css_links"] == ["../../other/leaflet.css", "../../other/ward_map.css"]
    assert "../../other/ward_map.js" in after["script"] and after["frame"] != before["frame"]


def test_every_file_comes_from_this_server_leaflet_first(at: AppTest) -> None:
    (given,) = sent(at, ward_map={"files": []})
    assert given["js_links"] == [drawing.address("leaflet.js"), drawing.address("ward_map.js")]
    assert given["css_links"] == [drawing.address("leaflet.css"), drawing.address("ward_map.css")]
    assert all(link.startswith("../../") for link in given["js_links"] + given["css_links"])
    assert "://" not in given["script"] + given["header"] + given["feature_group"]
    assert {*map(drawing.address, FILES)} == {*given["js_links"], *given["css_links"]}


def test_what_a_base_costs_is_little_beside_what_is_painted(at: AppTest) -> None:
    (given,) = sent(at, ward_map={"files": []})
    assert sum(len(json.dumps(given[name])) for name in FIXED) < 3_000


@pytest.mark.parametrize(
    ("value", "deed"),
    [
        ({drawing.EVENTS: {"type": "Feature", "properties": {"ward": "W4", "at": 1}}}, "W4"),
        ({drawing.EVENTS: {"type": "Feature", "properties": None}}, None),
        ({drawing.EVENTS: None}, None),
        ({drawing.EVENTS: ["W4"]}, None),
        ({}, None),
        (None, None),
        ("W4", None),
    ],
)
def test_a_deed_is_read_and_whatever_is_none_of_ours_is_not(value: object, deed: object) -> None:
    assert drawing.event(value).get("ward") == deed


def test_what_a_reader_does_reaches_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    done: list[dict[str, object]] = []
    monkeypatch.setattr(drawing, "st_folium", lambda base, **settings: given.update(settings))
    deed = {"type": "Feature", "properties": {"area": [[51.5, -1.7]], "at": 2}}
    state = {"ward_map": {drawing.EVENTS: deed}}
    monkeypatch.setattr(drawing, "st", SimpleNamespace(session_state=state))
    drawing.draw(
        {"files": []}, key="ward_map", height=480, centre=(51.35, -1.95), on_event=done.append
    )
    given["on_change"]()
    assert done == [{"area": [[51.5, -1.7]], "at": 2}]
