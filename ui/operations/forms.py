"""Records of operations as tables, and the forms to add and change them for whoever may edit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.selection import OwnArea, Selection
from geo.operations.evaluation import Evaluation
from loaders.register.record_types.declaration import Kind
from loaders.register.register import Registers
from ui.access import roles
from ui.answers import store as answers
from ui.answers import wards as ward_answers
from ui.components import metric_cards
from ui.components.panel import panel
from ui.filters import sidebar as filters
from ui.map import ward_map as ward_maps
from ui.map.ward_map import Shown
from ui.register import files as operation_files
from ui.register import record_form
from ui.register.record_form import Form
from ui.shell import errors as messages
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text

NOTHING_FIXED: Mapping[str, Any] = {}
NOT_HERE = ("next_step", "own_area", "comparison")  # edited where they are used
OF_ALL = ("operation", "other_work", "instance", "phase", "bin_or_sweep", "test_purchase")


def of_operation(operation: int, selection: Selection) -> None:
    """Everything the register holds of one operation, a kind at a time, with its form."""
    kept = answers.register()
    kinds = {"operation": kept.kinds["operation"]} | {
        name: kind
        for name, kind in kept.kinds.items()
        if name not in NOT_HERE and any(field.refers_to == "operation" for field in kind.fields)
    }
    kind = _kind(kinds, "records")
    if kind.name == "operation":
        _records(
            kind, {}, kept.records("operation")[lambda table: table["id"] == operation], selection
        )
    else:
        _records(
            kind, {"operation": operation}, kept.records(kind.name, operation=operation), selection
        )


def of_all(selection: Selection) -> None:
    """Records of every operation, and of work that belongs to none."""
    kept = answers.register()
    kind = _kind({name: kept.kinds[name] for name in OF_ALL}, "register")
    _records(kind, {}, kept.records(kind.name), selection)


def of_kind(name: str, selection: Selection, fixed: Mapping[str, Any] = NOTHING_FIXED) -> None:
    """Every record of one kind, or those with the fixed fields, with its form and, where an area may be drawn, its map."""
    kept = answers.register()
    _records(kept.kinds[name], fixed, kept.records(name, **fixed), selection)


@panel()
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
                lambda: _keep_review(answers.register(), operation, given, close=close, ended=ended)
            ):
                st.session_state[record_form.SAID] = operation_text.REVIEWED
            st.rerun()
    record_form.show_said()


def table(
    kind: Kind, records: pd.DataFrame, fixed: Mapping[str, Any] = NOTHING_FIXED
) -> pd.DataFrame:
    """Records as they are listed: labels for headings, names for codes, no geometry, and no column that is fixed or always empty."""
    said = {
        field.label: [record_form.shown(field, value) for value in records[field.name]]
        for field in kind.fields
        if field.name not in fixed
    }
    return pd.DataFrame(
        {label: values for label, values in said.items() if any(values)}, index=records.index
    )


def _kind(kinds: Mapping[str, Kind], key: str) -> Kind:
    titles = {
        name: operation_text.ABOUT if key == "records" and name == "operation" else kind.title
        for name, kind in kinds.items()
    }
    chosen = st.pills(
        operation_text.KINDS,
        list(titles),
        default=next(iter(titles)),
        key=key,
        bind="query-params",
        format_func=titles.__getitem__,
        label_visibility="collapsed",
        required=True,
    )
    return kinds[chosen or next(iter(kinds))]


def _records(
    kind: Kind, fixed: Mapping[str, Any], records: pd.DataFrame, selection: Selection
) -> None:
    """A table of records; the form of the row chosen, or of a new one; a map where an area may be drawn."""
    round_ = st.session_state.get(record_form.ROUND, 0)
    record_form.show_said()
    left, right = st.columns([11, 10], gap="medium") if kind.areas else (st.container(), None)
    with left:
        with st.container():  # the form keeps its place whether there is a table above it or not
            record = chosen_row(kind, fixed, records, round_)
        if not roles.may_edit():
            st.info(operation_text.READ_ONLY)
            return
        st.markdown(operation_text.form_title(kind.one, changes=record is not None))
        form = Form(kind, record, fixed)
        record_form.show(form)
        if kind.name == "dosage":
            operation_files.import_rows(kind)
        if record is not None:
            operation_files.history(kind.name, int(record["id"]))
    if right is not None:
        with right, panel():
            _drawing_map(form, selection)


def chosen_row(
    kind: Kind, fixed: Mapping[str, Any], records: pd.DataFrame, round_: int
) -> Mapping[str, Any] | None:
    """The record whose row is chosen; a table of one operation opens it at once."""
    if records.empty:
        metric_cards.note(operation_text.NO_ROWS)
        return None
    if kind.name == "operation" and len(records) == 1 and st.session_state.get("operation"):
        st.dataframe(table(kind, records), hide_index=True, width="stretch")
        return records.iloc[0].to_dict()
    event = st.dataframe(
        table(kind, records, fixed),
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key=f"rows {kind.name} {fixed.get('operation', 'all')} {round_}",
    )
    rows = event["selection"]["rows"]
    metric_cards.note(operation_text.PICK_ROW if roles.may_edit() else "")
    return records.iloc[rows[0]].to_dict() if rows and rows[0] < len(records) else None


@panel()
def _drawing_map(form: Form, selection: Selection) -> None:
    """The map takes clicks as corners of the form's area."""
    (area_field, *_) = form.kind.areas
    known = form.record[area_field] if form.record else ""
    area = record_form.drawing() or (OwnArea("", str(known)) if known else None)
    listed = answers.operations(selection.last_month)
    mine = listed[listed["operation"] == form.fixed.get("operation")]
    fit = tuple(dict.fromkeys(ward for wards in mine["ward_codes"] for ward in wards))
    ward_maps.wards(
        ward_answers.ward_answer(selection), Shown(fit=fit, area=area, draw=True), on_event=_take
    )


def _take(event: dict[str, object]) -> None:
    if corners := filters.area_drawn(event):
        st.session_state[record_form.DRAWN] = corners


def _keep_review(
    kept: Registers, operation: int, given: Mapping[str, Any], *, close: bool, ended: date | None
) -> None:
    """The entry, the next review, and the closing: all of them, or none."""
    with kept.editing(roles.role()) as edits:
        edits.add("learning", {"operation": operation, **given})
        record = edits.live("operation", operation)
        changed = {"review_date": given["next_review"]} | ({"status": "closed"} if close else {})
        edits.change("operation", operation, changed, record["version"])
        for phase in edits.found("phase", operation=operation) if close and ended else []:
            if phase["end"] is None:
                edits.change("phase", phase["id"], {"end": ended}, phase["version"])
