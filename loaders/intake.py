"""The one door for data: asks the registry what each file is, says what a load would do, and makes one build of all that was given together."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from geo.core.errors import DataProblem
from geo.core.schema import GENERALISED, REGISTER
from loaders.area import area_file
from loaders.documents.archives import Document, listing
from loaders.documents.kinds_of_file import accounted
from loaders.documents.read_result import ReadResult
from loaders.extract.mapping import ExtractMapping
from loaders.extract.privacy import salt_file, salt_of
from loaders.extract.suggested.suggestions import Suggestions
from loaders.reference import table
from loaders.settings import setting
from loaders.sources import operations_register, registry
from loaders.sources.boundaries import to_be_replaced, wards_of
from loaders.sources.source import Holds, ReadSettings, Source
from loaders.store.build_writer import BuildWriter, building
from loaders.store.builds import BuildStore
from loaders.store.manifest import REAL, Manifest, Partition
from loaders.store.proposal import (
    NOT_COUNTED,
    PASSED_OVER,
    REFUSED,
    TAKEN,
    FileFate,
    month_words,
    takes_nothing_away,
)
from loaders.store.proposal import NotAgreed as NotAgreed
from loaders.store.proposal import Proposal as Proposal
from loaders.store.sound_base import going_on_from, notes_on, require_sound, require_wards
from loaders.store.wards.geographies import geographies_of_load
from loaders.store.wards.vintages import WardVintages, vintages_of_load

WORKERS = 2
MAPPING = ".toml"
Progress = Callable[[str, int, int, int], None]
Agreed = Callable[[Proposal], bool]


@dataclass
class Report:
    """What came of a load.

    manifest   the build; None where nothing is new
    read       rows read of each file
    accepted   rows of these files that stand in the build, counted once it is known which files count
    rejected   rows of the files that count which make no sense; the rest of `read` is of files that do not count
    """

    manifest: Manifest | None = None
    read: dict[str, int] = field(default_factory=dict)
    accepted: int = 0
    rejected: int = 0
    notes: list[str] = field(default_factory=list)
    proposal: Proposal = field(default_factory=Proposal)

    @property
    def not_counted(self) -> int:
        """Rows of files in whose place another file of the same load counts."""
        return sum(self.read.values()) - self.accepted - self.rejected


@dataclass(frozen=True)
class Rehearsal:
    """What a load would do, and the rows of each file by its name, in order.

    problem  for which the load would be refused, once the files are read
    """

    proposal: Proposal
    files: list[tuple[str, ReadResult]]
    problem: DataProblem | None = None


@dataclass(frozen=True)
class File:
    """A document, the source that it is of, its place among those given, and a name by which it can be told from the others."""

    source: Source
    document: Document
    position: int
    name: str = ""


@dataclass(frozen=True)
class FileGroups:
    """What was given, by when it is read: boundaries first, a force's own extracts when the register is known, all else between."""

    boundaries: list[File]
    files: list[File]
    extracts: list[File]
    mapping: ExtractMapping | None
    notes: list[str]
    left_out: tuple[FileFate, ...] = ()

    def fates(self, counting: set[str]) -> tuple[FileFate, ...]:
        """What becomes of each file that was given or met in a folder or archive.

        counting  names of those that count
        """
        given = [file.name for file in (*self.boundaries, *self.files, *self.extracts)]
        read = [
            FileFate(name, TAKEN)
            if name in counting
            else FileFate(name, NOT_COUNTED, "another file of its month counts")
            for name in given
        ]
        return (*read, *self.left_out)


def load(
    paths: Iterable[Path],
    store: Path,
    *,
    swapped: bool = False,
    layers: Sequence[str] = (),
    geography: str = "",
    drawing: Path | None = None,
    progress: Progress | None = None,
    agreed: Agreed = takes_nothing_away,
) -> Report:
    """Read every file given, and make them a new build together with what the store holds; or change nothing at all.

    paths     a TOML file among them is the mapping of a force's own extract
    swapped   longitude and latitude stand in each other's column in these files
    layers    names of the layers of a boundary file that count, where it holds several of wards
    geography what the areas of a boundary file are called together, where they are no wards: they stand beside these
    drawing   a lighter file of the same boundaries, to draw with
    progress  told (file, rows so far, bytes so far, bytes in all) after each file
    agreed    asked before anything counts, with what the load would do; unless given, no to all that takes away

    What is loaded last counts. Of files given together archives go in the order of their publication, then files by themselves in the
    order named.

    Raises DataProblem when any file cannot be used, NotAgreed where the answer was no.
    """
    groups = _file_groups(paths)
    build_store, report = BuildStore(store), Report(notes=groups.notes)
    with build_store.writing():
        previous = going_on_from(build_store, REAL)
        report.notes += notes_on(build_store, previous)
        of_boundaries = ReadSettings(drawing=drawing, layers=tuple(layers), geography=geography)
        vintages = _vintages(groups.boundaries, build_store, previous, of_boundaries)
        report.notes += vintages.notes or _replacing(previous)
        with building(build_store, REAL, vintages, previous) as work:
            _prepare(work, groups)
            settings = ReadSettings(vintages.codes, vintages.codes_by_vintage, swapped=swapped)
            _read_all(groups.files, settings, work, report, progress)
            if groups.extracts:
                settings = replace(
                    settings,
                    mapping=groups.mapping,
                    salt=salt_of(store),
                    operations=tuple(work.operation_names()),
                    people=bool(area_file().impact_assessment),
                )
            for file in groups.extracts:  # one at a time, when the register is known
                size = file.document.size
                _count(file, _taken_in(file, settings, work), report, progress, (size, size))
            report.proposal = _proposal(work, groups)
            if not agreed(report.proposal):
                raise NotAgreed(report.proposal)
            report.accepted, report.rejected = work.taken()
            report.manifest = work.finish()
    return report


def rehearse(
    paths: Iterable[Path],
    store: Path,
    *,
    swapped: bool = False,
    layers: Sequence[str] = (),
    geography: str = "",
    drawing: Path | None = None,
    showing: bool = True,
) -> Rehearsal:
    """What a load of these files would do, what of each it would accept, and why not the rest. Nothing is changed or made.

    showing  the rejected rows of a force's extract show what they hold, for the analyst's eyes; words that are not known are named

    Raises DataProblem for a file that cannot be read.
    """
    groups, build_store = _file_groups(paths), BuildStore(store)
    previous = build_store.latest(REAL)
    require_sound(build_store, previous)
    of_boundaries = ReadSettings(drawing=drawing, layers=tuple(layers), geography=geography)
    vintages = _vintages(groups.boundaries, build_store, previous, of_boundaries)
    work = BuildWriter(build_store, REAL, vintages, previous, rehearsing=True)
    _prepare(work, groups)
    settings = ReadSettings(vintages.codes, vintages.codes_by_vintage, swapped=swapped)
    results: list[tuple[str, ReadResult]] = []
    problem: DataProblem | None = None
    for file in (*groups.files, *groups.extracts):
        if file.source.extract:
            settings = replace(
                settings,
                mapping=groups.mapping,
                salt=_salt_if_any(store),
                operations=tuple(work.operation_names()),
                people=bool(area_file().impact_assessment),
                showing=showing,
            )
        result = registry.read(file.source, file.document, settings)
        results.append((file.name, result))
        try:
            _take_in(file, result, work)
        except DataProblem as refusal:
            problem = problem or refusal
    return Rehearsal(_proposal(work, groups), results, problem)


def remove_month(
    month: str, store: Path, *, source_id: str = "", agreed: Agreed = takes_nothing_away
) -> Report:
    """Make a build without a month, of one source or of all; `undo` brings it back.

    month  like 2025-03

    Raises DataProblem where there is no such month, NotAgreed where the answer was no.
    """
    build_store = BuildStore(store)
    with build_store.writing():
        previous = going_on_from(build_store, REAL)
        if previous is None:
            raise DataProblem("There is nothing to remove.", "No real data has been loaded yet.")
        parts = _parts_of_month(previous, month, source_id)
        vintages = _vintages([], build_store, previous, ReadSettings())
        with building(build_store, REAL, vintages, previous) as work:
            work.remove(part.key for part in parts)
            report = Report(notes=[*_replacing(previous)], proposal=work.proposal())
            if not agreed(report.proposal):
                raise NotAgreed(report.proposal)
            report.manifest = work.finish()
    return report


def suggested_mapping(paths: Iterable[Path]) -> Suggestions:
    """Which columns of a single file with unknown headings are likely to be which fields of a force's own records.

    Raises DataProblem where it is not one file, or no table with a heading.
    """
    listed = listing(paths).documents
    if len(listed) != 1:
        raise DataProblem(
            "Columns are looked at of one file at a time.",
            f"There are {len(listed)} files here.",
            "Load the file with unknown headings by itself.",
        )
    return registry.suggested_mapping(listed[0])


def _parts_of_month(manifest: Manifest, month: str, source_id: str) -> list[Partition]:
    held = sorted({part.source_id for part in manifest.parts if part.month})
    if source_id and source_id not in held:
        raise DataProblem(
            f"There is no source {source_id} in build {manifest.build}.",
            f"Its sources are: {', '.join(held) or 'none'}.",
            "Name one of them, or none for all.",
        )
    parts = [part for part in manifest.parts if source_id in ("", part.source_id)]
    wanted = [part for part in parts if part.month and part.month == month]
    if not wanted:
        months = sorted({part.month for part in parts if part.month})
        span = f"It holds {len(months):,} months, {months[0]} to {months[-1]}." if months else ""
        raise DataProblem(
            f"There is no {month_words(month)} in build {manifest.build}"
            + (f" of {source_id}." if source_id else "."),
            span,
            "`python -m loaders status` says what is held.",
        )
    return wanted


def _prepare(work: BuildWriter, groups: FileGroups) -> None:
    """What a build begins with, before the files are read: the register of the area, the boundaries given."""
    if (REGISTER, "", "") not in work.parts:
        add_own_register(work)
    for vintage in work.vintages.given:
        work.given_boundaries(vintage)
    if not groups.boundaries and work.previous and to_be_replaced(work.previous.boundaries):
        work.given_boundaries(work.wards.vintage)


def _proposal(work: BuildWriter, groups: FileGroups) -> Proposal:
    return replace(work.proposal(), files=groups.fates(work.counting_files()))


def _salt_if_any(store: Path) -> bytes:
    """The store's salt, so that ids can be compared with those that stand; none is made for a rehearsal, whose pseudonyms are thrown away."""
    if setting("SVD_SALT") or salt_file(store).exists():
        return salt_of(store)
    return secrets.token_bytes()


def add_own_register(work: BuildWriter) -> None:
    """The operations that the area's own table lists, as `data/operations.csv` does."""
    known = set(work.vintages.codes)
    text = table("operations").to_csv(index=False).encode()
    listed = operations_register.read_operations(text, "operations.csv", known)
    work.add_register(listed, file="data/operations.csv", given=False)


def _file_groups(paths: Iterable[Path]) -> FileGroups:
    listed = listing(paths)
    mappings = [d for d in listed.documents if d.name.lower().endswith(MAPPING)]
    if len(mappings) > 1:
        raise DataProblem(
            "More than one mapping was given.",
            f"They are: {', '.join(d.name for d in mappings)}.",
            "Load the files of each mapping by themselves.",
        )
    mapping = registry.mapping_of(mappings[0]) if mappings else None
    files, refused, left_out = list[File](), list[str](), list[FileFate]()
    for document in (d for d in listed.documents if d not in mappings):
        try:
            if unused := registry.unused_reason(document):
                listed.pass_over(document.name, unused)
            else:
                files.append(File(registry.recognised(document, mapping), document, len(files)))
        except DataProblem as problem:
            if document.named:
                raise
            refused.append(_refused(problem))
            why = " ".join(filter(None, (problem.wrong, problem.saw, problem.do)))
            left_out.append(FileFate(document.name, REFUSED, why))
    left_out += [FileFate(document.name, TAKEN) for document in mappings]
    for reason, names in listed.passed_over.items():
        left_out += [FileFate(name, PASSED_OVER, reason) for name in names]
    notes = [*refused, *accounted(listed.passed_over)]
    if not files:
        raise DataProblem(
            "There is nothing to load.",
            " ".join(notes) or "We found no file there.",
            "Name a CSV, Excel, ZIP or boundary file.",
        )
    files = _told_apart(files)
    extracts = [file for file in files if file.source.extract]
    if mapping and not extracts:
        raise DataProblem(
            "A mapping was given, and no file that it is for.", do="Name the extract beside it."
        )
    boundaries = [file for file in files if file.source.holds is Holds.BOUNDARIES]
    others = [file for file in files if file not in extracts and file not in boundaries]
    return FileGroups(boundaries, others, extracts, mapping, notes, tuple(left_out))


def _told_apart(files: Sequence[File]) -> list[File]:
    """The files, each by its own name; of those that share one, with the folder it lies in."""
    times = Counter(file.document.name for file in files)
    return [
        replace(
            file,
            name=f"{file.document.path.parent.name}/{file.document.name}"
            if file.document.path and times[file.document.name] > 1
            else file.document.name,
        )
        for file in files
    ]


def _refused(problem: DataProblem) -> str:
    """What is said of a file met in a folder or archive that cannot be read, while the others are."""
    return f"Refused, and nothing of it was taken: {problem.wrong} {problem.saw} {problem.do}"


def _vintages(
    files: Sequence[File],
    build_store: BuildStore,
    previous: Manifest | None,
    settings: ReadSettings,
) -> WardVintages:
    """The boundaries given beside those in use, and those that the area's own tables hold."""
    if not files and settings.layers:
        raise DataProblem(
            "A layer was named, and no boundary file that it is of.",
            f"It is {', '.join(settings.layers)}.",
            "Name the boundary file beside it, or leave the layer out.",
        )
    if settings.geography and len(files) != 1:
        raise DataProblem(
            f"“{settings.geography}” must be the areas of one file.",
            f"There {'is none' if not files else f'are {len(files):,} boundary files'} among those given.",
            "Load the file of these areas by itself.",
        )
    read = [
        (file.name, wards_of(registry.read(file.source, file.document, settings).rows))
        for file in files
    ]
    wards = [(name, each) for name, each in read if not each.title]
    if previous and previous.reference.id[:4] not in {each.vintage[:4] for _, each in wards}:
        require_wards(previous)
    vintages = vintages_of_load(wards, previous, build_store.folder)
    areas = [(name, each) for name, each in read if each.title]
    geographies = geographies_of_load(
        areas, vintages.geographies, vintages.reference, vintages.codes
    )
    return replace(
        vintages,
        geographies=geographies,
        given=(*vintages.given, *(each.vintage for _, each in areas)),
        files={**vintages.files, **{each.vintage: (name,) for name, each in areas}},
    )


def _replacing(previous: Manifest | None) -> tuple[str, ...]:
    """What is said where the embedded wards take the place of those that an earlier version rebuilt from points."""
    if previous is None or not to_be_replaced(previous.boundaries):
        return ()
    return (
        f"The wards are now the project's own map, {GENERALISED}; those in use until now were rebuilt from points and "
        "approximate. Every row was placed anew, so figures of wards may have changed.",
    )


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
    _take_in(file, result, work)
    return result


def _take_in(file: File, result: ReadResult, work: BuildWriter) -> None:
    work.take_in(
        file.source,
        result,
        file=file.name,
        archive_month=result.until or file.document.archive_month,
        position=file.position,
    )


def _count(
    file: File,
    result: ReadResult,
    report: Report,
    progress: Progress | None,
    done: tuple[int, int],
) -> None:
    name = file.name
    report.read[name] = report.read.get(name, 0) + result.read
    report.notes += result.notes
    if progress:
        progress(name, sum(report.read.values()), *done)
