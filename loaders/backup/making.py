"""A backup of a store, made while others edit: each register as at one moment, and beside it all that nobody could make again."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geo.core.errors import DataProblem
from loaders.access_file import NAME as ACCESS
from loaders.area import served
from loaders.audit.place import Place
from loaders.backup.archive import (
    FORMAT,
    ArchiveWriter,
    file_chunks,
    opened_archive,
)
from loaders.backup.register_dump import summary_of, table_lines
from loaders.backup.sealing import sealed
from loaders.extract.privacy import salt_file
from loaders.partners.files import FOLDER as PARTNER
from loaders.register.database import standing
from loaders.register.register import register_address, register_state
from loaders.rounding_key import NAME as ROUNDING_KEY
from loaders.settings import setting
from loaders.store.builds import BuildStore
from loaders.store.manifest import DEMONSTRATION, MANIFEST, REAL, Manifest
from loaders.version import version

KINDS = (REAL, DEMONSTRATION)
AUDIT_TRIES = 3


@dataclass(frozen=True)
class BackupResult:
    """What was written and verified.

    digest    SHA-256 over the whole
    manifest  what it says of itself
    size      bytes
    """

    path: Path
    digest: str
    manifest: dict[str, Any]
    size: int


def make_backup(
    root: Path,
    audit: Place,
    path: Path,
    *,
    passphrase: str = "",
    with_builds: bool = False,
    without: Collection[str] = (),
    agreed: Callable[[str], None] = lambda digest: None,
) -> BackupResult:
    """Write a backup beside its name, verify it, and name it: whole, or not there at all.

    root    the store's folder
    audit   where the record of who saw what lies
    passphrase  what the salt is sealed with; empty leaves it out
    without  kinds of data whose register cannot be read and is left out, which the manifest says
    agreed  called with the hash of the verified file before it has its name

    Every edit that was acknowledged before the call is in it. Raises DataProblem where a file of that name stands already,
    or what was written is not what was to be.
    """
    if path.exists():
        raise DataProblem(
            f"There is a file {path.name} already.",
            do="Choose another name, or a folder, in which each backup is named by its time.",
        )
    making = path.with_name(f"{path.name}.making-{os.getpid()}")
    writer = ArchiveWriter(making)
    with contextlib.ExitStack() as otherwise:
        otherwise.callback(writer.abandon)
        manifest = _contents(
            writer, root, audit, passphrase, with_builds=with_builds, without=without
        )
        digest = writer.close(manifest)
        verify_backup(making)
        agreed(digest)
        os.replace(making, path)
        otherwise.pop_all()
    return BackupResult(path, digest, manifest, path.stat().st_size)


def verify_backup(path: Path) -> None:
    """Open a backup again: every byte, every part, and the rows counted against what its manifest says. Raises DataProblem."""
    archive = opened_archive(path)
    for kind, register in archive.manifest["registers"].items():
        counts = {**register["records"], "history": register["history"]}
        for table, expected in counts.items():
            lines = archive.parts[f"register-{kind}/{table}.jsonl"].lines - 1
            if lines != expected:
                raise DataProblem(
                    f"{path.name} does not hold what it says.",
                    f"Of {table} it has {lines:,} rows in the place of {expected:,}.",
                    "Make it again.",
                )


def _contents(
    writer: ArchiveWriter,
    root: Path,
    audit: Place,
    passphrase: str,
    *,
    with_builds: bool,
    without: Collection[str],
) -> dict[str, Any]:
    """Write every part; gives what the manifest says beside the parts."""
    left_out = [
        f"The register of {kind} data cannot be read, and is not in it." for kind in without
    ]
    registers = {
        kind: _register(writer, root, kind)
        for kind in KINDS
        if kind not in without and register_state(root, kind) is not None
    }
    for kind in KINDS:  # after the register: a file is there before its row is
        for file in sorted((root / f"{PARTNER}-{kind}").glob("*.parquet")):
            writer.add(f"{PARTNER}-{kind}/{file.name}", file_chunks(file), packed=False)
    for name in (ACCESS, ROUNDING_KEY):
        if (root / name).is_file():
            writer.add(name, file_chunks(root / name))
    _audit(writer, audit)
    return {
        "format": FORMAT,
        "program": version(),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "area": area_words(),
        "registers": registers,
        "salt": _salt(writer, root, passphrase),
        **_builds(writer, root, left_out, with_builds=with_builds),
        "left_out": left_out,
    }


def area_words() -> dict[str, Any]:
    """What tells the area served from another: its force and the codes of its authorities."""
    area = served()
    return {"force": area.force, "authorities": sorted(area.codes)}


def _register(writer: ArchiveWriter, root: Path, kind: str) -> dict[str, Any]:
    state = register_state(root, kind)
    if state is not None and not (state.revision and state.is_known):
        raise DataProblem(
            "The register is not of this version, and is not backed up by it.",
            f"It is {f'of revision {state.revision}' if state.revision else 'from before revisions'}.",
            "Run `python -m loaders register upgrade`, which keeps a copy, or use the newer version.",
        )
    with standing(register_address(root), kind) as connection:
        summary = summary_of(connection, kind)
        for table, lines in table_lines(connection, kind):
            writer.add(f"register-{kind}/{table}.jsonl", lines)
    return asdict(summary)


def _salt(writer: ArchiveWriter, root: Path, passphrase: str) -> str:
    """Seal the salt; gives whether it is sealed, left out, or not there."""
    secret = standing_salt(root)
    if not secret:
        return "none"
    if not passphrase:
        return "left out"
    writer.add("salt.sealed", [sealed(secret, passphrase)])
    return "sealed"


def standing_salt(root: Path) -> bytes:
    """The salt by which references of a store are made into pseudonyms; empty where there is none yet."""
    if given := setting("SVD_SALT"):
        return given.encode()
    file = salt_file(root)
    return file.read_bytes().strip() if file.is_file() else b""


def _audit(writer: ArchiveWriter, place: Place) -> None:
    """Seals first: each then speaks of lines that are in the files, which go on growing. A file is cut after its last whole line."""
    for tries in range(AUDIT_TRIES):
        seals = place.seals.read_bytes() if place.seals.is_file() else b""
        try:
            files = {path.name: path.read_bytes() for _, _, path in place.files()}
        except FileNotFoundError:  # it had been kept long enough, which a seal says
            if tries == AUDIT_TRIES - 1:
                raise
            continue
        break
    for name, data in files.items():
        writer.add(f"audit/{name}", [_whole_lines(data)])
    if seals:
        writer.add("audit-seals.jsonl", [_whole_lines(seals)])


def _whole_lines(data: bytes) -> bytes:
    return data[: data.rfind(b"\n") + 1]


def _builds(
    writer: ArchiveWriter, root: Path, left_out: list[str], *, with_builds: bool
) -> dict[str, Any]:
    """Names and hashes of the builds; their files too where asked, each content once."""
    build_store, listed = BuildStore(root), []
    for name in build_store.names():
        manifest = build_store.readable(name)
        if manifest is None:
            left_out.append(f"Build {name} cannot be read, and is not in it.")
            continue
        held = with_builds and _build_files(writer, build_store, manifest, left_out)
        listed.append(
            {
                "build": name,
                "kind": manifest.kind,
                "content_hash": manifest.content_hash,
                "held": held,
            }
        )
    return {"builds": listed, "current": build_store.current() or ""}


def _build_files(
    writer: ArchiveWriter, build_store: BuildStore, manifest: Manifest, left_out: list[str]
) -> bool:
    """Write the files of a build, and its manifest; False, and said, where it is damaged or goes away meanwhile."""
    name = manifest.build
    lease = build_store.lease(name)
    try:
        if faults := build_store.faults(name):
            left_out.append(f"Build {name} is damaged, and is not in it: {faults[0]}")
            return False
        for file, (_, digest) in manifest.files.items():
            part = f"build-files/{digest}"
            if part not in writer.parts:
                writer.add(part, _checked(build_store.folder(name) / file, digest), packed=False)
        writer.add(f"builds/{name}/manifest.json", file_chunks(build_store.folder(name) / MANIFEST))
        return True
    finally:
        if lease is not None:
            lease.release()


def _checked(path: Path, digest: str) -> Iterator[bytes]:
    """The bytes of a file, refused where they are not those of the digest."""
    counted = hashlib.sha256()
    for chunk in file_chunks(path):
        counted.update(chunk)
        yield chunk
    if counted.hexdigest() != digest:
        raise DataProblem(
            f"A file of build {path.parent.name} changed while it was read.",
            f"It is {path.name}.",
            "Run `python -m loaders verify`, then make the backup again.",
        )
