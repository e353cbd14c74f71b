"""Where the record lies: its files, one a chain and day, and the seals outside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo.core.errors import DataProblem
from loaders.access_file import Access
from loaders.settings import store_root

FOLDER, SEALS = "audit", "audit-seals.jsonl"
FILE = re.compile(r"(\d{4}-\d{2}-\d{2})-([0-9a-f]{16})\.jsonl")


class AuditStopped(DataProblem):
    """The record cannot be written, so nothing that must be in it is done or shown."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            "The record of who saw what cannot be written.",
            f"{path}: {why}.",
            "Tell whoever looks after the dashboard: make room or mend that file, then start the dashboard again if this stays.",
            "Until then nothing of restricted records is shown; open data are as ever.",
        )


@dataclass(frozen=True)
class Place:
    """The folder of the record's files, and the file of its seals."""

    folder: Path
    seals: Path

    def file(self, day: str, chain: str) -> Path:
        """The file of a chain and a day, like 2026-11-30."""
        return self.folder / f"{day}-{chain}.jsonl"

    def files(self) -> Iterator[tuple[str, str, Path]]:
        """Each file of the record with its day and chain, the oldest day first."""
        for path in sorted(self.folder.glob("*.jsonl")) if self.folder.is_dir() else ():
            if name := FILE.fullmatch(path.name):
                yield name[1], name[2], path


def place_of(access: Access) -> Place:
    """Where the access file puts the record; beside the builds of the store unless it says."""
    return Place(
        Path(access.audit_folder or store_root() / FOLDER),
        Path(access.audit_seals or store_root() / SEALS),
    )


def day_of(name: str) -> date:
    """The day of a file as its name has it."""
    return date.fromisoformat(name)
