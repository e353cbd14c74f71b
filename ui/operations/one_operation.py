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
from ui.answers.operations import evaluation as evaluation_answers
from ui.answers.operations.evaluation import Aim
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards import every_ward as ward_answers
from ui.components import metric_cards
from ui.components.panel import panel
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import MapOptions, Outline
from ui.operations import charts as operation_charts
from ui.operations import evaluation_steps
from ui.operations import forms as operation_forms
from ui.operations.aim import OutcomeChoice
from ui.operations.charts import Marks, OutcomeSeries
from ui.register import files as register_files
from ui.register import records as register_records
from ui.shell.context import Places
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text
from ui.text import record_places as operation_places

RECORDS, HISTORY = "records", "history"


@dataclass(frozen=True)
class OperationStudy:
    """An operation as far as it can be judged: `problem` says why not, where it cannot."""

    listed: pd.DataFrame
    wards: tuple[str, ...]
    question: Question | None = None
    design: Design | None = None
    frozen: Frozen | None = None
    problem: DataProblem | None = None


def ward_map(operation: int, part: str, choice: OutcomeChoice) -> MapView | None:
    """The map of one part of an operation; None where it has none."""
    aim, selection = choice
    if part == RECORDS:
        listed = operation_forms.listed_of_operation(operation, selection.last_month)
        return register_records.drawing_map(listed, selection)
    if part == HISTORY:
        return None
    try:
        with evaluation_answers.on_ground(operation, aim, selection.last_month):
            listed = record_answers.operations(selection.last_month)
            return _map(opened(operation, aim, listed), selection)
    except DataProblem as problem:  # said beside the map, which shows the operation where it lies
        listed = record_answers.operations(selection.last_month)
        return _map(OperationStudy(listed, _wards(operation, listed), problem=problem), selection)


def show(operation: int, part: str, choice: OutcomeChoice, places: Places) -> None:
    """One part of an operation: its evaluation, what the register holds of it, its history."""
    aim, selection = choice
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
        shown = answers.vintage().id
        with panel(), evaluation_answers.on_ground(operation, aim, selection.last_month) as ground:
            on = operation_places.evaluated_on(ground.vintage, shown, frozen=ground.frozen)
            study = opened(operation, aim, record_answers.operations(selection.last_month))
            _evaluation(study, choice, places, on)


@panel()
def about(operation: int, selection: Selection) -> None:
    """The operation in a row of words."""
    listed = record_answers.operations(selection.last_month)
    record = record_answers.register().record("operation", operation)
    sentence = operation_text.about(
        listed[listed["operation"] == operation].to_dict("records"), record
    )
    st.html(f'<p class="about"><b>{escape(record["name"])}</b> {escape(sentence)}</p>')


def opened(operation: int, aim: Aim, listed: pd.DataFrame) -> OperationStudy:
    """The question, and the comparison that is frozen or that the rule proposes; to be asked within `on_ground`."""
    wards = _wards(operation, listed)
    try:
        question = evaluation_answers.question(operation, aim, listed)
        known = evaluation_answers.frozen(question)
        design = known.design if known else evaluation_answers.proposed(question, aim.source)
    except DataProblem as problem:
        return OperationStudy(listed, wards, problem=problem)
    return OperationStudy(listed, wards, question, design, known)


def _wards(operation: int, listed: pd.DataFrame) -> tuple[str, ...]:
    rows = listed[listed["operation"] == operation]
    return tuple(dict.fromkeys(ward for some in rows["ward_codes"] for ward in some))


def _evaluation(study: OperationStudy, choice: OutcomeChoice, places: Places, on: str) -> None:
    """on: on whose wards it is evaluated, in words, where those are not the page's."""
    aim, selection = choice
    drawn = study.question.drawn if study.question else None
    with places.head:
        metric_cards.note(on)
    with places.below, panel():
        metric_cards.note(evaluation_text.ring_note(RING_METRES) if drawn else "")
        if study.question is not None and study.design is not None:
            _line(study, study.question, study.design, aim, selection.last_month)
    with places.beside, panel():
        if study.problem is not None:
            raise study.problem
        if study.question is None or study.design is None:
            return
        if study.frozen is None:
            could = evaluation_answers.could(study.question, study.design, aim.source)
            evaluation_steps.before_freeze(study.question, study.design, could, aim.source)
        else:
            answer = evaluation_answers.evaluation(study.question, aim.source)
            evaluation_steps.after_freeze(study.question, answer, aim.source)
            operation_forms.review(study.question.operation, answer)


def _map(study: OperationStudy, selection: Selection) -> MapView:
    """The operation with the wards next door and those compared with, each set in a line of its own.

    Until the comparison is frozen the map is painted by the months before the start: this page reads no others.
    """
    outlines = outlines_of(study.design) if study.design else ()
    fit = tuple(
        dict.fromkeys([*study.wards, *(ward for outline in outlines[:2] for ward in outline.wards)])
    )
    painted = selection
    if study.design is not None and study.frozen is None:
        painted = replace(
            selection, first_month=study.design.before[0], last_month=study.design.before[-1]
        )
    drawn = study.question.drawn if study.question else None
    shown = MapOptions(
        fit=fit, outlines=outlines, month=selection.last_month, area=drawn.ring if drawn else None
    )
    return ward_maps.wards(ward_answers.ward_answer(painted), shown, height=470)


def outlines_of(design: Design) -> tuple[Outline, ...]:
    """The wards next door (the ring of a drawn area is drawn as such), those compared with, and what next door is compared with."""
    words, known = operation_text.OUTLINES, ward_tables.wards().index
    return (
        Outline("ring", words["ring"], tuple(ward for ward in design.buffer if ward in known)),
        Outline("comparison", words["comparison"], design.comparison),
        Outline("ring comparison", words["ring comparison"], design.buffer_comparison),
    )


def _line(study: OperationStudy, question: Question, design: Design, aim: Aim, last: date) -> None:
    line = evaluation_answers.line(
        question,
        design,
        aim.source,
        last,
        after_too=study.frozen is not None,
        thin=source_answers.thin_months(aim.source),
    )
    registers = record_answers.register()
    phases = registers.records("phase", operation=question.operation)
    fields = {field.name: field.label for field in registers.kinds["dosage"].fields}
    marks = Marks(
        [
            (row["name"], row["start"], row["end"])
            for row in phases.to_dict("records")
            if row["start"] is not None
        ],
        _weeks(question),
    )
    dosage = registers.records("dosage", operation=question.operation)
    operation_charts.outcome_line(
        OutcomeSeries(line.chart, line.expected, line.absent, marks, dosage, fields)
    )
    metric_cards.note("" if study.frozen else evaluation_text.ONLY_BEFORE)


def _weeks(question: Question) -> list[tuple[str, date, date]]:
    """Short pieces of other work in the operation's wards, or everywhere: weeks of national action above all."""
    weeks = []
    for row in question.work.to_dict("records"):
        here = not row["ward_codes"] or set(row["ward_codes"]) & set(question.wards)
        if row["name"] == question.name or not here or pd.isna(row["start"]) or pd.isna(row["end"]):
            continue
        if row["end"] - row["start"] < timedelta(days=operation_charts.LONGEST_WEEK):
            weeks.append((f"{row['name']} {row['instance']}".strip(), row["start"], row["end"]))
    return weeks


def last_day(month: date) -> date:
    """The day as at which things are shown: the last of the last month shown."""
    return month_after(month) - timedelta(days=1)
