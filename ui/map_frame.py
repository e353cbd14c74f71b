"""The frame a map lives in. folium and streamlit-folium write its base once; every run after that only says what to paint.

`st_folium` would have folium write the same base anew each time, which costs the server more than all else about a map.
What its component is given is the same (tests/ui/test_map_frame.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import folium
import streamlit as st
import streamlit_folium
from folium.template import Template

NAME = "feature_group_feature_group_0"  # as streamlit-folium names the first group it adds
GROUP = """var NAME = L.layerGroup(); window.wardMap.paint(TOLD);
NAME.addTo(map_div);
map_div.addLayer(NAME);
window.feature_group = window.feature_group || [];
window.feature_group.push(NAME);
""".replace("NAME", NAME)


class Start(folium.MacroElement):
    """Starts the map's script; the shapes are fetched by the browser, once."""

    _template = Template("{% macro script(this, kwargs) %}"
                         "window.wardMap = makeWardMap({{ this._parent.get_name() }}, {{ this.settings }});{% endmacro %}")

    def __init__(self, settings: Mapping[str, object]) -> None:
        super().__init__()
        self._name, self.settings = "Base", script_safe(settings)


@dataclass(frozen=True)
class Written:
    """A base map as it is sent to the browser, the same byte for byte every time, so that the frame stays as it is."""

    script: str
    header: str
    html: str
    name: str
    css: tuple[str, ...]
    js: tuple[str, ...]


def written(made: folium.Map) -> Written:
    """A map as streamlit-folium writes it, without the spaces that it indents by: every run sends the base again."""
    made.get_root().render()
    html, header = streamlit_folium._get_html(made), " ".join(streamlit_folium._get_header(made).split())
    script = streamlit_folium._get_map_string(made)
    css, js = (tuple(dict.fromkeys(link for _, link in links)) for links in (made.default_css, made.default_js))
    return Written(script, header, html, streamlit_folium.get_full_id(made), css, js)


def draw(base: Written, told: Mapping[str, object], *, key: str, height: int, on_change: Callable[[], None]) -> None:
    """Draw a base map under a key of the session's state, and have its script paint what it is told.

    on_change  called when the reader has done something on the map; what it was is then in the session's state under `key`
    """
    place = streamlit_folium.generate_js_hash(base.script, key)

    def changed() -> None:
        st.session_state[key] = st.session_state.get(place, {})
        on_change()

    streamlit_folium._component_func(
        script=base.script, header=base.header, html=base.html, id=base.name, key=place, height=height, width=None, returned_objects=[],
        default={}, zoom=None, center=None, feature_group=painting(told), return_on_hover=False, layer_control=None, pixelated=False,
        css_links=[*base.css], js_links=[*base.js], on_change=changed, wrap_longitude=False)


def painting(told: Mapping[str, object]) -> str:
    """An empty group for streamlit-folium to add, which tells the map's script what to show now."""
    return GROUP.replace("TOLD", script_safe(told))


def script_safe(value: object) -> str:
    """JSON that cannot end the script it stands in, whatever names the data hold."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    for sign in "%{#":  # with a brace before it, jinja would take it for its own
        text = text.replace(f"{{{sign}", f"{{\\u{ord(sign):04x}")
    return text
