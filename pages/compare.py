"""Compare: Swindon beside Wiltshire, for both Community Safety Partnership executive groups, on a desk or as a presentation."""

from __future__ import annotations

from ui import (
    comparing,
    figures,
    filters,
    frame,
    guide,
    lasting,
    lines_answers,
    modes,
    page_wording,
    presenting,
    twins,
    ward_answers,
)
from ui.maps import Shown


def show() -> None:
    selection = filters.sidebar().everywhere()
    answer = ward_answers.ward_answer(selection)
    found = ward_answers.compared(selection)
    present = modes.mode() == modes.PRESENT
    with lasting.head():
        frame.answer_heading("Compare", answer, answer.placed)
        if not present:
            comparing.cards(answer, found)
            figures.cautions(answer, change=False)
            ward = filters.ward_beside(
                answer,
                lambda: modes.enter(
                    modes.PRESENT, page_wording.PRESENT_MODE, icon=":material/slideshow:"
                ),
            )
            figures.ward(answer, ward)
    if present:
        presenting.show(answer, found)
        return
    comparing.maps_side_by_side(
        answer, Shown(filters.chosen_look(), ward, parts=lines_answers.parts(selection))
    )
    comparing.standouts(answer, found)
    twins.trend(answer)
    twins.table(answer)
    guide.cannot_say()
