"""Lines: how much is tied to local and county lines, by ward, month, age and hour; the authorities beside each other."""

from __future__ import annotations

from ui.answers import lines as lines_answers
from ui.answers.wards import every_ward as ward_answers
from ui.components import metric_cards
from ui.filters import sidebar
from ui.filters.sidebar import PairedSelection
from ui.lines import shares as line_shares
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import MapOptions
from ui.shell import guide, page_header
from ui.shell.context import Context, Layout
from ui.text import lines as lines_text

TITLE = "Lines"


def filters() -> PairedSelection:
    selection = sidebar.of_lines()
    return PairedSelection(selection, sidebar.pair(ward_answers.authorities_held()))


def layout(selection: PairedSelection) -> Layout:
    return Layout(columns=(1,), wards_of=selection.offences)


def ward_map(context: Context[PairedSelection]) -> MapView:
    selection, pair = context.selection
    shown = MapOptions(context.look, context.ward, parts=lines_answers.parts(selection))
    return ward_maps.side_by_side(ward_answers.ward_answer(selection), shown, pair, height=440)


def show(context: Context[PairedSelection]) -> None:
    (selection, pair), places = context.selection, context.places
    answer, shares = ward_answers.ward_answer(selection), lines_answers.shares(selection)
    with places.head:
        page_header.answer_heading(TITLE, answer, answer.counted)
        line_shares.cards(shares, pair)
        metric_cards.cautions(answer, change=False)
    with places.below:
        ward_maps.legend(answer, parts=lines_answers.parts(selection) is not None)
    line_shares.show(shares, answer, context.ward, line_shares.choice(shares, selection))
    guide.cannot_say(text=lines_text.CAN_SAY_TEXT)
