"""Compare: two authorities beside each other, for Community Safety Partnership executive groups, on a desk or as a presentation."""

from __future__ import annotations

from ui.answers import lines as lines_answers
from ui.answers.wards import every_ward as ward_answers
from ui.compare import desk, presentation
from ui.filters import sidebar
from ui.filters.sidebar import PairedSelection
from ui.map import harm_map as harm_maps
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import MapOptions
from ui.shell import display_modes, page_header
from ui.shell.context import Context, Layout

TITLE = "Compare"


def filters() -> PairedSelection:
    selection = sidebar.offences(by_areas=True).everywhere()
    pair = sidebar.pair(ward_answers.comparable())
    return PairedSelection(sidebar.measured(selection), pair)


def layout(selection: PairedSelection) -> Layout:
    return Layout(columns=(1,), wards_of=selection.offences)


def ward_map(context: Context[PairedSelection]) -> MapView | None:
    selection, pair = context.selection
    answer = ward_answers.ward_answer(selection)
    if display_modes.mode() == display_modes.PRESENT:
        return presentation.ward_map(answer, pair)
    if sidebar.by_harm():
        options = MapOptions(context.look, context.ward)
        return harm_maps.harm_map(selection, options, height=480)
    shown = MapOptions(context.look, context.ward, parts=lines_answers.parts(selection))
    return ward_maps.side_by_side(answer, shown, pair)


def show(context: Context[PairedSelection]) -> None:
    selection, pair = context.selection
    answer, comparison = ward_answers.ward_answer(selection), ward_answers.compared(selection, pair)
    with context.places.head:
        page_header.answer_heading(TITLE, answer, answer.placed)
    if display_modes.mode() == display_modes.PRESENT:
        presentation.show(answer, comparison)
    elif sidebar.by_harm():
        desk.show_harm(context)
    else:
        desk.show(answer, comparison, context)
