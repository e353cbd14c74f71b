"""The database behind the register: kept apart by kind, brought up to date with a copy kept, refused in words."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sql

from geo.core.errors import DataProblem
from loaders.register import database
from loaders.register.database import forget, reading, stamp, tables_of
from loaders.register.register import KINDS, Registers, open_registers
from loaders.register.transactions import EditConflict
from loaders.register.upgrade import known_revisions
from tests.loaders.register.later_revisions import LATER_KINDS, LATER_UPGRADE, with_revisions

Later = Callable[..., Registers]
FILE = "registers-real.sqlite"


@pytest.fixture
def later(tmp_path: Path) -> Later:
    """Opens the register of a folder as a later version would, with a kind and three fields more."""
    migrations = with_revisions(tmp_path / "later", LATER_UPGRADE)

    def opened(root: Path, kind: str = "real") -> Registers:
        return open_registers(root, kind, kinds=LATER_KINDS, migrations=migrations)

    return opened


def test_every_kind_has_a_table_and_references_are_keys() -> None:
    tables = tables_of(KINDS)
    assert set(tables.metadata.tables) == {kind.name for kind in KINDS} | {"history", "about"}
    assert {key.target_fullname for key in tables.of_kind["phase"].foreign_keys} == {"operation.id"}


def test_demonstration_and_real_never_share_a_register(tmp_path: Path) -> None:
    open_registers(tmp_path, "real").add("next_step", {"text": "real"}, "analyst")
    assert open_registers(tmp_path, "demonstration").records("next_step").empty
    assert {path.name for path in tmp_path.glob("*.sqlite")} == {
        FILE,
        "registers-demonstration.sqlite",
    }
    (tmp_path / "other").mkdir()
    renamed = tmp_path / "other" / "registers-demonstration.sqlite"
    with closing(sqlite3.connect(tmp_path / FILE)) as old, closing(sqlite3.connect(renamed)) as new:
        old.backup(new)
    with pytest.raises(DataProblem, match="This register is of real data"):
        open_registers(tmp_path / "other", "demonstration")


def test_an_older_register_is_brought_up_to_date_and_a_copy_is_kept(
    tmp_path: Path, later: Later
) -> None:
    with_old = open_registers(tmp_path, "real")
    with_old.add("next_step", {"text": "kept"}, "analyst")
    with_old.change("next_step", 1, {"text": "kept still"}, 1, "analyst")
    with_new = later(tmp_path)
    assert with_new.record("next_step", 1) == {
        "id": 1,
        "version": 2,
        "text": "kept still",
        "owner_role": "",
        "due": None,
        "done": None,
        "order": None,
        "cost": None,
        "after": None,
    }
    with_new.change("next_step", 1, {"order": 3, "cost": "12.50"}, 2, "analyst")
    assert with_new.record("next_step", 1)["cost"] == Decimal("12.50")
    assert with_new.add("venue", {"name": "Youth Commission"}, "analyst") == 1
    for _ in range(3):
        with_new.undo("analyst")  # back to before the register knew of the new fields
    assert with_new.record("next_step", 1)["text"] == "kept"
    (backup,) = tmp_path.glob("*.backup")
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT id, version, text FROM next_step").fetchall() == [
            (1, 2, "kept still")
        ]
        assert [column[1] for column in copy.execute("PRAGMA table_info(next_step)")] == [
            "id",
            "version",
            "text",
            "owner_role",
            "due",
            "done",
        ]
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("newest", [False, True])
def test_a_register_of_the_same_version_is_left_as_it_is(
    tmp_path: Path, later: Later, newest: bool
) -> None:
    opened = later if newest else partial(open_registers, kind="real")
    opened(tmp_path).add("next_step", {"text": "kept"}, "analyst")
    forget(f"sqlite:///{tmp_path / 'registers.sqlite'}", "real")
    assert len(opened(tmp_path).records("next_step")) == 1
    assert not list(tmp_path.glob("*.backup"))


def test_a_register_of_a_newer_version_is_refused_untouched(tmp_path: Path, later: Later) -> None:
    later(tmp_path).add("next_step", {"text": "kept", "order": 1}, "analyst")
    with pytest.raises(DataProblem, match="written by a newer version") as raised:
        open_registers(tmp_path, "real")
    newer = f"{int(known_revisions()[-1]) + 1:04}"
    assert f"revision {newer}, which this version does not know" in raised.value.saw
    assert raised.value.do == "Use the newer version."
    assert later(tmp_path).record("next_step", 1)["order"] == 1
    assert not list(tmp_path.glob("*.backup"))


def test_a_locked_register_says_so_and_readers_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    registers = open_registers(tmp_path, "real")
    registers.add("next_step", {"text": "kept"}, "analyst")
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DataProblem, match="being written by someone else") as raised:
            registers.add("next_step", {"text": "later"}, "commander")
        assert raised.value.stands == "Nothing has been saved."
        assert registers.records("next_step")["text"].to_list() == ["kept"]
        other.execute("ROLLBACK")
    assert registers.add("next_step", {"text": "later"}, "commander") == 2


def test_a_damaged_register_says_so_and_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(DataProblem, match="file is damaged"):
        open_registers(tmp_path, "real")
    assert (tmp_path / FILE).read_bytes().startswith(b"this is no database")


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    with pytest.raises(DataProblem, match="cannot be reached"):
        open_registers(tmp_path / "store", "real")


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "oracle9://x",
        "mssql+pymssql://svd:secret@host/name",
        "mysql://svd:secret@host/x",
    ],
)
def test_an_address_that_cannot_be_used_says_so_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("SVD_REGISTER", address)
    with pytest.raises(
        DataProblem, match="SVD_REGISTER names no database that can be used"
    ) as raised:
        open_registers(tmp_path, "real")
    assert "secret" not in str(raised.value)


def test_a_sqlite_address_is_split_by_kind_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_REGISTER", f"sqlite:///{tmp_path / 'elsewhere' / 'kept.db'}")
    open_registers(tmp_path, "real").add("next_step", {"text": "x"}, "analyst")
    assert (tmp_path / "elsewhere" / "kept-real.db").exists() and not (tmp_path / FILE).exists()


def test_the_database_itself_refuses_a_reference_to_nothing(tmp_path: Path) -> None:
    registers = open_registers(tmp_path, "real")
    with reading(registers.engine) as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    with pytest.raises(sql.exc.IntegrityError), registers.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO phase (id, version, operation, name) VALUES (1, 1, 7, 'x')"
        )


def test_stamps_sort_as_time_does() -> None:
    summer = datetime(2022, 7, 1, 14, 5, tzinfo=timezone(timedelta(hours=1)))
    assert (
        stamp(summer)
        == "2022-07-01T13:05:00.000000+00:00"
        < stamp(summer + timedelta(microseconds=1))
    )


def test_another_database_keeps_the_same_register(
    elsewhere: str, tmp_path: Path, later: Later
) -> None:
    old = open_registers(tmp_path, "real")
    old.add("next_step", {"text": "kept é"}, "analyst")
    new = later(tmp_path)
    new.change("next_step", 1, {"order": 3, "cost": "12.50"}, 1, "analyst")
    with pytest.raises(EditConflict):
        new.change("next_step", 1, {"order": 4}, 1, "commander")
    changed = new.record("next_step", 1)
    assert (changed["version"], changed["text"], changed["order"], changed["cost"]) == (
        2,
        "kept é",
        3,
        Decimal("12.50"),
    )
    assert later(tmp_path, "demonstration").records("next_step").empty
    new.export_folder(tmp_path / "out")
    forget(elsewhere, "real")
    with sql.create_engine(elsewhere).begin() as connection:
        connection.execute(sql.schema.DropSchema("register_real", cascade=True))
    again = later(tmp_path)
    again.import_folder(tmp_path / "out", "analyst")
    assert again.record("next_step", 1)["order"] == 3 and again.undo("analyst") == 2
    assert not list(tmp_path.glob("*.sqlite"))


def test_another_database_that_is_locked_says_so(
    elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 1)
    registers = open_registers(tmp_path, "real")
    with sql.create_engine(elsewhere).begin() as other:
        other.exec_driver_sql("LOCK TABLE register_real.about")
        with pytest.raises(DataProblem, match="being written by someone else"):
            registers.add("next_step", {"text": "later"}, "commander")
    assert registers.add("next_step", {"text": "later"}, "commander") == 1


def test_a_crowd_on_another_database_loses_nothing(elsewhere: str, tmp_path: Path) -> None:
    registers = open_registers(tmp_path, "real")
    crowd = [threading.Thread(target=_ten_steps, args=(registers, f"role {n}")) for n in range(6)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert registers.records("next_step")["id"].to_list() == list(range(1, 61))
    assert registers.history()["number"].to_list() == list(range(60, 0, -1))


def _ten_steps(registers: Registers, by: str) -> None:
    for number in range(10):
        registers.add("next_step", {"text": f"{by} {number}"}, by)
