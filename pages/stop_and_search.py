"""Stop and search beside the harm: where, with what result, on whom it falls; section 60; scrutiny panels."""

from __future__ import annotations

import streamlit as st

from geo.schema import SEARCHES
from ui import answers, filters, frame, guide, messages, search_answers, search_views, search_wording


def show() -> None:
    received = search_answers.received_or_refused()
    selection = filters.of_searches(received, search_answers.legislation())
    top, view = st.container(), search_views.chosen()
    with messages.spoken():
        found = search_answers.overview(selection)
        with top:
            frame.heading(search_wording.PAGE, selection.describe(), search_wording.located(found, answers.manifest().boundaries),
                          marking=frame.marked(SEARCHES))
        search_views.limits(found)
        search_views.show(view, found)
    guide.cannot_say(text=search_wording.CAN_SAY_TEXT)
