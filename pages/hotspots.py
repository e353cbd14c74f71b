"""Hotspots: where patrols, youth workers and money might go; places that stand out, last and foretell."""

from __future__ import annotations

import streamlit as st

from ui import frame, guide, hotspot_views, hotspot_wording, hotspots


def show() -> None:
    asked, without = hotspots.asked()
    frame.heading("Hotspots", hotspot_wording.shown(asked.selection), hotspots.counted(asked),
                  marking=frame.marked(asked.selection.source_id))
    page = hotspots.found(asked, without)
    hotspots.cards(page)
    hotspot_views.police_found(page)
    left, right = st.columns([10, 10])
    with right:
        key = hotspots.choose(page)
        hotspot_views.show(page)
    with left:
        hotspots.draw(page)
    hotspots.one_place(page, key)
    guide.cannot_say(text=hotspot_wording.CAN_SAY_TEXT)
