"""The record as a process writes it: one chain, each event on the disk before whoever caused it is answered.

A line is written at once, and brought to the disk with all others that wait. `append` waits for that. `begin` does not: it gives the
`Flush` that an answer hangs on, and whoever sends the answer waits there (ui.access.gate).
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from loaders.audit.lines import Event, Position, line_of
from loaders.audit.place import AuditStopped, Place
from loaders.audit.retention import remove_old
from loaders.audit.seals import Seal, add_seal, append_whole

SEAL_SECONDS = 300.0
CHANGED = "it is not as this process left it"


@dataclass(frozen=True)
class _End:
    """How far a chain has come: bytes of its file, and where its next line stands."""

    length: int = 0
    position: Position = field(default_factory=Position)


# Done once every line written before it is on the disk; raises AuditStopped where they are not, and will not be.
Flush = Future[None]


class AuditLog:
    """One chain of the record; every method may be called from any thread.

    Lines written while others are brought to the disk share the next fsync. `close` seals what was written; it is called when the process ends.
    """

    def __init__(
        self,
        place: Place,
        *,
        keep_days: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        seal_seconds: float = SEAL_SECONDS,
        to_disk: Callable[[int], None] = os.fsync,
    ) -> None:
        """Nothing is written yet.

        to_disk  brings an open file's content to the disk, or raises OSError
        """
        self.place, self.keep_days, self._now, self._seal_seconds = (
            place,
            keep_days,
            now,
            seal_seconds,
        )
        self._to_disk = to_disk
        self._begin()
        atexit.register(self.close)

    def append(self, *events: Event) -> None:
        """Write events down; they are on the disk when this returns. Raises AuditStopped where they are not."""
        flush = self._write(events)
        self._flush()
        flush.result()

    def begin(self, *events: Event) -> Flush:
        """Write events down; nothing may be answered for them before the flush is done, which goes on beside whatever is done next.

        Raises AuditStopped where they cannot be written; the flush does, where they cannot be brought to the disk.
        """
        flush = self._write(events)
        if self._sealed:
            self._owing.set()
        else:  # the first line is sealed, too
            self._flush()
            flush.result()
        return flush

    def seal(self) -> None:
        """Seal what was written since the last seal. Raises AuditStopped."""
        with self._writing:
            self._seal()

    def close(self) -> None:
        """Bring what waits to the disk, seal, and write no more. What cannot be sealed is logged."""
        self._over.set()
        self._owing.set()
        with self._flushing:
            self._flush_waiting()
            with self._writing:
                try:
                    self._seal()
                except AuditStopped as problem:
                    logging.getLogger("dashboard.access").error("%s", problem)
                self._shut()
        atexit.unregister(self.close)

    def _begin(self) -> None:
        """A chain of this process's own."""
        self._process, self.chain = os.getpid(), secrets.token_hex(8)
        # who holds both has taken _flushing first
        self._flushing, self._writing = threading.Lock(), threading.Lock()
        self._over, self._owing = threading.Event(), threading.Event()
        self._file: int | None = None
        self._path, self._day = self.place.folder, ""
        self._end = self._on_disk = _End()
        self._next = _no_flush_yet()
        self._sealed, self._unsealed_since = 0, time.monotonic()

    def _write(self, events: tuple[Event, ...]) -> Flush:
        """Write lines after those that stand; the flush that will bring them to the disk. Raises AuditStopped, and the file is as before."""
        if self._process != os.getpid():  # a process made from this one has a chain of its own
            self._begin()
        when = self._now()
        if self._day and f"{when:%Y-%m-%d}" > self._day:
            self._flush()  # so that the file of the day before may be closed
        with self._writing:
            try:
                self._append(events, when)
            except OSError as fault:
                raise AuditStopped(self._path, fault.strerror or str(fault)) from fault
            return self._next

    def _append(self, events: tuple[Event, ...], when: datetime) -> None:
        if self._on_disk.position.number > self._sealed and self._overdue():
            self._seal()
        file = self._open(f"{when:%Y-%m-%d}")
        at, data = self._end.position, b""
        for event in events:
            line, at = line_of(
                event, self.chain, at, when.isoformat(timespec="milliseconds"), time.monotonic_ns()
            )
            data += line
        append_whole(file, data, self._end.length)
        self._end = _End(self._end.length + len(data), at)

    def _flush(self) -> None:
        """Bring to the disk what waits; each flush says whether that was done."""
        with self._flushing:
            self._flush_waiting()

    def _flush_waiting(self) -> None:
        with self._writing:
            if self._file is None or self._end == self._on_disk:
                return
            flush, self._next = self._next, _no_flush_yet()
            file, reached = self._file, self._end
        try:
            self._to_disk(file)
        except OSError as fault:
            with self._writing:
                self._cut_back(flush, AuditStopped(self._path, fault.strerror or str(fault)))
            return
        with self._writing:
            self._on_disk = reached
            try:
                if not self._sealed:
                    self._seal()
                    self._help()
            except AuditStopped as problem:
                flush.set_exception(problem)
            else:
                flush.set_result(None)

    def _cut_back(self, flush: Flush, problem: AuditStopped) -> None:
        """Take off the file what could not be brought to the disk, and what was written after it: nobody was answered for it."""
        self._end = self._on_disk
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self._end.length)
        flush.set_exception(problem)
        self._next.set_exception(problem)
        self._next = _no_flush_yet()

    def _open(self, day: str) -> int:
        """The file of today, and never of a day before one that was written: clocks are put back. What waits is not left behind."""
        if self._file is not None and (day <= self._day or self._end != self._on_disk):
            self._require_as_left(self._file)
            return self._file
        self._shut()
        self._path = self.place.file(day, self.chain)
        self.place.folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, 0o600)
        self._day, self._end = day, _End(0, self._end.position)
        self._on_disk = self._end
        _folder_to_disk(self.place.folder)
        remove_old(self.place, self.keep_days, self._now().date())
        return self._file

    def _require_as_left(self, file: int) -> None:
        """Raises AuditStopped where somebody else has written to the file, cut it, or taken it away: the chain must not go on from there."""
        held = os.fstat(file)
        try:
            named = self._path.stat()
        except FileNotFoundError:
            named = None
        if (
            held.st_size != self._end.length
            or named is None
            or (named.st_ino, named.st_dev) != (held.st_ino, held.st_dev)
        ):
            raise AuditStopped(self._path, CHANGED)

    def _seal(self) -> None:
        """Seal what is on the disk: what waits may yet be taken off."""
        at = self._on_disk.position
        if at.number == self._sealed or self._process != os.getpid():
            return
        try:
            add_seal(self.place.seals, Seal(self.chain, at.number, at.digest))
        except OSError as fault:
            raise AuditStopped(self.place.seals, fault.strerror or str(fault)) from fault
        self._sealed, self._unsealed_since = at.number, time.monotonic()

    def _overdue(self) -> bool:
        """Whether the thread that seals has failed to."""
        return time.monotonic() - self._unsealed_since > 2 * self._seal_seconds

    def _help(self) -> None:
        """Threads that seal, and that bring to the disk what nobody waits for here."""
        for name, work in (("seals", self._keep_sealing), ("flushes", self._keep_flushing)):
            threading.Thread(target=work, name=f"audit {name}", daemon=True).start()

    def _keep_flushing(self) -> None:
        while not self._over.is_set():
            self._owing.wait()
            self._owing.clear()
            self._flush()

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


def _no_flush_yet() -> Flush:
    """A flush that whoever waits for it cannot call off."""
    flush = Flush()
    flush.set_running_or_notify_cancel()
    return flush


def _folder_to_disk(folder: Path) -> None:
    """Bring a folder's list of files to the disk, where the system can."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
