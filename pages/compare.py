"""Compare: Swindon beside Wiltshire, for both Community Safety Partnership executive groups, on a desk or as a presentation."""

from __future__ import annotations

from ui import answers, comparing, figures, filters, frame, guide, lines_answers, modes, page_wording, presenting, twins, wording
from ui.maps import Shown


def show() -> None:
    selection = filters.sidebar().everywhere()
    answer = answers.ward_answer(selection)
    found = answers.compared(selection)
    frame.heading("Compare", wording.shown(selection),
                  wording.located(answer.placed, answer.outside, answer.without_location, answers.manifest().boundaries),
                  marking=frame.marked(selection.source_id))
    if modes.mode() == modes.PRESENT:
        presenting.show(answer, found)
        return
    comparing.cards(answer, found)
    figures.cautions(answer, change=False)
    ward = filters.ward_beside(answer, lambda: modes.enter(modes.PRESENT, page_wording.PRESENT_MODE, icon=":material/slideshow:"))
    figures.ward(answer, ward)
    comparing.maps_side_by_side(answer, Shown(filters.chosen_look(), ward, parts=lines_answers.parts(selection)))
    comparing.standouts(answer, found)
    twins.trend(answer)
    twins.table(answer)
    guide.cannot_say()
