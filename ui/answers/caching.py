"""What is worked out once and kept: for a question, in one of Streamlit's two caches; for what follows from an answer, by the answer itself.

Every cache of `ui` is one of these three, each with a bound, and safe for threads. Tables of `data/` are kept by loaders/reference.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

import streamlit as st

from ui.access.identity import Sight

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Function = Callable[Arguments, Result]


@dataclass(frozen=True)
class AskedBy:
    """On what an answer rests beside the question: the store, the build pinned, and the role of whoever asks. Part of every cache key."""

    root: str
    build: str
    sight: Sight


# Frozen dataclasses of plain values, whose repr says all they hold; Streamlit's own way of telling them apart takes six times as long.
QUESTIONS: dict[type | str, Callable[[Any], Any]] = {
    "geo.core.selection.Selection": repr,
    "geo.core.search_selection.SearchSelection": repr,
    AskedBy: repr,
    "ui.answers.hotspots.local_statistics.HotspotRequest": repr,
}


def cache_data(most: int) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Around a function of a question: the `most` newest results are kept, and each caller is given a copy."""
    return st.cache_data(max_entries=most, show_spinner=False, hash_funcs=QUESTIONS)


def cache_resource(
    most: int,
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """The same for what is large and never changed: every caller is given the one object."""
    return st.cache_resource(max_entries=most, show_spinner=False, hash_funcs=QUESTIONS)


def cached_on_instance(
    most: int,
) -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """Around a function of an answer: the `most` results used last are kept, each for that very object.

    An answer is a dataclass with eq=False, so that it is told from every other by what it is, not by the frames in it; what
    else the function is given must be hashable. Nobody may change a result. A question's key takes a hundred times as long.
    """

    def decorator(work: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        return cast("Callable[Arguments, Result]", lru_cache(maxsize=most)(work))

    return decorator
