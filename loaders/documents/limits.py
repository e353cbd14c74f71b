"""What a file may be before it is opened: how large, how many members, how dense, how deep. One set for archives and workbooks, which are archives.

The limits lie far above what publishers and forces give (a police.uk archive packs ten bytes into one, a workbook up to thirty) and far
below what a file made to do harm needs.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from geo.core.errors import DataProblem

MOST_BYTES = 2 * 1024**3  # of all members, unpacked
MOST_MEMBER_BYTES = 500 * 1024**2  # of one file, loose or unpacked
MOST_MEMBERS = 5_000
MOST_RATIO = 200  # unpacked bytes for each byte of the file
MOST_DEPTH = 2  # an archive in an archive, and no deeper
MOST_NESTED_BYTES = 200 * 1024**2  # of all archives within archives
MOST_DIRECTORY_BYTES = 4 * 1024**2  # of an archive's list of members
MOST_MAPPING_BYTES, MOST_MAPPING_LINE = 64 * 1024, 2_000  # a mapping is a page of text
MOST_LINES = 3_000_000
MOST_LINE_BYTES = 8 * 1024**2  # a drawn area in a register's sheet may take some
MOST_COLUMNS = 2_000
PACKED_BY = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2}
END_RECORD, END_BYTES = b"PK\x05\x06", 22
LONGEST_COMMENT = 1 << 16
ENCRYPTED = 0x1


def require_file(path: Path) -> None:
    """Refuse what is no file of bytes (a pipe, a device, a socket would keep a reader waiting for ever) or is too large to read."""
    try:
        status = path.stat()
    except (OSError, ValueError) as problem:
        raise _unopened(path.name, problem) from problem
    if not stat.S_ISREG(status.st_mode):
        raise DataProblem(
            f"{path.name} is not a file.",
            "It is a pipe, a device or another thing that has no end to read to.",
            "Save what it gives as a file and load that.",
        )
    if path.suffix.lower() != ".zip":
        require_size(status.st_size, path.name)


def require_size(size: int, name: str) -> None:
    """Refuse a file that would not fit beside everything else."""
    if size > MOST_MEMBER_BYTES:
        raise DataProblem(
            f"{name} is too large to read.",
            f"It has {size / 1e6:,.0f} MB; the most is {MOST_MEMBER_BYTES / 1e6:,.0f} MB.",
            "Load it in parts, for example one year at a time.",
        )


def require_plain_mapping(data: bytes, name: str) -> None:
    """Refuse a mapping too long to be one, or with a line so long: a key of thousands of parts takes memory by their square."""
    longest = max(map(len, data.splitlines()), default=0)
    for broken, seen in (
        (
            len(data) > MOST_MAPPING_BYTES,
            f"{len(data):,} bytes; the most is {MOST_MAPPING_BYTES:,}",
        ),
        (
            longest > MOST_MAPPING_LINE,
            f"a line of {longest:,} signs; the most is {MOST_MAPPING_LINE:,}",
        ),
    ):
        if broken:
            raise DataProblem(
                f"{name} is not a mapping that we can read.",
                f"It has {seen}.",
                "Mend it; docs/administrator.md shows one.",
            )


def file_bytes(path: Path) -> Callable[[], bytes]:
    """Reads a file; what the disk or its permissions refuse is said in words."""

    def read() -> bytes:
        require_file(path)
        try:
            return path.read_bytes()
        except OSError as problem:
            raise _unopened(path.name, problem) from problem

    return read


def _unopened(name: str, problem: Exception) -> DataProblem:
    words = os.strerror(problem.errno) if isinstance(problem, OSError) and problem.errno else ""
    return DataProblem(
        f"{name} cannot be opened.",
        f"The system says: {words or 'its name cannot be one of a file'}.",
        "See who may read it, or copy it to another folder, and load it again.",
    )


def opened_archive(stream: IO[bytes], name: str) -> zipfile.ZipFile:
    """A ZIP archive (or a workbook, which is one) whose list of members has been held against every limit.

    Raises DataProblem for one that is cut, holds too much, points outside, names a file twice, is locked, or packs in a way not read.
    """
    size = stream.seek(0, os.SEEK_END)
    _require_short_directory(stream, size, name)
    stream.seek(0)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as problem:
        raise DataProblem(
            f"{name} is not a whole ZIP archive.",
            f"{str(problem).rstrip('.')}; it has {size:,} bytes.",
            "The download probably stopped early: fetch it again.",
        ) from problem
    require_harmless(archive.infolist(), size, name)
    return archive


def member_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of one member of an archive; DataProblem where it is damaged."""
    try:
        return archive.read(member)
    except (
        zipfile.BadZipFile,
        EOFError,
        RuntimeError,
        NotImplementedError,
        OSError,
        ValueError,
        struct.error,
        zlib.error,
    ) as problem:
        raise DataProblem(
            f"{member.filename} in {name} cannot be unpacked.",
            f"{str(problem).rstrip('.') or type(problem).__name__}.",
            "The archive is damaged or locked with a password: fetch it again.",
        ) from problem


def require_harmless(members: Sequence[zipfile.ZipInfo], size: int, name: str) -> None:
    """Refuse an archive that would write outside its folder, says one name twice, is locked, or swells beyond all measure.

    size  bytes of the archive itself: members that lie over one another cannot pretend to be packed larger than it is
    """
    files = [member for member in members if not member.is_dir()]
    for member in files:
        _require_plain_member(member, name)
    counted = Counter(member.filename for member in files)
    if twice := next((member for member, times in counted.items() if times > 1), None):
        raise DataProblem(
            f"{name} holds two files of one name.",
            f"The name is {twice[:200]}; which of them counts cannot be told.",
            "Pack it again with each file once.",
        )
    whole = sum(member.file_size for member in files)
    largest = max((member.file_size for member in files), default=0)
    packed = max(min(sum(member.compress_size for member in files), size), 1)
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
            whole > MOST_RATIO * packed,
            f"{whole / packed:,.0f} bytes for each packed byte; the most is {MOST_RATIO}",
        ),
    ]
    for broken, seen in too_much:
        if broken:
            raise _too_large(name, f"It holds {seen}.")


def require_plain_text(data: bytes, name: str) -> None:
    """Refuse text whose shape no table has: a line without end, thousands of columns, millions of lines, zero bytes.

    What is left is read in time and memory that grow with its size alone, and so in this process. Cheap: a line longer than the most
    holds a whole block of half that length without a line break, so each block is looked into as far as its first line break only.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    if b"\0" in data:
        raise DataProblem(
            f"{name} is not text.", "It holds zero bytes.", "Save it as CSV (UTF-8) and load that."
        )
    block = MOST_LINE_BYTES // 2
    starts = range(0, max(len(data) - block + 1, 0), block)
    lines = data.count(b"\n") or data.count(b"\r")
    columns = max(data[: data.find(b"\n")].count(sign) for sign in (b",", b";", b"\t"))
    wrong = [
        (
            any(
                data.find(b"\n", at, at + block) < 0 and data.find(b"\r", at, at + block) < 0
                for at in starts
            ),
            f"a line of more than {block / 1e6:,.0f} MB",
        ),
        (lines > MOST_LINES, f"{lines:,} lines; the most is {MOST_LINES:,}"),
        (columns >= MOST_COLUMNS, f"{columns + 1:,} columns; the most is {MOST_COLUMNS:,}"),
    ]
    for broken, seen in wrong:
        if broken:
            raise DataProblem(
                f"{name} is not a table that we can read.",
                f"It has {seen}.",
                "See what it holds, or load it in parts.",
            )


def _require_plain_member(member: zipfile.ZipInfo, name: str) -> None:
    shown = member.filename[:200]
    parts = PurePosixPath(member.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in member.filename:
        raise DataProblem(
            f"{name} holds a file that points outside the archive.",
            f"Its name is {shown}.",
            "Do not use this archive; ask where it came from.",
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise DataProblem(
            f"{name} holds a link instead of a file.",
            f"Its name is {shown}.",
            "Pack the file itself, and load that.",
        )
    if member.flag_bits & ENCRYPTED:
        raise DataProblem(
            f"{name} is locked with a password.",
            f"Its file {shown} cannot be read without.",
            "Unpack it yourself, and load what was in it.",
        )
    if member.compress_type not in PACKED_BY:
        raise DataProblem(
            f"{name} is packed in a way that is not read here.",
            f"Its file {shown} is packed by method {member.compress_type}.",
            "Unpack it yourself, and load what was in it.",
        )


def _require_short_directory(stream: IO[bytes], size: int, name: str) -> None:
    """Refuse by the archive's last record, before its list of members is read: a million members take seconds and half a gigabyte."""
    stream.seek(max(size - END_BYTES - LONGEST_COMMENT, 0))
    tail = stream.read()
    at = tail.rfind(END_RECORD)
    if at < 0 or len(tail) - at < END_BYTES:
        return  # zipfile says that it is no archive
    members, directory = struct.unpack_from("<HI", tail, at + 10)
    if directory == 0xFFFFFFFF or members == 0xFFFF:
        raise _too_large(name, f"It lists more than {MOST_MEMBERS:,} files.")
    if directory > MOST_DIRECTORY_BYTES:
        raise _too_large(name, f"Its list of files alone takes {directory / 1e6:,.0f} MB.")


def _too_large(name: str, seen: str) -> DataProblem:
    return DataProblem(
        f"{name} is too large to unpack safely.",
        seen,
        "Load it in parts, for example one year at a time.",
    )
