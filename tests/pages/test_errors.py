"""Every page with one panel broken: the reader sees the number in its place, and all the rest."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
import streamlit as st

from loaders.register.register import open_registers
from loaders.store.reader import current_build
from tests.large_versions import a_few
from tests.pages.running import PageOutput, fresh_caches, run
from ui.text.frame import errors as error_text

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")
DRAWN = ("html", "dataframe", "table", "plotly_chart", "component_instance", "markdown")


class BrokenPanel(NamedTuple):
    """A page, the function in one of its panels that fails, and how many elements of each kind are lost by that."""

    page: str
    function: str
    lost: dict[str, int]


BROKEN = (
    BrokenPanel("briefing", "ui.briefing.attention.ward_changes", {"html": 1}),
    BrokenPanel("briefing", "ui.map.ward_map.wards", {"component_instance": 1}),
    BrokenPanel("compare", "ui.compare.side_by_side._picture", {"html": 1}),
    BrokenPanel("wards", "ui.components.tables.wards", {"dataframe": 1, "html": 1}),
    BrokenPanel("lines", "ui.lines.charts.shares_by_month", {"plotly_chart": 1, "html": 1}),
    BrokenPanel("hotspots", "ui.hotspots.overview._painted", {"component_instance": 1}),
    BrokenPanel("operations", "ui.operations.board.board_table", {"dataframe": 1}),
    BrokenPanel("stop_and_search", "ui.stop_and_search.map_layer.cells", {"component_instance": 1}),
    BrokenPanel("duty", "ui.duty.readers.side_by_side", {"dataframe": 1, "html": 1}),
    BrokenPanel("data", "ui.data.data_inventory.months_between", {"html": 4}),
)
A_FEW = [BROKEN[at] for at in (1, 3, 4, 6, 9)]  # a map, tables, a chart and sentences


@pytest.fixture(autouse=True)
def store(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    return demonstration_store


def fail(*_: object, **__: object) -> None:
    raise AssertionError("made up")


def elements(sent: PageOutput) -> Counter[str]:
    return Counter({kind: len(sent.elements(kind)) for kind in DRAWN})


@pytest.mark.parametrize("broken", a_few(BROKEN, A_FEW), ids=lambda broken: broken.function)
def test_one_broken_panel_leaves_the_rest_of_its_page(
    broken: BrokenPanel,
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    whole = run(broken.page)
    registers = open_registers(store, "demonstration")
    changes, build = registers.changes(), current_build(store)
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setattr(broken.function, fail)
    sent = run(broken.page)
    messages = [alert.body for alert in sent.elements("alert")]
    for alert in whole.elements("alert"):
        messages.remove(alert.body)
    logged = [record.getMessage() for record in caplog.records if record.name == "dashboard"]
    assert messages and messages == [
        error_text.message(AssertionError(), number.removeprefix("Error ")) for number in logged
    ]
    assert dict(elements(whole) - elements(sent)) == broken.lost
    assert (registers.changes(), current_build(store)) == (changes, build)
