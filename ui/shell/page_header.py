"""What stands around every page: the heading with its marking, and what comes before what."""

from __future__ import annotations

from html import escape

import streamlit as st

from ui.answers import store as answers
from ui.answers.area import served
from ui.answers.wards.findings import WardAnswer
from ui.text import areas as area_text
from ui.text import figures as figure_text
from ui.text import sources as source_text


def marked(*source_ids: str | None) -> str:
    """The marking of the restricted one among the sources that a page draws, for its heading; empty where all are open data."""
    restricted = [
        source_id for source_id in source_ids if source_id and answers.policy(source_id).restricted
    ]
    return answers.marking(restricted[0]) if restricted else ""


def answer_heading(
    title: str, answer: WardAnswer, counted: int | None, *, also_drawn: str | None = None
) -> None:
    """The heading of a page about wards: what is shown, of how many offences, with the highest marking of all that is drawn."""
    source = source_text.located(
        counted,
        answer.outside,
        answer.without_location,
        answers.manifest().boundaries,
        served(),
    )
    if answers.geography_shown():
        counted_in, _, _ = source.rpartition(" · ")
        shown = area_text.areas_of(answers.geography_shown(), answers.vintage().exactness)
        source = f"{counted_in} · {shown}"
    heading(
        title,
        figure_text.shown(answer.selection),
        source,
        marking=marked(answer.selection.source_id, also_drawn),
    )


def heading(title: str, shown: str, source: str = "", *, marking: str = "") -> None:
    """The page's name, the sentence that says what it shows, and the marking of what it draws: open data unless another is given."""
    demonstration = answers.is_demonstration()
    mark = marking or (figure_text.DEMONSTRATION_MARK if demonstration else figure_text.OPEN_MARK)
    kind = "mark demonstration" if demonstration else "mark"
    st.html(
        f'<div class="heading"><div><h1>{escape(title)}</h1><p class="shown">{escape(answers.in_area_words(shown))}</p>'
        f'<p class="source">{escape(answers.in_area_words(source))}</p></div><span class="{kind}">{escape(mark)}</span></div>'
    )
