"""The register as a whole: files in and out, what was changed by which role, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.record_types import Kind
from ui.access import policy
from ui.answers import register
from ui.answers.store import records as record_answers
from ui.components import downloads, metric_cards, tables
from ui.register import record_form
from ui.shell import errors
from ui.text import register as register_text


def panel() -> None:
    """Take the register away, load rows into it, take a change back."""
    if (
        policy.may_edit_register()
    ):  # it holds every record and its history, and so no reader elsewhere may take it away
        downloads.file_button(
            register_text.EXPORT,
            register.archive(),
            file_name=register_text.export_name(date.today()),
            mime="application/zip",
            icon=":material/download:",
            key="register zip",
        )
        kinds = record_answers.register().kinds
        name = st.selectbox(
            register_text.IMPORT,
            list(kinds),
            format_func=lambda kind: kinds[kind].title,
            key="import kind",
            index=next((at for at, kind in enumerate(kinds.values()) if kind.by_file), 0),
        )
        import_rows(kinds[name])
    changes(record_answers.register().history(), "register")


def import_rows(kind: Kind) -> None:
    """Rows of one CSV, such as dosage by week; those that do not fit come back with line and reason."""
    with st.expander(register_text.import_title(kind.title), icon=":material/upload_file:"):
        metric_cards.note(register_text.IMPORT_HELP)
        heading = pd.DataFrame(
            columns=[field.name for field in kind.fields if field.kind != "area"]
        )
        downloads.file_button(
            register_text.TEMPLATE,
            lambda: downloads.csv(heading, []),
            file_name=f"{kind.name}.csv",
            mime="text/csv",
            key=f"template {kind.name}",
        )
        file = st.file_uploader(
            register_text.IMPORT,
            ["csv"],
            key=f"import {kind.name} {st.session_state.get(record_form.ROUND, 0)}",
            label_visibility="collapsed",
        )
        if (
            st.button(register_text.IMPORT_BUTTON, disabled=file is None, key=f"import {kind.name}")
            and file is not None
        ):
            errors.attempt(lambda: _imported(kind, file.getvalue(), file.name))
            st.rerun()
        rejected = st.session_state.pop("import rejected", None)
        if rejected is not None and len(rejected):
            tables.plain(rejected)


def history(kind: str, number: int) -> None:
    """Every change of one record, newest first."""
    with st.expander(register_text.RECORD_HISTORY, icon=":material/history:"):
        changes(record_answers.register().history(kind, number), f"{kind} {number}")


def history_with_parts(kind: str, number: int) -> None:
    """Every change of a record and of whatever belongs to it, newest first."""
    every = record_answers.register().history()
    mine = every[[_belongs(row, kind, number) for row in every.to_dict("records")]]
    changes(mine, f"{kind}-{number}")


def changes(entries: pd.DataFrame, key: str) -> None:
    """Changes as lines, each with a way to take it back for whoever may edit."""
    record_form.show_said()
    kinds, edits = record_answers.register().kinds, policy.may_edit_register()
    if edits:
        st.button(
            register_text.UNDO,
            icon=":material/undo:",
            on_click=errors.callback(_undo),
            args=(None,),
            key=f"undo last {key}",
        )
    if entries.empty:
        metric_cards.note(register_text.HISTORY_EMPTY)
    for row in entries.head(register_text.MOST_CHANGES).to_dict("records"):
        line, back = st.columns([9, 2], vertical_alignment="center")
        line.text(register_text.history_line(row, kinds[row["kind"]].noun))
        if not row["undone"] and register.may_undo(row):
            back.button(
                register_text.UNDO_THIS,
                on_click=errors.callback(_undo),
                args=(int(row["number"]),),
                key=f"undo {key} {row['number']}",
            )
    metric_cards.note(register_text.history_cut(len(entries)))


def _belongs(row: Mapping[str, Any], kind: str, number: int) -> bool:
    """Whether a change is one of a record, or of one that refers to it, before or after."""
    if row["kind"] == kind:
        return bool(row["record_id"] == number)
    fields = record_answers.register().kinds[row["kind"]].fields
    names = [field.name for field in fields if field.refers_to == kind]
    return any(
        isinstance(state, dict) and any(state.get(name) == number for name in names)
        for state in (row["before"], row["after"])
    )


def _imported(kind: Kind, data: bytes, file: str) -> None:
    came = register.import_rows(kind.name, data, file)
    st.session_state[record_form.SAID] = register_text.imported(
        came.added, came.changed, came.same, len(came.rejected)
    )
    st.session_state["import rejected"] = came.rejected
    st.session_state[record_form.ROUND] = st.session_state.get(record_form.ROUND, 0) + 1


def _undo(number: int | None) -> None:
    if errors.attempt(lambda: register.undo(number)):
        st.session_state[record_form.SAID] = register_text.TAKEN_BACK
