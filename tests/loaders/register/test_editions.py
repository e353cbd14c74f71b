"""Editions: frozen, opened unchanged, compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders.register.editions import canonical, edition_difference, edition_figures, freeze_edition
from loaders.register.register import open_registers
from loaders.register.values import InvalidRecord


def test_the_same_figures_are_the_same_bytes_whatever_their_order() -> None:
    assert canonical({"b": 1, "a": "é"}) == canonical({"a": "é", "b": 1}) == '{"a":"é","b":1}'


def test_an_edition_opens_as_it_was_frozen_and_cannot_be_rewritten(tmp_path: Path) -> None:
    registers = open_registers(tmp_path, "real")
    number = freeze_edition(registers, "First", {"all": 3, "rate": 1.5}, build="b1", by="analyst")
    record = registers.record("edition", number)
    assert record["figures"] == '{"all":3,"rate":1.5}' and edition_figures(record) == {
        "all": 3,
        "rate": 1.5,
    }
    with pytest.raises(InvalidRecord, match="not those that were frozen"):
        registers.change("edition", number, {"figures": '{"all":4}'}, 1, "analyst")
    with pytest.raises(DataProblem, match="not as it was frozen"):
        edition_figures(record | {"figures": "{}"})
    with pytest.raises(DataProblem, match="no figures"):
        freeze_edition(registers, "Empty", {}, build="b1", by="analyst")
    with pytest.raises(InvalidRecord, match="There is one with Title “First” already"):
        freeze_edition(registers, "First", {"all": 3}, build="b2", by="analyst")


def test_a_difference_lists_what_moved_and_nothing_else() -> None:
    difference = edition_difference(
        {"same": 1, "up": 2, "gone": 5, "word": "a"}, {"same": 1, "up": 2.5, "new": 7, "word": "b"}
    )
    assert difference.to_numpy().tolist() == [
        ["gone", 5, None, None],
        ["new", None, 7, None],
        ["up", 2, 2.5, 0.5],
        ["word", "a", "b", None],
    ]
