"""The register as its users meet it: typed tables, history in words, and nothing lost to crowds or kills."""

from __future__ import annotations

import hashlib
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from geo.core.record_types import Field, Kind
from loaders.register.register import KINDS, open_registers
from loaders.register.transactions import EditConflict
from loaders.sources.boundaries import wards_in_file
from tests.conftest import EAST_WARD, PROJECT, current
from tests.large_versions import a_few
from tests.loaders.register.later_revisions import with_revisions

EDITS_EACH = 50
MONEY = Kind(
    "allocation",
    "Money",
    "allocation",
    (
        Field("year", "Year", "month"),
        Field("pounds", "Amount", "money"),
        Field("agreed", "Agreed", "yes_no"),
        Field("share", "Share", "number"),
    ),
)
MONEY_UPGRADE = """
    op.create_table(
        "allocation",
        sql.Column("id", sql.BigInteger, primary_key=True, autoincrement=False),
        sql.Column("version", sql.Integer, nullable=False),
        sql.Column("year", sql.Date),
        sql.Column("pounds", sql.BigInteger),
        sql.Column("agreed", sql.Boolean),
        sql.Column("share", sql.Double),
    )
"""
TRIANGLE = '{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}'
MANY_EDITS = """
import sys
from pathlib import Path
from loaders.register.register import open_registers
from loaders.register.transactions import EditConflict
registers, by, times = open_registers(Path(sys.argv[1]), "real"), sys.argv[2], int(sys.argv[3])
for number in range(times):
    while True:
        step = registers.record("next_step", 1)
        try:
            registers.change("next_step", 1, {"text": step["text"] + f" {by[0]}{number}"}, step["version"], by)
            break
        except EditConflict:
            continue
"""
ENDLESS_EDITS = """
import sys
from itertools import count
from pathlib import Path
from loaders.register.register import open_registers
registers = open_registers(Path(sys.argv[1]), "real")
for number in count(int(sys.argv[2])):
    with registers.editing("analyst") as edits:
        operation = edits.add("operation", {"name": f"Op {number}", "status": "live"})
        edits.add("phase", {"operation": operation, "name": "first"})
        edits.add("phase", {"operation": operation, "name": "second"})
    print(number, flush=True)
"""


def _started(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_hundred_edits_of_one_record_by_two_processes_lose_nothing(tmp_path: Path) -> None:
    registers = open_registers(tmp_path, "real")
    registers.add("next_step", {"text": "start"}, "commander")
    both = [_started(MANY_EDITS, tmp_path, by, EDITS_EACH) for by in ("analyst", "coordinator")]
    assert [process.wait(120) for process in both] == [0, 0]
    record = registers.record("next_step", 1)
    assert sorted(record["text"].split()) == sorted(
        ["start", *(f"{by}{n}" for by in "ac" for n in range(EDITS_EACH))]
    )
    assert record["version"] == 1 + 2 * EDITS_EACH
    changes = registers.history("next_step", 1)
    assert (
        changes["number"].to_list() == list(range(1 + 2 * EDITS_EACH, 0, -1))
        and changes["at"].is_monotonic_decreasing
    )


@pytest.mark.parametrize("kills", a_few([3, 30], 1))
def test_a_kill_in_the_middle_of_a_write_leaves_the_last_good_state(
    tmp_path: Path, kills: int
) -> None:
    chance, written = random.Random(9), 0
    for _ in range(kills):
        process = _started(ENDLESS_EDITS, tmp_path, written)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        numbers = [int(line) for line in process.stdout.read().splitlines()]
        process.wait()
        registers = open_registers(tmp_path, "real")
        names = registers.records("operation")["name"].to_list()
        assert all(
            f"Op {number}" in names for number in numbers
        )  # what was said to be kept is kept
        assert len(registers.records("phase")) == 2 * len(names) and len(
            registers.history()
        ) == 3 * len(names)
        written = len(names)
    with closing(sqlite3.connect(tmp_path / "registers-real.sqlite")) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_threads_share_one_engine_and_lose_nothing(tmp_path: Path) -> None:
    engines, registers = set(), open_registers(tmp_path, "real")

    def edit(by: str) -> None:
        mine = open_registers(tmp_path, "real")
        engines.add(id(mine.engine))
        for number in range(10):
            mine.add("next_step", {"text": f"{by} {number}"}, by)
            assert len(mine.records("next_step")) > number

    threads = [threading.Thread(target=edit, args=(f"role {n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(engines) == 1 and sorted(registers.records("next_step")["id"]) == list(range(1, 81))


def test_two_who_edit_at_once_are_told_apart(tmp_path: Path) -> None:
    registers = open_registers(tmp_path, "real")
    registers.add("next_step", {"text": "start"}, "commander")
    outcomes: list[str] = []

    def change(by: str) -> None:
        try:
            registers.change("next_step", 1, {"text": by}, 1, by)
            outcomes.append("kept")
        except EditConflict as conflict:
            outcomes.append(conflict.typed["text"])

    threads = [threading.Thread(target=change, args=(by,)) for by in ("analyst", "coordinator")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = registers.record("next_step", 1)["text"]
    assert sorted(outcomes) == sorted(["kept", *({"analyst", "coordinator"} - {text})])


def test_columns_hold_what_their_field_says(tmp_path: Path) -> None:
    migrations = with_revisions(tmp_path / "later", MONEY_UPGRADE)
    registers = open_registers(tmp_path, "real", kinds=(*KINDS, MONEY), migrations=migrations)
    assert registers.records("allocation").columns.to_list() == [
        "id",
        "version",
        "year",
        "pounds",
        "agreed",
        "share",
    ]
    for year, pounds in (
        ("2023-01", "£30,000"),
        ("2024-01", "254867"),
        ("2025-01", Decimal("248884.00")),
    ):
        registers.add(
            "allocation",
            {"year": year, "pounds": pounds, "agreed": year == "2023-01"},
            "coordinator",
        )
    registers.add("allocation", {}, "coordinator")
    table = registers.records("allocation")
    # 30,000 + 254,867 + 248,884
    assert table["pounds"].dropna().sum() == Decimal("533751.00")
    assert table["year"].to_list() == [date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1), None]
    assert (
        table["agreed"].astype(object).to_list()[:3] == [True, False, False]
        and table["agreed"].isna().to_list()[3]
    )
    assert table["share"].isna().all() and table["share"].dtype == float
    assert registers.records("allocation", pounds=Decimal("30000"))["id"].to_list() == [1]
    assert registers.records("allocation", as_at=datetime.now(UTC), agreed=True)[
        "id"
    ].to_list() == [1]


def test_history_tells_every_change_in_words(tmp_path: Path) -> None:
    registers = open_registers(tmp_path, "real")
    registers.add("next_step", {"text": "Brief the night shift", "due": "2023-02-06"}, "commander")
    registers.change("next_step", 1, {"due": "2023-02-07", "done": True}, 1, "analyst")
    registers.add("own_area", {"name": "Yard", "geometry": TRIANGLE}, "analyst")
    newest, changed, first = (row for _, row in registers.history().iterrows())
    assert (newest["kind"], newest["act"], newest["said"], newest["before"]) == (
        "own_area",
        "added",
        "",
        None,
    )
    assert changed["said"] == "Due: 2023-02-06 → 2023-02-07; Done: empty → yes"
    assert (first["by_role"], first["after"]["due"], first["undone"]) == (
        "commander",
        date(2023, 2, 6),
        False,
    )
    assert first["at"] <= changed["at"] <= datetime.now(UTC)
    assert (
        registers.history("next_step")["number"].to_list() == [2, 1]
        and registers.history("next_step", 9).empty
    )


def test_wards_are_those_of_the_newest_build_of_the_kind(tiny_store: Path, tmp_path: Path) -> None:
    registers = open_registers(tiny_store, "real")
    held = wards_in_file(tiny_store / "builds" / current(tiny_store) / "wards.parquet")
    assert (
        registers.register_context.ground.wards.table.index.to_list() == held.table.index.to_list()
    )
    assert EAST_WARD in held.table.index
    assert len(open_registers(tmp_path, "real").register_context.ground.wards.table) == 118


def test_every_kind_takes_a_record_and_gives_it_back(tmp_path: Path) -> None:
    registers = open_registers(tmp_path, "real")
    filled = {
        "text": "x",
        "long_text": "x\ny",
        "date": date(2022, 1, 3),
        "month": date(2022, 1, 1),
        "integer": 12,
        "number": 1.5,
        "yes_no": True,
        "ward": "E05008960",
        "vintage": "2021-12",
        "authority": "E06000030",
        "reference": 1,
        "area": TRIANGLE,
        "money": Decimal("1234.50"),
        "time": "12:00",
    }
    own = {
        ("agreement", "minimum_cell"): 5,
        ("grant", "financial_year"): "2023/24",
        ("edition", "figures"): "{}",
        ("edition", "digest"): hashlib.sha256(b"{}").hexdigest(),
    }
    for kind in KINDS:
        values = {
            field.name: own.get(
                (kind.name, field.name), field.choices[0] if field.choices else filled[field.kind]
            )
            for field in kind.fields
        }
        number = registers.add(kind.name, values, "analyst")
        assert registers.record(kind.name, number) == {"id": number, "version": 1, **values}
        assert registers.records(kind.name)["id"].to_list() == [number]
