"""What most readers ask first is worked out before they ask, for the build that is shown, and nothing of it can stop the server."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import NoReturn

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from geo.core.errors import DataProblem
from geo.core.selection import Selection
from tests.conftest import current
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward, one_place
from ui.filters import sidebar
from ui.shell import warm_up

PROJECT = Path(__file__).resolve().parents[3]
FAILING = """
import asyncio, httpx, sys
import streamlit as st
from starlette.applications import Starlette
from ui.shell import server, warm_up
def fails(stop):
    raise ZeroDivisionError("planted")
warm_up.work_out = fails
async def run():
    async with server.lifespan(st.App(server.SCRIPT)):
        await asyncio.sleep(0.2)
        transport = httpx.ASGITransport(Starlette(routes=server.routes()))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            print((await client.get("/health")).status_code)
asyncio.run(run())
"""


@pytest.fixture
def build(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The build served, of which nothing has been worked out."""
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    st.cache_data.clear()
    st.cache_resource.clear()
    return current(demonstration_store)


def refused(*given: object, **named: object) -> NoReturn:
    raise AssertionError("worked out while a reader waits")


def ask(selection: Selection) -> None:
    every_ward.ward_answer(selection)
    one_place.type_changes(selection)
    every_ward.trend(selection)


def small_page() -> None:
    import streamlit as st

    from ui.answers.store import pinned_build as answers
    from ui.filters import sidebar, url_state

    answers.begin()
    url_state.begin("Briefing")
    st.session_state["shown"] = sidebar.offences()
    st.session_state["first"] = sidebar.first_questions()


def test_the_first_question_is_what_a_reader_sees_who_has_chosen_nothing(build: str) -> None:
    state = AppTest.from_function(small_page).run().session_state
    first: list[Selection] = state["first"]
    assert first[0] == state["shown"]
    # the other first months, each once, the newest first; the same last month and offences
    months = [question.first_month for question in first[1:]]
    assert months == sorted(set(months), reverse=True) and first[0].first_month not in months
    assert len(first) == sidebar.MOST_QUESTIONS
    assert {(q.last_month, q.offence_types) for q in first} == {
        (first[0].last_month, first[0].offence_types)
    }


def test_readers_find_worked_out_what_was_asked_before_them(
    build: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [
        (every_ward, "ward_findings", every_ward.ward_answer),
        (every_ward, "trend_findings", every_ward.trend),
        (one_place, "type_changes_of", one_place.type_changes),
    ]
    with answers.pinned_to(build):
        default, *others = sidebar.first_questions()
    for module, name, question in parts:
        with monkeypatch.context() as cold, answers.pinned_to(build):
            cold.setattr(module, name, refused)
            with pytest.raises(AssertionError, match="while a reader waits"):
                question(default)
    monkeypatch.setattr(warm_up, "PAUSE", 0.0)
    warm_up.work_out(threading.Event())
    with monkeypatch.context() as warm, answers.pinned_to(build):
        for module, name, _ in parts:
            warm.setattr(module, name, refused)
        for selection in (default, *others):
            ask(selection)


def test_it_ends_with_the_server(build: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Selection] = []
    monkeypatch.setattr(warm_up, "_ask", asked.append)
    stop = threading.Event()
    stop.set()
    warm_up.work_out(stop)
    assert len(asked) == 1


def test_nothing_is_asked_of_a_source_whose_counts_are_guarded(
    build: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard weighs each count by what was shown before."""
    asked: list[Selection] = []
    monkeypatch.setattr(warm_up, "_ask", asked.append)
    monkeypatch.setattr(source_answers, "guarded", lambda source_id, role: True)
    warm_up.work_out(threading.Event())
    assert asked == []


def test_what_is_wrong_with_the_data_is_left_to_the_pages(
    build: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def problem(selection: Selection) -> NoReturn:
        raise DataProblem("planted")

    monkeypatch.setattr(warm_up, "_ask", problem)
    warm_up.work_out(threading.Event())


def test_any_other_failure_is_logged_and_the_server_answers(
    demonstration_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    done = subprocess.run(
        [sys.executable, "-c", FAILING], cwd=PROJECT, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split() == ["200"] and done.returncode == 0, done.stderr[-2000:]
    assert "ZeroDivisionError: planted" in done.stderr
    assert "The answers were not warmed" in done.stderr


def test_outside_pages_a_build_is_pinned_while_something_is_worked_out() -> None:
    with answers.pinned_to("first"):
        with answers.pinned_to("second"):
            assert answers.build() == "second"
        assert answers.build() == "first"
    assert answers.OUTSIDE_PAGES.get() is None
