"""Section 60: what is authorised, the clock while it is live, searches under it, the violence before, and the register's form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from geo.core.errors import DataProblem
from geo.core.search_selection import SearchSelection
from geo.core.selection import OwnArea
from geo.searches.section_60 import Authorisation, state
from ui.answers.stop_and_search import searches as search_answers
from ui.answers.stop_and_search import section_60 as section_60_answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward as ward_answers
from ui.components import downloads, metric_cards, tables
from ui.components.panel import panel, titled_list
from ui.filters import url_state
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView, nothing
from ui.map.ward_map import MapOptions
from ui.register import record_form
from ui.register import records as register_records
from ui.shell.context import Places
from ui.stop_and_search import charts as search_charts
from ui.text.stop_and_search import section_60 as words

KIND, REGISTER = "section_60", "register"
TICK = 30  # seconds between two looks at the clock, while there is one to look at


def ward_map() -> MapView | None:
    """The map of the authorisation chosen, or the one on which the area of a form is drawn; None where nobody may draw."""
    record = _chosen(_records())
    if record is None:
        painted = section_60_answers.painted(datetime.now(UTC))
        return register_records.drawing_map(register_records.of_kind(KIND), painted)
    signed, area = section_60_answers.signed(record), section_60_answers.shape_of(record)
    answer = ward_answers.ward_answer(section_60_answers.painted(signed.start))
    fit = section_60_answers.wards_of(record)
    return ward_maps.wards(answer, MapOptions(area=area, fit=fit), height=430, on_event=nothing)


def show(selection: SearchSelection, places: Places) -> None:
    """One authorisation and what is known around it, in its own period and of the source chosen; or the register with its form."""
    records = _records()
    with places.head:
        _choose(records)
        record = _chosen(records)
        if record is not None:
            record_form.show_said()
            _about(record)
        elif not records:
            metric_cards.note(words.NONE_KEPT)
    if record is not None:
        _authorisation(record, records, selection.source_id, places)
        return
    listed = register_records.of_kind(KIND)
    place = places.beside if register_records.has_map(listed) else st.container()
    with place, panel():
        register_records.show(listed)


def _records() -> list[dict[str, Any]]:
    """Every authorisation kept, the newest first."""
    table = record_answers.register().records(KIND)
    return table.sort_values(["start_day", "start_time"], ascending=False).to_dict("records")


def _part() -> str:
    return url_state.S60_PART.value([*words.PARTS], words.PARTS.__getitem__)


def _chosen(records: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The authorisation that the address asks for; None where it asks for the register, or none is kept."""
    names = _names(records) or {"": ""}
    number = url_state.S60.value([*names], names.__getitem__)
    if _part() == REGISTER:
        return None
    return next((record for record in records if str(record["id"]) == number), None)


def _choose(records: list[dict[str, Any]]) -> None:
    """What chooses between register and authorisations, and one of them."""
    left, right = st.columns([2, 3], vertical_alignment="bottom", gap="medium")
    part = _part()
    (right if records else left).segmented_control(
        words.PART,
        [*words.PARTS],
        format_func=words.PARTS.__getitem__,
        required=True,
        label_visibility="collapsed",
        **url_state.S60_PART.bound(),
    )
    if part != REGISTER and records:
        names = _names(records)
        left.selectbox(
            words.CHOOSE, [*names], format_func=names.__getitem__, **url_state.S60.bound()
        )


def _names(records: list[dict[str, Any]]) -> dict[str, str]:
    return {str(record["id"]): str(record["name"]) for record in records}


def _about(record: dict[str, Any]) -> None:
    """The clock of an authorisation, and what it is about."""
    signed = section_60_answers.signed(record)
    st.fragment(
        _clock, run_every=TICK if section_60_answers.soon(signed, datetime.now(UTC)) else None
    )(record)
    metric_cards.paragraph(words.about(record, signed))


def _authorisation(
    record: dict[str, Any],
    records: list[dict[str, Any]],
    source_id: str,
    places: Places,
) -> None:
    signed, area = section_60_answers.signed(record), section_60_answers.shape_of(record)
    with places.beside:
        with panel():
            _judged(record, signed)
        with panel():
            _around(record, signed, area, source_id)
    with panel():
        search_charts.timeline(
            [
                (other["name"], *_moments(other))
                for other in records
                if section_60_answers.near(signed, section_60_answers.signed(other))
            ]
        )
        metric_cards.note(words.TIMELINE_MEANS)
    with panel():
        metric_cards.note(*(words.met(*pair) for pair in section_60_answers.met(records)))


def _judged(record: dict[str, Any], signed: Authorisation) -> None:
    """Whether it keeps to the law, and what is still owed."""
    titled_list(words.RULES, [("", line) for line in rules_said(record)])
    titled_list(
        words.OWES,
        [("", line) for line in words.owes(record, signed, datetime.now(UTC))]
        or [("", words.NOTHING_OWED)],
    )


def _around(
    record: dict[str, Any], signed: Authorisation, area: OwnArea | None, source_id: str
) -> None:
    """Searches under it and the violence before, where its area is known."""
    if area is None:
        raise DataProblem(*words.NO_AREA)
    searches = section_60_answers.under(signed, area, source_id)
    st.markdown(f"**{words.SEARCHES_AROUND}**")
    tables.plain(searches.counts.rename_axis(words.LAW).reset_index())
    metric_cards.note(
        words.told_apart_note(searches, exact=source_answers.declared(source_id).exact_places),
        words.kept_counts(record),
    )
    metric_cards.paragraph(words.violence_before(section_60_answers.before(signed, area)))
    downloads.download(
        searches.counts.reset_index(),
        search_answers.provenance(words.about(record, signed), source_id),
        name="section-60-searches",
    )


@panel()
def _clock(record: dict[str, Any]) -> None:
    """The state of an authorisation now, and how long it lasts."""
    signed = section_60_answers.signed(record)
    metric_cards.show(
        words.clock(
            record["name"],
            signed,
            state(signed, datetime.now(UTC)),
            draft=section_60_answers.is_draft(record),
        )
    )


def rules_said(record: dict[str, Any]) -> list[str]:
    """What the law says, and apart from it the scheme of the day."""
    return words.rules(
        section_60_answers.findings(record), draft=section_60_answers.is_draft(record)
    )


def _moments(record: dict[str, Any]) -> tuple[datetime, datetime, datetime]:
    signed = section_60_answers.signed(record)
    return signed.start, signed.end, signed.last
