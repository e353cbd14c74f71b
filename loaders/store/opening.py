"""Which build to show: the current one while it is whole, else the newest whole one, and in which words that is said."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillReading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo.core.errors import DataProblem
from loaders.store.builds import BuildStore
from loaders.store.damage import Fault, Stamps, size_faults, stamps
from loaders.store.manifest import COPY, MANIFEST, REAL, Manifest

PATIENCE_SECONDS = (
    0.5  # a page waits no longer for all files to be read; the next run knows what came of it
)
MOST_NAMED = 3
REPAIR = "Run `python -m loaders repair`: it mends what it can, and names the files to load again."
_reader = ThreadPoolExecutor(1, thread_name_prefix="store-check")
_checks: dict[tuple[str, str], tuple[Stamps, Future[list[Fault]]]] = {}
_checking = threading.Lock()


@dataclass(frozen=True)
class Opening:
    """What readers should open.

    build    None where nothing is loaded, or nothing that is whole
    problem  what is wrong with the store, even where a build can be shown; None where nothing is
    """

    build: str | None
    problem: DataProblem | None = None


def opening(root: Path, *, patience: float | None = PATIENCE_SECONDS) -> Opening:
    """The current build of a store if it is whole, else the newest whole one of its kind; real data are never stood in for by the demonstration.

    patience  seconds to wait while files are read; None for as long as it takes. Sizes are looked at in any case.

    Never raises: a store that cannot be read has a problem, too.
    """
    build_store = BuildStore(root)
    try:
        names, fault = build_store.names(), build_store.pointer_fault()
        if not names:
            return Opening(None, _nothing_there(fault) if fault else None)
        current = build_store.current()
        faults = _seen(build_store, current, patience) if current else []
        if current and not _harmful(faults):
            return Opening(current, _slight(current, faults) if faults else None)
        shown = whole_build(build_store, _kind(build_store), patience=patience)
        return Opening(shown.build if shown else None, _problem(current, fault, faults, shown))
    except DataProblem as problem:
        return Opening(None, problem)
    except OSError as problem:
        return Opening(
            None,
            DataProblem("The store cannot be read.", f"{problem.filename}: {problem.strerror}."),
        )


def whole_build(
    build_store: BuildStore, kind: str, *, patience: float | None = PATIENCE_SECONDS
) -> Manifest | None:
    """The current build if it is of this kind and whole, else the newest that is; None where none is."""
    current = build_store.current()
    order = ([current] if current else []) + [n for n in build_store.names()[::-1] if n != current]
    for build in order:
        manifest = _readable(build_store, build)
        if manifest is None or manifest.kind != kind:
            continue
        if not _harmful(_seen(build_store, build, patience)):
            return manifest
    return None


def named(faults: list[Fault]) -> str:
    """Faults in sentences, the first few of them."""
    more = len(faults) - MOST_NAMED
    sentences = [fault.sentence for fault in faults[:MOST_NAMED]]
    return " ".join([*sentences, *([f"And {more:,} files more."] if more > 0 else [])])


def _harmful(faults: list[Fault]) -> bool:
    """Whether a build must not be read: any fault but that of a manifest or of its copy, where the other is whole."""
    return any(fault.file not in (MANIFEST, COPY) for fault in faults)


def _kind(build_store: BuildStore) -> str:
    """The kind of build that is to be shown: that of the current one, else real if any is or could be."""
    current = build_store.current()
    manifests = [
        _readable(build_store, name) for name in ([current] if current else build_store.names())
    ]
    kinds = {manifest.kind if manifest else REAL for manifest in manifests}
    return REAL if REAL in kinds else kinds.pop()


def _readable(build_store: BuildStore, build: str) -> Manifest | None:
    """The manifest of a build, read again only when a file of it has changed; None where it cannot be read."""
    return _read(build_store.root, build, tuple(_manifest_stamps(build_store, build).items()))


@lru_cache(maxsize=40)
def _read(root: Path, build: str, stamped: tuple[object, ...]) -> Manifest | None:
    del stamped  # part of the key
    return BuildStore(root).readable(build)


def _manifest_stamps(build_store: BuildStore, build: str) -> Stamps:
    return stamps(build_store.folder(build), {MANIFEST: (0, ""), COPY: (0, "")})


def _seen(build_store: BuildStore, build: str, patience: float | None) -> list[Fault]:
    """The faults of a build: by sizes at once, by content when its files have been read, which is done again only when one has changed."""
    manifest = _readable(build_store, build)
    if manifest is None:
        return build_store.damage(build)
    stamped = stamps(build_store.folder(build), manifest.files)
    sizes = size_faults(stamped, manifest.files)
    if sizes and patience is not None:
        return sizes
    reading = _reading(build_store, build, stamped | _manifest_stamps(build_store, build))
    try:
        return reading.result(patience)
    except StillReading:
        return sizes


def _reading(build_store: BuildStore, build: str, stamped: Stamps) -> Future[list[Fault]]:
    key = (str(build_store.root), build)
    with _checking:
        held = _checks.get(key)
        if held is None or held[0] != stamped:
            held = stamped, _reader.submit(build_store.damage, build)
            _checks[key] = held
    return held[1]


def _slight(build: str, faults: list[Fault]) -> DataProblem:
    return DataProblem(
        f"Build {build} is damaged, and nothing that is shown.",
        f"{named(faults)} There are two copies, and the other is whole.",
        REPAIR,
        "Every figure is as it was loaded.",
    )


def _nothing_there(fault: str) -> DataProblem:
    return DataProblem("The store holds no build.", fault, "Load your files again.", "")


def _problem(
    current: str | None, fault: str, faults: list[Fault], shown: Manifest | None
) -> DataProblem:
    """What is wrong with the current build, and what is shown in its place."""
    wrong = (
        f"Build {current}, which is to be shown, is damaged."
        if current
        else "It is not known which build to show."
    )
    stands = (
        f"Until then, the newest whole build is shown: {shown.build}, made {shown.made_at[:16].replace('T', ' at ')} UTC."
        if shown
        else "No build is whole, so no figure is shown."
    )
    return DataProblem(wrong, named(faults) if current else fault, REPAIR, stands)
