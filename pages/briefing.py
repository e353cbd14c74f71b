"""Briefing: the commander's morning page, on a desk or on a wall."""

from __future__ import annotations

import streamlit as st

from ui import commander, figures, filters, frame, guide, lines_answers, maps, modes, page_wording, place_answers, twins, ward_answers
from ui.findings import WardAnswer
from ui.maps import Shown


def show() -> None:
    selection = filters.sidebar()
    answer = ward_answers.ward_answer(selection)
    top = st.container()  # its marking waits for what is drawn
    figures.briefing(answer)
    if modes.mode() == modes.WALL:
        with top:
            frame.answer_heading("Briefing", answer, answer.counted)
        _wall(answer)
        return
    guide.first_visit()
    left, right = st.columns([10, 10])
    with right:
        ward, view = filters.ward_and_view(answer)
        with top:
            frame.answer_heading("Briefing", answer, answer.counted, also_drawn=twins.also_drawn(view))
        figures.cautions(answer, change=view not in ("now", "origin"))
        figures.ward(answer, ward)
    with left:
        look = filters.look()
        points = place_answers.points(selection) if look.points else None
        maps.wards(answer, Shown(look, ward, points=points, parts=lines_answers.parts(selection)))
        figures.operations(answer)
    with right:
        twins.show(answer, view)
        guide.cannot_say(modes.WALL, page_wording.WALL_MODE)


def _wall(answer: WardAnswer) -> None:
    """Readable at three metres: the map, what changed, what to do."""
    figures.cautions(answer, change=False)
    left, right = st.columns([10, 10])
    with left:
        maps.wards(answer, Shown(parts=lines_answers.parts(answer.selection)))
    with right:
        commander.show(answer, edit=False)
        modes.leave()
    modes.watch_for_builds()
