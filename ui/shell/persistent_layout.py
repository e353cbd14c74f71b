"""What outlasts a page: the sidebar's filters and the map, which another page takes over instead of building them anew.

Streamlit drops what a page has drawn when the reader goes to another, and keeps what app.py has drawn. Filters and a map are drawn as if
app.py had drawn them, the map in the same place on every page: so a browser builds them once, which halves the time to another page, and
the map keeps its zoom. What stands above the map goes into one container, since a place is a number among those before it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx


class Left(NamedTuple):
    """The column of a map, and in it what stands above the map, and the map."""

    column: DeltaGenerator
    above: DeltaGenerator
    map: DeltaGenerator


@contextlib.contextmanager
def drawing() -> Iterator[None]:
    """Whatever is drawn within outlasts the page."""
    running = get_script_run_ctx()
    if running is None:  # no page: a test of one function
        yield
        return
    with running.run_with_active_hash(running.pages_manager.main_script_hash):
        yield


@contextlib.contextmanager
def sidebar() -> Iterator[None]:
    """The sidebar, for filters that the next page has too."""
    with drawing(), st.sidebar:
        yield


def head() -> DeltaGenerator:
    """For all that stands above a map; the first thing a page draws outside the sidebar."""
    with drawing():
        return st.container()


def beside_map(
    widths: Sequence[int] = (10, 10), *, gap: Literal["small", "medium"] = "small"
) -> tuple[Left, DeltaGenerator]:
    """The column of the map and the one beside it, right under the head; a map as wide as the page has nothing beside it.

    widths  of the two columns, relative to one another; one width for the map alone
    """
    with drawing():
        columns = st.columns(widths, gap=gap)
        with columns[0]:
            left = Left(columns[0], st.container(), st.container())
    return left, columns[-1]
