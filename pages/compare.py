"""Compare: Swindon beside Wiltshire, for both Community Safety Partnership executive groups."""

from __future__ import annotations

import streamlit as st

from geo.schema import SWINDON, WILTSHIRE
from ui import answers, charts, comparing, figures, filters, frame, maps, wording
from ui.maps import Shown


def show() -> None:
    selection = filters.sidebar().everywhere()
    answer = answers.ward_answer(selection)
    found = answers.compared(selection)
    frame.heading("Compare", wording.shown(selection),
                  wording.located(answer.placed, answer.outside, answer.without_location, answers.manifest().boundaries))
    comparing.cards(answer, found)
    figures.cautions(answer, change=False)
    ward = filters.ward(answer)
    figures.ward(answer, ward)
    left, right = st.columns([2, 3])
    with left:
        maps.authority(answer, SWINDON, Shown(filters.chosen_look(), ward))
    with right:
        maps.authority(answer, WILTSHIRE, Shown(filters.chosen_look(), ward))
    maps.legend(answer)
    comparing.standouts(answer, found)
    trend = answers.trend(selection)
    charts.trend(trend)
    figures.trend(trend, wording.names(answer.authorities))
