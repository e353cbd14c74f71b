"""Section 60: what is authorised, the clock while it is live, searches under it, the violence before, and the register's form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from geo.core.errors import DataProblem
from geo.core.search_selection import SearchSelection
from geo.searches.section_60 import state
from ui.answers import store as answers
from ui.answers import wards as ward_answers
from ui.answers.stop_and_search import searches as search_answers
from ui.answers.stop_and_search import section_60 as section_60_answers
from ui.components import downloads, metric_cards, tables
from ui.components.panel import titled_list
from ui.map import ward_map as ward_maps
from ui.map.ward_map import Shown
from ui.register import record_form
from ui.register import records as register_records
from ui.shell import errors as messages
from ui.stop_and_search import charts as search_charts
from ui.text.stop_and_search import section_60 as words

TICK = 30  # seconds between two looks at the clock, while there is one to look at


def show(selection: SearchSelection) -> None:
    """One authorisation and what is known around it, in its own period and of the source chosen; or the register with its form."""
    records = (
        answers.register()
        .records("section_60")
        .sort_values(["start_day", "start_time"], ascending=False)
        .to_dict("records")
    )
    left, right = st.columns([2, 3], vertical_alignment="bottom", gap="medium")
    beside = right if records else left
    part = (
        beside.segmented_control(
            words.PART,
            list(words.PARTS),
            default="around",
            format_func=words.PARTS.__getitem__,
            key="s60_part",
            required=True,
            bind="query-params",
            label_visibility="collapsed",
        )
        or "around"
    )
    names = {str(record["id"]): str(record["name"]) for record in records}
    if part == "register" or not records:
        if not records:
            metric_cards.note(words.NONE_KEPT)
        register_records.of_kind("section_60", section_60_answers.painted(datetime.now(UTC)))
        return
    record_form.show_said()
    number = left.selectbox(
        words.CHOOSE, list(names), format_func=names.__getitem__, key="s60", bind="query-params"
    ) or next(iter(names))
    _one(
        next(record for record in records if str(record["id"]) == number),
        records,
        selection.source_id,
    )


def _one(record: dict[str, Any], records: list[dict[str, Any]], source_id: str) -> None:
    signed = section_60_answers.signed(record)
    st.fragment(
        _clock, run_every=TICK if section_60_answers.soon(signed, datetime.now(UTC)) else None
    )(record)
    metric_cards.said(words.about(record, signed))
    left, right = st.columns([11, 10], gap="medium")
    area = section_60_answers.shape_of(record)
    with left, messages.spoken(), st.container(key="section 60 map"):
        answer = ward_answers.ward_answer(section_60_answers.painted(signed.start))
        ward_maps.wards(
            answer,
            Shown(area=area, fit=(record["ward_code"],) if record["ward_code"] else ()),
            height=430,
            on_event=lambda event: None,
        )
    with right, messages.spoken():
        titled_list(words.RULES, [("", line) for line in rules_said(record)])
        titled_list(
            words.OWES,
            [("", line) for line in words.owes(record, signed, datetime.now(UTC))]
            or [("", words.NOTHING_OWED)],
        )
        if area is None:
            raise DataProblem(*words.NO_AREA)
        found = section_60_answers.under(signed, area, source_id)
        st.markdown(f"**{words.SEARCHES_AROUND}**")
        tables.plain(found.counts.rename_axis(words.LAW).reset_index())
        metric_cards.note(
            words.told_apart_note(found, exact=answers.declared(source_id).exact_places),
            words.kept_counts(record),
        )
        metric_cards.said(words.violence_before(section_60_answers.before(signed, area)))
        downloads.download(
            found.counts.reset_index(),
            search_answers.provenance(words.about(record, signed), source_id),
            name="section-60-searches",
        )
    search_charts.timeline(
        [
            (one["name"], *_moments(one))
            for one in records
            if section_60_answers.near(signed, section_60_answers.signed(one))
        ]
    )
    metric_cards.note(words.TIMELINE_MEANS)
    metric_cards.note(*(words.met(*pair) for pair in section_60_answers.met(records)))


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
