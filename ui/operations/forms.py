"""What the register holds of operations, a kind at a time, and the form that writes the learning log."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo.core.selection import Selection
from geo.operations.evaluation import Evaluation
from ui.access import roles
from ui.answers import operations as operation_answers
from ui.answers import store as answers
from ui.components import metric_cards
from ui.register import record_form
from ui.register import records as register_records
from ui.register.records import Listed
from ui.shell import errors as messages
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text

NOT_HERE = ("next_step", "own_area", "comparison")  # edited where they are used
OF_ALL = ("operation", "other_work", "instance", "phase", "bin_or_sweep", "test_purchase")


def of_operation(operation: int, selection: Selection) -> None:
    """Everything the register holds of one operation, a kind at a time, with its form."""
    kept = answers.register()
    parts = {
        name: kind.title
        for name, kind in kept.kinds.items()
        if name not in NOT_HERE and any(field.refers_to == "operation" for field in kind.fields)
    }
    name = register_records.choose_kind({"operation": operation_text.ABOUT} | parts, "records")
    kind = kept.kinds[name]
    if name == "operation":
        records = kept.records(name)[lambda table: table["id"] == operation]
        register_records.show(Listed(kind, records, opened=True), selection)
        return
    listed = answers.operations(selection.last_month)
    mine = listed[listed["operation"] == operation]
    fit = tuple(dict.fromkeys(ward for wards in mine["ward_codes"] for ward in wards))
    records = kept.records(name, operation=operation)
    register_records.show(Listed(kind, records, {"operation": operation}, fit), selection)


def of_all(selection: Selection) -> None:
    """Records of every operation, and of work that belongs to none."""
    kept = answers.register()
    name = register_records.choose_kind(
        {name: kept.kinds[name].title for name in OF_ALL}, "register"
    )
    opens = _open_areas if name == "operation" else None
    register_records.show(Listed(kept.kinds[name], kept.records(name), on_added=opens), selection)


def _open_areas(operation: int) -> None:
    """A new operation is opened where its areas are added."""
    st.session_state.update(
        {"operation": str(operation), "part": "records", "records": "operation_area"}
    )


def review(operation: int, found: Evaluation | None) -> None:
    """Write the learning log now, with the verdict and its figures; if asked, close the operation in the same breath."""
    if not roles.may_edit():
        return
    name = f"review-{operation}"
    with (
        st.expander(operation_text.REVIEW, icon=":material/rate_review:"),
        st.form(name, border=False, enter_to_submit=False),
    ):
        metric_cards.note(operation_text.REVIEW_HELP)
        fields = answers.register().kinds["learning"]
        verdicts = list(fields.field("verdict").choices)
        at = verdicts.index(found.verdict.word) if found else verdicts.index("cannot tell")
        given = {
            "verdict": st.selectbox(fields.field("verdict").label, verdicts, index=at),
            "figures": st.text_area(
                fields.field("figures").label,
                evaluation_text.figures_of(found) if found else "",
                height=90,
            ),
            "lesson": st.text_area(fields.field("lesson").label, height=70),
            "day": date.today(),
            "by_role": st.text_input(
                fields.field("by_role").label, help=fields.field("by_role").help
            ),
            "next_review": st.date_input(
                fields.field("next_review").label, None, format="DD/MM/YYYY"
            ),
        }
        close = st.checkbox(operation_text.CLOSE_TOO)
        ended = st.date_input(operation_text.ENDED_ON, None, format="DD/MM/YYYY")
        if st.form_submit_button(operation_text.KEEP_REVIEW, type="primary"):
            if messages.attempt(
                lambda: operation_answers.review(operation, given, close=close, ended=ended)
            ):
                st.session_state[record_form.SAID] = operation_text.REVIEWED
            st.rerun()
    record_form.show_said()
