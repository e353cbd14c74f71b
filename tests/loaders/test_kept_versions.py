"""Registers and stores that earlier versions wrote, kept in tests/kept, still open with nothing lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sql

from geo.core.errors import DataProblem
from geo.core.schema import FORCE_SEARCHES, SEARCHES
from geo.core.selection import Selection
from loaders import intake
from loaders.register.database import state, tables_of
from loaders.register.register import KINDS, Registers, open_registers, register_state
from loaders.store.builds import BuildStore
from loaders.store.reader import Store, open_build
from loaders.store.upgrade import lacking, upgrade_store
from tests.conftest import (
    EAST_WARD,
    PROJECT,
    WEST_WARD,
    current,
    street_file,
    street_row,
)
from tests.kept.make import make_register, make_store, record_values

KEPT = PROJECT / "tests" / "kept"
REGISTERS = sorted(path.parent.name for path in KEPT.glob("*/register.sql"))
STORES = sorted(path.parent.name for path in KEPT.glob("*/CURRENT"))
FILE = "registers-real.sqlite"
NO_KINDS = {"about", "history", "alembic_version"}
Rows = dict[str, list[dict[str, Any]]]


def rows_in(path: Path) -> Rows:
    """Every row of every table of a SQLite file, as it lies there."""
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        names = [
            name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: [dict(row) for row in file.execute(f'SELECT * FROM "{name}" ORDER BY 1')]
            for name in names
        }


def register_file(folder: Path, version: str) -> Path:
    """The kept register as a file where a store's register lies."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    with closing(sqlite3.connect(path)) as file:
        file.executescript((KEPT / version / "register.sql").read_text(encoding="utf-8"))
    return path


def require_same_records(registers: Registers, before: Rows) -> None:
    """Every record is as the last entry of its history says, and there are those that there were."""
    last = {(row["kind"], row["record_id"]): row for row in before["history"]}
    for kind in registers.kinds:
        ids = [row["id"] for row in before.get(kind, [])]
        assert registers.records(kind)["id"].to_list() == ids
        for number in ids:
            record, entry = registers.record(kind, number), last[kind, number]
            written = registers.register_context.to_json(kind, record)
            assert written is not None and record["version"] == entry["version"]
            now, then = json.loads(written), json.loads(entry["after"])
            assert {name: now[name] for name in then} == then
            later = {name: now[name] for name in now.keys() - then.keys()}
            vintage = later.pop("ward_vintage", "")
            # E05008960 is a ward of December 2021, which says so since wards have vintages.
            assert vintage == ("2021-12" if now.get("ward_code") else "")
            assert set(later.values()) <= {None, ""}


def require_it_goes_on(registers: Registers, before: Rows) -> None:
    """What was removed can be brought back, what was done undone, and more added."""
    removed = registers.history()
    removed = removed[(removed["act"] == "removed") & ~removed["undone"]]
    kind, number = str(removed["kind"].iloc[0]), int(removed["record_id"].iloc[0])
    registers.undo("analyst", int(removed["number"].iloc[0]))
    assert registers.record(kind, number)["id"] == number
    step = registers.add("next_step", {"text": "later"}, "analyst")
    assert (
        step == max(row["record_id"] for row in before["history"] if row["kind"] == "next_step") + 1
    )


def _named_by_nobody(history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes without who made them, which versions of before did not write down; all were made under a role alone."""
    who = ("by_subject", "by_name")
    assert all(row[name] == "" for row in history for name in who)
    return [{name: held for name, held in row.items() if name not in who} for row in history]


@pytest.mark.parametrize("version", REGISTERS)
def test_a_kept_register_is_upgraded_with_nothing_lost(tmp_path: Path, version: str) -> None:
    path = register_file(tmp_path, version)
    before = rows_in(path)
    assert before["history"] and {row["act"] for row in before["history"]} == {
        "added",
        "changed",
        "removed",
    }
    registers = open_registers(tmp_path, "real")
    after = rows_in(path)
    assert _named_by_nobody(after["history"]) == before["history"]
    assert after["about"] == before["about"]
    for table, rows in before.items():
        assert [{name: row[name] for name in rows[0]} for row in after[table]] == rows
    require_same_records(registers, before)
    (copy,) = tmp_path.glob("*.backup")
    assert rows_in(copy) == before
    require_it_goes_on(registers, before)


@pytest.mark.parametrize("version", REGISTERS)
def test_a_kept_register_still_shows_the_day_before_it_was_changed(
    tmp_path: Path, version: str
) -> None:
    register_file(tmp_path, version)
    registers = open_registers(tmp_path, "real")
    # The first record of each kind holds from 3 January 2022, the second from the day it was entered.
    steps = registers.records("next_step", as_at=date(2022, 1, 4))
    assert steps["id"].to_list() == [1] and steps["text"].to_list() == ["What to do 1"]
    assert registers.records("next_step", as_at=date(2022, 1, 2)).empty


def test_the_newest_kept_register_says_again_what_was_written_in_every_field(
    tmp_path: Path,
) -> None:
    """Kinds and fields declared since are not in it; they come with the next version's folder."""
    written = rows_in(register_file(tmp_path, REGISTERS[-1]))
    registers = open_registers(tmp_path, "real")
    compared = [kind for kind in KINDS if kind.name in written]
    assert {kind.name for kind in compared} == written.keys() - NO_KINDS
    for kind in compared:
        first, values = registers.record(kind.name, 1), record_values(kind, 1)
        names = values.keys() & written[kind.name][0].keys()
        assert names == written[kind.name][0].keys() - {"id", "version"}
        assert {name: first[name] for name in names} == {name: values[name] for name in names}


@pytest.mark.parametrize("version", REGISTERS)
def test_a_kept_register_in_another_database_is_upgraded_with_nothing_lost(
    elsewhere: str, tmp_path: Path, version: str
) -> None:
    before = _write_elsewhere(elsewhere, register_file(tmp_path / "file", version))
    was = state(elsewhere, "real")
    assert was is not None and (was.revision, was.is_known) == ("", True)
    registers = open_registers(tmp_path, "real")
    now = state(elsewhere, "real")
    assert now is not None and now.revision == now.newest_revision
    assert (now.records, now.changes) == (was.records, was.changes)
    with registers.engine.connect() as connection:
        history = tables_of(tuple(KINDS)).history
        changes = connection.execute(sql.select(history).order_by(history.c.number)).mappings()
        assert _named_by_nobody([dict(row) for row in changes]) == before["history"]
    require_same_records(registers, before)
    require_it_goes_on(registers, before)


def _write_elsewhere(address: str, path: Path) -> Rows:
    """The tables of a SQLite file in a PostgreSQL, as the version that wrote the file would have made them there."""
    there = sql.create_engine(address).execution_options(
        schema_translate_map={None: "register_real"}
    )
    here, tables = sql.create_engine(f"sqlite:///{path}"), sql.MetaData()
    sql.event.listen(tables, "column_reflect", _any_database)
    tables.reflect(here)
    with here.connect() as old, there.begin() as new:
        new.execute(sql.schema.CreateSchema("register_real"))
        tables.create_all(new)
        for table in tables.sorted_tables:
            rows = [dict(row) for row in old.execute(sql.select(table)).mappings()]
            if rows:
                new.execute(table.insert(), rows)
    here.dispose()
    there.dispose()
    return rows_in(path)


def _any_database(inspector: object, table: str, column: dict[str, Any]) -> None:
    del inspector, table
    column |= {"type": column["type"].as_generic(), "autoincrement": False}


@pytest.fixture(params=STORES)
def kept_store(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store that an earlier version wrote, where it may be read and written."""
    root = tmp_path / "store"
    shutil.copytree(KEPT / request.param, root)
    return root


def _store(root: Path) -> Store:
    return open_build(root, current(root))


def _select(source: str, first: date, last: date) -> Selection:
    return Selection(source, (), (), first, last)


STREET = _select("police_uk_street", date(2025, 1, 1), date(2025, 3, 1))
OWN = _select("force_extract", date(2022, 5, 1), date(2022, 5, 1))


def test_a_kept_build_is_whole_and_says_what_it_holds(kept_store: Path) -> None:
    assert BuildStore(kept_store).faults(current(kept_store)) == []
    manifest = _store(kept_store).manifest
    assert manifest.months("police_uk_street") == ["2025-01", "2025-03"]
    assert {
        part.source_id: part.accepted for part in manifest.parts if part.month == "2022-05"
    } == {
        "force_extract": 3,
        "force_search": 2,
    }


def test_a_kept_build_answers_from_its_cube(kept_store: Path) -> None:
    store = _store(kept_store)
    # West: January a1, a2, two without an ID, one on the edge; March c1. East: b1.
    assert dict(store.counts(STREET, by=["ward_code"]).itertuples(index=False)) == {
        WEST_WARD: 6,
        EAST_WARD: 1,
        "outside": 1,
        "without location": 1,
    }
    own = store.counts(OWN, by=["ward_code", "weapon", "origin", "age_band"])
    assert own.to_dict("records") == [
        {
            "ward_code": WEST_WARD,
            "weapon": "knife",
            "origin": "proactive",
            "age_band": "18-24",
            "offences": 3,
        }
    ]


def test_a_kept_build_answers_from_its_rows(kept_store: Path) -> None:
    store = _store(kept_store)
    weapons = Selection(**(vars(STREET) | {"offence_types": ("Possession of weapons",)}))
    assert store.rows(weapons)["crime_id"].to_list() == ["c1", "a2", "b1"]
    # Those of both wards and the one outside; what has no location has no point.
    assert store.points(STREET)["offences"].to_list() == [5, 1, 1, 1]
    own = store.rows(OWN)
    assert own["location_text"].to_list() == ["Regent Street"] * 3
    assert store.days(OWN)["day"].to_list() == [(date(2022, 5, 14) - date(1970, 1, 1)).days] * 3
    published = store.searches(SEARCHES, [date(2025, 1, 1)], by=["hour"])
    assert published.to_dict("records") == [{"hour": 10, "searches": 2}]
    forces_own = store.searches(FORCE_SEARCHES, [date(2022, 5, 1)], by=["hour"])
    assert forces_own.to_dict("records") == [{"hour": 22, "searches": 2}]
    (repeated,) = store.rejected().query("source_id == 'police_uk_street'")["line"]
    assert repeated == 10  # the ninth row, which repeats the first


def test_a_kept_store_goes_on_with_a_further_month(kept_store: Path, tmp_path: Path) -> None:
    before = current(kept_store)
    further = street_file(tmp_path, "2025-04", street_row("d1", month="2025-04"))
    report = intake.load([further], kept_store)
    assert report.manifest is not None and report.manifest.build != before
    counts = _store(kept_store).counts(
        _select("police_uk_street", date(2025, 1, 1), date(2025, 4, 1)), by=["month"]
    )
    assert counts["offences"].to_list() == [8, 1, 1]
    before_metres = {part.edge_metres for part in BuildStore(kept_store).manifest(before).parts}
    assert before_metres == {100}
    # One row on the edge in January: near it by 100 m as by 20, which every month is counted by now.
    months = {
        part.key: part for part in report.manifest.parts if part.source_id == "police_uk_street"
    }
    assert [part.near_edge for part in months.values()] == [1, 0, 0]
    assert {part.edge_metres for part in report.manifest.parts if part.month} == {20}
    assert _store(kept_store).rows(OWN)["location_text"].to_list() == ["Regent Street"] * 3


def _answers(root: Path) -> list[object]:
    """What a store says of every question of this file, by the wards that its rows carry."""
    store = _store(root)
    return [
        store.counts(STREET, by=["ward_code", "authority_code", "month"]).to_dict("list"),
        store.counts(OWN, by=["ward_code", "weapon", "origin", "age_band"]).to_dict("list"),
        sorted(store.rows(STREET).to_csv(index=False).splitlines()),
        sorted(store.rows(OWN).to_csv(index=False).splitlines()),
        store.searches(SEARCHES, [date(2025, 1, 1)], by=["hour", "object"]).to_dict("list"),
        store.rejected().to_dict("list"),
        store.operations.drop(columns="ward_vintage").to_csv(index=False),
        store.ward_names.to_csv(),
    ]


def test_a_kept_store_is_upgraded_by_one_command_with_nothing_lost(kept_store: Path) -> None:
    was, answers = current(kept_store), _answers(kept_store)
    rehearsed = upgrade_store(kept_store, dry_run=True)
    assert rehearsed is not None and rehearsed.after is not None
    assert current(kept_store) == was and BuildStore(kept_store).names() == [was]
    upgraded = upgrade_store(kept_store)
    assert upgraded is not None and upgraded.after is not None
    assert (upgraded.reasons, upgraded.lines) == (rehearsed.reasons, rehearsed.lines)
    assert current(kept_store) == upgraded.after.build != was
    assert BuildStore(kept_store).faults(current(kept_store)) == []
    assert _answers(kept_store) == answers
    assert lacking(upgraded.after, BuildStore(kept_store).folder(upgraded.after.build)) == ()
    assert BuildStore(kept_store).undo() == (upgraded.after.build, was)


def test_an_upgraded_store_counts_by_every_vintage_and_goes_on(kept_store: Path) -> None:
    upgraded = upgrade_store(kept_store)
    assert upgraded is not None and upgraded.after is not None
    held = [each.id for each in upgraded.after.every_vintage]
    # That of its own file, whose year's place no other takes, and those that the program holds beside it.
    assert held == ["2021", "2025-05"]
    for vintage in held:
        counts = open_build(kept_store, upgraded.after.build, vintage).counts(
            STREET, by=["authority_code"]
        )
        assert counts["offences"].sum() == 9
    assert {part.edge_metres for part in upgraded.after.parts if part.month} == {20}
    again = upgrade_store(kept_store)
    assert again is not None and again.after is None and again.reasons == ()
    assert current(kept_store) == upgraded.after.build


def test_a_damaged_store_is_not_upgraded(kept_store: Path) -> None:
    was = current(kept_store)
    (BuildStore(kept_store).folder(was) / "cube.parquet").write_bytes(b"damaged")
    with pytest.raises(DataProblem) as refusal:
        upgrade_store(kept_store)
    assert refusal.value.wrong == f"Build {was} is damaged." and "repair" in refusal.value.do
    assert current(kept_store) == was


def test_what_is_kept_stays_small_and_is_what_the_readme_lists() -> None:
    files = [path for path in KEPT.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    readme = (KEPT / "README.md").read_text(encoding="utf-8")
    for folder in {*REGISTERS, *STORES}:
        assert f"| {folder} |" in readme
        assert sum(path.stat().st_size for path in files if folder in path.parts) < 200_000


def test_what_this_version_writes_can_be_kept(tmp_path: Path) -> None:
    make_register(tmp_path)
    make_store(tmp_path)
    with closing(sqlite3.connect(tmp_path / FILE)) as file:
        file.executescript((tmp_path / "register.sql").read_text(encoding="utf-8"))
    now = register_state(tmp_path, "real")
    assert now is not None and now.revision == now.newest_revision and now.records > len(KINDS)
    assert open_registers(tmp_path, "real").record("next_step", 1)["text"] == "What to do 1"
    assert BuildStore(tmp_path).faults(current(tmp_path)) == []
