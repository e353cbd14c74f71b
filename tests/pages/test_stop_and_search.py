"""The page on stop and search, view by view, as it is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.running import fresh_caches, run
from tests.pages.test_pages import alerts, readable

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches", "store")


@pytest.fixture
def store(demonstration_of_its_own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVD_STORE", str(demonstration_of_its_own))
    return demonstration_of_its_own


@pytest.mark.parametrize("view", ["Map", "Effectiveness", "Proportionality", "Section 60", "Panel"])
def test_every_view_is_drawn(view: str) -> None:
    sent = run("stop_and_search", searches=view)
    words = readable(sent)
    assert "What this cannot say. Residents are not the people who were there to be searched" in words
    assert [one for one in alerts(sent) if "wrong" in one] == []
    print(words)
