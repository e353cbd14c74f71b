"""The database behind the register: the tables that the kinds declare, one engine a file, faults in words.

How a database gets these tables is in `upgrade`.

SQLite beside the store by default; another database by the URL in SVD_REGISTER. Demonstration and real data never share
one: each has a file, or a schema, of its own.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
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
from geo.core.record_types import FieldKind, Kind
from loaders.register.upgrade import (
    MIGRATIONS,
    UPGRADE_LOCK,
    Columns,
    RegisterState,
    Upgrade,
    bring_up_to_date,
    columns_of,
    made_at,
    state_of,
)

BUSY_SECONDS = 10  # how long a writer waits for another before it says so
SAVE_AGAIN = "Wait a moment and save again; what you typed is still in the form."
AGAIN = "Wait a moment and try again."
NOT_PERMITTED = ("42501", "25006")  # PostgreSQL: insufficient privilege, read-only transaction
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

    history  number, at and holds_from (UTC, as ISO text), by_role, by_subject and by_name (empty for what was done under a role
             alone), kind, record_id, version, act, before and after (JSON), undoes (the number of the change that this one takes back)
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
        return str(sorted((name, sorted(columns)) for name, columns in self.columns.items()))

    @cached_property
    def columns(self) -> Columns:
        """Names of the columns of each table."""
        return columns_of(self.metadata)


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
        *(
            sql.Column(name, sql.Text, nullable=False, server_default="")
            for name in ("by_subject", "by_name")
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
def in_words(place: str, again: str = SAVE_AGAIN) -> Iterator[None]:
    """What a database cannot do, as a DataProblem; `again` is what to do where somebody else is writing."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as problem:
        origin = problem.orig if isinstance(problem, DBAPIError) else problem
        message = str(origin)
        if "readonly" in message or getattr(origin, "sqlstate", "") in NOT_PERMITTED:
            raise DataProblem(
                "The register may not be written.",
                f"{place}: {message}."[:400],
                "Whoever runs the dashboard needs the right to write to it, and to the folder of a file.",
                "Nothing has been saved.",
            ) from problem
        if isinstance(problem, (IntegrityError, ProgrammingError, DataError)):
            raise  # our mistake, not the reader's
        if "locked" in message or "lock timeout" in message:
            raise DataProblem(
                "The register is being written by someone else.",
                f"It was still locked after {BUSY_SECONDS} seconds.",
                again,
                "Nothing has been saved.",
            ) from problem
        if "malformed" in message or "not a database" in message:
            raise DataProblem(
                "The register's file is damaged.",
                f"{place}: {message}.",
                "Put back the newest copy or export of it; ask whoever keeps this computer.",
            ) from problem
        raise DataProblem(
            "The register cannot be reached.",
            f"{place}: {message}."[:400],
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


def engine_of(
    address: str,
    kind: str,
    tables: Tables,
    *,
    migrations: Path = MIGRATIONS,
    complete: Callable[[Connection], None] | None = None,
) -> Engine:
    """The engine of a register, made once a process and shared by its threads; the register is made or brought up to date.

    address  SQLAlchemy URL; a SQLite file named x.sqlite becomes x-<kind>.sqlite, in PostgreSQL the tables go into the schema
             register_<kind>
    complete  what an upgrade fills in that a migration cannot know
    """
    url = _of_kind(address, kind)
    name = f"{url.render_as_string(hide_password=False)} {kind} {migrations} {tables.signature}"
    with _opening:
        if name not in _engines:
            with in_words(url.render_as_string(hide_password=True), AGAIN):
                engine = _engine(url, kind)
                _make_place(engine, kind)
                bring_up_to_date(
                    engine, kind, tables.columns, migrations=migrations, complete=complete
                )
            _engines[name] = engine
        return _engines[name]


def upgrade(
    address: str,
    kind: str,
    tables: Tables,
    *,
    migrations: Path = MIGRATIONS,
    complete: Callable[[Connection], None] | None = None,
) -> Upgrade | None:
    """What `engine_of` does to a register that is older, with what was done; None where it is up to date already."""
    url = _of_kind(address, kind)
    with _opening, in_words(url.render_as_string(hide_password=True), AGAIN):
        engine = _engine(url, kind)
        try:
            return bring_up_to_date(
                engine, kind, tables.columns, migrations=migrations, complete=complete
            )
        finally:
            engine.dispose()


def state(address: str, kind: str) -> RegisterState | None:
    """What a register says of itself, whatever its revision; None where there is none. Nothing is made or altered."""
    url = _of_kind(address, kind)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return None
    with in_words(url.render_as_string(hide_password=True), AGAIN):
        engine = _engine(url, kind)
        try:
            return state_of(engine, kind)
        finally:
            engine.dispose()


@contextlib.contextmanager
def standing(address: str, kind: str) -> Iterator[Connection]:
    """One transaction that reads a register as it stands, whatever its revision: all of it as at one moment, while others write.

    Nothing is made or altered; there must be one, as `state` tells.
    """
    url = _of_kind(address, kind)
    with in_words(url.render_as_string(hide_password=True), AGAIN):
        engine = _engine(url, kind)
        try:
            with engine.connect() as opened:
                if engine.dialect.name == "postgresql":
                    opened.execution_options(
                        isolation_level="REPEATABLE READ", postgresql_readonly=True
                    )
                with opened.begin():
                    yield opened
        finally:
            engine.dispose()


@contextlib.contextmanager
def filling(address: str, kind: str, revision: str) -> Iterator[Connection]:
    """The one transaction in which a register that is not there yet is made with the tables of a revision, and filled."""
    url = _of_kind(address, kind)
    with in_words(url.render_as_string(hide_password=True), AGAIN):
        engine = _engine(url, kind)
        _make_place(engine, kind)
        with made_at(engine, kind, revision) as connection:
            yield connection


def file_of(address: str, kind: str) -> Path | None:
    """The SQLite file of a register, there or not; None where another database keeps it."""
    url = _of_kind(address, kind)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def forget(address: str, kind: str) -> None:
    """Close the engines of a register, so that its file may be moved or replaced; the next opening makes one anew."""
    url = _of_kind(address, kind).render_as_string(hide_password=False)
    with _opening:
        for name in [name for name in _engines if name.startswith(f"{url} {kind} ")]:
            _engines.pop(name).dispose()


def _of_kind(address: str, kind: str) -> URL:
    try:
        url = make_url(address)
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise NoSuchModuleError("only SQLite and PostgreSQL can keep a register")
        url.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ImportError) as problem:
        raise DataProblem(
            "SVD_REGISTER names no database that can be used.",
            f"{problem}."[:200].replace(address, "…"),
            "A PostgreSQL address looks like postgresql+psycopg://user@host/name.",
        ) from problem
    if url.get_backend_name() == "postgresql":
        return url
    file = Path(url.database or "registers.sqlite")
    return url.set(database=str(file.with_name(f"{file.stem}-{kind}{file.suffix}")))


def _engine(url: URL, kind: str) -> Engine:
    if url.get_backend_name() == "postgresql":
        patience = {"options": f"-c lock_timeout={BUSY_SECONDS * 1000}"}
        engine = sql.create_engine(url, pool_pre_ping=True, connect_args=patience)
        return engine.execution_options(schema_translate_map={None: f"register_{kind}"})
    engine = sql.create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    sql.event.listen(engine, "connect", _on_connect)
    sql.event.listen(engine, "begin", _on_begin)
    return engine


def _make_place(engine: Engine, kind: str) -> None:
    """The folder of a SQLite file, or the schema in PostgreSQL, where there is none."""
    if engine.dialect.name == "sqlite":
        try:
            Path(str(engine.url.database)).parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise DataProblem(
                "The register cannot be reached.",
                f"{problem}.",
                "Check that the folder may be written to.",
            ) from problem
        return
    schema = f"register_{kind}"
    with engine.begin() as connection:
        if not sql.inspect(connection).has_schema(schema):
            connection.execute(sql.select(sql.func.pg_advisory_xact_lock(UPGRADE_LOCK)))
            connection.execute(sql.schema.CreateSchema(schema, if_not_exists=True))


def _on_connect(opened: Any, record: object) -> None:
    """WAL, so that readers never wait; every commit is on the disk; references must lead somewhere."""
    opened.isolation_level = None
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        opened.execute(f"PRAGMA {setting}")


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("upgrading"):
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # has no effect once it has begun
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


def stamp(moment: datetime) -> str:
    """A moment as the history keeps it: UTC, of one length, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
