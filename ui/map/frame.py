"""The frame a map lives in. folium and streamlit-folium write its base once; every run after that only says what to paint.

`st_folium` would have folium write the same base anew each time, which costs the server more than all else about a map.
What its component is given is the same (tests/ui/map/test_frame.py).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution, version
from pathlib import Path

import streamlit as st
import streamlit.components.v1 as components

from ui.answers.area import served
from ui.answers.caching import cache_resource
from ui.map.payload import Ground
from ui.shell import assets

KEY = "ward_map"
# ColorBrewer's YlGnBu without its palest, behind white for nothing recorded: falls in lightness from class to class.
COLOURS = ["#ffffff", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"]
NAME = "feature_group_feature_group_0"  # as streamlit-folium names the first group it adds
GROUP = """var NAME = L.layerGroup(); window.wardMap.paint(PAYLOAD);
NAME.addTo(map_div);
map_div.addLayer(NAME);
window.feature_group = window.feature_group || [];
window.feature_group.push(NAME);
""".replace("NAME", NAME)
Links = Sequence[tuple[str, str]]
WRITER = Path(__file__).parent / "base.py"
# The component of streamlit-folium, declared without importing it: that would bring folium with it.
_component = components.declare_component(
    "st_folium",
    str(distribution("streamlit-folium").locate_file("streamlit_folium/frontend/build")),
)


@dataclass(frozen=True)
class Written:
    """A base map as it is sent to the browser, the same byte for byte every time, so that the frame stays as it is."""

    script: str
    header: str
    html: str
    name: str
    css: list[str]
    js: list[str]


@cache_resource(1)
def wards() -> Written:
    """The ward map before anything is painted: the same for every page and build."""
    found = assets.own_and_leaflet()
    js, css = (
        [("ward_map", assets.FROM_MAP + found[f"ward_map.{kind}"])] for kind in ("js", "css")
    )
    return base({"colours": COLOURS}, js, css)


def base(settings: Mapping[str, object], js: Links, css: Links) -> Written:
    """A base map, as it was written before where these settings and these libraries have written one, else written now.

    settings  what the map's script is started with; js, css  scripts and styles by name and address
    """
    started = script_safe(settings)
    asked = [
        started,
        js,
        css,
        WRITER.read_text(encoding="utf-8"),
        [*served().centre, served().zoom],
        *map(version, ("folium", "streamlit-folium")),
    ]
    name = f"base-{hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]}.json"
    kept = assets.FOLDER / name
    try:
        written = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        from ui.map import base as map_base

        written = map_base.written(map_base.made(started, js, css))
        assets.store(json.dumps(written).encode(), name)
    return Written(**written)


def draw(
    base: Written,
    payload: Ground,
    *,
    key: str,
    height: int,
    on_change: Callable[[], None],
) -> None:
    """Draw a base map under a key of the session's state, and have its script paint what it is sent.

    on_change  called when the reader has done something on the map; what it was is then in the session's state under `key`
    """
    place = hashlib.sha256(f"{key} {base.script}".encode()).hexdigest()[
        :16
    ]  # another base is another frame

    def changed() -> None:
        st.session_state[key] = st.session_state.get(place, {})
        on_change()

    _component(
        script=base.script,
        header=base.header,
        html=base.html,
        id=base.name,
        key=place,
        height=height,
        width=None,
        returned_objects=[],
        default={},
        zoom=None,
        center=None,
        feature_group=painting(payload),
        return_on_hover=False,
        layer_control=None,
        pixelated=False,
        css_links=base.css,
        js_links=base.js,
        on_change=changed,
        wrap_longitude=False,
    )


def painting(payload: Ground) -> str:
    """An empty group for streamlit-folium to add, which hands the map's script what to show now."""
    return GROUP.replace("PAYLOAD", script_safe(payload))


def script_safe(value: object) -> str:
    """JSON that cannot end the script it stands in, whatever names the data hold."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    for sign in "%{#":  # with a brace before it, jinja would take it for its own
        text = text.replace(f"{{{sign}", f"{{\\u{ord(sign):04x}")
    return text
