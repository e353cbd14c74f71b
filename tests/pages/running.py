"""The dashboard run in this process, with everything it would send to a browser kept."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from ui.map.payload import NO_CLASS, WardClass, WardPaint

APP = Path(__file__).resolve().parents[2] / "app.py"
# Names that Streamlit and folium draw at random, and the id of a file that is made when its button is pressed
RANDOM = re.compile(rb"[0-9a-f]{32,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Sent:
    """What one run of the page sent: every message as bytes, and the same taken apart."""

    test: AppTest
    messages: list[ForwardMsg]
    files: list[bytes] = field(default_factory=list)

    @property
    def raw(self) -> list[bytes]:
        """Every message and file, random names taken out."""
        return [
            RANDOM.sub(b"", one)
            for one in [
                *(m.SerializeToString() for m in self.messages),
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
        sent = [m.delta.new_element for m in self.messages if m.WhichOneof("type") == "delta"]
        return [getattr(element, kind) for element in sent if element.WhichOneof("type") == kind]

    def blocks(self, kind: str) -> list[Any]:
        sent = [m.delta.add_block for m in self.messages if m.WhichOneof("type") == "delta"]
        return [block for block in sent if block.WhichOneof("type") == kind]

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
    def told(self) -> str:
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
        return [_unpacked(json.loads(element.spec)) for element in self.elements("plotly_chart")]

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
    found = re.search(r"wardMap\.layer\((\{.*\})\);", script)
    assert found
    return json.loads(found[1])


def figures_of(painted: dict[str, Any]) -> dict[str, WardPaint]:
    """Ward code → what the map is sent of it, of the wards that the reader asked for."""
    return {code: WardPaint(*sent) for code, sent in painted["wards"].items() if sent}


def classes_of(painted: dict[str, Any]) -> dict[str, WardClass]:
    """Ward code → the class the map is sent of it, of the wards that have one."""
    sent = {code: WardClass(*one) for code, one in painted["cells"]["wards"].items() if one}
    return {code: ward for code, ward in sent.items() if ward.colour != NO_CLASS}


def _unpacked(value: Any) -> Any:
    import numpy as np

    if isinstance(value, dict) and {"bdata", "dtype"} <= set(value):
        return np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"]).tolist()
    if isinstance(value, dict):
        return {name: _unpacked(inner) for name, inner in value.items()}
    return [_unpacked(inner) for inner in value] if isinstance(value, list) else value


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


def run(page: str = "", **address: str | list[str]) -> Sent:
    """Open the page by its address and keep what it sends; files are made as if their buttons were pressed."""
    kept: list[ForwardMsg] = []
    offered: list[Callable[[], bytes]] = []
    forward_msgs, download_button = LocalScriptRunner.forward_msgs, st.download_button

    def keep(runner: LocalScriptRunner) -> list[ForwardMsg]:
        kept[:] = forward_msgs(runner)
        return kept

    def press(label: str, data: Any, **settings: Any) -> bool:
        offered.append(data if callable(data) else lambda: data)
        return download_button(label, data, **settings)

    def warm_server(manager: PagesManager, *given: Any, **settings: Any) -> None:
        begin(manager, *given, **settings)
        PagesManager.uses_pages_directory = False  # as on any server that has shown app.py once

    begin = PagesManager.__init__
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PagesManager, "__init__", warm_server)
        # A server looks through every installed package for components once, at its start; here it would once for each page opened
        patched.setattr(
            BidiComponentManager, "discover_and_register_components", lambda *_, **__: None
        )
        patched.setattr(LocalScriptRunner, "forward_msgs", keep)
        patched.setattr(st, "download_button", press)
        test = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in address.items():
            test.query_params[{"first": "from", "last": "to"}.get(name, name)] = value
        if page:
            test._page_hash = calc_hash(page)
        test.run()
    assert len(test.exception) == 0, test.exception
    return Sent(
        test, list(kept), [make() for make in offered]
    )  # outside the session, as Streamlit makes a file once its button is pressed
