"""Compare: Swindon beside Wiltshire, for both Community Safety Partnership executive groups, on a desk or as a presentation."""

from __future__ import annotations

from geo.core.selection import Selection
from ui.answers import lines as lines_answers
from ui.answers import wards as ward_answers
from ui.compare import presentation, side_by_side
from ui.components import metric_cards, ward_tabs
from ui.filters import sidebar
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import Shown
from ui.shell import display_modes, guide, page_header
from ui.shell.context import Context, Layout
from ui.text import pages as page_text

TITLE = "Compare"


def filters() -> Selection:
    return sidebar.offences().everywhere()


def layout(selection: Selection) -> Layout:
    return Layout(columns=(1,), wards_of=selection)


def ward_map(context: Context[Selection]) -> MapView | None:
    answer = ward_answers.ward_answer(context.selection)
    if display_modes.mode() == display_modes.PRESENT:
        return presentation.ward_map(answer)
    parts = lines_answers.parts(context.selection)
    return ward_maps.side_by_side(answer, Shown(context.look, context.ward, parts=parts))


def show(context: Context[Selection]) -> None:
    selection, places = context.selection, context.places
    answer, found = ward_answers.ward_answer(selection), ward_answers.compared(selection)
    with places.head:
        page_header.answer_heading(TITLE, answer, answer.placed)
    if display_modes.mode() == display_modes.PRESENT:
        presentation.show(answer, found)
        return
    with places.head:
        side_by_side.cards(answer, found)
        metric_cards.cautions(answer, change=False)
        sidebar.ward_beside(selection, _present)
        metric_cards.ward(answer, context.ward)
    with places.below:
        ward_maps.legend(answer, parts=lines_answers.parts(selection) is not None)
    side_by_side.standouts(answer, found)
    ward_tabs.trend(answer)
    ward_tabs.table(answer)
    guide.cannot_say()


def _present() -> None:
    icon = ":material/slideshow:"
    display_modes.enter(display_modes.PRESENT, page_text.PRESENT_MODE, icon=icon)
