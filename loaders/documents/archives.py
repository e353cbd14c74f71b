"""What lies in the files, folders and ZIP archives named: each document by itself, read only when its turn comes."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import IO

from geo.core.errors import DataProblem
from loaders.documents.csv_text import HEADING_BYTES, first_rows_of_text, most_filled
from loaders.documents.headings import names_any
from loaders.documents.kinds_of_file import unpacked_name, why_passed_over
from loaders.documents.workbook import MOST_MEMBER_BYTES, first_rows, is_workbook

MOST_BYTES = 2 * 1024**3
MOST_MEMBERS = 5_000
MOST_RATIO = 200
TAKEN_WHERE_NAMED = {".toml"}  # a mapping, which counts only so
ARCHIVE_NAME = re.compile(r"(\d{4}-\d{2})\.zip$")
ARCHIVE_FOLDER = re.compile(r"(\d{4}-\d{2})")
MONTH_FOLDER = re.compile(r"(?:^|/)(\d{4}-\d{2})/")
SMALL = 20 * 1024**2  # a packed text of this size may be packed as densely as it likes


@dataclass(eq=False)  # not frozen, for its heading is read once and kept
class Document:
    """One file to read.

    name           its own name, without folders
    archive_month  “2025-12” where it comes from that month's archive, or from a folder named for it that holds
                   month folders (as `fetch police` keeps them); empty for a loose file
    size           bytes, unpacked
    read           gives its bytes; may be called from any thread
    path           where it lies, for readers that need a file; None inside an archive
    named          whether it was named itself, rather than met in a folder or archive
    """

    name: str
    archive_month: str
    size: int
    read: Callable[[], bytes]
    path: Path | None = None
    named: bool = True

    def start(self, most: int) -> bytes:
        """Its first bytes."""
        with self._stream() as stream:
            return stream.read(most)

    @cached_property
    def top(self) -> list[list[str]]:
        """The cells of its first rows that are not blank, of every sheet of a workbook.

        Raises DataProblem for an empty file, a web page without a table, or bytes that are neither text nor a workbook.
        """
        with self._stream() as stream:
            start = stream.read(HEADING_BYTES)
            if not is_workbook(start, self.name):
                return first_rows_of_text(start, self.name)
            stream.seek(0)
            return first_rows(stream, self.name)

    @property
    def heading(self) -> list[str]:
        """The names of its columns, as far as can be told without knowing what they should be."""
        return most_filled(self.top)

    @cached_property
    def columns(self) -> frozenset[str]:
        """All that stands in its first rows, among which are the names of its columns."""
        return frozenset(cell for row in self.top for cell in row if cell)

    def has_columns(self, *names: str) -> bool:
        """Whether columns of these names, or of names that only look like them, are there."""
        return all(names_any(self.columns, name) for name in names)

    def _stream(self) -> IO[bytes]:
        return io.BytesIO(self.read()) if self.path is None else self.path.open("rb")


@dataclass
class Listing:
    """Every file under some paths: those that can be read, in the order of names, and the names of those passed over by the reason why."""

    documents: list[Document] = field(default_factory=list)
    passed_over: dict[str, list[str]] = field(default_factory=dict)

    def pass_over(self, name: str, why: str) -> None:
        self.passed_over.setdefault(why, []).append(name)


def documents(paths: Iterable[Path]) -> list[Document]:
    """Every readable document under the paths, in the order of names."""
    return listing(paths).documents


def listing(paths: Iterable[Path]) -> Listing:
    """Every file under the paths, none left out. Raises DataProblem for a path that is not there, or an archive that is damaged or
    would swell beyond measure."""
    listed = Listing()
    for path in paths:
        if path.is_dir():
            for inside in sorted(p for p in path.rglob("*") if p.is_file()):
                _add(inside, listed, named=False)
        elif not path.exists():
            raise DataProblem(
                f"There is no file or folder {path.name}.",
                f"We looked for {path}.",
                "Check the path.",
            )
        else:
            _add(path, listed, named=True)
    return listed


def _add(path: Path, listed: Listing, *, named: bool) -> None:
    """Add a file, or what an archive holds, to the listing."""
    if path.suffix.lower() == ".zip":
        _add_members(path, listed)
        return
    why = why_passed_over(path.name)
    if why and not (named and path.suffix.lower() in TAKEN_WHERE_NAMED):
        listed.pass_over(path.name, why)
        return
    fetched = ARCHIVE_FOLDER.fullmatch(path.parent.parent.name)
    document = Document(
        path.name,
        fetched[1] if fetched else "",
        path.stat().st_size,
        path.read_bytes,
        path,
        named,
    )
    listed.documents.append(_unpacked(document))


def _unpacked(document: Document) -> Document:
    """What a file packed by itself holds, under its own name; any other document as it is."""
    name = unpacked_name(document.name)
    if not name:
        return document
    return replace(document, name=name, read=partial(_unzipped, document), path=None)


def _unzipped(packed: Document) -> bytes:
    data = packed.read()
    most = min(MOST_MEMBER_BYTES, max(MOST_RATIO * len(data), SMALL))
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as opened:
            unpacked = opened.read(most + 1)
    except (OSError, EOFError, zlib.error) as problem:
        raise DataProblem(
            f"{packed.name} cannot be unpacked.",
            f"{problem}.",
            "The download probably stopped early: fetch it again.",
        ) from problem
    if len(unpacked) > most:
        raise DataProblem(
            f"{packed.name} is too large to unpack safely.",
            f"It holds more than {most / 1e6:,.0f} MB.",
            "Load it in parts, for example one year at a time.",
        )
    return unpacked


def _add_members(path: Path, listed: Listing) -> None:
    """Add the documents of one ZIP archive, after its directory has been found harmless."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as problem:
        raise DataProblem(
            f"{path.name} is not a whole ZIP archive.",
            f"{problem}; it has {path.stat().st_size:,} bytes.",
            "The download probably stopped early: fetch it again.",
        ) from problem
    files = [member for member in archive.infolist() if not member.is_dir()]
    _require_harmless(files, path)
    if any(member.filename.lower().endswith(".shp") for member in files):
        shapefile = Document(path.name, "", path.stat().st_size, path.read_bytes, path)
        listed.documents.append(shapefile)
        return
    months = sorted(month for member in files for month in MONTH_FOLDER.findall(member.filename))
    archive_named = ARCHIVE_NAME.search(path.name)
    archive_month = archive_named[1] if archive_named else (months or [""])[-1]
    for member in files:
        name = PurePosixPath(member.filename).name
        if why := why_passed_over(name):
            listed.pass_over(name, why)
            continue
        reader = _reader(archive, member, path)
        document = Document(name, archive_month, member.file_size, reader, None, named=False)
        listed.documents.append(_unpacked(document))


def _reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            return archive.read(member)
        except (
            zipfile.BadZipFile,
            EOFError,
            RuntimeError,
            NotImplementedError,
            OSError,
        ) as problem:
            raise DataProblem(
                f"{member.filename} in {path.name} cannot be unpacked.",
                f"{problem}.",
                "The archive is damaged or locked with a password: fetch it again.",
            ) from problem

    return read


def _require_harmless(files: list[zipfile.ZipInfo], path: Path) -> None:
    """Refuse an archive that would write outside its folder or swell beyond all measure."""
    for member in files:
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in member.filename:
            raise DataProblem(
                f"{path.name} holds a file that points outside the archive.",
                f"Its name is {member.filename}.",
                "Do not use this archive; ask where it came from.",
            )
    whole = sum(member.file_size for member in files)
    packed = sum(member.compress_size for member in files)
    largest = max((member.file_size for member in files), default=0)
    too_much = [
        (len(files) > MOST_MEMBERS, f"{len(files):,} files; the most is {MOST_MEMBERS:,}"),
        (
            whole > MOST_BYTES,
            f"{whole / 1e9:.1f} GB unpacked; the most is {MOST_BYTES / 1e9:.1f} GB",
        ),
        (
            largest > MOST_MEMBER_BYTES,
            f"a file of {largest / 1e6:,.0f} MB; the most is {MOST_MEMBER_BYTES / 1e6:,.0f} MB",
        ),
        (
            whole > MOST_RATIO * max(packed, 1),
            f"{whole / max(packed, 1):,.0f} bytes for each packed byte; the most is {MOST_RATIO}",
        ),
    ]
    for broken, seen in too_much:
        if broken:
            raise DataProblem(
                f"{path.name} is too large to unpack safely.",
                f"It holds {seen}.",
                "Load it in parts, for example one year at a time.",
            )
