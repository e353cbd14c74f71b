"""What is worked out once and kept: for a question, in Streamlit's caches; for an answer, beside the answer itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from geo.core.search_selection import SearchSelection
from geo.core.selection import Selection
from ui.access.roles import Role

Given = ParamSpec("Given")
Found = TypeVar("Found")
Answer = TypeVar("Answer")

MEMORY = "worked_out_once"


@dataclass(frozen=True)
class AskedBy:
    """On what an answer rests beside the question: the store, the build pinned, and the role of whoever asks. Part of every cache key."""

    root: str
    build: str
    role: Role


# Frozen dataclasses of plain values, whose repr says all they hold; Streamlit's own way of telling them apart takes six times as long.
QUESTIONS: dict[type | str, Callable[[Any], Any]] = {
    Selection: repr,
    SearchSelection: repr,
    AskedBy: repr,
    "ui.answers.hotspots.Asked": repr,
}


def remembered(most: int) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Around a function of a question: its answers are kept, the `most` newest of them, and each caller is given a copy."""
    return st.cache_data(max_entries=most, show_spinner=False, hash_funcs=QUESTIONS)


def shared(most: int) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """The same for what is large and never changed: every caller is given the one object."""
    return st.cache_resource(max_entries=most, show_spinner=False, hash_funcs=QUESTIONS)


def once(
    work: Callable[Concatenate[Answer, Given], Found],
) -> Callable[Concatenate[Answer, Given], Found]:
    """Around a function of an answer: what it gives is kept beside that very object, for texts and tuples that nobody changes.

    The answer is a frozen dataclass; what else the function is given must be hashable and take few values.
    """
    name = f"{work.__module__}.{work.__qualname__}"

    def kept(answer: Answer, /, *given: Given.args, **named: Given.kwargs) -> Found:
        memory: dict[object, Found] = answer.__dict__.setdefault(MEMORY, {})
        key = (name, given, *named.items())
        if key not in memory:
            memory[key] = work(answer, *given, **named)
        return memory[key]

    return kept
