"""The key by which counts of restricted sources are rounded for those who may not see each one: made once, kept in the store."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from geo.core.errors import DataProblem

NAME = "rounding.key"
SIGNS = 64


def rounding_key(store: Path) -> bytes:
    """The key of a store, 32 bytes; made where there is none yet. Raises DataProblem where it can be neither read nor made.

    Every server of a store, and every build, rounds by the same one, so that the same count is always shown as the same figure.
    """
    path = store / NAME
    try:
        if not path.exists():
            _make(path)
        text = path.read_bytes().decode("ascii", "replace").strip()
    except OSError as problem:
        raise DataProblem(
            "Rounded counts of restricted records cannot be shown.",
            f"The file {NAME} in the store can be neither read nor written: {problem.strerror}.",
            f"Let the account of the server read {NAME}; loading a file makes it where it is missing.",
        ) from problem
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(text) != SIGNS or not key:
        raise DataProblem(
            "Rounded counts of restricted records cannot be shown.",
            f"The file {NAME} in the store does not hold a key of {SIGNS} signs.",
            f"Put the kept copy back, or delete it: the next load makes a new {NAME}.",
        )
    return key


def _make(path: Path) -> None:
    """Whole or not at all, and never over one that another process or thread has just made."""
    making = path.with_name(f"{NAME}.{secrets.token_hex(8)}")
    try:
        making.write_text(secrets.token_hex(SIGNS // 2) + "\n", encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(making, path)
    finally:
        making.unlink(missing_ok=True)
