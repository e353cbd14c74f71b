"""All operations at once: the board with its map, effects side by side, the calendar, the register itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.errors import DataProblem
from geo.overlaps import overlaps
from geo.rate_change import RatioChange
from geo.selection import Selection
from loaders.registers import operations_board, work_shown
from ui import (
    access,
    answers,
    commander,
    evaluating,
    evaluation_wording,
    figures,
    lasting,
    maps,
    messages,
    operation_charts,
    operation_files,
    operation_forms,
    operation_view,
    operation_wording,
    page_wording,
    ward_answers,
)
from ui.evaluating import Aim
from ui.maps import Shown

KEY, ROWS = "operation", "board rows"


def chosen() -> tuple[int | None, str]:
    """The operation and the part of it that the address asks for; without an operation, the view of them all."""
    left, right = st.columns([2, 5], vertical_alignment="bottom", gap="medium")
    with left:
        operation = _operation()
    with right:
        return operation, _view("board", operation_wording.VIEWS) if operation is None else _view(
            "part", operation_wording.PARTS
        )


def _operation() -> int | None:
    names = {
        str(row["id"]): str(row["name"])
        for row in answers.register().records("operation").sort_values("name").to_dict("records")
    }
    label = {"": operation_wording.NONE_CHOSEN} | names
    number = st.selectbox(
        operation_wording.CHOOSE,
        list(label),
        format_func=label.__getitem__,
        key=KEY,
        bind="query-params",
    )
    return int(number) if number else None


def _view(key: str, offered: Mapping[str, str]) -> str:
    first = next(iter(offered))
    return (
        st.segmented_control(
            operation_wording.KINDS,
            list(offered),
            default=first,
            format_func=offered.__getitem__,
            key=key,
            required=True,
            bind="query-params",
            label_visibility="collapsed",
        )
        or first
    )


def show(view: str, aim: Aim, selection: Selection) -> None:
    """One view of all operations."""
    at = operation_view.last_day(selection.last_month)
    if view == "effects":
        _effects(aim, selection)
    elif view == "calendar":
        _calendar(at, selection.first_month)
    elif view == "register":
        _register(selection)
    else:
        _board(selection, at)


def board_table(
    kept: pd.DataFrame, listed: pd.DataFrame, plans: dict[int, str], at: date
) -> pd.DataFrame:
    """One row an operation, as the board shows it.

    kept    what each owes, from loaders.registers.operations_board
    listed  operations and instances as at a day, from answers.operations
    plans   operation → how its work is set out
    """
    rows: list[dict[str, Any]] = []
    for one in kept.to_dict("records"):
        mine = listed[listed["operation"] == one["operation"]]
        order = [status for status in operation_wording.STATUSES if status in set(mine["status"])]
        whole = mine[mine["instance"] == ""]
        dates = (
            operation_wording.dates_of(whole.iloc[0])
            if len(whole)
            else operation_wording.instances_said(len(mine))
        )
        rows.append(
            {
                "operation": one["name"],
                "status": order[0] if order else one["status"],
                "dates": dates,
                "review": operation_wording.review_cell(
                    one["review_date"], overdue=one["review_overdue"]
                ),
                "plan": operation_wording.strands_cell(
                    plans.get(one["operation"], ""), one["empty_strands"]
                ),
                "actions": operation_wording.actions_cell(
                    one["open_actions"], one["overdue_actions"]
                ),
                "verdict": operation_wording.verdict_cell(one["verdict"], one["reviewed_on"]),
                "lead": one["lead_role"],
            }
        )
    return pd.DataFrame(rows).rename(
        columns=operation_wording.BOARD | {"status": operation_wording.status_heading(at)}
    )


def _board(selection: Selection, at: date) -> None:
    kept = answers.register()
    owed, listed = operations_board(kept, date.today()), answers.operations(selection.last_month)
    left, right = lasting.beside_map((8, 11), gap="medium")
    with left.map, messages.spoken():
        maps.wards(
            ward_answers.ward_answer(selection),
            Shown(),
            on_event=lambda event: _ward_clicked(event, listed),
        )
    with right:
        if owed.empty:
            st.info(operation_wording.NO_OPERATIONS)
            return
        plans = kept.records("operation").set_index("id")["plan"].to_dict()
        numbers = owed["operation"].to_list()
        st.dataframe(
            board_table(owed, listed, plans, at),
            hide_index=True,
            width="stretch",
            key=ROWS,
            selection_mode="single-row",
            on_select=lambda: _row_chosen(numbers),
        )
        commander.panel(
            operation_wording.OWES,
            [("", line) for line in _due(owed, plans)] or [("", operation_wording.NOTHING_OWED)],
        )
        names = evaluating.ward_names()
        met = [
            operation_wording.overlap(row, names)
            for row in overlaps(work_shown(kept, at)).to_dict("records")
        ]
        commander.panel(
            operation_wording.MEETS,
            [("", line) for line in met] or [("", operation_wording.NOTHING_MEETS)],
        )


def _due(owed: pd.DataFrame, plans: dict[int, str]) -> list[str]:
    """Reviews and actions overdue and empty parts of 4P plans, of operations that are not closed."""
    said, today = [], date.today()
    for one in owed[owed["status"] != "closed"].to_dict("records"):
        if one["review_date"] is None or one["review_overdue"]:
            said.append(page_wording.not_reviewed(one["name"], one["review_date"], today))
        if one["overdue_actions"]:
            said.append(operation_wording.actions_overdue(one["name"], one["overdue_actions"]))
        if "4P" in plans.get(one["operation"], "") and one["empty_strands"]:
            said.append(page_wording.strands_empty(one["name"], list(one["empty_strands"])))
    return said


def _effects(aim: Aim, selection: Selection) -> None:
    """Every operation evaluated by this outcome on one axis; the others with the reason why not."""
    listed = answers.operations(selection.last_month)
    told, missing, ready = [], [], []
    for number, name in (
        answers.register().records("operation")[["id", "name"]].itertuples(index=False)
    ):
        try:
            asked = evaluating.question(int(number), aim, listed)
            asked.periods()
            if evaluating.frozen(asked) is None:
                ready.append(asked)
                missing.append(evaluation_wording.frozen_missing(name))
                continue
            told.append((name, evaluating.evaluation(asked, aim.source)))
        except DataProblem as problem:
            missing.append(evaluation_wording.not_evaluated(name, problem.wrong))
    if told:
        rows: list[tuple[str, str, RatioChange]] = [
            (name, found.verdict.word, found.change) for name, found in told
        ]
        operation_charts.effects(rows)
        figures.said(
            *(
                evaluation_wording.effect_sentence(name, found.verdict.sentence)
                for name, found in told
            )
        )
        figures.note(evaluation_wording.EFFECTS_MEAN)
    else:
        st.info(evaluation_wording.NO_EFFECTS)
    if (
        ready
        and access.may_edit()
        and st.button(evaluation_wording.EVALUATE_ALL, type="primary", icon=":material/lock:")
    ):
        messages.attempt(lambda: [evaluating.freeze(asked, aim.source) for asked in ready])
        st.rerun()
    messages.show_kept()
    figures.note(*missing)


def calendar_bars(
    listed: pd.DataFrame, phases: pd.DataFrame, others: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """Bars of the calendar (row, name, start, end, status, kind), and the names of what has no start.

    listed  operations and instances, from answers.operations
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
                one["name"] if len(mine) > 1 else name,
                one["start"],
                one["end"],
                status,
                "phase",
            ]
            for one in mine.to_dict("records")
        ]
        bars += [
            [name, one["instance"], one["start"], one["end"], one["status"], "instance"]
            for one in instances.to_dict("records")
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


def _calendar(at: date, first: date) -> None:
    kept = answers.register()
    bars, undated = calendar_bars(
        answers.operations(at.replace(day=1)), kept.records("phase"), kept.records("other_work")
    )
    if bars.empty:
        st.info(operation_wording.NO_CALENDAR)
    else:
        operation_charts.calendar(bars, at, first)
    figures.note(operation_wording.without_dates(undated))


def _register(selection: Selection) -> None:
    left, right = st.columns([13, 8], gap="medium")
    with left:
        operation_forms.of_all(selection)
    with right:
        operation_files.panel()


def _row_chosen(numbers: list[int]) -> None:
    rows = st.session_state[ROWS]["selection"]["rows"]
    if rows:
        st.session_state[KEY] = str(numbers[rows[0]])


def _ward_clicked(event: dict[str, object], listed: pd.DataFrame) -> None:
    """A click on a ward with an operation opens the operation."""
    here = listed[[event.get("ward") in wards for wards in listed["ward_codes"]]]
    if len(here):
        st.session_state[KEY] = str(here["operation"].iloc[0])
