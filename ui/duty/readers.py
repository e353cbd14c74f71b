"""The views of the readers: executives, the coordinator, the commissioner."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.selection import Selection
from ui.answers import duty as duty_answers
from ui.answers.store import records as record_answers
from ui.components import metric_cards, tables
from ui.components.panel import panel
from ui.duty import links as duty_links
from ui.duty import panels as duty_panels
from ui.text import duty as duty_text
from ui.text.figures import interval, rate

MOST = 8


def executives(as_of: date | None, day: date, selection: Selection) -> None:
    """What was decided, what is due, money by status, tiers in balance, the authorities beside each other."""
    registers = record_answers.register()
    entries, totals = (
        duty_answers.calendar(day, as_of),
        duty_answers.money(as_of).loc["all"].to_dict(),
    )
    decisions = registers.records("decision", as_at=as_of)
    metric_cards.show(
        duty_text.money_cards(totals, int((entries["state"] == "overdue").sum()), len(decisions))
    )
    left, right = st.columns(2, gap="medium")
    with left:
        _decided(decisions)
        _due(entries)
        duty_panels.money_table(as_of)
    with right:
        with panel():
            duty_panels.heading(duty_text.SIDE_BY_SIDE)
            tables.plain(side_by_side(selection, as_of))
            metric_cards.note(
                duty_text.NEED_MEANS, duty_text.for_neither(duty_answers.for_neither(as_of))
            )
        duty_panels.balance_of_tiers(as_of)
    with panel():
        duty_panels.listed(
            duty_text.LINKS,
            [
                (selection.describe(), duty_links.of_selection(selection)),
                (duty_text.SIDE_BY_SIDE, duty_links.of_selection(selection, "compare")),
            ],
            "",
        )


def side_by_side(selection: Selection, as_of: date | None) -> pd.DataFrame:
    """Every authority in one table: need with its interval, money, both shares."""
    authorities = duty_answers.authorities_beside(selection, as_of)
    rows = (
        [f"{int(value):,}" for value in authorities["offences"]],
        [rate(value) for value in authorities["rate_per_1000"]],
        [
            interval(*pair)
            for pair in zip(authorities["rate_low"], authorities["rate_high"], strict=True)
        ],
        [duty_text.money(value) for value in authorities["pounds"]],
        [_share(value) for value in authorities["need_share"]],
        [_share(value) for value in authorities["spend_share"]],
    )
    return (
        pd.DataFrame(
            rows, index=list(duty_text.SIDES), columns=authorities["authority_name"].to_list()
        )
        .rename_axis("")
        .reset_index()
    )


def coordinator(as_of: date | None, day: date, selection: Selection) -> None:
    """Gaps of the audit, what leads to nothing, what is overdue, the next date."""
    del selection
    registers = record_answers.register()
    entries = duty_answers.calendar(day, as_of)
    gaps, lost = duty_answers.audit_gaps(day, as_of), duty_answers.orphans(as_of)
    coming = entries[
        (entries["state"] == "due") & (entries["kind"] == registers.kinds["duty_date"].title)
    ]
    late = entries[entries["state"] == "overdue"]
    metric_cards.show(
        [
            duty_text.next_return(_row(coming)),
            (duty_text.AUDIT, str(len(gaps)), ""),
            (duty_text.ORPHANS, str(len(lost)), ""),
            (duty_text.OVERDUE, str(len(late)), ""),
        ]
    )
    left, right = st.columns(2, gap="medium")
    with left:
        with panel():
            duty_panels.listed(
                duty_text.OVERDUE,
                [(duty_text.due_line(_words(row)), "") for row in late.to_dict("records")],
                duty_text.NOTHING_DUE,
            )
        duty_panels.orphaned(as_of)
        duty_panels.calendar(as_of, day)
    with right:
        duty_panels.audit(as_of, day)


def commissioner(as_of: date | None, day: date, selection: Selection) -> None:
    """How far each part is as at the day chosen, beside today; money as at that day."""
    del selection
    today = date.today()
    then, now = duty_answers.done_of_planned(day, as_of), duty_answers.done_of_planned(today, None)
    table = pd.DataFrame(
        {
            "Part": [duty_text.PARTS[part] for part in then],
            duty_text.day_in_words(day): [duty_text.of_how_many(*pair) for pair in then.values()],
        }
    )
    if as_of is not None:
        table[duty_text.NOW.capitalize()] = [duty_text.of_how_many(*pair) for pair in now.values()]
    left, right = st.columns(2, gap="medium")
    with left:
        with panel():
            duty_panels.heading(duty_text.PROGRESS)
            tables.plain(table)
        duty_panels.money_table(as_of)
    with right:
        duty_panels.calendar(as_of, day)


@panel()
def _decided(decisions: pd.DataFrame) -> None:
    meetings = record_answers.register().records("meeting").set_index("id")
    rows = decisions.tail(MOST).iloc[::-1].to_dict("records")
    lines = [
        (
            f"{row['what']} ({duty_text.meeting_name(meetings.loc[row['meeting']].to_dict())})"
            if row["meeting"] in meetings.index
            else row["what"],
            row["link"],
        )
        for row in rows
    ]
    duty_panels.listed(duty_text.DECIDED, lines, duty_text.NOTHING_DECIDED)


@panel()
def _due(entries: pd.DataFrame) -> None:
    waiting = entries[entries["state"].isin(["overdue", "due"])].head(MOST)
    duty_panels.listed(
        duty_text.DUE,
        [(duty_text.due_line(_words(row)), "") for row in waiting.to_dict("records")],
        duty_text.NOTHING_DUE,
    )


def _row(table: pd.DataFrame) -> dict[str, Any] | None:
    return None if table.empty else _words(table.iloc[0].to_dict())


def _words(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _share(share: float) -> str:
    return "—" if pd.isna(share) else f"{share:.0%}"
