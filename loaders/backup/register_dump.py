"""A register as plain lines that any database takes in again: a part a table, its history, ids and versions included.

The first line of a part names the columns, each further one is a row as a JSON list, in the order of its key. Whatever database
they come from, the same register gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from loaders.register.upgrade import ABOUT, HISTORY, REVISION, schema_name

LINES_AT_ONCE = 1000


@dataclass(frozen=True)
class RegisterSummary:
    """What a register holds.

    records  how many of each kind of record; changes is the number of the newest change, history how many are kept
    """

    identity: str
    revision: str
    records: dict[str, int]
    history: int
    changes: int


def summary_of(connection: Connection, kind: str) -> RegisterSummary:
    """What a register holds, as the transaction sees it."""
    counts = {
        table.name: _count(connection, table) for table in _tables(connection, kind).sorted_tables
    }
    newest = sql.select(sql.func.coalesce(sql.func.max(HISTORY.c.number), 0))
    return RegisterSummary(
        str(connection.execute(sql.select(ABOUT.c.identity)).scalar_one()),
        str(connection.execute(sql.select(REVISION.c.version_num)).scalar_one()),
        {n: count for n, count in sorted(counts.items()) if n not in (ABOUT.name, HISTORY.name)},
        counts[HISTORY.name],
        int(connection.execute(newest).scalar_one()),
    )


def table_lines(connection: Connection, kind: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each table's name, in alphabetical order, with its lines, line ends included."""
    tables = _tables(connection, kind).tables.values()
    for table in sorted(tables, key=lambda table: table.name):
        yield table.name, _lines(connection, table)


def fill_tables(
    connection: Connection, kind: str, parts: Iterable[tuple[str, Iterable[bytes]]]
) -> None:
    """The rows of parts put into the empty tables of the same revision. Raises ValueError for lines that are no such rows."""
    by_name = {table.name: table for table in _tables(connection, kind).tables.values()}
    for name, lines in parts:
        if name not in by_name:
            raise ValueError(f"there is no table {name} in this revision")
        _fill(connection, by_name[name], lines)


def _tables(connection: Connection, kind: str) -> sql.MetaData:
    """The tables as they are, apart from Alembic's own."""
    tables = sql.MetaData()
    tables.reflect(
        connection,
        schema=schema_name(connection, kind),
        only=lambda name, _: name != REVISION.name,
    )
    return tables


def _count(connection: Connection, table: sql.Table) -> int:
    return int(connection.execute(sql.select(sql.func.count()).select_from(table)).scalar_one())


def _lines(connection: Connection, table: sql.Table) -> Iterator[bytes]:
    columns = sorted(table.columns, key=lambda column: column.name)
    yield _line([column.name for column in columns])
    query = sql.select(*columns).order_by(*table.primary_key.columns)
    for rows in connection.execute(query).partitions(LINES_AT_ONCE):
        yield b"".join(_line([_plain(value) for value in row]) for row in rows)


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _fill(connection: Connection, table: sql.Table, lines: Iterable[bytes]) -> None:
    rows = map(json.loads, lines)
    names = list(next(iter(rows), []))
    if set(names) != set(table.columns.keys()):
        raise ValueError(f"the columns of {table.name} are not those of its revision")
    dates = {name for name in names if isinstance(table.columns[name].type, sql.Date)}
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(
            {
                name: date.fromisoformat(value) if value is not None and name in dates else value
                for name, value in zip(names, row, strict=True)
            }
        )
        if len(batch) == LINES_AT_ONCE:
            connection.execute(table.insert(), batch)
            batch = []
    if batch:
        connection.execute(table.insert(), batch)
