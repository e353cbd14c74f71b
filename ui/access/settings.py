"""The access file as it stands now: read again whenever it changes, so that a role taken away is gone with the next run."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from loaders.access_file import Access, default_path, read_access
from ui.access import events

Stamp = (
    tuple[int, int] | None
)  # when it was written, to the nanosecond, and its size; None where it is not there


@dataclass
class _Latest:
    path: Path
    stamp: Stamp
    access: Access


_latest: _Latest | None = None
_lock = threading.Lock()


def current() -> Access:
    """What the access file says. Raises DataProblem where it cannot be used: then nobody is let in."""
    global _latest
    path = default_path()
    stamp = _stamp(path)
    latest = _latest
    if latest is not None and (latest.path, latest.stamp) == (path, stamp):
        return latest.access
    with _lock:
        access = read_access(path)
        events.write_to(access)
        if stamp is not None or (latest is not None and latest.path == path and latest.stamp):
            events.policy_changed(path)
        _latest = _Latest(path, stamp, access)
    return access


def _stamp(path: Path) -> Stamp:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size
