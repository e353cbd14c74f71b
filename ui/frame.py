"""What stands around every page: settings, styles, the heading with its marking."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from ui import answers, wording

STYLES = (Path(__file__).parent / "styles.css").read_text(encoding="utf-8")


def open_page() -> None:
    """Page settings and styles; call once, first."""
    st.set_page_config(page_title=wording.TITLE, layout="wide", initial_sidebar_state="expanded")
    st.html(f"<style>{STYLES}</style>")


def heading(title: str, shown: str, source: str = "") -> None:
    """The page's name, the sentence that says what it shows, and the marking of what it draws."""
    demonstration = answers.is_demonstration()
    mark = wording.DEMONSTRATION_MARK if demonstration else wording.OPEN_MARK
    kind = "mark demonstration" if demonstration else "mark"
    st.html(f'<div class="heading"><div><h1>{escape(title)}</h1><p class="shown">{escape(shown)}</p>'
            f'<p class="source">{escape(source)}</p></div><span class="{kind}">{escape(mark)}</span></div>')
