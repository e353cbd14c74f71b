"""What is said when something is wrong: the analyst's problem in plain words, ours as ours."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator

import streamlit as st
from duckdb import Error as StoreError
from streamlit.errors import Error as StreamlitError

from geo.core.errors import DataProblem
from ui.text.markup import plain

KEPT = "kept_problem"
OURS = (
    "**Something went wrong in the dashboard itself.** It is not your data, and nothing has been changed. "
    "The details are in the program's log; open the page again, and tell whoever looks after it if it comes back."
)


def show_problem(problem: DataProblem) -> None:
    """What is wrong, what we saw, what to do, how things stand."""
    rest = " ".join(part for part in (problem.saw, problem.do, problem.stands) if part)
    st.error(f"**{plain(problem.wrong)}** {plain(rest)}")


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
def spoken() -> Iterator[None]:
    """Around a page: problems with data become messages; anything else is logged with its trace and owned up to."""
    try:
        yield
    except DataProblem as problem:
        show_problem(problem)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        OSError,
        RuntimeError,
        TypeError,
        ValueError,
        StoreError,
        StreamlitError,
    ):
        logging.getLogger("dashboard").exception("A page failed")
        st.error(OURS)
