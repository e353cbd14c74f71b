"""The store as readers see it: one build, opened read-only, and the questions that can be put to it.

Questions are Ibis expressions, so that another engine can answer the same ones; in process it is DuckDB. Each thread
has a cursor of its own, since DuckDB refuses one connection shared by threads.
"""

from __future__ import annotations

import glob
import threading
from collections.abc import Iterable, Mapping
from datetime import date
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq
import shapely

from geo.core.ages import bands_of
from geo.core.errors import DataProblem
from geo.core.expected_rows import MonthStatus
from geo.core.schema import OUTSIDE, WITHOUT_LOCATION
from geo.core.selection import OwnArea, Selection
from geo.rates.harm import HarmWeights
from loaders.area import served
from loaders.documents.columns import PERSON_COLUMNS
from loaders.reference import table
from loaders.reference import ward_facts as reference_facts
from loaders.sources import registry
from loaders.sources.boundaries import Wards, wards_in_file
from loaders.sources.harm_weights import held_weights
from loaders.sources.population import CENSUS
from loaders.store import searches as store_searches
from loaders.store.builds import BuildStore
from loaders.store.manifest import Manifest, Vintage
from loaders.store.month_rows import partial_keys, statuses_of
from loaders.store.people import namings, no_namings
from loaders.store.searches import frame
from loaders.store.wards.denominators import (
    CENSUS_YEAR,
    COUNTED,
    CROSSWALK,
    CROSSWALKS,
    FACTS,
    RESIDENTS,
    mean_residents,
)
from loaders.store.wards.join_report import JOINS, read_joins
from loaders.store.wards.joins_of_build import joins_of_build
from loaders.store.wards.vintage_codes import told_apart

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

VIEWS = {
    "offence": "offence/*.parquet",
    "search": "search/*.parquet",
    "rejected": "rejected/*.parquet",
}
MEMORY = "2GB"  # most that the questions of one open build may take
TABLES = {"point": "points.parquet", "cube": "cube.parquet"}
ROW_COLUMNS = [
    "month",
    "offence_type",
    "location_text",
    "outcome",
    "ward_code",
    "authority_code",
    "crime_id",
]
DETAIL_COLUMNS = [
    "occurred_from",
    "occurred_to",
    "recorded_on",
    "offence_code",
    "offence_title",
    "weapon",
    "knife_enabled",
    "origin",
    "origin_rule",
    "line_type",
    "line_basis",
    "line_judged_by",
    "line_sure",
    "line_judged_on",
    "age_band",
    "victim_age_band",
    "operation_name",
]
NOT_KNOWN = {
    "weapon": ("unknown",),
    "origin": ("unknown",),
    "line_type": ("unclear", "not_recorded"),
}
HOUR_SECONDS, DAY_SECONDS = 3_600, 86_400


class Store:
    """One build as of one vintage of wards, open for reading. It never changes, so whatever it answers may be remembered.

    vintage   whose wards, or which geography's areas, it counts by; the reference's wards unless given
    statuses  whether each month is whole, by source, force and month
    left_out  the partial months: no question counts their rows, as if they had not been received
    withheld  sources of which nothing is answered
    """

    def __init__(
        self,
        root: Path,
        build: str,
        vintage: str = "",
        *,
        withheld: frozenset[str] = frozenset(),
    ) -> None:
        import duckdb

        self.withheld = withheld
        self.build_store = BuildStore(root)
        self.lease = self.build_store.lease(build)
        self.folder = self.build_store.folder(build)
        self.manifest: Manifest = self.build_store.manifest(build)
        self.statuses = statuses_of(self.manifest.parts)
        self.left_out = partial_keys(self.statuses)
        self.vintage = self._vintage(vintage)
        self.ward_folder = self.folder / self.vintage.folder
        self._connection = duckdb.connect(config={"threads": 2, "memory_limit": MEMORY})
        try:
            self._open_tables()
            for name, files in VIEWS.items():
                self._open(name, self._paths(files))
        except duckdb.Error as problem:
            raise DataProblem(
                f"Build {build} is damaged.",
                f"{str(problem).splitlines()[0][:300]}",
                "Run `python -m loaders repair`: it mends what it can, and names the files to load again.",
            ) from problem
        self._of_thread = threading.local()

    @cached_property
    def statuses_of_source(self) -> dict[str, dict[date, list[MonthStatus]]]:
        """Source → month → status with the home force; with each of its forces, of a national one."""
        by_source: dict[str, dict[date, list[MonthStatus]]] = {}
        for (source, force, month), status in sorted(
            self.statuses.items(), key=lambda item: item[0][2]
        ):
            if force == served().force or registry.declared(source).national:
                months = by_source.setdefault(source, {})
                months.setdefault(date.fromisoformat(f"{month}-01"), []).append(status)
        return by_source

    def _paths(self, files: str) -> list[Path]:
        """The files of a pattern that the build wrote: whatever else lies in its folder is none of it.

        Rows of partial months are none that anybody could count.
        """
        cut = {part.file for part in self.manifest.parts if part.key in self.left_out}
        return [
            self.folder / name
            for name in sorted(self.manifest.files)
            if fnmatch(name, files) and name not in cut
        ]

    def _vintage(self, vintage: str) -> Vintage:
        for each in (*self.manifest.every_vintage, *self.manifest.geographies):
            if each.id == vintage or (not vintage and not each.folder):
                return each
        raise DataProblem(
            f"Build {self.manifest.build} has no wards of {vintage}.",
            f"It has those of {', '.join(each.id for each in self.manifest.every_vintage)}.",
            "Choose one of these.",
        )

    def _open_tables(self) -> None:
        """The cube and the points of the vintage, as tables in memory."""
        for name, file in TABLES.items():
            path = self.folder / self.vintage.folder / file
            self._connection.execute(
                f"CREATE TABLE {name} AS SELECT * FROM read_parquet({_listed([path])})"
            )
        for source, force, month in self.left_out:
            self._connection.execute(
                "DELETE FROM cube WHERE source_id = ? AND force = ? AND month = ?",
                [source, force, date.fromisoformat(f"{month}-01")],
            )

    def _open(self, name: str, paths: list[Path]) -> None:
        """Rows as views on files; of another vintage than the reference, with its wards in place of their own."""
        if not paths:
            return
        rows = f"read_parquet({_listed(paths)}, union_by_name = true)"
        if name == "offence":  # no question asked of offences can meet a person
            rows = f"(SELECT COLUMNS(lambda name: name NOT IN {PERSON_COLUMNS}) FROM {rows})"
        if self.vintage.folder and name != "rejected":
            rows = (
                "(SELECT r.* REPLACE (p.ward_code AS ward_code, p.authority_code AS authority_code) "
                f"FROM {rows} r LEFT JOIN point p ON r.point_id = p.point_id)"
            )
        self._connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {rows}")

    @property
    def backend(self) -> Backend:
        """This thread's own way into the build."""
        from ibis.backends.duckdb import Backend

        if not hasattr(self._of_thread, "backend"):
            self._of_thread.backend = Backend.from_connection(self._connection.cursor())
        return self._of_thread.backend

    @cached_property
    def wards(self) -> Wards:
        return wards_in_file(self.ward_folder / "wards.parquet")

    @cached_property
    def ward_names(self) -> pd.DataFrame:
        """ward_code (index, sorted), ward_name, authority_code, authority_name; two of one name in an authority bear their code too."""
        columns = ["ward_code", "ward_name", "authority_code", "authority_name"]
        wards = pq.read_table(self.ward_folder / "wards.parquet", columns=columns)
        return told_apart(wards.to_pandas().set_index("ward_code"))

    @cached_property
    def joins(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """How the vintages of this build join with each other and with residents: a heading and its sentences for each."""
        return joins_of_build(self.folder, self.manifest)

    @cached_property
    def ground_in_no_ward(self) -> Mapping[str, str]:
        """Authority code → what of it lies in no ward of the vintage, and why, in words: no rate of it can be formed. Empty where all does."""
        joins = read_joins(self.folder / JOINS).get(self.vintage.id)
        if joins is None or joins.digest != self.vintage.digest:
            return {}
        return joins.uncovered or {}

    @cached_property
    def wards_of_every_vintage(self) -> pd.DataFrame:
        """A row a vintage of the build and ward: vintage, ward_code, ward_name, authority_code."""
        columns = ["ward_code", "ward_name", "authority_code"]
        frames = [
            pq.read_table(self.folder / each.folder / "wards.parquet", columns=columns)
            .to_pandas()
            .assign(vintage=each.id)
            for each in self.manifest.every_vintage
        ]
        return pd.concat(frames, ignore_index=True)[["vintage", *columns]]

    @cached_property
    def residents(self) -> pd.DataFrame:
        """Residents of each ward and year: ward_code, year (0 where not stated), residents, basis, fidelity (share, 0 for a count)."""
        rows = pq.read_table(self.ward_folder / RESIDENTS).to_pandas()
        if "basis" in rows:
            return rows
        year = CENSUS_YEAR if self.manifest.population["title"] == CENSUS else 0
        return rows.assign(year=year, basis=COUNTED, fidelity=0.0)  # of an older program

    def ward_table_of(self, months: Iterable[date]) -> pd.DataFrame:
        """ward_code (index, sorted), ward_name, authority_code, authority_name, residents (NaN where not known).

        months  of the window: residents are the mean over them, each month by the estimate of its year; none for the newest year
        """
        residents = mean_residents(self.residents, tuple(months))
        return self.ward_names.assign(residents=residents.reindex(self.ward_names.index))

    @cached_property
    def ward_facts(self) -> pd.DataFrame:
        """What is known of each ward of the area beside its residents, ward_code index: groups, ages, deprivation, area; NaN where
        nothing is known."""
        path = self.ward_folder / FACTS
        if path.is_file():
            return pq.read_table(path).to_pandas().set_index("ward_code")
        facts = reference_facts().select_dtypes("number")  # of an older program
        home = self.ward_names.index[self.ward_names["authority_code"].isin(served().codes)]
        return facts.reindex(home)

    @cached_property
    def crosswalks(self) -> pd.DataFrame:
        """Which ward of the area became which: earlier_vintage, later_vintage, earlier, later, share_of_area, addresses, share."""
        path = self.folder / CROSSWALKS
        columns = ["earlier_vintage", "later_vintage", *CROSSWALK]
        return pq.read_table(path).to_pandas() if path.is_file() else pd.DataFrame(columns=columns)

    @cached_property
    def operations(self) -> pd.DataFrame:
        """The operations register of this build, as loaders/sources/operations_register.py names its columns."""
        (path,) = self._paths("register/operation-*.parquet")
        held = pq.read_table(path).to_pandas()
        return held if "ward_vintage" in held else held.assign(ward_vintage="")

    @cached_property
    def harm_weights(self) -> HarmWeights | None:
        """The index of harm that this build holds; None where none was loaded."""
        paths = self._paths("register/harm_weights-*.parquet")
        return held_weights(paths[0]) if paths else None

    def counts(
        self, selection: Selection, *, by: Iterable[str], months: Iterable[date] | None = None
    ) -> pd.DataFrame:
        """Offences of the selection counted by columns of the cube, from the months given (or all of the selection's).

        A selection that names no authority means all of the area served, and then the home force's offences outside
        every ward or without a location are counted too, under those words.

        Offence codes, hours and weekdays are asked of the rows; the latter count only offences whose time is known to within an hour, or a day.

        Returns the columns of `by`, sorted, and offences (int); no row where nothing was recorded. Raises DataProblem
        where the source does not say what the selection asks for.
        """
        return self._counted(selection, by=by, months=months)

    def _counted(
        self,
        selection: Selection,
        *,
        by: Iterable[str],
        months: Iterable[date] | None,
        possible: bool = False,
    ) -> pd.DataFrame:
        import ibis

        _require_said(selection)
        by = list(by)
        table = (
            self._located_rows()
            if selection.timed or selection.area or "offence_code" in by
            else self.backend.table("cube")
        )
        asked_months = tuple(selection.months if months is None else months)
        cube = self._selected(table, selection, asked_months, possible=possible)
        grouped = list(by)
        summed = (
            cube.group_by(grouped)
            .agg(offences=ibis._.offences.sum().cast("int64"))
            .order_by(grouped)
        )
        return frame(summed)

    def possible_counts(
        self, selection: Selection, *, by: Iterable[str], months: Iterable[date] | None = None
    ) -> pd.DataFrame:
        """The same, and with it what could be of the selection were it known: of unknown origin, line, weapon, age or time.

        A filter that asks for the unknown itself adds nothing to it. As counts.
        """
        return self._counted(selection, by=by, months=months, possible=True)

    def rows(self, selection: Selection, *, most: int = 50_000) -> pd.DataFrame:
        """The offences behind a selection, newest month first, `most` at most; a force's own source says more of each."""
        _require_said(selection)
        offences = self._selected(self.backend.table("offence"), selection, selection.months)
        detailed = registry.declared(selection.source_id).detailed
        columns = ROW_COLUMNS + (DETAIL_COLUMNS if detailed else [])
        return frame(
            offences.select(columns)
            .order_by([offences.month.desc(), offences.ward_code, offences.crime_id])
            .limit(most)
        )

    def points(self, selection: Selection, *, by: Iterable[str] = ()) -> pd.DataFrame:
        """Offences of a selection at each map point: point_id, longitude, latitude, the columns of `by`, offences (int)."""
        import ibis

        _require_said(selection)
        offences = self._selected(self.backend.table("offence"), selection, selection.months)
        grouped = ["point_id", *by]
        summed = (
            offences.filter(offences.point_id.notnull())
            .group_by(grouped)
            .agg(offences=ibis._.count().cast("int64"))
        )
        places = self.backend.table("point").select("point_id", "longitude", "latitude")
        columns = ["point_id", "longitude", "latitude", *grouped[1:], "offences"]
        return frame(summed.join(places, "point_id").select(columns).order_by(grouped))

    def map_points(self, source_id: str) -> pd.DataFrame:
        """Every map point of the area served at which a source ever recorded anything, in order of point_id.

        Returns point_id, easting, northing, longitude, latitude, ward_code, authority_code, location_text (one of those
        published there). What a selection counts is dealt out among these.
        """
        self._require_given(source_id)
        offences = self.backend.table("offence")
        named = (
            offences.filter(offences.source_id == source_id, offences.point_id.notnull())
            .group_by("point_id")
            .agg(location_text=offences.location_text.max())
        )
        points = self.backend.table("point")
        home = points.filter(points.authority_code.isin(served().codes))
        columns = [
            "point_id",
            "easting",
            "northing",
            "longitude",
            "latitude",
            "ward_code",
            "authority_code",
            "location_text",
        ]
        return named.join(home, "point_id").select(columns).order_by("point_id").to_pandas()

    def search_points(self, source_id: str, months: Iterable[date]) -> pd.DataFrame:
        """Searches of a source at each map point of the area served in some months: easting, northing (metres), offences (int)."""
        self._require_given(source_id)
        return store_searches.at_points(self.backend, source_id, months)

    def days(self, selection: Selection) -> pd.DataFrame:
        """Place and day of each offence of a selection whose time is known to within a day: easting, northing (metres), day (int)."""
        _require_said(selection)
        offences = self._selected(self.backend.table("offence"), selection, selection.months)
        start, end = offences.occurred_from.epoch_seconds(), offences.occurred_to.epoch_seconds()
        known = offences.filter(
            offences.point_id.notnull(),
            offences.occurred_from.notnull(),
            offences.occurred_to.isnull() | (end - start <= DAY_SECONDS),
        ).mutate(day=start // DAY_SECONDS)
        points = self.backend.table("point").select("point_id", "easting", "northing")
        return (
            known.join(points, "point_id")
            .select(["easting", "northing", "day"])
            .order_by(["day", "easting", "northing"])
            .to_pandas()
        )

    def windows(self, selection: Selection) -> pd.DataFrame:
        """When each offence of a selection happened: occurred_from, occurred_to (the moment it ended by), NaT where not known."""
        _require_said(selection)
        offences = self._selected(self.backend.table("offence"), selection, selection.months)
        return frame(
            offences.select("occurred_from", "occurred_to").order_by(
                ["occurred_from", "occurred_to"]
            )
        )

    def searches(
        self,
        source_id: str,
        months: Iterable[date],
        authorities: tuple[str, ...] = (),
        *,
        by: Iterable[str],
        legislation: Iterable[str] = (),
    ) -> pd.DataFrame:
        """Stops and searches of one source by columns of the search table and *hour* (0 to 23): those of `by`, searches (int).

        Hours are as published, a force's own by the clocks of the day. Where no authority is named, those of all and the home force's
        without a place; else only those placed in it. By ward, those are counted under the cube's words for them. Ethnicity by ward or
        point is refused, whoever asks.
        """
        self._require_given(source_id)
        return store_searches.counted(
            self.backend, source_id, months, authorities, by=by, legislation=legislation
        )

    def search_rows(
        self,
        source_id: str,
        months: Iterable[date],
        authorities: tuple[str, ...] = (),
        *,
        legislation: Iterable[str] = (),
    ) -> pd.DataFrame:
        """The searches of one source themselves, without anything about who was searched: month, source_row, at, kind, object,
        legislation, outcome, linked, authority_code, longitude and latitude (NaN where there is no point), hour."""
        self._require_given(source_id)
        return store_searches.listed(
            self.backend, source_id, months, authorities, legislation=legislation
        )

    def namings(self, role: str, source_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The knife-enabled offences of a source and who is named in them, as numbers: see loaders.store.people.

        role  suspects or victims
        """
        self._require_given(source_id)
        paths = self._paths(f"offence/{source_id}-{served().force}-*.parquet")
        return namings(self._connection.cursor(), _listed(paths), role) if paths else no_namings()

    def near_edge(self, metres: float) -> pd.DataFrame:
        """Rows of each source that lie in a ward of the vintage, and those of them within some metres of its edge: source_id, located, near."""
        import ibis

        point = self.backend.table("point")
        places = point.filter(point.ward_code.notnull()).select("point_id", "metres_to_ward_edge")
        held = [name for name in ("offence", "search") if self._paths(VIEWS[name])]
        rows = [self.backend.table(name).select("source_id", "point_id") for name in held]
        if not rows:
            return pd.DataFrame(columns=["source_id", "located", "near"])
        near = places.metres_to_ward_edge <= metres
        located = ibis.union(*rows).join(places.mutate(near=near), "point_id")
        counted = located.group_by("source_id").agg(
            located=ibis._.count(), near=ibis._.near.sum().cast("int64")
        )
        return frame(counted.order_by("source_id"))

    def rejected(self) -> pd.DataFrame:
        """Every rejected row of this build: source_id, file, line, reason, row."""
        columns = ["source_id", "file", "line", "reason", "row"]
        if not self._paths(VIEWS["rejected"]):
            return pd.DataFrame(columns=columns)
        rejected = self.backend.table("rejected").select(columns)
        given = rejected.filter(rejected.source_id.notin(sorted(self.withheld) or [""]))
        return frame(given.order_by(columns[:3]))

    def _require_given(self, source_id: str) -> None:
        if source_id in self.withheld:
            raise DataProblem(
                "This source is not open to you.",
                "It is a force's own, and your role sees published data alone.",
                "Choose a published source.",
                "",
            )

    def _points_within(self, area: OwnArea) -> ir.Table:
        """The map points that lie in an area of somebody's own, its edge included."""
        import ibis

        return ibis.memtable(
            pd.DataFrame({"point_id": self.point_ids(area)}), schema={"point_id": "int64"}
        )

    def point_ids(self, area: OwnArea) -> list[int]:
        """Numbers of the map points that lie in an area of somebody's own, its edge included."""
        shape = shapely.from_geojson(area.geometry)
        west, south, east, north = shape.bounds
        points = self.backend.table("point")
        near = frame(
            points.filter(
                points.longitude.between(west, east), points.latitude.between(south, north)
            )
            .select("point_id", "longitude", "latitude")
            .order_by("point_id")
        )
        shapely.prepare(shape)
        inside = shapely.intersects_xy(
            shape, near["longitude"].to_numpy(), near["latitude"].to_numpy()
        )
        return [int(number) for number in near["point_id"][inside]]

    def _located_rows(self) -> ir.Table:
        """Each row as one offence, with the cube's words for those that lie in no ward."""
        import ibis

        offences = self.backend.table("offence")
        nowhere = offences.point_id.isnull().ifelse(WITHOUT_LOCATION, OUTSIDE)
        return offences.mutate(
            offences=ibis.literal(1),
            ward_code=offences.ward_code.coalesce(nowhere),
            authority_code=offences.authority_code.coalesce(nowhere),
        )

    def _selected(
        self,
        table: ir.Table,
        selection: Selection,
        months: tuple[date, ...],
        *,
        possible: bool = False,
    ) -> ir.Table:
        self._require_given(selection.source_id)
        rows = table.filter(table.source_id == selection.source_id, table.month.isin(months))
        if selection.offence_types:
            rows = rows.filter(rows.offence_type.isin(selection.offence_types))
        if selection.narrowing:
            rows = _narrowed(rows, selection, possible=possible)
        if selection.wards:
            rows = rows.filter(rows.ward_code.isin(selection.wards))
        if selection.area:
            return rows.semi_join(self._points_within(selection.area), "point_id")
        if selection.authorities:
            return rows.filter(rows.authority_code.isin(selection.authorities))
        nowhere = rows.authority_code.isnull() | rows.authority_code.isin(
            [OUTSIDE, WITHOUT_LOCATION]
        )
        return rows.filter(
            rows.authority_code.isin(served().codes) | (nowhere & (rows.force == served().force))
        )


def _listed(paths: Iterable[Path]) -> str:
    """Paths as DuckDB's list of files."""
    quoted = ("'" + glob.escape(str(path)).replace("'", "''") + "'" for path in paths)
    return f"[{', '.join(quoted)}]"


def _require_said(selection: Selection) -> None:
    """Refuse a question whose answer the source cannot know: it would come back as a nought that is none."""
    if selection.narrowing and not registry.declared(selection.source_id).detailed:
        raise DataProblem(
            "This source says only type, place and month of an offence.",
            f"We were asked for {selection.narrowing}.",
            "Choose the force extract as the source, or take these filters away.",
            "",
        )
    for cut in filter(None, (selection.suspect_ages, selection.victim_ages)):
        bands_of(cut)


def _narrowed(rows: ir.Table, selection: Selection, *, possible: bool) -> ir.Table:
    """What the selection asks for beyond type, place and months; `possible`: or might, for all that is known."""
    listed = {
        "weapon": selection.weapons,
        "origin": selection.origins,
        "line_type": selection.line_types,
        "age_band": bands_of(selection.suspect_ages) if selection.suspect_ages else (),
        "victim_age_band": bands_of(selection.victim_ages) if selection.victim_ages else (),
    }
    for column, words in listed.items():
        if words:
            asked = rows[column].isin(words)
            unknown = NOT_KNOWN.get(column, ())
            if possible and not set(unknown) & set(words):
                asked = asked | rows[column].isnull() | rows[column].isin(unknown)
            rows = rows.filter(asked)
    if selection.knife_enabled is not None:
        asked = rows.knife_enabled == selection.knife_enabled
        rows = rows.filter(asked | rows.knife_enabled.isnull() if possible else asked)
    return _at_times(rows, selection, possible=possible) if selection.timed else rows


def _at_times(rows: ir.Table, selection: Selection, *, possible: bool) -> ir.Table:
    """The hours and weekdays of a selection: of offences whose time is known, and with `possible` all whose time is not."""
    start, end = rows.occurred_from.epoch_seconds(), rows.occurred_to.epoch_seconds()
    known = rows.occurred_to.isnull() | (end - start <= HOUR_SECONDS)
    if not selection.hours:
        known = known | (start // DAY_SECONDS == (end - 1) // DAY_SECONDS)
    known = rows.occurred_from.notnull() & known
    asked = known
    if selection.hours:
        asked = asked & rows.occurred_from.hour().isin(selection.hours)
    if selection.weekdays:
        asked = asked & rows.occurred_from.day_of_week.index().isin(selection.weekdays)
    return rows.filter(asked | ~known.fill_null(False) if possible else asked)


def open_build(
    root: Path, build: str, vintage: str = "", *, withheld: frozenset[str] = frozenset()
) -> Store:
    """Open one build by name, as of one of its vintages; the reference unless given.

    withheld  sources of which it answers nothing
    """
    return Store(root, build, vintage, withheld=withheld)


def current_build(root: Path) -> str | None:
    """The name of the build that CURRENT names, or of the newest where it names none; None where nothing has been loaded.

    It may be damaged: `loaders.store.opening` looks.
    """
    build_store = BuildStore(root)
    return build_store.current() or next(iter(build_store.names()[::-1]), None)


def reference_table(name: str) -> pd.DataFrame:
    """A table of data/, as text; callers must not change it."""
    return table(name)
