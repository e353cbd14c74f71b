"""Help where it is needed: a short guided start on the first visit, and what a page can and cannot say."""

from __future__ import annotations

import streamlit as st

from ui.answers.area import served
from ui.filters import url_state
from ui.shell import display_modes, errors
from ui.text import pages as page_text

SEEN = "guide_closed"


def first_visit() -> None:
    """Three sentences for whoever has not been here before; gone once closed, which the reader's browser remembers (ui/shell/static/page.js)."""
    with st.container(key="guide"):
        if st.session_state.get(SEEN) or st.query_params.get(url_state.GUIDE.name) == "off":
            return
        text, closed = st.columns([9, 1], vertical_alignment="center")
        text.markdown(page_text.GUIDE)
        closed.button(
            page_text.GUIDE_CLOSE,
            on_click=errors.callback(_close),
            width="stretch",
            key="guide_seen",
        )


def cannot_say(mode: str = "", label: str = "", *, text: str = "") -> None:
    """What the page can and cannot say, and the way into another mode, in one row.

    text  Markdown; what pages of wards can say unless given
    """
    left, right = st.columns([3, 1], vertical_alignment="top")
    with (
        left,
        st.popover(
            page_text.CAN_SAY,
            icon=":material/help:",
            width="stretch",
            on_change="rerun",
            key="can say",
        ) as opened,
    ):
        if opened.open:
            st.markdown(text or page_text.can_say(served()))
    if mode:
        with right:
            display_modes.enter(mode, label, icon=":material/slideshow:")


def _close() -> None:
    st.session_state[SEEN] = True
