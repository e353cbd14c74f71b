"""The list offered to a patrol, over all months of the real files: what it caught beside the best fixed way, known only afterwards."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from pandas import DataFrame

from bench.runs import Measurement, real_data
from geo.core.schema import POSSESSION, ROBBERY, VIOLENCE
from geo.core.selection import month_after
from geo.hotspots import units
from geo.hotspots.cells import Ints, found_hotspots
from geo.hotspots.forecasts import FORECASTS, YEAR, Ground, Past, candidates, ground_of
from geo.hotspots.patrols import (
    FEWEST_BEFORE,
    PLACES,
    foretold,
    ground_digest,
    list_digest,
    patrol_list,
)
from geo.rates.intervals import Floats
from geo.space import grid
from geo.space.areas import to_grid

FORCES = ("wiltshire", "dorset", "gloucestershire")
KINDS = {
    "violence and robbery": (VIOLENCE, ROBBERY),
    "violence": (VIOLENCE,),
    "robbery": (ROBBERY,),
    "possession of weapons": (POSSESSION,),
}
JUDGED = ("violence and robbery", "violence", "robbery")  # possession follows searching: reported
LENGTHS = (10, PLACES, 50, 100)  # places
HORIZONS = (1, 3)  # months that a list is judged by
ASKED = 6  # months
LARGE = 300  # offences
FAR_METRES = 60_000.0  # from the middle of a force's offences; beyond, a row is not the force's


@dataclass(frozen=True, eq=False)
class Records:
    """One force's rows: its ground, months held, and offences by kind (places × months)."""

    codes: Ints
    ground: Ground
    months: tuple[date, ...]
    offences: dict[str, Ints]


def files() -> Iterator[tuple[str, Path | zipfile.Path]]:
    """The street files of the three forces, with their names."""
    folder = real_data()
    for archive in sorted((folder.parent / "more").glob("*.zip")):
        for member in zipfile.ZipFile(archive).namelist():
            if member.endswith("-street.csv"):
                yield member, zipfile.Path(archive, member)
    for path in sorted((folder / "police_uk").glob("*/*-street.csv")):
        yield path.name, path


@cache
def rows_of(force: str) -> tuple[DataFrame, Floats]:
    """All rows of one force with a place, and where they are, in metres."""
    columns = {"Month", "Longitude", "Latitude", "Crime type"}
    tables = []
    for name, path in files():
        if name.endswith(f"{force}-street.csv"):
            with path.open("rb") as stream:
                tables.append(pd.read_csv(stream, usecols=lambda column: column in columns))
    rows = pd.concat(tables, ignore_index=True).dropna(subset=["Longitude", "Latitude"])
    at = to_grid(rows["Longitude"].to_numpy(float), rows["Latitude"].to_numpy(float))
    mine = (np.abs(at - np.median(at, axis=0)) < FAR_METRES).all(axis=1)
    return rows[mine].reset_index(drop=True), np.rint(at[mine])


@cache
def records(force: str) -> Records:
    """The same, counted over hexagons of 200 m."""
    rows, at = rows_of(force)
    points, point = np.unique(at, axis=0, return_inverse=True)
    held = units.hexagons(DataFrame(points, columns=["easting", "northing"]))
    names = sorted(rows["Month"].unique())
    column = pd.Categorical(rows["Month"], categories=names).codes
    offences = {}
    for kind, types in KINDS.items():
        counted = rows["Crime type"].isin(types).to_numpy()
        table = np.zeros((len(held.codes), len(names)), dtype=np.int64)
        np.add.at(table, (held.at[point.ravel()[counted]], column[counted]), 1)
        offences[kind] = table
    codes = held.codes.to_numpy(np.int64)
    ground = ground_of(
        np.bincount(held.at, minlength=len(codes)), grid.centres(codes), held.near, held.km2
    )
    months = tuple(date.fromisoformat(f"{name}-01") for name in names)
    return Records(codes, ground, months, offences)


@cache
def windows(force: str, kind: str) -> DataFrame:
    """Every month foretold from the twelve before it, those of them that are held, by lists of every length.

    Returns one row a month, length, horizon and way (the ways and *offered*): target, places, horizon, way, caught, total.
    """
    known, rows = records(force), []
    offences, memory = known.offences[kind], dict[tuple[str, tuple[date, ...]], Floats]()

    def figures(way: str, past: Past, ground: Ground) -> Floats:
        key = way, past.months
        if key not in memory:
            memory[key] = FORECASTS[way](past, ground)
        return memory[key]

    for at, target in enumerate(known.months):
        asked = [month for month in range(at) if known.months[month] >= month_after(target, -YEAR)]
        if len(asked) < FEWEST_BEFORE or not offences[:, asked].sum():
            continue
        past = Past(offences[:, asked], tuple(known.months[month] for month in asked), target)
        every = foretold(past, known.ground, figures)
        for horizon in HORIZONS:
            wanted = [month_after(target, ahead) for ahead in range(horizon)]
            if known.months[at : at + horizon] != tuple(wanted):
                continue
            seen = offences[:, at : at + horizon].sum(axis=1)
            for places in LENGTHS:
                order = np.argsort(-every.figures[:, -1], axis=1, kind="stable")[:, :places]
                caught = dict(zip(every.ways, seen[order].sum(axis=1), strict=True))
                caught["offered"] = seen[patrol_list(every, places).order].sum()
                rows += [
                    (force, kind, target, places, horizon, way, int(number), int(seen.sum()))
                    for way, number in caught.items()
                ]
    columns = ["force", "kind", "target", "places", "horizon", "way", "caught", "total"]
    return DataFrame(rows, columns=columns)


def beside_best(table: DataFrame) -> DataFrame:
    """What the list offered caught in each window beside the fixed way that caught most over all windows of its series.

    A series is a force, a kind, a length and a horizon. Returns one row a window: kind, places, horizon, total, offered, best.
    """
    series = ["force", "kind", "places", "horizon"]
    wide = table.pivot_table(index=[*series, "target", "total"], columns="way", values="caught")
    sums = wide.groupby(level=series).sum()[list(candidates(timed=False))]
    best = sums.idxmax(axis=1)
    wide = wide.reset_index()
    chosen = best.loc[wide.set_index(series).index].to_numpy()
    picked = [row[way] for way, (_, row) in zip(chosen, wide.iterrows(), strict=True)]
    return wide[[*series, "total", "offered"]].assign(best=np.array(picked, dtype=float))


def real_windows(forces: tuple[str, ...] = FORCES) -> list[Measurement]:
    """Over all windows of the real files: what the list offered caught of what the best fixed way did."""
    table = beside_best(pd.concat([windows(force, kind) for force in forces for kind in KINDS]))
    made = []
    for kind in KINDS:
        for horizon in HORIZONS:
            mine = table[(table["kind"] == kind) & (table["horizon"] == horizon)]
            made.append(
                Measurement(
                    f"lists, {kind}, {horizon} months ahead: caught of what the best fixed way did",
                    len(mine),
                    float(mine["offered"].sum() / mine["best"].sum()),
                    least=0.98 if kind in JUDGED and horizon == 1 else 0.0,
                    most=np.inf,
                )
            )
    return [*made, *_all_together(table)]


def _all_together(table: DataFrame) -> list[Measurement]:
    made = []
    for horizon in HORIZONS:
        mine = table[table["horizon"] == horizon]
        large = mine[mine["total"] >= LARGE]
        ratio = large["offered"] / large["best"]
        name = f"lists, {horizon} months ahead"
        made += [
            Measurement(
                f"{name}, all kinds: caught of what the best fixed way did",
                len(mine),
                float(mine["offered"].sum() / mine["best"].sum()),
                least=0.98,
                most=np.inf,
            ),
            Measurement(
                f"{name}, windows of {LARGE} offences or more together: the same",
                len(large),
                float(large["offered"].sum() / large["best"].sum()),
                least=0.9,
                most=np.inf,
            ),
            Measurement(
                f"{name}, such windows in which it caught 0.9 of that or more",
                len(large),
                float((ratio >= 0.9).mean()),
            ),
            Measurement(
                f"{name}, the worst such window of lists of {PLACES}",
                int((large["places"] == PLACES).sum()),
                float(ratio[large["places"] == PLACES].min()),
                least=0.9 if horizon == max(HORIZONS) else 0.0,
                most=np.inf,
            ),
        ]
    return made


def same_question(forces: tuple[str, ...] = FORCES) -> list[Measurement]:
    """A question about six months, with those alone loaded and with every month: whether list, ground and hotspots are the same."""
    tried = alike = 0
    for force in forces:
        names = sorted(rows_of(force)[0]["Month"].unique())
        for first in range(len(names) - ASKED + 1):
            asked = names[first : first + ASKED]
            tried, alike = (
                tried + 1,
                alike + (_answer(force, asked, asked) == _answer(force, asked, names)),
            )
    name = f"{ASKED} months asked about, those alone or all loaded: list, ground and hotspots identical"
    return [Measurement(name, tried, alike / tried, least=1.0)]


def _answer(force: str, asked: list[str], loaded: list[str]) -> tuple[str, str, tuple[int, ...]]:
    """Digits of the list and of the ground, and the hexagons beyond chance, of violence and robbery."""
    rows, at = rows_of(force)
    held = rows["Month"].isin(loaded).to_numpy()
    rows, at = rows[held], at[held]
    points, point = np.unique(at, axis=0, return_inverse=True)
    column = pd.Categorical(rows["Month"], categories=asked).codes
    ground = np.zeros(len(points), dtype=bool)
    ground[point.ravel()[column >= 0]] = True
    places = units.hexagons(DataFrame(points, columns=["easting", "northing"]), ground)
    harm = (column >= 0) & rows["Crime type"].isin(KINDS[JUDGED[0]]).to_numpy()
    table = np.zeros((len(points), len(asked)), dtype=np.int64)
    np.add.at(table, (point.ravel()[harm], column[harm]), 1)
    months = tuple(date.fromisoformat(f"{name}-01") for name in asked)
    counted = np.array([places.counted(table[:, month]) for month in range(len(asked))]).T
    codes = places.codes.to_numpy(np.int64)
    made = ground_of(
        np.bincount(places.at[ground], minlength=len(codes)),
        grid.centres(codes),
        places.near,
        places.km2,
    )
    patrol = patrol_list(foretold(Past(counted, months, month_after(months[-1])), made), PLACES)
    hot = found_hotspots(
        table.sum(axis=1)[ground], places.at[ground], places.near, touch=places.touch
    ).hot
    return (
        list_digest(places.codes, patrol),
        ground_digest(*points[ground].T),
        tuple(codes[hot].tolist()),
    )


def totals(forces: tuple[str, ...] = FORCES) -> DataFrame:
    """What every way caught one month ahead, by kind, over all windows and lengths."""
    table = pd.concat([windows(force, kind) for force in forces for kind in KINDS])
    table = table[table["horizon"] == 1]
    return table.pivot_table(index="kind", columns="way", values="caught", aggfunc="sum")
