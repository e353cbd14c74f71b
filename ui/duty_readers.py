"""The views of the readers: executives, the coordinator, the commissioner."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.selection import Selection
from loaders.registers import audit_gaps, duty_calendar, money, orphans, progress, tiers
from ui import answers, duty_answers, duty_links, duty_panels, duty_wording, figures, tables
from ui.wording import interval, rate

MOST = 8


def executives(stood: date | None, day: date, asked: Selection) -> None:
    """What was decided, what is due, money by status, tiers in balance, Swindon beside Wiltshire."""
    kept = answers.register()
    found, totals = (
        duty_calendar(kept, day, as_at=stood),
        money(kept, as_at=stood).loc["all"].to_dict(),
    )
    decisions = kept.records("decision", as_at=stood)
    figures.show(
        duty_wording.money_cards(totals, int((found["state"] == "overdue").sum()), len(decisions))
    )
    left, right = st.columns(2, gap="medium")
    with left:
        _decided(decisions)
        _due(found)
        duty_panels.money_table(stood)
    with right:
        duty_panels.heading(duty_wording.SIDE_BY_SIDE)
        tables.plain(side_by_side(asked, stood))
        figures.note(
            duty_wording.NEED_MEANS, duty_wording.for_neither(duty_answers.for_neither(stood))
        )
        duty_panels.heading(duty_wording.TIERS)
        balance = tiers(kept, as_at=stood).reset_index()
        tables.plain(
            balance.assign(
                pounds=[duty_wording.money(float(one)) for one in balance["pounds"]]
            ).rename(columns=duty_wording.TIER_COLUMNS)
        )
    duty_panels.listed(
        duty_wording.LINKS,
        [
            (asked.describe(), duty_links.of_selection(asked)),
            (duty_wording.SIDE_BY_SIDE, duty_links.of_selection(asked, "compare")),
        ],
        "",
    )


def side_by_side(asked: Selection, stood: date | None) -> pd.DataFrame:
    """Both authorities in one table: need with its interval, money, both shares."""
    found = duty_answers.authorities_beside(asked, stood)
    rows = (
        [f"{int(one):,}" for one in found["offences"]],
        [rate(one) for one in found["rate_per_1000"]],
        [interval(*pair) for pair in zip(found["rate_low"], found["rate_high"], strict=True)],
        [duty_wording.money(one) for one in found["pounds"]],
        [_share(one) for one in found["need_share"]],
        [_share(one) for one in found["spend_share"]],
    )
    return (
        pd.DataFrame(
            rows, index=list(duty_wording.SIDES), columns=found["authority_name"].to_list()
        )
        .rename_axis("")
        .reset_index()
    )


def coordinator(stood: date | None, day: date, asked: Selection) -> None:
    """Gaps of the audit, what leads to nothing, what is overdue, the next date."""
    del asked
    kept = answers.register()
    found = duty_calendar(kept, day, as_at=stood)
    gaps, lost = audit_gaps(kept, day, as_at=stood), orphans(kept, as_at=stood)
    coming = found[(found["state"] == "due") & (found["kind"] == kept.kinds["duty_date"].title)]
    late = found[found["state"] == "overdue"]
    figures.show(
        [
            duty_wording.next_return(_row(coming)),
            (duty_wording.AUDIT, str(len(gaps)), ""),
            (duty_wording.ORPHANS, str(len(lost)), ""),
            (duty_wording.OVERDUE, str(len(late)), ""),
        ]
    )
    left, right = st.columns(2, gap="medium")
    with left:
        duty_panels.listed(
            duty_wording.OVERDUE,
            [(duty_wording.due_line(_words(row)), "") for row in late.to_dict("records")],
            duty_wording.NOTHING_DUE,
        )
        duty_panels.listed(
            duty_wording.ORPHANS,
            [(duty_wording.orphan(_words(row)), "") for row in lost.to_dict("records")],
            duty_wording.NO_ORPHANS
            if len(kept.records("objective", as_at=stood))
            else duty_wording.NO_OBJECTIVE,
        )
        duty_panels.calendar(stood, day)
    with right:
        duty_panels.listed(
            duty_wording.AUDIT,
            [
                (
                    f"{row['body']}{': ' + row['dataset'] if row['dataset'] else ''}: {row['lacks']}",
                    "",
                )
                for row in gaps.to_dict("records")
            ],
            duty_wording.NO_GAPS,
        )


def commissioner(stood: date | None, day: date, asked: Selection) -> None:
    """How far each part is as at the day chosen, beside today; money as at that day."""
    del asked
    kept, today = answers.register(), date.today()
    then, now = progress(kept, day, as_at=stood), progress(kept, today)
    table = pd.DataFrame(
        {
            "Part": [duty_wording.PARTS[part] for part in then],
            duty_wording.day_in_words(day): [
                duty_wording.of_how_many(*one) for one in then.values()
            ],
        }
    )
    if stood is not None:
        table[duty_wording.NOW.capitalize()] = [
            duty_wording.of_how_many(*one) for one in now.values()
        ]
    left, right = st.columns(2, gap="medium")
    with left:
        duty_panels.heading(duty_wording.PROGRESS)
        tables.plain(table)
        duty_panels.money_table(stood)
    with right:
        duty_panels.calendar(stood, day)


def _decided(decisions: pd.DataFrame) -> None:
    meetings = answers.register().records("meeting").set_index("id")
    rows = decisions.tail(MOST).iloc[::-1].to_dict("records")
    lines = [
        (
            f"{row['what']} ({duty_wording.meeting_name(meetings.loc[row['meeting']].to_dict())})"
            if row["meeting"] in meetings.index
            else row["what"],
            row["link"],
        )
        for row in rows
    ]
    duty_panels.listed(duty_wording.DECIDED, lines, duty_wording.NOTHING_DECIDED)


def _due(found: pd.DataFrame) -> None:
    waiting = found[found["state"].isin(["overdue", "due"])].head(MOST)
    duty_panels.listed(
        duty_wording.DUE,
        [(duty_wording.due_line(_words(row)), "") for row in waiting.to_dict("records")],
        duty_wording.NOTHING_DUE,
    )


def _row(found: pd.DataFrame) -> dict[str, Any] | None:
    return None if found.empty else _words(found.iloc[0].to_dict())


def _words(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _share(one: float) -> str:
    return "—" if pd.isna(one) else f"{one:.0%}"
