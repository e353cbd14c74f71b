"""The shelf of builds: which there are, which one is current, who is reading one, and who is writing the next."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from geo.core.errors import DataProblem
from loaders.store.manifest import Manifest, file_digest

KEPT = 10
MAKING = ".making-"
LEASE_SECONDS = 5  # how long another process may look whether a lease is held
_leasing = threading.Lock()  # the threads of a process share one lease


class BuildStore:
    """The folder of a store: builds/, CURRENT, leases/ and the writer's lock."""

    def __init__(self, root: Path) -> None:
        self.root, self.builds = root, root / "builds"

    def prepare(self) -> None:
        self.builds.mkdir(parents=True, exist_ok=True)
        (self.root / "leases").mkdir(exist_ok=True)

    def names(self) -> list[str]:
        """Every complete build, oldest first."""
        return sorted(path.parent.name for path in self.builds.glob("[0-9]*/manifest.json"))

    def current(self) -> str | None:
        """The build that readers should open; None where nothing has been loaded yet."""
        pointer = self.root / "CURRENT"
        return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else None

    def folder(self, build: str) -> Path:
        return self.builds / build

    def manifest(self, build: str) -> Manifest:
        path = self.folder(build) / "manifest.json"
        if build not in self.names():
            raise DataProblem(
                f"There is no build {build}.",
                f"There are: {', '.join(self.names()) or 'none'}.",
                "`python -m loaders builds` lists them.",
            )
        return Manifest.read(path)

    def point_to(self, build: str) -> None:
        """Make a build current: one atomic swap, after everything it needs is on the disk."""
        self.manifest(build)
        fresh = self.root / "CURRENT.new"
        with fresh.open("w", encoding="utf-8") as opened:
            opened.write(build + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(fresh, self.root / "CURRENT")

    def undo(self) -> tuple[str, str]:
        """Show the build again that was shown before the current one was made; gives (the build shown until now, the one shown now).

        Raises DataProblem where there is none, or it is no longer kept.
        """
        current = self.current()
        if current is None:
            raise DataProblem("There is nothing to undo.", "Nothing has been loaded yet.")
        manifest = self.manifest(current)
        earlier = manifest.before or self._next_older(manifest)
        if not earlier:
            raise DataProblem(
                "There is nothing to undo.",
                f"Build {current} is the first that is kept.",
                "`python -m loaders remove MONTH` takes a month out.",
            )
        if earlier not in self.names():
            raise DataProblem(
                "There is nothing to go back to.",
                f"The build before {current} was {earlier}; it is no longer among the {KEPT} kept.",
                "`python -m loaders builds` lists those that are, `use BUILD` shows one.",
            )
        self.point_to(earlier)
        return current, earlier

    def _next_older(self, manifest: Manifest) -> str:
        """Of a build that does not say which was shown before it: the one of its kind that was made before it."""
        older = (self.manifest(build) for build in self.names() if build < manifest.build)
        return max((other.build for other in older if other.kind == manifest.kind), default="")

    def latest(self, kind: str) -> Manifest | None:
        """The build to go on from: the current one if it is of this kind, else the newest that is."""
        current = self.current()
        order = ([current] if current else []) + self.names()[::-1]
        manifests = (self.manifest(build) for build in order)
        return next((manifest for manifest in manifests if manifest.kind == kind), None)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Held by the one load at a time; whatever an interrupted load left behind is cleared away first."""
        self.prepare()
        try:
            with FileLock(self.root / "writer.lock").acquire(blocking=False):
                for left in self.builds.iterdir():
                    if not (left / "manifest.json").exists() or left.name.startswith(MAKING):
                        shutil.rmtree(left, ignore_errors=True)
                yield
        except Timeout as problem:
            raise DataProblem(
                "Another load is running in this store.",
                f"It holds {self.root / 'writer.lock'}.",
                "Wait until it has finished, then load again.",
            ) from problem

    def lease(self, build: str) -> FileLock:
        """Say that this process reads a build, so that it is not thrown away; released with the process."""
        self.prepare()
        with _leasing:
            lease = FileLock(
                self.root / "leases" / f"{build}.{os.getpid()}.lock",
                is_singleton=True,
                thread_local=False,
            )
            lease.acquire(timeout=LEASE_SECONDS)
        return lease

    def in_use(self, build: str) -> bool:
        """Whether any living process reads it."""
        for path in (self.root / "leases").glob(f"{build}.*.lock"):
            lock = FileLock(path)
            try:
                lock.acquire(blocking=False)
            except Timeout:
                return True
            lock.release()
            path.unlink(missing_ok=True)
        return False

    def tidy(self) -> None:
        """Throw away the oldest builds beyond ten; never the current one nor one in use."""
        for build in self.names()[:-KEPT]:
            if build != self.current() and not self.in_use(build):
                (self.folder(build) / "manifest.json").unlink()
                shutil.rmtree(self.folder(build), ignore_errors=True)

    def faults(self, build: str) -> list[str]:
        """What `verify` finds: files missing, changed or of another size than the manifest says; empty when all is well."""
        sentences = []
        for name, expected in self.manifest(build).files.items():
            path = self.folder(build) / name
            if not path.exists():
                sentences.append(f"{name} is missing.")
            elif file_digest(path) != expected:
                sentences.append(
                    f"{name} has changed: {path.stat().st_size:,} bytes, the manifest says {expected[0]:,}."
                )
        return sentences
