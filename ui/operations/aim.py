"""The outcome that operations are judged by, as the sidebar asks for it."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from geo.core.errors import DataProblem
from geo.core.selection import Selection
from ui.answers.operations import evaluation as evaluation_answers
from ui.answers.operations.evaluation import Aim
from ui.filters import sidebar, url_state
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text


class OutcomeChoice(NamedTuple):
    """What operations are judged by, and the months and offences that are shown."""

    aim: Aim
    selection: Selection


def chosen() -> OutcomeChoice:
    """The outcome and months chosen in the sidebar; DataProblem where no source that counts an outcome is loaded."""
    offered = evaluation_answers.aims()
    if not offered:
        raise DataProblem(*evaluation_text.NOTHING_TO_JUDGE_BY)
    aim = offered[url_state.OUTCOME.value([*offered])]
    st.selectbox(
        operation_text.OUTCOME,
        [*offered],
        help=operation_text.OUTCOME_HELP,
        **url_state.OUTCOME.bound(),
    )
    return OutcomeChoice(aim, sidebar.of_outcome(aim.source, aim.outcome))
