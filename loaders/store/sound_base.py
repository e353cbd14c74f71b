"""What a load goes on from: the build before, or, where that is damaged, all of it that is sound, found elsewhere or made again.

Nothing damaged is ever linked into a new build: every file is read and compared before. What cannot be had is named as lost, and a
load must bring it, or is refused.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geo.core.errors import DataProblem
from geo.core.schema import REGISTER
from geo.core.vintage_words import vintage_words
from loaders.documents.columns import digest_of
from loaders.sources import registry
from loaders.sources.boundaries import (
    Wards,
    embedded_vintages,
    embedded_wards,
    is_own_map,
    read_boundaries,
    wards_in_file,
    write_wards,
)
from loaders.sources.population import census_residents
from loaders.store.builds import MAKING, BuildStore
from loaders.store.cube import write_cube
from loaders.store.damage import Fault, Hashes, faults_of
from loaders.store.manifest import Manifest, Partition, Vintage, file_digest
from loaders.store.wards.denominators import (
    POPULATION_FILE,
    census_population,
    population_digest,
    write_population,
)
from loaders.store.wards.map_shapes import write_drawing
from loaders.store.wards.ward_lookup import Places

WARDS, RESIDENTS, POINTS, CUBE = (
    "wards.parquet",
    "residents.parquet",
    "points.parquet",
    "cube.parquet",
)
DOWNLOADS = "downloads"  # of the store: what `fetch` brought, still at hand
OWN_REGISTER = ("data/operations.csv",)  # the area's own list of operations
MOST_NAMED = 12


@dataclass(frozen=True)
class Lost:
    """What only its input can bring back.

    file    as the manifest names it
    what    in words
    inputs  files that it was read from
    part    where it is of one
    vintage of wards whose boundaries it is, where it is one beside the reference
    """

    file: str
    what: str
    inputs: tuple[str, ...]
    part: Partition | None = None
    vintage: str = ""


@dataclass(frozen=True)
class SoundBase(Manifest):
    """The sound remains of a damaged build, in a folder that goes when the load ends: a manifest without what is lost.

    damaged  the build it was taken from, with its faults
    lost     what a load must bring
    """

    damaged: str = ""
    faults: tuple[Fault, ...] = ()
    lost: tuple[Lost, ...] = ()


def going_on_from(build_store: BuildStore, kind: str) -> Manifest | None:
    """The build that a load goes on from, every file of it checked; its sound remains where it is damaged. Inside `writing()` only."""
    latest = build_store.latest(kind)
    return sound(build_store, latest) if latest else None


def sound(build_store: BuildStore, manifest: Manifest) -> Manifest:
    """The build itself where it is whole, else its sound remains."""
    hashes: Hashes = {}
    # a manifest that was read by its copy is damage as well: the next build has both again
    faults = build_store.damage(_folder_name(build_store, manifest), hashes)
    return _remains(build_store, manifest, faults, hashes) if faults else manifest


def notes_on(build_store: BuildStore, base: Manifest | None) -> list[str]:
    """What a load must say of damage that it met: builds passed over since they cannot be read, and what it mends."""
    begins = base.damaged if isinstance(base, SoundBase) else base.build if base else ""
    notes = [
        f"Build {name} cannot be read, so this goes on from {begins or 'an empty store'}: what was loaded into it since must be loaded again."
        for name in build_store.names()
        if name > begins and build_store.readable(name) is None
    ]
    if base and (fault := build_store.pointer_fault()):
        notes.append(f"{fault} This goes on from build {begins}.")
    if isinstance(base, SoundBase):
        named = " ".join(fault.sentence for fault in base.faults[:MOST_NAMED])
        notes.append(f"Build {base.damaged} was damaged, and the new one is not: {named}")
    return notes


def require_sound(build_store: BuildStore, manifest: Manifest | None) -> None:
    """Refuse to try anything out on a damaged build, which only a load or `repair` may mend."""
    if manifest is None:
        return
    if faults := build_store.damage(manifest.build):
        raise DataProblem(
            f"Build {manifest.build} is damaged.",
            " ".join(fault.sentence for fault in faults[:MOST_NAMED]),
            "Run `python -m loaders repair`, then try again.",
        )


def require_wards(base: Manifest | None) -> None:
    """Refuse a load without boundaries where those of the build before are lost."""
    if isinstance(base, SoundBase) and any(lost.file == WARDS for lost in base.lost):
        raise lost_problem(base, base.lost)


def lost_parts(base: Manifest | None) -> dict[tuple[str, str, str], Partition]:
    """Months that stood and whose rows are lost, by source, force and month: what is loaded for them is compared with what is known of
    them."""
    if not isinstance(base, SoundBase):
        return {}
    return {lost.part.key: lost.part for lost in base.lost if lost.part and lost.part.month}


def require_nothing_lost(
    base: Manifest | None,
    parts: dict[tuple[str, str, str], Partition],
    *,
    residents: bool,
    vintages: Iterable[str],
) -> None:
    """Refuse to finish a build that would lack what its damaged predecessor held.

    parts      of the new build
    residents  whether the load brought residents
    vintages   ids of those whose boundaries the load brought
    """
    if not isinstance(base, SoundBase):
        return
    lacking = tuple(
        lost
        for lost in base.lost
        if not (lost.part and _is_brought(lost.part, parts))
        and not (lost.file in (RESIDENTS, POPULATION_FILE) and residents)
        and lost.vintage not in vintages
        and lost.file != WARDS  # without them no build is begun
    )
    if lacking:
        raise lost_problem(base, lacking)


def lost_problem(base: SoundBase, lacking: tuple[Lost, ...]) -> DataProblem:
    """What is lost, and the files that bring it back."""
    inputs = list(dict.fromkeys(name for lost in lacking for name in lost.inputs))
    listed = {lost.file for lost in lacking}
    faults = [fault for fault in base.faults if fault.file in listed]
    what = list(dict.fromkeys(lost.what for lost in lacking))
    more = "" if len(faults) <= MOST_NAMED else f" And {len(faults) - MOST_NAMED:,} files more."
    return DataProblem(
        f"Build {base.damaged} is damaged: {_listed(what)} must be loaded again.",
        " ".join(fault.sentence for fault in faults[:MOST_NAMED]) + more,
        f"Load together: {_listed(inputs)}. Where that cannot be had any more, `python -m loaders repair --leave-out` goes on "
        "without it, as not received; `python -m loaders builds` lists builds that are whole.",
    )


def link(earlier: Path, here: Path) -> None:
    """The same file in another folder, without copying where the disk allows."""
    try:
        os.link(earlier, here)
    except OSError:
        shutil.copyfile(earlier, here)


def _is_brought(lost: Partition, parts: dict[tuple[str, str, str], Partition]) -> bool:
    """Whether a load brought a part; the area's own list of operations does not stand in for one that was loaded."""
    brought = parts.get(lost.key)
    if brought is None or brought.source_id != REGISTER:
        return brought is not None
    return lost.files == OWN_REGISTER or brought.files != OWN_REGISTER


def _listed(words: list[str]) -> str:
    more = len(words) - MOST_NAMED
    return ", ".join(words[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _folder_name(build_store: BuildStore, manifest: Manifest) -> str:
    """The folder that holds a build, which may have been renamed."""
    if manifest.build in build_store.names():
        return manifest.build
    renamed = (name for name in build_store.names() if build_store.readable(name) == manifest)
    return next(renamed, manifest.build)


def _remains(
    build_store: BuildStore, manifest: Manifest, faults: list[Fault], hashes: Hashes
) -> SoundBase:
    source = build_store.folder(_folder_name(build_store, manifest))
    folder = build_store.builds / f"{MAKING}base-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("", "offence", "search", "register", "rejected"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    faulty = {fault.file for fault in faults}
    for name, expected in manifest.files.items():
        earlier = (
            _donor(build_store, source, name, expected, hashes) if name in faulty else source / name
        )
        if earlier is not None and ".." not in Path(name).parts:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            link(earlier, folder / name)
    remains = _Remains(build_store, folder, manifest)
    remains.make_again()
    known = {field.name: getattr(manifest, field.name) for field in fields(Manifest)}
    changed = {
        "build": folder.name,
        "content_hash": "",  # so that the next build is another, even where it holds the same
        "boundaries": manifest.boundaries | remains.boundaries,
        "parts": tuple(part for part in manifest.parts if part.key not in remains.lost_keys),
        "files": remains.files(),
        "vintages": remains.vintages,
        "geographies": remains.geographies,
    }
    return SoundBase(
        **(known | changed), damaged=source.name, faults=tuple(faults), lost=tuple(remains.lost)
    )


def _donor(
    build_store: BuildStore, source: Path, name: str, expected: tuple[int, str], hashes: Hashes
) -> Path | None:
    """The same file in another build, newest first, or under another name in its own; None where none is as it was written.

    One that shares the damaged bytes by a link is damaged with it.
    """
    for build in build_store.names()[::-1]:
        if not faults_of(build_store.folder(build), {name: expected}, hashes):
            return build_store.folder(build) / name
    size, _ = expected
    for path in source.rglob("*"):
        alike = path.is_file() and path.stat().st_size == size
        if alike and not faults_of(path.parent, {path.name: expected}, hashes):
            return path
    return None


class _Remains:
    """What is made again in the folder of a sound base, and what is not to be had.

    boundaries  what is to be said otherwise of the wards
    """

    def __init__(self, build_store: BuildStore, folder: Path, manifest: Manifest) -> None:
        self.build_store, self.folder, self.manifest = build_store, folder, manifest
        self.lost: list[Lost] = []
        self.boundaries: dict[str, str] = {}
        self.vintages: tuple[Vintage, ...] = ()
        self.geographies: tuple[Vintage, ...] = ()

    @property
    def lost_keys(self) -> set[tuple[str, str, str]]:
        return {lost.part.key for lost in self.lost if lost.part}

    def files(self) -> dict[str, tuple[int, str]]:
        """Size and SHA-256 of each file that lies there: as known, or of what was made again."""
        listed = (path for path in self.folder.rglob("*") if path.is_file())
        names = sorted(path.relative_to(self.folder).as_posix() for path in listed)
        linked = self.manifest.files
        return {
            name: linked[name]
            if name in linked and name not in (POINTS, CUBE, WARDS, RESIDENTS)
            else file_digest(self.folder / name)
            for name in names
        }

    def make_again(self) -> None:
        """Wards, residents and the register from the program's own tables, all that is derived from the parts."""
        for part in self.manifest.parts:
            self._part(part)
        self.vintages = tuple(each for each in self.manifest.vintages if self._vintage(each))
        self.geographies = tuple(each for each in self.manifest.geographies if self._vintage(each))
        received = POPULATION_FILE if POPULATION_FILE in self.manifest.files else RESIDENTS
        if not self._has(received):
            self._residents(received)
        wards = wards_in_file(self.folder / WARDS) if self._has(WARDS) else self._wards()
        if wards is None:
            # a load must bring them; they may be the same, yet what is placed in them is placed again
            self.boundaries = {"digest": ""}
            return
        if not self._has(self.manifest.drawing):
            self.boundaries |= {"drawing": write_drawing(wards, self.folder)}
        parts = tuple(p for p in self.manifest.parts if p.key not in self.lost_keys)
        if not self._has(POINTS):
            self._points(wards, parts)
        if not self._has(CUBE):
            write_cube(self.folder, parts, None, set())

    def _has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def _part(self, part: Partition) -> None:
        lacking = [name for name in (part.file, part.rejected_file) if name and not self._has(name)]
        if not lacking:
            return
        title = registry.title(part.source_id) if part.month else "the operations register"
        what = " ".join(filter(None, [title, part.month]))
        self.lost += [Lost(name, what, part.files, part) for name in lacking]

    def _residents(self, received: str) -> None:
        """Residents of the Census, where they are those that the build had; what follows from them is made with the next build.

        received  the file of residents as they came in; an older program kept them by ward alone
        """
        census, known = census_population(), self.manifest.population
        if POPULATION_FILE == received and population_digest(census) == known["digest"]:
            write_population(census, self.folder / POPULATION_FILE)
            return
        by_ward = census_residents().sort_index()
        table = pa.Table.from_pandas(by_ward.reset_index(), preserve_index=False)
        if RESIDENTS == received and digest_of(table) == known["digest"]:
            pq.write_table(table, self.folder / RESIDENTS)
            return
        self.lost.append(Lost(received, "residents", (known["title"],)))

    def _vintage(self, vintage: Vintage) -> bool:
        """Whether the boundaries of a vintage beside the reference are sound; those that the program holds itself come back by
        themselves, and what was located and counted by them is made with the next build."""
        file = f"{vintage.folder}{WARDS}"
        if self._has(file):
            return True
        if not any(embedded_wards(each).digest == vintage.digest for each in embedded_vintages()):
            source = vintage.source.split(",")[0]
            what = (
                f"the geography “{vintage.title}”"
                if vintage.title
                else f"the ward boundaries of {vintage_words(vintage.id)}"
            )
            self.lost.append(Lost(file, what, (source,), vintage=vintage.id))
        return False

    def _wards(self) -> Wards | None:
        """The wards of the build, from the embedded map or from a layer that was fetched; None where neither has them."""
        wards = self._embedded() or self._fetched()
        if wards is None:
            name = self.manifest.boundaries["source"].split(",")[0]
            self.lost.append(Lost(WARDS, "the ward boundaries", (name,)))
            return None
        write_wards(wards, self.folder / WARDS)
        if wards.digest != self.manifest.boundaries["digest"]:
            # the map was mended since, or took the place of wards rebuilt from points: every row is placed in it anew
            self.boundaries = {"digest": "", "drawing": write_drawing(wards, self.folder)}
        return wards

    def _embedded(self) -> Wards | None:
        """The embedded wards, where the build stood on them or on those that earlier versions rebuilt from points."""
        keys = ("exactness", "source", "vintage")
        exactness, source, vintage = (self.manifest.boundaries[key] for key in keys)
        if not is_own_map(exactness, source) or not (vintages := embedded_vintages()):
            return None
        return embedded_wards(vintage if vintage in vintages else "")

    def _fetched(self) -> Wards | None:
        wanted = self.manifest.boundaries["digest"]
        name = self.manifest.boundaries["source"].split(",")[0]
        for layer in sorted((self.build_store.root / DOWNLOADS).rglob(name)):
            try:
                read = read_boundaries(layer)
            except DataProblem:
                continue
            # a file that says its year alone took the id of the vintage that it replaced
            wards = replace(read, vintage=self.manifest.reference.id)
            if wards.digest == wanted:
                return wards
        return None

    def _points(self, wards: Wards, parts: tuple[Partition, ...]) -> None:
        places = Places(wards)
        for part in parts:
            if part.month:
                places.placed(pq.read_table(self.folder / part.file), "")
        pq.write_table(places.table(), self.folder / POINTS, compression="lz4")
