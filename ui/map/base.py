"""How folium and streamlit-folium write a map's base.

They take half a second to import, so this module is imported only for a base that was not written before (ui/map/frame.py).
"""

from __future__ import annotations

from collections.abc import Sequence

import folium
import streamlit_folium
from folium.template import Template

from ui.answers.area import served

Links = Sequence[tuple[str, str]]


class Start(folium.MacroElement):
    """Starts the map's script; the shapes are fetched by the browser, once."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "window.wardMap = makeWardMap({{ this._parent.get_name() }}, {{ this.settings }});{% endmacro %}"
    )

    def __init__(self, settings: str) -> None:
        super().__init__()
        self._name, self.settings = "Base", settings


def made(settings: str, js: Links, css: Links) -> folium.Map:
    """The map before anything is painted.

    settings  JSON that is safe inside a script; js, css  scripts and styles by name and address
    """
    base = folium.Map(
        served().centre,
        zoom_start=served().zoom,
        tiles=None,
        zoom_snap=0.25,
        min_zoom=7,
        zoom_control="topright",
        prefer_canvas=False,
        attributionControl=False,
        scrollWheelZoom=False,
    )
    base.default_js, base.default_css = [*js], [*css]
    base._id = "wards"
    base.add_child(Start(settings))
    return base


def written(base: folium.Map) -> dict[str, str | list[str]]:
    """A map as streamlit-folium writes it, without the spaces that it indents by: every run sends the base again."""
    base.get_root().render()
    html, header = (
        streamlit_folium._get_html(base),
        " ".join(streamlit_folium._get_header(base).split()),
    )
    script = streamlit_folium._get_map_string(base)
    css, js = (
        list(dict.fromkeys(link for _, link in links))
        for links in (base.default_css, base.default_js)
    )
    return {
        "script": script,
        "header": header,
        "html": html,
        "name": streamlit_folium.get_full_id(base),
        "css": css,
        "js": js,
    }
