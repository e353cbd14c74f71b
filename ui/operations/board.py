"""All operations at once: the board with its map, effects side by side, the calendar, the register itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from geo.change.rate_ratio import RatioChange
from geo.core.errors import DataProblem
from geo.core.selection import Selection
from geo.operations.overlaps import overlaps
from ui.access import policy
from ui.answers.operations import board as operation_answers
from ui.answers.operations import evaluation as evaluation_answers
from ui.answers.operations.evaluation import Aim
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.wards import every_ward as ward_answers
from ui.components import metric_cards
from ui.components.panel import panel, titled_list
from ui.filters import url_state
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.map.ward_map import MapOptions
from ui.operations import charts as operation_charts
from ui.operations import forms as operation_forms
from ui.operations import one_operation
from ui.operations.aim import OutcomeChoice
from ui.register import files as register_files
from ui.register import records as register_records
from ui.shell import errors
from ui.shell.context import Places
from ui.text import evaluation as evaluation_text
from ui.text import figures as figure_text
from ui.text import map as map_text
from ui.text import operations as operation_text
from ui.text import pages as page_text
from ui.text import register as register_text

ROWS = "board rows"
BOARD, REGISTER = "board", "register"


def chosen() -> tuple[int | None, str]:
    """The operation and the part of it that the address asks for; without an operation, the view of them all."""
    label = _operations()
    number = url_state.OPERATION.value([*label], label.__getitem__)
    if number:
        return int(number), _part_of(url_state.PART, operation_text.PARTS)
    return None, _part_of(url_state.BOARD, operation_text.VIEWS)


def choose() -> None:
    """The select box of operations, and beside it the parts of the one chosen, else the views of them all."""
    operation, _ = chosen()
    label = _operations()
    left, right = st.columns([2, 5], vertical_alignment="bottom", gap="medium")
    left.selectbox(
        operation_text.CHOOSE,
        [*label],
        format_func=label.__getitem__,
        **url_state.OPERATION.bound(),
    )
    key, offered = (
        (url_state.BOARD, operation_text.VIEWS)
        if operation is None
        else (url_state.PART, operation_text.PARTS)
    )
    right.segmented_control(
        register_text.KINDS,
        [*offered],
        format_func=offered.__getitem__,
        required=True,
        label_visibility="collapsed",
        **key.bound(),
    )


def _operations() -> dict[str, str]:
    names = record_answers.register().records("operation").sort_values("name")[["id", "name"]]
    return {"": operation_text.NONE_CHOSEN} | {
        str(number): str(name) for number, name in names.itertuples(index=False)
    }


def _part_of(key: url_state.Choice, offered: Mapping[str, str]) -> str:
    return key.value([*offered], offered.__getitem__)


def ward_map(view: str, selection: Selection) -> MapView | None:
    """The map of a view of all operations; None where it has none."""
    if view == REGISTER:
        return operation_forms.map_of_all(selection)
    if view != BOARD:
        return None
    listed = record_answers.operations(selection.last_month)
    return ward_maps.wards(
        ward_answers.ward_answer(selection),
        MapOptions(),
        on_event=lambda event: _ward_clicked(event, listed),
    )


def show(view: str, choice: OutcomeChoice, places: Places) -> None:
    """One view of all operations, around its map."""
    aim, selection = choice
    at = one_operation.last_day(selection.last_month)
    if view == "effects":
        _effects(aim, selection)
    elif view == "calendar":
        _calendar(at, selection.first_month)
    elif view == REGISTER:
        _register(places)
    else:
        with places.beside:
            _board(selection, at)


def board_table(
    board: pd.DataFrame, listed: pd.DataFrame, plans: dict[int, str], at: date
) -> pd.DataFrame:
    """One row an operation, as the board shows it.

    board   what each owes, from operation_answers.board
    listed  operations and instances as at a day, from record_answers.operations
    plans   operation → how its work is set out
    """
    rows: list[dict[str, Any]] = []
    for row in board.to_dict("records"):
        mine = listed[listed["operation"] == row["operation"]]
        order = [status for status in map_text.STATUSES if status in set(mine["status"])]
        whole = mine[mine["instance"] == ""]
        dates = (
            figure_text.dates_of(whole.iloc[0])
            if len(whole)
            else operation_text.instances_said(len(mine))
        )
        rows.append(
            {
                "operation": row["name"],
                "status": order[0] if order else row["status"],
                "dates": dates,
                "review": operation_text.review_cell(
                    row["review_date"], overdue=row["review_overdue"]
                ),
                "plan": operation_text.strands_cell(
                    plans.get(row["operation"], ""), row["empty_strands"]
                ),
                "actions": operation_text.actions_cell(row["open_actions"], row["overdue_actions"]),
                "verdict": operation_text.verdict_cell(row["verdict"], row["reviewed_on"]),
                "lead": row["lead_role"],
            }
        )
    return pd.DataFrame(rows).rename(
        columns=operation_text.BOARD | {"status": operation_text.status_heading(at)}
    )


def _board(selection: Selection, at: date) -> None:
    registers = record_answers.register()
    owed, listed = (
        operation_answers.board(date.today()),
        record_answers.operations(selection.last_month),
    )
    if owed.empty:
        st.info(operation_text.NO_OPERATIONS)
        return
    plans = registers.records("operation").set_index("id")["plan"].to_dict()
    numbers = owed["operation"].to_list()
    with panel():
        st.dataframe(
            board_table(owed, listed, plans, at),
            hide_index=True,
            width="stretch",
            key=ROWS,
            selection_mode="single-row",
            on_select=errors.callback(partial(_row_chosen, numbers)),
        )
    with panel():
        titled_list(
            operation_text.OWES,
            [("", line) for line in _due(owed, plans)] or [("", operation_text.NOTHING_OWED)],
        )
    with panel():
        with answers.as_of(operation_answers.common_vintage(at)):
            names = evaluation_answers.ward_names()
            met = [
                operation_text.overlap(row, names)
                for row in overlaps(operation_answers.work(at)).to_dict("records")
            ]
        titled_list(
            operation_text.MEETS,
            [("", line) for line in met] or [("", operation_text.NOTHING_MEETS)],
        )


def _due(owed: pd.DataFrame, plans: dict[int, str]) -> list[str]:
    """Reviews and actions overdue and empty parts of 4P plans, of operations that are not closed."""
    lines, today = [], date.today()
    for row in owed[owed["status"] != "closed"].to_dict("records"):
        if row["review_date"] is None or row["review_overdue"]:
            lines.append(page_text.not_reviewed(row["name"], row["review_date"], today))
        if row["overdue_actions"]:
            lines.append(operation_text.actions_overdue(row["name"], row["overdue_actions"]))
        if "4P" in plans.get(row["operation"], "") and row["empty_strands"]:
            lines.append(page_text.strands_empty(row["name"], list(row["empty_strands"])))
    return lines


@panel()
def _effects(aim: Aim, selection: Selection) -> None:
    """Every operation evaluated by this outcome on one axis; the others with the reason why not."""
    evaluations, missing, ready = [], [], []
    for number, name in (
        record_answers.register().records("operation")[["id", "name"]].itertuples(index=False)
    ):
        try:
            with evaluation_answers.on_ground(int(number), aim, selection.last_month):
                listed = record_answers.operations(selection.last_month)
                question = evaluation_answers.question(int(number), aim, listed)
                question.periods()
                if evaluation_answers.frozen(question) is None:
                    ready.append(question)
                    missing.append(evaluation_text.frozen_missing(name))
                    continue
                evaluations.append((name, evaluation_answers.evaluation(question, aim.source)))
        except DataProblem as problem:
            missing.append(evaluation_text.not_evaluated(name, problem.wrong))
    if evaluations:
        rows: list[tuple[str, str, RatioChange]] = [
            (name, evaluation.verdict.word, evaluation.change) for name, evaluation in evaluations
        ]
        operation_charts.effects(rows)
        metric_cards.paragraph(
            *(
                evaluation_text.effect_sentence(name, evaluation.verdict.sentence)
                for name, evaluation in evaluations
            )
        )
        metric_cards.note(evaluation_text.EFFECTS_MEAN)
    else:
        st.info(evaluation_text.NO_EFFECTS)
    if (
        ready
        and policy.may_edit_register()
        and st.button(evaluation_text.EVALUATE_ALL, type="primary", icon=":material/lock:")
    ):
        errors.attempt(
            lambda: [evaluation_answers.freeze(question, aim.source) for question in ready]
        )
        st.rerun()
    errors.show_kept()
    metric_cards.note(*missing)


def calendar_bars(
    listed: pd.DataFrame, phases: pd.DataFrame, others: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """Bars of the calendar (row, name, start, end, status, kind), and the names of what has no start.

    listed  operations and instances, from record_answers.operations
    phases, others  the register's phases and other work
    """
    bars, undated = [], []
    for operation, rows in listed.groupby("operation", sort=False):
        name = str(rows["name"].iloc[0])
        mine = phases[phases["operation"] == operation]
        whole, instances = rows[rows["instance"] == ""], rows[rows["instance"] != ""]
        status = str(whole["status"].iloc[0]) if len(whole) else ""
        bars += [
            [
                name,
                phase["name"] if len(mine) > 1 else name,
                phase["start"],
                phase["end"],
                status,
                "phase",
            ]
            for phase in mine.to_dict("records")
        ]
        bars += [
            [
                name,
                instance["instance"],
                instance["start"],
                instance["end"],
                instance["status"],
                "instance",
            ]
            for instance in instances.to_dict("records")
        ]
        if mine.empty and instances.empty:
            undated.append(name)
    bars += [
        [row["name"], row["name"], row["start"], row["end"], "", "other"]
        for row in others.to_dict("records")
    ]
    table = pd.DataFrame(bars, columns=["row", "name", "start", "end", "status", "kind"])
    unknown = table["start"].isna()
    undated += [
        f"{row['row']} {row['name']}" if row["row"] != row["name"] else row["row"]
        for row in table[unknown].to_dict("records")
    ]
    return table[~unknown].reset_index(drop=True), list(dict.fromkeys(undated))


@panel()
def _calendar(at: date, first: date) -> None:
    registers = record_answers.register()
    bars, undated = calendar_bars(
        record_answers.operations(at.replace(day=1)),
        registers.records("phase"),
        registers.records("other_work"),
    )
    if bars.empty:
        st.info(operation_text.NO_CALENDAR)
    else:
        operation_charts.calendar(bars, at, first)
    metric_cards.note(operation_text.without_dates(undated))


def _register(places: Places) -> None:
    """Records beside the map where an area may be drawn, else beside the files."""
    listed = operation_forms.listed_of_all()
    if register_records.has_map(listed):
        with places.head:
            operation_forms.choose_of_all()
        with places.below, panel():
            register_files.panel()
        with places.beside, panel():
            register_records.show(listed)
        return
    left, right = st.columns([13, 8], gap="medium")
    with left, panel():
        operation_forms.choose_of_all()
        register_records.show(listed)
    with right, panel():
        register_files.panel()


def _row_chosen(numbers: list[int]) -> None:
    rows = st.session_state[ROWS]["selection"]["rows"]
    if rows:
        url_state.OPERATION.put(str(numbers[rows[0]]))


def _ward_clicked(event: dict[str, object], listed: pd.DataFrame) -> None:
    """A click on a ward with an operation opens the operation."""
    here = listed[[event.get("ward") in wards for wards in listed["ward_codes"]]]
    if len(here):
        url_state.OPERATION.put(str(here["operation"].iloc[0]))
