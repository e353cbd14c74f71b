"""What a page begins with, known before any library is there: settings and styles."""

from __future__ import annotations

import streamlit as st

from ui.shell import assets

TITLE = "Serious violence in Swindon and Wiltshire"
WALL, PRESENT = "wall", "present"
PARAMETER = "mode"


def mode() -> str:
    """“wall”, “present”, or nothing for the desk; an unknown word in the address is the desk."""
    asked = st.query_params.get(PARAMETER, "")
    return asked if asked in (WALL, PRESENT) else ""


def page() -> None:
    """Page settings and styles; call once, first."""
    st.set_page_config(page_title=TITLE, layout="wide", initial_sidebar_state="auto")
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
