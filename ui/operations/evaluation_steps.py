"""An evaluation read from top to bottom: could we tell, what we compare, what changed, did it move next door, verdict."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from geo.operations.design import Design, Frozen
from geo.operations.evaluation import Evaluation
from geo.operations.power import CouldShow
from geo.operations.question import Question
from geo.operations.verdicts import could_show_in_words
from ui.access import roles
from ui.answers import store as answers
from ui.answers.operations import evaluation as evaluation_answers
from ui.components import metric_cards, tables
from ui.components.panel import panel
from ui.shell import errors
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text

FREEZE_KEY = "freeze comparison"


def before_freeze(asked: Question, design: Design, could: CouldShow, source: str) -> None:
    """What can be said without the outcome, and the way to it for whoever may edit."""
    _panel(evaluation_text.COULD, [could_show_in_words(could)], [evaluation_text.power(could)])
    _panel(
        evaluation_text.COMPARED,
        [evaluation_text.compared(design, evaluation_answers.ward_names())],
        [
            operation_text.with_names(design.rule, evaluation_answers.ward_names()),
            evaluation_text.BEFORE_FREEZE,
        ],
    )
    _warn_of_activity(design)
    if not roles.may_edit():
        st.info(evaluation_text.FREEZE_ELSEWHERE)
        return
    if st.button(evaluation_text.FREEZE, type="primary", icon=":material/lock:", key=FREEZE_KEY):
        errors.attempt(lambda: evaluation_answers.freeze(asked, source))
        st.rerun()
    _other_wards(asked, design, source)
    errors.show_kept()


def after_freeze(asked: Question, found: Evaluation, source: str) -> None:
    """The whole evaluation, each step with its figures."""
    design, names = found.frozen.design, evaluation_answers.ward_names()
    with panel():
        _panel(
            evaluation_text.COULD,
            [could_show_in_words(found.could)],
            [evaluation_text.power(found.could)],
        )
    with panel():
        frozen = evaluation_text.frozen_line(
            found.frozen, first=len(evaluation_answers.freezes(asked)) == 1
        )
        _panel(
            evaluation_text.COMPARED,
            [evaluation_text.compared(design, names), frozen],
            [operation_text.with_names(line, names) for line in (design.rule, *design.left_out)],
        )
    _warn_of_activity(design)
    _comparison_changes(asked, found.frozen, source)
    with panel():
        _panel(
            evaluation_text.CHANGED,
            [evaluation_text.changed(found.change), evaluation_text.in_offences(found.offences)],
            [evaluation_text.counted(found), *_checks(found)],
        )
    with panel():
        _panel(
            evaluation_text.NEXT_DOOR,
            [evaluation_text.next_door(found.verdict.next_door, found.ring, design, names)],
            [evaluation_text.quotient(found.quotient)],
        )
    verdict(found)
    with panel(), st.expander(evaluation_text.DETAILS):
        metric_cards.note(evaluation_text.full_hash(found.frozen))
        table = found.without.reset_index().assign(
            what=[operation_text.with_names(name, names) for name in found.without.index]
        )
        tables.rates(table.rename(columns=evaluation_text.RATIO_COLUMNS))
        tables.rates(
            found.placebo_dates.reset_index().rename(columns=evaluation_text.RATIO_COLUMNS)
        )


@panel()
def verdict(found: Evaluation) -> None:
    """The word, its sentence with figures, and what would be needed to tell."""
    said = found.verdict
    needed = (
        f'<p class="needed">{escape(evaluation_text.needed(said.needed))}</p>'
        if said.needed
        else ""
    )
    st.html(
        f'<section class="panel verdict {said.word.replace(" ", "-")}"><h2>{escape(evaluation_text.VERDICT)}</h2><p class="word">'
        f'{escape(operation_text.VERDICTS[said.word])}</p><p class="told">{escape(said.sentence)}</p>{needed}</section>'
    )


def _checks(found: Evaluation) -> list[str]:
    """What should not be there if the operation alone made the difference."""
    return [
        evaluation_text.alongside(found.alongside),
        evaluation_text.spike(found.spike),
        evaluation_text.placebo_dates(found.placebo_dates),
        *(
            evaluation_text.placebo_outcome(str(name), row)
            for name, row in found.placebo_outcomes.iterrows()
        ),
        evaluation_text.left_out(found.without),
    ]


def _warn_of_activity(design: Design) -> None:
    if design.outcome.counts_activity:
        st.warning(evaluation_text.ACTIVITY, icon=":material/warning:")


@panel()
def _comparison_changes(asked: Question, known: Frozen, source: str) -> None:
    """What no longer fits the frozen comparison, and the ways to change it, each recorded with its reason."""
    if stale := evaluation_answers.stale(asked, known):
        st.warning(" ".join(stale), icon=":material/history:")
    if not roles.may_edit():
        return
    left, right = st.columns(2)
    with left:
        _other_wards(asked, known.design, source, replaces=True)
    with right:
        if evaluation_answers.can_grow(asked, known) and st.button(
            evaluation_text.GROW, icon=":material/update:"
        ):
            errors.attempt(lambda: evaluation_answers.take_in_later_months(asked))
            st.rerun()
    _history(asked)
    errors.show_kept()


def _other_wards(asked: Question, design: Design, source: str, *, replaces: bool = False) -> None:
    """Wards chosen by hand, with the reason that is stored beside them."""
    names = answers.wards()["ward_name"].sort_values()
    with st.popover(evaluation_text.CHOOSE_OTHERS, icon=":material/edit:"):
        if replaces:
            metric_cards.note(evaluation_text.CHANGE_RECORDED)
        offered = [code for code in names.index if code not in design.area]
        wards = st.multiselect(
            evaluation_text.OTHER_WARDS,
            offered,
            default=[code for code in design.comparison if code in offered],
            format_func=names.get,
            key="other wards",
        )
        reason = st.text_input(evaluation_text.OTHER_REASON, max_chars=300, key="other reason")
        if st.button(evaluation_text.KEEP_OTHERS, disabled=not wards, key="keep others"):
            errors.attempt(
                lambda: evaluation_answers.replace_comparison(asked, source, wards, reason)
            )
            st.rerun()
        if replaces and st.button(evaluation_text.RULE_AGAIN, key="rule again"):
            errors.attempt(lambda: evaluation_answers.by_the_rule_again(asked, source, reason))
            st.rerun()


def _history(asked: Question) -> None:
    """Every freeze of this comparison, newest first, where there was more than one."""
    made = evaluation_answers.freezes(asked)
    if len(made) > 1:
        with st.expander(evaluation_text.freezes(len(made))):
            st.text("\n".join(evaluation_text.replaced_line(at, reason) for at, reason in made))


def _panel(title: str, said: Sequence[str], notes: Sequence[str]) -> None:
    body = "".join(f"<p>{escape(line)}</p>" for line in said if line)
    small = "".join(f'<p class="note">{escape(line)}</p>' for line in notes if line)
    st.html(f'<section class="panel step"><h2>{escape(title)}</h2>{body}{small}</section>')
