"""What a page begins with, known before any library is there: settings, styles, and a frame for the map.

On a server just started the first reader's browser has a second to spare while Python imports: it builds the map's frame meanwhile.
"""

from __future__ import annotations

import streamlit as st

from geo.core.area import Area
from ui.answers.area import served
from ui.map import frame
from ui.shell import assets, persistent_layout, preload

WALL, PRESENT = "wall", "present"
PARAMETER = "mode"
WITHOUT_MAP = ("duty", "data")


def page_title(area: Area) -> str:
    """The title of the browser's tab."""
    return f"Serious violence in {area.name}"


def mode() -> str:
    """“wall”, “present”, or nothing for the desk; an unknown word in the address is the desk."""
    asked = st.query_params.get(PARAMETER, "")
    return asked if asked in (WALL, PRESENT) else ""


def page() -> None:
    """Page settings and styles; call once, first."""
    st.set_page_config(page_title=page_title(served()), layout="wide", initial_sidebar_state="auto")
    placed = assets.own_and_leaflet()
    wanted = [
        placed[name]
        for name in ("styles.css", f"mode_{mode()}.css", f"theme_{st.context.theme.type}.css")
        if name in placed
    ]
    st.html(
        "<style>"
        + "".join(f'@import url("{assets.FROM_PAGE}{name}");' for name in wanted)
        + "</style>"
    )
    script = f'<script src="{assets.FROM_PAGE}{placed["page.js"]}"></script>'
    st.html(script, unsafe_allow_javascript=True)  # our own, of fixed words


def map_to_come(name: str) -> bool:
    """Where Python still imports, draw the frame of the map that a page will show; then the page must be run once more."""
    if not preload.under_way() or name in WITHOUT_MAP or mode() == PRESENT:
        return False
    persistent_layout.head()
    left, _ = persistent_layout.beside_map()
    with left.map:
        frame.draw(
            frame.wards(),
            {"files": assets.ground()},
            key=frame.KEY,
            height=700,
            on_change=lambda: None,
        )
    return True
