"""Every function and class of the program serves a page, a command, or a case that somebody published; of the last kind docs/methods.md keeps the list."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from tests.test_floors import PROJECT

Named = tuple[str, str]  # module, name
MODULE_CODE = ""  # the name under which a module's own statements stand
FLOORS = ("geo", "loaders", "ui", "pages")
STARTED_FROM_OUTSIDE = {"command", "callback"}  # decorators of typer
ADAPTER = PROJECT / "tests" / "reference_adapter.py"
METHODS = PROJECT / "docs" / "methods.md"
HEADING = "## Kept for published cases, not shown"
ALEMBIC = "loaders.register.migrations."
# What only those who stand outside the program need, and why
FOR_OTHERS = {
    ("loaders.store.proposal", "whatever_it_takes_away"): "the answer of a script that loads",
}
# What libraries call by name: typer, html.parser, SQLAlchemy, logging, Alembic
CALLED_BY_LIBRARIES = {
    "handle_data",
    "handle_startendtag",
    "process_bind_param",
    "process_result_value",
    "emit",
}


def _modules() -> dict[str, ast.Module]:
    """Every module of the program by its dotted name, parsed."""
    paths = [PROJECT / "app.py"]
    paths += [path for floor in FLOORS for path in sorted((PROJECT / floor).rglob("*.py"))]
    return {
        ".".join(path.relative_to(PROJECT).with_suffix("").parts): _parsed(path) for path in paths
    }


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _bindings(tree: ast.Module) -> dict[str, Named]:
    """What each imported name of a module stands for: a module, or a name in one."""
    bound: dict[str, Named] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                bound[alias.asname or alias.name] = (str(node.module), alias.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                bound[alias.asname or alias.name] = (alias.name, MODULE_CODE)
    return bound


def _definitions(tree: ast.Module) -> dict[str, ast.stmt]:
    return {
        node.name: node
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }


def _names_used(
    parts: list[ast.stmt], bound: dict[str, Named], own: dict[str, Named], modules: Collection[str]
) -> set[Named]:
    """The names of the program that some statements use, each by the module that it stands in.

    bound, own  what imported names, and those defined beside the statements, stand for
    """
    used: set[Named] = set()
    for node in (inner for part in parts for inner in ast.walk(part)):
        if isinstance(node, ast.Name) and node.id in own:
            used.add(own[node.id])
        elif isinstance(node, ast.Name) and node.id in bound:
            used.add(bound[node.id])
        elif isinstance(node, ast.Attribute):
            chain = ast.unparse(node)
            head, _, rest = chain.partition(".")
            if head in bound and re.fullmatch(r"[\w.]+", chain):
                of, name = bound[head]
                used |= set(_along(f"{of}.{name}" if name else of, rest, modules))
    return used


def _along(start: str, rest: str, modules: Collection[str]) -> Iterator[Named]:
    """`geo.rates` and `intervals.byar.x`: the name of each module that the chain passes."""
    here = start
    for name in rest.split("."):
        if here in modules:
            yield here, name
        here = f"{here}.{name}"


def _uses(trees: dict[str, ast.Module]) -> dict[Named, set[Named]]:
    """Definition, or a module's own statements → the names of the program that it uses."""
    uses: dict[Named, set[Named]] = {}
    for module, tree in trees.items():
        named, bound = _definitions(tree), _bindings(tree)
        own = {name: (module, name) for name in named}
        for name, node in named.items():
            uses[module, name] = _names_used([node], bound, own, trees)
        rest = [
            node
            for node in tree.body
            if node not in named.values() and not isinstance(node, (ast.Import, ast.ImportFrom))
        ]
        uses[module, MODULE_CODE] = _names_used(rest, bound, own, trees)
        for name in set(bound) - set(own):  # handed on under the name of this module
            uses[module, name] = {bound[name]}
    return uses


def _reached(roots: set[Named], uses: dict[Named, set[Named]]) -> set[Named]:
    reached, ahead = set[Named](), set(roots)
    while ahead:
        reached |= ahead
        ahead = {name for known in ahead for name in uses.get(known, set())} - reached
    return reached


def _started_from_outside(trees: dict[str, ast.Module]) -> set[Named]:
    """Commands; pages, whose functions the frame calls by name; and what modules do when they are imported."""
    roots = {(module, MODULE_CODE) for module in trees}
    for module, tree in trees.items():
        for name, node in _definitions(tree).items():
            decorators = [ast.unparse(each) for each in getattr(node, "decorator_list", [])]
            command = any(
                re.search(rf"\.({'|'.join(STARTED_FROM_OUTSIDE)})\b", each) for each in decorators
            )
            by_name = module == "app" or module.startswith(("pages.", ALEMBIC))
            if command or by_name:
                roots.add((module, name))
    return roots


TREES = _modules()
USES = _uses(TREES)
DEFINED = {(module, name) for module, tree in TREES.items() for name in _definitions(tree)}


def published_cases() -> set[Named]:
    """What the adapter of published cases asks for, and what that rests on."""
    adapter = _parsed(ADAPTER)
    return _reached(_names_used(adapter.body, _bindings(adapter), {}, TREES), USES)


def test_uses_are_read_as_they_are_written() -> None:
    trees = {
        "a.b": ast.parse("def f(): return g()\ndef g(): return 1\ndef h(): return f\nX = 1"),
        "a.c": ast.parse(
            "from a import b\nfrom a.b import g as other\ndef k(): return b.f(b.X)\nother()"
        ),
    }
    uses = _uses(trees)
    assert uses["a.b", "f"] == {("a.b", "g")} and uses["a.b", "h"] == {("a.b", "f")}
    assert {("a.b", "f"), ("a.b", "X")} <= uses["a.c", "k"]
    assert uses["a.c", MODULE_CODE] == {("a.b", "g")}
    assert ("a.b", "h") not in _reached({("a.c", "k")}, uses)


def test_whatever_serves_no_page_and_no_command_is_kept_for_a_published_case() -> None:
    served = _reached(_started_from_outside(TREES), USES)
    kept = published_cases() - served
    assert {
        f"{module}.{name}" for module, name in DEFINED - served - kept - set(FOR_OTHERS)
    } == set()
    assert {f"{module}.{name}" for module, name in kept & DEFINED if not name.startswith("_")} == (
        _listed()
    )


def _listed() -> set[str]:
    """The functions that docs/methods.md names as kept for published cases: “`geo/rates/rates.py`: `rate_index`, …”."""
    text = METHODS.read_text(encoding="utf-8").split(HEADING)[1].split("\n## ")[0]
    rows = re.findall(r"`(geo/[\w/]+)\.py`:((?:\s*`\w+`,?)+)", text)
    return {
        f"{path.replace('/', '.')}.{name}"
        for path, names in rows
        for name in re.findall(r"`(\w+)`", names)
    }


def test_methods_of_classes_are_called_somewhere() -> None:
    """By name: an attribute of that name is read somewhere in the program outside the method itself. What published cases need is theirs."""
    uncalled, cases = set(), published_cases()
    for module, tree in TREES.items():
        for owner in (node for node in tree.body if isinstance(node, ast.ClassDef)):
            if (module, owner.name) in cases:
                continue
            for method in (node for node in owner.body if isinstance(node, ast.FunctionDef)):
                special = method.name.startswith("__") or method.name in CALLED_BY_LIBRARIES
                inherited = any(
                    ast.unparse(each).endswith("override") for each in method.decorator_list
                )
                if not special and not inherited and ATTRIBUTES.get(method.name, 0) <= _own(method):
                    uncalled.add(f"{module}.{owner.name}.{method.name}")
    assert uncalled == set()


def _own(method: ast.FunctionDef) -> int:
    return sum(
        isinstance(node, ast.Attribute) and node.attr == method.name for node in ast.walk(method)
    )


def _attributes() -> dict[str, int]:
    counted: dict[str, int] = {}
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                counted[node.attr] = counted.get(node.attr, 0) + 1
    return counted


ATTRIBUTES = _attributes()
