"""Making the next build: parts come in from any thread, the winners are kept, and nothing is seen until all is complete."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.core.errors import DataProblem
from geo.core.schema import REGISTER
from loaders.documents.columns import digest_of
from loaders.documents.read_result import ReadResult
from loaders.sources import registry
from loaders.sources.boundaries import Wards, write_wards
from loaders.sources.operations_register import names_in
from loaders.sources.population import CENSUS, NO_RESIDENTS, census_residents
from loaders.sources.source import Holds, Replaces, Source
from loaders.store.builds import MAKING, BuildStore
from loaders.store.cube import write_cube
from loaders.store.manifest import Manifest, Partition, content_hash, file_digest
from loaders.store.map_shapes import write_drawing
from loaders.store.sound_base import require_nothing_lost
from loaders.store.ward_lookup import Places, kept_points

ROW_GROUP = 1 << 20


class BuildWriter:
    """One load's work. Use inside `BuildStore.writing()`; `finish` swaps CURRENT, leaving without it changes nothing."""

    def __init__(
        self, build_store: BuildStore, kind: str, wards: Wards, previous: Manifest | None
    ) -> None:
        self.build_store, self.kind, self.wards, self.previous = build_store, kind, wards, previous
        self.folder = build_store.builds / f"{MAKING}{os.getpid()}"
        self.parts: dict[tuple[str, str, str], Partition] = (
            {p.key: p for p in previous.parts} if previous else {}
        )
        self.superseded: list[dict[str, str]] = list(previous.superseded) if previous else []
        self.population = dict(previous.population) if previous else {}
        self.residents: pd.DataFrame | None = None
        self._same_wards = previous is not None and previous.boundaries["digest"] == wards.digest
        self._lock, self._given = threading.Lock(), dict[str, str]()
        for name in ("offence", "search", "register", "rejected"):
            (self.folder / name).mkdir(parents=True)
        known = (
            kept_points(self._earlier("points.parquet"), wards)
            if previous and self._same_wards
            else None
        )
        self.places = Places(wards, known)

    def _earlier(self, name: str) -> Path:
        assert self.previous is not None
        return self.build_store.folder(self.previous.build) / name

    def take_in(
        self, source: Source, result: ReadResult, *, file: str, archive_month: str = ""
    ) -> None:
        """Take in what a source read of one file, as its declaration says that files replace one another; any thread may call this.

        archive_month  by which the newer of two files of a month is told; empty: by its own month

        Raises DataProblem for a second file where only one can count, and for a file of which no row can be used.
        """
        if source.replaces is Replaces.AS_A_WHOLE:
            self.only_one(source.display_name, file)
        if source.replaces is Replaces.BY_WHOLE_MONTH:
            for month in result.rows["month"].unique().to_pylist():
                self.only_one(f"{source.display_name} for {month:%B %Y}", file)
        if source.holds is Holds.OPERATIONS:
            self.add_register(result, file=file)
        elif source.holds is Holds.POPULATION:
            self.add_residents(result, file=file)
        else:
            self.add(result, file=file, archive_month=archive_month)

    def add(self, loaded: ReadResult, *, file: str, archive_month: str = "") -> None:
        """Take in what a reader made of one file, month by month; any thread may call this."""
        rows = loaded.rows
        _require_usable(loaded, file)
        if not len(rows):
            return
        keys = _keys(rows)
        largest = max(keys, key=lambda key: keys[key])
        for source, force, month in keys:
            mine = (
                rows
                if len(keys) == 1
                else rows.filter(
                    (pc.field("source_id") == source)
                    & (pc.field("force") == force)
                    & (pc.field("month") == month)
                )
            )
            rejected = loaded.rejected if (source, force, month) == largest else loaded.rejected[:0]
            name = f"{month:%Y-%m}"
            part = Partition(
                source,
                force,
                name,
                archive_month or name,
                digest_of(mine),
                len(mine),
                {str(k): int(v) for k, v in rejected["reason"].value_counts().items()},
                0,
                0,
                0,
                *_without_id(mine),
                (file,),
                loaded.notes,
                "",
            )
            self._offer(part, mine, rejected)

    def add_register(self, loaded: ReadResult, *, file: str) -> None:
        """Take in the operations register, as a whole."""
        _require_usable(loaded, file)
        counted = {str(k): int(v) for k, v in loaded.rejected["reason"].value_counts().items()}
        digest = digest_of(loaded.rows)
        part = Partition(
            REGISTER,
            "",
            "",
            "",
            digest,
            len(loaded.rows),
            counted,
            0,
            0,
            0,
            0,
            0,
            (file,),
            loaded.notes,
            f"register/operation-{digest[:12]}.parquet",
        )
        pq.write_table(loaded.rows, self.folder / part.file)
        self.parts[part.key] = replace(
            part, rejected_file=self._write_rejected(part, loaded.rejected)
        )

    def operation_names(self) -> list[str]:
        """The operations of the register as it stands in this build."""
        part = self.parts[REGISTER, "", ""]
        path = self.folder / part.file
        return names_in(path if path.exists() else self._earlier(part.file))

    def add_residents(self, loaded: ReadResult, *, file: str) -> None:
        """Take in residents by ward (ward_code, residents) from a file, as a whole."""
        _require_usable(loaded, file)
        self.set_residents(loaded.rows.to_pandas().set_index("ward_code"), title=file)

    def set_residents(self, residents: pd.DataFrame, *, title: str) -> None:
        """Use these residents (residents, indexed by ward_code) from now on."""
        ordered = residents.sort_index()
        self.residents = ordered
        self.population = {
            "title": title,
            "digest": digest_of(pa.Table.from_pandas(ordered.reset_index(), preserve_index=False)),
        }

    def only_one(self, kind: str, file: str) -> None:
        """Refuse a second file of a kind that replaces the whole: which one counts must not hang on the order."""
        with self._lock:
            first = self._given.setdefault(kind, file)
        if first != file:
            raise DataProblem(
                f"More than one file of {kind} was given.",
                f"They are: {first} and {file}.",
                "Load the one that should count.",
            )

    def _offer(self, part: Partition, rows: pa.Table, rejected: pd.DataFrame) -> None:
        """Keep the part if it outranks what stands; list the one that loses."""
        with self._lock:
            standing = self.parts.get(part.key)
            if (
                standing
                and standing.digest == part.digest
                and standing.archive_month >= part.archive_month
            ):
                return
            if standing and standing.digest != part.digest:
                loser = min(standing, part, key=lambda p: p.rank)
                self._list_superseded(loser)
                if loser is part:
                    return
        placed, counts = self.places.placed(rows, f"{part.source_id}-{part.force}")
        part = replace(
            part,
            **counts,
            file=_part_file(part),
            rejected_file=self._write_rejected(part, rejected),
        )
        _write_part(placed, self.folder / part.file)
        with self._lock:
            standing = self.parts.get(part.key)
            if standing is None or standing.rank <= part.rank:
                self.parts[part.key] = part
                if standing and standing.digest != part.digest:
                    self._list_superseded(standing)
            elif standing.digest != part.digest:
                self._list_superseded(part)

    def _list_superseded(self, part: Partition) -> None:
        line = {
            "source_id": part.source_id,
            "force": part.force,
            "month": part.month,
            "archive_month": part.archive_month,
            "digest": part.digest,
            "rows": str(part.read),
            "files": ", ".join(part.files),
        }
        if line not in self.superseded:
            self.superseded.append(line)

    def _write_rejected(self, part: Partition, rejected: pd.DataFrame) -> str:
        if not len(rejected):
            return ""
        name = f"rejected/{'-'.join(filter(None, part.key))}-{part.digest[:12]}.parquet"
        rejected.assign(source_id=part.source_id, line=rejected["line"].astype("int64")).to_parquet(
            self.folder / name, index=False
        )
        return name

    def finish(self) -> Manifest | None:
        """Complete, check and point to the new build; None when it would hold just what the current one does.

        Raises DataProblem where the build before is damaged and this one would lack what only its files can bring back.
        """
        require_nothing_lost(self.previous, self.parts, residents=self.residents is not None)
        if self.residents is None and not self.population:
            residents = census_residents()
            self.set_residents(residents, title=CENSUS if len(residents) else NO_RESIDENTS)
        parts = tuple(sorted(self.parts.values(), key=lambda p: p.key))
        whole = content_hash(parts, self.wards.digest, self.population["digest"])
        superseded = tuple(sorted(self.superseded, key=str))
        if (
            self.previous
            and whole == self.previous.content_hash
            and superseded == self.previous.superseded
            and not self._ranks_rose(parts)
        ):
            if self.build_store.current() != self.previous.build:
                self.build_store.point_to(self.previous.build)
                return self.previous
            return None
        parts = self._carry_over(parts)
        pq.write_table(self.places.table(), self.folder / "points.parquet", compression="lz4")
        drawing = self._write_wards()
        write_cube(
            self.folder,
            parts,
            self._earlier("cube.parquet") if self.previous and self._same_wards else None,
            {p.key for p in self.previous.parts} & self._carried if self.previous else set(),
        )
        made = datetime.now(UTC)
        manifest = Manifest(
            f"{made:%Y%m%dT%H%M%S%f}-{whole[:8]}",
            self.kind,
            made.isoformat(timespec="seconds"),
            whole,
            {
                "vintage": self.wards.vintage,
                "exactness": self.wards.exactness,
                "source": self.wards.source,
                "digest": self.wards.digest,
                "wards": str(len(self.wards.table)),
                "drawing": drawing,
                "notes": "\n".join(self.wards.notes),
            },
            self.population,
            parts,
            superseded,
            self._file_digests(),
        )
        return self._publish(manifest)

    def _ranks_rose(self, parts: tuple[Partition, ...]) -> bool:
        assert self.previous is not None
        return {p.key: p.rank for p in parts} != {p.key: p.rank for p in self.previous.parts}

    def _carry_over(self, parts: tuple[Partition, ...]) -> tuple[Partition, ...]:
        """Bring unchanged parts from the build before: linked as they are, or placed again in other wards."""
        self._carried: set[tuple[str, str, str]] = set()
        carried = []
        for part in parts:
            if (self.folder / part.file).exists():
                carried.append(part)
                continue
            if part.rejected_file and not (self.folder / part.rejected_file).exists():
                _link(self._earlier(part.rejected_file), self.folder / part.rejected_file)
            if self._same_wards or part.source_id == REGISTER:
                _link(self._earlier(part.file), self.folder / part.file)
                self._carried.add(part.key)
            else:
                rows = pq.read_table(self._earlier(part.file))
                placed, counts = self.places.placed(rows, f"{part.source_id}-{part.force}")
                _write_part(placed, self.folder / part.file)
                part = replace(part, **counts)
            carried.append(part)
        carried_files = {part.file for part in carried} | {part.rejected_file for part in carried}
        for path in self.folder.glob("*/*.parquet"):
            if str(path.relative_to(self.folder)) not in carried_files:
                path.unlink()
        return tuple(carried)

    def _write_wards(self) -> str:
        """Wards and residents of the build; returns the name of the GeoJSON to draw."""
        if self.previous and self._same_wards:
            drawing = self.previous.drawing
            for name in ("wards.parquet", drawing):
                _link(self._earlier(name), self.folder / name)
        else:
            write_wards(self.wards, self.folder / "wards.parquet")
            drawing = write_drawing(self.wards, self.folder)
        if self.residents is None:
            _link(self._earlier("residents.parquet"), self.folder / "residents.parquet")
        else:
            pq.write_table(
                pa.Table.from_pandas(self.residents.reset_index(), preserve_index=False),
                self.folder / "residents.parquet",
            )
        return drawing

    def _file_digests(self) -> dict[str, tuple[int, str]]:
        known = self.previous.files if self.previous else {}
        digests = {}
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            name = path.relative_to(self.folder).as_posix()
            linked = name in known and path.samefile(self._earlier(name))
            digests[name] = known[name] if linked else file_digest(path)
        return digests

    def _publish(self, manifest: Manifest) -> Manifest:
        manifest.write(self.folder / "manifest.json")
        os.replace(self.folder, self.build_store.folder(manifest.build))
        self.build_store.point_to(manifest.build)
        self.build_store.tidy()
        return manifest


@contextlib.contextmanager
def building(
    build_store: BuildStore, kind: str, wards: Wards, previous: Manifest | None
) -> Iterator[BuildWriter]:
    """A build in the making, cleared away if anything goes wrong; a full disk is said in plain words."""
    work = None
    try:
        work = BuildWriter(build_store, kind, wards, previous)
        yield work
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise DataProblem(
            "The disk of the store is full.",
            f"{shutil.disk_usage(build_store.root).free / 1e6:,.0f} MB are free in {build_store.root}.",
            "Free some space, or move the store with SVD_STORE, and load again.",
            "Nothing has been changed; the build before is still served.",
        ) from problem
    finally:
        shutil.rmtree(build_store.builds / f"{MAKING}{os.getpid()}", ignore_errors=True)


def _require_usable(loaded: ReadResult, file: str) -> None:
    """Refuse a file whose every row was rejected."""
    if loaded.read and not len(loaded.rows):
        counted = "; ".join(
            f"{n:,} × {reason}" for reason, n in loaded.rejected["reason"].value_counts().items()
        )
        raise DataProblem(
            f"No row of {file} can be used.",
            f"{loaded.read:,} rows were read: {counted}.",
            "Mend the file and load it again.",
        )


def _keys(rows: pa.Table) -> dict[tuple[str, str, date], int]:
    first = rows.slice(0, 1).select(["source_id", "force", "month"]).to_pylist()[0]
    if all(_one_word(rows[name].combine_chunks()) for name in ("source_id", "force", "month")):
        return {tuple(first.values()): len(rows)}
    counted = (
        rows.group_by(["source_id", "force", "month"]).aggregate([([], "count_all")]).to_pylist()
    )
    return {(row["source_id"], row["force"], row["month"]): row["count_all"] for row in counted}


def _one_word(column: pa.Array) -> bool:
    """Whether a column says the same in every row; the column holds no null."""
    codes = column.indices if pa.types.is_dictionary(column.type) else column.cast(pa.int32())
    return int(np.ptp(codes.to_numpy())) == 0


def _without_id(rows: pa.Table) -> tuple[int, int]:
    """How many rows carry no Crime ID, and how many of them repeat an earlier one in every column."""
    if "crime_id" not in rows.schema.names:
        return 0, 0
    bare = rows.filter(rows["crime_id"].is_null()).select(
        ["offence_type", "longitude", "latitude", "location_text", "outcome"]
    )
    return len(bare), len(bare) - len(bare.group_by(bare.schema.names).aggregate([]))


def _part_file(part: Partition) -> str:
    folder = "search" if registry.declared(part.source_id).holds is Holds.SEARCHES else "offence"
    return f"{folder}/{part.source_id}-{part.force}-{part.month}-{part.digest[:12]}.parquet"


def _write_part(rows: pa.Table, path: Path) -> None:
    words = [field.name for field in rows.schema if pa.types.is_dictionary(field.type)]
    mine = path.with_suffix(
        f".{threading.get_ident()}"
    )  # two files of the same rows may be read at the same time
    pq.write_table(
        rows,
        mine,
        compression="lz4",
        use_dictionary=[*words, "month", "point_id"],
        write_statistics=["month"],
        row_group_size=ROW_GROUP,
    )
    os.replace(mine, path)


def _link(earlier: Path, here: Path) -> None:
    """The same file in the new build, without copying where the disk allows."""
    try:
        os.link(earlier, here)
    except OSError:
        shutil.copyfile(earlier, here)
