"""The register as a page asks it: records changed as the person who reads, files out and in, and what came of it.

Everything written from a page is written here. Reading is `answers.store.register()`: records, history and record types.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from geo.core.errors import DataProblem
from geo.core.selection import OwnArea
from loaders.audit.lines import What
from loaders.register.record_types.declaration import display_name
from loaders.register.register import Registers
from loaders.register.sheets import ImportResult
from loaders.register.transactions import EditConflict, Editor
from loaders.register.values import InvalidRecord
from loaders.register.workbook import export_workbook, import_workbook
from ui.access import events, policy
from ui.answers import seen
from ui.answers.caching import cache_data
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers

Record = dict[str, Any]


@dataclass(frozen=True)
class SaveResult:
    """What came of a form that was to be kept: without faults and problem, it was.

    number   of the record, where it was kept
    faults   field and sentence for each that does not fit; "" for what fields do not fit together
    problem  why it was refused as a whole
    now      the record as somebody else left it since it was opened
    """

    number: int | None = None
    faults: tuple[tuple[str, str], ...] = ()
    problem: DataProblem | None = None
    now: Record | None = None


def save(kind: str, values: Mapping[str, Any], opened: Record | None = None) -> SaveResult:
    """A new record, or the named fields of one changed.

    opened  the record as it was opened, with its id and version; None for a new one
    """
    try:
        if opened is None:
            return SaveResult(add(kind, values))
        change(kind, int(opened["id"]), values, int(opened["version"]))
        return SaveResult(int(opened["id"]))
    except InvalidRecord as problem:
        return SaveResult(faults=tuple(problem.faults))
    except EditConflict as problem:
        now = None if opened is None else record_answers.register().record(kind, int(opened["id"]))
        return SaveResult(problem=problem, now=now)
    except DataProblem as problem:
        return SaveResult(problem=problem)


def editor(act: What = "edit", **details: object) -> Editor:
    """The reader as whoever is about to change the register, which is in the record of who did what when this returns.

    details  which record, and what is done with it; never what it holds, which the register's own history has

    Raises Refused where their role may not, AuditStopped where the record cannot be written.
    """
    who = policy.require_editor()
    events.write(seen.actor(), (act, details))
    return Editor(who.role, who.subject, who.name)


def add(kind: str, values: Mapping[str, Any]) -> int:
    """A new record; its id."""
    return record_answers.register().add(kind, values, editor(record=kind, done="add"))


def change(kind: str, number: int, values: Mapping[str, Any], version: int) -> int:
    """The named fields of a record changed; its new version. Refused where `version` is no longer the register's."""
    return record_answers.register().change(
        kind,
        number,
        values,
        version,
        editor(record=kind, number=number, version=version, done="change"),
    )


def remove(kind: str, number: int, version: int) -> None:
    """A record taken off. Refused where others belong to it, or where it was changed since."""
    record_answers.register().remove(
        kind, number, version, editor(record=kind, number=number, version=version, done="remove")
    )


def undo(number: int | None = None) -> int:
    """The reader's last change, or the one of that number, taken back; its number. Another's only for who may undo that."""
    return record_answers.register().undo(
        editor("undo", change=number or 0), number, others=policy.may_undo_of_others()
    )


def may_undo(change: Mapping[str, Any]) -> bool:
    """Whether the reader may undo a change of the history: their own, or any, by their role."""
    if not policy.may_edit_register():
        return False
    mine = policy.require_editor()
    own = change["by_subject"] == mine.subject if change["by_subject"] else not mine.subject
    return own or policy.may_undo_of_others()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def display_names(kind: str) -> dict[int, str]:
    """Id → what a record is called where others refer to it."""
    return {
        int(row["id"]): display_name({str(name): value for name, value in row.items()})
        for row in record_answers.register().records(kind).to_dict("records")
    }


def import_rows(kind: str, data: bytes, file: str) -> ImportResult:
    """Rows of one CSV added or changed; those that do not fit come back with line and reason."""
    return record_answers.register().import_rows(
        kind, data, file, editor(record=kind, file=file, sha256=_digest(data))
    )


def take_in_workbook(data: bytes, file: str) -> ImportResult:
    """What a workbook of the register says, merged in as changes; refused whole where a sheet or column was renamed."""
    return import_workbook(
        record_answers.register(), data, file, editor(file=file, sha256=_digest(data))
    )


def workbook() -> Callable[[], bytes]:
    """What makes the register's workbook (XLSX) when its button is pressed, which is outside the page's session."""
    registers, build = record_answers.register(), answers.build()
    return lambda: export_workbook(registers, build=build)


def archive() -> Callable[[], bytes]:
    """What makes the register's folder as a ZIP file when its button is pressed, as for `workbook`."""
    registers, build = record_answers.register(), answers.build()
    return lambda: zipped(registers, build=build)


def zipped(registers: Registers, *, build: str = "") -> bytes:
    """The exported folder as one ZIP file, which names the build beside the register."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "register"
        registers.export_folder(folder, build=build)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(folder.parent))
    return packed.getvalue()


def next_steps() -> pd.DataFrame:
    """The commander's list: id, version, text, owner_role, due, done; open ones first, by date."""
    registers = record_answers.register()
    return _next_steps(str(answers.store_place()), registers.kind, registers.changes(), registers)


@cache_data(20)
def _next_steps(root: str, kind: str, changes: int, _kept: Registers) -> pd.DataFrame:
    del root, kind, changes  # part of the key, as the register itself cannot be
    steps = _kept.records("next_step")
    last = steps["due"].map(lambda day: day or date.max)
    return (
        steps.assign(done=steps["done"].fillna(False).astype(bool), _due=last)
        .sort_values(["done", "_due", "id"], ignore_index=True)
        .drop(columns="_due")
    )


def own_areas() -> dict[str, OwnArea]:
    """Areas that somebody drew or uploaded, by name."""
    listed = record_answers.register().records("own_area")
    return {
        row["name"]: OwnArea(row["name"], row["geometry"])
        for row in listed.sort_values("name").to_dict("records")
    }
