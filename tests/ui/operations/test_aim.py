"""The outcomes that the sidebar offers to judge operations by."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from geo.core.errors import DataProblem
from geo.core.schema import STREET
from geo.operations.design import KNIFE_ENABLED, REPORTED_VIOLENCE
from ui.answers import store as answers
from ui.answers.evaluation import Aim
from ui.operations import aim

RECEIVED = (date(2022, 1, 1), date(2022, 2, 1))


def test_outcomes_are_offered_where_their_source_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[str] = []

    def choose(label: str, options: list[str], **settings: Any) -> str:
        offered.extend(options)
        return options[0]

    monkeypatch.setattr("streamlit.selectbox", choose)
    monkeypatch.setattr(
        answers, "received_months", lambda source: RECEIVED if source == STREET else ()
    )
    assert aim.chosen() == Aim(REPORTED_VIOLENCE, STREET)
    assert KNIFE_ENABLED.name not in offered and offered[-1] == "Recorded possession of weapons"
    monkeypatch.setattr(answers, "received_months", lambda source: ())
    with pytest.raises(DataProblem):
        aim.chosen()
