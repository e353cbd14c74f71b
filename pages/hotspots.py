"""Hotspots: where patrols, youth workers and money might go; places that stand out, last and foretell."""

from __future__ import annotations

from geo.hotspots import units
from ui.hotspots import overview
from ui.hotspots import views as hotspot_views
from ui.hotspots.overview import Request
from ui.map.map_view import MapView
from ui.shell import guide, page_header
from ui.shell.context import Context, Layout
from ui.text import hotspots as hotspot_text

TITLE = "Hotspots"


def filters() -> Request:
    return overview.request()


def layout(selection: Request) -> Layout:
    del selection
    return Layout()


def ward_map(context: Context[Request]) -> MapView:
    with context.places.head:  # for the bar that says how far it is
        page = overview.answer(context.selection)
    return overview.ward_map(page, context.places.above)


def show(context: Context[Request]) -> None:
    question, places = context.selection.question, context.places
    with places.head:
        page_header.heading(
            TITLE,
            hotspot_text.shown(question.selection),
            overview.counted(question),
            marking=page_header.marked(question.selection.source_id),
            by_wards=question.unit == units.WARD,
        )
        page = overview.answer(context.selection)
        overview.cards(page)
        hotspot_views.police_found(page)
    with places.beside:
        overview.choose(page)
        hotspot_views.show(page)
    overview.one_place(page, overview.chosen(page))
    guide.cannot_say(text=hotspot_text.CAN_SAY_TEXT)
