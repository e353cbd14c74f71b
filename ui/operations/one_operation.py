"""One operation: its map with the areas compared, its outcome line with dosage under it, its evaluation, its records, its history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape

import pandas as pd
import streamlit as st

from geo.core.errors import DataProblem
from geo.core.selection import Selection, month_after
from geo.operations.design import Design, Frozen
from geo.operations.drawn_area import RING_METRES
from geo.operations.question import Question
from ui.answers import store as answers
from ui.answers.operations import evaluation as evaluation_answers
from ui.answers.operations.evaluation import Aim
from ui.answers.wards import every_ward as ward_answers
from ui.components import metric_cards
from ui.components.panel import panel
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import MapOptions, Outline
from ui.operations import charts as operation_charts
from ui.operations import evaluation_steps
from ui.operations import forms as operation_forms
from ui.operations.aim import Judged
from ui.operations.charts import Drawn, Marks
from ui.register import files as register_files
from ui.register import records as register_records
from ui.shell.context import Places
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text

RECORDS, HISTORY = "records", "history"


@dataclass(frozen=True)
class Opened:
    """An operation as far as it can be judged: `problem` says why not, where it cannot."""

    listed: pd.DataFrame
    wards: tuple[str, ...]
    question: Question | None = None
    design: Design | None = None
    frozen: Frozen | None = None
    problem: DataProblem | None = None


def ward_map(operation: int, part: str, asked: Judged) -> MapView | None:
    """The map of one part of an operation; None where it has none."""
    aim, selection = asked
    if part == RECORDS:
        listed = operation_forms.listed_of_operation(operation, selection.last_month)
        return register_records.drawing_map(listed, selection)
    if part == HISTORY:
        return None
    return _map(opened(operation, aim, answers.operations(selection.last_month)), selection)


def show(operation: int, part: str, asked: Judged, places: Places) -> None:
    """One part of an operation: its evaluation, what the register holds of it, its history."""
    aim, selection = asked
    if part == RECORDS:
        listed = operation_forms.listed_of_operation(operation, selection.last_month)
        with places.head:
            operation_forms.choose_of_operation()
        place = places.beside if register_records.has_map(listed) else st.container()
        with place, panel():
            register_records.show(listed)
    elif part == HISTORY:
        with panel():
            register_files.history_with_parts("operation", operation)
    else:
        found = opened(operation, aim, answers.operations(selection.last_month))
        _evaluation(found, asked, places)


@panel()
def about(operation: int, selection: Selection) -> None:
    """The operation in a row of words."""
    listed = answers.operations(selection.last_month)
    record = answers.register().record("operation", operation)
    said = operation_text.about(listed[listed["operation"] == operation].to_dict("records"), record)
    st.html(f'<p class="about"><b>{escape(record["name"])}</b> {escape(said)}</p>')


def opened(operation: int, aim: Aim, listed: pd.DataFrame) -> Opened:
    """The question, and the comparison that is frozen or that the rule proposes."""
    rows = listed[listed["operation"] == operation]
    wards = tuple(dict.fromkeys(ward for some in rows["ward_codes"] for ward in some))
    try:
        question = evaluation_answers.question(operation, aim, listed)
        known = evaluation_answers.frozen(question)
        design = known.design if known else evaluation_answers.proposed(question, aim.source)
    except DataProblem as problem:
        return Opened(listed, wards, problem=problem)
    return Opened(listed, wards, question, design, known)


def _evaluation(found: Opened, asked: Judged, places: Places) -> None:
    aim, selection = asked
    drawn = found.question.drawn if found.question else None
    with places.below, panel():
        metric_cards.note(evaluation_text.ring_note(RING_METRES) if drawn else "")
        if found.question is not None and found.design is not None:
            _line(found, found.question, found.design, aim, selection.last_month)
    with places.beside, panel():
        if found.problem is not None:
            raise found.problem
        if found.question is None or found.design is None:
            return
        if found.frozen is None:
            could = evaluation_answers.could(found.question, found.design, aim.source)
            evaluation_steps.before_freeze(found.question, found.design, could, aim.source)
        else:
            answer = evaluation_answers.evaluation(found.question, aim.source)
            evaluation_steps.after_freeze(found.question, answer, aim.source)
            operation_forms.review(found.question.operation, answer)


def _map(found: Opened, selection: Selection) -> MapView:
    """The operation with the wards next door and those compared with, each set in a line of its own.

    Until the comparison is frozen the map is painted by the months before the start: this page reads no others.
    """
    outlines = outlines_of(found.design) if found.design else ()
    fit = tuple(
        dict.fromkeys([*found.wards, *(ward for one in outlines[:2] for ward in one.wards)])
    )
    painted = selection
    if found.design is not None and found.frozen is None:
        painted = replace(
            selection, first_month=found.design.before[0], last_month=found.design.before[-1]
        )
    drawn = found.question.drawn if found.question else None
    shown = MapOptions(
        fit=fit, outlines=outlines, month=selection.last_month, area=drawn.ring if drawn else None
    )
    return ward_maps.wards(ward_answers.ward_answer(painted), shown, height=470)


def outlines_of(design: Design) -> tuple[Outline, ...]:
    """The wards next door (the ring of a drawn area is drawn as such), those compared with, and what next door is compared with."""
    words, known = operation_text.OUTLINES, answers.wards().index
    return (
        Outline("ring", words["ring"], tuple(ward for ward in design.buffer if ward in known)),
        Outline("comparison", words["comparison"], design.comparison),
        Outline("ring comparison", words["ring comparison"], design.buffer_comparison),
    )


def _line(found: Opened, question: Question, design: Design, aim: Aim, last: date) -> None:
    told = evaluation_answers.line(
        question, design, aim.source, last, after_too=found.frozen is not None
    )
    kept = answers.register()
    phases = kept.records("phase", operation=question.operation)
    fields = {one.name: one.label for one in kept.kinds["dosage"].fields}
    marks = Marks(
        [
            (row["name"], row["start"], row["end"])
            for row in phases.to_dict("records")
            if row["start"] is not None
        ],
        _weeks(question),
    )
    dosage = kept.records("dosage", operation=question.operation)
    operation_charts.outcome_line(
        Drawn(told.chart, told.expected, told.absent, marks, dosage, fields)
    )
    metric_cards.note("" if found.frozen else evaluation_text.ONLY_BEFORE)


def _weeks(question: Question) -> list[tuple[str, date, date]]:
    """Short pieces of other work in the operation's wards, or everywhere: weeks of national action above all."""
    found = []
    for row in question.work.to_dict("records"):
        here = not row["ward_codes"] or set(row["ward_codes"]) & set(question.wards)
        if row["name"] == question.name or not here or pd.isna(row["start"]) or pd.isna(row["end"]):
            continue
        if row["end"] - row["start"] < timedelta(days=operation_charts.LONGEST_WEEK):
            found.append((f"{row['name']} {row['instance']}".strip(), row["start"], row["end"]))
    return found


def last_day(month: date) -> date:
    """The day as at which things are shown: the last of the last month shown."""
    return month_after(month) - timedelta(days=1)
