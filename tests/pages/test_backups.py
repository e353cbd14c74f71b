"""Briefing and Data say when what people entered was last backed up, and only where something was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from loaders.backup.keeping import LastBackup, note_backup
from loaders.register.register import open_registers
from tests.conftest import copy_of
from tests.pages.running import fresh_caches, readable, run

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")
NONE_MADE = "No backup has been made of what was entered."


@pytest.fixture
def store(tiny_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of real kind, nobody's edits in it yet."""
    root = copy_of(tiny_store, tmp_path)
    monkeypatch.setenv("SVD_STORE", str(root))
    return root


def said(page: str) -> str:
    return readable(run(page))


def test_nothing_is_asked_where_nobody_entered_anything(store: Path) -> None:
    assert "backup" not in said("briefing") + said("data")


def test_a_backup_is_asked_for_after_an_edit_and_after_eight_days(store: Path) -> None:
    open_registers(store, "real").add("next_step", {"text": "ask"}, "commander")
    assert NONE_MADE in said("briefing") and NONE_MADE in said("data")
    now = datetime.now(UTC)
    note_backup(store, LastBackup(now, {"real": 1}))
    assert "backup" not in said("briefing")
    assert "The last backup was made on" in said("data")
    note_backup(store, LastBackup(now - timedelta(days=20), {"real": 1}))
    assert "20 days ago. An administrator runs `python -m loaders backup`." in said("briefing")
