"""The record of who saw what: 300 harms each named, 50 kills that lose no answered event, and what an event costs.

`python -m bench.prove.audit`; a small version is in tests/loaders/audit.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.runs import console
from loaders.audit.lines import Event
from loaders.audit.log import AuditLog
from loaders.audit.place import Place
from tests.loaders.audit.test_log import kills
from tests.loaders.audit.test_verification import HARMS, chain_of, harmed

HARM_TRIES, KILL_TRIES, EVENTS = 300, 50, 500


def main() -> bool:
    """Print each count beside what is asked of it; whether all keep it."""
    unnamed = _harms()
    console.print(
        f"{HARM_TRIES} lines or files changed, dropped, moved, cut, doubled or forged: {unnamed.total()} not named "
        f"(0 asked) {dict(unnamed) or ''}"
    )
    with tempfile.TemporaryDirectory() as folder:
        lost = kills(Path(folder), KILL_TRIES, random.Random(50))
    console.print(f"{KILL_TRIES} kills at random moments: {len(lost)} faults (0 asked)")
    for sentence in lost:
        console.print(sentence)
    _cost()
    return not unnamed and not lost


def _harms() -> Counter[str]:
    """Harms that `verify` did not name with their chain, by kind."""
    chance, unnamed = random.Random(300), Counter[str]()
    for number in range(HARM_TRIES):
        harm = HARMS[number % len(HARMS)]
        with tempfile.TemporaryDirectory() as folder:
            name, faults = harmed(
                Path(folder),
                harm,
                chance.randrange(6),
                chance.randrange(100),
                chance.randrange(5000),
            )
        if not faults or {chain_of(fault.file) for fault in faults} != {chain_of(name)}:
            unnamed[harm] += 1
    return unnamed


def _cost() -> None:
    with tempfile.TemporaryDirectory() as folder:
        log = AuditLog(Place(Path(folder) / "audit", Path(folder) / "seals.jsonl"), keep_days=30)
        log.append(Event("sign-in", "p"))
        times = []
        for number in range(EVENTS):
            begun = time.perf_counter()
            log.append(Event("question", "p", "Person", "analyst", details={"id": number}))
            times.append(1000 * (time.perf_counter() - begun))
        log.close()
    times.sort()
    console.print(
        f"one event, flushed to the disk: {times[EVENTS // 2]:.1f} ms (median), {times[EVENTS * 95 // 100]:.1f} ms (95 in 100)"
    )


if __name__ == "__main__":
    main()
