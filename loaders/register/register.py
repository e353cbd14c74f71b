"""What people edit: the kinds of record that `record_types` declares, with every change kept.

SQLite beside the store, or a database by the URL in SVD_REGISTER. Each change is written down with when and by which
role, can be undone, and is whole: a kill at any moment leaves the last good state. `by` is a role or post, never a
person. Text is kept as typed; screens escape it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sql
from sqlalchemy.engine import Engine

from geo.core.record_types import Kind
from loaders.register.database import (
    Tables,
    engine_of,
    reading,
    stamp,
    state,
    tables_of,
    upgrade,
    writing,
)
from loaders.register.folder import export_folder, import_folder
from loaders.register.record_types.duty import DUTY_KINDS
from loaders.register.record_types.operations import OPERATION_KINDS
from loaders.register.record_types.searches import (
    SEARCH_KINDS,
)
from loaders.register.restored import finish_restore
from loaders.register.sheets import ImportResult, import_rows
from loaders.register.transactions import By, Record, RegisterContext, Transaction, end_of, undone
from loaders.register.upgrade import MIGRATIONS, RegisterState, Upgrade
from loaders.register.values import BoundaryCheck
from loaders.register.ward_vintages import (
    VintageCodes,
    codes_in_build,
    codes_without_build,
    filled_in,
)
from loaders.settings import setting
from loaders.sources.boundaries import Wards, embedded_wards, wards_in_file
from loaders.store.builds import BuildStore
from loaders.store.opening import whole_build

KINDS = (*OPERATION_KINDS, *DUTY_KINDS, *SEARCH_KINDS)
HISTORY = [
    "number",
    "at",
    "holds_from",
    "by_role",
    "by_subject",
    "by_name",
    "kind",
    "record_id",
    "version",
    "act",
    "said",
    "before",
    "after",
    "undoes",
    "undone",
]


class Registers:
    """One register, open. It may be used by any number of threads and processes at once."""

    def __init__(self, engine: Engine, register_context: RegisterContext, kind: str) -> None:
        self.engine, self.register_context, self.kind = engine, register_context, kind

    @property
    def kinds(self) -> dict[str, Kind]:
        """Every kind of record by its name, in the order declared."""
        return self.register_context.kinds

    def records(
        self, kind: str, *, as_at: date | datetime | None = None, **equal: Any
    ) -> pd.DataFrame:
        """Records of a kind in the order they were added: id, version and the fields, typed.

        as_at  shows them as they stood at that moment, or at the end of that day
        equal  field=value keeps those alone

        An empty text is "", an empty date or amount None, an empty number NaN, and NA in whole numbers and yes or no.
        Dates are dates, months their first day, money decimal.
        """
        with reading(self.engine) as connection:
            if as_at is None:
                table = self.register_context.tables.of_kind[kind]
                wanted = [table.c[name] == value for name, value in equal.items()]
                matches = connection.execute(
                    sql.select(table).where(*wanted).order_by(table.c.id)
                ).mappings()
                return _frame(
                    self.kinds[kind], [self.register_context.typed(kind, row) for row in matches]
                )
            moment = stamp(as_at if isinstance(as_at, datetime) else end_of(as_at))
            rows = [
                row
                for row in self._states_at(connection, kind, moment)
                if all(row[name] == value for name, value in equal.items())
            ]
        return _frame(self.kinds[kind], rows)

    def record(self, kind: str, number: int) -> Record:
        """One record as it is now: id, version and fields. Refused, in words, where it was removed or never was."""
        with reading(self.engine) as connection:
            return Transaction(self.register_context, connection, "reader").live(kind, number)

    @contextmanager
    def editing(self, by: By) -> Iterator[Transaction]:
        """Several changes as one: all are kept, or none. Keep it short; other writers wait."""
        with writing(self.engine, self.register_context.tables.about) as connection:
            yield Transaction(self.register_context, connection, by)

    def add(
        self, kind: str, values: Mapping[str, Any], by: By, *, holds_from: date | None = None
    ) -> int:
        """A new record; its id. `holds_from` is given where it held before it was entered, so that *as at* shows it."""
        with self.editing(by) as edits:
            return edits.add(kind, values, holds_from=holds_from)

    def change(
        self, kind: str, number: int, values: Mapping[str, Any], version: int, by: By
    ) -> int:
        """The named fields changed; the new version. EditConflict where `version` is not the one in the register."""
        with self.editing(by) as edits:
            return edits.change(kind, number, values, version)

    def remove(self, kind: str, number: int, version: int, by: By) -> None:
        """The record taken off. Refused where others belong to it; EditConflict as for a change."""
        with self.editing(by) as edits:
            edits.remove(kind, number, version)

    def undo(self, by: By, number: int | None = None, *, others: bool = False) -> int:
        """The last change by this editor that still stands, or the one of that number, taken back; its number.

        others  whether it may be somebody else's
        """
        with self.editing(by) as edits:
            return edits.undo(number, others=others)

    def history(self, kind: str | None = None, number: int | None = None) -> pd.DataFrame:
        """Every change, newest first, of a kind or of one record.

        number, at and holds_from (UTC), by_role, by_subject, by_name, kind, record_id, version, act (added, changed, removed), said (what a
        change did, in words), before and after (records or None), undoes (number or None), undone (bool)
        """
        table = self.register_context.tables.history
        wanted = [table.c.kind == kind] if kind else []
        wanted += [table.c.record_id == number] if number is not None else []
        with reading(self.engine) as connection:
            gone = undone(connection, table)
            changes = (
                connection.execute(sql.select(table).where(*wanted).order_by(table.c.number.desc()))
                .mappings()
                .all()
            )
        rows = []
        for row in changes:
            before, after = (
                self.register_context.from_json(row["kind"], row[name])
                for name in ("before", "after")
            )
            rows.append(
                {
                    **row,
                    "at": datetime.fromisoformat(row["at"]),
                    "holds_from": datetime.fromisoformat(row["holds_from"]),
                    "before": before,
                    "after": after,
                    "said": self.register_context.differences(row["kind"], before, after),
                    "undone": row["number"] in gone,
                }
            )
        return pd.DataFrame(rows, columns=HISTORY).astype({"undoes": "Int64"})

    def changes(self) -> int:
        """How many changes were ever made: the same number means that nothing has changed since."""
        with reading(self.engine) as connection:
            return int(connection.execute(self.register_context.tables.newest_change).scalar_one())

    def export_folder(self, folder: Path, *, build: str = "") -> None:
        """Everything as CSV and GeoJSON, with the whole history, in a new folder.

        build  the build beside the register, to be written down
        """
        with reading(self.engine) as connection:
            export_folder(connection, self.register_context, folder, build=build)

    def import_folder(self, folder: Path, by: By) -> ImportResult:
        """What an exported folder says, taken over by a register that nobody has edited, else merged in as changes."""
        with self.editing(by) as edits:
            return import_folder(edits, folder)

    def import_rows(self, kind: str, data: bytes, file: str, by: By) -> ImportResult:
        """The rows of one CSV, such as dosage by week, added or changed; those that do not fit with line and reason."""
        with self.editing(by) as edits:
            return import_rows(edits, self.kinds[kind], data, file)

    def _states_at(self, connection: sql.Connection, kind: str, moment: str) -> list[Record]:
        history = self.register_context.tables.history
        last = sql.select(sql.func.max(history.c.number)).where(
            history.c.kind == kind, history.c.holds_from <= moment
        )
        changes = connection.execute(
            sql.select(history)
            .where(history.c.number.in_(last.group_by(history.c.record_id)))
            .order_by(history.c.record_id)
        )
        states = ((row, self.register_context.from_json(kind, row.after)) for row in changes)
        return [
            {"id": row.record_id, "version": row.version, **state}
            for row, state in states
            if state is not None
        ]


def open_registers(
    root: Path,
    kind: str,
    *,
    kinds: Sequence[Kind] = KINDS,
    migrations: Path = MIGRATIONS,
    address: str = "",
) -> Registers:
    """The register of a store and a kind of data (demonstration or real), made where there is none.

    root        the store's folder; the register lies in it unless SVD_REGISTER names another database
    kinds       what is kept
    migrations  the folder of the migrations that make the tables of these kinds
    address     SQLAlchemy URL of the database; where it lies by the setting or in the store unless given

    Cheap to call again: the engine is made once a process. A register of an older version is brought up to date after a
    copy is kept beside it; one of a newer version is refused.
    """
    if kinds is KINDS and not address:
        finish_interrupted(root)
    address = address or register_address(root)
    named, tables = _known() if kinds is KINDS else _named(tuple(kinds))
    ground = BoundaryCheck(lambda: _wards(root, kind), lambda: _codes(root, kind))
    register_context = RegisterContext(
        named, tables, ground
    )  # its wards are those of the newest build, so it is made anew
    complete = filled_in(tables, named, lambda: ground.codes)
    engine = engine_of(address, kind, tables, migrations=migrations, complete=complete)
    return Registers(engine, register_context, kind)


def register_address(root: Path) -> str:
    """The SQLAlchemy URL of a store's registers: what SVD_REGISTER names, or a file in the store."""
    return setting("SVD_REGISTER") or f"sqlite:///{root / 'registers.sqlite'}"


def register_state(root: Path, kind: str) -> RegisterState | None:
    """What the register of a store says of itself; None where there is none. It is neither made nor brought up to date."""
    return state(register_address(root), kind)


def upgrade_register(root: Path, kind: str) -> Upgrade | None:
    """The register of a store brought up to date, as opening does it; None where it is already."""
    named, tables = _known()
    complete = filled_in(tables, named, lambda: _codes(root, kind))
    return upgrade(register_address(root), kind, tables, complete=complete)


def finish_interrupted(root: Path) -> bool:
    """Carry a restore through that was agreed and interrupted, so that nobody meets half of it; whether there was one."""
    named, tables = _known()

    def complete(kind: str) -> Callable[[sql.Connection], None]:
        return filled_in(tables, named, lambda: _codes(root, kind))

    return finish_restore(root, register_address(root), tables, complete)


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, Kind], Tables]:
    """Every kind of record by name and their tables, put together once: a page asks for the register several times."""
    return _named(tuple(KINDS))


def _named(kinds: tuple[Kind, ...]) -> tuple[dict[str, Kind], Tables]:
    return {kind.name: kind for kind in kinds}, tables_of(kinds)


def _wards(root: Path, kind: str) -> Wards:
    """The boundaries of the newest whole build of this kind; the approximate ones where there is none."""
    build_store = BuildStore(root)
    whole = whole_build(build_store, kind)
    return _wards_in(build_store.folder(whole.build)) if whole else _made()


def _codes(root: Path, kind: str) -> VintageCodes:
    """The codes of every vintage of that build; of those the program holds where there is none."""
    build_store = BuildStore(root)
    whole = whole_build(build_store, kind)
    if whole is None:
        return codes_without_build()
    return codes_in_build(build_store.folder(whole.build), whole)


@lru_cache(maxsize=2)
def _wards_in(folder: Path) -> Wards:
    return wards_in_file(folder / "wards.parquet")


@lru_cache(maxsize=1)
def _made() -> Wards:
    return embedded_wards()


def _frame(kind: Kind, rows: Sequence[Record]) -> pd.DataFrame:
    types = {"integer": "Int64", "reference": "Int64", "yes_no": "boolean", "number": float}
    frame = pd.DataFrame(
        rows, columns=["id", "version", *(field.name for field in kind.fields)], dtype=object
    )
    return frame.astype(
        {"id": int, "version": int}
        | {field.name: types[field.kind] for field in kind.fields if field.kind in types}
    )
