"""Figures in cards: a label, one large number or verdict, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

import streamlit as st

from geo.core.selection import Selection
from ui.answers.area import served
from ui.answers.caching import AskedBy, cache_data, cached_on_instance
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards.findings import FEWEST_TO_COMPARE, Trend, WardAnswer
from ui.answers.wards.place_findings import Place
from ui.components.panel import panel
from ui.text import figures as figure_text
from ui.text import sources as source_text
from ui.text import unplaced as unplaced_text
from ui.text.wards import areas as area_text

MOST_AUTHORITIES = 3  # with a card each on the briefing; of more, one card for the whole area


@panel()
def briefing(answer: WardAnswer) -> None:
    """The figures of the briefing: five where there are two authorities."""
    show(_five(answer, date.today()))


@cached_on_instance(100)
def _five(answer: WardAnswer, today: date) -> list[tuple[str, str, str]]:
    uncovered = bool(answer.authorities["uncovered"].any())
    cards = [
        (row["authority_name"], *figure_text.authority_figure(row, answer.unplaced))
        for _, row in answer.authorities.iterrows()
    ]
    if len(cards) > MOST_AUTHORITIES:
        cards = [
            (
                served().name,
                *figure_text.area_figure(
                    answer.force_rate, answer.placed, answer.unplaced, uncovered=uncovered
                ),
            )
        ]
    change, covered = answer.change, answer.coverage
    cards.append(
        (
            "Wards clearly above the force rate",
            *(
                ("cannot tell", unplaced_text.none_placed(answer.unplaced))
                if answer.placed == 0 and answer.unplaced
                else figure_text.standing_figure(
                    answer.shown, answer.force_rate, uncovered=uncovered
                )
            ),
        )
    )
    cards.append(
        (
            figure_text.change_label(served()),
            *figure_text.change_figure(
                change.now,
                change.then,
                change.p,
                change.verdict,
                change.months,
                why=unplaced_text.why_not(change.missing, narrowed=bool(answer.selection.narrowing))
                if change.doubtful
                else "",
            ),
        )
    )
    cards.append(
        (
            "Newest month loaded",
            *figure_text.age_figure(
                answer.newest, today, len(covered.received), len(covered.asked)
            ),
        )
    )
    return cards


def _residents_lacking(answer: WardAnswer) -> str:
    lacking = answer.wards[answer.wards["residents"].isna()]
    return figure_text.residents_lacking(
        lacking["ward_name"].tolist(),
        len(answer.wards),
        lacking["authority_name"].unique().tolist(),
    )


@panel()
def cautions(answer: WardAnswer, *, change: bool = True) -> None:
    """What the five figures leave out: absent months, little time, too few offences; and which months the change compares."""
    received = answer.coverage.received
    few = answer.placed is not None and 0 < answer.placed < FEWEST_TO_COMPARE
    narrowed = bool(answer.selection.narrowing)
    note(
        nothing_placed(answer),
        unplaced_text.rates(answer.placed, answer.unplaced),
        figure_text.TOO_FEW_TO_COMPARE if few else "",
        _residents_lacking(answer),
        figure_text.ground_lacking(ward_tables.ground_in_no_ward()),
        area_text.residents_carried(answers.geography_shown(), *ward_tables.residents_carried()),
        gaps(answer.selection, answer.coverage.absent),
        source_text.thin(answer.thin),
        figure_text.fewer_months(len(received)),
        ""
        if answer.restricted or not change
        else figure_text.change_months(answer.change.months, received),
        answer.change.dispersion.describe(figure_text.AREA_COUNTS)
        if change and answer.change.months
        else "",
        unplaced_text.differing(answer.change.missing, narrowed=narrowed) if change else "",
    )


def nothing_placed(answer: WardAnswer) -> str:
    """Why no rate can be given where nothing was placed; empty where something was."""
    return unplaced_text.nothing_placed(
        answer.placed,
        answer.unplaced,
        restricted=answer.restricted,
        unknown=answer.unknown,
        not_existing=answer.not_existing,
    )


def gaps(selection: Selection, absent: tuple[date, ...]) -> str:
    """Why months of a selection are gaps: not received, or without the types it asks for; empty where none is."""
    return source_text.gaps(
        absent,
        source_answers.untold_months(selection),
        selection.offence_types,
        source_answers.partial_months(selection.source_id),
    )


def show(cards: Iterable[tuple[str, str, str]]) -> None:
    """Cards side by side, as many to a row as fit: label, value, what stands under it."""
    worded = answers.in_area_words
    drawn = "".join(
        f'<div class="card"><div class="label">{escape(worded(label))}</div>'
        f'<div class="value{"" if value[:1].isdigit() else " words"}">{escape(value)}</div><div class="under">{escape(worded(under))}</div></div>'
        for label, value, under in cards
    )
    st.html(f'<div class="cards">{drawn}</div>')


def paragraph(*sentences: str) -> None:
    """Findings in sentences, each a line of its own; of none, an empty place, so that a map further down stays where it is."""
    if not sentences:
        st.empty()
    else:
        lines = (escape(answers.in_area_words(sentence)) for sentence in sentences)
        st.html("".join(f'<p class="said">{sentence}</p>' for sentence in lines))


def place(name: str, findings: Place) -> None:
    """One place's offences, and what may be said of the year before, in a sentence."""
    change = findings.change
    narrowed = bool(findings.selection.narrowing)
    paragraph(
        figure_text.place_sentence(
            name,
            findings.offences,
            change.now,
            change.then,
            change.p,
            change.verdict,
            change.months,
            why=unplaced_text.why_not(change.missing, narrowed=narrowed) if change.doubtful else "",
        ),
        *filter(None, [_vary(findings)]),
    )


def _vary(findings: Place) -> str:
    """How far the counts vary that a place's change rests on: those of a ward, or of an area of somebody's own."""
    if not findings.change.months:
        return ""
    own = findings.selection.area is not None
    return findings.change.dispersion.describe(
        figure_text.OWN_COUNTS if own else figure_text.WARD_COUNTS
    )


def note(*sentences: str) -> None:
    """Small print under a figure; empty sentences are left out. Of none, an empty place, as in `text`."""
    text = " ".join(answers.in_area_words(sentence) for sentence in sentences if sentence)
    if text:
        st.html(f'<p class="note">{escape(text)}</p>')
    else:
        st.empty()


@panel()
def ward(answer: WardAnswer, code: str | None, *, change: bool = True) -> None:
    """The chosen ward's figures in sentences; its change on the year before, unless the page says that by itself."""
    if code is None or code not in answer.wards.index:
        note()
        return
    row = answer.wards.loc[code]
    changed = ""
    if answer.change.months and change:
        changed = (
            figure_text.change_sentence(
                row["ward_name"],
                int(row["now"]),
                int(row["then"]),
                row["verdict"],
                answer.change.months,
                why=unplaced_text.why_not(
                    answer.change.missing, narrowed=bool(answer.selection.narrowing)
                )
                if row["doubtful"]
                else "",
            )
            + "."
        )
    nothing = answer.placed == 0 and answer.unplaced > 0
    note(
        nothing_placed(answer) if nothing else figure_text.ward_sentence(row),
        ward_tables.residents_of_ward(code),
        changed,
    )


@panel()
def trend(findings: Trend, names: dict[str, str]) -> None:
    """Under the trend: what stands out, month by month, for each authority."""
    sentences = []
    for code, chart in findings.charts.items():
        odd = tuple(chart.index[chart["outside"] | chart["shift"]])
        sentences.append(
            figure_text.trend_sentence(
                names[code],
                odd,
                int(chart["value"].notna().sum()),
                tuple(chart.index[chart["doubtful"]]),
            )
        )
        if code in findings.dispersions:
            sentences.append(figure_text.usual_width(names[code], findings.dispersions[code]))
    months = tuple(next(iter(findings.charts.values())).index)
    note(
        figure_text.trend_span(months),
        *sentences,
        figure_text.usual_from(findings.frozen_before),
        gaps(findings.selection, findings.absent),
        source_text.thin(findings.thin),
    )


@panel()
def funnel(answer: WardAnswer) -> None:
    """Under the funnel: what its lines mean, and how far the wards are from chance alone."""
    note(figure_text.FUNNEL_MEANS, figure_text.spread(answer.dispersion))


@panel()
def operations(answer: WardAnswer) -> None:
    """Operations in words: those of the wards shown, and those that no single ward can show."""
    lines = _operations(answers.asked_by(), record_answers.register().changes(), date.today())
    shown = [
        words
        for wards, words in lines
        if not wards or any(ward in answer.shown_codes for ward in wards)
    ]
    note(*(["Operations.", f"{'; '.join(shown)}."] if shown else []))


@cache_data(20)
def _operations(asked_by: AskedBy, changes: int, today: date) -> list[tuple[tuple[str, ...], str]]:
    """Wards and words of every operation as it stands today."""
    del asked_by, changes, today  # part of the key
    return [
        (row["ward_codes"], figure_text.operation(row))
        for _, row in record_answers.operations().iterrows()
    ]
