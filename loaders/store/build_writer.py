"""Making the next build: parts come in from any thread, what counts is proposed, and nothing is seen until all is complete."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.core.errors import DataProblem
from geo.core.expected_rows import WHOLE, MonthStatus
from geo.core.schema import NEAR_EDGE_METRES, REGISTER
from loaders.documents.columns import digest_of
from loaders.documents.read_result import ReadResult
from loaders.sources import registry
from loaders.sources.boundaries import write_wards
from loaders.sources.operations_register import names_in
from loaders.sources.source import Holds, Replaces, Source
from loaders.store.builds import MAKING, BuildStore
from loaders.store.candidates import (
    Candidate,
    Candidates,
    Key,
    part_holding,
    register_holding,
    standing_facts,
)
from loaders.store.cube import write_cube
from loaders.store.manifest import Manifest, Partition, content_hash, file_digest
from loaders.store.month_rows import profile_of, statuses_of
from loaders.store.part_files import (
    counts_without_id,
    link,
    month_keys,
    part_file,
    profile_of_file,
    untold_types,
    write_part,
)
from loaders.store.proposal import (
    KINDS,
    SEARCH_IDENTITY,
    Holding,
    Proposal,
    ProposalLine,
    common_ids,
    holding_of_rows,
    removal,
    replacement,
    row_ids,
)
from loaders.store.sound_base import OWN_REGISTER, lost_parts, require_nothing_lost
from loaders.store.wards.map_shapes import write_drawing
from loaders.store.wards.vintage_files import write_vintages
from loaders.store.wards.vintages import WardVintages, came_into_force
from loaders.store.wards.ward_lookup import NOWHERE, Places, kept_points
from loaders.store.wards.wards_in_making import WardsInMaking

MENDED = "what stood is damaged, and mended by this"


class BuildWriter:
    """One load's work. Use inside `BuildStore.writing()`; `finish` swaps CURRENT, leaving without it changes nothing.

    rehearsing  nothing is written, so that only `proposal` can be asked for; the store need not be held, nor be there
    """

    def __init__(
        self,
        build_store: BuildStore,
        kind: str,
        vintages: WardVintages,
        previous: Manifest | None,
        *,
        rehearsing: bool = False,
    ) -> None:
        self.rehearsing = rehearsing
        self.build_store, self.kind, self.previous = build_store, kind, previous
        self.vintages, self.wards = vintages, vintages.reference
        wards = self.wards
        self.folder = build_store.builds / f"{MAKING}{os.getpid()}"
        self._standing: dict[Key, Partition] = (
            {p.key: p for p in previous.parts} if previous else {}
        )
        self._lost = lost_parts(previous)
        self.parts = dict(self._standing)
        self._positions = itertools.count()
        self.wards_in_making = WardsInMaking(
            vintages, previous, self._earlier("") if previous else None
        )
        self._same_wards = previous is not None and previous.boundaries["digest"] == wards.digest
        self._lock, self._given = threading.Lock(), dict[str, tuple[str, int | None]]()
        self._candidates, self._removed = Candidates(), list[Partition]()
        self._whole: dict[str, ProposalLine] = {}  # of what is replaced as a whole, by source
        self._whole_counts: dict[str, tuple[int, int]] = {}  # accepted, rejected; by source
        self._operation_names: list[str] | None = None
        for name in ("offence", "search", "register", "rejected") if not rehearsing else ():
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
        self,
        source: Source,
        result: ReadResult,
        *,
        file: str,
        archive_month: str = "",
        position: int | None = None,
    ) -> None:
        """Take in what a source read of one file, as its declaration says that files replace one another; any thread may call this.

        archive_month  when it was published, or the newest day it tells of; empty where it does not say
        position       where it stands among the files of the load; unless given, after those taken in before

        Raises DataProblem for a second file where only one can count, and for a file of which no row can be used.
        """
        if source.replaces is Replaces.AS_A_WHOLE:
            self._only_one(source.display_name, file, position)
        if source.replaces is Replaces.BY_WHOLE_MONTH:
            for month in result.rows["month"].unique().to_pylist():
                self._only_one(f"{source.display_name} for {month:%B %Y}", file, position)
        if source.holds is Holds.OPERATIONS:
            self.add_register(result, file=file)
        elif source.holds is Holds.WEIGHTS:
            self.add_weights(source, result, file=file)
        elif source.holds is Holds.POPULATION:
            self.add_residents(result, file=file)
        else:
            self.add(result, file=file, archive_month=archive_month, position=position)

    def add(
        self,
        loaded: ReadResult,
        *,
        file: str,
        archive_month: str = "",
        position: int | None = None,
    ) -> None:
        """Take in what a reader made of one file, month by month; any thread may call this."""
        rows = loaded.rows
        if position is None:
            position = next(self._positions)
        _require_usable(loaded, file)
        if not len(rows):
            return
        keys = month_keys(rows)
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
                *counts_without_id(mine),
                (file,),
                loaded.notes,
                "",
                untold=untold_types(source, month, mine),
            )
            self._offer(part, mine, rejected, published=archive_month, position=position)

    def add_register(self, loaded: ReadResult, *, file: str, given: bool = True) -> None:
        """Take in the operations register, as a whole.

        given  by a person, so that it is a line of the proposal; else it is the area's own, of which nobody need be told
        """
        part = self._whole_part(REGISTER, "operation", loaded, file)
        self._operation_names = loaded.rows["name"].to_pylist()
        if given:
            standing = self._standing.get(part.key)
            if standing and standing.files == OWN_REGISTER:
                standing = None  # the area's own list stood in for one that nobody had given
            self._propose_whole(
                REGISTER,
                register_holding(standing) if standing else None,
                register_holding(part),
                [loaded],
            )
        self.parts[part.key] = replace(
            part, rejected_file=self._write_rejected(part, loaded.rejected)
        )

    def add_weights(self, source: Source, loaded: ReadResult, *, file: str) -> None:
        """Take in an index of harm, as a whole."""
        part = self._whole_part(source.id, source.id, loaded, file)
        standing = self._standing.get(part.key)
        before = register_holding(standing, "weight") if standing else None
        self._propose_whole(source.id, before, register_holding(part, "weight"), [loaded])
        self.parts[part.key] = replace(
            part, rejected_file=self._write_rejected(part, loaded.rejected)
        )

    def _whole_part(self, source_id: str, name: str, loaded: ReadResult, file: str) -> Partition:
        """What is replaced as a whole as the part of a build that it is, written unless this is a rehearsal."""
        _require_usable(loaded, file)
        counted = {str(k): int(v) for k, v in loaded.rejected["reason"].value_counts().items()}
        digest = digest_of(loaded.rows)
        part = Partition(
            source_id,
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
            f"register/{name}-{digest[:12]}.parquet",
        )
        if not self.rehearsing:
            pq.write_table(loaded.rows, self.folder / part.file)
        return part

    def operation_names(self) -> list[str]:
        """The operations of the register as it stands in this build."""
        if self._operation_names is not None:
            return self._operation_names
        return names_in(self._earlier(self.parts[REGISTER, "", ""].file))

    def add_residents(self, loaded: ReadResult, *, file: str) -> None:
        """Take in residents from a file: see WardsInMaking.add_residents."""
        _require_usable(loaded, file)
        with self._lock:
            before, after, results = self.wards_in_making.add_residents(loaded, file=file)
            self._propose_whole(registry.of(Holds.POPULATION)[0].id, before, after, results)

    def given_boundaries(self, vintage: str) -> None:
        """Say that the wards of a vintage, or a geography, are of files of this load, and so a line of its proposal."""
        key, line = self.wards_in_making.line_of(vintage)
        self._whole[key] = line

    def _propose_whole(
        self,
        source_id: str,
        before: Holding | None,
        after: Holding,
        loaded: Sequence[ReadResult],
    ) -> None:
        name = registry.declared(source_id).display_name
        self._whole[source_id] = replacement((source_id, name, "", ""), before, [after])
        self._whole_counts[source_id] = (
            sum(len(result.rows) for result in loaded),
            sum(len(result.rejected) for result in loaded),
        )

    def _only_one(self, kind: str, file: str, position: int | None) -> None:
        """Refuse a second file of a kind that replaces the whole, also one of the same name: whoever gave them knows which should count."""
        with self._lock:
            first = self._given.setdefault(kind, (file, position))
        if first != (file, position):
            raise DataProblem(
                f"More than one file of {kind} was given.",
                f"They are: {first[0]} and {file}.",
                "Load the one that should count.",
            )

    def _offer(
        self,
        part: Partition,
        rows: pa.Table,
        rejected: pd.DataFrame,
        *,
        published: str,
        position: int,
    ) -> None:
        """Let a month as a file has it stand for the build, unless another file of the load counts rather than this."""
        standing = self._standing.get(part.key)
        holding = holding_of_rows(rows, publication=published, files=part.files, digest=part.digest)
        candidate, before = Candidate(part, holding, position), None
        if standing is not None and standing.digest == part.digest:
            candidate = replace(candidate, holding=replace(holding, outside=standing.outside))
            before = replace(holding, **standing_facts(standing))
        else:
            candidate, placed = self._placed(candidate, rows, rejected)
            if standing is not None:
                before, earlier_ids = self._held_before(standing)
                in_common, ids_before = common_ids(earlier_ids, row_ids(placed))
                candidate = replace(candidate, ids_in_common=in_common, ids_before=ids_before)
            elif part.key in self._lost:
                before = part_holding(self._lost[part.key])
                candidate = replace(candidate, remarks=(MENDED,))
        with self._lock:
            self._candidates.add(candidate, before)
            self._settle(part.key)

    def _placed(
        self, candidate: Candidate, rows: pa.Table, rejected: pd.DataFrame
    ) -> tuple[Candidate, pa.Table]:
        """The candidate with its rows in their wards; they are written down unless a file that is already in counts rather than this."""
        part = candidate.part
        placed, counts = self.places.placed(rows, f"{part.source_id}-{part.force}")
        with self._lock:
            outranked = self._candidates.outranked(candidate)
        if not outranked:
            part = replace(
                part,
                **counts,
                profile=profile_of(placed),
                file=part_file(part),
                rejected_file=self._write_rejected(part, rejected),
            )
            if not self.rehearsing:
                write_part(placed, self.folder / part.file)
        holding = replace(candidate.holding, outside=counts["outside"])
        return replace(candidate, part=part, holding=holding), placed

    def _settle(self, key: Key) -> None:
        """Let what counts among what was given stand; the same rows again stay as they are, under the newer publication."""
        candidate, standing = self._candidates.winner(key), self._standing.get(key)
        if standing is None or standing.digest != candidate.part.digest:
            self.parts[key] = candidate.part
        elif candidate.holding.publication > standing.publication:
            self.parts[key] = replace(
                standing, archive_month=candidate.holding.publication, files=candidate.part.files
            )
        else:
            self.parts[key] = standing

    def _held_before(self, standing: Partition) -> tuple[Holding, pa.ChunkedArray]:
        """What a month holds that stands now, and the ids of its rows."""
        path = self._earlier(standing.file)
        names = pq.read_schema(path).names
        wanted = ("crime_id", *KINDS, *SEARCH_IDENTITY)
        rows = pq.read_table(
            path, columns=[name for name in names if name in wanted or name == "point_id"]
        )
        holding = holding_of_rows(rows, publication="", files=(), digest="")
        return replace(holding, **standing_facts(standing)), row_ids(rows)

    def forget_given(self) -> None:
        """Nothing given so far is a line of the proposal or superseded: whoever mends a build tries files out, one after another."""
        self._candidates = Candidates()

    def remove(self, keys: Iterable[Key]) -> None:
        """Leave months out of the build; each is a line of the proposal that asks for a yes."""
        for key in keys:
            part = self.parts.pop(key)
            self._removed.append(part)

    def proposal(self) -> Proposal:
        """What this build would hold instead of what stands: a line for each month and kind of data that was given or removed."""
        given = self._with_completeness(self._candidates.lines())
        months = [*given, *map(self._removal, self._removed)]
        lines = [*self._whole.values(), *months]
        return Proposal(
            tuple(sorted(lines, key=lambda line: (line.source_id, line.force, line.month))),
            joins=tuple(
                (report.title, report.sentences) for report in self.wards_in_making.join_reports()
            ),
        )

    def counting_files(self) -> set[str]:
        """Names of the files given that count for a month or kind of data at least."""
        held = [line.after for line in self._whole.values() if line.after]
        held += [candidate.holding for candidate in self._candidates.winners()]
        return {name for holding in held for name in holding.files}

    def _with_completeness(self, lines: Iterable[ProposalLine]) -> Iterator[ProposalLine]:
        """Which months of those given, and of those that stand, are not whole, and why."""
        now, then = statuses_of(self.parts.values()), statuses_of(self._standing.values())
        names = dict(
            zip(self.wards.table["authority_code"], self.wards.table["authority_name"], strict=True)
        )
        for line in lines:
            key = line.source_id, line.force, line.month
            before, after = (
                holding and replace(holding, completeness=_shortfall(statuses.get(key)))
                for holding, statuses in ((line.before, then), (line.after, now))
            )
            remarks = (now[key].describe(names),) if after and after.completeness else ()
            yield replace(line, before=before, after=after, remarks=(*line.remarks, *remarks))

    def taken(self) -> tuple[int, int]:
        """Rows of the files given that are in this build, and rows of them that were rejected."""
        parts = [candidate.part for candidate in self._candidates.winners()]
        whole = self._whole_counts.values()
        return (
            sum(self.parts[part.key].accepted for part in parts) + sum(n for n, _ in whole),
            sum(part.read - part.accepted for part in parts) + sum(n for _, n in whole),
        )

    @property
    def superseded(self) -> tuple[dict[str, str], ...]:
        """What once stood, or was given, and does not count: source, force, month, publication, rows, files. Never what stands now."""
        replaced = [
            part
            for key, part in self._standing.items()
            if part.month and key in self.parts and self.parts[key].digest != part.digest
        ]
        lines = list(self.previous.superseded) if self.previous else []
        lines += [
            {
                "source_id": part.source_id,
                "force": part.force,
                "month": part.month,
                "archive_month": part.archive_month,
                "digest": part.digest,
                "rows": str(part.read),
                "files": ", ".join(part.files),
            }
            for part in (*replaced, *self._removed, *self._candidates.losers())
        ]
        standing = {(*part.key, part.digest) for part in self.parts.values()}
        once = {_superseded_key(line): line for line in reversed(lines)}
        return tuple(sorted((line for key, line in once.items() if key not in standing), key=str))

    def _removal(self, part: Partition) -> ProposalLine:
        name = (part.source_id, registry.declared(part.source_id).display_name, part.force)
        return removal((*name, part.month), part_holding(part))

    def _write_rejected(self, part: Partition, rejected: pd.DataFrame) -> str:
        if not len(rejected) or self.rehearsing:
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
        require_nothing_lost(
            self.previous,
            self.parts,
            residents=self.wards_in_making.residents_given,
            vintages=self.vintages.given,
        )
        if (
            self.previous
            and self._content_hash() == self.previous.content_hash
            and self.superseded == self.previous.superseded
            and not self._publications_changed()
        ):
            if self.build_store.current() != self.previous.build:
                self.build_store.point_to(self.previous.build)
                return self.previous
            return None
        return self.publish(self.completed())

    def _content_hash(self) -> str:
        population = self.wards_in_making.settled_population()
        beside = (*self.vintages.others, *self.vintages.geographies)
        return content_hash(
            self.parts.values(),
            self.wards.digest,
            population["digest"],
            (wards.digest for wards in beside),
        )

    def completed(self) -> Manifest:
        """Write all that the build lacks, and return what it says of itself; nobody sees it until `publish`."""
        population, whole = self.wards_in_making.settled_population(), self._content_hash()
        superseded = self.superseded
        parts = self._carry_over(tuple(sorted(self.parts.values(), key=lambda p: p.key)))
        points = self.places.table()
        pq.write_table(points, self.folder / "points.parquet", compression="lz4")
        drawing = self._write_wards()
        write_cube(
            self.folder,
            parts,
            self._earlier("cube.parquet") if self.previous and self._same_wards else None,
            {p.key for p in self.previous.parts} & self._carried if self.previous else set(),
        )
        vintages = write_vintages(
            self.folder,
            self.vintages,
            points,
            parts,
            previous=self.previous,
            earlier=self._earlier("") if self.previous else None,
            carried=self._carried,
        )
        self.wards_in_making.write(self.folder)
        made = datetime.now(UTC)
        return Manifest(
            f"{made:%Y%m%dT%H%M%S%f}-{whole[:8]}",
            self.kind,
            made.isoformat(timespec="seconds"),
            whole,
            {
                "vintage": self.wards.vintage,
                "in_force": came_into_force(self.wards),
                "exactness": self.wards.exactness,
                "source": self.wards.source,
                "digest": self.wards.digest,
                "wards": str(len(self.wards.table)),
                "drawing": drawing,
                "notes": "\n".join(self.wards.notes),
            },
            population,
            parts,
            superseded,
            self._file_digests(),
            self.build_store.current() or "",
            tuple(each for each in vintages if not each.title),
            tuple(each for each in vintages if each.title),
        )

    def _publications_changed(self) -> bool:
        return any(
            part.archive_month != self._standing[key].archive_month
            for key, part in self.parts.items()
        )

    def _carry_over(self, parts: tuple[Partition, ...]) -> tuple[Partition, ...]:
        """Bring unchanged parts from the build before: linked as they are, or placed again in other wards."""
        self._carried: set[Key] = set()
        carried = []
        for part in parts:
            if (self.folder / part.file).exists():
                carried.append(part)
                continue
            if part.rejected_file and not (self.folder / part.rejected_file).exists():
                link(self._earlier(part.rejected_file), self.folder / part.rejected_file)
            if self._same_wards or not part.month:
                link(self._earlier(part.file), self.folder / part.file)
                self._carried.add(part.key)
            else:
                rows = pq.read_table(self._earlier(part.file))
                placed, counts = self.places.placed(rows, f"{part.source_id}-{part.force}")
                write_part(placed, self.folder / part.file)
                part = replace(part, **counts, profile=profile_of(placed))
            if part.month and not part.profile:  # an older program wrote it down
                part = replace(part, profile=profile_of_file(self.folder / part.file))
            if part.month and part.edge_metres != NEAR_EDGE_METRES:
                part = self._near_edge_again(part)
            carried.append(part)
        carried_files = {part.file for part in carried} | {part.rejected_file for part in carried}
        for path in self.folder.glob("*/*.parquet"):
            if str(path.relative_to(self.folder)) not in carried_files:
                path.unlink()
        return tuple(carried)

    def _near_edge_again(self, part: Partition) -> Partition:
        """A part that an older program counted by other metres, its rows near an edge counted anew."""
        points = pq.read_table(self.folder / part.file, columns=["point_id"])["point_id"]
        near = self.places.near_edge(
            points.fill_null(NOWHERE).to_numpy(), f"{part.source_id}-{part.force}"
        )
        return replace(part, near_edge=near, edge_metres=NEAR_EDGE_METRES)

    def _write_wards(self) -> str:
        """The wards of the reference vintage; returns the name of the GeoJSON to draw."""
        if self.previous and self._same_wards:
            drawing = self.previous.drawing
            for name in ("wards.parquet", drawing):
                link(self._earlier(name), self.folder / name)
        else:
            write_wards(self.wards, self.folder / "wards.parquet")
            drawing = write_drawing(self.wards, self.folder)
        return drawing

    def _file_digests(self) -> dict[str, tuple[int, str]]:
        known = self.previous.files if self.previous else {}
        digests = {}
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            name = path.relative_to(self.folder).as_posix()
            linked = name in known and path.samefile(self._earlier(name))
            digests[name] = known[name] if linked else file_digest(path)
        return digests

    def publish(self, manifest: Manifest) -> Manifest:
        """Give the completed build its name and point to it."""
        manifest.write(self.folder / "manifest.json")
        os.replace(self.folder, self.build_store.folder(manifest.build))
        self.build_store.point_to(manifest.build)
        self.build_store.tidy()
        return manifest


@contextlib.contextmanager
def building(
    build_store: BuildStore, kind: str, vintages: WardVintages, previous: Manifest | None
) -> Iterator[BuildWriter]:
    """A build in the making, cleared away if anything goes wrong; a full disk is said in plain words."""
    work = None
    try:
        work = BuildWriter(build_store, kind, vintages, previous)
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


def _shortfall(status: MonthStatus | None) -> str:
    return "" if status is None or status.status == WHOLE else status.status


def _superseded_key(line: dict[str, str]) -> tuple[str, str, str, str]:
    return line["source_id"], line["force"], line["month"], line["digest"]
