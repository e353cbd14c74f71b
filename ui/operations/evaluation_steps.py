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
from ui.access import policy
from ui.answers.operations import evaluation as evaluation_answers
from ui.answers.store import wards as ward_tables
from ui.components import metric_cards, tables
from ui.components.panel import panel
from ui.shell import errors
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text

FREEZE_KEY = "freeze comparison"


def before_freeze(question: Question, design: Design, could: CouldShow, source: str) -> None:
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
    if not policy.may_edit_register():
        st.info(evaluation_text.FREEZE_ELSEWHERE)
        return
    if st.button(evaluation_text.FREEZE, type="primary", icon=":material/lock:", key=FREEZE_KEY):
        errors.attempt(lambda: evaluation_answers.freeze(question, source))
        st.rerun()
    _other_wards(question, design, source)
    errors.show_kept()


def after_freeze(question: Question, evaluation: Evaluation, source: str) -> None:
    """The whole evaluation, each step with its figures."""
    design, names = evaluation.frozen.design, evaluation_answers.ward_names()
    with panel():
        _panel(
            evaluation_text.COULD,
            [could_show_in_words(evaluation.could)],
            [evaluation_text.power(evaluation.could)],
        )
    with panel():
        frozen = evaluation_text.frozen_line(
            evaluation.frozen, first=len(evaluation_answers.freezes(question)) == 1
        )
        _panel(
            evaluation_text.COMPARED,
            [evaluation_text.compared(design, names), frozen],
            [operation_text.with_names(line, names) for line in (design.rule, *design.left_out)],
        )
    _warn_of_activity(design)
    _comparison_changes(question, evaluation.frozen, source)
    with panel():
        _panel(
            evaluation_text.CHANGED,
            [
                evaluation_text.changed(evaluation.change),
                evaluation_text.in_offences(evaluation.offences),
            ],
            [
                evaluation_text.counted(evaluation),
                evaluation_text.limits(evaluation.modelled, evaluation.happens),
                *_checks(evaluation),
            ],
        )
    with panel():
        _panel(
            evaluation_text.NEXT_DOOR,
            [
                evaluation_text.next_door(
                    evaluation.verdict.next_door, evaluation.ring, design, names
                )
            ],
            [
                *evaluation_text.around(evaluation.around),
                evaluation_text.quotient(evaluation.quotient),
            ],
        )
    verdict(evaluation)
    with panel(), st.expander(evaluation_text.DETAILS):
        metric_cards.note(evaluation_text.full_hash(evaluation.frozen))
        table = evaluation.without.reset_index().assign(
            what=[operation_text.with_names(name, names) for name in evaluation.without.index]
        )
        tables.rates(table.rename(columns=evaluation_text.RATIO_COLUMNS))
        tables.rates(
            evaluation.placebo_dates.reset_index().rename(columns=evaluation_text.RATIO_COLUMNS)
        )


@panel()
def verdict(evaluation: Evaluation) -> None:
    """The word, its sentence with figures, what would be needed to tell, and each premise with whether it holds."""
    result = evaluation.verdict
    needed = (
        f'<p class="needed">{escape(evaluation_text.needed(result.needed))}</p>'
        if result.needed
        else ""
    )
    premises = "".join(f"<li>{escape(premise.describe())}</li>" for premise in result.premises)
    st.html(
        f'<section class="panel verdict {result.word.replace(" ", "-")}"><h2>{escape(evaluation_text.VERDICT)}</h2><p class="word">'
        f'{escape(operation_text.VERDICTS[result.word])}</p><p class="told">{escape(result.sentence)}</p>{needed}'
        f'<h3>{escape(evaluation_text.PREMISES)}</h3><ul class="premises">{premises}</ul></section>'
    )


def _checks(evaluation: Evaluation) -> list[str]:
    """What should not be there if the operation alone made the difference."""
    return [
        evaluation_text.alongside(evaluation.alongside),
        evaluation_text.spike(evaluation.spike),
        evaluation_text.placebo_dates(evaluation.placebo_dates),
        *(
            evaluation_text.placebo_outcome(str(name), row)
            for name, row in evaluation.placebo_outcomes.iterrows()
        ),
        evaluation_text.left_out(evaluation.without),
    ]


def _warn_of_activity(design: Design) -> None:
    if design.outcome.counts_activity:
        st.warning(evaluation_text.ACTIVITY, icon=":material/warning:")


@panel()
def _comparison_changes(question: Question, known: Frozen, source: str) -> None:
    """What no longer fits the frozen comparison, and the ways to change it, each recorded with its reason."""
    if stale := evaluation_answers.stale(question, known):
        st.warning(" ".join(stale), icon=":material/history:")
    if not policy.may_edit_register():
        return
    left, right = st.columns(2)
    with left:
        _other_wards(question, known.design, source, replaces=True)
    with right:
        if evaluation_answers.can_grow(question, known) and st.button(
            evaluation_text.GROW, icon=":material/update:"
        ):
            errors.attempt(lambda: evaluation_answers.take_in_later_months(question))
            st.rerun()
    _history(question)
    errors.show_kept()


def _other_wards(
    question: Question, design: Design, source: str, *, replaces: bool = False
) -> None:
    """Wards chosen by hand, with the reason that is stored beside them."""
    names = ward_tables.wards()["ward_name"].sort_values()
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
                lambda: evaluation_answers.replace_comparison(question, source, wards, reason)
            )
            st.rerun()
        if replaces and st.button(evaluation_text.RULE_AGAIN, key="rule again"):
            errors.attempt(lambda: evaluation_answers.by_the_rule_again(question, source, reason))
            st.rerun()


def _history(question: Question) -> None:
    """Every freeze of this comparison, newest first, where there was more than one."""
    made = evaluation_answers.freezes(question)
    if len(made) > 1:
        with st.expander(evaluation_text.freezes(len(made))):
            st.text("\n".join(evaluation_text.replaced_line(at, reason) for at, reason in made))


def _panel(title: str, lines: Sequence[str], notes: Sequence[str]) -> None:
    body = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    small = "".join(f'<p class="note">{escape(line)}</p>' for line in notes if line)
    st.html(f'<section class="panel step"><h2>{escape(title)}</h2>{body}{small}</section>')
