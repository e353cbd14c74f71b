"""What stands around every page: the heading with its marking, and what comes before what."""

from __future__ import annotations

from html import escape

import streamlit as st

from ui.answers import vintages
from ui.answers.area import served
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards.findings import WardAnswer
from ui.text import figures as figure_text
from ui.text import sources as source_text
from ui.text.wards import vintages as vintage_text


def marked(*source_ids: str | None) -> str:
    """The marking of the restricted one among the sources that a page draws, for its heading; empty where all are open data."""
    restricted = [
        source_id
        for source_id in source_ids
        if source_id and source_answers.policy(source_id).restricted
    ]
    return source_answers.marking(restricted[0]) if restricted else ""


def answer_heading(
    title: str, answer: WardAnswer, counted: int | None, *, also_drawn: str | None = None
) -> None:
    """The heading of a page about wards: what is shown, of how many offences, with the highest marking of all that is drawn."""
    source = source_text.located(
        counted,
        answer.outside,
        answer.without_location,
        ward_tables.wards_line(),
        served(),
    )
    of, *carried = ward_tables.residents_lines() or [""]
    rounded = figure_text.ROUNDED if answer.restricted else ""
    heading(
        title,
        figure_text.shown(answer.selection),
        " · ".join(filter(None, [source, rounded, of, *carried])),
        marking=marked(answer.selection.source_id, also_drawn),
        authorities=answer.selection.authorities,
    )


def heading(
    title: str,
    shown: str,
    source: str = "",
    *,
    marking: str = "",
    authorities: tuple[str, ...] = (),
    by_wards: bool = True,
) -> None:
    """The page's name, the sentence that says what it shows, what of its wards was redrawn, and the marking of what it draws.

    marking      open data unless another is given
    authorities  codes of those that the page is about; all unless given
    by_wards     whether anything is counted by wards, so that it matters when they were redrawn
    """
    demonstration = answers.is_demonstration()
    mark = marking or (figure_text.DEMONSTRATION_MARK if demonstration else figure_text.OPEN_MARK)
    kind = "mark demonstration" if demonstration else "mark"
    lines = "".join(
        f'<p class="{name}">{escape(line)}</p>'
        for name, line in [
            ("shown", answers.in_area_words(shown)),
            ("source", answers.in_area_words(source)),
            *(("source redrawn", line) for line in _redrawn(authorities) if by_wards),
        ]
    )
    st.html(
        f'<div class="heading"><div><h1>{escape(title)}</h1>{lines}</div><span class="{kind}">{escape(mark)}</span></div>'
    )


def _redrawn(authorities: tuple[str, ...]) -> list[str]:
    """What was redrawn inside the months shown, or before them without the build having the outlines, in sentences."""
    by_wards = answers.anything_loaded() and not answers.geography_shown()
    wards = vintages.shown_wards(authorities) if by_wards else None
    if wards is None:
        return []
    names = served().names
    of = {code: name for code, name in names.items() if code in (authorities or names)}
    standing = vintage_text.standing(wards.vintage, wards.since, of)
    before = tuple(review for review in wards.lacking if review not in wards.inside)
    return [
        *filter(None, [vintage_text.outlines_lacking(standing, before, names)]),
        *(
            vintage_text.review_inside(
                review,
                names,
                standing
                if review in wards.lacking
                else vintage_text.standing(
                    wards.vintage, wards.since, {review.authority: names[review.authority]}
                ),
                lacking=review in wards.lacking,
            )
            for review in wards.inside
        ),
    ]
