"""The one door for data: picks the reader for each file, and makes one build of all that was given together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import DataProblem
from geo.schema import REGISTER
from loaders import boundaries, operations_register, police_uk, population
from loaders.archives import Document, documents
from loaders.boundaries import Wards
from loaders.building import Building, building
from loaders.builds import Shelf
from loaders.csv_text import heading_of
from loaders.manifest import REAL, Manifest
from loaders.reference import DATA

WORKERS = 2
SHAPES = {".geojson", ".json", ".gpkg", ".parquet", ".zip"}
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


def load(paths: Iterable[Path], store: Path, *, swapped: bool = False, drawing: Path | None = None,
         progress: Progress | None = None) -> Report:
    """Read every file given, and make them a new build together with what the store holds; or change nothing at all.

    swapped   longitude and latitude stand in each other's column in these files
    drawing   a lighter file of the same boundaries, to draw with
    progress  told (file, rows so far, bytes so far, bytes in all) after each file

    Raises DataProblem when any file cannot be used.
    """
    found = documents(paths)
    unused = [document.name for document in found if UNUSED.search(document.name)]
    wanted = [document for document in found if document.name not in unused]
    if not wanted:
        raise DataProblem("There is nothing to load.", f"We found {len(found):,} files that we can read.",
                          "Name a CSV, ZIP or boundary file.")
    shelf = Shelf(store)
    report = Report(notes=[f"{len(unused):,} files are of kinds not used here, such as {unused[0]}."] if unused else [])
    shapes = [document for document in wanted if Path(document.name).suffix.lower() in SHAPES]
    rows = [document for document in wanted if document not in shapes]
    with shelf.writing():
        previous = shelf.latest(REAL)
        wards = _wards(shapes, shelf, previous, drawing)
        with building(shelf, REAL, wards, previous) as work:
            if (REGISTER, "", "") not in work.parts:
                add_own_register(work)
            _read_all(rows, work, report, swapped=swapped, progress=progress)
            report.manifest = work.finish()
    return report


def add_own_register(work: Building) -> None:
    """The operations that `data/operations.csv` lists."""
    known = set(work.wards.table.index)
    text = (DATA / "operations.csv").read_bytes()
    loaded = operations_register.read_operations(text, "operations.csv", known)
    work.add_register(loaded, file="data/operations.csv")


def _wards(shapes: list[Document], shelf: Shelf, previous: Manifest | None, drawing: Path | None) -> Wards:
    """The boundaries given; else those in use; else the approximate ones."""
    if len(shapes) > 1:
        raise DataProblem("More than one file of boundaries was given.", f"They are: {', '.join(d.name for d in shapes)}.",
                          "Load the one that the wards should follow.")
    if shapes:
        if shapes[0].path is None:
            raise DataProblem(f"{shapes[0].name} lies inside a ZIP archive.", do="Unpack boundary files and load them by themselves.")
        return boundaries.read_boundaries(shapes[0].path, drawing=drawing)
    if previous:
        return boundaries.kept_wards(shelf.folder(previous.build) / "wards.parquet")
    return boundaries.approximate_wards()


def _read_all(rows: list[Document], work: Building, report: Report, *, swapped: bool, progress: Progress | None) -> None:
    whole, done = sum(document.size for document in rows), 0

    def read(document: Document) -> tuple[Document, int, int, tuple[str, ...]]:
        return document, *_read_one(document, work, swapped=swapped)

    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            for document, accepted, rejected, notes in pool.map(read, rows):
                done += document.size
                report.read[document.name] = report.read.get(document.name, 0) + accepted + rejected
                report.accepted += accepted
                report.rejected += rejected
                report.notes += notes
                if progress:
                    progress(document.name, report.accepted + report.rejected, done, whole)
        finally:
            pool.shutdown(cancel_futures=True)  # after a problem, the files not yet begun are left alone


def _read_one(document: Document, work: Building, *, swapped: bool) -> tuple[int, int, tuple[str, ...]]:
    """Read one file with the reader its heading calls for, and hand it to the build."""
    data, name = document.read(), document.name
    heading = set(heading_of(data, name))
    if "Object of search" in heading or name.endswith("-stop-and-search.csv"):
        loaded = police_uk.read_searches(data, name, swapped=swapped)
        work.add(loaded, file=name, archive_month=document.archive_month)
    elif heading & {"Crime type", "Crime ID", "Reported by"} or name.endswith("-street.csv"):
        loaded = police_uk.read_street(data, name, swapped=swapped)
        work.add(loaded, file=name, archive_month=document.archive_month)
    elif "residents" in heading:
        loaded = population.read_population(data, name)
        work.only_one("residents", name)
        work.add_residents(loaded, file=name)
    elif {"name", "start", "end"} <= heading:
        loaded = operations_register.read_operations(data, name, set(work.wards.table.index))
        work.only_one("operations", name)
        work.add_register(loaded, file=name)
    else:
        raise DataProblem(f"{name} is not a file we know.", f"Its columns are: {', '.join(sorted(heading))[:300]}.",
                          "Give street or stop-and-search files of data.police.uk, residents, operations or boundaries.")
    return len(loaded.rows), len(loaded.rejected), loaded.notes
