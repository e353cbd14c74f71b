"""What several views of the Duty draw alike: a titled list whose lines lead to their figures, and tables of money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

import streamlit as st

from ui.answers import duty as duty_answers
from ui.answers.store import records as record_answers
from ui.components import tables
from ui.components.panel import panel
from ui.duty import links as duty_links
from ui.text import duty as duty_text

Line = tuple[str, str]


def heading(words: str) -> None:
    """The title of a table, as large as that of a panel."""
    st.html(f'<h2 class="table-title">{escape(words)}</h2>')


def listed(
    title: str, lines: Iterable[Line], empty: str, *, note: str = "", classes: Iterable[str] = ()
) -> None:
    """A panel of sentences; each may have the address of its figures, and a class of its own."""
    drawn, given = list(lines), list(classes)
    items = "".join(
        f'<li class="{escape(given[at] if given else "")}">{duty_links.linked(words, link, duty_text.FIGURES)}</li>'
        for at, (words, link) in enumerate(drawn)
    )
    body = f"<ul>{items}</ul>" if drawn else f"<p>{escape(empty)}</p>"
    footnote = f'<p class="note">{escape(note)}</p>' if note else ""
    st.html(f'<section class="panel"><h2>{escape(title)}</h2>{body}{footnote}</section>')


@panel()
def money_table(as_of: date | None) -> None:
    """Money by year and status, in pounds."""
    heading(duty_text.MONEY_BY_YEAR)
    table = duty_answers.money(as_of).reset_index()
    table["financial_year"] = table["financial_year"].replace("all", duty_text.ALL_YEARS)
    amounts = [column for column in table.columns if column != "financial_year"]
    tables.plain(
        table.assign(
            **{
                name: table[name].map(lambda amount: duty_text.money(float(amount)))
                for name in amounts
            }
        ).rename(columns=duty_text.STATUSES)
    )


@panel()
def orphaned(as_of: date | None) -> None:
    """What leads to no objective, or that there is none to lead to."""
    rows = duty_answers.orphans(as_of).to_dict("records")
    listed(
        duty_text.ORPHANS,
        [(duty_text.orphan({str(name): value for name, value in row.items()}), "") for row in rows],
        duty_text.NO_ORPHANS
        if len(record_answers.register().records("objective", as_at=as_of))
        else duty_text.NO_OBJECTIVE,
    )


@panel()
def audit(as_of: date | None, day: date) -> None:
    """What the data audit lacks, body by body."""
    listed(
        duty_text.AUDIT,
        [
            (
                f"{row['body']}{': ' + row['dataset'] if row['dataset'] else ''}: {row['lacks']}",
                "",
            )
            for row in duty_answers.audit_gaps(day, as_of).to_dict("records")
        ],
        duty_text.NO_GAPS,
    )


@panel()
def balance_of_tiers(as_of: date | None) -> None:
    """Actions, interventions and money by tier, in pounds."""
    heading(duty_text.TIERS)
    balance = duty_answers.tiers(as_of).reset_index()
    pounds = [duty_text.money(float(amount)) for amount in balance["pounds"]]
    tables.plain(balance.assign(pounds=pounds).rename(columns=duty_text.TIER_COLUMNS))


@panel()
def calendar(as_of: date | None, day: date) -> None:
    """The dates of the Duty as a table."""
    entries = duty_answers.calendar(day, as_of)
    heading(duty_text.CALENDAR)
    tables.plain(
        entries.assign(day=[f"{due:%d/%m/%Y}" for due in entries["day"]]).rename(
            columns=duty_text.CALENDAR_COLUMNS
        )
    )
