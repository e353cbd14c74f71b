"""Where to patrol: the list that foretold best, every other list's score beside it, and the files to take away."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.hotspots import units
from geo.hotspots.cells import Ints
from ui.answers.hotspots import local_statistics as hotspot_answers
from ui.answers.hotspots import patrols as patrol_answers
from ui.answers.hotspots.local_statistics import HotspotRequest
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.components import metric_cards, tables
from ui.filters import url_state
from ui.hotspots import files as hotspot_files
from ui.hotspots import findings as hotspot_findings
from ui.hotspots.findings import HotspotPlaces
from ui.hotspots.overview import HotspotAnswer
from ui.shell import errors
from ui.text import hotspots as hotspot_text

PATROL_ROW = "patrol_row"


def show(page: HotspotAnswer) -> None:
    """The list, how it was made, and how it did beside every other way of making one."""
    offered = page.patrol.list
    metric_cards.paragraph(hotspot_text.patrol_about(offered, page.patrol.months))
    places = listed(page)
    _table(page, places)
    if offered.rolling is not None and page.patrol.scores is not None:
        metric_cards.paragraph(page.patrol.verdict)
        tables.plain(pd.DataFrame(hotspot_text.patrol_scores(page.patrol.scores)))
        metric_cards.note(
            hotspot_text.patrol_months(offered.rolling),
            hotspot_text.LEAD_MEANS,
            hotspot_text.PAI_MEANS,
        )
    metric_cards.note(hotspot_text.list_stated(page.patrol.digest))
    with st.container(horizontal=True):
        _downloads(page, places)


def listed(page: HotspotAnswer) -> HotspotPlaces:
    """The places of the list in words, in its order."""
    return _places(page.question, page.patrol.list.order, limits=True)


def _places(question: HotspotRequest, order: Ints, *, limits: bool) -> HotspotPlaces:
    return hotspot_findings.ranked(
        order,
        hotspot_answers.places(question),
        hotspot_answers.map_points(question.selection.source_id),
        hotspot_answers.offences(question.selection),
        wards=ward_tables.wards(),
        towns=hotspot_answers.towns(),
        limits=limits,
    )


def _table(page: HotspotAnswer, places: HotspotPlaces) -> None:
    table = places.table
    shown = table.assign(
        place=[hotspot_text.numbered(at, name) for at, name in enumerate(table["place"])],
        interval=[
            hotspot_text.limits(low, high)
            for low, high in zip(table["low"], table["high"], strict=True)
        ],
        km2=table["km2"].round(2),
    )
    columns = {
        name: title
        for name, title in hotspot_text.RANKED_COLUMNS.items()
        if name != "km2" or page.question.unit != units.HEXAGON
    }
    codes = [str(page.held.codes[at]) for at in page.patrol.list.order]

    def choose() -> None:
        rows = st.session_state[PATROL_ROW]["selection"]["rows"]
        url_state.SPOT.put(f"#{codes[rows[0]]}" if rows else "")

    st.dataframe(
        shown[[*columns]].rename(columns=columns),
        hide_index=True,
        height=min(38 + 35 * len(shown), 300),
        width="stretch",
        column_config={
            title: st.column_config.Column(width=hotspot_text.PATROL_WIDTHS[name])
            for name, title in columns.items()
        },
        key=PATROL_ROW,
        on_select=errors.callback(choose),
        selection_mode="single-row",
    )


def _downloads(page: HotspotAnswer, places: HotspotPlaces) -> None:
    question = page.question
    shapes = {
        units.WARD: ward_tables.ward_shapes,
        units.POLYGON: lambda: dict(st.session_state[question.areas].items()),
    }.get(question.unit, dict)()
    hotspot_files.download(
        places,
        page.held,
        provenance(page),
        name=hotspot_text.file_name(question.selection, f"patrol-{question.unit}"),
        width=question.width,
        shapes=shapes,
    )
    hotspot_files.last_year(
        *last_year(page),
        name=hotspot_text.file_name(question.selection, f"last-year-{question.unit}"),
    )


def provenance(page: HotspotAnswer) -> list[str]:
    """What stands above the file of the list: what is counted, how it was made, how it did."""
    offered = page.patrol.list
    scored = (
        [
            hotspot_text.patrol_months(offered.rolling),
            *(
                f"{row['List']}: caught {row['Caught (95 %)']}, PAI {row['PAI']}, PEI {row['PEI']}"
                for row in hotspot_text.patrol_scores(page.patrol.scores)
            ),
            page.patrol.verdict,
        ]
        if offered.rolling is not None and page.patrol.scores is not None
        else []
    )
    return [
        *source_answers.provenance(
            page.selection, area=hotspot_text.UNITS[page.question.unit].lower()
        ),
        hotspot_text.patrol_about(offered, page.patrol.months),
        *scored,
        hotspot_text.list_stated(page.patrol.digest),
    ]


def last_year(page: HotspotAnswer) -> tuple[pd.DataFrame, list[str]]:
    """As many places by their counts of the last twelve months, and what stands above that file."""
    year = patrol_answers.last_year(page.question)
    order = (-year.offences).argsort(kind="stable")[: len(page.patrol.list.order)]
    table = _places(year.request, order, limits=False).table.round({"km2": 3})
    counted_by = hotspot_text.UNITS[page.question.unit].lower()
    return table, [
        *source_answers.provenance(year.request.selection, area=counted_by),
        hotspot_text.last_year_about(year.months, year.absent),
    ]
