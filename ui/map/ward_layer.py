"""The ward layer: a folium plugin that paints wards by what a payload says under each ward's code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import folium
from folium.elements import JSCSSMixin
from folium.template import Template

from ui.map.files import Address, inlined

OPTIONS: dict[str, Any] = {
    "zoom_start": 9,
    "tiles": None,
    "zoom_snap": 0.25,
    "zoom_control": "topright",
    "attribution_control": False,  # the layer brings its own, with whose maps these are
    "scroll_wheel_zoom": False,
}


class OfflineMap(folium.Map):
    """A folium map that fetches nothing from other sites: Leaflet comes with the program, and there are no tiles.

    location  latitude and longitude of the middle, until the layer fits the view to what it shows
    options   folium.Map's own
    """

    default_js = [("leaflet", inlined("leaflet.js"))]
    default_css = [("leaflet_css", inlined("leaflet.css"))]

    def __init__(self, location: tuple[float, float], **options: Any) -> None:
        super().__init__(location, **{**OPTIONS, **options})


class WardLayer(JSCSSMixin, folium.map.Layer):
    """Wards painted by a payload, with legend, labels, insets, operations, dots and cells.

    payload  a MapPayload (ui/map/payload.py): whatever it says of a ward stands under the ward's code. Its `files` name
             where a browser fetches shapes and settings; with `inline` it brings them along and fetches nothing

    Outside Streamlit one file holds it all, and draws without a network:

        m = OfflineMap((51.35, -1.95))
        WardLayer(payload).add_to(m)
        m.save("map.html")

    In Streamlit it stands in a folium.FeatureGroup that is handed to `st_folium(…, feature_group_to_add=group)`; a map that
    is there already is then painted anew, and keeps its zoom (ui/map/drawing.py). What a reader does on the map is told by
    Leaflet.draw's event “draw:created” on the map; its layer's feature has properties {ward}, {cell} or {area}, and `at`.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = wardMap.layer({{ this.payload }});"
        "{% endmacro %}"
    )
    default_js = [("ward_map", inlined("ward_map.js"))]
    default_css = [("ward_map_css", inlined("ward_map.css"))]

    def __init__(self, payload: Mapping[str, Any]) -> None:
        super().__init__(name="wards", overlay=True, control=False)
        self._name = "WardLayer"
        self.payload = script_safe(payload)


class WardFiles(JSCSSMixin, folium.MacroElement):
    """Brings the layer's files with a map whose layer is only added later; the map says which, so that other files make another map."""

    _template = Template(
        "{% macro script(this, kwargs) %}wardMap.files = {{ this.addresses }};{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()
        self._name = "WardFiles"
        self.addresses = script_safe([*self.default_js, *self.default_css])


class Served(NamedTuple):
    """The classes of a map whose files a browser fetches."""

    map: type[OfflineMap]
    layer: type[WardLayer]
    files: type[WardFiles]


def served(address: Address) -> Served:
    """The classes with their files at addresses, instead of inside the page."""

    class ServedMap(OfflineMap):
        default_js = [("leaflet", address("leaflet.js"))]
        default_css = [("leaflet_css", address("leaflet.css"))]

    class ServedLayer(WardLayer):
        default_js = [("ward_map", address("ward_map.js"))]
        default_css = [("ward_map_css", address("ward_map.css"))]

    class ServedFiles(WardFiles):
        default_js = ServedLayer.default_js
        default_css = ServedLayer.default_css

    return Served(ServedMap, ServedLayer, ServedFiles)


def script_safe(value: object) -> str:
    """JSON that cannot end the script it stands in, whatever names the data hold."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    for sign in "%{#":  # with a brace before it, jinja would take it for its own
        text = text.replace(f"{{{sign}", f"{{\\u{ord(sign):04x}")
    return text
