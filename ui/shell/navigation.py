"""The row of links to all pages, at the top of each; a link carries the filters, so that they hold on the page it leads to."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from ui.filters import url_state


def place() -> DeltaGenerator:
    """Where the row stands; to be called first on every page."""
    return st.container(key="navigation", horizontal=True)


def draw(place: DeltaGenerator, pages: Iterable[Page]) -> None:
    """Draw the row, once the filters are known."""
    carried = url_state.links()
    for page in pages:
        place.page_link(page, query_params=carried)
