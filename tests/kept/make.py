"""Write a register and a store of the version checked out, small and made up: `python -m tests.kept.make FOLDER`."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from geo.core.record_types import Field, Kind
from loaders import intake
from loaders.register.register import KINDS, open_registers
from tests.conftest import copy_of, tiny_files
from tests.extract_files import SOUND as OFFENCE
from tests.own_search_files import SOUND as SEARCH

TRIANGLE = '{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}'


def make_register(folder: Path) -> None:
    """The register as register.sql: two records of every kind, changed and moved back, every other removed, some of those back again.

    What the first record of a kind says, `record_values(kind, 1)` says too.
    """
    with tempfile.TemporaryDirectory() as place:
        registers = open_registers(Path(place), "real")
        for kind in KINDS:
            registers.add(
                kind.name, record_values(kind, 1), "coordinator", holds_from=date(2022, 1, 3)
            )
            registers.add(kind.name, record_values(kind, 2), "analyst")
        for order, kind in enumerate(KINDS):
            texts = [field.name for field in kind.fields if field.kind in ("text", "long_text")]
            if texts:
                registers.change(kind.name, 2, {texts[-1]: "é — “changed”"}, 1, "commander")
            if order % 2:
                registers.remove(kind.name, 2, registers.record(kind.name, 2)["version"], "analyst")
            if order % 4 == 1:
                registers.undo("analyst")
        registers.engine.dispose()
        with closing(sqlite3.connect(Path(place) / "registers-real.sqlite")) as file:
            text = "".join(f"{line}\n" for line in file.iterdump())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "register.sql").write_text(text, encoding="utf-8")


def record_values(kind: Kind, number: int) -> dict[str, Any]:
    """Every field of a record filled with something made up that fits."""
    return {field.name: _value(kind, field, number) for field in kind.fields}


def _value(kind: Kind, field: Field, number: int) -> Any:
    figures = f'{{"made up": {number}}}'
    own: dict[tuple[str, str], Any] = {
        ("agreement", "minimum_cell"): 5,
        ("grant", "financial_year"): f"202{number}/2{number + 1}",
        ("spending", "amount"): Decimal("100.25"),
        ("edition", "figures"): figures,
        ("edition", "digest"): hashlib.sha256(figures.encode()).hexdigest(),
    }
    made_up: dict[str, Any] = {
        "text": f"{field.label} {number}",
        "long_text": f"{field.label} {number},\n'made up'",
        "date": date(2022, 1, 3) + timedelta(weeks=number - 1),
        "month": date(2022, number, 1),
        "integer": 11 + number,
        "number": 0.5 + number,
        "yes_no": True,
        "ward": "E05008960",
        "vintage": "2021-12",
        "authority": "E06000030",
        "reference": 1,
        "area": TRIANGLE,
        "money": Decimal("1234.50"),
        "time": "12:00",
    }
    first_choice = field.choices[0] if field.choices else None
    return own.get((kind.name, field.name), first_choice or made_up[field.kind])


def make_store(folder: Path) -> None:
    """The store as builds/ and CURRENT: the tiny files of the tests, with three offences and two searches of a force's own."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        own = [
            _template(place / "offences.csv", OFFENCE | {"operation": ""}, "crime_reference", 3),
            _template(place / "searches.csv", SEARCH | {"operation": ""}, "search_reference", 2),
        ]
        intake.load([*tiny_files(place / "files"), *own], place / "made" / "store")
        made = copy_of(place / "made" / "store", place)
        shutil.copytree(made / "builds", folder / "builds")
        shutil.copy(made / "CURRENT", folder / "CURRENT")


def _template(path: Path, row: dict[str, str], reference: str, rows: int) -> Path:
    lines = [row | {reference: f"R{number}"} for number in range(1, rows + 1)]
    text = "\n".join([",".join(row), *(",".join(line.values()) for line in lines)])
    path.write_text(text + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    made = Path(sys.argv[1])
    make_register(made)
    make_store(made)
