"""The record as a process writes it: one chain, each event on the disk before whoever caused it is answered."""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from loaders.audit.lines import Event, Position, line_of
from loaders.audit.place import AuditStopped, Place
from loaders.audit.retention import remove_old
from loaders.audit.seals import Seal, add_seal, write_whole

SEAL_SECONDS = 300.0
CHANGED = "it is not as this process left it"


@dataclass
class _Waiting:
    """Events of a thread that waits until they are on the disk, and what kept them off it."""

    events: tuple[Event, ...]
    written: bool = False
    problem: AuditStopped | None = None


class AuditLog:
    """One chain of the record; every method may be called from any thread.

    Threads that write at the same time share one write and one fsync. `close` seals what was written; it is called when the process ends.
    """

    def __init__(
        self,
        place: Place,
        *,
        keep_days: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        seal_seconds: float = SEAL_SECONDS,
    ) -> None:
        self.place, self.keep_days, self._now, self._seal_seconds = (
            place,
            keep_days,
            now,
            seal_seconds,
        )
        self._queue: list[_Waiting] = []
        self._queueing, self._disk = threading.Lock(), threading.Lock()
        self._file: int | None = None
        self._over = threading.Event()
        self._sealing: threading.Thread | None = None
        self._begin()
        atexit.register(self.close)

    def append(self, *events: Event) -> None:
        """Write events down; they are on the disk when this returns. Raises AuditStopped where they are not."""
        mine = _Waiting(events)
        with self._queueing:
            self._queue.append(mine)
        with self._disk:
            if not mine.written and mine.problem is None:
                with self._queueing:
                    batch, self._queue = self._queue, []
                self._write(batch)
        if mine.problem is not None:
            raise mine.problem

    def seal(self) -> None:
        """Seal what was written since the last seal. Raises AuditStopped."""
        with self._disk:
            self._seal()

    def close(self) -> None:
        """Seal, and write no more. What cannot be sealed is logged."""
        self._over.set()
        with self._disk:
            try:
                self._seal()
            except AuditStopped as problem:
                logging.getLogger("dashboard.access").error("%s", problem)
            self._shut()
        atexit.unregister(self.close)

    def _begin(self) -> None:
        """A chain of this process's own."""
        self._process, self.chain = os.getpid(), secrets.token_hex(8)
        self._at, self._sealed, self._day, self._length = Position(), 0, "", 0
        self._path = self.place.folder
        self._unsealed_since = time.monotonic()

    def _write(self, batch: list[_Waiting]) -> None:
        try:
            self._append([event for waiting in batch for event in waiting.events])
        except OSError as fault:
            problem = AuditStopped(self._path, fault.strerror or str(fault))
            for waiting in batch:
                waiting.problem = problem
        except AuditStopped as problem:
            for waiting in batch:
                waiting.problem = problem
        else:
            for waiting in batch:
                waiting.written = True

    def _append(self, events: list[Event]) -> None:
        if self._process != os.getpid():  # a process made from this one has a chain of its own
            self._file = None
            self._begin()
        if self._at.number > self._sealed and self._overdue():
            self._seal()
        when = self._now()
        self._open(f"{when:%Y-%m-%d}")
        at, data = self._at, b""
        for event in events:
            line, at = line_of(
                event, self.chain, at, when.isoformat(timespec="milliseconds"), time.monotonic_ns()
            )
            data += line
        assert self._file is not None
        write_whole(self._file, data, self._length)
        self._length += len(data)
        first, self._at = self._at.number == 0, at
        if first:
            self._seal()
            self._seal_in_time()

    def _open(self, day: str) -> None:
        """The file of today, and never of a day before one that was written: clocks are put back."""
        if self._file is not None and day <= self._day:
            self._require_as_left(self._file)
            return
        self._shut()
        self._path = self.place.file(day, self.chain)
        self.place.folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        self._day, self._length = day, 0
        _to_disk(self.place.folder)
        remove_old(self.place, self.keep_days, self._now().date())

    def _require_as_left(self, file: int) -> None:
        """Raises AuditStopped where somebody else has written to the file, cut it, or taken it away: the chain must not go on from there."""
        held = os.fstat(file)
        try:
            named = self._path.stat()
        except FileNotFoundError:
            named = None
        if (
            held.st_size != self._length
            or named is None
            or (named.st_ino, named.st_dev) != (held.st_ino, held.st_dev)
        ):
            raise AuditStopped(self._path, CHANGED)

    def _seal(self) -> None:
        if self._at.number == self._sealed or self._process != os.getpid():
            return
        try:
            add_seal(self.place.seals, Seal(self.chain, self._at.number, self._at.digest))
        except OSError as fault:
            raise AuditStopped(self.place.seals, fault.strerror or str(fault)) from fault
        self._sealed, self._unsealed_since = self._at.number, time.monotonic()

    def _overdue(self) -> bool:
        """Whether the thread that seals has failed to."""
        return time.monotonic() - self._unsealed_since > 2 * self._seal_seconds

    def _seal_in_time(self) -> None:
        self._sealing = threading.Thread(target=self._keep_sealing, name="audit seals", daemon=True)
        self._sealing.start()

    def _keep_sealing(self) -> None:
        while not self._over.wait(self._seal_seconds):
            try:
                self.seal()
            except AuditStopped as problem:
                logging.getLogger("dashboard.access").error("%s", problem)

    def _shut(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
        self._file = None


def _to_disk(folder: Path) -> None:
    """Bring a folder's list of files to the disk, where the system can."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
