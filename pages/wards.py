"""Wards: the analyst's page, every filter and one place in full."""

from __future__ import annotations

import streamlit as st

from ui.answers import lines as lines_answers
from ui.answers import places as place_answers
from ui.answers import wards as ward_answers
from ui.components import metric_cards, ward_tabs
from ui.components.panel import panel
from ui.filters import own_areas as own_area_filters
from ui.filters import sidebar as filters
from ui.map import ward_map as ward_maps
from ui.map.ward_map import Shown
from ui.shell import guide, page_header, persistent_layout
from ui.wards import place


def show() -> None:
    selection = filters.sidebar(by_ward=True)
    with st.sidebar:
        area, draw = own_area_filters.choice(), own_area_filters.drawing()
    answer = ward_answers.ward_answer(selection)
    with persistent_layout.head():
        page_header.answer_heading("Wards", answer, answer.counted)
    left, right = persistent_layout.beside_map()
    with right:
        ward = filters.ward(answer)
        metric_cards.cautions(answer)
        metric_cards.ward(answer, ward)
    with left.above:
        look = filters.look()
    with left.map, panel():
        near = place_answers.neighbours(ward) if ward else ()
        ward_maps.wards(
            answer,
            Shown(
                look,
                ward,
                chosen=selection.wards,
                fit=(*selection.wards, *((ward, *near) if ward else ())),
                neighbours=near,
                area=own_area_filters.shown_drawing() or area,
                draw=draw,
                parts=lines_answers.parts(selection),
                points=place_answers.points(selection) if look.points else None,
            ),
            on_event=own_area_filters.take,
        )
    with right:
        ward_tabs.table(answer)
    place.show(answer, ward, area)
    guide.cannot_say()
