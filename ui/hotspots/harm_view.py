"""By harm: the places whose offences weigh most by the published index that is loaded."""

from __future__ import annotations

import streamlit as st

from ui.answers.hotspots import harm as harm_answers
from ui.answers.hotspots import local_statistics as hotspot_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.components import downloads, metric_cards
from ui.hotspots import findings as hotspot_findings
from ui.hotspots.overview import HotspotAnswer
from ui.text import hotspots as hotspot_text
from ui.text.harm import weighed as harm_text


def show(page: HotspotAnswer) -> None:
    """The list with each place's harm between its limits, the index named, and what has no weight."""
    found = harm_answers.harm_places(page.question, len(page.patrol.list.order))
    metric_cards.paragraph(harm_text.index_named(found.weights), harm_text.PLACES_ARE)
    if not len(found.order):
        st.info(harm_text.NO_HARM)
        return
    places = hotspot_findings.ranked(
        found.order,
        page.held,
        hotspot_answers.map_points(page.selection.source_id),
        hotspot_answers.offences(page.selection),
        wards=ward_tables.wards(),
        towns=hotspot_answers.towns(),
        limits=False,
    ).table
    table = places[["place", "ward_name", "authority_name", "offences"]].assign(
        weighed=[total.offences for total in found.totals],
        harm=[total.harm for total in found.totals],
        low=[total.low for total in found.totals],
        high=[total.high for total in found.totals],
        share=[total.harm / found.whole.harm for total in found.totals],
    )
    shown = table.assign(
        place=[hotspot_text.numbered(at, name) for at, name in enumerate(table["place"])],
        share=table["share"] * 100,
    )
    st.dataframe(
        shown[list(harm_text.PLACE_COLUMNS)].rename(columns=harm_text.PLACE_COLUMNS),
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(shown), 370),
        column_config={
            harm_text.PLACE_COLUMNS[name]: st.column_config.NumberColumn(format=form)
            for name, form in (
                ("harm", "%.0f"),
                ("low", "%.0f"),
                ("high", "%.0f"),
                ("share", "%.1f %%"),
            )
        },
    )
    whole = harm_text.unweighted(harm_text.ALL_PLACES, found.whole)
    metric_cards.note(whole, harm_text.LIMITS_MEAN)
    notes = [
        *source_answers.provenance(
            page.selection, area=hotspot_text.UNITS[page.question.unit].lower()
        ),
        harm_text.index_named(found.weights),
        harm_text.PLACES_ARE,
        whole,
    ]
    downloads.download(table, list(filter(None, notes)), name="places-by-harm")
