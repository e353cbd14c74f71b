"""A backup put back gives the same; what cannot be put back is refused in words, with nothing changed."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from geo.core.errors import DataProblem
from loaders.audit.lines import Event
from loaders.audit.log import AuditLog
from loaders.audit.place import Place
from loaders.audit.verification import verify
from loaders.backup import archive as archives
from loaders.backup import making, restoring
from loaders.backup.archive import opened_archive
from loaders.backup.making import make_backup
from loaders.backup.register_dump import RegisterSummary, summary_of
from loaders.backup.restoring import RestoreOptions, restore_backup
from loaders.backup.sealing import WrongPassphrase
from loaders.extract.privacy import salt_file, salt_of
from loaders.register import restored
from loaders.register.database import forget
from loaders.register.register import open_registers, register_address, register_state
from loaders.register.upgrade import known_revisions
from loaders.store.builds import STAGED, BuildStore
from tests.conftest import PROJECT, copy_of
from tests.loaders.backup.trials import (
    PASSPHRASE,
    audit_of,
    backups_while_edited,
    file_digests,
    filled_store,
    kills_of_backups,
    kills_of_restores,
    register_digest,
)

WITH_PASSPHRASE = RestoreOptions(passphrase=lambda: PASSPHRASE)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    root = tmp_path / "store"
    filled_store(root)
    log = AuditLog(audit_of(root), keep_days=30)
    log.append(Event("page", "ann", "Ann", "analyst"), Event("page", "ben", "Ben", "analyst"))
    log.close()
    (root / "access.toml").write_text('[users]\nann = "administrator"\n', encoding="utf-8")
    return root


@pytest.fixture
def backup(store: Path, tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    make_backup(store, audit_of(store), path, passphrase=PASSPHRASE)
    return path


def everything(root: Path) -> dict[str, bytes]:
    """Every file of a folder, apart from SQLite's own beside a register."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.endswith(("-shm", "-wal", ".lock"))
    }


def refusal(root: Path, path: Path, options: RestoreOptions = WITH_PASSPHRASE) -> str:
    """What a restore is refused with; nothing stands there afterwards that did not before."""
    before = everything(root) if root.exists() else {}
    with pytest.raises(DataProblem) as refused:
        restore_backup(root, audit_of(root), path, options)
    assert (everything(root) if root.exists() else {}) == before
    return str(refused.value)


def test_an_empty_place_is_given_the_same_register_files_record_and_salt(
    store: Path, backup: Path, tmp_path: Path
) -> None:
    there = tmp_path / "elsewhere" / "store"
    result = restore_backup(there, audit_of(there), backup, WITH_PASSPHRASE)
    assert register_digest(there) == register_digest(store)
    assert file_digests(there) == file_digests(store) and len(file_digests(there)) == 2
    assert salt_of(there) == salt_of(store)
    assert (there / "access.toml").read_bytes() == (store / "access.toml").read_bytes()
    seen = verify(audit_of(there))
    assert (seen.lines, seen.sealed, seen.faults) == (2, 2, [])
    assert result.kept == () and not (there / STAGED).exists()
    # and it is edited on from there
    registers = open_registers(there, "real")
    assert registers.changes() == open_registers(store, "real").changes() == 28
    assert registers.history().equals(open_registers(store, "real").history())
    assert registers.add("next_step", {"text": "after"}, "analyst") == 21


def test_what_stands_is_replaced_only_when_that_is_said_and_kept_in_a_backup(
    store: Path, backup: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    filled_store(other, edits=3, row="Stays,E05010757,2022/23,3,1000,3.0,made up\n")
    stood, salt = register_digest(other), salt_of(other)
    told = refusal(other, backup)
    assert told.startswith(
        "This store holds a register already. The register of real data has 11 changes."
    )
    assert "--replace" in told and told.endswith("Nothing has been changed.")
    replacing = RestoreOptions(replace=True, passphrase=lambda: PASSPHRASE)
    result = restore_backup(other, audit_of(other), backup, replacing)
    assert register_digest(other) == register_digest(store) != stood
    assert file_digests(other) == file_digests(store)
    kept_salt, kept = result.kept
    assert kept_salt.read_bytes().strip() == salt and salt_of(other) == salt_of(store)
    again = tmp_path / "again"
    restore_backup(again, audit_of(again), kept, RestoreOptions())
    assert register_digest(again) == stood


def test_the_record_of_who_saw_what_only_grows_by_a_restore(
    store: Path, backup: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    log = AuditLog(audit_of(other), keep_days=30)
    log.append(Event("restore", "eve", "Eve", "administrator"))
    log.close()
    later = AuditLog(audit_of(store), keep_days=30)
    later.append(Event("page", "ann", "Ann", "analyst"))
    later.close()
    for root, lines in ((other, 3), (store, 3)):
        options = RestoreOptions(replace=True, passphrase=lambda: PASSPHRASE)
        restore_backup(root, audit_of(root), backup, options)
        seen = verify(audit_of(root))
        assert (seen.lines, seen.sealed, seen.faults) == (lines, lines, [])


def test_the_record_goes_where_the_access_file_that_is_put_back_has_it(
    store: Path, tmp_path: Path
) -> None:
    place, path, there = (
        Place(tmp_path / "log", tmp_path / "far" / "seals.jsonl"),
        tmp_path / "b.zip",
        tmp_path / "there",
    )
    log = AuditLog(place, keep_days=30)
    log.append(Event("page", "ann", "Ann", "analyst"))
    log.close()
    (store / "access.toml").write_text(
        f'[audit]\nfolder = "{place.folder}"\nseals = "{place.seals}"\n', encoding="utf-8"
    )
    make_backup(store, place, path)
    shutil.rmtree(place.folder)
    shutil.rmtree(place.seals.parent)
    restore_backup(there, audit_of(there), path, RestoreOptions())
    seen = verify(place)
    assert (seen.lines, seen.sealed, seen.faults) == (1, 1, [])
    assert not (there / "audit").exists()


def test_a_register_that_cannot_be_read_is_kept_beside_and_replaced(
    store: Path, backup: Path
) -> None:
    whole = register_digest(store)
    file = store / "registers-real.sqlite"
    forget(register_address(store), "real")
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    file.write_bytes(b"not a database, by any means" * 100)
    assert "cannot be read" in refusal(store, backup)
    result = restore_backup(
        store, audit_of(store), backup, RestoreOptions(replace=True, passphrase=lambda: PASSPHRASE)
    )
    assert register_digest(store) == whole
    assert any(path.read_bytes().startswith(b"not a database") for path in result.kept)


def test_damage_anywhere_is_named(backup: Path, tmp_path: Path) -> None:
    chance, data, there = random.Random(30), backup.read_bytes(), tmp_path / "there"
    names = {info.filename: info for info in zipfile.ZipFile(backup).infolist()}
    parts = 0
    for _ in range(30):
        at = chance.randrange(len(data))
        harmed = tmp_path / "harmed.zip"
        harmed.write_bytes(
            data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
        )
        told = refusal(there, harmed)
        assert told.startswith("harmed.zip is damaged."), at
        inside = [
            name
            for name, info in names.items()
            if info.header_offset + 30 + len(name) + 20
            <= at
            < info.header_offset + 30 + len(name) + info.compress_size
        ]
        if inside and inside[0] not in (archives.MARK, archives.MANIFEST):
            parts += 1
            assert inside[0] in told
    assert parts >= 5 and not there.exists()


def test_a_file_cut_short_and_one_that_is_no_backup_are_told_apart(
    backup: Path, tmp_path: Path
) -> None:
    there, data = tmp_path / "there", backup.read_bytes()
    cut, other, empty = tmp_path / "cut.zip", tmp_path / "other.zip", tmp_path / "empty.zip"
    for length in (200, len(data) // 2, len(data) - 1):
        cut.write_bytes(data[:length])
        assert refusal(there, cut).startswith("cut.zip is damaged. Its end is missing")
    with zipfile.ZipFile(other, "w") as made:
        made.writestr("a.txt", "a")
    empty.write_bytes(b"")
    for path in (other, empty):
        assert refusal(there, path).startswith(f"{path.name} is not a backup of the dashboard.")


@pytest.mark.parametrize(
    ("module", "name", "value", "told"),
    [
        (
            archives,
            "FORMAT",
            0,
            "was written by a newer version of the dashboard. It is of format 1",
        ),
        (restoring, "known_revisions", lambda: ["0001"], "Its register is of revision 0003"),
        (
            restoring,
            "area_words",
            lambda: {"force": "dorset", "authorities": ["E06000058"]},
            "is of another area",
        ),
    ],
)
def test_what_is_newer_or_of_another_area_is_refused(
    backup: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    value: object,
    told: str,
) -> None:
    monkeypatch.setattr(module, name, value)
    assert told in refusal(tmp_path / "there", backup)


def test_a_wrong_passphrase_leaves_the_rest_to_be_restored(
    store: Path, backup: Path, tmp_path: Path
) -> None:
    there = tmp_path / "elsewhere" / "store"
    with pytest.raises(WrongPassphrase, match="--without-salt all the rest is restored"):
        restore_backup(
            there, audit_of(there), backup, RestoreOptions(passphrase=lambda: "wrong passphrase")
        )
    assert "No passphrase was given." in refusal(there, backup, RestoreOptions())
    result = restore_backup(there, audit_of(there), backup, RestoreOptions(without_salt=True))
    assert register_digest(there) == register_digest(store) and not salt_file(there).exists()
    assert "The salt stays sealed in the backup." in result.notes


def test_another_salt_is_not_written_over_unasked(backup: Path, tmp_path: Path) -> None:
    there = tmp_path / "elsewhere" / "store"
    own = salt_of(there)
    assert refusal(there, backup).startswith("Another salt is in use here.")
    assert salt_of(there) == own


def test_without_a_passphrase_the_salt_is_nowhere_in_it(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "open.zip"
    made = make_backup(store, audit_of(store), path)
    sealed = tmp_path / "sealed.zip"
    make_backup(store, audit_of(store), sealed, passphrase=PASSPHRASE)
    salt = salt_of(store)
    assert made.manifest["salt"] == "left out"
    for file, names in ((path, False), (sealed, True)):
        with zipfile.ZipFile(file) as opened:
            assert ("salt.sealed" in opened.namelist()) == names
            assert not any(salt in opened.read(name) for name in opened.namelist())


def test_builds_are_named_or_held_and_those_that_are_lacking_said(
    tiny_store: Path, tmp_path: Path
) -> None:
    root, named, held = copy_of(tiny_store, tmp_path), tmp_path / "named.zip", tmp_path / "held.zip"
    build = BuildStore(root).current()
    assert build is not None
    made = make_backup(root, audit_of(root), named)
    assert [(each["build"], each["held"]) for each in made.manifest["builds"]] == [(build, False)]
    make_backup(root, audit_of(root), held, with_builds=True)
    without, place = tmp_path / "without", tmp_path / "place"
    result = restore_backup(without, audit_of(without), named, RestoreOptions())
    assert result.notes == (
        f"Builds that stood beside it and are not here: {build}. Load their files again.",
    )
    assert restore_backup(place, audit_of(place), held, RestoreOptions()).notes == ()
    assert BuildStore(place).current() == build and BuildStore(place).faults(build) == []
    shutil.rmtree(root / "builds" / build)


def test_backups_while_two_edit_hold_every_acknowledged_edit(tmp_path: Path) -> None:
    """Four here; `make prove` has two hundred, and a hundred kills."""
    wrong, edits = backups_while_edited(tmp_path, 4)
    assert wrong == [] and edits > 4


def test_kills_of_a_restore_leave_the_old_state_or_the_new(tmp_path: Path) -> None:
    wrong, seen = kills_of_restores(tmp_path, 4, random.Random(10))
    assert wrong == [] and seen["ended"] >= 1


def test_kills_of_a_backup_leave_no_half_file(tmp_path: Path) -> None:
    wrong, _ = kills_of_backups(tmp_path, 1, random.Random(3))
    assert wrong == []


def test_a_restore_that_was_agreed_is_carried_through_by_whoever_opens_the_store(
    store: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    monkeypatch.setattr(restoring, "finish_interrupted", lambda root: False)  # as if ended there
    restore_backup(there, audit_of(there), backup, RestoreOptions(without_salt=True))
    assert (there / STAGED).is_dir()
    open_registers(there, "real")
    assert register_digest(there) == register_digest(store) and not (there / STAGED).exists()


@pytest.mark.parametrize("step", ["_replace_register", "_put_files", "_put", "_add_lines"])
def test_a_restore_that_ends_half_way_through_a_step_is_finished_by_the_next(
    step: str, store: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    ended: list[str] = []
    whole = getattr(restored, step)

    def ending(*arguments: object) -> None:
        whole(*arguments)
        if not ended:
            ended.append(step)
            raise KeyboardInterrupt

    monkeypatch.setattr(restored, step, ending)
    with pytest.raises(KeyboardInterrupt):
        restore_backup(there, audit_of(there), backup, RestoreOptions(without_salt=True))
    assert (there / STAGED).is_dir()
    open_registers(there, "real")
    assert register_digest(there) == register_digest(store) and not (there / STAGED).exists()
    assert file_digests(there) == file_digests(store) and verify(audit_of(there)).faults == []


def test_a_register_is_the_same_after_postgresql_and_back(
    store: Path, backup: Path, tmp_path: Path, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = RestoreOptions(without_salt=True)
    middle, back = tmp_path / "middle", tmp_path / "back"
    restore_backup(middle, audit_of(middle), backup, options)
    assert not (middle / "registers-real.sqlite").exists()
    there = register_digest(middle)
    made = make_backup(middle, audit_of(middle), tmp_path / "middle.zip")
    monkeypatch.delenv("SVD_REGISTER")
    restore_backup(back, audit_of(back), tmp_path / "middle.zip", options)
    assert register_digest(store) == there == register_digest(back)
    assert made.manifest["registers"] == opened_archive(backup).manifest["registers"]


def test_a_backup_of_an_earlier_revision_is_brought_up_to_date_on_the_way(tmp_path: Path) -> None:
    root, there, path = tmp_path / "earlier", tmp_path / "there", tmp_path / "earlier.zip"
    kept = (PROJECT / "tests/kept/2026-11-30/register.sql").read_text("utf-8")
    address = register_address(root)
    root.mkdir()
    with closing(sqlite3.connect(root / "registers-real.sqlite")) as file:
        file.executescript(kept)
    with pytest.raises(DataProblem, match="It is from before revisions"):
        make_backup(root, audit_of(root), path)
    with closing(sqlite3.connect(root / "registers-real.sqlite")) as file:
        file.executescript(
            f"CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES ('{known_revisions()[0]}');"
        )
    state = register_state(root, "real")
    assert state is not None and state.revision == known_revisions()[0]
    made = make_backup(root, audit_of(root), path)
    assert made.manifest["registers"]["real"]["revision"] == state.revision
    restore_backup(there, audit_of(there), path, RestoreOptions())
    forget(address, "real")
    expected = open_registers(root, "real").history()
    assert open_registers(there, "real").history().equals(expected) and len(expected) > 100
    assert register_digest(there) == register_digest(root)


def test_what_was_written_is_counted_against_what_it_says(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_more(connection: Connection, kind: str) -> RegisterSummary:
        counted = summary_of(connection, kind)
        return replace(counted, history=counted.history + 1)

    monkeypatch.setattr(making, "summary_of", one_more)
    with pytest.raises(DataProblem, match="Of history it has 28 rows in the place of 29"):
        make_backup(store, audit_of(store), tmp_path / "wrong.zip")
    assert list(tmp_path.glob("wrong*")) == []


def test_the_manifest_says_what_it_holds(backup: Path) -> None:
    manifest = json.loads(zipfile.ZipFile(backup).read("manifest.json"))
    assert manifest["format"] == 1 and manifest["salt"] == "sealed"
    assert manifest["registers"]["real"]["records"]["next_step"] == 20
    assert (
        manifest["registers"]["real"]["history"] == manifest["registers"]["real"]["changes"] == 28
    )
    assert all(len(part["sha256"]) == 64 for part in manifest["parts"].values())
