"""The outcomes that the sidebar offers to judge operations by."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from geo.core.errors import DataProblem
from geo.core.schema import STREET
from geo.operations.design import KNIFE_ENABLED, REPORTED_VIOLENCE
from ui.answers.operations.evaluation import Aim
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers

RECEIVED = (date(2022, 1, 1), date(2022, 2, 1))


def page() -> None:
    import streamlit as st

    from geo.core.errors import DataProblem
    from ui.filters import url_state
    from ui.operations import aim

    url_state.begin("Operations")
    try:
        st.session_state["asked"] = aim.chosen()
    except DataProblem as problem:
        st.session_state["asked"] = problem


def test_outcomes_are_offered_where_their_source_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        source_answers, "received_months", lambda source: RECEIVED if source == STREET else ()
    )
    monkeypatch.setattr(answers, "vintages", lambda: ())
    monkeypatch.setattr(answers, "pin_window", lambda first, last, vintage: None)
    monkeypatch.setattr(answers, "vintage_in_force", lambda day: "2021-12")
    drawn = AppTest.from_function(page).run()
    choice = drawn.session_state["asked"]
    assert choice.aim == Aim(REPORTED_VIOLENCE, STREET)
    assert (choice.selection.first_month, choice.selection.last_month) == RECEIVED
    offered = drawn.selectbox[0].options
    assert KNIFE_ENABLED.name not in offered and offered[-1] == "Recorded possession of weapons"
    monkeypatch.setattr(source_answers, "received_months", lambda source: ())
    refused = AppTest.from_function(page).run()
    assert isinstance(refused.session_state["asked"], DataProblem) and not refused.selectbox
