"""What is wrong with the files of a build: their sizes and SHA-256 against what its manifest says of them."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

WORKERS = 2
Stamp = tuple[int, int, int, int]  # device, inode, bytes, nanoseconds of the last change
Stamps = dict[str, Stamp | str]
Hashes = dict[Stamp, str]


@dataclass(frozen=True)
class Fault:
    """A file that is not as it was written, by its name in the build, and what is wrong with it."""

    file: str
    wrong: str

    @property
    def sentence(self) -> str:
        return f"{self.file} {self.wrong}."


def stamps(folder: Path, files: Mapping[str, tuple[int, str]]) -> Stamps:
    """What the disk says of each file without reading it; in its place, what is wrong where it is no file that can be read."""
    return {name: _stamp(folder / name) for name in files}


def size_faults(stamped: Stamps, files: Mapping[str, tuple[int, str]]) -> list[Fault]:
    """Files that are missing, or not as long as the manifest says: known without reading any, at some microseconds a file."""
    faults = []
    for name, (size, _) in files.items():
        stamp = stamped[name]
        wrong = stamp if isinstance(stamp, str) else _size_wrong(stamp[2], size)
        if wrong:
            faults.append(Fault(name, wrong))
    return faults


def faults_of(
    folder: Path, files: Mapping[str, tuple[int, str]], hashes: Hashes | None = None
) -> list[Fault]:
    """Every file that is not as the manifest says, in its order; empty when all is well.

    files   name → size in bytes and SHA-256
    hashes  of files that were read for another build, which builds share by links; those read here are added

    Reading everything costs less than opening every Parquet footer would: a second for some 800 MB, and a store of ten
    years has about a tenth of that.
    """
    hashes = {} if hashes is None else hashes
    stamped = stamps(folder, files)
    faults = {fault.file: fault for fault in size_faults(stamped, files)}

    def changed(name: str) -> str:
        stamp = stamped[name]
        assert not isinstance(stamp, str)
        try:
            if stamp not in hashes:
                with (folder / name).open("rb") as opened:
                    hashes[stamp] = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError as problem:
            return _unreadable(problem)
        return (
            ""
            if hashes[stamp] == files[name][1]
            else "has changed: its bytes are not those that were written"
        )

    rest = [name for name in files if name not in faults]
    with ThreadPoolExecutor(WORKERS) as pool:
        for name, wrong in zip(rest, pool.map(changed, rest), strict=True):
            if wrong:
                faults[name] = Fault(name, wrong)
    return [faults[name] for name in files if name in faults]


def _stamp(path: Path) -> Stamp | str:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return "is missing"
    except OSError as problem:
        return _unreadable(problem)
    if not stat.S_ISREG(status.st_mode):
        return "is no file"
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _size_wrong(size: int, expected: int) -> str:
    if size == expected:
        return ""
    if not size:
        return f"is empty: the manifest says {expected:,} bytes"
    what = "is cut short" if size < expected else "has changed"
    return f"{what}: {size:,} bytes, the manifest says {expected:,}"


def _unreadable(problem: OSError) -> str:
    return f"cannot be read ({problem.strerror})"
