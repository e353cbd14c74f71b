"""Briefing: the commander's morning page."""

from __future__ import annotations

import streamlit as st

from ui import answers, figures, filters, frame, maps, tables, wording


def show() -> None:
    selection = filters.sidebar()
    answer = answers.ward_answer(selection)
    placed = int(answer.wards["offences"].sum())
    frame.heading("Briefing", wording.shown(selection),
                  wording.located(placed, answer.outside, answer.without_location, answers.manifest().boundaries))
    left, right = st.columns([11, 9])
    with right:
        figures.briefing(answer)
        figures.note(wording.absent(answer.absent), wording.fewer_months(len(answer.received)),
                     wording.change_months(answer.change.months, answer.received))
        ward = filters.ward(answer)
        figures.ward(answer, ward)
        tables.wards(answer.shown)
        figures.note(wording.boundaries_caution(answers.manifest().boundaries["exactness"], answers.near_edge_share()))
    with left:
        maps.wards(answer, selected=ward)
        figures.operations(answers.operations())
