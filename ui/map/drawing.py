"""A map on screen, by st_folium; nothing else imports streamlit-folium.

A component is registered only where a script runs (documentation of declare_component), so that nothing which a server imports before
its first page may import this module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import folium
import streamlit as st
from streamlit_folium import st_folium

from ui.answers.caching import cache_resource
from ui.map.files import FILES
from ui.map.ward_layer import Served, served
from ui.shell import assets, errors

EVENTS = "last_active_drawing"  # as st_folium calls what “draw:created” brings


def address(name: str) -> str:
    """Where a map's frame fetches a file of ui.map.files.FILES."""
    return assets.FROM_MAP + assets.own_and_leaflet()[name]


def draw(
    payload: Mapping[str, Any],
    *,
    key: str,
    height: int,
    centre: tuple[float, float],
    on_event: Callable[[dict[str, object]], None],
) -> None:
    """Draw a map under a key, or paint the one that stands there already.

    The base map is made anew in every run and is the same byte for byte, by which a browser knows that it has it. It must not be
    kept and used again, since st_folium adds the group to it.

    height    in pixels
    centre    latitude and longitude of the middle, until the map fits itself to what it shows
    on_event  called with what the reader did on the map: {ward}, {cell} or {area}
    """
    classes = _classes(tuple(map(address, FILES)))
    base, group = classes.map(centre), folium.FeatureGroup(name="wards")
    classes.files().add_to(base)
    classes.layer(payload).add_to(group)
    st_folium(
        base,
        key=key,
        height=height,
        use_container_width=True,
        feature_group_to_add=group,
        returned_objects=[EVENTS],
        on_change=errors.callback(lambda: on_event(event(st.session_state.get(key)))),
    )


def event(value: object) -> dict[str, object]:
    """What the reader did, out of what st_folium returns; empty where that is nothing of ours."""
    drawing = value.get(EVENTS) if isinstance(value, dict) else None
    properties = drawing.get("properties") if isinstance(drawing, dict) else None
    return dict(properties) if isinstance(properties, dict) else {}


@cache_resource(1)
def _classes(addresses: tuple[str, ...]) -> Served:
    return served(dict(zip(FILES, addresses, strict=True)).__getitem__)
