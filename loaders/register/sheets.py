"""Single files of records: cells to values and back, each row with its line.

A text that a spreadsheet would take for a formula stands behind an apostrophe, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sql

from geo.core.errors import DataProblem
from geo.core.record_types import Kind
from geo.core.spreadsheet_text import guarded, unguarded
from loaders.documents.csv_text import as_utf8, delimiter_of, text_rows
from loaders.documents.read_result import NONE_REJECTED
from loaders.register.transactions import Transaction
from loaders.register.values import TEXTS, plain, typed


@dataclass(frozen=True)
class Imported:
    """What a file came to: records added, changed, already so; rows that could not be kept, with line and reason."""

    added: int = 0
    changed: int = 0
    same: int = 0
    rejected: pd.DataFrame = field(default_factory=NONE_REJECTED.copy)


@dataclass(frozen=True)
class Line:
    """One row of a file: where it stands, and its cells by field name."""

    file: str
    number: int
    cells: dict[str, str]


def import_rows(edits: Transaction, kind: Kind, data: bytes, file: str) -> Imported:
    """Rows of one CSV added or, where its unique fields are those of a record, changed; the others with line and reason.

    Headings are the fields' names or labels; a reference may be given as an id or as the name of what it points to. A
    file loaded twice changes nothing the second time. A heading that is unknown refuses the file whole.
    """
    tally, rejected = {"added": 0, "changed": 0, "same": 0}, []
    for line in lines(data, file, kind):
        try:
            with edits.connection.begin_nested():
                tally[_put(edits, kind, line)] += 1
        except DataProblem as problem:
            said = ",".join(line.cells.values())
            rejected.append(
                {
                    "file": file,
                    "line": line.number,
                    "reason": problem.saw or problem.wrong,
                    "row": said,
                }
            )
    return Imported(**tally, rejected=pd.DataFrame(rejected) if rejected else NONE_REJECTED)


def lines(data: bytes, file: str, kind: Kind) -> Iterator[Line]:
    """The rows of a file by field name; headings may be names or labels. An unknown or repeated heading is refused."""
    known = {
        word.casefold(): one.name
        for one in kind.fields
        if one.kind != "area"
        for word in (one.label, one.name)
    }
    known |= {"id": "id", "version": "version"}
    for number, row in records(data, file):
        names = [known.get(heading.strip().casefold(), "") for heading in row]
        if "" in names or len(set(names)) < len(names):
            wrong = next(
                heading
                for heading, name in zip(row, names, strict=True)
                if not name or names.count(name) > 1
            )
            raise DataProblem(
                f"{file} has a column “{wrong[:60]}” that does not belong there.",
                f"A {kind.noun} has: {', '.join(one.name for one in kind.fields)}.",
                "Rename or remove it and load the file again.",
            )
        yield Line(file, number, dict(zip(names, row.values(), strict=True)))


def records(data: bytes, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every row that is not blank."""
    text = as_utf8(data, file)[0]
    rows = text_rows(io.StringIO(text.decode(), newline=""), file, delimiter_of(text))
    unreadable = f"{file} cannot be read as a table."
    _, heading = next(rows, (1, []))
    if len(set(heading)) < len(heading):
        raise DataProblem(
            unreadable, "Two of its columns have one heading.", "Rename one and load it again."
        )
    for line, cells in rows:
        if len(cells) != len(heading):
            raise DataProblem(
                unreadable,
                f"Line {line:,} has {len(cells)} cells, the heading {len(heading)}.",
                "Mend it and load it again.",
            )
        if any(cells):
            yield line, dict(zip(heading, cells, strict=True))


def given_in(line: Line) -> dict[str, Any]:
    """The cells of a row by field, texts without the apostrophe before a formula."""
    return {
        name: unguarded(cell) for name, cell in line.cells.items() if name not in ("id", "version")
    }


def whole(line: Line, name: str) -> int:
    """The id or version of a row."""
    said = line.cells.get(name, "").strip()
    if not said.isdigit():
        raise DataProblem(
            f"The {name} is “{said[:20]}”, not a whole number.",
            do="Leave id and version as the export wrote them.",
        )
    return int(said)


def cell(kind: Kind, name: str, value: Any) -> Any:
    """A value as a sheet holds it; `unguarded` gives a text back as it was."""
    if name in ("id", "version"):
        return value
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    kept = str(plain(kind.field(name), value))
    return guarded(kept) if kind.field(name).kind in TEXTS else kept


def write_sheet(path: Path, columns: list[str], rows: Iterable[list[Any]]) -> None:
    """One CSV that spreadsheets open as it is meant."""
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _put(edits: Transaction, kind: Kind, line: Line) -> str:
    """One row of a loose file: its record found by id or by the unique fields, or added."""
    given: dict[str, Any] = given_in(line)
    for one in kind.fields:
        if one.refers_to and given.get(one.name):
            given[one.name] = _referred(edits, one.refers_to, given[one.name])
    if line.cells.get("id"):
        number, version = whole(line, "id"), whole(line, "version")
    else:
        found = _by_unique(edits, kind, given)
        if found is None:
            edits.add(kind.name, given)
            return "added"
        number, version = found
    return "same" if edits.change(kind.name, number, given, version) == version else "changed"


def _by_unique(edits: Transaction, kind: Kind, given: Mapping[str, Any]) -> tuple[int, int] | None:
    if not kind.unique or any(given.get(name) in (None, "") for name in kind.unique):
        return None
    table = edits.register_context.tables.of_kind[kind.name]
    try:
        wanted = {name: typed(kind.field(name), given[name]) for name in kind.unique}
    except ValueError:
        return None  # adding it will say what does not fit
    found = sql.select(table.c.id, table.c.version).where(
        *(table.c[name] == value for name, value in wanted.items())
    )
    row = edits.connection.execute(found).first()
    return (row.id, row.version) if row else None


def _referred(edits: Transaction, kind: str, said: str) -> int:
    """The id of what a cell points to: an id, or the name of an operation as it is or as it is also called."""
    if said.strip().isdigit():
        return int(said)
    table = edits.register_context.tables.of_kind[kind]
    for row in edits.connection.execute(sql.select(table)).mappings():
        names = [str(row.get("name", "")), *str(row.get("aliases", "")).split(";")]
        if said.strip().casefold() in (name.strip().casefold() for name in names):
            return int(row["id"])
    raise DataProblem(
        f"No {edits.register_context.kinds[kind].noun} is called “{said[:60]}”.",
        do="Spell it as the register does.",
    )
