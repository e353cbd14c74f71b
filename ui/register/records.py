"""Records of any kind as a table, with the form to add and change them for whoever may edit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.record_types import Kind
from geo.core.selection import OwnArea, Selection
from ui.access import policy
from ui.answers.store import records as record_answers
from ui.answers.wards import every_ward as ward_answers
from ui.components import metric_cards
from ui.filters import sidebar, url_state
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import MapOptions
from ui.register import files as register_files
from ui.register import record_form
from ui.register.record_form import Form
from ui.text import register as register_text

NOTHING_FIXED: Mapping[str, Any] = {}


@dataclass(frozen=True)
class RecordList:
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


def of_kind(name: str, fixed: Mapping[str, Any] = NOTHING_FIXED) -> RecordList:
    """Every record of one kind, or those with the fixed fields."""
    registers = record_answers.register()
    return RecordList(registers.kinds[name], registers.records(name, **fixed), fixed)


def choose_kind(titles: Mapping[str, str], key: url_state.Choice) -> None:
    """The kinds of record offered.

    titles  name of each kind offered → its title on screen
    """
    key.value([*titles], titles.__getitem__)
    st.pills(
        register_text.KINDS,
        [*titles],
        format_func=titles.__getitem__,
        label_visibility="collapsed",
        required=True,
        **key.bound(),
    )


def show(listed: RecordList) -> None:
    """A table of records; the form of the row chosen, or of a new one."""
    kind = listed.kind
    record_form.show_said()
    with st.container():  # the form keeps its place whether there is a table above it or not
        record = choose_row(listed)
    if not policy.may_edit_register():
        st.info(register_text.READ_ONLY)
        return
    st.markdown(register_text.form_title(kind.noun, changes=record is not None))
    record_form.show(Form(kind, record, listed.fixed, on_added=listed.on_added))
    if kind.by_file:
        register_files.import_rows(kind)
    if record is not None:
        register_files.history(kind.name, int(record["id"]))


def choose_row(listed: RecordList) -> Mapping[str, Any] | None:
    """The table of records; returns the one whose row is chosen, or that is opened at once; None where none is."""
    kind, records = listed.kind, listed.records
    if records.empty:
        metric_cards.note(register_text.NO_ROWS)
        return None
    if listed.opened:
        st.dataframe(table(kind, records), hide_index=True, width="stretch")
        return chosen_row(listed)
    st.dataframe(
        table(kind, records, listed.fixed),
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key=_rows_key(listed),
    )
    metric_cards.note(register_text.PICK_ROW if policy.may_edit_register() else "")
    return chosen_row(listed)


def chosen_row(listed: RecordList) -> Mapping[str, Any] | None:
    """The record whose row is chosen, before or after the table is drawn."""
    records = listed.records
    chosen = st.session_state.get(_rows_key(listed))
    rows = [0] if listed.opened else chosen["selection"]["rows"] if chosen else []
    return records.iloc[rows[0]].to_dict() if rows and rows[0] < len(records) else None


def has_map(listed: RecordList) -> bool:
    """Whether the form beside the records has an area that may be drawn, and whoever looks may fill it."""
    return bool(listed.kind.areas) and policy.may_edit_register()


def drawing_map(listed: RecordList, selection: Selection) -> MapView | None:
    """The map that takes clicks as corners of an area of the form; None where the form has no area or nobody may fill it.

    selection  what the map is painted by
    """
    if not has_map(listed):
        return None
    (area_field, *_) = listed.kind.areas
    record = chosen_row(listed)
    known = record[area_field] if record else ""
    area = record_form.drawing() or (OwnArea("", str(known)) if known else None)
    return ward_maps.wards(
        ward_answers.ward_answer(selection),
        MapOptions(fit=listed.fit, area=area, draw=True),
        on_event=_take,
    )


def _rows_key(listed: RecordList) -> str:
    within = "-".join(map(str, listed.fixed.values())) or "all"
    return f"rows {listed.kind.name} {within} {st.session_state.get(record_form.ROUND, 0)}"


def table(
    kind: Kind, records: pd.DataFrame, fixed: Mapping[str, Any] = NOTHING_FIXED
) -> pd.DataFrame:
    """Records as they are listed: labels for headings, names for codes, no geometry, and no column that is fixed or always empty."""
    vintages = records["ward_vintage"] if kind.names_ward else [""] * len(records)
    columns = {
        field.label: [
            record_form.shown(field, value, vintage)
            for value, vintage in zip(records[field.name], vintages, strict=True)
        ]
        for field in kind.fields
        if field.name not in fixed
    }
    return pd.DataFrame(
        {label: values for label, values in columns.items() if any(values)}, index=records.index
    )


def _take(event: dict[str, object]) -> None:
    if corners := sidebar.area_drawn(event):
        st.session_state[record_form.DRAWN] = corners
