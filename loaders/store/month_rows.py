"""What the rows of a month say of its being whole: their types, places and days, as a build's manifest keeps them, and how it is judged."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from geo.core.expected_rows import PARTIAL, MonthRows, MonthStatus, month_statuses
from loaders.store.manifest import Key, Partition

COLUMNS = {"authorities": "authority_code", "wards": "ward_code"}
TYPE_COLUMNS = ("offence_type", "object")
DAY_COLUMNS = ("at", "occurred_from")  # the first that there is; its blanks are rows without a day


def profile_of(rows: pa.Table) -> str:
    """Counts of placed rows by type, authority, ward and day, as one line of JSON: see rows_of."""
    names = set(rows.schema.names)
    counted = {name: _counts(rows[column]) for name, column in COLUMNS.items() if column in names}
    if kind := next((name for name in TYPE_COLUMNS if name in names), None):
        counted["types"] = _counts(rows[kind])
    day = next((name for name in DAY_COLUMNS if name in names), None)
    if day is not None:
        counted["days"] = _counts(pc.day(rows[day]))
    held = {name: counts for name, counts in counted.items() if counts}
    return json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def profile_columns(names: Iterable[str]) -> list[str]:
    """Those columns of a part's file that its profile is of."""
    wanted = {*COLUMNS.values(), *TYPE_COLUMNS, *DAY_COLUMNS}
    return [name for name in names if name in wanted]


def rows_of(part: Partition) -> MonthRows:
    """What a month holds; no more than its number of rows where an older program wrote it down."""
    return rows_from(
        part.profile,
        part.accepted,
        unplaced=part.outside + part.without_location,
        untold=frozenset(part.untold),
    )


def rows_from(
    profile: str, rows: int, *, unplaced: int, untold: frozenset[str] = frozenset()
) -> MonthRows:
    """The same from what a profile says of so many rows."""
    held = json.loads(profile) if profile else {}
    return MonthRows(
        rows,
        types=held.get("types", {}),
        authorities=held.get("authorities", {}),
        wards=held.get("wards", {}),
        days={int(day): count for day, count in held.get("days", {}).items()},
        unplaced=unplaced,
        untold=untold,
    )


def statuses_of(parts: Iterable[Partition]) -> dict[Key, MonthStatus]:
    """The status of every month of a build, by source, force and month; of what is replaced as a whole, none."""
    of_source: dict[str, dict[str, dict[date, MonthRows]]] = {}
    for part in parts:
        if part.month:
            months = of_source.setdefault(part.source_id, {}).setdefault(part.force, {})
            months[date.fromisoformat(f"{part.month}-01")] = rows_of(part)
    return {
        (source, force, f"{month:%Y-%m}"): status
        for source, forces in of_source.items()
        for force, statuses in month_statuses(forces).items()
        for month, status in statuses.items()
    }


def partial_keys(statuses: dict[Key, MonthStatus]) -> frozenset[Key]:
    """The months whose rows are not counted."""
    return frozenset(key for key, status in statuses.items() if status.status == PARTIAL)


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    counted = column.drop_null().value_counts()
    return {str(row["values"]): row["counts"] for row in counted.to_pylist()}
