"""Work that meets in time and place: two operations, a Sceptre week, other funded work."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pandas import DataFrame, isna

from geo.core.selection import month_after

OVERLAPS = ["first", "second", "first_day", "last_day", "ward_codes"]


def overlaps(work: DataFrame) -> DataFrame:
    """Pairs of operations, instances or other work that meet in time and place, earliest first.

    work  name, instance (str; "" for none), start, end (date or None), ward_codes (tuple of str; empty for everywhere),
          one row each; an end of None is open, and a row without a start meets nothing, since nobody knows when it was

    Two rows of one name are one piece of work and are not held against each other. Returns a frame: first, second (str, name
    and instance), first_day, last_day (date; None where both are open), ward_codes (tuple of str, the wards in common,
    empty for everywhere).

    Source: this project.
    """
    rows = [row for row in work.to_dict("records") if not isna(row["start"])]
    pairs = []
    for at, record in enumerate(rows):
        for other in rows[at + 1 :]:
            days, wards = _days(record, other), _wards(record, other)
            if record["name"] != other["name"] and days is not None and wards is not None:
                first, second = sorted([record, other], key=lambda row: row["start"])
                pairs.append([_display_name(first), _display_name(second), *days, wards])
    return DataFrame(sorted(pairs, key=lambda row: (row[2], row[0], row[1])), columns=OVERLAPS)


def touched_months(
    work: DataFrame, *, besides: str, wards: Collection[str], months: Sequence[date]
) -> dict[str, tuple[date, ...]]:
    """Months (dates) in which other work went on in any of these wards, by the name of the work.

    work     as for overlaps
    besides  the operation asked about, whose own rows take no part
    wards    ward codes of every area of its evaluation
    months   first days of the months compared

    Returns a dict in the order of `work`; work that touched no month is not in it. Source: this project.
    """
    by_name = {}
    for row in work.to_dict("records"):
        here = not row["ward_codes"] or set(row["ward_codes"]) & set(wards)
        if row["name"] == besides or isna(row["start"]) or not here:
            continue
        last = date.max if isna(row["end"]) else row["end"]
        touched = tuple(
            month
            for month in months
            if row["start"] <= month_after(month) - timedelta(days=1) and last >= month
        )
        if touched:
            by_name[_display_name(row)] = touched
    return by_name


@dataclass(frozen=True)
class Company:
    """Other work in the wards of an operation itself; each name → the months in which both went on (dates).

    during    in the months after the start
    before    in the months before it
    undated   names of work there whose start nobody wrote down
    """

    during: Mapping[str, tuple[date, ...]]
    before: Mapping[str, tuple[date, ...]]
    undated: tuple[str, ...] = ()


def company(
    work: DataFrame,
    *,
    besides: str,
    wards: Collection[str],
    before: Sequence[date],
    after: Sequence[date],
) -> Company:
    """Other work that went on in an operation's own wards: what changed there may be its doing.

    work           as for overlaps; work everywhere touches the comparison alike, and is no company
    besides        the operation asked about
    wards          its ward codes
    before, after  first days of the months compared

    Returns a Company. Source: this project.
    """
    here = work[[bool(set(codes) & set(wards)) for codes in work["ward_codes"]]]
    here = here[here["name"] != besides]
    undated = tuple(_display_name(row) for row in here.to_dict("records") if isna(row["start"]))
    during, earlier = (
        touched_months(here, besides=besides, wards=wards, months=months)
        for months in (after, before)
    )
    return Company(during, earlier, undated)


def wards_with_work(work: DataFrame, *, besides: str, first: date, last: date) -> frozenset[str]:
    """Ward codes (str) in which other local work went on between two days; work everywhere touches all wards alike and none here.

    work         as for overlaps; a row without a start may have been going on at any time, so its wards count
    besides      the operation asked about
    first, last  days, both included

    Returns a frozenset. Source: this project.
    """
    codes: set[str] = set()
    for row in work.to_dict("records"):
        began = date.min if isna(row["start"]) else row["start"]
        ended = date.max if isna(row["end"]) else row["end"]
        if row["name"] != besides and began <= last and ended >= first:
            codes |= set(row["ward_codes"])
    return frozenset(codes)


def _days(first: dict[str, Any], second: dict[str, Any]) -> tuple[date, date | None] | None:
    start = max(first["start"], second["start"])
    ends = [row["end"] for row in (first, second) if not isna(row["end"])]
    end = min(ends, default=None)
    return (start, end) if end is None or start <= end else None


def _wards(first: dict[str, Any], second: dict[str, Any]) -> tuple[str, ...] | None:
    """The wards in common, empty where both are everywhere; None where they share none."""
    mine, theirs = set(first["ward_codes"]), set(second["ward_codes"])
    if not mine or not theirs:
        return tuple(sorted(mine | theirs))
    return tuple(sorted(mine & theirs)) or None


def _display_name(row: dict[str, Any]) -> str:
    return f"{row['name']} {row['instance']}".strip()
