"""What is said when something is wrong: the analyst's problem in plain words, any other error with the number of its log entry."""

from __future__ import annotations

import contextlib
import functools
import logging
import secrets
from collections.abc import Callable, Iterator
from typing import ParamSpec

import streamlit as st

from geo.core.errors import DataProblem
from ui.text.frame import errors as error_text
from ui.text.markup import plain

KEPT, FAILED = "kept_problem", "failed_callbacks"
Arguments = ParamSpec("Arguments")


def show_problem(problem: DataProblem) -> None:
    """What is wrong, what we saw, what to do, how things stand."""
    st.error(problem_words(problem))


def problem_words(problem: DataProblem) -> str:
    """A problem as Markdown, its parts in order; text from data in it is escaped."""
    rest = " ".join(part for part in (problem.saw, problem.do, problem.stands) if part)
    return f"**{plain(problem.wrong)}** {plain(rest)}"


def attempt(act: Callable[[], object]) -> bool:
    """Do what a reader asked for; whether it was done. What is wrong with it is kept until `show_kept`, through a rerun."""
    try:
        act()
    except DataProblem as problem:
        st.session_state[KEPT] = problem
        return False
    return True


def show_kept() -> None:
    """Say what went wrong with the last thing a reader asked for."""
    if problem := st.session_state.pop(KEPT, None):
        show_problem(problem)


@contextlib.contextmanager
def reported(say: Callable[[str], object] | None = None) -> Iterator[None]:
    """Around a page, a panel or a callback: whatever fails within becomes a message, and what was drawn before it stays.

    A DataProblem is the reader's to mend and is said in its own words; any other exception is logged with its trace under a
    number, and said in the words of ui/text/frame/errors.py with that number. Streamlit's own st.stop and st.rerun are no
    Exceptions and pass through.

    say  takes the message, as Markdown; st.error unless given
    """
    try:
        yield
    except DataProblem as problem:
        (say or st.error)(problem_words(problem))
    except Exception as fault:
        (say or st.error)(report(fault))


def report(fault: Exception) -> str:
    """Log an exception with its trace under a number of six hexadecimal digits; returns the message for the reader."""
    number = secrets.token_hex(3)
    logging.getLogger("dashboard").error("Error %s", number, exc_info=fault)
    return error_text.message(fault, number)


def callback(act: Callable[Arguments, object]) -> Callable[Arguments, None]:
    """A widget's callback whose failure leaves the page: it is said by `show_failed_callbacks` in the run that follows.

    Streamlit runs callbacks before the page and draws no page at all where one raises.
    """

    @functools.wraps(act)
    def guarded(*given: Arguments.args, **named: Arguments.kwargs) -> None:
        with reported(_keep_for_next_run):
            act(*given, **named)

    return guarded


def on_script_error(fault: Exception) -> bool:
    """Say what failed outside every page, such as a callback that is not guarded; True keeps Streamlit from showing its trace."""
    st.error(report(fault))
    return True


def show_failed_callbacks(store: DataProblem | None = None) -> None:
    """Say what is wrong with the store, and what failed since the page was last drawn; nothing where nothing did."""
    if store is not None:
        show_problem(store)
    for words in st.session_state.pop(FAILED, ()):
        st.error(words)


def _keep_for_next_run(words: str) -> None:
    st.session_state.setdefault(FAILED, []).append(words)
