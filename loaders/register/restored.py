"""A restore that was agreed is carried through: by whoever began it, or, where that was ended, by whoever opens the store next.

All that is to be put back lies whole in a folder of the store, `.restore`; giving it that name is the moment from which the restored state
holds. Each step may be done again, so that a kill at any moment costs nothing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from filelock import FileLock, Timeout
from sqlalchemy.engine import Connection, Engine

from geo.core.errors import DataProblem
from loaders.register.database import (
    Tables,
    engine_of,
    file_of,
    forget,
    reading,
    writing,
)
from loaders.store.builds import STAGED

LOCK, PLAN, FILES = "restore.lock", "plan.json", "files"
PATIENCE = 120.0  # seconds for another process that restores
ROWS_AT_ONCE = 1000
SQLITE_BESIDE = ("", "-wal", "-shm")


def finish_restore(
    root: Path,
    address: str,
    tables: Tables,
    complete: Callable[[str], Callable[[Connection], None]],
) -> bool:
    """Carry a restore of a store through that stands agreed; whether there was one.

    root      the store's folder
    address   of its registers
    complete  kind of data → what an upgrade of its register fills in
    """
    staged = root / STAGED
    if not staged.is_dir():
        return False
    try:
        with FileLock(root / LOCK, timeout=PATIENCE):
            if not staged.is_dir():  # by another process, while this one waited
                return True
            plan = json.loads((staged / PLAN).read_text(encoding="utf-8"))
            for kind in plan["registers"]:
                if kind in plan["damaged"]:
                    _take_away(address, kind)
                _replace_register(staged, address, kind, tables, complete(kind))
            _put_files(staged, root, plan)
            leaving = root / f"{STAGED}-done-{os.getpid()}"
            os.replace(staged, leaving)
            shutil.rmtree(leaving, ignore_errors=True)
    except Timeout as problem:
        raise DataProblem(
            "A backup is being restored.",
            f"It was still at work after {PATIENCE:.0f} seconds.",
            "Wait a moment and try again.",
        ) from problem
    return True


def _take_away(address: str, kind: str) -> None:
    """A SQLite file that is damaged, of which a copy is kept: its place is needed."""
    forget(address, kind)
    if file := file_of(address, kind):
        for end in SQLITE_BESIDE:
            file.with_name(f"{file.name}{end}").unlink(missing_ok=True)


def _replace_register(
    staged: Path,
    address: str,
    kind: str,
    tables: Tables,
    complete: Callable[[Connection], None],
) -> None:
    """Every row of a register replaced by those of the staged one, in one transaction."""
    own = f"sqlite:///{staged / 'registers.sqlite'}"
    source = engine_of(own, kind, tables, complete=complete)
    try:
        target = engine_of(address, kind, tables, complete=complete)
        _copy_rows(source, target, tables)
    finally:
        forget(own, kind)


def _copy_rows(source: Engine, target: Engine, tables: Tables) -> None:
    in_order = [table for table in tables.metadata.sorted_tables if table is not tables.about]
    with reading(source) as old, writing(target, tables.about) as new:
        for table in reversed(in_order):
            new.execute(table.delete())
        about = old.execute(sql.select(tables.about)).one()
        new.execute(tables.about.update().values(identity=about.identity))
        for table in in_order:
            query = sql.select(table).order_by(*table.primary_key.columns)
            for rows in old.execute(query).mappings().partitions(ROWS_AT_ONCE):
                new.execute(table.insert(), [dict(row) for row in rows])


def _put_files(staged: Path, root: Path, plan: dict[str, Any]) -> None:
    """Files and builds in their places; what the record of who saw what gained meanwhile stays."""
    for name, place in plan["files"].items():
        _put(staged / FILES / name, Path(place))
    for folder, names in plan[
        "only"
    ].items():  # files of partners that the restored register does not know
        for file in (root / folder).glob("*.parquet"):
            if file.name not in names:
                file.unlink()
    for build in plan["builds"]:
        place = root / "builds" / build
        if (staged / "builds" / build).is_dir() and not place.exists():
            place.parent.mkdir(exist_ok=True)
            os.replace(staged / "builds" / build, place)
    for name, place in plan["audit"].items():
        _put_longer(staged / FILES / name, Path(place))
    if plan["seals"]:
        _add_lines(staged / FILES / "audit-seals.jsonl", Path(plan["seals"]))


def _put(source: Path, place: Path) -> None:
    """A copy with the name of its place once it is whole, for its owner's eyes alone."""
    _write(place, source.read_bytes())


def _put_longer(source: Path, place: Path) -> None:
    """A file of the record, unless it stands there as long or longer."""
    if not place.exists() or place.stat().st_size < source.stat().st_size:
        _put(source, place)


def _add_lines(source: Path, place: Path) -> None:
    """The seals that are not there yet, before those that are."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{place}.lock", timeout=PATIENCE):
        standing = place.read_bytes().splitlines(keepends=True) if place.exists() else []
        known = set(standing)
        more = [line for line in source.read_bytes().splitlines(keepends=True) if line not in known]
        if more:
            _write(place, b"".join([*more, *standing]))


def _write(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    making = place.with_name(f"{place.name}.restoring")
    handle = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(data)
        written.flush()
        os.fsync(written.fileno())
    os.replace(making, place)
