"""Every phrase on screen that is made by a function is read in the test of its module."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ui import text

TEXT = Path(text.__file__).parent


@pytest.mark.parametrize(
    "module", sorted(str(path.relative_to(TEXT).with_suffix("")) for path in TEXT.rglob("[!_]*.py"))
)
def test_every_phrase_is_read_somewhere(module: str) -> None:
    made = {
        node.name
        for node in ast.parse((TEXT / f"{module}.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    room, _, name = module.rpartition("/")
    tested = ast.parse(
        (Path(__file__).parent / room / f"test_{name}.py").read_text(encoding="utf-8")
    )
    used = {node.attr for node in ast.walk(tested) if isinstance(node, ast.Attribute)} | {
        node.id for node in ast.walk(tested) if isinstance(node, ast.Name)
    }
    assert made - used == set()
