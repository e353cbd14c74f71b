"""Briefing: the commander's morning page, on a desk or on a wall."""

from __future__ import annotations

from streamlit.delta_generator import DeltaGenerator

from ui.answers import lines as lines_answers
from ui.answers import wards as ward_answers
from ui.answers.findings import WardAnswer
from ui.answers.places import points
from ui.briefing import lists as commander_lists
from ui.briefing import origin
from ui.components import metric_cards, ward_tabs
from ui.filters import sidebar as filters
from ui.map import ward_map as ward_maps
from ui.map.ward_map import Shown
from ui.shell import display_modes, guide, page_header, persistent_layout
from ui.text import pages as page_text


def show() -> None:
    answer = ward_answers.ward_answer(filters.sidebar())
    (_wall if display_modes.mode() == display_modes.WALL else _desk)(
        answer, persistent_layout.head()
    )


def _desk(answer: WardAnswer, head: DeltaGenerator) -> None:
    left, right = persistent_layout.beside_map()
    with left.above:
        look = filters.look()
    with right:
        ward, view = filters.ward_and_view(answer)
    with left.map:  # what a reader waits for longest goes first
        ward_maps.wards(
            answer,
            Shown(
                look,
                ward,
                points=points(answer.selection) if look.points else None,
                parts=lines_answers.parts(answer.selection),
            ),
        )
    with left.column:
        metric_cards.operations(answer)
    with head:
        page_header.answer_heading(
            "Briefing",
            answer,
            answer.counted,
            also_drawn=origin.drawn_source() if view == "origin" else None,
        )
        metric_cards.briefing(answer)
        guide.first_visit()
    with right:
        metric_cards.cautions(answer, change=view not in ("now", "origin"))
        metric_cards.ward(answer, ward)
        ward_tabs.show(answer, view, {"now": commander_lists.show, "origin": origin.show})
        guide.cannot_say(display_modes.WALL, page_text.WALL_MODE)


def _wall(answer: WardAnswer, head: DeltaGenerator) -> None:
    """Readable at three metres: the map, what changed, what to do."""
    with head:
        page_header.answer_heading("Briefing", answer, answer.counted)
        metric_cards.briefing(answer)
        metric_cards.cautions(answer, change=False)
    left, right = persistent_layout.beside_map()
    with left.map:
        ward_maps.wards(answer, Shown(parts=lines_answers.parts(answer.selection)))
    with right:
        commander_lists.show(answer, edit=False)
        display_modes.leave()
    display_modes.watch_for_builds()
