"""Harm in cards, sentences and a table, for pages that offer it beside counts."""

from __future__ import annotations

import streamlit as st

from ui.answers.area import served
from ui.answers.harm import HarmAnswer, HarmPlace, harm_answer
from ui.answers.store import sources as source_answers
from ui.answers.wards.findings import WardAnswer
from ui.components import downloads, metric_cards
from ui.components.panel import panel
from ui.text.harm import weighed as harm_text


def show(answer: WardAnswer) -> None:
    """The harm of an answer's selection: cards of every authority of it, and a table of its wards."""
    weighed = harm_answer(answer.selection)
    cards(weighed)
    table(weighed)


@panel()
def cards(answer: HarmAnswer, codes: tuple[str, ...] = ()) -> None:
    """The harm of each authority and its change on the year before; the index, and what has no weight, named beside.

    codes  the authorities that are shown, two of which are set beside each other; all of the selection unless given
    """
    chosen = codes or answer.counts.selection.authorities or tuple(answer.authorities)
    places = {served().names[code]: answer.authorities[code] for code in chosen}
    shown = []
    for name, place in places.items():
        shown.append((f"{name}: harm", *harm_text.harm_card(place.total, _rate(place))))
        change = harm_text.change_card(place.change, answer.months)
        shown.append((f"{name}: harm on the year before", *change))
    metric_cards.show(shown)
    metric_cards.paragraph(
        harm_text.index_named(answer.weights),
        *(
            [harm_text.compared([*places], {name: _rate(place) for name, place in places.items()})]
            if len(places) == 2
            else []
        ),
    )
    metric_cards.note(
        *(harm_text.unweighted(name, place.total) for name, place in places.items()),
        harm_text.LIMITS_MEAN,
    )


@panel()
def table(answer: HarmAnswer) -> None:
    """Every ward of the selection by its harm, and the same as a file."""
    wards = answer.wards.loc[answer.counts.shown.index].sort_values("rate", ascending=False)
    figures = [
        name for name in harm_text.COLUMNS if name in ("harm", "rate", "rate_low", "rate_high")
    ]
    st.dataframe(
        wards[list(harm_text.COLUMNS)].rename(columns=harm_text.COLUMNS),
        hide_index=True,
        width="stretch",
        height=350,
        column_config={
            harm_text.COLUMNS[name]: st.column_config.NumberColumn(format="%.1f")
            for name in figures
        },
    )
    notes = [
        *source_answers.provenance(answer.counts.selection),
        harm_text.index_named(answer.weights),
        harm_text.unweighted(served().name, answer.whole.total),
    ]
    downloads.download(wards.reset_index(), list(filter(None, notes)), name="harm-by-ward")


def _rate(place: HarmPlace) -> tuple[float, float, float]:
    return place.rate, place.low, place.high
