"""What a page begins with, known before any library is there: settings, styles, and a frame for the map.

On a server just started the first reader's browser has a second to spare while Python imports: it builds the map's frame meanwhile.
"""

from __future__ import annotations

import streamlit as st

from ui import lasting, map_frame, starting, static_files

TITLE = "Serious violence in Swindon and Wiltshire"
WALL, PRESENT = "wall", "present"
PARAMETER = "mode"
WITHOUT_MAP = ("duty", "data")


def mode() -> str:
    """“wall”, “present”, or nothing for the desk; an unknown word in the address is the desk."""
    asked = st.query_params.get(PARAMETER, "")
    return asked if asked in (WALL, PRESENT) else ""


def page() -> None:
    """Page settings and styles; call once, first."""
    st.set_page_config(page_title=TITLE, layout="wide", initial_sidebar_state="auto")
    placed = static_files.own_and_leaflet()
    wanted = [
        placed[name]
        for name in ("styles.css", f"mode_{mode()}.css", f"theme_{st.context.theme.type}.css")
        if name in placed
    ]
    st.html(
        "<style>"
        + "".join(f'@import url("{static_files.FROM_PAGE}{name}");' for name in wanted)
        + "</style>"
    )
    script = f'<script src="{static_files.FROM_PAGE}{placed["page.js"]}"></script>'
    st.html(script, unsafe_allow_javascript=True)  # our own, of fixed words


def map_to_come(name: str) -> bool:
    """Where Python still imports, draw the frame of the map that a page will show; then the page must be run once more."""
    if not starting.under_way() or name in WITHOUT_MAP or mode() == PRESENT:
        return False
    lasting.head()
    left, _ = lasting.beside_map()
    with left.map:
        map_frame.draw(
            map_frame.wards(),
            {"files": static_files.ground()},
            key=map_frame.KEY,
            height=700,
            on_change=lambda: None,
        )
    return True
