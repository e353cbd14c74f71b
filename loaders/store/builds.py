"""The shelf of builds: which there are, which one is current, who is reading one, and who is writing the next.

Whatever has become of the files, names, pointers and locks here, each is either mended in passing, where nothing can be lost by it, or
said in a sentence.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from geo.core.errors import DataProblem
from loaders.rounding_key import rounding_key
from loaders.store.damage import Fault, Hashes, faults_of
from loaders.store.manifest import COPY, MANIFEST, Manifest, UnreadableManifest

KEPT = 10
MAKING = ".making-"
CURRENT = "CURRENT"
AS_A_WHOLE = "The build as a whole"
LEASE_SECONDS = 5  # how long another process may look whether a lease is held
LONGEST_NAME = 60  # of what CURRENT says, in a sentence
_leasing = threading.Lock()  # the threads of a process share one lease


class BuildStore:
    """The folder of a store: builds/, CURRENT, leases/ and the writer's lock."""

    def __init__(self, root: Path) -> None:
        self.root, self.builds = root, root / "builds"

    def prepare(self) -> None:
        """Make the folders, and the key by which restricted counts are rounded. Raises DataProblem where the place does not allow it."""
        leases = self.root / "leases"
        with self._writable():
            self.builds.mkdir(parents=True, exist_ok=True)
            if leases.is_file():
                leases.unlink()  # leases are locks on files within; what lies in their folder's place holds nothing
            leases.mkdir(exist_ok=True)
        rounding_key(self.root)

    def names(self) -> list[str]:
        """Every build that has a manifest, readable or not, oldest first.

        Raises DataProblem where the folder cannot be looked into: it must not pass for an empty one.
        """
        try:
            listed = [path.name for path in self.builds.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise DataProblem(
                "The store cannot be read.",
                f"{self.builds}: {problem.strerror}.",
                "Let this account read it, or name the store's folder in SVD_STORE.",
            ) from problem
        return sorted(name for name in listed if name[0].isdigit() and self._has_manifest(name))

    def current(self) -> str | None:
        """The build that CURRENT names, damaged or not; None where it names none, which `pointer_fault` explains."""
        named = self._pointed()
        return named if named in self.names() else None

    def pointer_fault(self) -> str:
        """What is wrong with CURRENT, in a sentence; empty where it names a build, or where there is none to name."""
        pointer, named, names = self.root / CURRENT, self._pointed(), self.names()
        if named in names or (not names and not os.path.lexists(pointer)):
            return ""
        if not os.path.lexists(pointer):
            return f"{CURRENT} is missing, which says the build to show."
        if not pointer.is_file():
            return f"{CURRENT} is no file; it says the build to show."
        if not named:
            return f"{CURRENT} is empty or cannot be read; it says the build to show."
        return f"{CURRENT} names “{named[:LONGEST_NAME]}”, and there is no such build."

    def folder(self, build: str) -> Path:
        return self.builds / build

    def manifest(self, build: str) -> Manifest:
        """What a build says of itself, by its copy where its manifest is damaged.

        Raises DataProblem for a build that is not there, UnreadableManifest where neither can be read.
        """
        names = self.names()
        if build not in names:
            raise DataProblem(
                f"There is no build {build}.",
                f"There are: {', '.join(names) or 'none'}.",
                "`python -m loaders builds` lists them.",
            )
        try:
            return Manifest.read(self.folder(build) / MANIFEST)
        except UnreadableManifest:
            if (self.folder(build) / COPY).exists():
                return Manifest.read(self.folder(build) / COPY)
            raise

    def point_to(self, build: str) -> None:
        """Make a build current: one atomic swap, after everything it needs is on the disk."""
        self.manifest(build)
        pointer, fresh = self.root / CURRENT, self.root / f"{CURRENT}.{os.getpid()}.new"
        with fresh.open("w", encoding="utf-8") as opened:
            opened.write(build + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        if pointer.is_dir() and not pointer.is_symlink():
            os.replace(pointer, self.root / f"{CURRENT}.damaged-{os.getpid()}")
        os.replace(fresh, pointer)

    def undo(self) -> tuple[str, str]:
        """Show the build again that was shown before the current one was made; gives (the build shown until now, the one shown now).

        Raises DataProblem where there is none, it is no longer kept, or it is damaged.
        """
        current = self.current()
        if current is None:
            raise DataProblem("There is nothing to undo.", "Nothing has been loaded yet.")
        manifest = self.readable(current)
        kind = manifest.kind if manifest else ""
        earlier = (manifest.before if manifest else "") or self._next_older(current, kind)
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
        self.require_whole(earlier)
        self.point_to(earlier)
        return current, earlier

    def _next_older(self, current: str, kind: str) -> str:
        """Of a build that does not say which was shown before it: the one of its kind (empty: of any) that was made before it."""
        older = filter(None, (self.readable(name) for name in self.names() if name < current))
        return max((other.build for other in older if kind in ("", other.kind)), default="")

    def latest(self, kind: str) -> Manifest | None:
        """The build to go on from: the current one if it is of this kind, else the newest that is; those that cannot be read are passed over."""
        current = self.current()
        order = ([current] if current else []) + self.names()[::-1]
        manifests = filter(None, map(self.readable, order))
        return next((manifest for manifest in manifests if manifest.kind == kind), None)

    def readable(self, build: str) -> Manifest | None:
        """The manifest of a build; None where it cannot be read."""
        try:
            return self.manifest(build)
        except DataProblem:
            return None

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Held by the one load at a time; what an interrupted load left behind is cleared away, and what this one leaves."""
        self.prepare()
        lock = self._lock(self.root / "writer.lock")
        try:
            with self._writable():
                lock.acquire(blocking=False)
        except Timeout as problem:
            raise DataProblem(
                "Another load is running in this store.",
                f"It holds {self.root / 'writer.lock'}.",
                "Wait until it has finished, then load again.",
            ) from problem
        try:
            self._clear()
            self._name_back()
            yield
        finally:
            self._clear()
            lock.release()

    def lease(self, build: str) -> FileLock | None:
        """Say that this process reads a build, so that it is not thrown away; released with the process.

        None where the store may only be read: then this account can neither write a lease nor throw a build away.
        """
        try:
            self.prepare()
            with _leasing:
                lease = self._lock(
                    self.root / "leases" / f"{build}.{os.getpid()}.lock", shared=True
                )
                lease.acquire(timeout=LEASE_SECONDS)
        except Timeout:
            raise
        except (DataProblem, OSError):
            if self.builds.is_dir():
                return None
            raise
        return lease

    def in_use(self, build: str) -> bool:
        """Whether any living process reads it, as far as this account may know."""
        for path in (self.root / "leases").glob(f"{build}.*.lock"):
            if path.is_dir():
                continue
            lock = FileLock(path)
            try:
                lock.acquire(blocking=False)
            except (Timeout, OSError):
                return True
            lock.release()
            path.unlink(missing_ok=True)
        return False

    def tidy(self) -> None:
        """Throw away the oldest builds beyond ten; never the current one nor one in use."""
        for build in self.names()[:-KEPT]:
            self.discard(build)

    def discard(self, build: str) -> None:
        """Throw a build away, unless it is the current one or in use."""
        if build != self.current() and not self.in_use(build):
            leaving = self.builds / f"{MAKING}gone-{build}"
            os.replace(self.folder(build), leaving)  # so that it is never listed in part
            shutil.rmtree(leaving, ignore_errors=True)

    def damage(self, build: str, hashes: Hashes | None = None) -> list[Fault]:
        """Every file of a build that is not as it was written, its manifest first; empty when all is well.

        hashes  see loaders.store.damage.faults_of
        """
        faults = self._manifest_faults(build)
        try:
            manifest = self.manifest(build)
        except UnreadableManifest:
            return [*faults, Fault(AS_A_WHOLE, "cannot be read: nobody can tell what it holds")]
        if manifest.build != build:
            faults.append(Fault(AS_A_WHOLE, f"is build {manifest.build}, its folder renamed"))
        return faults + faults_of(self.folder(build), manifest.files, hashes)

    def faults(self, build: str) -> list[str]:
        """What `verify` finds, in sentences: see `damage`."""
        return [fault.sentence for fault in self.damage(build)]

    def _manifest_faults(self, build: str) -> list[Fault]:
        """What is wrong with the manifest and with its copy, which version 0.9 did not write."""
        read = dict[str, Manifest]()
        faults = []
        for name in (MANIFEST, COPY):
            try:
                read[name] = Manifest.read(self.folder(build) / name)
            except UnreadableManifest as problem:
                faults.append(Fault(name, problem.fault))
        if len(read) == 2 and read[MANIFEST] != read[COPY]:
            faults.append(Fault(COPY, "has changed: it is not the copy of the manifest"))
        uncopied = len(read) == 1 and not os.path.lexists(self.folder(build) / COPY)
        if uncopied and not Manifest.has_copy(self.folder(build) / MANIFEST):
            return []
        return faults

    def require_whole(self, build: str) -> None:
        """Refuse a build that is not there or is damaged."""
        if build not in self.names():
            self.manifest(build)  # which says so
        if faults := self.faults(build):
            more = f" And {len(faults) - 3:,} files more." if len(faults) > 3 else ""
            raise DataProblem(
                f"Build {build} is damaged.",
                " ".join(faults[:3]) + more,
                f"Run `python -m loaders repair {build}`, or choose a whole one of `python -m loaders builds`.",
            )

    def _pointed(self) -> str:
        """What CURRENT says; empty where it is missing or no file."""
        try:
            return (self.root / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""

    def _has_manifest(self, name: str) -> bool:
        """Whether a folder is a build's, as one that may not be looked into is taken to be."""
        for file in (MANIFEST, COPY):
            try:
                (self.builds / name / file).lstat()
            except PermissionError:
                return True
            except OSError:
                continue
            return True
        return False

    def _clear(self) -> None:
        """Take away what loads left half made, and folders that never became a build."""
        pointed = self._pointed()
        for unused in self.root.glob(f"{CURRENT}.*.new"):
            unused.unlink()
        for left in self.builds.iterdir():
            unfinished = left.name[0].isdigit() and not self._has_manifest(left.name)
            if left.name.startswith(MAKING) or (unfinished and left.name != pointed):
                shutil.rmtree(left, ignore_errors=True)

    def _name_back(self) -> None:
        """Where CURRENT names a build whose folder was renamed, give it its name again: nothing of it has changed."""
        pointed = self._pointed()
        if not pointed or self.pointer_fault() == "":
            return
        for path in sorted(self.builds.iterdir()):
            with contextlib.suppress(UnreadableManifest):
                if path.is_dir() and Manifest.read(path / MANIFEST).build == pointed:
                    path.rename(self.folder(pointed))
                    return

    def _lock(self, path: Path, *, shared: bool = False) -> FileLock:
        """A lock on a file; an empty folder in its place is taken away. Raises DataProblem for one that holds something."""
        if path.is_dir():
            try:
                path.rmdir()
            except OSError as problem:
                raise DataProblem(
                    "A folder lies where the store keeps a lock.",
                    f"It is {path}.",
                    "Move it away, then try again.",
                ) from problem
        return FileLock(path, is_singleton=shared, thread_local=not shared)

    @contextlib.contextmanager
    def _writable(self) -> Iterator[None]:
        """Around the making of folders and locks: what the place does not allow is said in plain words."""
        try:
            yield
        except Timeout:
            raise
        except OSError as problem:
            raise DataProblem(
                "The store cannot be written.",
                f"{problem.filename or self.root}: {problem.strerror}.",
                "Let this account write there and see that there is room, or name another folder in SVD_STORE.",
            ) from problem
