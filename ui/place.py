"""One place below the map: its trend, offence types, streets, the wards like it, and the rows behind it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.selection import OwnArea
from ui import (
    answers,
    charts,
    compare_wording,
    exports,
    figures,
    messages,
    page_wording,
    place_answers,
    source_wording,
    tables,
    wording,
)
from ui.findings import WardAnswer
from ui.place_findings import Place

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
        figures.note(page_wording.CHOOSE_PLACE)
        return
    asked = replace(answer.selection, area=area, wards=() if area or ward is None else (ward,))
    name = area.name if area else str(answer.wards.at[ward, "ward_name"])
    found = place_answers.place(replace(asked, authorities=()))
    st.subheader(messages.plain(name), anchor=False)
    change = found.change
    figures.said(
        page_wording.place_sentence(
            name, found.offences, change.now, change.then, change.p, change.verdict
        )
    )
    offered = {
        key: label
        for key, label in page_wording.PLACE_VIEWS.items()
        if key != "similar" or not area
    }
    view = (
        st.segmented_control(
            "What to show of it",
            list(offered),
            default="trend",
            format_func=offered.__getitem__,
            key="place",
            required=True,
            bind="query-params",
            label_visibility="collapsed",
        )
        or "trend"
    )
    if view == "similar":
        _similar(answer, str(ward))
    else:
        {"trend": _trend, "mix": _mix, "streets": _streets, "rows": _rows}[view](found, name)


def _trend(found: Place, name: str) -> None:
    charts.place_trend(found, name)
    figures.note(source_wording.absent(found.absent))


def _mix(found: Place, name: str) -> None:
    tables.plain(found.types.drop(columns="q").rename(columns=TYPES), height=420)
    figures.note(
        wording.change_months(found.change.months, found.coverage.received),
        page_wording.CHANGE_MEANS_TYPES,
    )
    exports.download(
        found.types,
        answers.provenance(found.selection),
        name=page_wording.place_file(name, "types"),
    )


def _streets(found: Place, name: str) -> None:
    shown = found.streets.rename(
        columns={"location_text": "Place, as published", "offences": "Offences"}
    )
    tables.plain(shown, height=420)
    figures.note(page_wording.streets_note(len(shown), found.unnamed))
    exports.download(
        found.streets,
        answers.provenance(found.selection),
        name=page_wording.place_file(name, "streets"),
    )


def _similar(answer: WardAnswer, ward: str) -> None:
    alike = place_answers.similar(answer, ward)
    tables.rates(alike.rename(columns=SIMILAR))
    figures.note(compare_wording.LIKE_MEANS, wording.INTERVAL_MEANS)
    exports.download(
        alike.reset_index(),
        answers.provenance(answer.selection),
        name=page_wording.place_file(ward, "similar"),
    )


def _rows(found: Place, name: str) -> None:
    """The rows behind the figures, a page at a time; all of them as a file."""
    rows = place_answers.rows(found.selection)
    pages = max(-(-len(rows) // page_wording.ROWS_A_PAGE), 1)
    at = int(st.number_input("Page", 1, pages, 1, key="rows page")) if pages > 1 else 1
    tables.plain(
        rows.iloc[(at - 1) * page_wording.ROWS_A_PAGE : at * page_wording.ROWS_A_PAGE], height=420
    )
    figures.note(
        page_wording.rows_note(len(rows)),
        page_wording.row_page(at, pages) if pages > 1 else "",
        page_wording.SNAPPED,
    )
    exports.download(
        rows, answers.provenance(found.selection), name=page_wording.place_file(name, "rows")
    )
