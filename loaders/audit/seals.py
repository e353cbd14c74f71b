"""Seals: how far each chain had come and by which hash, kept outside its files; and what was removed when it had been kept long enough."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from loaders.audit.lines import digest_of, is_whole, parsed

PATIENCE = 10.0  # seconds for another process that seals


@dataclass(frozen=True)
class Seal:
    """That a chain held so many lines, the last with this hash; or, of kind removed, that all these have been taken away since."""

    chain: str
    count: int
    digest: str
    kind: Literal["seal", "removed"] = "seal"
    when: str = ""


def add_seal(path: Path, seal: Seal) -> None:
    """Write a seal, on the disk when this returns. Raises OSError, and leaves the file as it was where it could be put back."""
    values = {
        "kind": seal.kind,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "chain": seal.chain,
        "count": seal.count,
        "last": seal.digest,
    }
    line = json.dumps({**values, "hash": digest_of(values)}, separators=(",", ":")).encode() + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(f"{path}.lock", timeout=PATIENCE):
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                length = os.fstat(file).st_size
                append_whole(file, line, length)
                _to_disk(file, length)
            finally:
                os.close(file)
    except Timeout as problem:
        raise OSError(f"another process has held {path.name} for too long") from problem


def read_seals(path: Path) -> tuple[list[Seal], list[int]]:
    """Every seal in order, and the numbers of the lines that are none."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return [], []
    seals, broken = [], []
    for number, line in enumerate(lines, 1):
        values = parsed(line)
        if values is None or not is_whole(values):
            broken.append(number)
            continue
        kind: Literal["seal", "removed"] = "removed" if values["kind"] == "removed" else "seal"
        seals.append(Seal(values["chain"], values["count"], values["last"], kind, values["when"]))
    return seals, broken


def append_whole(file: int, data: bytes, length: int) -> None:
    """Append all of it, or leave the file at its length before. Raises OSError.

    length  of the file as it is, bytes
    """
    try:
        at = 0
        while at < len(data):
            at += os.write(file, data[at:])
    except OSError:
        os.ftruncate(file, length)
        raise


def _to_disk(file: int, length: int) -> None:
    """Bring a file to the disk, or cut it back to a length."""
    try:
        os.fsync(file)
    except OSError:
        os.ftruncate(file, length)
        raise
