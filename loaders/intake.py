"""The one door for data: picks the reader for each file, and makes one build of all that was given together."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from geo.core.errors import DataProblem
from geo.core.schema import REGISTER, SEARCHES, STREET
from loaders.extract.kinds import KINDS, OF_SOURCE, ExtractKind
from loaders.extract.mapping import ExtractMapping, read_mapping, template_mapping
from loaders.extract.privacy import salt_of
from loaders.extract.reader import newest_day, read_extract
from loaders.extract.sheets import EXCEL, kind_of_workbook, same_name
from loaders.reference import table
from loaders.sources import boundaries, operations_register, police_uk, population
from loaders.sources.archives import Document, documents
from loaders.sources.boundaries import Wards
from loaders.sources.csv_text import HEADING_BYTES, heading_of
from loaders.sources.read_result import Loaded
from loaders.store.build_writer import Building, building
from loaders.store.builds import Shelf
from loaders.store.manifest import REAL, Manifest

WORKERS = 2
SHAPES = {".geojson", ".json", ".gpkg", ".parquet", ".zip"}
MAPPING = ".toml"
PUBLISHED = re.compile(r"-(street|stop-and-search)\.csv$")
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
class Asked:
    """What was given, by kind: boundaries, a force's own extracts and how each reads, and all other rows."""

    shapes: list[Document]
    rows: list[Document]
    extracts: list[tuple[Document, ExtractMapping]]
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
    asked = _asked(paths)
    shelf, report = Shelf(store), Report(notes=asked.notes)
    with shelf.writing():
        previous = shelf.latest(REAL)
        wards = _wards(asked.shapes, shelf, previous, drawing)
        with building(shelf, REAL, wards, previous) as work:
            if (REGISTER, "", "") not in work.parts:
                add_own_register(work)
            _read_all(asked.rows, work, report, swapped=swapped, progress=progress)
            salt = salt_of(store) if asked.extracts else b""
            for document, mapping in asked.extracts:  # one at a time, when the register is known
                loaded = read_extract(
                    document, salt=salt, mapping=mapping, operations=work.operation_names()
                )
                _take_in(
                    mapping.kind.source_id, document, loaded, work, day=_extracted(mapping, loaded)
                )
                _count(document, loaded, report, told=progress, done=(document.size, document.size))
            report.manifest = work.finish()
    return report


def rehearse(
    paths: Iterable[Path], store: Path, *, swapped: bool = False
) -> list[tuple[str, Loaded]]:
    """What a load of these files would accept, and why not the rest: file and rows of each, in order. Nothing is changed or made.

    The rejected rows of a force's extract show what they hold, for the analyst's eyes; words that are not known are named.
    """
    asked, shelf = _asked(paths), Shelf(store)
    previous = shelf.latest(REAL)
    wards = set(_wards(asked.shapes, shelf, previous, None).table.index)
    found = [
        (document.name, _read(document, document.read(), wards, swapped=swapped)[1])
        for document in asked.rows
    ]
    register = (
        next((part for part in previous.parts if part.source_id == REGISTER), None)
        if previous
        else None
    )
    names = (
        table("operations")["name"].tolist()
        if register is None or previous is None
        else operations_register.names_in(shelf.folder(previous.build) / register.file)
    )
    salt = secrets.token_bytes()  # thrown away: no pseudonym of a rehearsal is kept
    return found + [
        (
            document.name,
            read_extract(document, salt=salt, mapping=mapping, operations=names, showing=True),
        )
        for document, mapping in asked.extracts
    ]


def add_own_register(work: Building) -> None:
    """The operations that the area's own table lists, as `data/operations.csv` does."""
    known = set(work.wards.table.index)
    text = table("operations").to_csv(index=False).encode()
    loaded = operations_register.read_operations(text, "operations.csv", known)
    work.add_register(loaded, file="data/operations.csv")


def _asked(paths: Iterable[Path]) -> Asked:
    found = documents(paths)
    unused = [document.name for document in found if UNUSED.search(document.name)]
    mappings = [document for document in found if document.name.lower().endswith(MAPPING)]
    wanted = [
        document for document in found if document.name not in unused and document not in mappings
    ]
    if not wanted:
        raise DataProblem(
            "There is nothing to load.",
            f"We found {len(found):,} files that we can read.",
            "Name a CSV, Excel, ZIP or boundary file.",
        )
    if len(mappings) > 1:
        raise DataProblem(
            "More than one mapping was given.",
            f"They are: {', '.join(d.name for d in mappings)}.",
            "Load the files of each mapping by themselves.",
        )
    mapping = read_mapping(mappings[0].read(), mappings[0].name) if mappings else None
    shapes = [document for document in wanted if Path(document.name).suffix.lower() in SHAPES]
    extracts = [
        (document, how)
        for document in wanted
        if document not in shapes and (how := _how_it_reads(document, mapping))
    ]
    if mapping and not extracts:
        raise DataProblem(
            "A mapping was given, and no file that it is for.", do="Name the extract beside it."
        )
    notes = (
        [f"{len(unused):,} files are of kinds not used here, such as {unused[0]}."]
        if unused
        else []
    )
    theirs = [document for document, _ in extracts]
    return Asked(
        shapes, [d for d in wanted if d not in shapes and d not in theirs], extracts, notes
    )


def _how_it_reads(document: Document, given: ExtractMapping | None) -> ExtractMapping | None:
    """How a force's own extract reads: by the mapping given, else a workbook, or text, in a template's columns. None for any other file."""
    if PUBLISHED.search(document.name) or given:
        return None if PUBLISHED.search(document.name) else given
    kind = (
        kind_of_workbook(document)
        if document.name.lower().endswith(EXCEL)
        else _kind_of_text(document)
    )
    return template_mapping(kind) if kind else None


def _kind_of_text(document: Document) -> ExtractKind | None:
    names = {same_name(name) for name in heading_of(_beginning(document), document.name)}
    return next((kind for kind in KINDS if kind.reference in names), None)


def _beginning(document: Document) -> bytes:
    if document.path is None:
        return document.read()
    with document.path.open("rb") as opened:
        return opened.read(HEADING_BYTES)


def _extracted(mapping: ExtractMapping, loaded: Loaded) -> str:
    return f"{mapping.extracted:%Y-%m-%d}" if mapping.extracted else newest_day(loaded.rows)


def _wards(
    shapes: list[Document], shelf: Shelf, previous: Manifest | None, drawing: Path | None
) -> Wards:
    """The boundaries given; else those in use; else the approximate ones."""
    if len(shapes) > 1:
        raise DataProblem(
            "More than one file of boundaries was given.",
            f"They are: {', '.join(d.name for d in shapes)}.",
            "Load the one that the wards should follow.",
        )
    if shapes:
        if shapes[0].path is None:
            raise DataProblem(
                f"{shapes[0].name} lies inside a ZIP archive.",
                do="Unpack boundary files and load them by themselves.",
            )
        return boundaries.read_boundaries(shapes[0].path, drawing=drawing)
    if previous:
        return boundaries.kept_wards(shelf.folder(previous.build) / "wards.parquet")
    return boundaries.approximate_wards()


def _read_all(
    rows: list[Document],
    work: Building,
    report: Report,
    *,
    swapped: bool,
    progress: Progress | None,
) -> None:
    whole, done, known = sum(document.size for document in rows), 0, set(work.wards.table.index)

    def read(document: Document) -> tuple[Document, Loaded]:
        kind, loaded = _read(document, document.read(), known, swapped=swapped)
        _take_in(kind, document, loaded, work)
        return document, Loaded(
            loaded.rows.select([]), loaded.rejected, loaded.notes
        )  # their number is enough from here

    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            for document, loaded in pool.map(read, rows):
                done += document.size
                _count(document, loaded, report, told=progress, done=(done, whole))
        finally:
            pool.shutdown(
                cancel_futures=True
            )  # after a problem, the files not yet begun are left alone


def _count(
    document: Document,
    loaded: Loaded,
    report: Report,
    *,
    told: Progress | None,
    done: tuple[int, int],
) -> None:
    report.read[document.name] = report.read.get(document.name, 0) + loaded.read
    report.accepted += len(loaded.rows)
    report.rejected += len(loaded.rejected)
    report.notes += loaded.notes
    if told:
        told(document.name, report.accepted + report.rejected, *done)


def _read(document: Document, data: bytes, wards: set[str], *, swapped: bool) -> tuple[str, Loaded]:
    """What one file is, and its rows, by the reader its heading calls for."""
    name = document.name
    heading = set(heading_of(data, name))
    if "Object of search" in heading or name.endswith("-stop-and-search.csv"):
        return SEARCHES, police_uk.read_searches(data, name, swapped=swapped)
    if heading & {"Crime type", "Crime ID", "Reported by"} or name.endswith("-street.csv"):
        return STREET, police_uk.read_street(data, name, swapped=swapped)
    if "residents" in heading:
        return "residents", population.read_population(data, name)
    if {"name", "start", "end"} <= heading:
        return REGISTER, operations_register.read_operations(data, name, wards)
    raise DataProblem(
        f"{name} is not a file we know.",
        f"Its columns are: {', '.join(sorted(heading))[:300]}.",
        "Give street or stop-and-search files of data.police.uk, a force's extract with its mapping, residents, operations "
        "or boundaries.",
    )


def _take_in(
    kind: str, document: Document, loaded: Loaded, work: Building, *, day: str = ""
) -> None:
    """Hand what was read of a file to the build."""
    name = document.name
    if kind == "residents":
        work.only_one("residents", name)
        work.add_residents(loaded, file=name)
    elif kind == REGISTER:
        work.only_one("operations", name)
        work.add_register(loaded, file=name)
    else:
        for month in loaded.rows["month"].unique().to_pylist() if kind in OF_SOURCE else ():
            work.only_one(f"{OF_SOURCE[kind].whole} for {month:%B %Y}", name)
        work.add(loaded, file=name, archive_month=day or document.archive_month)
