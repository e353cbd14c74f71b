"""Backups and restores tried hard: while others edit, and ended at random moments. Small here, large in bench/prove/backups.py."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from loaders.audit.place import Place
from loaders.backup.making import make_backup, verify_backup
from loaders.backup.register_dump import table_lines
from loaders.backup.restoring import RestoreOptions, restore_backup
from loaders.extract.privacy import salt_of
from loaders.partners.files import Upload, keep_partner_file
from loaders.register.database import forget, standing
from loaders.register.register import Registers, open_registers, register_address
from loaders.rounding_key import rounding_key

PROJECT = Path(__file__).resolve().parents[3]
PASSPHRASE = "a long enough passphrase"
TRIANGLE = '{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}'
AGREEMENT = {
    "name": "Hospital sharing – “A&E”",
    "parties": "Hospital; police",
    "gateway": "Duty",
    "purpose": "Needs\nand more, =1+1",
    "fields": "counts",
    "minimum_cell": 5,
    "start": "2023-01-31",
    "end": "2023-06-30",
}
INDICATORS = (
    "indicator,area_code,period,numerator,denominator,value,source\n"
    "Admissions,E05010757,2022/23,12,1000,12.0,made up\n"
)
WRITER = """
import sys
from pathlib import Path
from geo.core.errors import DataProblem
from loaders.register.register import open_registers
registers = open_registers(Path(sys.argv[1]), "real")
number = 0
while True:
    try:
        registers.add("next_step", {"text": f"{sys.argv[2]} {number}"}, sys.argv[2])
    except DataProblem:  # the other writer was quicker for ten seconds: nobody was told that it is kept
        continue
    print(number, flush=True)
    number += 1
"""
COMMAND = """
import sys
import loaders.backup.restoring, loaders.backup.keeping, loaders.register.register, alembic.command
from loaders import __main__ as command_line
print("ready", flush=True)
sys.stdin.readline()
command_line.main(sys.argv[1:])
"""


def audit_of(root: Path) -> Place:
    """Where the record of a store lies."""
    return Place(root / "audit", root / "audit-seals.jsonl")


def filled_store(root: Path, *, edits: int = 20, row: str = "") -> Registers:
    """A store in which something of everything was entered, edited, undone and removed.

    row  one more row of the partner file
    """
    registers = open_registers(root, "real")
    registers.add("agreement", AGREEMENT, "coordinator")
    keep_partner_file(
        registers,
        root,
        Upload(1, "partner.csv", f"{INDICATORS}{row}".encode()),
        by="coordinator",
        on=date(2023, 6, 1),
    )
    operation = registers.add("operation", {"name": "Op A", "status": "live"}, "analyst")
    registers.add("phase", {"operation": operation, "name": "first"}, "analyst")
    registers.add("own_area", {"name": "Yard", "geometry": TRIANGLE}, "analyst")
    for number in range(edits):
        registers.add("next_step", {"text": f"step {number}", "due": "2024-02-29"}, "commander")
    registers.change("next_step", 1, {"done": True}, 1, "commander")
    registers.remove("next_step", 2, 1, "commander")
    registers.undo("commander")
    rounding_key(root)
    salt_of(root)
    return registers


def register_digest(root: Path, kind: str = "real") -> str:
    """SHA-256 over every row of a register, history, ids and versions included."""
    digest = hashlib.sha256()
    with standing(register_address(root), kind) as connection:
        for table, lines in table_lines(connection, kind):
            digest.update(table.encode())
            for chunk in lines:
                digest.update(chunk)
    return digest.hexdigest()


def file_digests(root: Path) -> dict[str, str]:
    """Name → SHA-256 of the partner files and the rounding key of a store."""
    files = [*sorted(root.glob("partner-*/*")), root / "rounding.key"]
    return {
        str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.exists()
    }


def state_of(root: Path) -> tuple[str, dict[str, str]]:
    """What a store holds, as whoever opens it next is shown it."""
    address = register_address(root)
    forget(address, "real")
    open_registers(root, "real")
    state = register_digest(root), file_digests(root)
    forget(address, "real")
    return state


@contextmanager
def writers(root: Path, many: int = 2) -> Iterator[dict[str, list[int]]]:
    """Processes that edit a register at full speed; gives, by writer, the numbers of the edits acknowledged so far."""
    running, acknowledged = [], dict[str, list[int]]()
    for at in range(many):
        by = ("analyst", "commander")[at % 2]
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), by],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
        )
        numbers = acknowledged.setdefault(by, [])
        threading.Thread(target=_listen, args=(process, numbers), daemon=True).start()
        running.append(process)
    try:
        while not all(acknowledged.values()):
            time.sleep(0.02)
        yield acknowledged
    finally:
        for process in running:
            process.kill()
            process.wait()


def _listen(process: subprocess.Popen[str], numbers: list[int]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        numbers.append(int(line))


def backups_while_edited(folder: Path, times: int) -> tuple[list[str], int]:
    """Backups taken while two processes edit, each restored into an empty store: what is wrong, a sentence each, and edits made meanwhile."""
    root, wrong, taken = folder / "live", [], []
    filled_store(root)
    with writers(root) as acknowledged:
        for number in range(times):
            before = {by: len(numbers) for by, numbers in acknowledged.items()}
            path = folder / f"{number}.zip"
            make_backup(root, audit_of(root), path)
            taken.append((path, before))
    for path, before in taken:
        place = folder / "empty"
        verify_backup(path)
        restore_backup(place, audit_of(place), path, RestoreOptions())
        texts = set(open_registers(place, "real").records("next_step")["text"])
        for by, many in before.items():
            if lost := [number for number in range(many) if f"{by} {number}" not in texts]:
                wrong.append(
                    f"{path.name}: {len(lost)} of {many} acknowledged edits of {by} are lost"
                )
        forget(register_address(place), "real")
        shutil.rmtree(place)
        path.unlink()
    return wrong, sum(map(len, acknowledged.values()))


def killed(words: list[str], after: float, *, store: Path) -> bool:
    """Run a command and end it so many seconds after it began its work; whether it was still at work."""
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words],
        cwd=PROJECT,
        env={**os.environ, "SVD_STORE": str(store)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    process.stdout.readline()
    process.stdin.write("\n")
    process.stdin.flush()
    time.sleep(after)
    at_work = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return at_work


def kills_of_restores(
    folder: Path, times: int, chance: random.Random
) -> tuple[list[str], dict[str, int]]:
    """Restores over a filled store ended at random moments: what is neither the old state nor the new, and how often which stood."""
    filled_store(folder / "old", edits=5)
    filled_store(folder / "new", edits=200, row="Stays,E05010757,2022/23,3,1000,3.0,made up\n")
    backup = folder / "new.zip"
    make_backup(folder / "new", audit_of(folder / "new"), backup)
    states = {"old": state_of(folder / "old"), "new": state_of(folder / "new")}
    wrong, seen = [], {"old": 0, "new": 0, "ended": 0, "begun": 0}
    trial = folder / "trial"
    words = ["restore", str(backup), "--store", str(trial), "--replace"]
    longest = _seconds(words, folder / "old", trial)
    for attempt in range(times):
        shutil.rmtree(trial, ignore_errors=True)
        shutil.copytree(folder / "old", trial)
        at_work = killed(words, chance.uniform(0, longest), store=trial)
        seen["ended"] += at_work
        seen["begun"] += (trial / ".restore").is_dir()
        state = state_of(trial)
        name = next((name for name, known in states.items() if known == state), "")
        if name:
            seen[name] += 1
        else:
            wrong.append(f"kill {attempt}: what stands is neither the old state nor the new")
    return wrong, seen


def _seconds(words: list[str], old: Path, trial: Path) -> float:
    """How long a restore takes that is not ended."""
    shutil.copytree(old, trial)
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    process.stdout.readline()
    began = time.monotonic()
    output, _ = process.communicate("\n", timeout=120)
    assert process.returncode == 0, output
    return time.monotonic() - began


def kills_of_backups(folder: Path, times: int, chance: random.Random) -> tuple[list[str], int]:
    """Backups ended at random moments: each is there and whole, or not there; how many were."""
    root = folder / "live"
    filled_store(root, edits=200)
    stood, wrong, whole = state_of(root), [], 0
    for attempt in range(times):
        path = folder / f"{attempt}.zip"
        killed(["backup", str(path)], chance.uniform(0, 2), store=root)
        if path.exists():
            verify_backup(path)
            whole += 1
        if state_of(root) != stood:
            wrong.append(f"kill {attempt}: the store has changed")
    return wrong, whole
