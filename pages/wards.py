"""Wards: the analyst's page, every filter and one place in full."""

from __future__ import annotations

from ui.answers import lines as lines_answers
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards import one_place as place_answers
from ui.components import metric_cards, ward_tabs
from ui.filters import own_areas, sidebar
from ui.filters.own_areas import WithArea
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import MapOptions
from ui.shell import guide, page_header
from ui.shell.context import Context, Layout
from ui.wards import place

TITLE = "Wards"


def filters() -> WithArea:
    return own_areas.beside(sidebar.offences(by_ward=True, by_areas=True))


def layout(selection: WithArea) -> Layout:
    return Layout(look=True, wards_of=selection.offences)


def ward_map(context: Context[WithArea]) -> MapView:
    offences, ward = context.selection.offences, context.ward
    near = place_answers.neighbours(ward) if ward else ()
    shown = MapOptions(
        context.look,
        ward,
        chosen=offences.wards,
        fit=(*offences.wards, *((ward, *near) if ward else ())),
        neighbours=near,
        area=own_areas.shown_drawing() or context.selection.area,
        draw=context.selection.draw,
        parts=lines_answers.parts(offences),
        points=place_answers.points(offences) if context.look.points else None,
    )
    return ward_maps.wards(ward_answers.ward_answer(offences), shown, on_event=own_areas.take)


def show(context: Context[WithArea]) -> None:
    offences, ward, places = context.selection.offences, context.ward, context.places
    answer = ward_answers.ward_answer(offences)
    with places.head:
        page_header.answer_heading(TITLE, answer, answer.counted)
    with places.beside:
        sidebar.ward_box(offences)
        metric_cards.cautions(answer)
        metric_cards.ward(answer, ward, change=False)
        ward_tabs.table(answer)
    place.show(answer, ward, context.selection.area)
    guide.cannot_say()
