"""The commands: what they print, who may run them, what they write down, and which files a folder keeps."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from loaders import __main__ as command_line
from loaders.access_file import command_user
from loaders.backup.keeping import LAST, OURS, last_backup, remove_older, timed_name
from tests.loaders.backup.trials import PASSPHRASE, audit_of, filled_store, register_digest

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command on the store in tmp_path; gives its status and what it printed."""
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("SVD_BACKUP_PASSPHRASE", PASSPHRASE)

    def ran(*words: str | Path) -> tuple[int, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            command_line.main([*map(str, words)])
        return int(ended.value.code or 0), capsys.readouterr().out

    return ran


def events(root: Path) -> list[dict[str, object]]:
    """What stands in the record of a store, in order of time."""
    lines = [json.loads(line) for _, _, path in audit_of(root).files() for line in path.open()]
    return sorted(lines, key=lambda line: line["when"])


def test_a_backup_is_written_verified_noted_and_put_back(run: Run, tmp_path: Path) -> None:
    root, there, file = tmp_path / "store", tmp_path / "there", tmp_path / "b.zip"
    filled_store(root)
    status, output = run("backup", file)
    assert status == 0 and output.startswith("b.zip is written and verified: ")
    assert "Real data: 25 records, 28 changes." in output and "salt" not in output
    noted = last_backup(root)
    assert noted is not None and noted.changes == {"real": 28}
    assert datetime.now(UTC) - noted.made_at < timedelta(minutes=5)
    status, output = run("backup", file)
    assert status == 1 and output.startswith("There is a file b.zip already.")
    status, output = run("restore", file, "--store", there)
    assert (status, output) == (
        0,
        "Real data: 25 records, 28 changes are back.\nStart the dashboard again where it was running.\n",
    )
    assert register_digest(there) == register_digest(root)
    assert [event["what"] for event in events(root)] == ["backup"]
    assert [event["what"] for event in events(there)] == ["restore"]
    assert events(there)[0]["details"] == events(root)[0]["details"]
    status, output = run("restore", file, "--store", there)
    assert status == 1 and output.startswith("This store holds a register already.")
    status, output = run("restore", tmp_path / "none.zip")
    assert status == 1 and output.startswith("There is no file none.zip.")


def test_without_a_passphrase_it_is_said_that_the_salt_is_left_out(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_store(tmp_path / "store")
    monkeypatch.delenv("SVD_BACKUP_PASSPHRASE")
    status, output = run("backup", tmp_path / "b.zip")
    assert status == 0 and "The salt is not in it: no passphrase was given." in output
    monkeypatch.setenv("SVD_BACKUP_PASSPHRASE", "short")
    status, output = run("backup", tmp_path / "c.zip")
    assert status == 1 and output.startswith("The passphrase is too short to protect the salt.")
    assert list(tmp_path.glob("c.zip*")) == []


def test_a_folder_keeps_the_newest_and_nothing_that_is_not_ours_goes(
    run: Run, tmp_path: Path
) -> None:
    filled_store(tmp_path / "store", edits=3)
    folder = tmp_path / "backups"
    for _ in range(3):
        assert run("backup", folder, "--keep", "3")[0] == 0
    foreign = folder / timed_name(datetime(2001, 1, 1, tzinfo=UTC))
    foreign.write_bytes(b"named like one of ours")
    (folder / "notes.txt").write_text("keep", encoding="utf-8")
    ours = [path.name for path in folder.iterdir() if OURS.fullmatch(path.name)]
    oldest = min(name for name in ours if name != foreign.name)
    half, young = (folder / f"{oldest}.making-{number}" for number in (1, 2))
    half.touch()
    os.utime(half, (0, 0))
    young.touch()
    status, output = run("backup", folder, "--keep", "3")
    assert status == 0 and f"{oldest} is removed: 3 newer ones are kept." in output
    left = {path.name for path in folder.iterdir()}
    assert {foreign.name, "notes.txt"} <= left and oldest not in left
    assert young.name in left and half.name not in left and len(left) == 6
    assert remove_older(folder, 10) == []


def test_only_an_administrator_backs_up_and_restores(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "store"
    filled_store(root)
    user = command_user()
    (root / "access.toml").write_text(f'[users]\n{user} = "analyst"\n', encoding="utf-8")
    for words in (("backup", tmp_path / "b.zip"), ("restore", tmp_path / "b.zip")):
        status, output = run(*words)
        assert status == 1 and output.startswith(
            "Your role does not let you do this: back up and restore."
        )
    assert list(tmp_path.glob("b.zip*")) == []


def test_what_is_noted_of_the_last_backup_may_be_damaged(tmp_path: Path) -> None:
    assert last_backup(tmp_path) is None
    (tmp_path / LAST).write_text('{"made_at": "yester', encoding="utf-8")
    assert last_backup(tmp_path) is None
