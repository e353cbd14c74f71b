"""What the register holds of operations, a kind at a time, and the form that writes the learning log."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo.core.selection import Selection
from geo.operations.evaluation import Evaluation
from ui.access import policy
from ui.answers.operations import board as operation_answers
from ui.answers.store import records as record_answers
from ui.components import metric_cards
from ui.components.panel import panel
from ui.filters import url_state
from ui.map.map_view import MapView
from ui.register import record_form
from ui.register import records as register_records
from ui.register.records import RecordList
from ui.shell import errors
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text

NOT_HERE = ("next_step", "own_area", "comparison")  # edited where they are used
OF_ALL = ("operation", "other_work", "instance", "phase", "bin_or_sweep", "test_purchase")


def listed_of_operation(operation: int, last_month: date) -> RecordList:
    """What the register holds of one operation, of the kind asked for."""
    registers = record_answers.register()
    titles = _kinds_of_operation()
    name = url_state.RECORDS.value([*titles], titles.__getitem__)
    if name == "operation":
        records = registers.records(name)[lambda table: table["id"] == operation]
        return RecordList(registers.kinds[name], records, opened=True)
    listed = record_answers.operations(last_month)
    mine = listed[listed["operation"] == operation]
    fit = tuple(dict.fromkeys(ward for wards in mine["ward_codes"] for ward in wards))
    records = registers.records(name, operation=operation)
    return RecordList(registers.kinds[name], records, {"operation": operation}, fit)


def choose_of_operation() -> None:
    """The kinds of record that belong to an operation."""
    register_records.choose_kind(_kinds_of_operation(), url_state.RECORDS)


def _kinds_of_operation() -> dict[str, str]:
    return {"operation": operation_text.ABOUT} | {
        name: kind.title
        for name, kind in record_answers.register().kinds.items()
        if name not in NOT_HERE and any(field.refers_to == "operation" for field in kind.fields)
    }


def listed_of_all() -> RecordList:
    """Records of every operation, or of work that belongs to none, of the kind asked for."""
    registers = record_answers.register()
    name = url_state.REGISTER.value(OF_ALL, _titles_of_all().__getitem__)
    opens = _open_areas if name == "operation" else None
    return RecordList(registers.kinds[name], registers.records(name), on_added=opens)


def choose_of_all() -> None:
    """The kinds of record that stand in the register of operations."""
    register_records.choose_kind(_titles_of_all(), url_state.REGISTER)


def map_of_all(selection: Selection) -> MapView | None:
    """The map on which an area of the form is drawn; None where the form has none."""
    return register_records.drawing_map(listed_of_all(), selection)


def _titles_of_all() -> dict[str, str]:
    kinds = record_answers.register().kinds
    return {name: kinds[name].title for name in OF_ALL}


def _open_areas(operation: int) -> None:
    """A new operation is opened where its areas are added."""
    url_state.OPERATION.put(str(operation))
    url_state.PART.put("records")
    url_state.RECORDS.put("operation_area")


@panel()
def review(operation: int, evaluation: Evaluation | None) -> None:
    """Write the learning log now, with the verdict and its figures; if asked, close the operation in the same breath."""
    if not policy.may_edit_register():
        return
    name = f"review-{operation}"
    with (
        st.expander(operation_text.REVIEW, icon=":material/rate_review:"),
        st.form(name, border=False, enter_to_submit=False),
    ):
        metric_cards.note(operation_text.REVIEW_HELP)
        fields = record_answers.register().kinds["learning"]
        verdicts = list(fields.field("verdict").choices)
        at = (
            verdicts.index(evaluation.verdict.word) if evaluation else verdicts.index("cannot tell")
        )
        given = {
            "verdict": st.selectbox(fields.field("verdict").label, verdicts, index=at),
            "figures": st.text_area(
                fields.field("figures").label,
                evaluation_text.figures_of(evaluation) if evaluation else "",
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
            if errors.attempt(
                lambda: operation_answers.review(operation, given, close=close, ended=ended)
            ):
                st.session_state[record_form.SAID] = operation_text.REVIEWED
            st.rerun()
    record_form.show_said()
