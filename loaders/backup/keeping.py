"""Backups in a folder, named by their time, the newest kept; and when the last one of a store was made."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from loaders.backup.archive import is_backup
from loaders.store.manifest import REAL

OURS = re.compile(r"svd-backup-\d{8}T\d{6}\.\d{6}Z\.zip")
HALF = re.compile(OURS.pattern + r"\.making-\d+")
HALF_SECONDS = 86_400.0  # after which a backup that never came to its name was ended
LAST = "last-backup.json"
ASKED_OF = REAL  # the kind of data whose backup is asked for: a demonstration can be made again


@dataclass(frozen=True)
class LastBackup:
    """When the last backup of a store was verified, and the number of the newest change of each register then, by kind of data."""

    made_at: datetime
    changes: dict[str, int]


def timed_name(moment: datetime) -> str:
    """The name of a backup in a folder, such as svd-backup-20261130T205512.123456Z.zip: names sort as times do."""
    return f"svd-backup-{moment.astimezone(UTC):%Y%m%dT%H%M%S.%f}Z.zip"


def remove_older(folder: Path, keep: int) -> list[str]:
    """Take away the oldest backups of a folder beyond the newest `keep`, and nothing that was not named and ended as one; gives their names."""
    ours = sorted(
        path for path in folder.iterdir() if OURS.fullmatch(path.name) and is_backup(path)
    )
    gone = ours[: max(len(ours) - keep, 0)]
    for path in gone:
        path.unlink()
    for path in folder.iterdir():
        if HALF.fullmatch(path.name) and time.time() - path.stat().st_mtime > HALF_SECONDS:
            path.unlink()
    return [path.name for path in gone]


def note_backup(root: Path, last: LastBackup) -> None:
    """Write down in the store that a backup was made."""
    text = {"made_at": last.made_at.isoformat(timespec="seconds"), "changes": last.changes}
    making = root / f"{LAST}.{os.getpid()}"
    making.write_text(json.dumps(text), encoding="utf-8")
    os.replace(making, root / LAST)


def last_backup(root: Path) -> LastBackup | None:
    """When the last backup of a store was made; None where none was, or what was written down cannot be read."""
    try:
        values = json.loads((root / LAST).read_text(encoding="utf-8"))
        return LastBackup(datetime.fromisoformat(values["made_at"]), dict(values["changes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
