"""How much few people hold: verdicts on suspects, bars beside chance, and a table of all groups that may be told."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd
import streamlit as st

from geo.knife.few_hands_shown import WHOLE, Cut, FewHandsShown
from ui.answers import few_hands as few_hands_answers
from ui.answers.area import served
from ui.answers.few_hands import AUTHORITY, FewHandsAnswer
from ui.components import metric_cards, tables
from ui.components.panel import panel
from ui.lines import charts as lines_charts
from ui.text.harm import few_hands as few_hands_text

Groups = Mapping[Cut, FewHandsShown]


def offered() -> bool:
    """Whether there is anything to show: people are switched on, and an extract is held."""
    return few_hands_answers.people_shown()


@panel()
def show() -> None:
    """Suspects, then victims: of the whole area and of each authority; beneath, every group that may be told as a row."""
    answer = few_hands_answers.few_hands()
    if answer is None or not any(answer.of.values()):
        metric_cards.paragraph(few_hands_text.NOTHING)
        return
    for role, groups in answer.of.items():
        if groups:
            _of_role(role, groups)
    tables.plain(_table(answer).rename(columns=few_hands_text.COLUMNS))
    metric_cards.note(
        few_hands_text.months_counted(answer.months),
        few_hands_text.CHANCE_MEANS,
        few_hands_answers.index_named(),
        few_hands_text.without_weight(answer.unweighted),
        few_hands_text.RULES,
        few_hands_text.switched_on(few_hands_answers.assessment()),
    )


def _of_role(role: str, groups: Groups) -> None:
    """The verdicts on the whole and on each authority side by side, and the bars of the whole and of each."""
    chosen = {cut: shown for cut, shown in groups.items() if cut == WHOLE or cut[0] == AUTHORITY}
    verdicts = "".join(_verdict(role, _place(cut), shown) for cut, shown in chosen.items())
    st.html(f'<div class="verdicts">{verdicts}</div>')
    lines_charts.few_hands(role, {_place(cut): shown for cut, shown in chosen.items()})


def _verdict(role: str, place: str, shown: FewHandsShown) -> str:
    verdict = shown.verdict
    rows = ""
    for row in verdict.premises:
        mark, word, sentence = few_hands_text.premise(row)
        rows += f'<li><span class="sign" role="img" aria-label="{word}" title="{word}">{mark}</span>{escape(sentence)}</li>'
    return (
        f'<section class="panel verdict {few_hands_text.CLASSES[verdict.word]}">'
        f"<h2>{escape(f'{place[:1].upper()}{place[1:]}, {few_hands_text.WHO[role]}')}</h2>"
        f'<p class="word">{escape(few_hands_text.WORDS[verdict.word])}</p><p class="told">{escape(verdict.reason)} '
        f"{escape(few_hands_text.sentence(role, place[:1].upper() + place[1:], shown))}</p>"
        f'<p class="note">{few_hands_text.PREMISES}</p><ul class="premises">{rows}</ul></section>'
    )


def _place(cut: Cut) -> str:
    return served().name if cut == WHOLE else few_hands_text.cut_words(cut, served().names)


def _table(answer: FewHandsAnswer) -> pd.DataFrame:
    return pd.DataFrame(
        [
            few_hands_text.table_row(role, _place(cut), shown, top)
            for role, groups in answer.of.items()
            for cut, shown in groups.items()
            for top in shown.tops
        ]
    )
