"""Briefing: the commander's morning page, on a desk or on a wall."""

from __future__ import annotations

from geo.core.selection import Selection
from ui.answers import lines as lines_answers
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards.one_place import points
from ui.briefing import desk, wall
from ui.filters import sidebar
from ui.map import harm_map as harm_maps
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import MapOptions
from ui.shell import display_modes
from ui.shell.context import Context, Layout

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
    if display_modes.mode() == display_modes.WALL:
        wall.show(TITLE, answer, context.places)
    else:
        desk.show(TITLE, answer, context)
