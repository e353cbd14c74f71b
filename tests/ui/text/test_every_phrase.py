"""Every phrase on screen that is made by a function is read in the test of its module, or of the page that it is named after."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import pages
from ui import text

HERE = Path(__file__).parent
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
    tests = [HERE / room / f"test_{name}.py"]
    if not room and name in {path.stem for path in Path(pages.__file__).parent.glob("[!_]*.py")}:
        tests.append(HERE.parents[1] / "pages" / f"test_{name}.py")
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for test in tests
        if test.exists()
        for node in ast.walk(ast.parse(test.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Attribute, ast.Name))
    }
    assert made - used == set()
