"""The database behind the register: tables made from the declared kinds, one engine a file, older files brought up to date.

SQLite beside the store by default; another database by the URL in SVD_REGISTER. Demonstration and real data never share
one: each has a file, or a schema, of its own.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
)

from geo.core.errors import DataProblem
from loaders.register.record_types.declaration import FieldKind, Kind

BUSY_SECONDS = 10  # how long a writer waits for another before it says so
_engines: dict[str, Engine] = {}
_opening = threading.Lock()


class Pence(sql.types.TypeDecorator[Decimal]):
    """Money, kept to the penny as a whole number, so that no database rounds it."""

    impl = sql.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sql.Dialect) -> int | None:
        return None if value is None else int(value * 100)

    def process_result_value(self, value: int | None, dialect: sql.Dialect) -> Decimal | None:
        return None if value is None else (Decimal(value) / 100).quantize(Decimal("0.01"))


def _column_type(kind: FieldKind) -> Any:
    return {
        "date": sql.Date(),
        "month": sql.Date(),
        "integer": sql.BigInteger(),
        "reference": sql.BigInteger(),
        "number": sql.Double(),
        "money": Pence(),
        "yes_no": sql.Boolean(),
    }.get(kind, sql.Text())


@dataclass(eq=False)
class Tables:
    """A table a kind, the history of every change, and what the register says of itself.

    history  number, at and holds_from (UTC, as ISO text), by_role, kind, record_id, version, act, before and after
             (JSON), undoes (the number of the change that this one takes back)
    """

    metadata: sql.MetaData
    of_kind: dict[str, sql.Table]
    history: sql.Table
    about: sql.Table

    @cached_property
    def newest_change(self) -> sql.Select[Any]:
        """The query for the number of the last change, 0 before the first: put together once, for every page asks it."""
        return sql.select(sql.func.coalesce(sql.func.max(self.history.c.number), 0))

    @cached_property
    def signature(self) -> str:
        """What tells these tables from those of another version: every table with its columns."""
        return str(sorted((table, sorted(columns)) for table, columns in _wanted(self).items()))


@cache
def tables_of(kinds: tuple[Kind, ...]) -> Tables:
    """The tables that the kinds declare."""
    metadata = sql.MetaData()
    of_kind = {}
    for kind in kinds:
        fields = [
            sql.Column(
                field.name,
                _column_type(field.kind),
                *([sql.ForeignKey(f"{field.refers_to}.id")] if field.refers_to else []),
            )
            for field in kind.fields
        ]
        of_kind[kind.name] = sql.Table(
            kind.name,
            metadata,
            sql.Column("id", sql.BigInteger, primary_key=True, autoincrement=False),
            sql.Column("version", sql.Integer, nullable=False),
            *fields,
        )
    history = sql.Table(
        "history",
        metadata,
        sql.Column("number", sql.BigInteger, primary_key=True, autoincrement=False),
        *(
            sql.Column(name, sql.Text, nullable=False)
            for name in ("at", "holds_from", "by_role", "kind")
        ),
        sql.Column("record_id", sql.BigInteger, nullable=False),
        sql.Column("version", sql.Integer, nullable=False),
        sql.Column("act", sql.Text, nullable=False),
        sql.Column("before", sql.Text),
        sql.Column("after", sql.Text),
        sql.Column("undoes", sql.BigInteger),
        sql.Index("history_of_record", "kind", "record_id", "number"),
    )
    about = sql.Table(
        "about",
        metadata,
        sql.Column("identity", sql.Text, primary_key=True),
        sql.Column("kind", sql.Text, nullable=False),
    )
    return Tables(metadata, of_kind, history, about)


@contextlib.contextmanager
def in_words(place: str) -> Iterator[None]:
    """What a database cannot do, as a DataProblem."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as problem:
        if isinstance(problem, (IntegrityError, ProgrammingError, DataError)):
            raise  # our mistake, not the reader's
        said = str(problem.orig if isinstance(problem, DBAPIError) else problem)
        if "locked" in said or "lock timeout" in said:
            raise DataProblem(
                "The register is being written by someone else.",
                f"It was still locked after {BUSY_SECONDS} seconds.",
                "Wait a moment and save again; what you typed is still in the form.",
                "Nothing has been saved.",
            ) from problem
        if "malformed" in said or "not a database" in said:
            raise DataProblem(
                "The register's file is damaged.",
                f"{place}: {said}.",
                "Put back the newest copy or export of it; ask whoever keeps this computer.",
            ) from problem
        raise DataProblem(
            "The register cannot be reached.",
            f"{place}: {said}."[:400],
            "Check that the place exists, has room and may be written to.",
            "Nothing has been saved.",
        ) from problem


@contextlib.contextmanager
def writing(engine: Engine, about: sql.Table) -> Iterator[Connection]:
    """One transaction that writes; a second one waits until it is done. Either all of it is kept or nothing."""
    with in_words(engine.url.render_as_string(hide_password=True)), engine.connect() as opened:
        connection = opened.execution_options(writing=True)
        with connection.begin():
            connection.execute(sql.select(about).with_for_update())
            yield connection


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that reads: everything as it stood at one moment."""
    with (
        in_words(engine.url.render_as_string(hide_password=True)),
        engine.connect() as connection,
        connection.begin(),
    ):
        yield connection


def engine_of(address: str, kind: str, tables: Tables) -> Engine:
    """The engine of a register, made once a process and shared by its threads; the register is made or brought up to date.

    address  SQLAlchemy URL; a SQLite file named x.sqlite becomes x-<kind>.sqlite, elsewhere the tables go into the schema
             register_<kind>
    """
    url = _of_kind(address, kind)
    name = f"{url.render_as_string(hide_password=False)} {kind} {tables.signature}"
    with _opening:
        if name not in _engines:
            with in_words(url.render_as_string(hide_password=True)):
                engine = _engine(url, kind)
                _prepare(engine, kind, tables)
            _engines[name] = engine
        return _engines[name]


def forget(address: str, kind: str) -> None:
    """Close the engines of a register, so that its file may be moved or replaced; the next opening makes one anew."""
    url = _of_kind(address, kind).render_as_string(hide_password=False)
    with _opening:
        for name in [name for name in _engines if name.startswith(f"{url} {kind} ")]:
            _engines.pop(name).dispose()


def _of_kind(address: str, kind: str) -> URL:
    try:
        url = make_url(address)
        url.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ImportError) as problem:
        raise DataProblem(
            "SVD_REGISTER names no database that can be used.",
            f"{problem}."[:200].replace(address, "…"),
            "A PostgreSQL address looks like postgresql+psycopg://user@host/name.",
        ) from problem
    if url.get_backend_name() != "sqlite":
        return url
    file = Path(url.database or "registers.sqlite")
    return url.set(database=str(file.with_name(f"{file.stem}-{kind}{file.suffix}")))


def _engine(url: URL, kind: str) -> Engine:
    if url.get_backend_name() != "sqlite":
        patience = (
            {"options": f"-c lock_timeout={BUSY_SECONDS * 1000}"}
            if url.get_backend_name() == "postgresql"
            else {}
        )
        engine = sql.create_engine(url, pool_pre_ping=True, connect_args=patience)
        with engine.begin() as connection:
            connection.execute(sql.schema.CreateSchema(f"register_{kind}", if_not_exists=True))
        return engine.execution_options(schema_translate_map={None: f"register_{kind}"})
    try:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise DataProblem(
            "The register cannot be reached.",
            f"{problem}.",
            "Check that the folder may be written to.",
        ) from problem
    engine = sql.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    sql.event.listen(engine, "connect", _on_connect)
    sql.event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(opened: Any, record: object) -> None:
    """WAL, so that readers never wait; every commit is on the disk; references must lead somewhere."""
    opened.isolation_level = None
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        opened.execute(f"PRAGMA {setting}")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN"
    )


def _wanted(tables: Tables) -> dict[str, set[str]]:
    return {
        table.name: {column.name for column in table.columns}
        for table in tables.metadata.tables.values()
    }


def _found(connection: Connection, schema: str | None) -> dict[str, set[str]]:
    looked = sql.inspect(connection)
    return {
        name: {column["name"] for column in looked.get_columns(name, schema)}
        for name in looked.get_table_names(schema)
    }


def _prepare(engine: Engine, kind: str, tables: Tables) -> None:
    """Make the tables, or add what an older register lacks after a copy of it is kept; a newer register is refused."""
    schema = None if engine.dialect.name == "sqlite" else f"register_{kind}"
    with engine.connect() as connection, connection.begin():
        found, wanted = _found(connection, schema), _wanted(tables)
    strange = [
        f"{table}.{column}"
        for table, columns in found.items()
        for column in sorted(columns - wanted.get(table, set()))
    ]
    if strange:
        raise DataProblem(
            "This register was written by a newer version of the dashboard.",
            f"It holds {', '.join(strange[:5])}, which this version does not know.",
            "Use the newer version.",
        )
    missing = [table for table in wanted if found.get(table, set()) != wanted[table]]
    if found and missing and engine.dialect.name == "sqlite":
        _keep_copy(Path(str(engine.url.database)))
    if missing:
        with (
            engine.connect() as opened,
            (connection := opened.execution_options(writing=True)).begin(),
        ):
            _complete(connection, tables, schema)
    with engine.connect() as opened, (connection := opened.execution_options(writing=True)).begin():
        _name(connection, kind, tables.about)


def _complete(connection: Connection, tables: Tables, schema: str | None) -> None:
    found = _found(connection, schema)
    tables.metadata.create_all(connection)
    preparer = connection.dialect.identifier_preparer
    for table in tables.metadata.sorted_tables:
        for column in table.columns:
            if table.name in found and column.name not in found[table.name]:
                named = (
                    f"{preparer.quote(schema)}.{preparer.quote(table.name)}"
                    if schema
                    else preparer.quote(table.name)
                )
                made = f"{preparer.quote(column.name)} {column.type.compile(connection.dialect)}"
                connection.exec_driver_sql(f"ALTER TABLE {named} ADD COLUMN {made}")


def _name(connection: Connection, kind: str, about: sql.Table) -> None:
    row = connection.execute(sql.select(about)).first()
    if row is None:
        connection.execute(about.insert().values(identity=uuid.uuid4().hex, kind=kind))
    elif row.kind != kind:
        raise DataProblem(
            f"This register is of {row.kind} data.",
            f"The data shown are {kind}.",
            "Give each its own register.",
        )


def _keep_copy(file: Path) -> None:
    """A copy beside the file, as complete as the file itself, before anything in it is altered."""
    kept = file.with_name(f"{file.name}.{datetime.now(UTC):%Y-%m-%dT%H%M%S}.backup")
    with (
        contextlib.closing(sqlite3.connect(file)) as old,
        contextlib.closing(sqlite3.connect(kept)) as new,
    ):
        old.backup(new)


def stamp(moment: datetime) -> str:
    """A moment as the history keeps it: UTC, of one length, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
