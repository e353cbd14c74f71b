"""The row of links to all pages, at the top of each; a link carries the filters, so that they hold on the page it leads to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from ui.filters import url_state
from ui.shell.context import Page as Module


def place() -> DeltaGenerator:
    """Where the row stands; to be called first on every page."""
    return st.container(key="navigation", horizontal=True)


def pages(modules: Sequence[Module], show: Callable[[], None], *, first: str) -> list[Page]:
    """The pages as Streamlit lists them: the front door, then every page in the order given, each at the address of its module's name.

    show   draws the page that was asked for
    first  the name of the page behind the front door, which is the bare address; it stands at its own address too, since a link
           without a path would lead back to whatever page it is opened from
    """
    titles = {name_of(module): module.TITLE for module in modules}
    front = st.Page(lambda: show(), title=titles[first], url_path="front", default=True)
    return [
        front,
        *(st.Page(lambda: show(), title=title, url_path=name) for name, title in titles.items()),
    ]


def module_of(page: Page, modules: Sequence[Module], *, first: str) -> Module:
    """The module that draws a page of `pages`."""
    return {name_of(module): module for module in modules}[page.url_path or first]


def name_of(module: Module) -> str:
    """What a page's module is called in the address: the name of its file."""
    return module.__name__.rpartition(".")[2]


def draw(place: DeltaGenerator, pages: Sequence[Page]) -> None:
    """Draw the row, once the filters are known: every page but the front door, which is one of them."""
    carried = url_state.links()
    for page in pages[1:]:
        place.page_link(page, query_params=carried)
