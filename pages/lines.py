"""Lines: how much is tied to local and county lines, by ward, month, age and hour; Swindon beside Wiltshire."""

from __future__ import annotations

from ui import (
    comparing,
    figures,
    filters,
    frame,
    guide,
    lasting,
    lines_answers,
    lines_view,
    lines_wording,
    ward_answers,
)
from ui.maps import Shown


def show() -> None:
    selection = filters.of_lines()
    answer = ward_answers.ward_answer(selection)
    found = lines_answers.shares(selection)
    with lasting.head():
        frame.answer_heading("Lines", answer, answer.counted)
        lines_view.cards(found)
        figures.cautions(answer, change=False)
    shown = Shown(
        filters.chosen_look(), filters.chosen_ward(), parts=lines_answers.parts(selection)
    )
    comparing.maps_side_by_side(answer, shown, height=440)
    lines_view.show(found, answer, *lines_view.choice(found, answer))
    guide.cannot_say(text=lines_wording.CAN_SAY_TEXT)
