"""Stop and search beside the harm: where, with what result, on whom it falls; section 60; scrutiny panels."""

from __future__ import annotations

import streamlit as st

from ui.answers import store as answers
from ui.answers.stop_and_search import searches as search_answers
from ui.filters import sidebar as filters
from ui.shell import errors as messages
from ui.shell import guide, persistent_layout
from ui.stop_and_search import views as search_views
from ui.text.stop_and_search import searches as search_text


def show() -> None:
    source = filters.search_source()
    selection = filters.of_searches(
        source, search_answers.received_or_refused(source), search_answers.legislation(source)
    )
    with messages.spoken():
        with persistent_layout.head():
            top, view = st.container(), search_views.chosen()
            with top:
                search_views.heading(selection, view)
            search_views.limits(selection)
        search_views.show(view, selection)
    guide.cannot_say(text=search_text.can_say(exact=answers.declared(source).exact_places))
