"""Wards: the analyst's page, every filter and one place in full."""

from __future__ import annotations

import streamlit as st

from ui import (
    areas,
    figures,
    filters,
    frame,
    guide,
    lasting,
    lines_answers,
    maps,
    place,
    place_answers,
    twins,
    ward_answers,
)
from ui.maps import Shown


def show() -> None:
    selection = filters.sidebar(by_ward=True)
    with st.sidebar:
        area, draw = areas.choice(), areas.drawing()
    answer = ward_answers.ward_answer(selection)
    with lasting.head():
        frame.answer_heading("Wards", answer, answer.counted)
    left, right = lasting.beside_map()
    with right:
        ward = filters.ward(answer)
        figures.cautions(answer)
        figures.ward(answer, ward)
    with left.above:
        look = filters.look()
    with left.map:
        near = place_answers.neighbours(ward) if ward else ()
        maps.wards(
            answer,
            Shown(
                look,
                ward,
                chosen=selection.wards,
                fit=(*selection.wards, *((ward, *near) if ward else ())),
                neighbours=near,
                area=areas.shown_drawing() or area,
                draw=draw,
                parts=lines_answers.parts(selection),
                points=place_answers.points(selection) if look.points else None,
            ),
            on_event=areas.take,
        )
    with right:
        twins.table(answer)
    place.show(answer, ward, area)
    guide.cannot_say()
