"""What a build holds: sources month by month, what was read and refused, and in which boundaries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

import streamlit as st
from pandas import isna

from geo.core.expected_rows import WHOLE, MonthStatus
from geo.core.schema import NEAR_EDGE_METRES
from geo.core.selection import months_between
from ui.access import identity
from ui.answers import backups, seen
from ui.answers import few_hands as few_hands_answers
from ui.answers.area import served
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.components import downloads, metric_cards, tables
from ui.components.panel import panel
from ui.text import figures as figure_text
from ui.text import sources as source_text
from ui.text.harm import few_hands as few_hands_text
from ui.text.wards import areas as area_text


@panel()
def summary() -> None:
    """The build in five figures."""
    manifest, counted = answers.manifest(), source_answers.totals()
    metric_cards.show(
        [
            ("Build", manifest.kind, source_text.made(manifest.made_at)),
            (
                "Rows accepted",
                f"{counted['accepted'].sum():,}",
                source_text.rows_read(int(counted["read"].sum())),
            ),
            ("Rows rejected", f"{counted['rejected'].sum():,}", "each with its line and reason"),
            (
                "Ward boundaries",
                manifest.boundaries["exactness"],
                source_text.vintage(manifest.boundaries["wards"], manifest.boundaries["vintage"]),
            ),
            (
                "Close to a ward's edge",
                figure_text.share(source_answers.near_edge_share()),
                source_text.near_edge(NEAR_EDGE_METRES),
            ),
        ]
    )
    metric_cards.note(
        source_text.earlier_version(answers.lacks()),
        source_text.base_line(manifest.boundaries, manifest.population),
        _people(),
        _backup(),
        *manifest.boundaries["notes"].split("\n"),
        *(
            sentence
            for each in manifest.geographies
            for sentence in (
                area_text.beside_wards(each.title, each.wards, each.source),
                *each.notes.split("\n"),
            )
        ),
        source_answers.made_from(),
    )


def _backup() -> str:
    """When what people entered was last backed up; empty where there is nothing to back up."""
    state = backups.state()
    return source_text.backup_made(state.made_on) if state else ""


def _people() -> str:
    """Whether people are kept, and how that is switched on."""
    if few_hands_answers.people_shown():
        return few_hands_text.switched_on(few_hands_answers.assessment())
    return few_hands_text.OFF


@panel()
def joins() -> None:
    """Each vintage of wards, how it joins with the one before and with residents, and which windows are drawn by it."""
    for title, sentences in answers.joins():
        st.markdown(f"**{title}**")
        metric_cards.note(*sentences)


@panel()
def months() -> None:
    """Source by month: whole, thin, partial or absent. An absent month is never a zero."""
    for source in [*source_answers.sources(), *source_answers.search_sources()]:
        received, statuses = (
            source_answers.delivered_months(source),
            source_answers.month_statuses(source),
        )
        rows = []
        for year in range(received[0].year, received[-1].year + 1):
            cells = "".join(
                _cell(month, _state(month, received, statuses))
                for month in months_between(
                    received[0].replace(year=year, month=1),
                    received[0].replace(year=year, month=12),
                )
            )
            rows.append(f"<tr><th scope='row'>{year}</th>{cells}</tr>")
        missing = tuple(m for m in months_between(received[0], received[-1]) if m not in received)
        st.html(
            f"<table class='months'><caption>{escape(source_answers.source_name(source))}: {escape(figure_text.received_span(received))}"
            f"{escape('; ' + source_text.absent(missing) if missing else '')}</caption>{''.join(rows)}</table>"
        )
        hidden = source_answers.guarded(source, identity.sight())
        metric_cards.note(*source_text.short_months(statuses, served().names, hidden=hidden))


def _state(month: date, delivered: tuple[date, ...], statuses: Mapping[date, MonthStatus]) -> str:
    if month not in delivered:
        return "absent" if delivered[0] <= month <= delivered[-1] else "beyond"
    status = statuses[month].status
    return "received" if status == WHOLE else status


def _cell(month: date, state: str) -> str:
    text = {"received": "✓", "beyond": ""}.get(state, state)
    return f"<td class='{state}'><span>{month:%b}</span> {text}</td>"


@panel()
def month_by_month() -> None:
    """What each month holds, and which share of its rows has no place, type or day."""
    with st.expander(source_text.MONTH_BY_MONTH):
        table = source_answers.months_table().dropna(axis="columns", how="all")
        seen.of_every_source("months_table", table)
        shares = [name for name in source_text.SHARE_COLUMNS if name in table]
        words = table[shares].map(lambda share: "" if isna(share) else figure_text.share(share))
        tables.plain(table.assign(**words).rename(columns=source_text.MONTH_COLUMNS))


@panel()
def counts() -> None:
    """Read, accepted, rejected, outside and without location, by source; what else was noticed."""
    tables.plain(source_answers.totals().rename(columns=source_text.COUNT_COLUMNS))
    parts = source_answers.parts()
    without, alike = (
        sum(getattr(part, name) for part in parts) for name in ("without_id", "alike_without_id")
    )
    metric_cards.note(source_text.alike(without, alike))
    superseded = source_answers.superseded()
    if len(superseded):
        st.markdown(source_text.SUPERSEDED)
        tables.plain(superseded.drop(columns="digest"))
    for note in dict.fromkeys(note for part in parts for note in part.notes):
        st.text(note)


@panel()
def rejected() -> None:
    """The rejected rows by reason, and all of them as a file."""
    rows = source_answers.rejected_rows()
    seen.of_every_source("rejected_rows", rows)
    if not len(rows):
        metric_cards.note(source_text.NONE_REJECTED)
        return
    tables.plain(rows.groupby("reason", as_index=False).size().rename(columns={"size": "rows"}))
    notes = [
        source_text.rejected_line(answers.manifest().build),
        *([figure_text.DEMONSTRATION_MARK] if answers.is_demonstration() else []),
        source_answers.made_from(),
    ]
    downloads.download(rows, notes, name="rejected-rows")
