"""Hotspots: where patrols, youth workers and money might go; places that stand out, last and foretell."""

from __future__ import annotations

from ui import frame, guide, hotspot_views, hotspot_wording, hotspots, lasting


def show() -> None:
    asked, without = hotspots.asked()
    with lasting.head():
        frame.heading(
            "Hotspots",
            hotspot_wording.shown(asked.selection),
            hotspots.counted(asked),
            marking=frame.marked(asked.selection.source_id),
        )
        page = hotspots.found(asked, without)
        hotspots.cards(page)
        hotspot_views.police_found(page)
    left, right = lasting.beside_map()
    with right:
        key = hotspots.choose(page)
    hotspots.draw(page, left)  # what a reader waits for longest goes first
    with right:
        hotspot_views.show(page)
    hotspots.one_place(page, key)
    guide.cannot_say(text=hotspot_wording.CAN_SAY_TEXT)
