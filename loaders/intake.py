"""The one door for data: asks the registry what each file is, and makes one build of all that was given together."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo.core.errors import DataProblem
from geo.core.schema import REGISTER
from loaders.documents.archives import Document, documents
from loaders.documents.read_result import ReadResult
from loaders.extract.mapping import ExtractMapping, read_mapping
from loaders.extract.privacy import salt_of
from loaders.reference import table
from loaders.sources import operations_register, registry
from loaders.sources.boundaries import Wards, approximate_wards, kept_wards, wards_of
from loaders.sources.source import Holds, ReadSettings, Source
from loaders.store.build_writer import BuildWriter, building
from loaders.store.builds import BuildStore
from loaders.store.manifest import REAL, Manifest
from loaders.store.sound_base import going_on_from, notes_on, require_sound, require_wards

WORKERS = 2
MAPPING = ".toml"
UNUSED = re.compile(r"-outcomes\.csv$|^readme|^licen[cs]e", re.I)
Progress = Callable[[str, int, int, int], None]


@dataclass
class Report:
    """What came of a load: the build (None where nothing is new), rows read of each file, and what to know about them."""

    manifest: Manifest | None = None
    read: dict[str, int] = field(default_factory=dict)
    accepted: int = 0
    rejected: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class File:
    """A document, and the source that it is of."""

    source: Source
    document: Document


@dataclass(frozen=True)
class FileGroups:
    """What was given, by when it is read: boundaries first, a force's own extracts when the register is known, all else between."""

    boundaries: list[File]
    files: list[File]
    extracts: list[File]
    mapping: ExtractMapping | None
    notes: list[str]


def load(
    paths: Iterable[Path],
    store: Path,
    *,
    swapped: bool = False,
    drawing: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read every file given, and make them a new build together with what the store holds; or change nothing at all.

    paths     a TOML file among them is the mapping of a force's own extract
    swapped   longitude and latitude stand in each other's column in these files
    drawing   a lighter file of the same boundaries, to draw with
    progress  told (file, rows so far, bytes so far, bytes in all) after each file

    Raises DataProblem when any file cannot be used.
    """
    groups = _file_groups(paths)
    build_store, report = BuildStore(store), Report(notes=groups.notes)
    with build_store.writing():
        previous = going_on_from(build_store, REAL)
        report.notes += notes_on(build_store, previous)
        wards = _wards(groups.boundaries, build_store, previous, drawing)
        with building(build_store, REAL, wards, previous) as work:
            if (REGISTER, "", "") not in work.parts:
                add_own_register(work)
            settings = ReadSettings(frozenset(work.wards.table.index), swapped=swapped)
            _read_all(groups.files, settings, work, report, progress)
            if groups.extracts:
                settings = replace(
                    settings,
                    mapping=groups.mapping,
                    salt=salt_of(store),
                    operations=tuple(work.operation_names()),
                )
            for file in groups.extracts:  # one at a time, when the register is known
                size = file.document.size
                _count(file, _taken_in(file, settings, work), report, progress, (size, size))
            report.manifest = work.finish()
    return report


def rehearse(
    paths: Iterable[Path], store: Path, *, swapped: bool = False
) -> list[tuple[str, ReadResult]]:
    """What a load of these files would accept, and why not the rest: file and rows of each, in order. Nothing is changed or made.

    The rejected rows of a force's extract show what they hold, for the analyst's eyes; words that are not known are named.
    """
    groups, build_store = _file_groups(paths), BuildStore(store)
    previous = build_store.latest(REAL)
    require_sound(build_store, previous)
    wards = _wards(groups.boundaries, build_store, previous, None)
    settings = ReadSettings(
        frozenset(wards.table.index),
        swapped=swapped,
        mapping=groups.mapping,
        salt=secrets.token_bytes(),  # thrown away: no pseudonym of a rehearsal is kept
        operations=tuple(_operation_names(build_store, previous)),
        showing=True,
    )
    return [
        (file.document.name, registry.read(file.source, file.document, settings))
        for file in (*groups.files, *groups.extracts)
    ]


def add_own_register(work: BuildWriter) -> None:
    """The operations that the area's own table lists, as `data/operations.csv` does."""
    known = set(work.wards.table.index)
    text = table("operations").to_csv(index=False).encode()
    listed = operations_register.read_operations(text, "operations.csv", known)
    work.add_register(listed, file="data/operations.csv")


def _operation_names(build_store: BuildStore, previous: Manifest | None) -> list[str]:
    """The operations of the register as it stands, which a first load takes from data/operations.csv."""
    parts = previous.parts if previous else ()
    register = next((part for part in parts if part.source_id == REGISTER), None)
    if register is None or previous is None:
        return table("operations")["name"].tolist()
    return operations_register.names_in(build_store.folder(previous.build) / register.file)


def _file_groups(paths: Iterable[Path]) -> FileGroups:
    listed = documents(paths)
    unused = [document.name for document in listed if UNUSED.search(document.name)]
    mappings = [document for document in listed if document.name.lower().endswith(MAPPING)]
    wanted = [
        document for document in listed if document.name not in unused and document not in mappings
    ]
    if not wanted:
        raise DataProblem(
            "There is nothing to load.",
            f"We found {len(listed):,} files that we can read.",
            "Name a CSV, Excel, ZIP or boundary file.",
        )
    if len(mappings) > 1:
        raise DataProblem(
            "More than one mapping was given.",
            f"They are: {', '.join(d.name for d in mappings)}.",
            "Load the files of each mapping by themselves.",
        )
    mapping = read_mapping(mappings[0].read(), mappings[0].name) if mappings else None
    files = [File(registry.recognised(document, mapping), document) for document in wanted]
    extracts = [file for file in files if file.source.extract]
    if mapping and not extracts:
        raise DataProblem(
            "A mapping was given, and no file that it is for.", do="Name the extract beside it."
        )
    boundaries = [file for file in files if file.source.holds is Holds.BOUNDARIES]
    notes = (
        [f"{len(unused):,} files are of kinds not used here, such as {unused[0]}."]
        if unused
        else []
    )
    others = [file for file in files if file not in extracts and file not in boundaries]
    return FileGroups(boundaries, others, extracts, mapping, notes)


def _wards(
    files: Sequence[File], build_store: BuildStore, previous: Manifest | None, drawing: Path | None
) -> Wards:
    """The boundaries given; else those in use; else the approximate ones."""
    if len(files) > 1:
        raise DataProblem(
            "More than one file of boundaries was given.",
            f"They are: {', '.join(file.document.name for file in files)}.",
            "Load the one that the wards should follow.",
        )
    if files:
        (file,) = files
        return wards_of(
            registry.read(file.source, file.document, ReadSettings(drawing=drawing)).rows
        )
    if previous:
        require_wards(previous)
        return kept_wards(build_store.folder(previous.build) / "wards.parquet")
    return approximate_wards()


def _read_all(
    files: Sequence[File],
    settings: ReadSettings,
    work: BuildWriter,
    report: Report,
    progress: Progress | None,
) -> None:
    whole, done = sum(file.document.size for file in files), 0

    def read(file: File) -> tuple[File, ReadResult]:
        result = _taken_in(file, settings, work)
        counted = replace(result, rows=result.rows.select([]))  # their number is enough from here
        return file, counted

    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            for file, result in pool.map(read, files):
                done += file.document.size
                _count(file, result, report, progress, (done, whole))
        finally:
            pool.shutdown(
                cancel_futures=True
            )  # after a problem, the files not yet begun are left alone


def _taken_in(file: File, settings: ReadSettings, work: BuildWriter) -> ReadResult:
    """What was read of a file, once the build has it."""
    result = registry.read(file.source, file.document, settings)
    work.take_in(
        file.source,
        result,
        file=file.document.name,
        archive_month=result.until or file.document.archive_month,
    )
    return result


def _count(
    file: File,
    result: ReadResult,
    report: Report,
    progress: Progress | None,
    done: tuple[int, int],
) -> None:
    name = file.document.name
    report.read[name] = report.read.get(name, 0) + result.read
    report.accepted += len(result.rows)
    report.rejected += len(result.rejected)
    report.notes += result.notes
    if progress:
        progress(name, report.accepted + report.rejected, *done)
