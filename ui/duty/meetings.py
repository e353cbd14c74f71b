"""A meeting prepared in the page: agenda, papers, decisions and actions, each leading to its figures; reopened from its address."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import streamlit as st

from geo.core.selection import Selection
from ui.access import policy
from ui.answers.store import records as record_answers
from ui.components.panel import panel
from ui.duty import links as duty_links
from ui.duty import panels as duty_panels
from ui.duty import records as duty_records
from ui.filters import url_state
from ui.text import duty as duty_text


def show(as_of: date | None, day: date, selection: Selection) -> None:
    """All meetings, or the one that the address names."""
    del day
    meetings = record_answers.register().records("meeting", as_at=as_of)
    names = {str(row["id"]): duty_text.meeting_name(row) for row in meetings.to_dict("records")}
    label = {"": duty_text.NO_MEETING} | names
    number = url_state.MEETING.value([*label], label.__getitem__)
    st.selectbox(
        duty_text.MEETING,
        [*label],
        format_func=label.__getitem__,
        **url_state.MEETING.bound(),
    )
    if not number:
        duty_records.editor("meeting", as_of=as_of)
        return
    left, right = st.columns(2, gap="medium")
    with left, panel():
        _prepared(int(number), meetings.set_index("id").loc[int(number)].to_dict(), as_of)
        _addresses(selection)
    with right:
        part = (
            st.segmented_control(
                duty_text.KIND,
                list(duty_text.OF_MEETING),
                default="agenda_item",
                key="prepare",
                required=True,
                format_func=duty_text.OF_MEETING.__getitem__,
                label_visibility="collapsed",
                wrap=True,
            )
            or "agenda_item"
        )
        with panel():
            if part == "meeting":
                duty_records.editor(part, only=int(number), as_of=as_of)
            else:
                duty_records.editor(part, {"meeting": int(number)}, as_of=as_of)


def _prepared(number: int, meeting: dict[Any, Any], as_of: date | None) -> None:
    """The meeting as its members read it."""
    st.html(
        f'<p class="about"><b>{escape(duty_text.meeting_name(meeting))}</b> {escape(duty_text.meeting_about(meeting))}</p>'
    )
    registers = record_answers.register()
    of = {
        kind: registers.records(kind, as_at=as_of, meeting=number)
        for kind in ("agenda_item", "paper", "decision", "duty_action")
    }
    agenda = of["agenda_item"].sort_values("position").to_dict("records")
    duty_panels.listed(
        duty_text.AGENDA,
        [(duty_text.agenda_line(row), row["link"]) for row in agenda],
        duty_text.NOTHING_YET,
    )
    papers = [
        (f"{row['title']}{' · ' + row['marking'] if row['marking'] else ''}", row["link"])
        for row in of["paper"].to_dict("records")
    ]
    duty_panels.listed(duty_text.PAPERS, papers, duty_text.NOTHING_YET)
    decided = [(row["what"], row["link"]) for row in of["decision"].to_dict("records")]
    duty_panels.listed(duty_text.DECISIONS, decided, duty_text.NOTHING_YET)
    actions = [
        (duty_text.action_line(row), row["evidence"])
        for row in of["duty_action"].to_dict("records")
    ]
    duty_panels.listed(duty_text.ACTIONS, actions, duty_text.NOTHING_YET)


def _addresses(selection: Selection) -> None:
    """Addresses of figures that an agenda or a decision may rest on."""
    if not policy.may_edit_register():
        return
    with st.expander(duty_text.LINKS, icon=":material/link:"):
        st.caption(duty_text.LINKS_HELP)
        for page in ("wards", "compare", "hotspots"):
            st.code(
                duty_links.of_selection(selection, page) if page != "hotspots" else page,
                language=None,
            )
        st.code("duty?duty=Money", language=None)
