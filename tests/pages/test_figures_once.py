"""On one run of a page no figure is worked out twice: neither by geo, nor by a query of the store, nor by the answers between."""

from __future__ import annotations

import ast
import importlib
import inspect
import pickle
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
import streamlit as st

import ui.answers
from loaders.store.reader import Store
from tests.large_versions import a_few
from tests.pages.running import NAMES, WITHOUT_MAP, fresh_caches, run

__all__ = ["fresh_caches"]
# Words and lengths of time, projections of a few points, and what is asked of one place at a time, of which two may be alike
NO_FIGURES = ("geo.core.", "geo.space.", "geo.hotspots.persistence.", "geo.hotspots.offences.")
A_FEW = ("briefing", "wards", "hotspots", "stop_and_search", "duty")
FRAMES = (pd.DataFrame, pd.Series, np.ndarray)


@pytest.fixture(autouse=True)
def store(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch, fresh_caches: None) -> None:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))


def digest(given: object) -> Hashable:
    """What tells arguments apart; those that cannot be written down, such as functions, by which object they are."""
    try:
        return pickle.dumps(given)
    except (pickle.PicklingError, AttributeError, TypeError):
        return id(given)


def modules(package: str) -> Iterator[ModuleType]:
    return (
        module
        for name, module in list(sys.modules.items())
        if name.startswith(f"{package}.") and module is not None
    )


@pytest.mark.parametrize("page", a_few(NAMES, A_FEW))
def test_neither_geo_nor_the_store_is_asked_the_same_twice(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(page)  # imports whatever the page needs
    st.cache_data.clear()
    st.cache_resource.clear()
    asked: dict[tuple[str, Hashable], int] = defaultdict(int)

    def counted(name: str, work: Callable[..., Any], *, method: bool = False) -> Callable[..., Any]:
        def around(*given: Any, **named: Any) -> Any:
            frame = inspect.currentframe()
            before = frame.f_back if frame else None
            caller = before.f_globals.get("__name__", "") if before else ""
            if caller.startswith("ui.") and caller != "ui.hotspots.files":
                asked[name, digest((given[method:], sorted(named.items())))] += 1
            return work(*given, **named)

        return around

    for module in [*modules("geo"), *modules("ui")]:
        for attribute, work in list(vars(module).items()):
            if isinstance(work, FunctionType) and work.__module__.startswith("geo."):
                name = f"{work.__module__}.{work.__name__}"
                if not name.startswith(NO_FIGURES):
                    monkeypatch.setattr(module, attribute, counted(name, work))
    for attribute, work in list(vars(Store).items()):
        if isinstance(work, FunctionType) and not attribute.startswith("_"):
            monkeypatch.setattr(Store, attribute, counted(attribute, work, method=True))
    run(page)
    assert asked or page in WITHOUT_MAP
    assert [name for (name, _), times in asked.items() if times > 1] == []


@pytest.mark.parametrize("page", a_few(NAMES, A_FEW))
def test_no_answer_is_put_together_twice(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer asked for again is the same object, or a copy of the one that the cache keeps."""
    given_back: dict[tuple[str, Hashable], list[Any]] = defaultdict(list)

    def recording(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def around(*given: Any, **named: Any) -> Any:
            result = work(*given, **named)
            if isinstance(result, FRAMES):
                given_back[name, digest((given, sorted(named.items())))].append(result)
            return result

        return around

    for listing in pkgutil.iter_modules(ui.answers.__path__):
        module = importlib.import_module(f"ui.answers.{listing.name}")
        copying = doors_to_copies(module)
        for name, work in list(vars(module).items()):
            own = isinstance(work, FunctionType) and work.__module__ == module.__name__
            if own and not name.startswith("_") and name not in copying:
                monkeypatch.setattr(module, name, recording(f"{module.__name__}.{name}", work))
    run(page)
    assert [
        name for (name, _), results in given_back.items() if len(set(map(id, results))) > 1
    ] == []


def doors_to_copies(module: ModuleType) -> set[str]:
    """Functions that end by handing on what a function of the same module under `cache_data` keeps."""
    assert module.__file__
    functions = [
        node
        for node in ast.parse(Path(module.__file__).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    ]
    copied = {
        node.name
        for node in functions
        if any("cache_data(" in ast.unparse(decorator) for decorator in node.decorator_list)
    }
    return {
        node.name
        for node in functions
        if isinstance(node.body[-1], ast.Return)
        and isinstance(node.body[-1].value, ast.Call)
        and ast.unparse(node.body[-1].value.func) in copied
    }
