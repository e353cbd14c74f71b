"""The Duty, run whole in this process: each reader's view, what the brief names from entry to screen, editions, partner data, refusals."""

from __future__ import annotations

import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from loaders.registers import Registers, open_registers
from tests.pages.running import Sent, fresh_caches, run
from ui import duty_wording, operation_wording

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def store(demonstration_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demonstration with a register of its own."""
    folder = tmp_path / "store"
    shutil.copytree(demonstration_store, folder, ignore=shutil.ignore_patterns("registers*", "leases", "writer.lock"))
    monkeypatch.setenv("SVD_STORE", str(folder))
    return folder


@pytest.fixture
def kept(store: Path) -> Registers:
    """The register, as the first visit to a page leaves it."""
    run("duty")
    return open_registers(store, "demonstration")


def said(sent: Sent) -> str:
    words = unescape(sent.told).replace(operation_wording.NO_ROWS, "")
    assert not {"nan", "NaN", "None", "<NA>", "NaT", "inf"} & set(words.replace("(", " ").replace(",", " ").split()), words
    return words


@pytest.mark.parametrize("view", duty_wording.VIEWS.values())
def test_every_view_opens_on_what_the_brief_states(store: Path, view: str) -> None:
    words = said(run("duty", duty=view))
    assert "The Serious Violence Duty" in words and "Something went wrong" not in words
