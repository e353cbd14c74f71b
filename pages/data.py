"""Data: what is loaded, what was refused and why, and the door for more."""

from __future__ import annotations

import streamlit as st

from ui import answers, frame, holdings, source_wording, uploads


def show() -> None:
    if not answers.anything_loaded():
        st.title("Data")
        uploads.panel()
        return
    frame.heading(
        "Data", source_wording.DATA_SHOWS, source_wording.build_named(answers.manifest().build)
    )
    holdings.summary()
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Months received")
        holdings.months()
        st.subheader("Load more")
        uploads.panel()
    with right:
        st.subheader("Rows read")
        holdings.counts()
        st.subheader("Rows rejected")
        holdings.rejected()
