"""One place below the map: its trend, offence types, streets, the wards like it, and the rows behind it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.core.selection import OwnArea
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import one_place as place_answers
from ui.answers.wards.findings import WardAnswer
from ui.answers.wards.place_findings import Place, as_listed
from ui.components import charts, downloads, metric_cards, tables
from ui.components.panel import panel
from ui.filters import url_state
from ui.text import compare as compare_text
from ui.text import figures as figure_text
from ui.text import pages as page_text
from ui.text import sources as source_text
from ui.text import unplaced as unplaced_text
from ui.text.markup import plain

SIMILAR = {
    "ward_name": "Ward",
    "authority_name": "Authority",
    "offences": "Offences",
    "rate_per_1000": "Rate",
    "rate_low": "Low",
    "rate_high": "High",
    "distance": "Distance",
}
TYPES = {"offence_type": "Offence type", "now": "Now", "then": "Year before", "verdict": "Change"}


def show(answer: WardAnswer, ward: str | None, area: OwnArea | None) -> None:
    """The area of one's own, else the ward chosen; nothing where neither is."""
    if area is None and ward is None:
        metric_cards.note(page_text.CHOOSE_PLACE)
        return
    selection = replace(answer.selection, area=area, wards=() if area or ward is None else (ward,))
    name = area.name if area else str(answer.wards.at[ward, "ward_name"])
    place = place_answers.place(replace(selection, authorities=()))
    if area is None:
        place = as_listed(place, answer, str(ward))
    st.subheader(plain(name), anchor=False)
    metric_cards.place(name, place)
    offered = {
        key: answers.in_area_words(label)
        for key, label in page_text.PLACE_VIEWS.items()
        if key != "similar" or not area
    }
    view = url_state.PLACE.value([*offered], offered.__getitem__)
    st.segmented_control(
        "What to show of it",
        [*offered],
        format_func=offered.__getitem__,
        required=True,
        label_visibility="collapsed",
        **url_state.PLACE.bound(),
    )
    if view == "similar":
        _similar(answer, str(ward))
    else:
        {"trend": _trend, "mix": _mix, "streets": _streets, "rows": _rows}[view](place, name)


@panel()
def _trend(place: Place, name: str) -> None:
    charts.place_trend(place, name)
    metric_cards.note(
        metric_cards.gaps(place.selection, place.absent),
        figure_text.usual_width(name, place.usual),
        source_text.thin(tuple(place.chart.index[place.chart["thin"]])),
    )


@panel()
def _mix(place: Place, name: str) -> None:
    tables.plain(place.types.drop(columns=["q", "doubtful"]).rename(columns=TYPES), height=420)
    metric_cards.note(
        figure_text.change_months(place.change.months, place.coverage.received),
        source_text.left_out(
            place_answers.types_left_out(place.selection.source_id, place.change.months)
        ),
        page_text.CHANGE_MEANS_TYPES,
        unplaced_text.differing(place.change.missing, narrowed=bool(place.selection.narrowing)),
    )
    downloads.download(
        place.types,
        source_answers.provenance(place.selection),
        name=page_text.place_file(name, "types"),
    )


@panel()
def _streets(place: Place, name: str) -> None:
    source_answers.require_single_rows(place.selection.source_id, page_text.STREETS_OF)
    shown = place.streets.rename(
        columns={"location_text": "Place, as published", "offences": "Offences"}
    )
    tables.plain(shown, height=420)
    metric_cards.note(page_text.streets_note(len(shown), place.unnamed))
    downloads.download(
        place.streets,
        source_answers.provenance(place.selection),
        name=page_text.place_file(name, "streets"),
    )


@panel()
def _similar(answer: WardAnswer, ward: str) -> None:
    alike = place_answers.similar(answer, ward)
    noun = answers.in_area_words(SIMILAR["ward_name"])
    tables.rates(alike.rename(columns=SIMILAR | {"ward_name": noun}))
    metric_cards.note(compare_text.LIKE_MEANS, figure_text.INTERVAL_MEANS)
    downloads.download(
        alike.reset_index(),
        source_answers.provenance(answer.selection),
        name=page_text.place_file(ward, "similar"),
    )


@panel()
def _rows(place: Place, name: str) -> None:
    """The rows behind the figures, a page at a time; all of them as a file."""
    rows = place_answers.rows(place.selection)
    pages = max(-(-len(rows) // page_text.ROWS_A_PAGE), 1)
    at = int(st.number_input("Page", 1, pages, 1, key="rows page")) if pages > 1 else 1
    tables.plain(
        rows.iloc[(at - 1) * page_text.ROWS_A_PAGE : at * page_text.ROWS_A_PAGE], height=420
    )
    metric_cards.note(
        page_text.rows_note(len(rows)),
        page_text.row_page(at, pages) if pages > 1 else "",
        page_text.SNAPPED,
    )
    downloads.download(
        rows, source_answers.provenance(place.selection), name=page_text.place_file(name, "rows")
    )
