"""What stands around a page: charts wait for the map only where the reader has just come from another page."""

from __future__ import annotations

import pytest
import streamlit as st

from ui.filters import sidebar as filters
from ui.shell import page_header


@pytest.mark.parametrize(
    ("state", "waited"),
    [
        ({}, []),
        ({filters.ARRIVING: False}, []),
        ({filters.ARRIVING: True}, [page_header.MAP_FIRST]),
    ],
)
def test_charts_wait_for_the_map_on_a_page_just_come_to(
    state: dict[str, object], waited: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr("ui.shell.page_header.time.sleep", slept.append)
    page_header.map_first()
    assert slept == waited


def test_a_page_is_just_come_to_in_its_first_run_after_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(st, "session_state", {})
    arrived = []
    for page in ("briefing", "briefing", "compare", "compare", "briefing"):
        filters.keep_choices(page)
        arrived.append(filters.arriving())
    assert arrived == [False, False, True, False, True]
