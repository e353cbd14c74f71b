"""Compare as a presentation: one idea a screen, large, with notes for whoever speaks; nothing restricted is in it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.errors import DataProblem
from geo.schema import AUTHORITY_NAMES, SWINDON, WILTSHIRE
from ui import (
    answers,
    charts,
    compare_wording,
    comparing,
    figures,
    modes,
    page_wording,
    ward_answers,
    wording,
)
from ui.findings import Comparison, WardAnswer
from ui.maps import Shown


def show(answer: WardAnswer, found: Comparison) -> None:
    """The screen that the address asks for, the way to the next, and its notes."""
    if answers.policy(answer.selection.source_id).restricted:
        raise DataProblem(*page_wording.NOTHING_RESTRICTED)
    screens: list[Callable[[WardAnswer, Comparison], None]] = [
        _opening,
        _maps,
        _trend,
        _standouts_of(SWINDON),
        _standouts_of(WILTSHIRE),
        _limits,
    ]
    at = modes.screen(len(screens))
    screens[at](answer, found)
    modes.steps(at, len(screens), page_wording.SPEAKER_NOTES[at])


def _opening(answer: WardAnswer, found: Comparison) -> None:
    comparing.cards(answer, found)
    figures.cautions(answer, change=False)


def _maps(answer: WardAnswer, found: Comparison) -> None:
    del found
    comparing.maps_side_by_side(answer, Shown())


def _trend(answer: WardAnswer, found: Comparison) -> None:
    del found
    trend = ward_answers.trend(answer.selection)
    charts.trend_on_screen(trend)
    figures.trend(trend, wording.names(answer.authorities))


def _standouts_of(code: str) -> Callable[[WardAnswer, Comparison], None]:
    def screen(answer: WardAnswer, found: Comparison) -> None:
        st.subheader(compare_wording.standing_out(AUTHORITY_NAMES[code]), anchor=False)
        comparing.standouts_of(answer, found, code, AUTHORITY_NAMES[code])
        figures.note(compare_wording.LIKE_MEANS, f"† {wording.TOWN_CENTRE}")

    return screen


def _limits(answer: WardAnswer, found: Comparison) -> None:
    del answer, found
    st.subheader(page_wording.CAN_SAY, anchor=False)
    figures.said(*page_wording.LIMITS_TO_SAY)
