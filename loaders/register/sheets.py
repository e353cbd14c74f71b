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
class ImportResult:
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


def import_rows(edits: Transaction, kind: Kind, data: bytes, file: str) -> ImportResult:
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
            text = ",".join(line.cells.values())
            rejected.append(
                {
                    "file": file,
                    "line": line.number,
                    "reason": problem.saw or problem.wrong,
                    "row": text,
                }
            )
    return ImportResult(**tally, rejected=pd.DataFrame(rejected) if rejected else NONE_REJECTED)


def lines(data: bytes, file: str, kind: Kind) -> Iterator[Line]:
    """The rows of a file by field name; headings may be names or labels. An unknown or repeated heading is refused."""
    known = {
        word.casefold(): kind_field.name
        for kind_field in kind.fields
        if kind_field.kind != "area"
        for word in (kind_field.label, kind_field.name)
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
                f"A {kind.noun} has: {', '.join(kind_field.name for kind_field in kind.fields)}.",
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
    text = line.cells.get(name, "").strip()
    if not text.isdigit():
        raise DataProblem(
            f"The {name} is “{text[:20]}”, not a whole number.",
            do="Leave id and version as the export wrote them.",
        )
    return int(text)


def cell(kind: Kind, name: str, value: Any) -> Any:
    """A value as a sheet holds it; `unguarded` gives a text back as it was."""
    if name in ("id", "version"):
        return value
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    text = str(plain(kind.field(name), value))
    return guarded(text) if kind.field(name).kind in TEXTS else text


def write_sheet(path: Path, columns: list[str], rows: Iterable[list[Any]]) -> None:
    """One CSV that spreadsheets open as it is meant."""
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _put(edits: Transaction, kind: Kind, line: Line) -> str:
    """One row of a loose file: its record found by id or by the unique fields, or added."""
    values: dict[str, Any] = given_in(line)
    for kind_field in kind.fields:
        if kind_field.refers_to and values.get(kind_field.name):
            values[kind_field.name] = _referred(
                edits, kind_field.refers_to, values[kind_field.name]
            )
    if line.cells.get("id"):
        number, version = whole(line, "id"), whole(line, "version")
    else:
        existing = _by_unique(edits, kind, values)
        if existing is None:
            edits.add(kind.name, values)
            return "added"
        number, version = existing
    return "same" if edits.change(kind.name, number, values, version) == version else "changed"


def _by_unique(edits: Transaction, kind: Kind, values: Mapping[str, Any]) -> tuple[int, int] | None:
    if not kind.unique or any(values.get(name) in (None, "") for name in kind.unique):
        return None
    table = edits.register_context.tables.of_kind[kind.name]
    try:
        wanted = {name: typed(kind.field(name), values[name]) for name in kind.unique}
    except ValueError:
        return None  # adding it will say what does not fit
    query = sql.select(table.c.id, table.c.version).where(
        *(table.c[name] == value for name, value in wanted.items())
    )
    row = edits.connection.execute(query).first()
    return (row.id, row.version) if row else None


def _referred(edits: Transaction, kind: str, reference: str) -> int:
    """The id of what a cell points to: an id, or the name of an operation as it is or as it is also called."""
    if reference.strip().isdigit():
        return int(reference)
    table = edits.register_context.tables.of_kind[kind]
    for row in edits.connection.execute(sql.select(table)).mappings():
        names = [str(row.get("name", "")), *str(row.get("aliases", "")).split(";")]
        if reference.strip().casefold() in (name.strip().casefold() for name in names):
            return int(row["id"])
    raise DataProblem(
        f"No {edits.register_context.kinds[kind].noun} is called “{reference[:60]}”.",
        do="Spell it as the register does.",
    )
