"""The outcome that operations are judged by, as the sidebar asks for it."""

from __future__ import annotations

import streamlit as st

from geo.core.errors import DataProblem
from ui.answers import evaluation as evaluation_answers
from ui.answers.evaluation import Aim
from ui.shell import persistent_layout
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text


def chosen() -> Aim:
    """The outcome chosen in the sidebar, bound to the address; DataProblem where no source that counts one is loaded."""
    offered = evaluation_answers.aims()
    if not offered:
        raise DataProblem(*evaluation_text.NOTHING_TO_JUDGE_BY)
    with persistent_layout.sidebar():
        name = st.selectbox(
            operation_text.OUTCOME,
            list(offered),
            key="outcome",
            bind="query-params",
            help=operation_text.OUTCOME_HELP,
        )
    return offered[name]
