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
from loaders.documents import limits
from loaders.documents.csv_text import HEADING_BYTES, first_rows_of_text, most_filled
from loaders.documents.headings import names_any
from loaders.documents.kinds_of_file import (
    GEODATABASE,
    PACKED,
    SHAPE,
    SHAPE_PARTS,
    unpacked_name,
    why_passed_over,
)
from loaders.documents.workbook import first_rows, is_workbook

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
    nested_bytes: int = 0  # that archives within archives take, which are held until they are read

    def pass_over(self, name: str, why: str) -> None:
        self.passed_over.setdefault(why, []).append(name)


def documents(paths: Iterable[Path]) -> list[Document]:
    """Every readable document under the paths, in the order of names."""
    return listing(paths).documents


def listing(paths: Iterable[Path]) -> Listing:
    """Every file under the paths, none left out. The parts of a shapefile, and a file geodatabase, are one document.

    Raises DataProblem for a path that is not there, is no file, leads out of its folder, or is an archive made to do harm.
    """
    listed = Listing()
    for path in _with_whole_shapes(list(paths)):
        if not _exists(path):
            raise DataProblem(
                f"There is no file or folder {path.name}.",
                f"We looked for {path}.",
                "Check the path.",
            )
        if path.is_dir() and path.suffix.lower() != GEODATABASE:
            for inside in _inside(path):
                _add(inside, listed, named=False)
        else:
            _add(path, listed, named=True)
    return listed


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name longer than any file's, or with a zero byte in it
        return False


def _inside(folder: Path) -> list[Path]:
    """The files under a folder, by name; a geodatabase is one of them, and not looked into; parts of a shapefile go with it."""
    home = folder.resolve()
    listed: list[Path] = []
    for path in sorted(folder.rglob("*")):
        above = path.relative_to(folder).parents
        if any(parent.suffix.lower() == GEODATABASE for parent in above):
            continue
        if path.suffix.lower() in SHAPE_PARTS and _shape_beside(path):
            continue
        if path.is_file() or (path.is_dir() and path.suffix.lower() == GEODATABASE):
            _require_inside(path, home)
            listed.append(path)
    return listed


def _require_inside(path: Path, folder: Path) -> None:
    if path.is_symlink() and not path.resolve().is_relative_to(folder):
        raise DataProblem(
            f"{path.name} is a link that leads out of its folder.",
            f"It leads to {path.resolve()}.",
            "Name the file that should be loaded, or take the link out of the folder.",
        )


def _with_whole_shapes(paths: list[Path]) -> list[Path]:
    """The paths, with a shapefile's .shp for each of its parts.

    Raises DataProblem for a part whose .shp is not beside it.
    """
    whole = []
    for path in paths:
        if path.suffix.lower() not in SHAPE_PARTS or not _exists(path) or path.is_dir():
            whole.append(path)
        elif shapes := _shape_beside(path):
            whole.append(shapes[0])
        else:
            raise DataProblem(
                f"{path.name} is a part of a shapefile, and its .shp is missing.",
                f"We looked for {path.stem}.shp beside it.",
                "Load the .shp together with its .dbf, .shx and .prj, or all of them in a ZIP archive.",
            )
    return list(dict.fromkeys(whole))


def _shape_beside(part: Path) -> list[Path]:
    return [
        path
        for path in sorted(part.parent.iterdir())
        if path.suffix.lower() == SHAPE and path.stem.lower() == _shape_stem(part.name)
    ]


def _shape_stem(name: str) -> str:
    """What a part of a shapefile is called without its ending: wards for wards.dbf and wards.shp.xml."""
    return PurePosixPath(name.lower().removesuffix(".xml").removesuffix(SHAPE)).stem


def _add(path: Path, listed: Listing, *, named: bool) -> None:
    """Add a file, or what an archive holds, to the listing."""
    if path.is_dir():
        listed.documents.append(_folder_document(path, named=named))
        return
    limits.require_file(path)
    if path.suffix.lower() in PACKED:
        _add_archive(path, listed)
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
        limits.file_bytes(path),
        path,
        named,
    )
    listed.documents.append(_unpacked(document))


def _folder_document(path: Path, *, named: bool) -> Document:
    def read() -> bytes:
        raise DataProblem(
            f"{path.name} is a folder of files.", do="Load it where it lies, or as a ZIP archive."
        )

    size = sum(inside.stat().st_size for inside in path.rglob("*") if inside.is_file())
    limits.require_size(size, path.name)
    return Document(path.name, "", size, read, path, named)


def _unpacked(document: Document) -> Document:
    """What a file packed by itself holds, under its own name; any other document as it is."""
    name = unpacked_name(document.name)
    if not name:
        return document
    return replace(document, name=name, read=partial(_unzipped, document), path=None)


def _unzipped(packed: Document) -> bytes:
    data = packed.read()
    most = min(limits.MOST_MEMBER_BYTES, max(limits.MOST_RATIO * len(data), SMALL))
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


def _add_archive(path: Path, listed: Listing) -> None:
    """Add the documents of one ZIP archive, after its directory has been found harmless."""
    with path.open("rb") as stream:
        limits.opened_archive(stream, path.name)
    archive = zipfile.ZipFile(
        path
    )  # whose members open the file by themselves, when their turn comes
    whole = Document(path.name, "", path.stat().st_size, limits.file_bytes(path), path)
    _add_members(archive, whole, listed, depth=1)


def _add_members(archive: zipfile.ZipFile, whole: Document, listed: Listing, *, depth: int) -> None:
    """Add what an archive holds; shapefiles and geodatabases in it are one document, the archive itself.

    whole  the archive as a document
    """
    files = [member for member in archive.infolist() if not member.is_dir()]
    shapes = [member for member in files if _is_of_shapes(member.filename)]
    if any(_is_shape_itself(member.filename) for member in shapes):
        listed.documents.append(whole)
        files = [member for member in files if member not in shapes]
    months = sorted(month for member in files for month in MONTH_FOLDER.findall(member.filename))
    archive_named = ARCHIVE_NAME.search(whole.name)
    archive_month = archive_named[1] if archive_named else (months or [""])[-1]
    for member in files:
        name = _member_path(member.filename).name
        reader = partial(limits.member_bytes, archive, member, whole.name)
        if PurePosixPath(name).suffix.lower() in PACKED:
            _add_nested(name, reader, whole.name, listed, depth)
        elif why := why_passed_over(name):
            listed.pass_over(name, why)
        else:
            document = Document(name, archive_month, member.file_size, reader, None, named=False)
            listed.documents.append(_unpacked(document))


def _member_path(name: str) -> PurePosixPath:
    """Where a member lies; some programs of Windows write its folders with their own sign."""
    return PurePosixPath(name.replace("\\", "/"))


def _is_of_shapes(member: str) -> bool:
    """Whether a member is a part of a shapefile or lies in a file geodatabase."""
    path = _member_path(member.lower())
    in_geodatabase = any(folder.endswith(GEODATABASE) for folder in path.parts[:-1])
    is_part = path.suffix in SHAPE_PARTS | {SHAPE} or member.lower().endswith(f"{SHAPE}.xml")
    return in_geodatabase or (is_part and not path.name.startswith("._"))


def _is_shape_itself(member: str) -> bool:
    return _member_path(member.lower()).suffix not in SHAPE_PARTS | {".xml"}


def _add_nested(
    name: str, read: Callable[[], bytes], within: str, listed: Listing, depth: int
) -> None:
    if depth >= limits.MOST_DEPTH:
        raise DataProblem(
            f"{within} holds an archive in an archive in an archive.",
            f"The innermost that we looked at is {name}.",
            "Unpack them, and load what they hold.",
        )
    data = read()
    listed.nested_bytes += len(data)
    if listed.nested_bytes > limits.MOST_NESTED_BYTES:
        raise DataProblem(
            f"{within} holds too much in archives within it.",
            f"They take more than {limits.MOST_NESTED_BYTES / 1e6:,.0f} MB.",
            "Unpack it, and load what it holds.",
        )
    inner = limits.opened_archive(io.BytesIO(data), name)
    whole = Document(name, "", len(data), lambda: data, None, named=False)
    _add_members(inner, whole, listed, depth=depth + 1)
