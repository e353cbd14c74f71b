"""The place of the one map that all pages share. A browser builds it once; every page after that only paints it, and the zoom stays."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.core.errors import DataProblem
from ui.map import ward_map
from ui.map.map_view import MapView
from ui.shell.context import Context, Layout, Page, Places

ROW, LAST = "map_row", "map of this visit"
HIDDEN = f".st-key-{ROW} {{ display: none; }}"


def places(layout: Layout) -> Places:
    """Containers around the map, always as many and in the same order: the place of a map is a number among those before it."""
    head = st.container()
    with st.container(key=ROW):
        columns = st.columns(layout.columns)
        with columns[0]:
            above, slot, below = st.container(), st.container(), st.container()
    return Places(head, above, slot, below, columns[-1])


def draw(page: Page, context: Context[Any]) -> DataProblem | None:
    """Draw the map of a page; returns why there is none where the page cannot have its own. It may come upon the same, and say so, itself."""
    view, problem = None, None
    try:
        view = page.ward_map(context)
    except DataProblem as fault:
        problem = fault
    finally:
        _put(context.places, view)
    return problem


def _put(places: Places, view: MapView | None) -> None:
    """Without a view, the map of the page before stays in the browser, unseen and as it was painted."""
    if view is not None:
        st.session_state[LAST] = ward_map.unpainted(view)
    drawn = view or st.session_state.get(LAST)
    if drawn is not None:
        with places.map:
            ward_map.draw(drawn)
    st.html(f"<style>{HIDDEN if view is None else ''}</style>")
