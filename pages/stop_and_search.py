"""Stop and search beside the harm: where, with what result, on whom it falls; section 60; scrutiny panels."""

from __future__ import annotations

import streamlit as st

from ui import filters, guide, lasting, messages, search_answers, search_views, search_wording


def show() -> None:
    source = filters.search_source()
    selection = filters.of_searches(
        source, search_answers.received_or_refused(source), search_answers.legislation(source)
    )
    with messages.spoken():
        with lasting.head():
            top, view = st.container(), search_views.chosen()
            with top:
                search_views.heading(selection, view)
            search_views.limits(selection)
        search_views.show(view, selection)
    guide.cannot_say(text=search_wording.can_say(source))
