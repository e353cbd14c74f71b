"""The row of links to all pages, at the top of each; a link carries the filters, so that they hold on the page it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from ui.filters import url_state
from ui.shell.context import Page as Module


def place() -> DeltaGenerator:
    """Where the row stands; to be called first on every page."""
    return st.container(key="navigation", horizontal=True)


def pages(modules: Iterable[Module], show: Callable[[], None], *, first: str) -> list[Page]:
    """The pages as Streamlit lists them, in the order given; a module's own name is its address.

    show   draws the page that was asked for
    first  the name of the one that opens where the address names none
    """
    names = [(module.__name__.rpartition(".")[2], module.TITLE) for module in modules]
    return [
        st.Page(lambda: show(), title=title, url_path=name, default=name == first)
        for name, title in names
    ]


def draw(place: DeltaGenerator, pages: Iterable[Page]) -> None:
    """Draw the row, once the filters are known."""
    carried = url_state.links()
    for page in pages:
        place.page_link(page, query_params=carried)
