"""Briefing: the commander's morning page, on a desk or on a wall."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import answers, commander, figures, filters, frame, guide, lines_answers, maps, modes, origin_view, page_wording, twins, wording
from ui.findings import WardAnswer
from ui.maps import Shown


def show() -> None:
    selection = filters.sidebar()
    answer = answers.ward_answer(selection)
    top = st.container()  # its marking waits for what is drawn
    figures.briefing(answer)
    if modes.mode() == modes.WALL:
        _heading(top, answer)
        _wall(answer)
        return
    guide.first_visit()
    left, right = st.columns([10, 10])
    with right:
        ward, view = filters.ward_and_view(answer)
        _heading(top, answer, origin_view.drawn_source() if view == "origin" else None)
        figures.cautions(answer, change=view not in ("now", "origin"))
        figures.ward(answer, ward)
    with left:
        look = filters.look()
        points = answers.points(selection) if look.points else None
        maps.wards(answer, Shown(look, ward, points=points, parts=lines_answers.parts(selection)))
        figures.operations(answers.operations(), answer)
    with right:
        twins.show(answer, view)
        guide.cannot_say(modes.WALL, page_wording.WALL_MODE)


def _heading(place: DeltaGenerator, answer: WardAnswer, also_drawn: str | None = None) -> None:
    """What is shown, with the highest marking of all that is drawn."""
    selection = answer.selection
    with place:
        frame.heading("Briefing", wording.shown(selection),
                      wording.located(answer.counted, answer.outside, answer.without_location, answers.manifest().boundaries),
                      marking=frame.marked(selection.source_id, also_drawn))


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
