"""Briefing: the commander's morning page, on a desk or on a wall."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import commander, figures, filters, frame, guide, lasting, lines_answers, maps, modes, page_wording, twins, ward_answers
from ui.findings import WardAnswer
from ui.maps import Shown
from ui.place_answers import points


def show() -> None:
    answer = ward_answers.ward_answer(filters.sidebar())
    wall = modes.mode() == modes.WALL
    with lasting.head():
        top = st.container()  # its marking waits for what is drawn
        figures.briefing(answer)
        if wall:
            figures.cautions(answer, change=False)
        else:
            guide.first_visit()
    (_wall if wall else _desk)(answer, top)


def _desk(answer: WardAnswer, top: DeltaGenerator) -> None:
    left, right = lasting.beside_map()
    with right:
        ward, view = filters.ward_and_view(answer)
        with top:
            frame.answer_heading("Briefing", answer, answer.counted, also_drawn=twins.also_drawn(view))
        figures.cautions(answer, change=view not in ("now", "origin"))
        figures.ward(answer, ward)
    with left.above:
        look = filters.look()
    with left.map:
        maps.wards(answer, Shown(look, ward, points=points(answer.selection) if look.points else None,
                                 parts=lines_answers.parts(answer.selection)))
    with left.column:
        figures.operations(answer)
    with right:
        twins.show(answer, view)
        guide.cannot_say(modes.WALL, page_wording.WALL_MODE)


def _wall(answer: WardAnswer, top: DeltaGenerator) -> None:
    """Readable at three metres: the map, what changed, what to do."""
    with top:
        frame.answer_heading("Briefing", answer, answer.counted)
    left, right = lasting.beside_map()
    with left.map:
        maps.wards(answer, Shown(parts=lines_answers.parts(answer.selection)))
    with right:
        commander.show(answer, edit=False)
        modes.leave()
    modes.watch_for_builds()
