"""Residents, and what else is counted by ward, brought to the wards of a vintage: counted there, or carried from where they were counted.

Residents come by ward of any vintage, or by LSOA, for one or more years. For each year and authority the first of these that
is whole counts: residents of these very wards, where their codes stand for the ground on which they were counted; those of another
vintage, carried by postcodes; those of LSOAs, by best fit. Where none is whole, only wards that have residents of their own have any, and no rate of the authority can be formed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from geo.rates.person_years import MONTHS_A_YEAR, person_years
from geo.space import vintages as geo_vintages
from geo.space.moved_ground import wide_pieces
from geo.space.other_ground import other_ground
from loaders.area import served
from loaders.documents.columns import digest_of
from loaders.reference import table, ward_facts
from loaders.sources.boundaries import Wards
from loaders.sources.population import CENSUS, ROWS, census_residents
from loaders.store.manifest import Manifest
from loaders.store.wards.vintage_codes import home_codes
from loaders.store.wards.vintages import WardVintages, came_into_force

COUNTED, BEST_FIT = "counted", "LSOA best fit"
CROSSWALK = ["earlier", "later", "share_of_area", "share_of_later_area", "addresses", "share"]
RESIDENTS_COLUMNS = ["ward_code", "year", "residents", "basis", "fidelity"]
MEANS = [
    "imd_score_2025"
]  # of the ward facts, what is a mean; all else but area and place is a count
PLACE = ["longitude", "latitude"]
AREA_KM2 = "area_km2"
POPULATION = "population_2021"
CENSUS_YEAR = 2021
RESIDENTS, FACTS = "residents.parquet", "facts.parquet"
POPULATION_FILE, CROSSWALKS = "population.parquet", "crosswalks.parquet"
VINTAGES, GEOGRAPHIES = "vintages", "geographies"
LSOA_VINTAGES = {"2021-12": ("ward_2021", "share_2021"), "2025-05": ("ward_2025", "share_2025")}


@dataclass
class Crosswalks:
    """Which ward of the area served became which, between any two vintages of a build.

    known  those worked out for the build before, by the digests of both vintages
    """

    vintages: WardVintages
    known: Mapping[tuple[str, str], pd.DataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._between: dict[tuple[str, str], pd.DataFrame] = {}
        self._other_ground: dict[tuple[str, str], frozenset[str]] = {}

    def between(self, earlier: str, later: str) -> pd.DataFrame:
        """earlier, later, share_of_area, addresses, share: see geo.space.vintages.crosswalk."""
        key = earlier, later
        if key not in self._between:
            known = self.known.get(key)
            self._between[key] = self._worked_out(*key) if known is None else known
        return self._between[key]

    def other_ground(self, earlier: str, later: str) -> frozenset[str]:
        """Codes of both vintages that stand for other ground in each: see geo.space.other_ground."""
        key = earlier, later
        if key not in self._other_ground:
            of, to = self.vintages.of(earlier), self.vintages.of(later)
            old, new = sorted(home_codes(of)), sorted(home_codes(to))
            own = to.table["authority_code"]
            codes = other_ground(of.shapes[old], to.shapes[new], own).index
            self._other_ground[key] = frozenset(codes)
        return self._other_ground[key]

    def _worked_out(self, earlier: str, later: str) -> pd.DataFrame:
        of, to = self.vintages.of(earlier), self.vintages.of(later)
        if of.title or to.title:
            return self._by_authority(of, to)
        old, new = sorted(home_codes(of)), sorted(home_codes(to))
        before, after = of.shapes[old], to.shapes[new]
        unchanged = set(old) & set(new) - self.other_ground(earlier, later)
        whole = geo_vintages.with_ground_beyond(after, before)
        if any(wide_pieces(rest) for rest in whole.drop(index=after.index)):
            # a hole, or wards of a part of the area: who lives there is carried to none of them, as offences there are in none
            return geo_vintages.crosswalk(before, whole, self._addresses, unchanged=unchanged)
        groups = of.table["authority_code"][old], to.table["authority_code"][new]
        return geo_vintages.crosswalk(
            before, after, self._addresses, groups=groups, unchanged=unchanged
        )

    def _by_authority(self, of: Wards, to: Wards) -> pd.DataFrame:
        """Of a geography, each authority by itself: no ground moves between these, however the lines of its areas run."""
        frames = []
        for authority in served().codes:
            old, new = (
                each.shapes[each.table.index[each.table["authority_code"] == authority]]
                for each in (of, to)
            )
            if len(old) and len(new):
                frames.append(geo_vintages.crosswalk(old, new, self._addresses))
        if not frames:
            return pd.DataFrame(columns=CROSSWALK)
        return pd.concat(frames).sort_values(["earlier", "later"], ignore_index=True)

    @cached_property
    def _addresses(self) -> NDArray[np.float64]:
        postcodes = table("postcodes")
        if not len(postcodes):
            return np.empty((0, 2))
        return postcodes[["easting", "northing"]].astype(float).to_numpy()

    def table(self) -> pa.Table:
        """Every pair of vintages: earlier_vintage, later_vintage and the columns of `between`."""
        ids = [wards.vintage for wards in self.vintages.every]
        frames = [
            self.between(old, new).assign(earlier_vintage=old, later_vintage=new)
            for old in ids
            for new in ids
            if old != new
        ]
        columns = ["earlier_vintage", "later_vintage", *CROSSWALK]
        every = pd.concat(frames) if frames else pd.DataFrame(columns=columns)
        return pa.Table.from_pandas(every[columns], preserve_index=False)


def population_by_ward(population: pd.DataFrame) -> dict[int, pd.Series]:
    """Year → residents by area code, from rows of area_code, year, residents."""
    return {
        int(str(year)): rows.set_index("area_code")["residents"]
        for year, rows in population.groupby("year")
    }


def residents_in(wards: Wards, population: pd.DataFrame, crosswalks: Crosswalks) -> pd.DataFrame:
    """RESIDENTS_COLUMNS: a row a ward and year in which its residents are known, in order of both.

    population  area_code, year (0 where not stated), residents

    basis     *counted*; *carried from 2021-12*; *LSOA best fit*
    fidelity  how far the figure may be from a count, as a share of it; 0 for a count
    """
    frames = [
        _of_year(wards, year, counts, crosswalks).assign(year=year)
        for year, counts in population_by_ward(population).items()
    ]
    if not frames:
        return pd.DataFrame(columns=RESIDENTS_COLUMNS)
    whole = pd.concat(frames)[RESIDENTS_COLUMNS]
    return whole.sort_values(["ward_code", "year"], ignore_index=True)


def _of_year(wards: Wards, year: int, counts: pd.Series, crosswalks: Crosswalks) -> pd.DataFrame:
    """The residents of one year: those counted in these very wards, and those carried to the authorities that have not all of them."""
    counted, own = counts.reindex(wards.table.index).dropna(), wards.table["authority_code"]
    carried: list[pd.DataFrame] = []
    to_carry = pd.Index([], dtype=object)
    for authority in served().codes:
        mine = own.index[own == authority]
        source = _source(authority, year, counts, wards, crosswalks.vintages) if len(mine) else None
        whole = set(mine) <= set(counted.index)
        if source is None or (
            whole and (wards.title or _on_same_ground(source, wards, mine, crosswalks))
        ):
            continue
        carried.append(_carried(wards, source, crosswalks))
        to_carry = to_carry.append(mine)
    direct = counted[~counted.index.isin(to_carry)]
    frames = [_frame(direct, COUNTED, pd.Series(0.0, direct.index))]
    if carried:
        brought = _together(pd.concat(carried))
        brought = brought[brought["ward_code"].isin(to_carry)]
        # A ward that came whole from another authority has the residents of its own code.
        came = counted[counted.index.isin(to_carry.difference(pd.Index(brought["ward_code"])))]
        frames += [brought, _frame(came, COUNTED, pd.Series(0.0, came.index))]
    return pd.concat(frames)


def _together(carried: pd.DataFrame) -> pd.DataFrame:
    """A row a ward: ground may have come to it from two authorities."""
    people = carried["residents"]
    carried = carried.assign(off=carried["fidelity"] * people).sort_values(
        "residents", ascending=False, kind="stable"
    )
    sums = carried.groupby("ward_code", sort=False).agg(
        residents=("residents", lambda each: each.sum(skipna=False)),
        basis=("basis", "first"),
        off=("off", "sum"),
    )
    fidelity = (sums["off"] / sums["residents"].where(sums["residents"] > 0)).fillna(0.0)
    return sums.assign(fidelity=fidelity).drop(columns="off").reset_index()


def _frame(residents: pd.Series, basis: str, fidelity: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "ward_code": residents.index,
            "residents": residents.to_numpy(float),
            "basis": basis,
            "fidelity": fidelity.reindex(residents.index).fillna(0.0).to_numpy(float),
        }
    )


@dataclass(frozen=True)
class _Source:
    """Residents of one authority that are whole in a vintage, by ward code, and how far each may be off (share)."""

    vintage: str
    residents: pd.Series
    basis: str
    error: pd.Series


def _carried(wards: Wards, source: _Source, crosswalks: Crosswalks) -> pd.DataFrame:
    """The residents of one authority brought to other wards; as they are to the wards that they were fitted to."""
    if source.vintage == wards.vintage:
        return _frame(source.residents, source.basis, source.error)
    crosswalk = crosswalks.between(source.vintage, wards.vintage)
    crosswalk = crosswalk[crosswalk["earlier"].isin(source.residents.index)]
    carried = geo_vintages.carried_counts(source.residents, crosswalk)
    astray = geo_vintages.carried_counts(source.residents * source.error, crosswalk)
    before = (astray / carried.where(carried > 0)).fillna(0.0)
    basis = source.basis if source.basis == BEST_FIT else f"carried from {source.vintage}"
    return _frame(carried, basis, before + geo_vintages.fidelity(crosswalk, source.residents))


def _on_same_ground(source: _Source, wards: Wards, mine: pd.Index, crosswalks: Crosswalks) -> bool:
    """Whether each ward of an authority lies where its residents were counted: a code may stand for other ground there."""
    if source.vintage == wards.vintage or wards.title:
        return True  # the codes of areas that are no wards are theirs alone
    if not set(mine) <= set(source.residents.index):
        return False
    return not set(mine) & set(crosswalks.other_ground(source.vintage, wards.vintage))


def _source(
    authority: str, year: int, counts: pd.Series, to: Wards, vintages: WardVintages
) -> _Source | None:
    """Where an authority's residents were counted: the vintages for which every ward of it has some, and of these the newest in force
    in that year, or else the oldest; else those that LSOAs are fitted to, `to` itself where it is one. None where there are none."""
    whole = [
        (each, mine)
        for each in vintages.every
        if len(mine := each.table.index[each.table["authority_code"] == authority])
        and set(mine) <= set(counts.index)
    ]
    if whole:
        begun = [each for each in whole if came_into_force(each[0])[:4] <= str(year)]
        wards, mine = begun[-1] if begun else whole[0]
        return _Source(wards.vintage, counts[mine], COUNTED, pd.Series(0.0, mine))
    return _fitted(authority, counts, to, vintages)


def _fitted(authority: str, counts: pd.Series, to: Wards, vintages: WardVintages) -> _Source | None:
    """Residents of LSOAs, each given to the ward that holds most of its postcodes."""
    look_up = table("lsoa21_ward")
    known = {each.vintage: each for each in vintages.every}
    nearest_first = sorted(LSOA_VINTAGES.items(), key=lambda each: each[0] != to.vintage)
    for vintage, (column, share) in nearest_first:
        if column not in look_up or vintage not in known:
            continue
        wards = known[vintage].table
        rows = look_up[look_up[column].isin(wards.index[wards["authority_code"] == authority])]
        if not len(rows) or not set(rows["lsoa21"]) <= set(counts.index):
            continue
        residents = counts[rows["lsoa21"]].to_numpy(float)
        astray = pd.Series(residents * (1 - rows[share].astype(float).to_numpy()))
        ward = rows[column].to_numpy()
        fitted = pd.Series(residents).groupby(ward).sum()
        return _Source(vintage, fitted, BEST_FIT, astray.groupby(ward).sum() / fitted)
    return None


def facts_in(wards: Wards, crosswalks: Crosswalks) -> pd.DataFrame:
    """The ward facts (residents by group, age, deprivation, area) for the wards of the area served, ward_code index.

    Wards that the facts list have them as they are, on the ground that they had; others have those of the vintage they list, carried: counts by the share of
    postcodes, scores as means weighted by residents, the area by the ward's own shape. NaN where nothing is known.
    """
    facts = ward_facts().select_dtypes("number").drop(columns=PLACE)
    home = sorted(home_codes(wards))
    source = _vintage_of(facts.index, crosswalks.vintages)
    if source is None or source == wards.vintage:
        return facts.reindex(home).rename_axis("ward_code")
    if set(home) <= set(facts.index) - crosswalks.other_ground(source, wards.vintage):
        return facts.reindex(home).rename_axis("ward_code")
    crosswalk = crosswalks.between(source, wards.vintage)
    counts = [name for name in facts.columns if name not in (*MEANS, AREA_KM2)]
    carried = geo_vintages.carried_counts(facts[counts], crosswalk)
    for name in MEANS:
        carried[name] = geo_vintages.carried_means(facts[name], facts[POPULATION], crosswalk)
    carried[AREA_KM2] = wards.shapes[home].map(lambda shape: shape.area / 1e6)
    return carried.reindex(home)[list(facts.columns)].rename_axis("ward_code")


def _vintage_of(codes: pd.Index, vintages: WardVintages) -> str | None:
    """The vintage whose wards these are."""
    for wards in vintages.every:
        if home_codes(wards) <= set(codes):
            return wards.vintage
    return None


def census_population() -> pd.DataFrame:
    """The ward facts' residents of the Census, as loaders.sources.population.ROWS has them."""
    return _as_received(census_residents().reset_index(), CENSUS_YEAR)


def population_digest(population: pd.DataFrame) -> str:
    """What residents as received are told by from others."""
    return digest_of(received(population))


def write_population(population: pd.DataFrame, path: Path) -> None:
    """Keep residents as they were received."""
    pq.write_table(received(population), path, compression="zstd")


def received(population: pd.DataFrame) -> pa.Table:
    """Residents as loaders.sources.population.ROWS has them, in order of area and year."""
    ordered = population.sort_values(["area_code", "year"], ignore_index=True)
    return pa.Table.from_pandas(ordered[ROWS.names], schema=ROWS, preserve_index=False)


def holds_population(folder: Path, manifest: Manifest) -> bool:
    """Whether the residents that a build received can be read; they cannot where they are lost with a damage."""
    received = POPULATION_FILE if POPULATION_FILE in manifest.files else RESIDENTS
    return (folder / received).is_file()


def population_in(folder: Path, title: str) -> pd.DataFrame:
    """Residents as a build received them: area_code, year (0 where not stated), residents.

    Older builds have them by ward alone, of the Census unless loaded from a file.
    """
    if (folder / POPULATION_FILE).is_file():
        return pq.read_table(folder / POPULATION_FILE).to_pandas()
    rows = pq.read_table(folder / RESIDENTS).to_pandas()
    return _as_received(rows, CENSUS_YEAR if title == CENSUS else 0)


def _as_received(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Rows of ward_code and residents as loaders.sources.population.ROWS has them."""
    many = len(rows)
    table = pa.table(
        {
            "area_code": pa.array(rows["ward_code"], pa.string()),
            "year": pa.array(np.full(many, year, np.int32)),
            "residents": pa.array(rows["residents"].to_numpy(np.int64)),
            "young": pa.nulls(many, pa.int64()),
        },
        schema=ROWS,
    )
    return table.to_pandas()


Side = tuple[str, str]  # id and digest of a vintage


def crosswalks_in(folder: Path, manifest: Manifest) -> dict[tuple[Side, Side], pd.DataFrame]:
    """The crosswalks of a build, by id and digest of both vintages."""
    if not (folder / CROSSWALKS).is_file():
        return {}
    digests = {each.id: each.digest for each in manifest.every_vintage}
    rows = pq.read_table(folder / CROSSWALKS).to_pandas()
    return {
        ((old, digests[old]), (new, digests[new])): frame[CROSSWALK].reset_index(drop=True)
        for (old, new), frame in rows.groupby(["earlier_vintage", "later_vintage"])
        if old in digests and new in digests
    }


def write_denominators(folder: Path, population: pd.DataFrame, crosswalks: Crosswalks) -> None:
    """Write residents as received, for each vintage and geography its residents by year and its facts; and which ward became which."""
    write_population(population, folder / POPULATION_FILE)
    pq.write_table(crosswalks.table(), folder / CROSSWALKS, compression="zstd")
    reference = crosswalks.vintages.reference
    for wards in (*crosswalks.vintages.every, *crosswalks.vintages.geographies):
        beside = folder / (GEOGRAPHIES if wards.title else VINTAGES) / wards.vintage
        here = folder if wards is reference else beside
        _write(residents_in(wards, population, crosswalks), here / RESIDENTS)
        _write(facts_in(wards, crosswalks).reset_index(), here / FACTS)


def _write(frame: pd.DataFrame, path: Path) -> None:
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path, compression="zstd")


def mean_residents(residents: pd.DataFrame, months: tuple[date, ...]) -> pd.Series:
    """Residents of each ward (float) as a mean over the months of a window: person-years by years.

    residents  a row a ward and year, as RESIDENTS_COLUMNS; where a year is not known of a ward, the nearest that is counts
    months     none for the newest year known
    """
    known = residents.pivot(index="ward_code", columns="year", values="residents").sort_index(
        axis=1
    )
    if not len(known):
        return pd.Series(dtype=float)
    filled = known.ffill(axis=1).bfill(axis=1)
    if not months or len(filled.columns) == 1:
        return filled.iloc[:, -1]
    return person_years(filled, months) * MONTHS_A_YEAR / len(months)
