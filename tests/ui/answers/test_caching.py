"""Remembered answers: one question is told from another by all it holds, and what follows from an answer is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import pytest

from geo.core.search_selection import SearchSelection
from geo.core.selection import Named, OwnArea, Selection
from tests.home import HOME
from ui.answers import caching
from ui.answers import hotspots as hotspot_answers
from ui.answers.caching import AskedBy, once, remembered, shared

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


@pytest.mark.parametrize("kept", [remembered, shared])
def test_questions_that_differ_anywhere_are_different_questions(kept: Callable[[int], Any]) -> None:
    asked: list[Selection] = []

    def worked_out(asked_by: AskedBy, selection: Selection) -> str:
        asked.append(selection)
        return repr(selection)

    answer = kept(100)(worked_out)
    by = AskedBy("/store", "build", "analyst")
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
        replace(by, role="executive"),
    ):
        answer(other, ASKED)
    assert len(asked) == 1 + len(OTHERS) + 3


def test_every_kind_of_question_says_all_it_holds() -> None:
    named = {
        f"{kind.__module__}.{kind.__qualname__}"
        for kind in (Selection, SearchSelection, AskedBy, hotspot_answers.Asked)
    }
    assert named == {
        key if isinstance(key, str) else f"{key.__module__}.{key.__qualname__}"
        for key in caching.QUESTIONS
    }
    for kind in (Selection, SearchSelection, AskedBy, hotspot_answers.Asked):
        assert all(field.repr for field in fields(kind))


def test_what_follows_from_an_answer_is_worked_out_once_for_that_answer() -> None:
    @dataclass(frozen=True)
    class Answer:
        number: int

    worked: list[tuple[int, int]] = []

    @once
    def times(answer: Answer, factor: int) -> int:
        worked.append((answer.number, factor))
        return answer.number * factor

    six, seven = Answer(6), Answer(7)
    assert [times(six, 7), times(six, 7), times(six, 2), times(seven, 7), times(six, factor=7)] == [
        42,
        42,
        12,
        49,
        42,
    ]
    assert worked == [(6, 7), (6, 2), (7, 7), (6, 7)]
    assert times(replace(six, number=5), 7) == 35 and six == Answer(6)
