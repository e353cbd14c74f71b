"""Briefing: the commander's morning page."""

from __future__ import annotations

import streamlit as st

from ui import answers, figures, filters, frame, maps, twins, wording


def show() -> None:
    selection = filters.sidebar()
    answer = answers.ward_answer(selection)
    frame.heading("Briefing", wording.shown(selection),
                  wording.located(answer.counted, answer.outside, answer.without_location, answers.manifest().boundaries))
    figures.briefing(answer)
    left, right = st.columns([10, 10])
    with right:
        figures.cautions(answer)
        ward = filters.ward(answer)
        figures.ward(answer, ward)
    with left:
        maps.wards(answer, selected=ward)
        figures.operations(answers.operations(), answer)
    with right:
        twins.show(answer)
