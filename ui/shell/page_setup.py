"""What every page begins with: settings and styles."""

from __future__ import annotations

import streamlit as st

from geo.core.area import Area
from ui.answers.area import served
from ui.filters import url_state
from ui.shell import assets

WALL, PRESENT = "wall", "present"


def page_title(area: Area) -> str:
    """The title of the browser's tab."""
    return f"Serious violence in {area.name}"


def mode() -> str:
    """“wall”, “present”, or nothing for the desk; an unknown word in the address is the desk."""
    asked = st.query_params.get(url_state.MODE.name, "")
    return asked if asked in (WALL, PRESENT) else ""


def begin() -> None:
    """Page settings and styles; call once, first."""
    st.set_page_config(page_title=page_title(served()), layout="wide", initial_sidebar_state="auto")
    placed = assets.own_and_leaflet()
    wanted = [
        placed[name]
        for name in ("styles.css", f"mode_{mode()}.css", f"theme_{st.context.theme.type}.css")
        if name in placed
    ]
    imports = "".join(f'@import url("{assets.from_page(name)}");' for name in wanted)
    st.html(f"<style>{imports}</style>")
    script = f'<script src="{assets.from_page(placed["page.js"])}"></script>'
    st.html(script, unsafe_allow_javascript=True)  # our own, of fixed words
