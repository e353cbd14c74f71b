"""The file of a backup: a ZIP of parts with their hashes, sealed at its end by one hash over every byte before it.

The manifest is written last. The ZIP's comment ends in the SHA-256 of all that stands before these last 64 bytes, so that a byte changed
anywhere is known, between the parts too.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from geo.core.errors import DataProblem

FORMAT = 1
MARK, MARK_TEXT = "svd-backup.txt", b"Backup of the serious violence dashboard\n"
MANIFEST = "manifest.json"
COMMENT = b"Backup of the serious violence dashboard, sha256 "
SIGNS = 64
CHUNK = 1 << 20
MOST_MANIFEST = 64 << 20  # bytes
# What zipfile raises over bytes that are not as they were written
UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError)
PARTS = re.compile(
    r"register-(?:real|demonstration)/[a-z0-9_]+\.jsonl"
    r"|partner-(?:real|demonstration)/[0-9a-f]{64}\.parquet"
    r"|audit/\d{4}-\d{2}-\d{2}-[0-9a-f]{16}\.jsonl"
    r"|audit-seals\.jsonl|access\.toml|rounding\.key|salt\.sealed"
    r"|builds/[0-9A-Za-z._-]+/manifest\.json|build-files/[0-9a-f]{64}"
)


@dataclass(frozen=True)
class Part:
    """One part as it was written: size in bytes, SHA-256, and how many lines it has."""

    size: int
    sha256: str
    lines: int


class ArchiveWriter:
    """A backup being written, part by part."""

    def __init__(self, path: Path) -> None:
        self.path, self.parts = path, dict[str, Part]()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(handle, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        self._zip.writestr(MARK, MARK_TEXT, zipfile.ZIP_STORED)

    def add(self, name: str, chunks: Iterable[bytes], *, packed: bool = True) -> None:
        """Write a part.

        packed  whether it is worth packing; Parquet files are packed already
        """
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        digest, size, lines = hashlib.sha256(), 0, 0
        with self._zip.open(entry, "w", force_zip64=True) as part:
            for chunk in chunks:
                part.write(chunk)
                digest.update(chunk)
                size, lines = size + len(chunk), lines + chunk.count(b"\n")
        self.parts[name] = Part(size, digest.hexdigest(), lines)

    def close(self, manifest: Mapping[str, Any]) -> str:
        """Write the manifest and the hash over the whole, on the disk when this returns; gives that hash."""
        document = {**manifest, "parts": {name: asdict(part) for name, part in self.parts.items()}}
        self._zip.writestr(MANIFEST, json.dumps(document, indent=1, ensure_ascii=False))
        self._zip.comment = COMMENT + b"0" * SIGNS
        self._zip.close()
        self._file.flush()
        digest = _digest_before_end(self.path)
        self._file.seek(-SIGNS, os.SEEK_END)
        self._file.write(digest.encode("ascii"))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return digest

    def abandon(self) -> None:
        """Take away what was written so far."""
        with contextlib.suppress(OSError, ValueError):  # it may be full, or closed already
            self._zip.close()
        with contextlib.suppress(OSError):
            self._file.close()
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True)
class Archive:
    """A backup whose every byte is as it was written.

    manifest  what it says of itself; its parts by name
    digest    SHA-256 over the whole, by which two backups are told apart
    """

    path: Path
    manifest: dict[str, Any]
    parts: dict[str, Part]
    digest: str

    def names(self, folder: str) -> list[str]:
        """The parts of a folder, such as audit/, in the order written."""
        return [name for name in self.parts if name.startswith(folder)]

    def read(self, name: str) -> bytes:
        """The bytes of a small part."""
        with zipfile.ZipFile(self.path) as opened:
            return opened.read(name)

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a part, one after the other."""
        with zipfile.ZipFile(self.path) as opened, opened.open(name) as part:
            yield from part

    def unpack(self, name: str, place: Path) -> None:
        """Write a part into a file of its own."""
        with zipfile.ZipFile(self.path) as opened, opened.open(name) as part:
            write_file(place, iter(lambda: part.read(CHUNK), b""))


def opened_archive(path: Path) -> Archive:
    """A backup, every byte of it checked. Raises DataProblem where it is none, damaged or newer than the program; names what is damaged."""
    size = path.stat().st_size
    with path.open("rb") as opened:
        begins = MARK.encode() in opened.read(128) and size > 0
        opened.seek(max(size - len(COMMENT) - SIGNS, 0))
        tail = opened.read()
    ends = tail.startswith(COMMENT)
    if not ends and not begins:
        raise DataProblem(
            f"{path.name} is not a backup of the dashboard.",
            "It does not begin and end as one does.",
            "Give the file that `python -m loaders backup` wrote.",
        )
    if not ends:
        raise _damaged(path, "Its end is missing or has changed: the copy was cut short.")
    digest = _digest_before_end(path)
    if tail[len(COMMENT) :] != digest.encode("ascii"):
        raise _damaged(path, _what_differs(path))
    manifest = _manifest(path)
    if manifest.get("format") != FORMAT:
        raise DataProblem(
            f"{path.name} was written by a newer version of the dashboard.",
            f"It is of format {manifest.get('format')}, by version {manifest.get('program')}; this version reads format {FORMAT}.",
            "Restore it with that version, or a later one.",
        )
    parts = {name: Part(**part) for name, part in manifest.pop("parts").items()}
    if strange := [name for name in parts if not PARTS.fullmatch(name)]:
        raise _damaged(path, f"It holds a part that no backup has: {strange[0][:80]}.")
    if wrong := _wrong_parts(path, parts):
        raise _damaged(path, f"Not as written: {', '.join(wrong[:5])}.")
    return Archive(path, manifest, parts, digest)


def write_file(place: Path, chunks: Iterable[bytes]) -> None:
    """A new file for its owner's eyes alone, on the disk when this returns."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as written:
        for chunk in chunks:
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())


def file_chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a megabyte at a time."""
    with path.open("rb") as opened:
        yield from iter(lambda: opened.read(CHUNK), b"")


def is_backup(path: Path) -> bool:
    """Whether a file ends as a backup does; whether it is whole is not looked at."""
    try:
        with path.open("rb") as opened:
            opened.seek(-len(COMMENT) - SIGNS, os.SEEK_END)
            return opened.read(len(COMMENT)) == COMMENT
    except OSError:
        return False


def _damaged(path: Path, saw: str) -> DataProblem:
    return DataProblem(
        f"{path.name} is damaged.",
        saw,
        "Use another backup, or copy this one again from where it was kept.",
    )


def _digest_before_end(path: Path) -> str:
    """SHA-256 over all of a file but its last 64 bytes."""
    digest, left = hashlib.sha256(), path.stat().st_size - SIGNS
    with path.open("rb") as opened:
        while left and (chunk := opened.read(min(CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()


def _manifest(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as opened:
        if opened.getinfo(MANIFEST).file_size > MOST_MANIFEST:
            raise _damaged(path, "Its manifest is larger than any.")
        return dict(json.loads(opened.read(MANIFEST)))


def _what_differs(path: Path) -> str:
    """Which parts a changed byte lies in, as far as it can be told."""
    try:
        manifest = _manifest(path)
        parts = {name: Part(**part) for name, part in manifest["parts"].items()}
    except (*UNREADABLE, KeyError, TypeError):
        return f"Its {MANIFEST} cannot be read, or the list of its parts."
    wrong = _wrong_parts(path, parts)
    return f"Not as written: {', '.join(wrong[:5]) or 'what lies between its parts'}."


def _wrong_parts(path: Path, parts: Mapping[str, Part]) -> list[str]:
    with zipfile.ZipFile(path) as opened:
        return [name for name, part in parts.items() if not _is_whole(opened, name, part)]


def _is_whole(opened: zipfile.ZipFile, name: str, part: Part) -> bool:
    digest, size, lines = hashlib.sha256(), 0, 0
    try:
        with opened.open(name) as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                size, lines = size + len(chunk), lines + chunk.count(b"\n")
    except (*UNREADABLE, KeyError):
        return False
    return Part(size, digest.hexdigest(), lines) == part
