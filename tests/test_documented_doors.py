"""Every library is used as its documentation says: no private attribute is reached, nothing of it is replaced, and what once was stays gone.

Both lists are read from the program's and the tests' own text. An entry that cannot be avoided stands in ALLOWED with its reason.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
OWN = {"app", "pages", "ui", "loaders", "geo", "tests", "bench"}
DOCUMENTED = {
    "_fields",
    "_asdict",
    "_replace",
    "_make",
}  # of a NamedTuple: so named that no field is called the same
BY_NAME = {"getattr", "setattr", "delattr", "hasattr"}
ALLOWED: dict[str, str] = {
    "tests/ui/map/test_ward_map.py: ": "the session of a map's click",
    "tests/ui/shell/test_errors.py: ": "what st.error is given",
}
# Private parts of Streamlit, CPython and browsers that the program once stood on, and what went with them
GONE = [
    "run_with_active_hash",
    "is_history_navigation",
    "_use_warning_has_been_displayed",
    "uses_pages_directory",
    "scan_component_manifests",
    "modulesbyfile",
    "get_script_run_ctx",
    r"gc\.(disable|freeze)",
    "pushState",
    "persistent_layout",
    "map_to_come",
    r"ground\.json",
    'bind="query-params"',
]
GONE_FROM_PROGRAM = [
    "data-stale",
    "test-script-state",
    "testScriptState",
    r"\bsleep\(",
]


@cache
def _files() -> dict[str, ast.Module]:
    """Every module of the program and of its tests, by its path."""
    paths = [
        PROJECT / "app.py",
        *(
            path
            for room in sorted(OWN - {"app"})
            for path in sorted((PROJECT / room).rglob("*.py"))
        ),
    ]
    return {
        path.relative_to(PROJECT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
    }


@cache
def _own_private_names() -> frozenset[str]:
    """Names with one underscore before them that the program or a test defines itself."""
    names: set[str] = set()
    for tree in _files().values():
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                names.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
            elif isinstance(node, ast.Attribute) and _is_own(node.value):
                names.add(node.attr)
    return frozenset(name for name in names if _is_private(name))


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in {"_", *DOCUMENTED}


def _is_own(node: ast.expr) -> bool:
    """Whether it is the object or class whose body this is."""
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def _imported(tree: ast.Module) -> dict[str, str]:
    """Names that a module imports → the top package they come from."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = node.module.partition(".")[0]
    return names


def _root(node: ast.expr) -> str:
    """The name that an expression begins with; empty for none."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def private_parts(tree: ast.Module) -> Iterator[str]:
    """Attributes beginning with one underscore that are reached on what is not the program's own.

    An object of unknown make counts as foreign unless the program itself defines an attribute of that name.
    """
    imported = _imported(tree)

    def is_foreign(node: ast.expr) -> bool:
        return _root(node) in imported and imported[_root(node)] not in OWN

    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] not in OWN:
            yield from (f"{node.module}.{a.name}" for a in node.names if _is_private(a.name))
        if isinstance(node, ast.Attribute) and _is_private(node.attr):
            foreign = is_foreign(node.value) or node.attr not in _own_private_names()
            # a class body's own is allowed, as folium asks of its plugins with _template and _name
            if foreign and not _is_own(node.value):
                yield ast.unparse(node)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in BY_NAME
        ):
            name = node.args[1]
            by_name = isinstance(name, ast.Constant) and _is_private(str(name.value))
            if by_name and (is_foreign(node.args[0]) or not _is_own(node.args[0])):
                yield ast.unparse(node)


def patches(tree: ast.Module) -> Iterator[str]:
    """Places where an attribute of a foreign module, class or function is replaced or taken away."""
    imported = _imported(tree)

    def is_foreign(node: ast.expr) -> bool:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value.partition(".")[0] not in OWN
        return _root(node) in imported and imported[_root(node)] not in OWN

    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
            if is_foreign(node.value):
                yield ast.unparse(node)
        elif isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else _root(function)
            if name in ("setattr", "delattr", "patch", "object") and node.args:
                by_mock = name in ("patch", "object") and "mock" in ast.unparse(function)
                if (name in ("setattr", "delattr") or by_mock) and is_foreign(node.args[0]):
                    yield ast.unparse(node).partition("\n")[0]


def _listed(find: object) -> list[str]:
    assert callable(find)
    return [f"{path}: {entry}" for path, tree in _files().items() for entry in find(tree)]


def _unexplained(entries: list[str]) -> list[str]:
    return [entry for entry in entries if not any(entry.startswith(known) for known in ALLOWED)]


def test_the_lists_find_what_they_are_for() -> None:
    private = [
        "import folium\nfolium.Map()._id",
        "import streamlit_folium as sf\nsf._get_html(1)",
        "from streamlit.runtime import _x",
        "import inspect\ngetattr(inspect, '_private')",
        "def f(test):\n    test._never_defined_here = 1",
        "import a.b\na.b._c.d",
    ]
    assert all(len([*private_parts(ast.parse(text))]) == 1 for text in private)
    own = [
        "class A(Foreign):\n    _template = 1\n    def f(self):\n        self._name = 1",
        "import ibis\nibis._.count()",
        "from ui.shell import assets\nassets._placed",
        "x.__dict__",
    ]
    assert [*(entry for text in own for entry in private_parts(ast.parse(text)))] == []
    replaced = [
        "import streamlit as st\nmonkeypatch.setattr(st, 'button', 1)",
        "monkeypatch.setattr('streamlit.button', 1)",
        "import sys\nsys.argv = []",
        "from streamlit.runtime import Manager\nManager.begin = None",
        "from pathlib import Path\npatched.setattr(Path, 'write_bytes', 1)",
        "import os\nsetattr(os, 'link', None)",
        "from unittest import mock\nmock.patch('httpx.get')",
    ]
    assert all(len([*patches(ast.parse(text))]) == 1 for text in replaced)
    harmless = [
        "from ui.map import frame\nmonkeypatch.setattr(frame, 'draw', 1)",
        "monkeypatch.setattr('loaders.settings.SECRETS', 1)",
        "def f(found):\n    found.index = 1",
    ]
    assert [*(entry for text in harmless for entry in patches(ast.parse(text)))] == []


def test_no_private_part_of_a_library_is_reached() -> None:
    assert _unexplained(_listed(private_parts)) == []


def test_nothing_of_a_library_is_replaced() -> None:
    assert _unexplained(_listed(patches)) == []


def test_every_exception_is_still_needed() -> None:
    entries = [*_listed(private_parts), *_listed(patches)]
    assert [known for known in ALLOWED if not any(e.startswith(known) for e in entries)] == []


@pytest.mark.parametrize("pattern", GONE)
def test_what_is_gone_stays_gone(pattern: str) -> None:
    here = Path(__file__).name
    assert [path for path in _texts(OWN) if path.name != here and _holds(path, pattern)] == []


@pytest.mark.parametrize("pattern", GONE_FROM_PROGRAM)
def test_no_page_waits_or_looks_at_streamlits_own_marks(pattern: str) -> None:
    assert [path for path in _texts({"app", "pages", "ui"}) if _holds(path, pattern)] == []


def _texts(rooms: set[str]) -> list[Path]:
    paths = [PROJECT / "app.py"] if "app" in rooms else []
    for room in sorted(rooms - {"app"}):
        paths += [
            path
            for path in sorted((PROJECT / room).rglob("*"))
            if path.suffix in (".py", ".js", ".css")
        ]
    assert len(paths) > 20
    return paths


def _holds(path: Path, pattern: str) -> bool:
    return re.search(pattern, path.read_text(encoding="utf-8")) is not None
