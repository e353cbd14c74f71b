"""Remembered answers: one question is told from another by all it holds, and what follows from an answer is worked out once."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.core.search_selection import SearchSelection
from geo.core.selection import Named, OwnArea, Selection
from tests.home import HOME
from ui.answers import caching
from ui.answers.caching import AskedBy, cache_data, cache_resource, cached_on_instance
from ui.answers.hotspots import local_statistics as hotspot_answers

PROJECT = Path(__file__).resolve().parents[3]
ASKED = Selection(
    "police_uk_street", (), ("Possession of weapons",), date(2022, 1, 1), date(2022, 12, 1)
)
OTHERS: dict[str, Any] = {
    "source_id": "force_extract",
    "authorities": ("E06000030",),
    "offence_types": ("Robbery",),
    "first_month": date(2022, 2, 1),
    "last_month": date(2022, 11, 1),
    "origins": ("reported",),
    "line_types": ("local_line",),
    "weapons": ("knife",),
    "knife_enabled": False,
    "suspect_ages": "under 18",
    "victim_ages": "under 18",
    "hours": (3,),
    "weekdays": (0,),
    "wards": ("W1",),
    "ward_names": ("North",),
    "area": OwnArea("Mine", "{}"),
    "layer": Named("Knife possession"),
    "served": HOME,
}


@pytest.mark.parametrize("cache", [cache_data, cache_resource])
def test_questions_that_differ_anywhere_are_different_questions(
    cache: Callable[[int], Any],
) -> None:
    asked: list[Selection] = []

    def worked_out(asked_by: AskedBy, selection: Selection) -> str:
        asked.append(selection)
        return repr(selection)

    answer = cache(100)(worked_out)
    by = AskedBy("/store", "build", "every count")
    questions = [ASKED, *(replace(ASKED, **{name: value}) for name, value in OTHERS.items())]
    assert set(OTHERS) == {field.name for field in fields(Selection)}
    for selection in (
        questions * 2
    ):  # those that compare as equal, such as two names of a layer, among them
        assert answer(by, selection) == repr(selection)
    assert asked == questions and len(asked) == 1 + len(OTHERS)
    for other in (
        replace(by, root="/elsewhere"),
        replace(by, build="next"),
        replace(by, sight="small counts hidden"),
    ):
        answer(other, ASKED)
    assert len(asked) == 1 + len(OTHERS) + 3


def test_every_kind_of_question_says_all_it_holds() -> None:
    named = {
        f"{kind.__module__}.{kind.__qualname__}"
        for kind in (Selection, SearchSelection, AskedBy, hotspot_answers.HotspotRequest)
    }
    assert named == {
        key if isinstance(key, str) else f"{key.__module__}.{key.__qualname__}"
        for key in caching.QUESTIONS
    }
    for kind in (Selection, SearchSelection, AskedBy, hotspot_answers.HotspotRequest):
        assert all(field.repr for field in fields(kind))


@dataclass(frozen=True, eq=False)
class Answer:
    number: int


def test_what_follows_from_an_answer_is_worked_out_once_for_that_answer() -> None:
    worked: list[tuple[int, int]] = []

    @cached_on_instance(100)
    def times(answer: Answer, factor: int) -> int:
        worked.append((answer.number, factor))
        return answer.number * factor

    six, seven = Answer(6), Answer(7)
    asked = [times(six, 7), times(six, 7), times(six, 2), times(seven, 7), times(six, factor=7)]
    assert asked == [42, 42, 12, 49, 42]
    assert worked == [(6, 7), (6, 2), (7, 7), (6, 7)]
    # another answer, though it holds the same, is another question; and nothing was written into the first
    assert times(replace(six, number=5), 7) == 35 and times(Answer(6), 7) == 42
    assert worked[4:] == [(5, 7), (6, 7)] and vars(six) == {"number": 6}


def test_every_cache_forgets_what_was_used_longest_ago() -> None:
    """An object that is gone from memory is never taken for a new one that came to lie where it lay."""
    worked: list[int] = []

    @cached_on_instance(2)
    def number(answer: Answer) -> int:
        worked.append(answer.number)
        return answer.number

    held = [Answer(index) for index in range(3)]
    for answer in held:
        number(answer)
    number(held[2])
    number(held[0])
    assert worked == [0, 1, 2, 0]
    assert [number(Answer(index)) for index in range(200)] == list(range(200))

    for cache in (cache_data, cache_resource):
        asked: list[int] = []

        def of_number(given: int, asked: list[int] = asked) -> int:
            asked.append(given)
            return given

        bounded = cache(2)(lambda given, of_number=of_number: of_number(given))
        for given in (1, 2, 3, 3, 1):
            bounded(given)
        assert asked == [1, 2, 3, 1]


def test_two_threads_that_ask_one_question_work_it_out_once() -> None:
    worked: list[int] = []

    def slow(given: int) -> int:
        worked.append(given)
        time.sleep(0.2)
        return given

    once = cache_resource(2)(slow)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(once, [1] * 4)) == [1] * 4
    assert worked == [1]


def _trees(*floors: str) -> list[tuple[str, ast.Module]]:
    return [
        (path.relative_to(PROJECT).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for floor in floors
        for path in sorted((PROJECT / floor).rglob("*.py"))
    ]


def test_ui_keeps_things_in_these_caches_alone() -> None:
    others = [
        (path, node.lineno)
        for path, tree in _trees("ui", "pages")
        if path != "ui/answers/caching.py"
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ("cache_data", "cache_resource", "lru_cache", "cached_property")
        )
        or (
            isinstance(node, ast.ImportFrom)
            and node.module in ("functools", "cachetools")
            and {name.name for name in node.names} - {"partial", "wraps"}
        )
    ]
    assert others == []


def test_nothing_is_written_into_a_frozen_object() -> None:
    written = []
    for path, tree in _trees("ui", "pages", "loaders", "geo"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(
                "frozen=True" in ast.unparse(child) for child in node.decorator_list
            ):
                written += [
                    (path, child.lineno)
                    for child in node.body
                    if isinstance(child, ast.FunctionDef)
                    and "cached_property" in map(ast.unparse, child.decorator_list)
                ]
            if isinstance(node, ast.Attribute) and (
                node.attr == "__dict__" or ast.unparse(node) == "object.__setattr__"
            ):
                written.append((path, node.lineno))
    assert written == []
