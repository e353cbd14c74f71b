"""The views of the readers: executives, the coordinator, the commissioner."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.selection import Selection
from ui.answers import duty as duty_answers
from ui.answers import store as answers
from ui.components import metric_cards, tables
from ui.components.panel import panel
from ui.duty import links as duty_links
from ui.duty import panels as duty_panels
from ui.text import duty as duty_text
from ui.text.figures import interval, rate

MOST = 8


def executives(stood: date | None, day: date, asked: Selection) -> None:
    """What was decided, what is due, money by status, tiers in balance, the authorities beside each other."""
    kept = answers.register()
    found, totals = (
        duty_answers.calendar(day, stood),
        duty_answers.money(stood).loc["all"].to_dict(),
    )
    decisions = kept.records("decision", as_at=stood)
    metric_cards.show(
        duty_text.money_cards(totals, int((found["state"] == "overdue").sum()), len(decisions))
    )
    left, right = st.columns(2, gap="medium")
    with left:
        _decided(decisions)
        _due(found)
        duty_panels.money_table(stood)
    with right:
        with panel():
            duty_panels.heading(duty_text.SIDE_BY_SIDE)
            tables.plain(side_by_side(asked, stood))
            metric_cards.note(
                duty_text.NEED_MEANS, duty_text.for_neither(duty_answers.for_neither(stood))
            )
        duty_panels.balance_of_tiers(stood)
    with panel():
        duty_panels.listed(
            duty_text.LINKS,
            [
                (asked.describe(), duty_links.of_selection(asked)),
                (duty_text.SIDE_BY_SIDE, duty_links.of_selection(asked, "compare")),
            ],
            "",
        )


def side_by_side(asked: Selection, stood: date | None) -> pd.DataFrame:
    """Every authority in one table: need with its interval, money, both shares."""
    found = duty_answers.authorities_beside(asked, stood)
    rows = (
        [f"{int(one):,}" for one in found["offences"]],
        [rate(one) for one in found["rate_per_1000"]],
        [interval(*pair) for pair in zip(found["rate_low"], found["rate_high"], strict=True)],
        [duty_text.money(one) for one in found["pounds"]],
        [_share(one) for one in found["need_share"]],
        [_share(one) for one in found["spend_share"]],
    )
    return (
        pd.DataFrame(rows, index=list(duty_text.SIDES), columns=found["authority_name"].to_list())
        .rename_axis("")
        .reset_index()
    )


def coordinator(stood: date | None, day: date, asked: Selection) -> None:
    """Gaps of the audit, what leads to nothing, what is overdue, the next date."""
    del asked
    kept = answers.register()
    found = duty_answers.calendar(day, stood)
    gaps, lost = duty_answers.audit_gaps(day, stood), duty_answers.orphans(stood)
    coming = found[(found["state"] == "due") & (found["kind"] == kept.kinds["duty_date"].title)]
    late = found[found["state"] == "overdue"]
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
        duty_panels.orphaned(stood)
        duty_panels.calendar(stood, day)
    with right:
        duty_panels.audit(stood, day)


def commissioner(stood: date | None, day: date, asked: Selection) -> None:
    """How far each part is as at the day chosen, beside today; money as at that day."""
    del asked
    today = date.today()
    then, now = duty_answers.done_of_planned(day, stood), duty_answers.done_of_planned(today, None)
    table = pd.DataFrame(
        {
            "Part": [duty_text.PARTS[part] for part in then],
            duty_text.day_in_words(day): [duty_text.of_how_many(*one) for one in then.values()],
        }
    )
    if stood is not None:
        table[duty_text.NOW.capitalize()] = [duty_text.of_how_many(*one) for one in now.values()]
    left, right = st.columns(2, gap="medium")
    with left:
        with panel():
            duty_panels.heading(duty_text.PROGRESS)
            tables.plain(table)
        duty_panels.money_table(stood)
    with right:
        duty_panels.calendar(stood, day)


@panel()
def _decided(decisions: pd.DataFrame) -> None:
    meetings = answers.register().records("meeting").set_index("id")
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
def _due(found: pd.DataFrame) -> None:
    waiting = found[found["state"].isin(["overdue", "due"])].head(MOST)
    duty_panels.listed(
        duty_text.DUE,
        [(duty_text.due_line(_words(row)), "") for row in waiting.to_dict("records")],
        duty_text.NOTHING_DUE,
    )


def _row(found: pd.DataFrame) -> dict[str, Any] | None:
    return None if found.empty else _words(found.iloc[0].to_dict())


def _words(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _share(one: float) -> str:
    return "—" if pd.isna(one) else f"{one:.0%}"
