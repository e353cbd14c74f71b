"""Addresses that open a laptop's dashboard once, and how `python -m ui link` asks a server that runs for another.

A server writes its port and a secret into a folder that its user alone can read, while it runs. Whoever can read that file could read
everything else of this user, too.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_state_path

from geo.core.errors import DataProblem
from ui.access.gate import LINK, TOKEN

FOLDER = user_state_path("serious-violence-dashboard", appauthor=False)
PATIENCE = 10  # seconds


def address(port: int, base: str, token: str) -> str:
    """The address that opens the dashboard once."""
    return f"http://127.0.0.1:{port}{base}/?{TOKEN}={token}"


@contextlib.contextmanager
def secret_of(port: int, base: str) -> Iterator[str]:
    """A secret that stands in the user's own folder while the block runs; empty where that folder cannot be written."""
    secret, path = secrets.token_urlsafe(32), _file(port)
    try:
        FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps({"port": port, "base": base, "secret": secret}), "utf-8")
    except OSError:
        yield ""
        return
    try:
        yield secret
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def fresh(port: int) -> str:
    """A fresh address of the server that runs on a port of this machine. Raises DataProblem where none of this user's does."""
    try:
        known = json.loads(_file(port).read_text("utf-8"))
        base = str(known["base"])
        asking = urllib.request.Request(
            f"http://127.0.0.1:{port}{base}{LINK}", headers={"X-SVD-Link": str(known["secret"])}
        )
        with urllib.request.urlopen(asking, timeout=PATIENCE) as answer:
            return address(port, base, answer.read().decode())
    except (OSError, ValueError, KeyError, urllib.error.URLError) as problem:
        raise DataProblem(
            f"No dashboard of yours answers on port {port}.",
            f"{problem}.",
            "Start one with `make run`, or name its port with --port.",
            "",
        ) from problem


def _file(port: int) -> Path:
    return FOLDER / f"serve-{port}.json"
