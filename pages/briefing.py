"""Briefing: the commander's morning page, on a desk or on a wall."""

from __future__ import annotations

import streamlit as st

from ui import answers, commander, figures, filters, frame, guide, maps, modes, page_wording, twins, wording
from ui.findings import WardAnswer
from ui.maps import Shown


def show() -> None:
    selection = filters.sidebar()
    answer = answers.ward_answer(selection)
    frame.heading("Briefing", wording.shown(selection),
                  wording.located(answer.counted, answer.outside, answer.without_location, answers.manifest().boundaries),
                  marking=frame.marked(selection.source_id))
    figures.briefing(answer)
    if modes.mode() == modes.WALL:
        _wall(answer)
        return
    guide.first_visit()
    left, right = st.columns([10, 10])
    with right:
        ward, view = filters.ward_and_view(answer)
        figures.cautions(answer, change=view != "now")
        figures.ward(answer, ward)
    with left:
        look = filters.look()
        points = answers.points(selection) if look.points else None
        maps.wards(answer, Shown(look, ward, points=points))
        figures.operations(answers.operations(), answer)
    with right:
        twins.show(answer, view)
        guide.cannot_say(modes.WALL, page_wording.WALL_MODE)


def _wall(answer: WardAnswer) -> None:
    """Readable at three metres: the map, what changed, what to do."""
    figures.cautions(answer, change=False)
    left, right = st.columns([10, 10])
    with left:
        maps.wards(answer, Shown())
    with right:
        commander.show(answer, edit=False)
        modes.leave()
    modes.watch_for_builds()
