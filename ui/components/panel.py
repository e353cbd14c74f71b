"""The titled list that many parts of a page are."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st


def titled_list(title: str, lines: Sequence[tuple[str, str]], note: str = "") -> None:
    """A titled list; a verdict colours its line's mark, and is in its words too."""
    items = "".join(
        f'<li class="{verdict.replace(" ", "-")}">{escape(line)}</li>' for verdict, line in lines
    )
    st.html(
        f'<section class="panel"><h2>{escape(title)}</h2><ul>{items}</ul>'
        f"{f'<p class=note>{escape(note)}</p>' if note else ''}</section>"
    )
