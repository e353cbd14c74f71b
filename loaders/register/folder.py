"""The register as a folder: one CSV a kind, GeoJSON for its areas, the whole history; and back, edited or as it was."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sql

from geo.core.errors import DataProblem
from geo.core.record_types import Kind
from geo.core.spreadsheet_text import guarded, unguarded
from loaders.register.sheets import (
    ImportResult,
    Line,
    cell,
    given_in,
    lines,
    records,
    whole,
    write_sheet,
)
from loaders.register.transactions import (
    FILE,
    EditConflict,
    Record,
    RegisterContext,
    Transaction,
)
from loaders.register.values import typed
from loaders.version import version

ABOUT, HISTORY = "register.json", "history.csv"
MOST_FAULTS_TOLD = 10
HISTORY_TEXTS = ("at", "holds_from", "by_role", "by_subject", "by_name", "kind", "act")
ADDED_LATER = ("by_subject", "by_name")  # exports of older versions do not have them


def export_folder(
    connection: sql.Connection, register_context: RegisterContext, folder: Path, *, build: str = ""
) -> None:
    """Write everything into a new folder, whole or not at all; a folder that holds something is refused.

    build  the build beside the register, which is written down with the version of the program
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataProblem(
            f"{folder.name} is there already and holds something.", do="Choose a new folder."
        )
    making = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    about = connection.execute(sql.select(register_context.tables.about)).one()
    description = {
        "identity": about.identity,
        "kind": about.kind,
        "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version(),
        "build": build,
    }
    (making / ABOUT).write_text(json.dumps(description, indent=1), encoding="utf-8")
    for kind in register_context.kinds.values():
        table = register_context.tables.of_kind[kind.name]
        rows = [
            register_context.typed(kind.name, row)
            for row in connection.execute(sql.select(table).order_by(table.c.id)).mappings()
        ]
        columns = ["id", "version", *(field.name for field in kind.fields if field.kind != "area")]
        write_sheet(
            making / f"{kind.name}.csv",
            columns,
            ([cell(kind, name, row[name]) for name in columns] for row in rows),
        )
        for name in kind.areas:
            _write_areas(making / f"{kind.name}-{name}.geojson", name, rows)
    history = register_context.tables.history
    changes = connection.execute(sql.select(history).order_by(history.c.number)).mappings()
    columns = [column.name for column in history.columns]
    write_sheet(
        making / HISTORY,
        columns,
        ([guarded(row[c]) if c in HISTORY_TEXTS else row[c] for c in columns] for row in changes),
    )
    if folder.exists():
        folder.rmdir()
    making.rename(folder)


def import_folder(edits: Transaction, folder: Path) -> ImportResult:
    """Bring the register to what an exported folder says: all of it, or nothing and the lines that do not fit.

    A register that nobody has edited yet takes the folder over, history and all. Otherwise the folder must come from
    this register; what was edited in its files since then becomes changes, and rows without an id are added. A row that
    was edited in both places is refused as any late edit is. Rows left out of a file stay in the register.
    """
    about = _about(folder)
    own = edits.connection.execute(sql.select(edits.register_context.tables.about)).one()
    if about.get("kind") != own.kind:
        raise DataProblem(
            f"{folder.name} holds {about.get('kind')} data.",
            f"This register is of {own.kind} data.",
            "The two are never mixed: choose another folder.",
        )
    if about.get("identity") != own.identity or _never_edited(edits):
        _take_over(edits, folder, str(about.get("identity")))
    tally, faults = {"added": 0, "changed": 0, "same": 0}, []
    for kind in edits.register_context.kinds.values():
        if not (folder / f"{kind.name}.csv").exists():
            continue
        areas = {name: _areas(folder / f"{kind.name}-{name}.geojson", name) for name in kind.areas}
        for line in lines((folder / f"{kind.name}.csv").read_bytes(), f"{kind.name}.csv", kind):
            try:
                tally[_merge(edits, kind, line, areas)] += 1
            except DataProblem as problem:
                faults.append(f"{line.file}, line {line.number}: {problem.wrong} {problem.saw}")
    if faults:
        more = (
            f" And {len(faults) - MOST_FAULTS_TOLD} more." if len(faults) > MOST_FAULTS_TOLD else ""
        )
        raise DataProblem(
            f"{len(faults)} rows of {folder.name} cannot be kept.",
            " ".join(faults[:MOST_FAULTS_TOLD]) + more,
            "Mend them and import the folder again.",
        )
    return ImportResult(**tally)


def _never_edited(edits: Transaction) -> bool:
    history = edits.register_context.tables.history
    return (
        edits.connection.execute(
            sql.select(history.c.number).where(history.c.by_role != FILE)
        ).first()
        is None
    )


def _about(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise DataProblem(
            f"{folder.name} is no exported register.",
            f"Its {ABOUT} is missing or cannot be read.",
            "Choose the folder that the export made.",
        ) from problem
    return dict(content) if isinstance(content, dict) else {}


def _take_over(edits: Transaction, folder: Path, identity: str) -> None:
    """An untouched register becomes the one in the folder, with its history and its name."""
    tables = edits.register_context.tables
    if not _never_edited(edits):
        raise DataProblem(
            f"{folder.name} comes from another register.",
            "This one has been edited, so their records cannot be told apart by id.",
            "Import it into a new store, or load single files without ids.",
        )
    if not (folder / HISTORY).exists():
        raise DataProblem(
            f"{folder.name} has no {HISTORY}.", do="Choose the folder that the export made."
        )
    changes = list(_changes(folder / HISTORY, edits.register_context))
    for name in reversed(edits.register_context.kinds):
        edits.connection.execute(tables.of_kind[name].delete())
    edits.connection.execute(tables.history.delete())
    last = {(change["kind"], change["record_id"]): change for change in changes}
    for name in edits.register_context.kinds:
        standing = [
            (change, edits.register_context.from_json(name, change["after"]))
            for (kind, _), change in last.items()
            if kind == name
        ]
        rows = [
            {"id": change["record_id"], "version": change["version"], **state}
            for change, state in standing
            if state is not None
        ]
        if rows:
            edits.connection.execute(tables.of_kind[name].insert(), rows)
    if changes:
        edits.connection.execute(tables.history.insert(), changes)
    edits.connection.execute(tables.about.update().values(identity=identity))


def _changes(path: Path, register_context: RegisterContext) -> Iterator[Record]:
    columns = [column.name for column in register_context.tables.history.columns]
    previous = 0
    for number, row in records(path.read_bytes(), path.name):
        try:
            cells = {
                name: row.get(name, "") if name in ADDED_LATER else row[name] for name in columns
            }
            change: Record = {name: unguarded(cells[name]) for name in HISTORY_TEXTS}
            change |= {name: int(cells[name]) for name in ("number", "record_id", "version")}
            change |= {name: cells[name] or None for name in ("before", "after")}
            change["undoes"] = int(cells["undoes"]) if cells["undoes"] else None
            for name in ("before", "after"):
                register_context.from_json(change["kind"], change[name])
            if change["number"] <= previous:
                raise ValueError("out of order")
        except (KeyError, ValueError, TypeError, AttributeError) as problem:
            raise DataProblem(
                f"{path.name} cannot be read.",
                f"Line {number} is not as the export wrote it: {problem}.",
                "Use the folder as it was exported.",
            ) from problem
        previous = change["number"]
        yield change


def _merge(
    edits: Transaction, kind: Kind, line: Line, areas: Mapping[str, Mapping[int, str]]
) -> str:
    """One row of an exported file put back: added, changed or same."""
    given = given_in(line)
    if not line.cells.get("id"):
        edits.add(kind.name, given)
        return "added"
    number, version = whole(line, "id"), whole(line, "version")
    given |= {name: at.get(number, "") for name, at in areas.items()}
    was = _at_version(edits, kind, number, version)
    edited = {name: value for name, value in given.items() if _differs(kind, name, value, was)}
    if not edited:
        return "same"
    try:
        return "same" if edits.change(kind.name, number, edited, version) == version else "changed"
    except EditConflict as conflict:
        now = edits.live(kind.name, number)
        if any(_differs(kind, name, value, now) for name, value in edited.items()):
            raise conflict
        return "same"


def _at_version(edits: Transaction, kind: Kind, number: int, version: int) -> Record:
    """The record as that version left it; refused where the register never had it."""
    history = edits.register_context.tables.history.c
    wanted = (history.kind == kind.name, history.record_id == number, history.version == version)
    after = edits.connection.execute(sql.select(history.after).where(*wanted)).scalar()
    was = edits.register_context.from_json(kind.name, after)
    if was is None:
        raise DataProblem(
            f"There is no {kind.noun} of number {number} and version {version}.",
            do="Leave the id empty to add a new one.",
        )
    return was


def _differs(kind: Kind, name: str, value: str, was: Record) -> bool:
    """Whether a cell says something else than the record; how it is spelt (31/03/2025, 1.50) makes no difference."""
    try:
        return bool(typed(kind.field(name), value) != was[name])
    except ValueError:
        return True


def _write_areas(path: Path, name: str, rows: Iterable[Record]) -> None:
    features = [
        {
            "type": "Feature",
            "id": row["id"],
            "properties": {key: row[key] for key in ("name", "label", "place") if row.get(key)},
            "geometry": json.loads(row[name]),
        }
        for row in rows
        if row[name]
    ]
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False),
        encoding="utf-8",
    )


def _areas(path: Path, name: str) -> dict[int, str]:
    """Geometry text by the id of its record."""
    try:
        return {
            int(feature["id"]): json.dumps(feature["geometry"])
            for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
        }
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise DataProblem(
            f"{path.name} cannot be read.",
            f"The {name} of every record stands in it; {problem}."[:200],
            "Use the file as it was exported, or one saved as GeoJSON with the same ids.",
        ) from problem
