"""Mending a store: a damaged build is made anew from what is sound, from other builds, and from files that were fetched and still lie there.

A build is never changed, since somebody may be reading it: what is mended is a new build, and CURRENT is swapped to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo.core.errors import DataProblem
from geo.core.schema import REGISTER
from loaders.documents.archives import Document, documents
from loaders.reference import table
from loaders.sources import operations_register, registry
from loaders.sources.source import ReadSettings
from loaders.store.build_writer import BuildWriter, building
from loaders.store.builds import BuildStore
from loaders.store.damage import Fault
from loaders.store.manifest import DEMONSTRATION, REAL, Manifest, Partition
from loaders.store.opening import whole_build
from loaders.store.sound_base import (
    DOWNLOADS,
    OWN_REGISTER,
    RESIDENTS,
    WARDS,
    SoundBase,
    lost_problem,
    sound,
)
from loaders.store.wards.denominators import POPULATION_FILE
from loaders.store.wards.vintages import vintages_of_load


@dataclass
class Mending:
    """What came of a repair.

    damaged   the build that was looked at; empty where there is none
    faults    what was wrong with it
    manifest  of the new build; None where none had to be made
    notes     what else was mended, in sentences
    """

    damaged: str = ""
    faults: list[Fault] = field(default_factory=list)
    manifest: Manifest | None = None
    notes: list[str] = field(default_factory=list)


class DemonstrationLost(DataProblem):
    """What is lost is of the demonstration, which can be made again as a whole."""


def repair(root: Path, build: str = "", *, leave_out: bool = False) -> Mending:
    """Mend a build, the current one unless another is named; a mended current build is current again, any other is left beside it.

    leave_out  go on without what cannot be had any more, as if it had not been received

    Raises DataProblem where something must be loaded again: it names the files. UnreadableManifest for a build whose manifest and copy
    cannot be read; the newest whole build of the store is then shown.
    """
    build_store, mending = BuildStore(root), Mending()
    with build_store.writing():
        _mend_pointer(build_store, mending)
        shown = build_store.current()
        mending.damaged = build or shown or ""
        if not mending.damaged:
            return mending
        manifest = _manifest(build_store, mending)
        base = sound(build_store, manifest)
        if isinstance(base, SoundBase):
            mending.faults = [*base.faults]
            mending.manifest = _made_anew(build_store, base, leave_out=leave_out)
            if shown and shown != mending.damaged:
                build_store.point_to(shown)
            if not base.lost:
                build_store.discard(mending.damaged)
    return mending


def _mend_pointer(build_store: BuildStore, mending: Mending) -> None:
    """Have CURRENT name a build again: the newest that can be read, which is mended next if it is not whole."""
    fault = build_store.pointer_fault()
    if not fault:
        return
    newest = build_store.latest(REAL) or build_store.latest(DEMONSTRATION)
    if newest is None:
        raise DataProblem(
            "The store holds no build that can be read.", fault, "Load your files again."
        )
    build_store.point_to(newest.build)
    mending.notes.append(f"{fault} It names the newest now, {newest.build}.")


def _manifest(build_store: BuildStore, mending: Mending) -> Manifest:
    """What the damaged build says of itself; where it cannot, the newest whole build is shown before that is said."""
    manifest = build_store.readable(mending.damaged)
    if manifest is not None:
        return manifest
    faults = build_store.damage(mending.damaged) if mending.damaged in build_store.names() else []
    if not faults:
        build_store.manifest(mending.damaged)  # there is no such build, which it says
    whole = whole_build(build_store, REAL, patience=None) or (
        whole_build(build_store, DEMONSTRATION, patience=None)
    )
    if whole is None:
        raise DataProblem(
            f"Build {mending.damaged} cannot be mended, and no other is whole.",
            " ".join(fault.sentence for fault in faults),
            "Load all your files again.",
        )
    if build_store.current() == mending.damaged:
        build_store.point_to(whole.build)
    raise DataProblem(
        f"Build {mending.damaged} cannot be mended.",
        " ".join(fault.sentence for fault in faults),
        f"Load again what was loaded after {whole.made_at[:16].replace('T', ' at ')} UTC.",
        f"Build {build_store.current()} is shown now.",
    )


def _made_anew(build_store: BuildStore, base: SoundBase, *, leave_out: bool) -> Manifest:
    if any(lost.file == WARDS for lost in base.lost):
        raise _problem(base)  # nothing can be placed without them
    if leave_out:
        base = _without_lost(base)
    vintages = vintages_of_load([], base, build_store.folder)
    with building(build_store, base.kind, vintages, base) as work:
        for lost in {lost.part.key: lost.part for lost in base.lost if lost.part}.values():
            for document in _at_hand(build_store, lost):
                if _taken_from(document, lost, work):
                    break
        try:
            manifest = work.finish()
        except DataProblem as problem:
            if base.kind == DEMONSTRATION and base.lost:
                raise DemonstrationLost(problem.wrong, problem.saw, problem.do) from problem
            raise
    assert manifest is not None  # a sound base never equals what it was taken from
    return manifest


def _problem(base: SoundBase) -> DataProblem:
    problem = lost_problem(base, base.lost)
    if base.kind == DEMONSTRATION:
        return DemonstrationLost(problem.wrong, problem.saw, problem.do)
    return problem


def _without_lost(base: SoundBase) -> SoundBase:
    """The base as if what is lost had never been received; rows whose rejected ones alone are lost are kept."""
    lost_files = {lost.file for lost in base.lost}
    carried = {
        lost.part.key: replace(lost.part, rejected_file="")
        for lost in base.lost
        if lost.part and lost.part.file not in lost_files
    }
    residents_lost = bool({RESIDENTS, POPULATION_FILE} & lost_files)
    return replace(
        base,
        parts=(*base.parts, *carried.values()),
        population={} if residents_lost else base.population,  # then the Census counts
        lost=(),
    )


def _at_hand(build_store: BuildStore, lost: Partition) -> Iterable[Document]:
    """Files that may be those a part was read from: the program's own table, and what `fetch` brought.

    Where else people load from is not kept: a path may name a person or a matter, and builds are handed on.
    """
    if lost.source_id == REGISTER and lost.files == OWN_REGISTER:
        text = table("operations").to_csv(index=False).encode()
        return [Document("operations.csv", "", len(text), lambda: text)]
    downloads = build_store.root / DOWNLOADS
    if not downloads.is_dir():
        return []
    return [document for document in documents([downloads]) if document.name in lost.files]


def _taken_from(document: Document, lost: Partition, work: BuildWriter) -> bool:
    """Whether a file gave back just what was lost; nothing else of it is taken. The program's own list counts as it stands today."""
    before = dict(work.parts)
    try:
        if lost.source_id == REGISTER:
            known = set(work.vintages.codes)
            read = operations_register.read_operations(document.read(), document.name, known)
            work.add_register(read, file=OWN_REGISTER[0], given=False)
        else:
            source = registry.recognised(document)
            settings = ReadSettings(work.vintages.codes, work.vintages.codes_by_vintage)
            result = registry.read(source, document, settings)
            work.take_in(source, result, file=document.name, archive_month=lost.archive_month)
    except DataProblem:
        return False  # it is of another kind now, or is itself damaged
    finally:
        brought = work.parts.get(lost.key)
        work.parts = before
        work.forget_given()
    if brought is None or (brought.digest != lost.digest and lost.files != OWN_REGISTER):
        return False
    work.parts[lost.key] = replace(  # as the manifest described it, beyond its rows
        brought, archive_month=lost.archive_month, files=lost.files, notes=lost.notes
    )
    return True
