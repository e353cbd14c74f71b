"""Records of any kind as a table, with the form to add and change them for whoever may edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.record_types import Kind
from geo.core.selection import OwnArea, Selection
from ui.access import roles
from ui.answers import store as answers
from ui.answers import wards as ward_answers
from ui.components import metric_cards
from ui.filters import sidebar as filters
from ui.map import ward_map as ward_maps
from ui.map.ward_map import Shown
from ui.register import files as register_files
from ui.register import record_form
from ui.register.record_form import Form
from ui.shell import errors as messages
from ui.text import register as register_text

NOTHING_FIXED: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Listed:
    """Records to list with their form.

    records   as the register gives them: id, version, fields
    fixed     fields that are given and not asked, and not listed
    fit       ward codes that the map of a form shows at first
    opened    whether the first record's form stands open at once
    on_added  called with the id of a record that the form has added
    """

    kind: Kind
    records: pd.DataFrame
    fixed: Mapping[str, Any] = field(default_factory=dict)
    fit: tuple[str, ...] = ()
    opened: bool = False
    on_added: Callable[[int], None] | None = None


def of_kind(name: str, selection: Selection, fixed: Mapping[str, Any] = NOTHING_FIXED) -> None:
    """Every record of one kind, or those with the fixed fields, with its form and, where an area may be drawn, its map.

    selection  what the map is painted by
    """
    kept = answers.register()
    show(Listed(kept.kinds[name], kept.records(name, **fixed), fixed), selection)


def choose_kind(titles: Mapping[str, str], key: str) -> str:
    """The kind of record that the address asks for under `key`; the first where it asks for none.

    titles  name of each kind offered → its title on screen
    """
    return st.pills(
        register_text.KINDS,
        list(titles),
        default=next(iter(titles)),
        key=key,
        bind="query-params",
        format_func=titles.__getitem__,
        label_visibility="collapsed",
        required=True,
    ) or next(iter(titles))


def show(listed: Listed, selection: Selection) -> None:
    """A table of records; the form of the row chosen, or of a new one; a map where an area may be drawn."""
    kind = listed.kind
    record_form.show_said()
    left, right = st.columns([11, 10], gap="medium") if kind.areas else (st.container(), None)
    with left:
        with st.container():  # the form keeps its place whether there is a table above it or not
            record = chosen_row(listed)
        if not roles.may_edit():
            st.info(register_text.READ_ONLY)
            return
        st.markdown(register_text.form_title(kind.one, changes=record is not None))
        form = Form(kind, record, listed.fixed, on_added=listed.on_added)
        record_form.show(form)
        if kind.by_file:
            register_files.import_rows(kind)
        if record is not None:
            register_files.history(kind.name, int(record["id"]))
    if right is not None:
        with right, messages.spoken():
            _drawing_map(form, selection, listed.fit)


def chosen_row(listed: Listed) -> Mapping[str, Any] | None:
    """The record whose row is chosen, or the one that is opened at once; None where none is."""
    kind, records, fixed = listed.kind, listed.records, listed.fixed
    if records.empty:
        metric_cards.note(register_text.NO_ROWS)
        return None
    if listed.opened:
        st.dataframe(table(kind, records), hide_index=True, width="stretch")
        return records.iloc[0].to_dict()
    within = "-".join(map(str, fixed.values())) or "all"
    event = st.dataframe(
        table(kind, records, fixed),
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key=f"rows {kind.name} {within} {st.session_state.get(record_form.ROUND, 0)}",
    )
    rows = event["selection"]["rows"]
    metric_cards.note(register_text.PICK_ROW if roles.may_edit() else "")
    return records.iloc[rows[0]].to_dict() if rows and rows[0] < len(records) else None


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


def _drawing_map(form: Form, selection: Selection, fit: tuple[str, ...]) -> None:
    """The map takes clicks as corners of the form's area."""
    (area_field, *_) = form.kind.areas
    known = form.record[area_field] if form.record else ""
    area = record_form.drawing() or (OwnArea("", str(known)) if known else None)
    ward_maps.wards(
        ward_answers.ward_answer(selection), Shown(fit=fit, area=area, draw=True), on_event=_take
    )


def _take(event: dict[str, object]) -> None:
    if corners := filters.area_drawn(event):
        st.session_state[record_form.DRAWN] = corners
