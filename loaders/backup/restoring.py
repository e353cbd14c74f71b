"""A backup put back: everything read, checked and laid ready first; then agreed by one renaming, and carried through by `restored`."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geo.core.errors import DataProblem
from loaders.access_file import NAME as ACCESS
from loaders.access_file import read_access
from loaders.audit.place import Place
from loaders.backup.archive import Archive, opened_archive, write_file
from loaders.backup.making import KINDS, area_words, make_backup, standing_salt, verify_backup
from loaders.backup.register_dump import RegisterSummary, fill_tables, summary_of
from loaders.backup.sealing import unsealed
from loaders.extract.privacy import salt_file
from loaders.partners.files import FOLDER as PARTNER
from loaders.register.database import file_of, filling, forget
from loaders.register.register import (
    finish_interrupted,
    open_registers,
    register_address,
    register_state,
)
from loaders.register.restored import FILES, PLAN, SQLITE_BESIDE
from loaders.register.upgrade import known_revisions
from loaders.rounding_key import NAME as ROUNDING_KEY
from loaders.settings import setting
from loaders.store.builds import CURRENT, STAGED, BuildStore
from loaders.store.manifest import MANIFEST, Manifest

MAKING = ".restore-making-"


@dataclass(frozen=True)
class RestoreOptions:
    """What whoever restores has said.

    replace       what stands is kept in a backup of its own, and then replaced
    without_salt  the salt stays sealed
    passphrase    asked for once a sealed salt is met; empty where nobody gives one
    agreed        called with the backup's hash just before anything is changed
    """

    replace: bool = False
    without_salt: bool = False
    passphrase: Callable[[], str] = lambda: ""
    agreed: Callable[[str], None] = lambda digest: None


@dataclass(frozen=True)
class RestoreResult:
    """What was put back, and what there is to say of it.

    kept   files in which what stood is kept
    notes  a sentence each
    """

    manifest: dict[str, Any]
    kept: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def restore_backup(root: Path, audit: Place, path: Path, options: RestoreOptions) -> RestoreResult:
    """Put a backup back into a store: all of it, or nothing.

    root   the store's folder, there or not
    audit  where the record of who saw what lies

    Raises DataProblem, with nothing changed, for a file that is no backup, damaged, cut short, newer than the program or of another area;
    for a store that holds what people entered, unless it is to be replaced; and for a wrong passphrase.
    """
    archive = opened_archive(path)
    verify_backup(path)
    return _Restore(root, audit, archive, options).done()


@dataclass
class _Restore:
    """One backup on its way back."""

    root: Path
    audit: Place
    archive: Archive
    options: RestoreOptions
    notes: list[str] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)

    def done(self) -> RestoreResult:
        self._require_ours()
        finish_interrupted(self.root)
        damaged = self._require_room()
        salt = self._salt()
        self.root.mkdir(parents=True, exist_ok=True)
        for left in self.root.glob(f"{MAKING}*"):  # of restores that ended before they were agreed
            shutil.rmtree(left, ignore_errors=True)
        making = self.root / f"{MAKING}{os.getpid()}"
        with contextlib.ExitStack() as otherwise:
            otherwise.callback(shutil.rmtree, making, ignore_errors=True)
            plan = self._laid_ready(making, salt, damaged)
            self._keep_what_stands(damaged)
            for kind in self.archive.manifest["registers"]:
                if kind not in damaged:  # it can be reached, written and brought up to date
                    open_registers(self.root, kind)
            write_file(making / PLAN, [json.dumps(plan).encode()])
            self.options.agreed(self.archive.digest)
            os.replace(making, self.root / STAGED)
            otherwise.pop_all()
        finish_interrupted(self.root)
        self._say_builds()
        return RestoreResult(self.archive.manifest, tuple(self.kept), tuple(self.notes))

    def _require_ours(self) -> None:
        """Refuse a backup of another area, and one whose register this program does not know."""
        manifest, name = self.archive.manifest, self.archive.path.name
        if manifest["area"] != area_words():
            there, here = (_area_in_words(area) for area in (manifest["area"], area_words()))
            raise DataProblem(
                f"{name} is of another area.",
                f"It is of {there}; this dashboard serves {here}.",
                "Restore it where that area is served (SVD_AREA).",
            )
        for register in manifest["registers"].values():
            if register["revision"] not in known_revisions():
                raise DataProblem(
                    f"{name} was written by a newer version of the dashboard.",
                    f"Its register is of revision {register['revision']}, by version {manifest['program']}.",
                    "Restore it with that version, or a later one.",
                )

    def _require_room(self) -> set[str]:
        """Refuse where something was entered, unless it is to be replaced; gives the kinds whose SQLite file cannot be read."""
        damaged, held = set[str](), []
        for kind in self.archive.manifest["registers"]:
            try:
                state = register_state(self.root, kind)
            except DataProblem:
                file = file_of(register_address(self.root), kind)
                if file is None or not file.exists():
                    raise
                damaged.add(kind)
                held.append(f"The register of {kind} data cannot be read.")
                continue
            if state is not None and not state.is_known:
                raise DataProblem(
                    "The register here was written by a newer version of the dashboard.",
                    f"It is of revision {state.revision}.",
                    "Use the newer version.",
                )
            if state is not None and state.changes:
                held.append(f"The register of {kind} data has {state.changes:,} changes.")
        if held and not self.options.replace:
            raise DataProblem(
                "This store holds a register already.",
                " ".join(held),
                "Name an empty store with --store, or say --replace: what stands is then kept in a backup of its own.",
            )
        return damaged

    def _salt(self) -> bytes:
        """The salt to be put beside the store; empty for none."""
        if self.archive.manifest["salt"] != "sealed":
            if self.archive.manifest["salt"] == "left out":
                self.notes.append(
                    "The salt is not in this backup: put it back from where it is kept, or pseudonyms will be others."
                )
            return b""
        if self.options.without_salt:
            self.notes.append("The salt stays sealed in the backup.")
            return b""
        passphrase = self.options.passphrase()
        if not passphrase:
            raise DataProblem(
                "The salt in this backup is sealed.",
                "No passphrase was given.",
                "Give it on the terminal or in SVD_BACKUP_PASSPHRASE; with --without-salt all the rest is restored.",
            )
        salt = unsealed(self.archive.read("salt.sealed"), passphrase)
        standing = standing_salt(self.root)
        if standing == salt:
            return b""
        if standing and (setting("SVD_SALT") or not self.options.replace):
            raise DataProblem(
                "Another salt is in use here.",
                "With it, pseudonyms are others than those of the backup.",
                "Take SVD_SALT away first."
                if setting("SVD_SALT")
                else "Say --replace, which keeps the one here under another name, or --without-salt.",
            )
        return salt

    def _laid_ready(self, making: Path, salt: bytes, damaged: set[str]) -> dict[str, Any]:
        """Everything unpacked, each register made and compared with what the backup says of it; gives what is to be done."""
        registers = self.archive.manifest["registers"]
        for kind, told in registers.items():
            self._lay_register(making, kind, RegisterSummary(**told))
        files = self._lay_files(making)
        if salt:
            write_file(making / FILES / "salt", [salt + b"\n"])
            files["salt"] = str(salt_file(self.root))
        place = self._audit_place(making)
        audit = {name: str(place.folder / Path(name).name) for name in self.archive.names("audit/")}
        seals = self.archive.names("audit-seals.jsonl")
        for name in (*audit, *seals):
            self.archive.unpack(name, making / FILES / name)
        builds = self._lay_builds(making)
        current = str(self.archive.manifest["current"])
        standing = BuildStore(self.root).current()
        if current in builds and (standing is None or self.options.replace):
            write_file(making / FILES / CURRENT, [f"{current}\n".encode()])
            files[CURRENT] = str(self.root / CURRENT)
        return {
            "registers": list(registers),
            "damaged": sorted(damaged),
            "files": files,
            "only": {
                f"{PARTNER}-{kind}": [
                    Path(name).name for name in self.archive.names(f"{PARTNER}-{kind}/")
                ]
                for kind in registers
            },
            "builds": builds,
            "audit": audit,
            "seals": str(place.seals) if seals else "",
        }

    def _lay_register(self, making: Path, kind: str, told: RegisterSummary) -> None:
        address = f"sqlite:///{making / 'registers.sqlite'}"
        folder = f"register-{kind}/"
        parts = (
            (name.removeprefix(folder).removesuffix(".jsonl"), self.archive.lines(name))
            for name in self.archive.names(folder)
        )
        try:
            with filling(address, kind, told.revision) as connection:
                fill_tables(connection, kind, parts)
                made = summary_of(connection, kind)
        except ValueError as problem:
            raise self._unfit(str(problem)) from problem
        if made != told:
            raise self._unfit("its rows are not those that its manifest counts")
        open_registers(self.root, kind, address=address)  # brings it up to date
        forget(address, kind)

    def _lay_files(self, making: Path) -> dict[str, str]:
        files = {}
        named = [name for kind in KINDS for name in self.archive.names(f"{PARTNER}-{kind}/")]
        for name in (*named, ACCESS, ROUNDING_KEY):
            place = self.root / name
            if name not in self.archive.parts:
                continue
            if name == ACCESS and place.exists() and not self.options.replace:
                self.notes.append(f"{ACCESS} stands here already, and stays as it is.")
                continue
            self.archive.unpack(name, making / FILES / name)
            files[name] = str(place)
        return files

    def _audit_place(self, making: Path) -> Place:
        """Where the record lies by the access file that is put back; where it lies now, if that file cannot be used here."""
        put_back = making / FILES / ACCESS
        if not put_back.exists():
            return self.audit
        try:
            access = read_access(put_back)
        except DataProblem as problem:
            self.notes.append(f"{ACCESS} is put back, but cannot be used as it is: {problem}")
            return self.audit
        return Place(
            Path(access.audit_folder) if access.audit_folder else self.audit.folder,
            Path(access.audit_seals) if access.audit_seals else self.audit.seals,
        )

    def _lay_builds(self, making: Path) -> list[str]:
        """The builds that the backup holds and the store does not, each content unpacked once."""
        standing, laid = set(BuildStore(self.root).names()), []
        for part in self.archive.names("builds/"):
            build = part.split("/")[1]
            if build in standing or build.startswith("."):
                continue
            folder = making / "builds" / build
            self.archive.unpack(part, folder / MANIFEST)
            manifest = Manifest.read(folder / MANIFEST)
            for name, (_, digest) in manifest.files.items():
                if ".." in Path(name).parts or Path(name).is_absolute():
                    raise self._unfit(f"build {build} names a file outside itself")
                content = making / "build-files" / digest
                if not content.exists():
                    self.archive.unpack(f"build-files/{digest}", content)
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                os.link(content, folder / name)
            manifest.write(folder / MANIFEST)  # beside its copy
            laid.append(build)
        return laid

    def _keep_what_stands(self, damaged: set[str]) -> None:
        """A backup of what is replaced; of a file that cannot be read a copy, and of another salt its file."""
        if not self.options.replace:
            return
        when = f"{datetime.now(UTC):%Y-%m-%dT%H%M%S.%f}"
        for kind in damaged:
            file = file_of(register_address(self.root), kind)
            for end in SQLITE_BESIDE if file else ():
                there = file.with_name(f"{file.name}{end}") if file else Path()
                if there.exists():
                    copy = there.with_name(f"{there.name}.{when}.damaged")
                    shutil.copyfile(there, copy)
                    self.kept.append(copy)
        salt = salt_file(self.root)
        if self.archive.manifest["salt"] == "sealed" and salt.exists():
            copy = salt.with_name(f"{salt.name}.{when}")
            write_file(copy, [salt.read_bytes()])
            self.kept.append(copy)
        copy = self.root / f"before-restore-{when}.zip"
        make_backup(self.root, self.audit, copy, without=damaged)
        self.kept.append(copy)

    def _say_builds(self) -> None:
        there = set(BuildStore(self.root).names())
        lacking = [
            each["build"] for each in self.archive.manifest["builds"] if each["build"] not in there
        ]
        if lacking:
            self.notes.append(
                f"Builds that stood beside it and are not here: {', '.join(lacking)}. Load their files again."
            )

    def _unfit(self, why: str) -> DataProblem:
        return DataProblem(
            f"{self.archive.path.name} cannot be restored.",
            f"As it was written, {why}."[:300],
            "Use another backup, and tell whoever looks after the program.",
        )


def _area_in_words(area: dict[str, Any]) -> str:
    return f"{area['force']} ({', '.join(area['authorities'])})"
