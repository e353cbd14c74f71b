"""The form that says which column of a force's own file is which field, where its headings are not known; for analysts alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo.core.errors import DataProblem
from ui.access import policy
from ui.answers import uploads as upload_answers
from ui.components import downloads
from ui.shell import errors
from ui.text import sources as source_text
from ui.text.markup import plain

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from ui.answers.uploads import Suggestions, WantedField

USED = "mapping_used"  # (id of the file, name of the mapping, its text)
SUGGESTED = "mapping_suggestions"  # (id of the file, the suggestions, or why there are none)
Chosen = dict[str, tuple[str, ...]]


def given(files: Sequence[UploadedFile]) -> tuple[str, bytes] | None:
    """The mapping that was made on screen for a file, by its name; None where there is none for just this file."""
    used = st.session_state.get(USED)
    if used is None or len(files) != 1 or used[0] != files[0].file_id:
        return None
    return used[1], used[2]


def forget() -> None:
    """Forget what was said of a file, and the values that were shown of it."""
    for key in (USED, SUGGESTED):
        st.session_state.pop(key, None)


def panel(files: Sequence[UploadedFile]) -> None:
    """Each wanted field with its likely columns and five values of the one chosen; and the buttons that save and use what is said.

    Nothing for several files, one that is no table, or a reader who is no analyst.
    """
    if not policy.may_load() or len(files) != 1:
        return
    (file,) = files
    suggested = _suggestions(file)
    if suggested is None:
        return
    st.markdown(source_text.MAPPING_ASKED)
    if left_out := source_text.columns_left_out(
        suggested.personal, suggested.of_people, suggested.repeated
    ):
        st.warning(left_out)
    kinds = list(suggested.fields)
    kind = st.radio(
        source_text.MAPPING_KIND,
        kinds,
        index=kinds.index(suggested.kind),
        format_func=lambda name: source_text.MAPPING_KINDS[name],
        horizontal=True,
        key=f"mapping kind {file.file_id}",
    )
    fields = suggested.fields[kind]
    draw = partial(_field, suggested, fields, key=f"mapping {file.file_id} {kind}")
    _buttons(file, suggested, kind, _chosen(fields, draw))


def _suggestions(file: UploadedFile) -> Suggestions | None:
    """What may be which in the file, looked at once; None where it is no table."""
    remembered = st.session_state.get(SUGGESTED)
    if remembered and remembered[0] == file.file_id:
        known: Suggestions | None = remembered[1]
        return known
    with st.spinner(source_text.MAPPING_LOOKING):
        try:
            suggested = upload_answers.suggestions((file.name, file.getbuffer()))
        except DataProblem:  # the refusal of the file itself stands above
            suggested = None
    st.session_state[SUGGESTED] = file.file_id, suggested
    return suggested


def _chosen(
    fields: Sequence[WantedField], draw: Callable[[WantedField], tuple[str, ...]]
) -> Chosen:
    """Field → the columns said to be it; fields for which none is likely lie folded beneath the others."""
    open_ones = [f for f in fields if f.chosen or f.needed != upload_answers.NO]
    chosen = {field.name: draw(field) for field in open_ones}
    with st.expander(source_text.MAPPING_MORE):
        chosen |= {field.name: draw(field) for field in fields if field not in open_ones}
    return {field.name: chosen[field.name] for field in fields}


def _field(
    suggested: Suggestions, fields: Sequence[WantedField], field: WantedField, *, key: str
) -> tuple[str, ...]:
    """The columns that the reader says are a field; none where it is not in the file."""
    likely = {source_text.together(choice.columns): choice.columns for choice in field.choices}
    others = {name: (name,) for name in suggested.values if name not in likely}
    columns: Chosen = {**likely, source_text.NOT_IN_FILE: (), **others}
    instead = [f.name for f in fields if f.needed == upload_answers.ONE_OF and f is not field]
    label = st.selectbox(
        source_text.field_label(
            field.name,
            needed=field.needed == upload_answers.YES,
            others=instead if field.needed == upload_answers.ONE_OF else (),
        ),
        list(columns),
        index=0 if field.chosen else list(columns).index(source_text.NOT_IN_FILE),
        help=plain(field.meaning),
        key=f"{key} {field.name}",
    )
    for name in columns[label]:
        st.caption(source_text.values_shown(suggested.values[name]))
    return columns[label]


def _buttons(file: UploadedFile, suggested: Suggestions, kind: str, chosen: Chosen) -> None:
    """Save the mapping, and read the file by it at once; or the latter alone."""
    fields = suggested.fields[kind]
    lacking = _lacking(fields, chosen)
    if lacking:
        st.caption(source_text.fields_lacking(lacking))
    dates = {name for columns in chosen.values() for name in columns}
    text = upload_answers.mapping_text(
        kind,
        chosen,
        sheet=suggested.sheet,
        heading_rows=suggested.heading_rows,
        month_first=bool(dates & set(suggested.month_first)),
    ).encode()
    name = source_text.mapping_name(file.name)
    use = partial(_use, file.file_id, name, text)
    with st.container(horizontal=True):
        downloads.file_button(
            source_text.MAPPING_SAVE,
            text,
            file_name=name,
            mime="application/toml",
            key=f"mapping save {file.file_id}",
            kind="primary",
            on_click=errors.callback(use),
            disabled=bool(lacking),
        )
        st.button(source_text.MAPPING_USE, on_click=errors.callback(use), disabled=bool(lacking))
    st.caption(source_text.MAPPING_SAVE_HELP)


def _use(file_id: str, name: str, text: bytes) -> None:
    st.session_state[USED] = file_id, name, text


def _lacking(fields: Sequence[WantedField], chosen: Chosen) -> list[str]:
    """Needed fields for which no column is chosen; of those of which one is enough, the first."""
    lacking = [f.name for f in fields if f.needed == upload_answers.YES and not chosen[f.name]]
    either = [f.name for f in fields if f.needed == upload_answers.ONE_OF]
    if either and not any(chosen[name] for name in either):
        lacking.append(either[0])
    return lacking
