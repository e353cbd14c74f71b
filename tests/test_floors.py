"""Which floor may know which: app, pages, ui, loaders, geo, downward only, read from the imports themselves."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
FLOORS = ["app", "pages", "ui", "loaders", "geo"]
PAGE_LINES = 60
NOT_IN_GEO = {
    "streamlit",
    "folium",
    "streamlit_folium",
    "plotly",
    "duckdb",
    "ibis",
    "httpx",
    "zipfile",
    "sqlite3",
    "sqlalchemy",
}
NOT_IN_PAGES = {
    "pandas",
    "numpy",
    "geopandas",
    "shapely",
    "folium",
    "streamlit_folium",
    "plotly",
    "loaders",
}


def _modules() -> dict[str, Path]:
    """Every module of the program by its dotted name."""
    paths = [
        PROJECT / "app.py",
        *(path for floor in FLOORS[1:] for path in sorted((PROJECT / floor).rglob("*.py"))),
    ]
    return {".".join(path.relative_to(PROJECT).with_suffix("").parts): path for path in paths}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> set[str]:
    """Everything imported, wherever it stands: `from ui.map import frame` gives ui.map.frame, `from ui.map.frame import x` gives ui.map.frame.x."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


IMPORTS = {module: _imports(_tree(path)) for module, path in _modules().items()}
PAGES = [path for path in sorted((PROJECT / "pages").glob("*.py")) if path.name != "__init__.py"]


def _import_lines(path: Path) -> int:
    """Lines that imports take up, which say nothing of how much a page does."""
    imports = [node for node in _tree(path).body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in imports)


def _of_floor(floor: str) -> dict[str, set[str]]:
    return {module: imports for module, imports in IMPORTS.items() if module.split(".")[0] == floor}


def _top(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def _second(names: set[str], floor: str) -> set[str]:
    """The modules of a floor that are named: `loaders.store.reader.Store` is store."""
    return {name.split(".")[1] for name in names if name.startswith(f"{floor}.")}


def test_imports_are_read_as_they_are_written() -> None:
    tree = ast.parse(
        "import a.b\nfrom ui.map import ward_map\ndef f():\n    from loaders.store.reader import Store\nif x:\n    import zipfile as z\n"
    )
    assert _imports(tree) == {"a.b", "ui.map.ward_map", "loaders.store.reader.Store", "zipfile"}
    assert _second(_imports(tree), "loaders") == {"store"}


def test_every_floor_is_there() -> None:
    assert _top(set(IMPORTS)) == set(FLOORS)


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_knows_only_those_beneath_it(floor: str) -> None:
    above = set(FLOORS[: FLOORS.index(floor)]) | {"tests", "bench"}
    assert {
        module: _top(imports) & above
        for module, imports in _of_floor(floor).items()
        if _top(imports) & above
    } == {}


def test_of_the_loaders_ui_knows_area_store_register_partners_intake_and_reference() -> None:
    known = {
        module: _second(imports, "loaders")
        - {"area", "store", "register", "partners", "intake", "reference"}
        for module, imports in _of_floor("ui").items()
    }
    assert {module: names for module, names in known.items() if names} == {}


def test_only_answers_and_the_start_know_the_area_file() -> None:
    assert {
        module
        for floor in ("app", "pages", "ui")
        for module, imports in _of_floor(floor).items()
        if "area" in _second(imports, "loaders")
    } == {"ui.answers.area"}


def test_only_answers_knows_the_store() -> None:
    assert {
        module
        for floor in ("app", "pages", "ui")
        for module, imports in _of_floor(floor).items()
        if "store" in _second(imports, "loaders")
    } == {"ui.answers.store"}


def test_only_answers_use_the_pinned_store() -> None:
    using = {
        module
        for module, path in _modules().items()
        if "answers.pinned(" in path.read_text(encoding="utf-8")
    }
    assert {module for module in using if not module.startswith("ui.answers.")} == set()


def test_geo_knows_no_screens_files_or_databases() -> None:
    assert {
        module: _top(imports) & NOT_IN_GEO
        for module, imports in _of_floor("geo").items()
        if _top(imports) & NOT_IN_GEO
    } == {}


def test_pages_only_lay_things_out() -> None:
    assert {
        module: _top(imports) & NOT_IN_PAGES
        for module, imports in _of_floor("pages").items()
        if _top(imports) & NOT_IN_PAGES
    } == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_is_short_and_draws_nothing_when_imported(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) - _import_lines(page) <= PAGE_LINES
    body = _tree(page).body
    assert "show" in [node.name for node in body if isinstance(node, ast.FunctionDef)]
    harmless = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.Assign, ast.AnnAssign)
    for node in body[1:] if ast.get_docstring(_tree(page)) else body:
        assert isinstance(node, harmless), f"line {node.lineno} runs on import"
        when_imported = (
            [*node.decorator_list, *node.args.defaults]
            if isinstance(node, ast.FunctionDef)
            else [node]
        )
        calls = [
            call for part in when_imported for call in ast.walk(part) if isinstance(call, ast.Call)
        ]
        assert not calls, f"line {calls[0].lineno} calls something on import"
