"""Lines: how much is tied to local and county lines, by ward, month, age and hour; Swindon beside Wiltshire."""

from __future__ import annotations

from geo.core.selection import Selection
from ui.answers import lines as lines_answers
from ui.answers import wards as ward_answers
from ui.components import metric_cards
from ui.filters import sidebar
from ui.lines import shares as line_shares
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import Shown
from ui.shell import guide, page_header
from ui.shell.context import Context, Layout
from ui.text import lines as lines_text

TITLE = "Lines"


def filters() -> Selection:
    return sidebar.of_lines()


def layout(selection: Selection) -> Layout:
    return Layout(columns=(1,), wards_of=selection)


def ward_map(context: Context[Selection]) -> MapView:
    answer = ward_answers.ward_answer(context.selection)
    parts = lines_answers.parts(context.selection)
    shown = Shown(context.look, context.ward, parts=parts)
    return ward_maps.side_by_side(answer, shown, height=440)


def show(context: Context[Selection]) -> None:
    selection, places = context.selection, context.places
    answer, found = ward_answers.ward_answer(selection), lines_answers.shares(selection)
    with places.head:
        page_header.answer_heading(TITLE, answer, answer.counted)
        line_shares.cards(found)
        metric_cards.cautions(answer, change=False)
    with places.below:
        ward_maps.legend(answer, parts=lines_answers.parts(selection) is not None)
    line_shares.show(found, answer, context.ward, line_shares.choice(found, selection))
    guide.cannot_say(text=lines_text.CAN_SAY_TEXT)
