"""The dashboard run in this process, with everything it would send to a browser kept."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from loaders import intake
from loaders.settings import setting
from pages import PAGES
from tests.conftest import PROJECT
from ui.answers import seen
from ui.components import downloads
from ui.map.payload import NO_CLASS, WardClass, WardPaint
from ui.shell import navigation

APP = Path(__file__).resolve().parents[2] / "app.py"
SCRIPT = """
import app
app.main({page!r})
"""
NAMES = [navigation.name_of(page) for page in PAGES]
TITLES = [page.TITLE for page in PAGES]
# Pages that never show a map, by what they declare to return
WITHOUT_MAP = {
    navigation.name_of(page) for page in PAGES if page.ward_map.__annotations__["return"] == "None"
}
# Names that Streamlit and folium draw at random, and the id of a file that is made when its button is pressed
RANDOM = re.compile(rb"[0-9a-f]{32,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class PageOutput:
    """What stood on a page when it had run first.

    nodes  every element and block as it was sent, in the order in which they stand
    files  what its buttons make
    """

    test: AppTest
    nodes: list[Any]
    files: list[bytes] = field(default_factory=list)

    @property
    def raw(self) -> list[bytes]:
        """Every element and file, random names taken out."""
        return [
            RANDOM.sub(b"", part)
            for part in [
                *(node.proto.SerializeToString() for node in self.nodes),
                *map(_without_times, self.files),
            ]
        ]

    @property
    def csv(self) -> list[str]:
        """The files that are tables of text."""
        return [file.decode("utf-8-sig") for file in self.files if file.startswith(b"\xef\xbb\xbf")]

    @property
    def saved_maps(self) -> list[bytes]:
        """The files that are maps."""
        return [file for file in self.files if file.startswith(b"<!DOCTYPE html>")]

    def elements(self, kind: str) -> list[Any]:
        """Elements of a kind, as Streamlit's protocol names it."""
        name = "".join(part.capitalize() for part in kind.split("_"))
        return [node.proto for node in self.nodes if node.proto.DESCRIPTOR.name == name]

    def blocks(self, kind: str) -> list[Any]:
        return [node.proto for node in self.nodes if isinstance(node, Block) and node.type == kind]

    @property
    def texts(self) -> list[str]:
        """Everything to be read: HTML without its tags, markdown, messages, labels."""
        html = [
            re.sub(r"<style>.*?</style>|<[^>]*>", " ", element.body)
            for element in self.elements("html")
        ]
        return [
            *html,
            *(e.body for e in self.elements("markdown")),
            *(e.body for e in self.elements("alert")),
            *(e.body for e in self.elements("text")),
        ]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def tables(self) -> list[pd.DataFrame]:
        """Dataframes as the browser unpacks them."""
        return [
            pa.ipc.open_stream(
                element.arrow_data.data if hasattr(element, "arrow_data") else element.data
            ).read_pandas()
            for element in self.elements("dataframe")
        ]

    def charts(self) -> list[dict[str, Any]]:
        """Plotly figures, packed numbers unpacked."""
        return [unpacked(json.loads(element.spec)) for element in self.elements("plotly_chart")]

    @property
    def map(self) -> dict[str, Any]:
        """The map's arguments, as its frame gets them."""
        (component,) = self.elements("component_instance")
        return json.loads(component.json_args)

    @property
    def painted(self) -> dict[str, Any]:
        """What the map's script is sent."""
        return painted_in(self.map["feature_group"])


def painted_in(script: str) -> dict[str, Any]:
    """What a map's script is sent, in the script of a group or in a whole file."""
    match = re.search(r"wardMap\.layer\((\{.*\})\);", script)
    assert match
    return json.loads(match[1])


def figures_of(painted: dict[str, Any]) -> dict[str, WardPaint]:
    """Ward code → what the map is sent of it, of the wards that the reader asked for."""
    return {code: WardPaint(*sent) for code, sent in painted["wards"].items() if sent}


def classes_of(painted: dict[str, Any]) -> dict[str, WardClass]:
    """Ward code → the class the map is sent of it, of the wards that have one."""
    sent = {
        code: WardClass(*values) for code, values in painted["cells"]["wards"].items() if values
    }
    return {code: ward for code, ward in sent.items() if ward.colour != NO_CLASS}


def unpacked(value: Any) -> Any:
    import numpy as np

    if isinstance(value, dict) and {"bdata", "dtype"} <= set(value):
        return np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"]).tolist()
    if isinstance(value, dict):
        return {name: unpacked(inner) for name, inner in value.items()}
    return [unpacked(inner) for inner in value] if isinstance(value, list) else value


def _without_times(file: bytes) -> bytes:
    """A workbook as the text of its cells: the archive around them holds the time at which it was made."""
    if not file.startswith(b"PK"):
        return file
    book = load_workbook(io.BytesIO(file), read_only=True)
    return repr(
        [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]
    ).encode()


@pytest.fixture
def fresh_caches() -> Iterator[None]:
    """Nothing is remembered of an earlier test, nor for a later one."""
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def readable(sent: PageOutput) -> str:
    """All that is read on a page and in its tables of text, tags and escapes undone."""
    tables = " ".join(table.to_csv() for table in sent.tables())
    return unescape(" ".join([sent.text, tables, *sent.csv]))


def load_case(name: str, store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store, served from now on, that holds a small case of people's tools; skipped by name where the case is not there."""
    told = setting("SVD_TEST_DATA")
    shared = Path(told).parent.parent if told else PROJECT.parent / "shared"
    files = sorted((shared / "cases" / name).glob("*.csv"))
    if not files:
        pytest.skip(f"the case {name} is not in {shared}")
    intake.load(files, store)
    monkeypatch.setenv("SVD_STORE", str(store))
    return store


def run(page: str = "briefing", **address: str | list[str]) -> PageOutput:
    """Open a page by its address and keep what it shows; files are made as if their buttons were pressed."""
    offered: list[Callable[[], bytes]] = []
    file_button = downloads.file_button

    def press(label: str, data: Any, **settings: Any) -> None:
        offered.append(seen.taken_away(data, str(settings["file_name"])))
        file_button(label, data, **settings)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(downloads, "file_button", press)
        test = AppTest.from_string(SCRIPT.format(page=page or "briefing"), default_timeout=60)
        for name, value in address.items():
            test.query_params[{"first": "from", "last": "to"}.get(name, name)] = value
        test.run()
    assert len(test.exception) == 0, test.exception
    nodes = [node for block in (test.sidebar, test.main) for node in _nodes(block)]
    # outside the session, as Streamlit makes a file once its button is pressed
    return PageOutput(test, nodes, [make() for make in offered])


def _nodes(block: Block) -> Iterator[Any]:
    """A block's elements and blocks, and theirs."""
    for node in block.children.values():
        if node.proto is not None:
            yield node
        if isinstance(node, Block):
            yield from _nodes(node)
