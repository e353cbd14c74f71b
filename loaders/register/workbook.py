"""The whole register as one workbook: a sheet a kind, its areas, the history; and back, giving the same register.

A workbook is the exported folder with sheets for files: what reads and checks the folder reads and checks it too.
A text longer than a cell may be goes on in columns named “… (2)”, “… (3)”.
"""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from geo.core.errors import DataProblem
from loaders.documents import limits
from loaders.documents.csv_text import text_rows
from loaders.register.folder import ABOUT, HISTORY
from loaders.register.register import Registers
from loaders.register.sheets import ImportResult, write_sheet
from loaders.register.transactions import By, RegisterContext
from loaders.register.ward_vintages import VINTAGE

MOST_CELLS = 5_000_000  # of one sheet; the largest register has some thousands
LONGEST = 30_000  # characters; a cell takes 32,767
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
UNKEPT = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
REGISTER = "register"
LATER = (VINTAGE,)  # columns that workbooks of earlier versions do not have
Rows = list[list[str]]


def export_workbook(registers: Registers, *, build: str = "") -> bytes:
    """The register as the bytes of an XLSX workbook.

    build  the build beside the register, to be written down
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / REGISTER
        registers.export_folder(folder, build=build)
        for name, rows in _tables(registers.register_context, folder):
            sheet = book.create_sheet(name)
            sheet.freeze_panes = "A2"
            for row in _broken(rows):
                sheet.append(
                    [UNKEPT.sub(lambda sign: f"_x{ord(sign[0]):04x}_", value) for value in row]
                )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def import_workbook(registers: Registers, data: bytes, file: str, by: By) -> ImportResult:
    """What a workbook says, taken over or merged in as a folder is; a sheet or column that was renamed refuses it whole."""
    sheets = {name: _mended(rows) for name, rows in _sheets(data, file)}
    wanted = _columns(registers.register_context)
    _require_sheets(sheets, wanted, file)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / REGISTER
        folder.mkdir()
        for name, rows in sheets.items():
            _require_columns(name, rows[0] if rows else [], wanted[name], file)
            _write(folder, name, rows)
        return registers.import_folder(folder, by)


def _columns(register_context: RegisterContext) -> dict[str, list[str]]:
    """The columns of every sheet, by its name."""
    columns = {
        REGISTER: ["what", "value"],
        "history": [column.name for column in register_context.tables.history.columns],
    }
    for kind in register_context.kinds.values():
        columns[kind.name] = [
            "id",
            "version",
            *(field.name for field in kind.fields if field.kind != "area"),
        ]
        columns |= {f"{kind.name}-{name}": ["id", "properties", "geometry"] for name in kind.areas}
    return columns


def _tables(register_context: RegisterContext, folder: Path) -> Iterator[tuple[str, Rows]]:
    about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    yield REGISTER, [["what", "value"], *([name, str(value)] for name, value in about.items())]
    for name in list(_columns(register_context))[1:]:
        if (sheet := folder / f"{name}.csv").exists():
            with sheet.open(encoding="utf-8-sig", newline="") as opened:
                yield name, [cells for _, cells in text_rows(opened, sheet.name)]
        else:
            features = json.loads((folder / f"{name}.geojson").read_text(encoding="utf-8"))[
                "features"
            ]
            yield (
                name,
                [
                    ["id", "properties", "geometry"],
                    *(
                        [
                            str(feature["id"]),
                            json.dumps(feature["properties"], ensure_ascii=False),
                            json.dumps(feature["geometry"]),
                        ]
                        for feature in features
                    ),
                ],
            )


def _write(folder: Path, name: str, rows: Rows) -> None:
    if name == REGISTER:
        (folder / ABOUT).write_text(
            json.dumps({row[0]: row[1] for row in rows[1:]}), encoding="utf-8"
        )
    elif "-" not in name:
        write_sheet(folder / (HISTORY if name == "history" else f"{name}.csv"), rows[0], rows[1:])
    else:
        try:
            features = [
                {
                    "type": "Feature",
                    "id": int(row[0]),
                    "properties": json.loads(row[1]),
                    "geometry": json.loads(row[2]),
                }
                for row in rows[1:]
            ]
        except ValueError as problem:
            raise DataProblem(
                f"The sheet “{name}” cannot be read.",
                f"{problem}."[:200],
                "Use it as it was exported.",
            ) from problem
        (folder / f"{name}.geojson").write_text(
            json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
        )


def _broken(rows: Rows) -> Rows:
    """Rows in which no cell is longer than one may be: what is too long goes on in further columns."""
    widths = [
        max((-(-len(row[at]) // LONGEST) for row in rows[1:]), default=1) or 1
        for at in range(len(rows[0]))
    ]
    heading = [
        name if not part else f"{name} ({part + 1})"
        for name, width in zip(rows[0], widths, strict=True)
        for part in range(width)
    ]
    return [
        heading,
        *(
            [
                row[at][part * LONGEST : (part + 1) * LONGEST]
                for at, width in enumerate(widths)
                for part in range(width)
            ]
            for row in rows[1:]
        ),
    ]


def _mended(rows: Rows) -> Rows:
    if not rows:
        return rows
    into = [re.sub(r" \(\d+\)$", "", name) for name in rows[0]]
    names = list(dict.fromkeys(into))
    parts = [[at for at, name in enumerate(into) if name == wanted] for wanted in names]
    return [names, *(["".join(row[at] for at in places) for places in parts] for row in rows[1:])]


def _within_reason(
    rows: Iterable[tuple[object, ...]], file: str, title: str
) -> Iterator[tuple[object, ...]]:
    """The rows, as long as there are no more cells than any register has: one far out makes a sheet of billions."""
    cells = 0
    for row in rows:
        cells += len(row) + 1
        if cells > MOST_CELLS:
            raise DataProblem(
                f"{file} is too large to read safely.",
                f"Its sheet “{title}” has more than {MOST_CELLS:,} cells.",
                "Take out cells far below or beside the table.",
            )
        yield row


def _sheets(data: bytes, file: str) -> Iterator[tuple[str, Rows]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if zipfile.is_zipfile(io.BytesIO(data)):
        limits.opened_archive(io.BytesIO(data), file)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [
                [_text(value) for value in row]
                for row in _within_reason(sheet.iter_rows(values_only=True), file, sheet.title)
            ]
            width = max(
                (at + 1 for row in rows[:1] for at, value in enumerate(row) if value), default=0
            )
            yield sheet.title, [(row + [""] * width)[:width] for row in rows if any(row)]
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        OSError,
        EOFError,
    ) as problem:
        raise DataProblem(
            f"{file} cannot be read as a workbook.",
            f"{problem}."[:200],
            "Choose the workbook that the export made.",
        ) from problem


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (date, datetime)):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), str(value))


def _require_sheets(sheets: dict[str, Rows], wanted: dict[str, list[str]], file: str) -> None:
    strange, missing = (
        [name for name in these if name not in those]
        for these, those in ((sheets, wanted), (wanted, sheets))
    )
    if strange or missing:
        saw = [f"“{name}” does not belong there" for name in strange] + [
            f"“{name}” is missing" for name in missing
        ]
        raise DataProblem(
            f"{file} does not have the sheets of a register.",
            f"{'; '.join(saw[:6])}.",
            "Give each sheet the name the export gave it, and load it again.",
        )


def _require_columns(sheet: str, columns: list[str], wanted: list[str], file: str) -> None:
    if columns not in (wanted, [name for name in wanted if name not in LATER]):
        strange = [name for name in columns if name not in wanted]
        missing = [name for name in wanted if name not in columns]
        saw = [f"“{name}” does not belong there" for name in strange] + [
            f"“{name}” is missing" for name in missing
        ]
        raise DataProblem(
            f"{file}, sheet “{sheet}”: its columns are not those of the export.",
            f"{'; '.join(saw[:6]) or 'They stand in another order'}.",
            "Name them as the export did, and load it again.",
        )
