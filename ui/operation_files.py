"""The register as a whole: files in and out, what was changed by which role, and taking it back."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from loaders.registers import Kind, Registers
from ui import access, answers, exports, figures, messages, operation_wording, record_form, tables


def panel() -> None:
    """Take the register away, load rows into it, take a change back."""
    if (
        access.may_edit()
    ):  # it holds every record and its history, and so no reader elsewhere may take it away
        st.download_button(
            operation_wording.EXPORT,
            partial(zipped, answers.register()),
            file_name=operation_wording.export_name(date.today()),
            mime="application/zip",
            on_click="ignore",
            icon=":material/download:",
            key="register zip",
        )
        kinds = answers.register().kinds
        name = st.selectbox(
            operation_wording.IMPORT,
            list(kinds),
            format_func=lambda one: kinds[one].title,
            key="import kind",
            index=list(kinds).index("dosage"),
        )
        import_rows(kinds[name])
    changes(answers.register().history(), "register")


def import_rows(kind: Kind) -> None:
    """Rows of one CSV, such as dosage by week; those that do not fit come back with line and reason."""
    with st.expander(operation_wording.import_title(kind.title), icon=":material/upload_file:"):
        figures.note(operation_wording.IMPORT_HELP)
        heading = pd.DataFrame(columns=[one.name for one in kind.fields if one.kind != "area"])
        st.download_button(
            operation_wording.TEMPLATE,
            lambda: exports.csv(heading, []),
            file_name=f"{kind.name}.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"template {kind.name}",
        )
        file = st.file_uploader(
            operation_wording.IMPORT,
            ["csv"],
            key=f"import {kind.name} {st.session_state.get(record_form.ROUND, 0)}",
            label_visibility="collapsed",
        )
        if (
            st.button(
                operation_wording.IMPORT_BUTTON, disabled=file is None, key=f"import {kind.name}"
            )
            and file is not None
        ):
            messages.attempt(lambda: _imported(kind, file.getvalue(), file.name))
            st.rerun()
        rejected = st.session_state.pop("import rejected", None)
        if rejected is not None and len(rejected):
            tables.plain(rejected)


def history(kind: str, number: int) -> None:
    """Every change of one record, newest first."""
    with st.expander(operation_wording.RECORD_HISTORY, icon=":material/history:"):
        changes(answers.register().history(kind, number), f"{kind} {number}")


def history_of(operation: int) -> None:
    """Every change of an operation and of whatever belongs to it."""
    every = answers.register().history()
    mine = every[[_belongs(row, operation) for row in every.to_dict("records")]]
    changes(mine, f"operation-{operation}")


def changes(found: pd.DataFrame, key: str) -> None:
    """Changes as lines, each with a way to take it back for whoever may edit."""
    record_form.show_said()
    kinds, edits = answers.register().kinds, access.may_edit()
    if edits:
        st.button(
            operation_wording.UNDO,
            icon=":material/undo:",
            on_click=_undo,
            args=(None,),
            key=f"undo last {key}",
        )
    if found.empty:
        figures.note(operation_wording.HISTORY_EMPTY)
    for row in found.head(operation_wording.MOST_CHANGES).to_dict("records"):
        said, back = st.columns([9, 2], vertical_alignment="center")
        said.text(operation_wording.history_line(row, kinds[row["kind"]].one))
        if edits and not row["undone"]:
            back.button(
                operation_wording.UNDO_THIS,
                on_click=_undo,
                args=(int(row["number"]),),
                key=f"undo {key} {row['number']}",
            )
    figures.note(operation_wording.history_cut(len(found)))


def zipped(kept: Registers) -> bytes:
    """The exported folder as one ZIP file."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "register"
        kept.export_folder(folder)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(folder.parent))
    return packed.getvalue()


def _belongs(row: dict[str, object], operation: int) -> bool:
    if row["kind"] == "operation":
        return row["record_id"] == operation
    return any(
        isinstance(state, dict) and state.get("operation") == operation
        for state in (row["before"], row["after"])
    )


def _imported(kind: Kind, data: bytes, file: str) -> None:
    came = answers.register().import_rows(kind.name, data, file, access.role())
    st.session_state[record_form.SAID] = operation_wording.imported(
        came.added, came.changed, came.same, len(came.rejected)
    )
    st.session_state["import rejected"] = came.rejected
    st.session_state[record_form.ROUND] = st.session_state.get(record_form.ROUND, 0) + 1


def _undo(number: int | None) -> None:
    if messages.attempt(lambda: answers.register().undo(access.role(), number)):
        st.session_state[record_form.SAID] = operation_wording.TAKEN_BACK
