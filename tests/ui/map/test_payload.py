"""What a map is sent is declared once: the JavaScript beside it is what that declaration gives."""

from __future__ import annotations

import re
from typing import Annotated, NotRequired, TypedDict, get_type_hints

import numpy as np
import pytest

from ui.map import payload_types
from ui.map.payload import DOT, MapPayload, PartCounts, WardCode, WardPaint


def test_the_types_that_javascript_reads_are_those_of_the_declaration() -> None:
    assert payload_types.SCRIPT.read_text(encoding="utf-8") == payload_types.script(), (
        "run: python -m ui.map.payload_types"
    )


def test_every_field_of_a_payload_is_declared_to_the_script() -> None:
    script = payload_types.script()
    (declared,) = re.findall(r"@typedef \{Object\} MapPayload .*?\*/", script, re.DOTALL)
    named = re.findall(r"@property \{.*?\} \[?(\w+)", declared)
    assert named == list(get_type_hints(MapPayload))
    assert " * @property {Record<WardCode, WardPaintValues | null> | null} wards " in declared


def test_records_are_read_back_in_the_order_of_their_fields() -> None:
    script = payload_types.script()
    for record in (WardPaint, PartCounts):
        (fields,) = re.findall(rf"^  {record.__name__}: \[(.*)\],$", script, re.MULTILINE)
        assert re.findall(r'"(\w+)"', fields) == list(record._fields)


def test_a_dot_is_read_where_its_bytes_lie() -> None:
    kind = np.dtype(DOT)
    assert kind.itemsize == 15  # 4 + 4 + 2 + 1 + 4: none between
    for name, start in re.findall(r'^  (\w+): \["get\w+", (\d+)\],$', payload_types.script(), re.M):
        assert kind.fields is not None and kind.fields[name][1] == int(start)
    assert "wardMap.dotBytes = 15;" in payload_types.script()


class Example(TypedDict):
    """An example."""

    ward: Annotated[WardCode, "the ward"]
    pairs: NotRequired[list[tuple[int, str] | None]]


def test_types_are_written_as_jsdoc_writes_them() -> None:
    hints = get_type_hints(Example, include_extras=True)
    assert [payload_types.written(hint) for hint in hints.values()] == [
        "WardCode",
        "([number, string] | null)[]",
    ]
    with pytest.raises(TypeError, match="is not declared"):
        payload_types.written(complex)
