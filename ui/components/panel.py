"""A part of a page that stands for itself, and the titled list that many of them are."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from html import escape

import streamlit as st

from ui.shell import errors


@contextlib.contextmanager
def panel() -> Iterator[None]:
    """Around what a page could do without: where it fails, its message stands in its place and the rest of the page is drawn.

    As a decorator it makes a panel of a whole function that draws and gives nothing back. What a page needs further on is
    worked out before its panels, and fails at the frame.
    """
    with errors.reported():
        yield


def titled_list(title: str, lines: Sequence[tuple[str, str]], note: str = "") -> None:
    """A titled list; a verdict colours its line's mark, and is in its words too."""
    items = "".join(
        f'<li class="{verdict.replace(" ", "-")}">{escape(line)}</li>' for verdict, line in lines
    )
    st.html(
        f'<section class="panel"><h2>{escape(title)}</h2><ul>{items}</ul>'
        f"{f'<p class=note>{escape(note)}</p>' if note else ''}</section>"
    )
