"""Every kind of record: its list, its form, its history, and files; and the same for one kind wherever a view needs it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.record_types import Kind
from geo.core.selection import Selection
from ui.access import policy
from ui.answers import register
from ui.answers.store import records as record_answers
from ui.components import downloads, metric_cards
from ui.components.downloads import XLSX
from ui.components.panel import panel
from ui.filters import url_state
from ui.register import files as register_files
from ui.register import record_form
from ui.register import records as register_records
from ui.register.record_form import Form
from ui.register.records import RecordList
from ui.shell import errors
from ui.text import duty as duty_text
from ui.text import register as register_text

FROZEN = ("edition", "partner_file", "comparison")  # made by their own views, and never by hand
ELSEWHERE = (
    "own_area",
    "operation",
    "operation_area",
    "other_work",
    "comparison",
)  # need a map: on Operations and Wards
PEOPLE = {"pathway_step": "People", "intervention": "People reached"}


def show(as_of: date | None, day: date, selection: Selection) -> None:
    """A kind chosen by the address, with its form; the files of the whole register beside it."""
    del day, selection
    kinds = {
        name: kind
        for name, kind in record_answers.register().kinds.items()
        if name not in ELSEWHERE
    }
    left, right = st.columns([13, 8], gap="medium")
    with left:

        def title(kind: str) -> str:
            return kinds[kind].title

        name = url_state.KIND.value([*kinds], title, default="body")
        st.selectbox(duty_text.KIND, [*kinds], format_func=title, **url_state.KIND.bound())
        with panel():
            editor(name, as_of=as_of)
    with right:
        with panel():
            _workbook()
        if policy.may_edit_register():
            with st.container(height=640), panel():
                register_files.panel()


def editor(
    name: str,
    fixed: Mapping[str, Any] | None = None,
    *,
    only: int | None = None,
    as_of: date | None = None,
) -> None:
    """The records of a kind, and the form of the one chosen or of a new one; of the past, the list alone.

    fixed  fields that are given and not asked, by which the records are chosen too
    only   the one record whose form is wanted at once
    """
    registers, given = record_answers.register(), dict(fixed or {})
    kind = registers.kinds[name]
    records = registers.records(name, as_at=as_of, **given)
    records = records[records["id"] == only] if only is not None else records
    record_form.show_said()
    if as_of is not None or not policy.may_edit_register() or name in FROZEN:
        _listed(kind, records, given)
        metric_cards.note("" if policy.may_edit_register() else register_text.READ_ONLY)
        return
    with st.container():
        record = (
            register_records.choose_row(RecordList(kind, records, given))
            if only is None
            else records.iloc[0].to_dict()
        )
    st.markdown(register_text.form_title(kind.noun, changes=record is not None))
    record_form.show(Form(kind, record, given, _next(kind, records)))
    if record is not None:
        register_files.history(name, int(record["id"]))


def _next(kind: Kind, records: pd.DataFrame) -> dict[str, Any]:
    """A new record of an ordered kind comes last."""
    if not any(field.name == "position" for field in kind.fields):
        return {}
    return {"position": 1 if records.empty else int(records["position"].max()) + 1}


def _listed(kind: Kind, records: pd.DataFrame, fixed: Mapping[str, Any]) -> None:
    """The list without counts of people, which leave the register through their funnel alone."""
    hidden = [PEOPLE.get(kind.name, ""), "Figures" if kind.name == "edition" else ""]
    table = register_records.table(kind, records, fixed).drop(columns=hidden, errors="ignore")
    if table.empty:
        metric_cards.note(register_text.NO_ROWS)
    else:
        st.dataframe(table, hide_index=True, width="stretch")


def _workbook() -> None:
    """The whole register out and in, for whoever may change it."""
    if not policy.may_edit_register():
        return
    downloads.file_button(
        duty_text.WORKBOOK,
        register.workbook(),
        file_name="register.xlsx",
        mime=XLSX,
        icon=":material/download:",
        key="register workbook",
    )
    file = st.file_uploader(
        duty_text.WORKBOOK_IN,
        ["xlsx"],
        key=f"workbook {st.session_state.get(record_form.ROUND, 0)}",
    )
    if (
        st.button(duty_text.WORKBOOK_LOAD, disabled=file is None, key="workbook in")
        and file is not None
    ):
        errors.attempt(lambda: _take_in(file.getvalue(), file.name))
        st.rerun()


def _take_in(data: bytes, file: str) -> None:
    came = register.take_in_workbook(data, file)
    st.session_state[record_form.SAID] = duty_text.workbook_taken(
        came.added, came.changed, came.same
    )
    st.session_state[record_form.ROUND] = st.session_state.get(record_form.ROUND, 0) + 1
