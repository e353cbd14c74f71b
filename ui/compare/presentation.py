"""Compare as a presentation: one idea a screen, large, with notes for whoever speaks; nothing restricted is in it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.core.errors import DataProblem
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards.findings import Comparison, WardAnswer
from ui.compare import side_by_side
from ui.components import charts, metric_cards
from ui.components.panel import panel
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import MapOptions
from ui.shell import display_modes
from ui.text import compare as compare_text
from ui.text import figures as figure_text
from ui.text import pages as page_text

SCREENS, ON_MAPS = 6, 1


def ward_map(answer: WardAnswer, pair: tuple[str, ...]) -> MapView | None:
    """The map of the screen that shows one; None on the others.

    pair  codes of the authorities compared
    """
    _require_open(answer)
    on_maps = display_modes.screen(SCREENS) == ON_MAPS
    return ward_maps.side_by_side(answer, MapOptions(), pair) if on_maps else None


def show(answer: WardAnswer, comparison: Comparison) -> None:
    """The screen that the address asks for, the way to the next, and its notes."""
    _require_open(answer)
    names = side_by_side.names_of(answer, comparison)
    first, second = names
    screens: list[Callable[[WardAnswer, Comparison], None]] = [
        _opening,
        _maps,
        _trend,
        _standouts_of(first, names[first]),
        _standouts_of(second, names[second]),
        _limits,
    ]
    at = display_modes.screen(SCREENS)
    with panel():
        screens[at](answer, comparison)
    notes = page_text.speaker_notes(*names.values())[at]
    display_modes.steps(at, SCREENS, f"{notes}\n\n{source_answers.made_from()}")


def _require_open(answer: WardAnswer) -> None:
    if source_answers.policy(answer.selection.source_id).restricted:
        raise DataProblem(*page_text.NOTHING_RESTRICTED)


def _opening(answer: WardAnswer, comparison: Comparison) -> None:
    side_by_side.cards(answer, comparison)
    metric_cards.cautions(answer, change=False)


def _maps(answer: WardAnswer, comparison: Comparison) -> None:
    """The frame draws the maps."""
    del comparison
    ward_maps.legend(answer)


def _trend(answer: WardAnswer, comparison: Comparison) -> None:
    del comparison
    trend = ward_answers.trend(answer.selection)
    charts.trend_on_screen(trend)
    metric_cards.trend(trend, figure_text.names(answer.authorities))


def _standouts_of(code: str, name: str) -> Callable[[WardAnswer, Comparison], None]:
    def screen(answer: WardAnswer, comparison: Comparison) -> None:
        st.subheader(compare_text.standing_out(name), anchor=False)
        side_by_side.standouts_of(answer, comparison, code, name)
        metric_cards.note(compare_text.LIKE_MEANS, f"† {figure_text.TOWN_CENTRE}")

    return screen


def _limits(answer: WardAnswer, comparison: Comparison) -> None:
    del answer, comparison
    st.subheader(page_text.CAN_SAY, anchor=False)
    metric_cards.paragraph(*page_text.LIMITS_TO_SAY)
