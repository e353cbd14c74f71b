"""Panel packs: a stratified random sample by its seed, fields for grade and feedback, actions followed up; workbook and printable view."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.core.search_selection import SearchSelection
from ui.access import policy
from ui.answers.stop_and_search import panels as panel_answers
from ui.answers.store import records as record_answers
from ui.components import downloads, metric_cards
from ui.components.panel import panel
from ui.filters import url_state
from ui.register import record_form
from ui.register import records as register_records
from ui.shell import errors
from ui.text.stop_and_search import panels as words


def show(selection: SearchSelection) -> None:
    """Make a pack; look at one, grade it, follow its actions up."""
    packs, others = panel_answers.of_source(selection.source_id)
    record_form.show_said()
    printing = _part() == "print"
    left, right = (st.empty(), st.container()) if printing else st.columns([2, 5], gap="medium")
    if not printing:
        with left:
            _make(selection)
    with right:
        metric_cards.note(words.others(others))
        if not packs:
            st.info(words.NO_PACKS)
            return
        names = {str(pack["id"]): str(pack["name"]) for pack in packs}
        number = url_state.PACK.value([*names], names.__getitem__)
        st.selectbox(
            words.CHOOSE, [*names], format_func=names.__getitem__, **url_state.PACK.bound()
        )
        _pack(next(pack for pack in packs if str(pack["id"]) == number))


def _part() -> str:
    return url_state.PACK_PART.value([*words.PARTS], words.PARTS.__getitem__)


@panel()
def _make(selection: SearchSelection) -> None:
    """The form for a new pack, of the months and filters in the sidebar."""
    if not policy.may_edit_register():
        st.info(words.READ_ONLY)
        return
    kind = record_answers.register().kinds["panel_pack"]
    with st.form("panel pack", enter_to_submit=False):
        st.markdown(f"**{words.NEW}**")
        metric_cards.note(selection.describe() + ".", words.MONTHS_ONLY)
        given = {
            "name": st.text_input(words.NAME),
            "panel": st.selectbox(words.PANEL, kind.field("panel").choices),
            "strata": st.selectbox(words.STRATIFIED, kind.field("strata").choices),
            "size": st.number_input(words.SIZE, 1, 200, 20),
            "seed": st.number_input(words.SEED, 0, 2**31 - 1, 1, help=words.SEED_HELP),
            "first_month": selection.first_month,
            "last_month": selection.last_month,
        }
        if st.form_submit_button(words.MAKE, type="primary"):
            if errors.attempt(lambda: _keep(given, selection.source_id)):
                st.session_state[record_form.SAID] = words.made(str(given["name"]))
            st.rerun()


def _keep(given: dict[str, Any], source_id: str) -> None:
    """Keep the pack and open it."""
    url_state.PACK.put_now(str(panel_answers.keep(given, source_id)))


@panel()
def _pack(pack: dict[str, Any]) -> None:
    sample = panel_answers.graded(pack)
    metric_cards.paragraph(words.about(pack, len(sample)))
    metric_cards.note(words.changed(pack["made_from"], panel_answers.drawn_from(pack)))
    part = _part()
    st.segmented_control(
        words.PART,
        [*words.PARTS],
        format_func=words.PARTS.__getitem__,
        required=True,
        label_visibility="collapsed",
        **url_state.PACK_PART.bound(),
    )
    if part == "sample":
        st.dataframe(table(sample), hide_index=True, width="stretch", height=430)
        metric_cards.note(words.nothing_personal(pack), words.grades(sample["grade"].to_list()))
        downloads.download(
            table(sample),
            words.notes(pack, panel_answers.source(pack)),
            name=words.file_name(pack["name"]),
        )
    elif part == "print":
        rows = table(sample)[list(words.PRINTED)].to_dict("records")
        st.html(
            words.printable(pack, rows, panel_answers.source(pack), panel_answers.actions(pack))
        )
    else:
        kind = "panel_grade" if part == "grades" else "panel_action"
        register_records.show(register_records.of_kind(kind, {"pack": int(pack["id"])}))


def table(sample: pd.DataFrame) -> pd.DataFrame:
    """The sample as a panel sees it, with empty cells for what is still to be said."""
    shown = sample[list(words.COLUMNS)].fillna("").rename(columns=words.COLUMNS)
    return shown
