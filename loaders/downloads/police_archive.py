"""One force's months out of the national archive of data.police.uk: some megabytes instead of more than a gigabyte.

The archive of a month holds about three years of all forces. Its directory and the wanted files are read by HTTP
Range; a server that ignores Range is asked for the whole archive.
"""

from __future__ import annotations

import os
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.core.errors import DataProblem
from loaders.documents.archives import MONTH_FOLDER
from loaders.downloads.transfer import (
    NotThere,
    Progress,
    RangeIgnored,
    address_of,
    answer_json,
    download,
    part_of,
    tried,
)
from loaders.reference import forces

if TYPE_CHECKING:
    from remotezip import PartialBuffer

FIRST_PUBLISHED = "2010-12"
MONTHS_IN_ARCHIVE = 36
CONTENTS = {"street": "street-level crime", "stop-and-search": "stop and search"}


@dataclass
class FetchResult:
    """What `fetch_police` brought.

    paths   files now in the folder, whole, by month: <archive month>/<month>/<month>-<force>-street.csv and the like
    absent  names of files that no archive holds, by month
    notes   what the analyst should know, in sentences
    """

    paths: list[Path] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def fetch_police(
    force: str,
    first_month: date,
    last_month: date,
    folder: Path,
    *,
    progress: Progress | None = None,
) -> FetchResult:
    """Street-level crime and stop and search of one force, both months included, from the newest archive that has them.

    force     as in police.uk's file names, such as “avon-and-somerset”
    progress  called with packed bytes done and in all, of the archive at hand

    A file already there with the archive's length and checksum is not fetched again. Months not yet published and files
    the force never gave are named in what comes back. Raises DataProblem for an unknown force, for months none of which
    is published, and for whatever goes wrong on the way; files fetched before stay.
    """
    _require_force(force)
    fetched = FetchResult()
    wanted, newest = _published(first_month, last_month, fetched)
    try:
        while wanted:
            wanted = _from_one_archive(
                force, wanted, newest, folder, fetched=fetched, progress=progress
            )
    except DataProblem as problem:
        if not fetched.paths:
            raise
        stands = f"Files fetched before that are whole and stay in the folder {folder.name}: {len(fetched.paths)}."
        raise DataProblem(problem.wrong, problem.saw, problem.do, stands) from problem
    fetched.paths.sort(key=lambda path: path.name)
    fetched.absent.sort()
    for ending, content in CONTENTS.items():
        months = [name[:7] for name in fetched.absent if name.endswith(f"-{ending}.csv")]
        if months:
            fetched.notes.append(
                f"There is no {content} file of {forces()[force]} for {', '.join(months)}."
            )
    return fetched


def _require_force(force: str) -> None:
    known = forces()
    if force not in known:
        names = {name.lower(): slug for slug, name in known.items()} | {
            slug: slug for slug in known
        }
        close = list(
            dict.fromkeys(
                names[name] for name in get_close_matches(force.lower(), names, n=5, cutoff=0.5)
            )
        )
        raise DataProblem(
            f"police.uk knows no force called “{force}”.",
            f"Names like it are: {', '.join(close)}." if close else "No name is like it.",
            "Choose a slug from data/forces.csv.",
        )


def _published(first_month: date, last_month: date, fetched: FetchResult) -> tuple[list[str], str]:
    """The asked months that can be had, oldest first, and the newest month of all; the others go into the notes."""
    requested = pd.period_range(first_month, last_month, freq="M").strftime("%Y-%m").tolist()
    if not requested:
        raise DataProblem(
            "The last month comes before the first.",
            f"Asked for {first_month:%Y-%m} to {last_month:%Y-%m}.",
            "Swap the two.",
        )
    address = address_of("police_months")
    answer = answer_json(address)
    try:
        newest = max(str(entry["date"]) for entry in answer)
        pd.Period(newest, "M")
    except (TypeError, KeyError, ValueError) as problem:
        raise DataProblem(
            "The list of published months is not in the form we know.",
            f"{address} begins: {str(answer)[:80]}.",
            "Fetch it again later.",
        ) from problem
    wanted = [month for month in requested if FIRST_PUBLISHED <= month <= newest]
    if not wanted:
        raise DataProblem(
            "None of the months asked for is published.",
            f"Asked for {requested[0]} to {requested[-1]}; police.uk has {FIRST_PUBLISHED} to {newest}.",
            "Choose months within these.",
        )
    for months, why in (
        ([m for m in requested if m > newest], f"not published yet; the newest month is {newest}"),
        (
            [m for m in requested if m < FIRST_PUBLISHED],
            f"before the first month, {FIRST_PUBLISHED}",
        ),
    ):
        if months:
            fetched.notes.append(f"Left out, {why}: {', '.join(months)}.")
    return wanted, newest


def _from_one_archive(
    force: str,
    wanted: list[str],
    newest: str,
    folder: Path,
    *,
    fetched: FetchResult,
    progress: Progress | None,
) -> list[str]:
    """Take what the newest archive with the last wanted month holds; returns the months still wanted, all older."""
    from remotezip import RemoteZipError

    for kind, named in _candidates(wanted[-1], newest):
        address = address_of(kind).format(month=named)
        whole = folder / f"whole-{Path(address).name}"
        try:
            with _archive(address, whole, fetched, progress=progress) as archive:
                months = sorted(
                    {month for name in archive.namelist() for month in MONTH_FOLDER.findall(name)}
                )
                if months and months[0] <= wanted[-1] <= months[-1]:
                    names = _names(force, [month for month in wanted if month >= months[0]])
                    target = folder / (named if kind == "police_archive" else months[-1])
                    tried(
                        partial(_take, archive, names, target, fetched=fetched, progress=progress),
                        address,
                    )
                    return [month for month in wanted if month < months[0]]
        except NotThere:
            continue
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RemoteZipError,
            RangeIgnored,
        ) as problem:
            raise DataProblem(
                f"The archive {Path(address).name} of police.uk cannot be read.",
                f"{problem}.",
                "Fetch it again later; if it stays so, ask for months of another archive.",
            ) from problem
        finally:
            whole.unlink(missing_ok=True)
    fetched.notes.append(f"No archive holds {wanted[-1]}.")
    fetched.absent += [Path(name).name for name in _names(force, wanted[-1:])]
    return wanted[:-1]


def _candidates(month: str, newest: str) -> Iterator[tuple[str, str]]:
    """Kinds and months of the archives that may hold the month, the one with the latest outcomes first."""
    until = min(str(pd.Period(month, "M") + MONTHS_IN_ARCHIVE - 1), newest)
    yield "police_archive", until
    if until == newest:
        yield "police_latest", newest
    for earlier in reversed(pd.period_range(month, until, freq="M")[:-1]):
        yield "police_archive", str(earlier)


def _names(force: str, months: Iterable[str]) -> list[str]:
    return [f"{month}/{month}-{force}-{ending}.csv" for month in months for ending in CONTENTS]


def _archive(
    address: str, whole: Path, fetched: FetchResult, *, progress: Progress | None
) -> zipfile.ZipFile:
    """The archive, read in parts where the server allows; otherwise fetched whole."""
    from remotezip import RemoteZip

    try:
        archive: zipfile.ZipFile = RemoteZip(address, fetcher=_Parts)
    except RangeIgnored:
        archive = zipfile.ZipFile(download(address, whole, expected_type="zip", progress=progress))
        fetched.notes.append(
            f"The server sends no parts of files, so {Path(address).name} was fetched whole."
        )
    return archive


class _Parts:
    """How remotezip reads a file here: each part with the tries, limits and words of every other request."""

    def __init__(
        self, address: str, session: object = None, support_suffix_range: bool = True
    ) -> None:
        self.address = address

    def fetch(self, data_range: tuple[int, int | None], stream: bool = False) -> PartialBuffer:
        from remotezip import PartialBuffer

        first, last = data_range
        begin, body = part_of(
            self.address, str(first) if first < 0 else f"{first}-{'' if last is None else last}"
        )
        return PartialBuffer(BytesIO(body), begin, len(body), False)


def _take(
    archive: zipfile.ZipFile,
    names: list[str],
    target: Path,
    *,
    fetched: FetchResult,
    progress: Progress | None,
) -> None:
    """Bring each named member to the target folder unless it is there already, and note those the archive lacks."""
    held = {member.filename: member for member in archive.infolist()}
    members = [held[name] for name in names if name in held]
    fetched.absent += [Path(name).name for name in names if name not in held]
    done, total = 0, sum(member.compress_size for member in members)
    for member in members:
        path = target / member.filename
        if not _same(path, member):
            _unpack(archive, member, path)
        fetched.paths.append(path)
        done += member.compress_size
        if progress:
            progress(done, total)


def _same(path: Path, member: zipfile.ZipInfo) -> bool:
    return (
        path.exists()
        and path.stat().st_size == member.file_size
        and zlib.crc32(path.read_bytes()) == member.CRC
    )


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    """Write one member; its checksum is checked while it is read, and a damaged one leaves nothing behind."""
    part = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(member) as source, part.open("wb") as sink:
            shutil.copyfileobj(source, sink)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
