"""Lines: how much is tied to local and county lines, by ward, month, age and hour; Swindon beside Wiltshire."""

from __future__ import annotations

import streamlit as st

from ui import comparing, figures, filters, frame, guide, lines_answers, lines_view, lines_wording, ward_answers
from ui.maps import Shown


def show() -> None:
    selection = filters.of_lines()
    answer = ward_answers.ward_answer(selection)
    frame.answer_heading("Lines", answer, answer.counted)
    found = lines_answers.shares(selection)
    lines_view.cards(found)
    figures.cautions(answer, change=False)
    with st.container(key="lines-maps"):
        comparing.maps_side_by_side(answer, Shown(filters.chosen_look(), filters.chosen_ward(), parts=lines_answers.parts(selection)))
    lines_view.show(found, answer, *lines_view.choice(found, answer))
    guide.cannot_say(text=lines_wording.CAN_SAY_TEXT)
