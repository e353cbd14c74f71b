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
from loaders.documents.csv_text import HEADING_BYTES, heading_of
from loaders.documents.workbook import EXCEL, MOST_MEMBER_BYTES, first_texts

MOST_BYTES = 2 * 1024**3
MOST_MEMBERS = 5_000
MOST_RATIO = 200
ARCHIVE_NAME = re.compile(r"(\d{4}-\d{2})\.zip$")
ARCHIVE_FOLDER = re.compile(r"(\d{4}-\d{2})")
MONTH_FOLDER = re.compile(r"(?:^|/)(\d{4}-\d{2})/")
READABLE = {".csv", ".geojson", ".json", ".gpkg", ".parquet", ".txt", ".xlsx", ".xlsm"}


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
    """Every readable document under the paths, in the order of names; other files are passed over in folders only."""
    readable: list[Document] = []
    for path in paths:
        if path.is_dir():
            inside = (
                p
                for p in sorted(path.rglob("*"))
                if p.is_file() and p.suffix.lower() in READABLE | {".zip"}
            )
            readable += documents(inside)
        elif not path.exists():
            raise DataProblem(
                f"There is no file or folder {path.name}.",
                f"We looked for {path}.",
                "Check the path.",
            )
        elif path.suffix.lower() == ".zip":
            readable += _members(path)
        else:
            fetched = ARCHIVE_FOLDER.fullmatch(path.parent.parent.name)
            readable.append(
                Document(
                    path.name,
                    fetched[1] if fetched else "",
                    path.stat().st_size,
                    path.read_bytes,
                    path,
                )
            )
    return readable


def _members(path: Path) -> list[Document]:
    """The documents of one ZIP archive, after its directory has been found harmless."""
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
        return [Document(path.name, "", path.stat().st_size, path.read_bytes, path)]
    months = sorted(month for member in files for month in MONTH_FOLDER.findall(member.filename))
    named = ARCHIVE_NAME.search(path.name)
    archive_month = named[1] if named else (months or [""])[-1]
    return [
        Document(
            PurePosixPath(m.filename).name, archive_month, m.file_size, _reader(archive, m, path)
        )
        for m in files
        if PurePosixPath(m.filename).suffix.lower() in READABLE
    ]


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
