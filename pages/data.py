"""Data: what is loaded, what was refused and why, and the door for more."""

from __future__ import annotations

import streamlit as st

from ui.answers.store import pinned_build as answers
from ui.components.panel import panel
from ui.data import data_inventory, uploads
from ui.shell import page_header
from ui.shell.context import Context, Layout
from ui.text import sources as source_text

TITLE = "Data"


def filters() -> None:
    """None: everything loaded is shown."""


def layout(selection: None) -> Layout:
    del selection
    return Layout()


def ward_map(context: Context[None]) -> None:
    """None."""
    del context


def show(context: Context[None]) -> None:
    if not answers.anything_loaded():
        st.title(TITLE)
        uploads.panel()
        return
    with context.places.head:
        page_header.heading(
            TITLE, source_text.DATA_SHOWS, source_text.build_named(answers.manifest().build)
        )
    data_inventory.summary()
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Months received")
        data_inventory.months()
        data_inventory.month_by_month()
        st.subheader("Load more")
        with panel():
            uploads.panel()
    with right:
        st.subheader("Rows read")
        data_inventory.counts()
        st.subheader(source_text.JOINS)
        data_inventory.joins()
        st.subheader("Rows rejected")
        data_inventory.rejected()
