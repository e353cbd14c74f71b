"""Lines: how much is tied to local and county lines, by ward, month, age and hour; the authorities beside each other."""

from __future__ import annotations

from ui.answers import lines as lines_answers
from ui.answers import wards as ward_answers
from ui.components import metric_cards
from ui.filters import sidebar as filters
from ui.lines import shares as line_shares
from ui.map import side_by_side as maps_side_by_side
from ui.map.ward_map import Shown
from ui.shell import guide, page_header, persistent_layout
from ui.text import lines as lines_text


def show() -> None:
    selection = filters.of_lines()
    answer = ward_answers.ward_answer(selection)
    pair = filters.pair(ward_answers.authorities_held())
    found = lines_answers.shares(selection)
    with persistent_layout.head():
        page_header.answer_heading("Lines", answer, answer.counted)
        line_shares.cards(found, pair)
        metric_cards.cautions(answer, change=False)
    shown = Shown(
        filters.chosen_look(), filters.chosen_ward(), parts=lines_answers.parts(selection)
    )
    maps_side_by_side.show(answer, shown, pair, height=440)
    page_header.map_first()
    line_shares.show(found, answer, *line_shares.choice(found, answer))
    guide.cannot_say(text=lines_text.CAN_SAY_TEXT)
