"""Back-up and restore: 200 backups while two edit at full speed, 100 restores and 50 backups ended at random moments.

`python -m bench.prove backups`; small versions are in tests/loaders/backup.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path

from bench.runs import console
from tests.loaders.backup.trials import (
    backups_while_edited,
    kills_of_backups,
    kills_of_restores,
)

ROUNDS, BACKUPS, RESTORES_ENDED, BACKUPS_ENDED = 10, 20, 10, 5  # the latter three of each round


def main() -> bool:
    """Print each count beside what is asked of it, round by round; whether all keep it."""
    faults = [*_while_edited(), *_restores_ended(), *_backups_ended()]
    for sentence in faults:
        console.print(sentence)
    return not faults


def _while_edited() -> list[str]:
    faults, edits = list[str](), 0
    for number in range(1, ROUNDS + 1):
        with tempfile.TemporaryDirectory() as folder:
            wrong, made = backups_while_edited(Path(folder), BACKUPS)
        faults, edits = faults + wrong, edits + made
        console.print(
            f"{number * BACKUPS} backups while two processes made {edits:,} edits, each restored: "
            f"{len(faults)} lack an acknowledged edit (0 asked)"
        )
    return faults


def _restores_ended() -> list[str]:
    faults, seen = list[str](), Counter[str]()
    for number in range(1, ROUNDS + 1):
        with tempfile.TemporaryDirectory() as folder:
            wrong, counts = kills_of_restores(
                Path(folder), RESTORES_ENDED, random.Random(100 + number)
            )
        faults += wrong
        seen.update(counts)
        console.print(
            f"{number * RESTORES_ENDED} restores over a filled store, {seen['ended']} ended at work, {seen['begun']} of them after they "
            f"were agreed: old state {seen['old']}, new {seen['new']}, neither {len(faults)} (0 asked)"
        )
    return faults


def _backups_ended() -> list[str]:
    faults, whole = list[str](), 0
    for number in range(1, ROUNDS + 1):
        with tempfile.TemporaryDirectory() as folder:
            wrong, there = kills_of_backups(Path(folder), BACKUPS_ENDED, random.Random(number))
        faults, whole = faults + wrong, whole + there
        console.print(
            f"{number * BACKUPS_ENDED} backups ended at random moments: {whole} are there, each whole; "
            f"{len(faults)} half or with the store changed (0 asked)"
        )
    return faults
