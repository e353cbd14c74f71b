"""What lies in the files, folders and ZIP archives named: each document by itself, read only when its turn comes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO

from geo.core.errors import DataProblem
from loaders.documents import limits
from loaders.documents.csv_text import HEADING_BYTES, heading_of
from loaders.documents.workbook import EXCEL, first_texts

ARCHIVE_NAME = re.compile(r"(\d{4}-\d{2})\.zip$")
ARCHIVE_FOLDER = re.compile(r"(\d{4}-\d{2})")
MONTH_FOLDER = re.compile(r"(?:^|/)(\d{4}-\d{2})/")
SHAPE, SHAPE_PARTS = ".shp", {".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix"}
GEODATABASE, PACKED = ".gdb", {".zip"}
TABLES = {".csv", ".json", ".parquet", ".txt", ".xlsx", ".xlsm"}
BOUNDARIES = {SHAPE, ".geojson", ".gpkg", ".kml", ".kmz", ".fgb", ".tab", ".mif"}
READABLE = TABLES | BOUNDARIES


@dataclass(eq=False)  # not frozen, for its heading is read once and kept
class Document:
    """One file to read.

    name           its own name, without folders
    archive_month  “2025-12” where it comes from that month's archive, or from a folder named for it that holds
                   month folders (as `fetch police` keeps them); empty for a loose file
    size           bytes, unpacked
    read           gives its bytes; may be called from any thread
    path           where it lies, for readers that need a file; None inside an archive
    """

    name: str
    archive_month: str
    size: int
    read: Callable[[], bytes]
    path: Path | None = None

    @cached_property
    def columns(self) -> frozenset[str]:
        """The names in its heading: the first line of text; of a workbook all that stands in the first rows of its sheets.

        Raises DataProblem for an empty file, a web page, or bytes that are neither text nor a workbook.
        """
        if self.name.lower().endswith(EXCEL):
            with self._stream() as stream:
                return first_texts(stream, self.name)
        with self._stream() as stream:
            return frozenset(heading_of(stream.read(HEADING_BYTES), self.name))

    def _stream(self) -> IO[bytes]:
        return io.BytesIO(self.read()) if self.path is None else self.path.open("rb")


def documents(paths: Iterable[Path]) -> list[Document]:
    """Every readable document under the paths, in the order of names; other files are passed over in folders only.

    The parts of a shapefile, and a file geodatabase, are one document.

    Raises DataProblem for a path that is not there, is no file, leads out of its folder, or is an archive made to do harm.
    """
    readable: list[Document] = []
    given = list(paths)
    for path in _without_parts(given):
        if path.suffix.lower() == GEODATABASE and path.is_dir():
            readable.append(_folder_document(path))
        elif path.is_dir():
            readable += documents(_inside(path))
        elif not _exists(path):
            raise DataProblem(
                f"There is no file or folder {path.name}.",
                f"We looked for {path}.",
                "Check the path.",
            )
        else:
            limits.require_file(path)
            readable += _of_file(path)
    return readable


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name longer than any file's, or with a zero byte in it
        return False


def _inside(folder: Path) -> list[Path]:
    """The readable files under a folder, by name; a geodatabase is one of them, and not looked into."""
    home = folder.resolve()
    listed: list[Path] = []
    for path in sorted(folder.rglob("*")):
        if any(parent.suffix.lower() == GEODATABASE for parent in path.relative_to(folder).parents):
            continue
        if path.is_dir() and path.suffix.lower() == GEODATABASE:
            listed.append(path)
        elif path.is_file() and path.suffix.lower() in READABLE | PACKED:
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


def _without_parts(paths: list[Path]) -> list[Path]:
    """The paths without those that are a part of a shapefile named with them, or of one that lies beside them.

    Raises DataProblem for a part whose .shp is nowhere.
    """
    whole = []
    for path in paths:
        if path.suffix.lower() not in SHAPE_PARTS:
            whole.append(path)
        elif not _shape_beside(path):
            raise DataProblem(
                f"{path.name} is a part of a shapefile, and its .shp is missing.",
                f"We looked for {path.stem}.shp beside it.",
                "Load the .shp together with its .dbf, .shx and .prj, or all of them in a ZIP archive.",
            )
        elif not any(_is_shape_of(other, path) for other in paths):
            whole.append(_shape_beside(path)[0])
    return list(dict.fromkeys(whole))


def _shape_beside(part: Path) -> list[Path]:
    beside = sorted(part.parent.iterdir()) if part.parent.is_dir() else []
    return [path for path in beside if _is_shape_of(path, part)]


def _is_shape_of(path: Path, part: Path) -> bool:
    return (
        path.suffix.lower() == SHAPE
        and path.stem.lower() == part.stem.lower()
        and path.parent == part.parent
    )


def _folder_document(path: Path) -> Document:
    def read() -> bytes:
        raise DataProblem(
            f"{path.name} is a folder of files.", do="Load it where it lies, or as a ZIP archive."
        )

    size = sum(inside.stat().st_size for inside in path.rglob("*") if inside.is_file())
    limits.require_size(size, path.name)
    return Document(path.name, "", size, read, path)


def _of_file(path: Path) -> list[Document]:
    if path.suffix.lower() in PACKED:
        with path.open("rb") as stream:
            limits.opened_archive(stream, path.name)
        return _members(
            zipfile.ZipFile(path), path.name, path.stat().st_size, path.read_bytes, path
        )
    fetched = ARCHIVE_FOLDER.fullmatch(path.parent.parent.name)
    archive_month = fetched[1] if fetched else ""
    size = path.stat().st_size
    return [Document(path.name, archive_month, size, limits.file_bytes(path), path)]


def _members(
    archive: zipfile.ZipFile,
    name: str,
    size: int,
    read: Callable[[], bytes],
    path: Path | None,
    *,
    depth: int = 1,
) -> list[Document]:
    """The documents of one ZIP archive whose directory has been found harmless; shapefiles and geodatabases in it are one document.

    read, path  of the archive itself, which is the document where it holds such
    """
    files = [member for member in archive.infolist() if not member.is_dir()]
    shapes = [member for member in files if _is_of_shapes(member.filename)]
    months = sorted(month for member in files for month in MONTH_FOLDER.findall(member.filename))
    named = ARCHIVE_NAME.search(name)
    archive_month = named[1] if named else (months or [""])[-1]
    listed = [Document(name, "", size, read, path)] if shapes else []
    for member in files:
        member_path = PurePosixPath(member.filename)
        ending, own_name = member_path.suffix.lower(), member_path.name
        if member in shapes or own_name.startswith("._"):  # what macOS packs beside each file
            continue
        reader = _reader(archive, member, name)
        if ending in PACKED:
            listed += _nested(reader, own_name, name, depth)
        elif ending in READABLE:
            listed.append(Document(own_name, archive_month, member.file_size, reader))
    return listed


def _is_of_shapes(member: str) -> bool:
    """Whether a member is a part of a shapefile or lies in a file geodatabase."""
    path = PurePosixPath(member)
    in_geodatabase = any(folder.lower().endswith(GEODATABASE) for folder in path.parts[:-1])
    is_part = path.suffix.lower() in SHAPE_PARTS | {SHAPE} and not path.name.startswith("._")
    return in_geodatabase or is_part


def _nested(read: Callable[[], bytes], name: str, within: str, depth: int) -> list[Document]:
    if depth >= limits.MOST_DEPTH:
        raise DataProblem(
            f"{within} holds an archive in an archive in an archive.",
            f"The innermost that we looked at is {name}.",
            "Unpack them, and load what they hold.",
        )
    data = read()
    inner = limits.opened_archive(io.BytesIO(data), name)
    return _members(inner, name, len(data), lambda: data, None, depth=depth + 1)


def _reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Callable[[], bytes]:
    return lambda: limits.member_bytes(archive, member, name)
