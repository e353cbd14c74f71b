"""Briefing: the commander's morning page, on a desk or on a wall."""

from __future__ import annotations

from geo.core.selection import Selection
from ui.answers import lines as lines_answers
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards.findings import WardAnswer
from ui.answers.wards.one_place import points
from ui.briefing import lists as commander_lists
from ui.briefing import origin
from ui.components import harm, metric_cards, ward_tabs
from ui.filters import sidebar
from ui.map import harm_map as harm_maps
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import MapOptions
from ui.shell import display_modes, guide, page_header
from ui.shell.context import Context, Layout
from ui.text import pages as page_text

TITLE = "Briefing"


def filters() -> Selection:
    return sidebar.measured(sidebar.offences())


def layout(selection: Selection) -> Layout:
    return Layout(look=display_modes.mode() != display_modes.WALL, wards_of=selection)


def ward_map(context: Context[Selection]) -> MapView:
    answer = ward_answers.ward_answer(context.selection)
    if sidebar.by_harm():
        return harm_maps.harm_map(context.selection, MapOptions(context.look, context.ward))
    parts = lines_answers.parts(context.selection)
    if display_modes.mode() == display_modes.WALL:
        return ward_maps.wards(answer, MapOptions(parts=parts))
    dots = points(context.selection) if context.look.points else None
    return ward_maps.wards(answer, MapOptions(context.look, context.ward, points=dots, parts=parts))


def show(context: Context[Selection]) -> None:
    answer = ward_answers.ward_answer(context.selection)
    (_wall if display_modes.mode() == display_modes.WALL else _desk)(answer, context)


def _desk(answer: WardAnswer, context: Context[Selection]) -> None:
    view = "harm" if sidebar.by_harm() else context.view
    places = context.places
    with places.head:
        drawn = origin.drawn_source() if view == "origin" else None
        page_header.answer_heading(TITLE, answer, answer.counted, also_drawn=drawn)
        metric_cards.briefing(answer)
        guide.first_visit()
    with places.below:
        metric_cards.operations(answer)
    with places.beside:
        sidebar.ward_and_view(context.selection)
        metric_cards.cautions(answer, change=view not in ("now", "origin"))
        metric_cards.ward(answer, context.ward)
        own = {"now": commander_lists.show, "origin": origin.show, "harm": harm.show}
        ward_tabs.show(answer, view, own, ward=context.ward)
        guide.cannot_say(display_modes.WALL, page_text.WALL_MODE)


def _wall(answer: WardAnswer, context: Context[Selection]) -> None:
    """Readable at three metres: the map, what changed, what to do."""
    with context.places.head:
        page_header.answer_heading(TITLE, answer, answer.counted)
        metric_cards.briefing(answer)
        metric_cards.cautions(answer, change=False)
    with context.places.beside:
        commander_lists.show(answer, edit=False)
        display_modes.leave()
    display_modes.watch_for_builds()
