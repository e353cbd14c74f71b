"""Compare: two authorities beside each other, for Community Safety Partnership executive groups, on a desk or as a presentation."""

from __future__ import annotations

from ui.answers import lines as lines_answers
from ui.answers import wards as ward_answers
from ui.compare import presentation, side_by_side
from ui.components import metric_cards, ward_tabs
from ui.filters import sidebar as filters
from ui.map import side_by_side as maps_side_by_side
from ui.map.ward_map import Shown
from ui.shell import display_modes, guide, page_header, persistent_layout
from ui.text import pages as page_text


def show() -> None:
    selection = filters.sidebar().everywhere()
    answer = ward_answers.ward_answer(selection)
    pair = filters.pair(ward_answers.comparable())
    found = ward_answers.compared(selection, pair)
    present = display_modes.mode() == display_modes.PRESENT
    with persistent_layout.head():
        page_header.answer_heading("Compare", answer, answer.placed)
        if not present:
            side_by_side.cards(answer, found)
            metric_cards.cautions(answer, change=False)
            ward = filters.ward_beside(
                answer,
                lambda: display_modes.enter(
                    display_modes.PRESENT, page_text.PRESENT_MODE, icon=":material/slideshow:"
                ),
            )
            metric_cards.ward(answer, ward)
    if present:
        presentation.show(answer, found)
        return
    shown = Shown(filters.chosen_look(), ward, parts=lines_answers.parts(selection))
    maps_side_by_side.show(answer, shown, pair)
    page_header.map_first()
    side_by_side.standouts(answer, found)
    ward_tabs.trend(answer)
    ward_tabs.table(answer)
    guide.cannot_say()
