"""What the contracts in pyproject.toml cannot say of who knows whom, read from the imports themselves. `lint-imports` proves the rest."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
FLOORS = ["app", "pages", "ui", "loaders", "geo"]
ROOMS = {path.parent.name for path in (PROJECT / "ui").glob("*/__init__.py")}
PAGE_LINES = 60
MOST_MODULES = 16  # of one folder

WRITES = {"add", "change", "remove", "undo", "editing", "import_rows", "import_folder"}


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
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            names |= {f"{node.module}.{name.name}" for name in node.names}
    return names


IMPORTS = {module: _imports(_tree(path)) for module, path in _modules().items()}
PAGES = [path for path in sorted((PROJECT / "pages").glob("*.py")) if path.name != "__init__.py"]


def _import_lines(path: Path) -> int:
    """Lines that imports take up, which say nothing of how much a page does."""
    imports = [node for node in _tree(path).body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in imports)


def _top(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def _rooms(imports: set[str]) -> set[str]:
    """The rooms of ui that are named: `ui.map.frame.draw` is map."""
    return {name.split(".")[1] for name in imports if name.startswith("ui.")}


def _known(imports: set[str]) -> set[str]:
    """The modules of the program among what is imported: of `ui.map.frame.draw`, ui.map.frame."""
    return {
        module
        for name in imports
        for module in (name, name.rpartition(".")[0])
        if module in IMPORTS
    }


def test_imports_are_read_as_they_are_written() -> None:
    tree = ast.parse(
        "import a.b\nfrom ui.map import ward_map\ndef f():\n    from loaders.store.reader import Store\nif x:\n    import zipfile as z\n"
    )
    assert _imports(tree) == {"a.b", "ui.map.ward_map", "loaders.store.reader.Store", "zipfile"}
    assert _rooms(_imports(tree)) == {"map"}
    assert _known(_imports(tree)) == {"ui.map.ward_map", "loaders.store.reader"}


def test_every_floor_is_there() -> None:
    assert _top(set(IMPORTS)) == set(FLOORS)


def test_nothing_knows_what_starts_it() -> None:
    above = {"app", "tests", "bench"}
    assert {module: _top(imports) & above for module, imports in IMPORTS.items()} == {
        module: set() for module in IMPORTS
    }


def test_the_frame_knows_pages_and_the_floor_of_screens_alone() -> None:
    assert _top(IMPORTS["app"]) & set(FLOORS) == {"pages", "ui"}


def test_no_module_leads_back_to_itself() -> None:
    # graphlib names the circle where there is one
    assert set(
        TopologicalSorter(
            {module: _known(imports) - {module} for module, imports in IMPORTS.items()}
        ).static_order()
    ) == set(IMPORTS)


@pytest.mark.parametrize("floor", FLOORS[2:])
def test_a_folder_can_be_looked_through(floor: str) -> None:
    counted = {
        str(folder.relative_to(PROJECT)): len(list(folder.glob("[!_]*.py")))
        for folder in [PROJECT / floor, *(PROJECT / floor).rglob("*/")]
    }
    assert counted[floor] <= MOST_MODULES
    assert {name: modules for name, modules in counted.items() if modules > MOST_MODULES} == {}


def test_one_module_draws_by_st_folium_and_what_a_server_imports_first_does_not_know_it() -> None:
    """Its component is registered only where a page imports it."""
    using = {module for module, imports in IMPORTS.items() if "streamlit_folium" in _top(imports)}
    assert using == {"ui.map.drawing"}
    first, reached = {"ui.shell.preload", "ui.shell.server", "ui.answers.store.pinned_build"}, set()
    while first:
        reached |= first
        named = {name for module in first for name in IMPORTS[module]}
        first = {
            module
            for module in IMPORTS
            if any(name == module or name.startswith(f"{module}.") for name in named)
        } - reached
    assert "ui.map.files" in reached and "ui.map.drawing" not in reached


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_of_the_pages_rooms_a_page_knows_its_own(page: Path) -> None:
    of_pages = {path.stem for path in PAGES} & ROOMS
    assert len(of_pages) > 1  # a page need not have a room, but most do
    assert _rooms(IMPORTS[f"pages.{page.stem}"]) & of_pages <= {page.stem}


def test_only_answers_use_the_pinned_store() -> None:
    using = {
        module
        for module, path in _modules().items()
        if "answers.pinned(" in path.read_text(encoding="utf-8")
    }
    assert {module for module in using if not module.startswith("ui.answers.")} == set()


def _register_writes(tree: ast.Module) -> list[int]:
    """Lines that name a writing method of the register, got from answers there and then or under whatever name it was given."""
    names = {"answers.register()"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.value) == "answers.register()":
            names |= {ast.unparse(target) for target in node.targets}
        elif isinstance(node, ast.arg) and node.annotation is not None:
            names |= {node.arg} if ast.unparse(node.annotation) == "Registers" else set()
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in WRITES
        and ast.unparse(node.value) in names
    ]


def test_the_register_is_written_by_answers_alone() -> None:
    planted = "a = answers.register()\na.add(1)\nanswers.register().undo()\ndef f(b: Registers):\n    b.remove(2)\nx.add(3)"
    assert _register_writes(ast.parse(planted)) == [2, 3, 5]
    writing = {
        f"{module}:{line}"
        for module, path in _modules().items()
        if module.startswith("ui.") and not module.startswith("ui.answers.")
        for line in _register_writes(_tree(path))
    }
    assert writing == set()


def test_the_frame_is_short() -> None:
    assert len((PROJECT / "app.py").read_text(encoding="utf-8").splitlines()) <= PAGE_LINES


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
