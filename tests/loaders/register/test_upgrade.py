"""The register's migrations: they make what is declared, are whole or not at all, and refuse what they cannot do in words."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sql
from alembic import command
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from geo.core.errors import DataProblem
from loaders.register import database
from loaders.register.database import forget, in_words, reading, state, tables_of
from loaders.register.register import KINDS, open_registers
from loaders.register.upgrade import MIGRATIONS, known_revisions
from tests.conftest import PROJECT
from tests.loaders.register.later_revisions import LATER_KINDS, LATER_UPGRADE, with_revisions

FILE = "registers-real.sqlite"
NEWEST = known_revisions()[-1]
BEFORE_REVISIONS = PROJECT / "tests" / "kept" / "2026-11-24" / "register.sql"
OPEN = """
import sys
from pathlib import Path
from loaders.register.register import open_registers
from tests.loaders.register.later_revisions import LATER_KINDS
kinds = {"kinds": LATER_KINDS, "migrations": Path(sys.argv[2])} if len(sys.argv) > 2 else {}
registers = open_registers(Path(sys.argv[1]), "real", **kinds)
print(len(registers.history()), "alembic" in sys.modules)
"""


def older_register(folder: Path) -> Path:
    """A register that the first version with one wrote."""
    path = folder / FILE
    with closing(sqlite3.connect(path)) as file:
        file.executescript(BEFORE_REVISIONS.read_text(encoding="utf-8"))
    return path


def everything_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return list(file.iterdump())


def opened_elsewhere(*arguments: Path) -> subprocess.Popen[str]:
    """Another process that opens the register of a folder and says how much history it has, and whether it needed Alembic."""
    return subprocess.Popen(
        [sys.executable, "-c", OPEN, *map(str, arguments)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def upgrade_code(context: MigrationContext, declared: sql.MetaData) -> str:
    """The body of the `upgrade()` that would make what is declared."""
    operations = produce_migrations(context, declared).upgrade_ops
    assert operations is not None
    return render_python_code(operations, sqlalchemy_module_prefix="sql.")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sql.Connection]:
    """A connection to an empty register that every migration has made, and nothing else."""
    url, here = f"sqlite:///{tmp_path / FILE}", {}
    if request.param == "postgresql":
        url = request.getfixturevalue("elsewhere")
        here = {"options": "-c search_path=register_real"}
        with sql.create_engine(url).begin() as connection:
            connection.execute(sql.schema.CreateSchema("register_real"))
    engine = sql.create_engine(url, connect_args=here)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_the_migrations_make_what_the_record_kinds_declare(empty_register: sql.Connection) -> None:
    context = MigrationContext.configure(empty_register)
    declared = tables_of(tuple(KINDS)).metadata
    lacking = upgrade_code(context, declared)
    assert compare_metadata(context, declared) == [], (
        f"The record kinds declare what no migration makes. Add a migration with this upgrade, as CONTRIBUTING says: {lacking}"
    )


def test_a_field_without_a_migration_is_noticed(empty_register: sql.Connection) -> None:
    context = MigrationContext.configure(empty_register)
    declared = tables_of(LATER_KINDS).metadata
    code = upgrade_code(context, declared)
    assert "op.create_table('venue'" in code
    for column in ("order", "cost", "after"):
        assert f"op.add_column('next_step', sql.Column('{column}'" in code
    assert "drop" not in code and compare_metadata(context, declared) != []


def test_a_register_is_not_made_where_a_migration_is_missing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="No migration makes next_step.after, next_step.cost"):
        open_registers(tmp_path, "real", kinds=LATER_KINDS)
    assert open_registers(tmp_path, "real").records("next_step").empty


def test_revisions_are_one_line_in_the_order_of_their_files(tmp_path: Path) -> None:
    for migrations in (MIGRATIONS, with_revisions(tmp_path, LATER_UPGRADE, "    pass")):
        config = Config()
        config.set_main_option("script_location", str(migrations))
        scripts = ScriptDirectory.from_config(config)
        in_order = [script.revision for script in scripts.walk_revisions()][::-1]
        assert in_order == known_revisions(migrations)
        assert scripts.get_heads() == in_order[-1:]


def test_a_register_that_is_up_to_date_is_opened_without_alembic_and_left_alone(
    tmp_path: Path,
) -> None:
    open_registers(tmp_path, "real").add("next_step", {"text": "kept"}, "analyst")
    forget(f"sqlite:///{tmp_path / 'registers.sqlite'}", "real")
    before = (tmp_path / FILE).read_bytes()
    output, _ = opened_elsewhere(tmp_path).communicate(timeout=60)
    assert output.split() == ["1", "False"]
    assert (tmp_path / FILE).read_bytes() == before


def test_columns_that_an_older_register_lacks_are_added_with_their_references(
    tmp_path: Path,
) -> None:
    path = older_register(tmp_path)
    with closing(sqlite3.connect(path)) as file:
        file.execute(
            "CREATE TABLE duty_action (id BIGINT NOT NULL PRIMARY KEY, version INTEGER NOT NULL, what TEXT)"
        )
        file.execute("INSERT INTO duty_action VALUES (1, 1, 'kept')")
        file.commit()
    open_registers(tmp_path, "real")
    engine = sql.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, tables_of(tuple(KINDS)).metadata) == []
        actions = connection.exec_driver_sql("SELECT id, what, meeting, decision FROM duty_action")
        assert actions.all() == [(1, "kept", None, None)]
    engine.dispose()


def test_two_processes_that_open_an_older_register_at_once_upgrade_it_once(tmp_path: Path) -> None:
    older_register(tmp_path)
    both = [opened_elsewhere(tmp_path) for _ in range(2)]
    outputs = [process.communicate(timeout=120) for process in both]
    assert [output.split()[0] for output, _ in outputs] == ["52", "52"], outputs
    assert len(list(tmp_path.glob("*.backup"))) == 1


def test_two_processes_that_make_a_register_at_once_make_one(tmp_path: Path) -> None:
    both = [opened_elsewhere(tmp_path) for _ in range(2)]
    outputs = [process.communicate(timeout=120) for process in both]
    assert [output.split()[0] for output, _ in outputs] == ["0", "0"], outputs
    with closing(sqlite3.connect(tmp_path / FILE)) as file:
        assert file.execute("SELECT count(*) FROM about").fetchone() == (1,)
    assert not list(tmp_path.glob("*.backup"))


@pytest.mark.parametrize("end", ["os._exit(9)", "raise RuntimeError('made up')"])
def test_an_upgrade_that_ends_halfway_leaves_the_register_as_it_was(
    tmp_path: Path, end: str
) -> None:
    registers = open_registers(tmp_path, "real")
    registers.add("next_step", {"text": "kept"}, "analyst")
    forget(f"sqlite:///{tmp_path / 'registers.sqlite'}", "real")
    before = everything_in(tmp_path / FILE)
    broken = with_revisions(tmp_path / "broken", f"{LATER_UPGRADE}    {end}\n")
    process = opened_elsewhere(tmp_path, broken)
    _, fault = process.communicate(timeout=60)
    assert process.returncode == (9 if "_exit" in end else 1), fault
    assert everything_in(tmp_path / FILE) == before
    assert open_registers(tmp_path, "real").records("next_step")["text"].to_list() == ["kept"]
    mended = with_revisions(tmp_path / "mended", LATER_UPGRADE)
    later = open_registers(tmp_path, "real", kinds=LATER_KINDS, migrations=mended)
    assert later.add("next_step", {"text": "later", "after": 1}, "analyst") == 2


def test_an_upgrade_of_several_revisions_is_whole_or_not_at_all(tmp_path: Path) -> None:
    older = everything_in(older_register(tmp_path))
    broken = with_revisions(tmp_path / "broken", LATER_UPGRADE, "    op.drop_table('nowhere')\n")
    with pytest.raises(DataProblem, match="cannot be reached"):
        open_registers(tmp_path, "real", kinds=LATER_KINDS, migrations=broken)
    assert everything_in(tmp_path / FILE) == older


def test_another_database_is_upgraded_whole_or_not_at_all(elsewhere: str, tmp_path: Path) -> None:
    open_registers(tmp_path, "real").add("next_step", {"text": "kept"}, "analyst")
    broken = with_revisions(
        tmp_path / "broken", f"{LATER_UPGRADE}    raise RuntimeError('made up')\n"
    )
    with pytest.raises(RuntimeError, match="made up"):
        open_registers(tmp_path, "real", kinds=LATER_KINDS, migrations=broken)
    now = state(elsewhere, "real")
    assert now is not None and (now.revision, now.records) == (NEWEST, 1)
    mended = with_revisions(tmp_path / "mended", LATER_UPGRADE)
    later = open_registers(tmp_path, "real", kinds=LATER_KINDS, migrations=mended)
    assert later.add("next_step", {"text": "later", "after": 1}, "analyst") == 2


def test_processes_that_open_another_database_at_once_make_one_register(
    elsewhere: str, tmp_path: Path
) -> None:
    crowd = [opened_elsewhere(tmp_path) for _ in range(3)]
    outputs = [process.communicate(timeout=120) for process in crowd]
    assert [output.split()[0] for output, _ in outputs] == ["0"] * 3, outputs
    now = state(elsewhere, "real")
    assert now is not None and (now.revision, now.records, now.changes) == (NEWEST, 0, 0)


def test_a_migration_may_make_a_table_anew_and_references_are_checked_again_after_it(
    tmp_path: Path,
) -> None:
    registers = open_registers(tmp_path, "real")
    registers.add("operation", {"name": "Op Made-up", "status": "live"}, "analyst")
    registers.add("phase", {"operation": 1, "name": "first"}, "analyst")
    anew = """
    with op.batch_alter_table("operation", recreate="always") as table:
        table.alter_column("theme", type_=sql.String(500))
"""
    later = open_registers(tmp_path, "real", migrations=with_revisions(tmp_path / "later", anew))
    assert later.record("phase", 1)["operation"] == 1
    with reading(later.engine) as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with pytest.raises(sql.exc.IntegrityError), later.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM operation")


def test_a_migration_that_loses_what_others_refer_to_is_refused(tmp_path: Path) -> None:
    registers = open_registers(tmp_path, "real")
    registers.add("operation", {"name": "Op Made-up", "status": "live"}, "analyst")
    registers.add("phase", {"operation": 1, "name": "first"}, "analyst")
    careless = with_revisions(tmp_path / "later", '    op.execute("DELETE FROM operation")\n')
    with pytest.raises(DataProblem, match="could not be brought up to date") as raised:
        open_registers(tmp_path, "real", migrations=careless)
    assert raised.value.saw == "1 references would lead nowhere, the first in phase."
    assert registers.record("operation", 1)["name"] == "Op Made-up"


def test_a_register_from_before_revisions_with_more_than_is_known_is_refused_untouched(
    tmp_path: Path,
) -> None:
    path = older_register(tmp_path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("ALTER TABLE next_step ADD COLUMN cost BIGINT")
    before = everything_in(path)
    with pytest.raises(DataProblem, match="written by a newer version") as raised:
        open_registers(tmp_path, "real")
    assert "next_step.cost" in raised.value.saw and raised.value.do == "Use the newer version."
    assert everything_in(path) == before and not list(tmp_path.glob("*.backup"))


def test_a_register_that_lacks_what_its_revision_has_says_so(tmp_path: Path) -> None:
    open_registers(tmp_path, "real")
    forget(f"sqlite:///{tmp_path / 'registers.sqlite'}", "real")
    with closing(sqlite3.connect(tmp_path / FILE)) as file:
        file.execute("ALTER TABLE next_step DROP COLUMN due")
    with pytest.raises(DataProblem, match="not whole") as raised:
        open_registers(tmp_path, "real")
    assert raised.value.saw == f"It is of revision {NEWEST}, but lacks next_step.due."


def test_an_older_register_that_somebody_writes_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    path = older_register(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DataProblem, match="being written by someone else") as raised:
            open_registers(tmp_path, "real")
        assert raised.value.do == "Wait a moment and try again."
        other.execute("ROLLBACK")
    assert len(open_registers(tmp_path, "real").history()) == 52


def test_what_may_not_be_written_says_so(tmp_path: Path) -> None:
    path = older_register(tmp_path)
    reader = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    with (
        closing(reader),
        pytest.raises(DataProblem, match="may not be written") as raised,
        in_words(str(path)),
    ):
        reader.execute("CREATE TABLE another (x)")
    assert raised.value.stands == "Nothing has been saved."


def test_a_file_of_an_older_register_that_may_not_be_written_says_so(tmp_path: Path) -> None:
    path = older_register(tmp_path)
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("whoever runs this may write a file whatever its mode")
    with pytest.raises(DataProblem, match="may not be written"):
        open_registers(tmp_path, "real")


def test_another_database_that_gives_no_right_to_write_says_so(
    elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_registers(tmp_path, "real")
    with sql.create_engine(elsewhere).begin() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS svd_reader")
        connection.exec_driver_sql("CREATE ROLE svd_reader LOGIN")
        connection.exec_driver_sql("GRANT USAGE ON SCHEMA register_real TO svd_reader")
        connection.exec_driver_sql(
            "GRANT SELECT ON ALL TABLES IN SCHEMA register_real TO svd_reader"
        )
    reader = sql.make_url(elsewhere).set(username="svd_reader")
    monkeypatch.setenv("SVD_REGISTER", reader.render_as_string(hide_password=False))
    try:
        registers = open_registers(tmp_path, "real")
        assert registers.records("next_step").empty
        with pytest.raises(DataProblem, match="may not be written"):
            registers.add("next_step", {"text": "x"}, "analyst")
        later = with_revisions(tmp_path / "later", LATER_UPGRADE)
        with pytest.raises(DataProblem, match="may not be written"):
            open_registers(tmp_path, "real", kinds=LATER_KINDS, migrations=later)
    finally:
        forget(reader.render_as_string(hide_password=False), "real")
        with sql.create_engine(elsewhere).begin() as connection:
            connection.exec_driver_sql("DROP OWNED BY svd_reader")
            connection.exec_driver_sql("DROP ROLE svd_reader")
