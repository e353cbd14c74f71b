"""What a commander should know before anything else: what really changed, what needs attention. Pure, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ui.answers.backups import BackupState
from ui.answers.wards.findings import WardAnswer
from ui.text import figures as figure_text
from ui.text import pages as page_text
from ui.text import sources as source_text


@dataclass(frozen=True)
class SourceMonths:
    """The months of one source: those that count, those of them that are thin, those cut, and those never received."""

    name: str
    received: tuple[date, ...]
    absent: tuple[date, ...] = ()
    partial: tuple[date, ...] = ()
    thin: tuple[date, ...] = ()


WORST_FIRST = ("clear rise", "possible rise", "clear fall", "possible fall")


def ward_changes(answer: WardAnswer) -> list[tuple[str, str]]:
    """Wards with a clear or possible change on the year before, worst first: verdict and sentence."""
    shown, months = answer.shown, fewer_months(answer)
    return [
        (row["verdict"], page_text.changed_line(row["ward_name"], "", row, months))
        for _, row in _sorted(shown).iterrows()
    ]


def fewer_months(answer: WardAnswer) -> tuple[date, ...]:
    """The months that a change compares, where they are fewer than those counted: then they stand beside its counts."""
    compared = answer.change.months
    return () if compared == answer.coverage.received else compared


def type_changes(
    changes: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    *,
    within: str = "",
    months: Sequence[date] = (),
) -> list[tuple[str, str]]:
    """Offence types with a clear or possible change in an authority, worst first: verdict and sentence.

    within  the layer that is counted, where it is not the whole of each type
    months  those compared, where they are fewer than those that the page counts
    """
    tables = [table.assign(place=names[code]) for code, table in changes.items() if code in names]
    every = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
    return [
        (
            row["verdict"],
            page_text.changed_line(
                row["place"], page_text.type_within(row["offence_type"], within), row, months
            ),
        )
        for _, row in _sorted(every).iterrows()
    ]


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    if not len(table):
        return table
    rows = table[table["verdict"].isin(WORST_FIRST)]
    order = rows["verdict"].map({verdict: at for at, verdict in enumerate(WORST_FIRST)})
    return rows.assign(_order=order).sort_values(["_order", "q"], kind="stable")


def needs_attention(
    sources: Sequence[SourceMonths],
    unreviewed: Iterable[Mapping[str, Any]],
    strands: Mapping[str, list[str]],
    steps: pd.DataFrame,
    today: date,
) -> list[str]:
    """Sources late or with a month absent, operations without review or with an empty part of their plan, steps overdue.

    sources     months of each
    unreviewed  name and review_date (None: not set) of operations that want a review
    strands     operation → parts of its 4P plan without an action
    steps       the commander's list: text, due, done
    """
    lines = _short_months(sources)
    lines += [page_text.not_reviewed(row["name"], row["review_date"], today) for row in unreviewed]
    lines += [page_text.strands_empty(name, missing) for name, missing in strands.items()]
    late = steps[
        ~steps["done"] & steps["due"].map(lambda day: day is not None and day < today).astype(bool)
    ]
    lines += [page_text.step_overdue(row["text"], row["due"], today) for _, row in late.iterrows()]
    for source in sources:
        months = figure_text.months_old(source.received[-1], today)
        if months > page_text.LATE_MONTHS:
            lines.append(page_text.source_late(source.name, source.received[-1], months))
        if source.absent:
            lines.append(page_text.source_absent(source.name, source.absent))
    return lines


def backup_due(made: BackupState | None, today: date) -> list[str]:
    """That what people entered was not backed up, or long ago; nothing where there is nothing to back up."""
    line = source_text.backup_overdue(made.made_on, today) if made else ""
    return [line] if line else []


def _short_months(sources: Iterable[SourceMonths]) -> list[str]:
    """Months cut or low: before all else, since every figure rests on them."""
    lines = []
    for source in sources:
        if source.partial:
            lines.append(page_text.source_partial(source.name, source.partial))
        if source.thin:
            lines.append(page_text.source_thin(source.name, source.thin))
    return lines
