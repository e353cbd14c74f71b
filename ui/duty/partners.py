"""Partners: the data audit, sharing agreements, and what partners' files say while their agreement runs."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo.core.selection import Selection
from ui.access import policy
from ui.answers import duty as duty_answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.components import downloads, metric_cards, tables
from ui.components.panel import panel
from ui.duty import panels as duty_panels
from ui.duty import records as duty_records
from ui.register import record_form
from ui.shell import errors
from ui.text import duty as duty_text

KINDS = ("dataset", "agreement", "partner_file")


def show(as_of: date | None, day: date, selection: Selection) -> None:
    """Agreements and the audit on the left, partner data on the right, forms beneath."""
    registers = record_answers.register()
    left, right = st.columns(2, gap="medium")
    agreements = registers.records("agreement", as_at=as_of).to_dict("records")
    with left:
        with panel():
            lines = [
                (duty_text.agreement_line(row, runs=duty_answers.running(row, day)), "")
                for row in agreements
            ]
            duty_panels.listed(duty_text.AGREEMENTS, lines, duty_text.NONE)
        duty_panels.audit(as_of, day)
        if as_of is None and policy.may_edit_register():
            with panel():
                _upload()
    with right, panel():
        _partner_data(selection)
    kind = st.segmented_control(
        duty_text.KIND,
        list(KINDS),
        default="dataset",
        key="partners",
        required=True,
        format_func=lambda name: registers.kinds[name].title,
        label_visibility="collapsed",
        wrap=True,
    )
    with panel():
        duty_records.editor(kind or "dataset", as_of=as_of)


def _upload() -> None:
    """A partner's file under an agreement that runs today."""
    running = {
        int(row["id"]): str(row["name"])
        for row in record_answers.register().records("agreement").to_dict("records")
        if duty_answers.running(row, date.today())
    }
    with st.expander(duty_text.UPLOAD, icon=":material/upload_file:"):
        if not running:
            metric_cards.note(duty_text.NO_AGREEMENT)
            return
        metric_cards.note(duty_text.UPLOAD_HELP)
        agreement = st.selectbox(
            duty_text.UNDER,
            list(running),
            format_func=running.__getitem__,
            key="partner agreement",
        )
        file = st.file_uploader(
            duty_text.UPLOAD,
            ["csv"],
            key=f"partner {st.session_state.get(record_form.ROUND, 0)}",
            label_visibility="collapsed",
        )
        if (
            st.button(duty_text.LOAD, disabled=file is None, key="load partner")
            and file is not None
        ):
            errors.attempt(lambda: _load(agreement, file.name, file.getvalue()))
            st.rerun()
    rejected = st.session_state.pop("partner rejected", None)
    if rejected is not None and len(rejected):
        tables.plain(rejected.drop(columns="row"))


def _load(agreement: int, name: str, data: bytes) -> None:
    accepted, rejected = duty_answers.load_partner_file(agreement, name, data)
    st.session_state[record_form.SAID] = duty_text.partner_loaded(accepted, len(rejected))
    st.session_state["partner rejected"] = rejected
    st.session_state[record_form.ROUND] = st.session_state.get(record_form.ROUND, 0) + 1


def _partner_data(selection: Selection) -> None:
    """Indicators, attendances by ward, and wards that one source sees and another does not; small counts hidden."""
    indicators, attendances = duty_answers.indicators(), duty_answers.attendances()
    if indicators.empty and attendances.empty:
        st.info(duty_text.NO_PARTNER_ROWS)
    if not indicators.empty:
        duty_panels.heading(duty_text.INDICATORS)
        figures = {
            name: [duty_text.or_hidden(value) for value in indicators[name]]
            for name in ("numerator", "value")
        }
        tables.plain(indicators.assign(**figures).rename(columns=str.capitalize), height=240)
        downloads.download(
            indicators,
            [duty_text.PARTNER_NOTE, source_answers.made_from()],
            name="partner-indicators",
        )
    if not attendances.empty:
        duty_panels.heading(duty_text.ATTENDANCES)
        names = ward_tables.wards()["ward_name"]
        tables.plain(
            attendances.rename("Attendances")
            .to_frame()
            .assign(Ward=names)[["Ward", "Attendances"]]
            .dropna()
            .sort_values("Attendances", ascending=False),
            height=240,
        )
        metric_cards.note(duty_text.ATTENDANCES_NOTE)
    contrasts = duty_answers.seen_by(selection)
    if contrasts is not None:
        duty_panels.heading(duty_text.SEEN)
        if contrasts.empty:
            metric_cards.note(duty_text.SEEN_NONE)
        else:
            tables.plain(contrasts.rename(columns=duty_text.SEEN_COLUMNS))
