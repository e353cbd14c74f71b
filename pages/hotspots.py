"""Hotspots: where patrols, youth workers and money might go; places that stand out, last and foretell."""

from __future__ import annotations

from ui.hotspots import overview as hotspot_overview
from ui.hotspots import views as hotspot_views
from ui.shell import guide, page_header, persistent_layout
from ui.text import hotspots as hotspot_text


def show() -> None:
    asked, without = hotspot_overview.asked()
    with persistent_layout.head():
        page_header.heading(
            "Hotspots",
            hotspot_text.shown(asked.selection),
            hotspot_overview.counted(asked),
            marking=page_header.marked(asked.selection.source_id),
        )
        page = hotspot_overview.found(asked, without)
        hotspot_overview.cards(page)
        hotspot_views.police_found(page)
    left, right = persistent_layout.beside_map()
    with right:
        key = hotspot_overview.choose(page)
    hotspot_overview.draw(page, left)  # what a reader waits for longest goes first
    with right:
        hotspot_views.show(page)
    hotspot_overview.one_place(page, key)
    guide.cannot_say(text=hotspot_text.CAN_SAY_TEXT)
