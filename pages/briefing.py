"""Briefing: the commander's morning page, on a desk or on a wall."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from ui import (
    commander,
    figures,
    filters,
    frame,
    guide,
    lasting,
    lines_answers,
    maps,
    modes,
    page_wording,
    twins,
    ward_answers,
)
from ui.findings import WardAnswer
from ui.maps import Shown
from ui.place_answers import points


def show() -> None:
    answer = ward_answers.ward_answer(filters.sidebar())
    (_wall if modes.mode() == modes.WALL else _desk)(answer, lasting.head())


def _desk(answer: WardAnswer, head: DeltaGenerator) -> None:
    left, right = lasting.beside_map()
    with left.above:
        look = filters.look()
    with right:
        ward, view = filters.ward_and_view(answer)
    with left.map:  # what a reader waits for longest goes first
        maps.wards(
            answer,
            Shown(
                look,
                ward,
                points=points(answer.selection) if look.points else None,
                parts=lines_answers.parts(answer.selection),
            ),
        )
    with left.column:
        figures.operations(answer)
    with head:
        frame.answer_heading("Briefing", answer, answer.counted, also_drawn=twins.also_drawn(view))
        figures.briefing(answer)
        guide.first_visit()
    with right:
        figures.cautions(answer, change=view not in ("now", "origin"))
        figures.ward(answer, ward)
        twins.show(answer, view)
        guide.cannot_say(modes.WALL, page_wording.WALL_MODE)


def _wall(answer: WardAnswer, head: DeltaGenerator) -> None:
    """Readable at three metres: the map, what changed, what to do."""
    with head:
        frame.answer_heading("Briefing", answer, answer.counted)
        figures.briefing(answer)
        figures.cautions(answer, change=False)
    left, right = lasting.beside_map()
    with left.map:
        maps.wards(answer, Shown(parts=lines_answers.parts(answer.selection)))
    with right:
        commander.show(answer, edit=False)
        modes.leave()
    modes.watch_for_builds()
