"""The register's schema: made and brought up to date by Alembic's migrations, in SQLite and PostgreSQL.

Revisions stand in migrations/versions, one file each, in order of their numbers. An upgrade is one transaction: a kill
leaves the old schema or the new one, never something between. A copy of a SQLite file is kept before anything in it is altered.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sql
from sqlalchemy.engine import Connection, Engine

from geo.core.errors import DataProblem

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADE_LOCK = 5_371_108_203  # any number that nothing else in the same PostgreSQL locks by
NEWER = "This register was written by a newer version of the dashboard."
REVISION = sql.Table("alembic_version", sql.MetaData(), sql.Column("version_num", sql.Text))
ABOUT = sql.Table(
    "about", sql.MetaData(), sql.Column("identity", sql.Text), sql.Column("kind", sql.Text)
)
HISTORY = sql.Table(
    "history",
    sql.MetaData(),
    sql.Column("number", sql.BigInteger),
    sql.Column("at", sql.Text),
    sql.Column("by_role", sql.Text),
)
Columns = Mapping[str, set[str]]  # names of the columns of each table


@dataclass(frozen=True)
class Upgrade:
    """What was done to a register.

    before  its revision until then; empty where it was made just now, or was from before revisions
    after   its revision now
    copy    where the file as it was lies; None where there was nothing to copy, and in PostgreSQL
    """

    before: str
    after: str
    copy: Path | None


@dataclass(frozen=True)
class RegisterState:
    """What a register says of itself, without being opened or altered.

    revision         empty where it is from before revisions
    newest_revision  the newest that this version knows
    is_known         whether this version can open it
    records          how many there are now, of every kind
    changes          number of the newest change; it was made at changed_at (UTC, as ISO text) by the role changed_by
    """

    revision: str
    newest_revision: str
    is_known: bool
    records: int
    changes: int
    changed_at: str
    changed_by: str


def known_revisions(migrations: Path = MIGRATIONS) -> list[str]:
    """Every revision, oldest first, by the names of their files: opening a register of the newest needs no Alembic."""
    return sorted(
        path.stem.split("_")[1] for path in (migrations / "versions").glob("revision_*.py")
    )


def bring_up_to_date(
    engine: Engine,
    kind: str,
    declared: Columns,
    *,
    migrations: Path = MIGRATIONS,
    complete: Callable[[Connection], None] | None = None,
) -> Upgrade | None:
    """Make the register's tables, or alter those of an older one once a copy is kept; None where nothing had to be done.

    declared  the columns of each table that the record kinds declare, which the newest revision must hold
    complete  fills in, within the same transaction, what a migration cannot know

    Any number of processes may call it at once. DataProblem for a register that is newer, of other data, or not whole;
    RuntimeError where a kind declares what no migration makes.
    """
    newest = known_revisions(migrations)[-1]
    with engine.connect() as connection, connection.begin():
        before, existing = _examined(connection, kind, migrations)
        if before == newest:
            _require_whole(existing, declared, newest)
            return None
    with _upgrading(engine, kind) as connection:
        before, existing = _examined(connection, kind, migrations)
        if before == newest:  # by another process, while this one waited
            return None
        on_file = existing and engine.dialect.name == "sqlite"
        copy = _keep_copy(Path(str(engine.url.database))) if on_file else None
        _migrate(connection, migrations, before, existing)
        if connection.execute(sql.select(ABOUT)).first() is None:
            connection.execute(ABOUT.insert().values(identity=uuid.uuid4().hex, kind=kind))
        made = _columns(connection, kind)
        if not existing and (missing := _strange(declared, made)):
            raise RuntimeError(f"No migration makes {', '.join(missing)}: add one.")
        _require_whole(made, declared, newest)
        if existing and complete is not None:
            complete(connection)
    return Upgrade(before, newest, copy)


@contextlib.contextmanager
def made_at(engine: Engine, kind: str, revision: str) -> Iterator[Connection]:
    """The transaction in which the empty tables of a known revision are made and may be filled; kept whole or not at all."""
    from alembic import command

    config = _config(MIGRATIONS)
    with _upgrading(engine, kind) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        yield connection


def state_of(engine: Engine, kind: str, *, migrations: Path = MIGRATIONS) -> RegisterState | None:
    """What the register of a database says of itself; None where there is none. Nothing is altered, whatever its revision."""
    known = known_revisions(migrations)
    with engine.connect() as connection, connection.begin():
        existing = _columns(connection, kind)
        if "history" not in existing:
            return None
        revision = _revision(connection, kind)
        records = sum(
            connection.execute(
                sql.select(sql.func.count()).select_from(sql.Table(name, sql.MetaData()))
            ).scalar_one()
            for name in set(existing) - {"about", "history"}
        )
        newest = sql.select(HISTORY).order_by(HISTORY.c.number.desc()).limit(1)
        last = connection.execute(newest).first()
    return RegisterState(
        revision,
        known[-1],
        revision in ("", *known),
        records,
        *((last.number, last.at, last.by_role) if last else (0, "", "")),
    )


@contextlib.contextmanager
def _upgrading(engine: Engine, kind: str) -> Iterator[Connection]:
    """The transaction in which tables are altered; a second process waits until it is done.

    SQLite alters some columns by making their table anew, which it allows only while references are not checked: they are
    checked at the end. The connection is closed after that, so that nobody is given one that does not check them.
    """
    try:
        with engine.connect() as opened:
            connection = opened.execution_options(writing=True, upgrading=True)
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(sql.select(sql.func.pg_advisory_xact_lock(UPGRADE_LOCK)))
                    here = sql.func.set_config("search_path", f"register_{kind}", True)
                    connection.execute(sql.select(here))
                yield connection
                if engine.dialect.name == "sqlite":
                    _require_references(connection)
    finally:
        engine.dispose()


def _examined(connection: Connection, kind: str, migrations: Path) -> tuple[str, Columns]:
    """The revision of a register (empty: before revisions) and its tables; refused where it is newer, or of other data."""
    revision, existing = _revision(connection, kind), _columns(connection, kind)
    known = known_revisions(migrations)
    if revision and revision not in known:
        raise DataProblem(
            NEWER,
            f"It is of revision {revision}, which this version does not know.",
            "Use the newer version.",
        )
    if existing and not revision:
        _refuse_strange(existing, _first_schema(migrations))
    if "about" in existing:
        _require_kind(connection, kind)
    return revision, existing


def _migrate(connection: Connection, migrations: Path, before: str, existing: Columns) -> None:
    """A register from before revisions that has the first one's tables is stamped with it; then all later ones are run."""
    from alembic import command

    config = _config(migrations)
    config.attributes["connection"] = connection
    if existing and not before and existing == _first_schema(migrations):
        command.stamp(config, known_revisions(migrations)[0])
    command.upgrade(config, "head")


def _config(migrations: Path) -> Config:
    from alembic.config import Config  # a third of a second, which only an upgrade has to wait for

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config


def _first_schema(migrations: Path) -> Columns:
    """The columns of the first revision's tables."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config(migrations))
    first = scripts.get_revision(known_revisions(migrations)[0])
    return columns_of(first.module.SCHEMA)


def columns_of(metadata: sql.MetaData) -> Columns:
    """The columns of each table that is declared."""
    return {name: set(table.columns.keys()) for name, table in metadata.tables.items()}


def schema_name(connection: Connection, kind: str) -> str | None:
    """The schema in which a register's tables lie; None in a file, which has none."""
    return None if connection.dialect.name == "sqlite" else f"register_{kind}"


def _revision(connection: Connection, kind: str) -> str:
    if not sql.inspect(connection).has_table(REVISION.name, schema_name(connection, kind)):
        return ""
    return str(connection.execute(sql.select(REVISION.c.version_num)).scalar() or "")


def _columns(connection: Connection, kind: str) -> Columns:
    """The tables there are, apart from Alembic's own."""
    by_table = sql.inspect(connection).get_multi_columns(schema_name(connection, kind))
    return {
        table: {column["name"] for column in columns}
        for (_, table), columns in by_table.items()
        if table != REVISION.name
    }


def _strange(existing: Columns, known: Columns) -> list[str]:
    return [
        f"{table}.{column}"
        for table, columns in existing.items()
        for column in sorted(columns - known.get(table, set()))
    ]


def _refuse_strange(existing: Columns, known: Columns) -> None:
    if strange := _strange(existing, known):
        raise DataProblem(
            NEWER,
            f"It holds {', '.join(strange[:5])}, which this version does not know.",
            "Use the newer version.",
        )


def _require_whole(existing: Columns, declared: Columns, revision: str) -> None:
    _refuse_strange(existing, declared)
    if missing := _strange(declared, existing):
        raise DataProblem(
            "The register is not whole.",
            f"It is of revision {revision}, but lacks {', '.join(missing[:5])}.",
            "Put back the newest copy or export of it; ask whoever keeps this computer.",
        )


def _require_kind(connection: Connection, kind: str) -> None:
    row = connection.execute(sql.select(ABOUT)).first()
    if row is not None and row.kind != kind:
        raise DataProblem(
            f"This register is of {row.kind} data.",
            f"The data shown are {kind}.",
            "Give each its own register.",
        )


def _require_references(connection: Connection) -> None:
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        raise DataProblem(
            "The register could not be brought up to date.",
            f"{len(lost)} references would lead nowhere, the first in {lost[0][0]}.",
            "Go on with the version before, and tell whoever keeps this computer.",
        )


def _keep_copy(file: Path) -> Path:
    """A copy beside the file, as complete as the file itself: it has its name only once it is whole."""
    copy = file.with_name(f"{file.name}.{datetime.now(UTC):%Y-%m-%dT%H%M%S}.backup")
    making = copy.with_name(f"{copy.name}.part")
    with (
        contextlib.closing(sqlite3.connect(file)) as old,
        contextlib.closing(sqlite3.connect(making)) as new,
    ):
        old.backup(new)
    os.replace(making, copy)
    return copy
