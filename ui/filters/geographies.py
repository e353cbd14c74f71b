"""The choice of areas beside wards, on the pages that can count by them."""

from __future__ import annotations

import streamlit as st

from ui.access import identity
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.filters import url_state
from ui.text.wards import areas as area_text


def chosen(source_id: str) -> str:
    """The id of the geography that the reader asks for; empty for wards.

    source_id  whose offences are counted: guarded counts are shown by ward alone, since two kinds of areas could be subtracted
    """
    held = {each.id: each.title for each in answers.geographies()}
    guarded = source_answers.guarded(source_id, identity.sight())
    titles = {"": area_text.WARDS} | ({} if guarded else held)
    geography = url_state.GEOGRAPHY.value([*titles], titles.__getitem__)
    if held and guarded:
        st.caption(area_text.GUARDED)
    elif held:
        st.selectbox(
            area_text.AREAS,
            [*titles],
            format_func=titles.__getitem__,
            help=area_text.AREAS_HELP,
            **url_state.GEOGRAPHY.bound(),
        )
    return geography
