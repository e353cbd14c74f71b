"""A force's extract of a million rows, as CSV and as a workbook: seconds and peak memory of the whole load (budget: 1 GB)."""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.runs import run, table
from loaders.extract.kinds import OFFENCES

ROWS = 1_000_000
UNUSED = 60  # columns that nobody mapped, as in an export of everything
LOAD = """
import sys
from pathlib import Path
from loaders import intake
report = intake.load([Path(sys.argv[1])], Path(sys.argv[2]))
print(report.accepted)
"""
WORKBOOK = """
import csv, sys
from openpyxl import Workbook
book = Workbook(write_only=True)
sheet = book.create_sheet("offences")
with open(sys.argv[1], newline="") as opened:
    for row in csv.reader(opened):
        sheet.append(row[:21])
book.save(sys.argv[2])
"""


def main(rows: int = ROWS) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        text, book = place / "extract.csv", place / "extract.xlsx"
        with text.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(_rows(rows))
        run(WORKBOOK, text, book)
        measured = []
        for path in (text, book):
            result = run(LOAD, path, place / path.suffix.strip(".") / "store")
            measured.append(
                (
                    path.suffix,
                    f"{path.stat().st_size / 1e6:,.0f}",
                    f"{int(result.last_line):,}",
                    f"{result.seconds:.0f}",
                    f"{result.megabytes:.0f}",
                )
            )
    table(
        f"A force's extract of {rows:,} rows",
        ["file", "MB", "accepted", "seconds", "peak MB"],
        measured,
    )


def _rows(rows: int) -> Iterator[list[object]]:
    """A heading and made-up offences, spread over four years and twenty thousand places."""
    chance = random.Random(1)
    places = [
        (400_000 + chance.randrange(30_000), 160_000 + chance.randrange(30_000), f"Street {n}")
        for n in range(20_000)
    ]
    used = [
        field for field in OFFENCES.fields if field not in ("offence_type", "longitude", "latitude")
    ]
    yield [*used, *(f"Export column {n}" for n in range(UNUSED))]
    for n in range(rows):
        easting, northing, street = places[chance.randrange(len(places))]
        day = f"{1 + n % 28:02}/{1 + n // 7 % 12:02}/{2019 + n % 4}"
        start = f"{day} {chance.randrange(24):02}:{chance.randrange(60):02}"
        yield [
            f"54{n:09}",
            chance.choice(["8N", "105A", "10D", "34B"]),
            "A title",
            start,
            start if n % 3 else "",
            day,
            easting,
            northing,
            street,
            chance.choice(["yes", "no", ""]),
            chance.choice(["knife", ""]),
            chance.choice(["search", "victim report", ""]),
            chance.choice(["", "local line"]),
            "intelligence",
            "01/01/2023",
            "analyst",
            "high",
            chance.randrange(10, 80),
            chance.randrange(5, 90),
            "Charged",
            "Op Thesus" if n % 10 == 0 else "",
            *["some filling text"] * UNUSED,
        ]


if __name__ == "__main__":
    main()
