"""What the rows of a month say: whose and how many they are, what cannot be told of them, and whether they are the whole month.

Of the last, their types, places and days, as a build's manifest keeps them, and how a month is judged by them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.core.expected_rows import PARTIAL, MonthRows, MonthStatus, month_statuses
from loaders.documents.columns import words_of
from loaders.sources import registry
from loaders.sources.source import Holds
from loaders.store.manifest import Key, Partition

COLUMNS = {"authorities": "authority_code", "wards": "ward_code"}
TYPE_COLUMNS = ("offence_type", "object")
DAY_COLUMNS = ("at", "occurred_from")  # the first that there is; its blanks are rows without a day


def month_keys(rows: pa.Table) -> dict[tuple[str, str, date], int]:
    """Source, force and first day of each month that rows tell of, and how many of them are of it; there is one row at least."""
    first = rows.slice(0, 1).select(["source_id", "force", "month"]).to_pylist()[0]
    if all(_one_word(rows[name].combine_chunks()) for name in ("source_id", "force", "month")):
        return {tuple(first.values()): len(rows)}
    counted = (
        rows.group_by(["source_id", "force", "month"]).aggregate([([], "count_all")]).to_pylist()
    )
    return {(row["source_id"], row["force"], row["month"]): row["count_all"] for row in counted}


def untold_types(source_id: str, month: date, rows: pa.Table) -> tuple[str, ...]:
    """The types of today that cannot be told in a month's offences, as their source declares."""
    source = registry.declared(source_id)
    if source.holds is not Holds.OFFENCES:
        return ()
    return tuple(sorted(source.untold(month, words_of(rows))))


def counts_without_id(rows: pa.Table) -> tuple[int, int]:
    """How many rows carry no Crime ID, and how many of them repeat an earlier one in every column."""
    if "crime_id" not in rows.schema.names:
        return 0, 0
    bare = rows.filter(rows["crime_id"].is_null()).select(
        ["offence_type", "longitude", "latitude", "location_text", "outcome"]
    )
    return len(bare), len(bare) - len(bare.group_by(bare.schema.names).aggregate([]))


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


def profile_of_file(path: Path) -> str:
    """The same of the rows of a part's file."""
    columns = _profile_columns(pq.read_schema(path).names)
    return profile_of(pq.read_table(path, columns=columns))


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


def _profile_columns(names: Iterable[str]) -> list[str]:
    """Those columns of a part's file that its profile is of."""
    wanted = {*COLUMNS.values(), *TYPE_COLUMNS, *DAY_COLUMNS}
    return [name for name in names if name in wanted]


def _one_word(column: pa.Array) -> bool:
    """Whether a column says the same in every row; the column holds no null."""
    codes = column.indices if pa.types.is_dictionary(column.type) else column.cast(pa.int32())
    return int(np.ptp(codes.to_numpy())) == 0


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    counted = column.drop_null().value_counts()
    return {str(row["values"]): row["counts"] for row in counted.to_pylist()}
