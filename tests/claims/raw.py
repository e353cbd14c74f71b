"""The raw rows behind the demonstration, each placed in a ward by outlines that are put together here."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pandas import DataFrame, Series
from pyproj import Transformer

from loaders.demo.demonstration import files

DATA = Path(__file__).resolve().parents[2] / "data"
ASIDE = 0.05  # metres to the side of a line, where the ward on that side lies
LOCAL_LINES = ("Local-line incidents",)
VIOLENT = ("Violence and sexual offences", "Robbery")
Strings = NDArray[np.object_]


@cache
def wards() -> DataFrame:
    """What the project's own table says of each ward, ward_code index."""
    return pd.read_csv(DATA / "ward_facts.csv", index_col="ward_code")


@cache
def outlines() -> tuple[Strings, Strings]:
    """The ground between all stretches of boundary, and the ward that each piece of it belongs to."""
    with (DATA / "ward_edges.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lines = [np.array(row["points"].split(), dtype=float).reshape(-1, 2) for row in rows]
    pieces = np.array(
        shapely.get_parts(shapely.polygonize([shapely.LineString(line) for line in lines]))
    )
    tree, votes = shapely.STRtree(pieces), [Counter[str]() for _ in pieces]
    for row, line in zip(rows, lines, strict=True):
        (x, y), (to_x, to_y) = line[:2]
        long = np.hypot(to_x - x, to_y - y)
        for side, ward in ((1, row["left_ward"]), (-1, row["right_ward"])):
            spot = shapely.Point(
                (x + to_x) / 2 - side * ASIDE * (to_y - y) / long,
                (y + to_y) / 2 + side * ASIDE * (to_x - x) / long,
            )
            for piece in tree.query(spot, predicate="intersects"):
                votes[piece][ward] += 1
    owners = np.array([vote.most_common(1)[0][0] if vote else "" for vote in votes], dtype=object)
    return pieces, owners


def metres(longitude: Series, latitude: Series) -> NDArray[np.float64]:
    """Easting and northing of points given in degrees."""
    to_grid = Transformer.from_crs(4326, 27700, always_xy=True)
    return np.column_stack(to_grid.transform(longitude.to_numpy(float), latitude.to_numpy(float)))


def in_wards(longitude: Series, latitude: Series) -> Series:
    """The ward of each point, “” where it lies in none; rows without a point are “”."""
    spots = DataFrame({"x": pd.to_numeric(longitude), "y": pd.to_numeric(latitude)})
    each = spots.dropna().drop_duplicates()
    pieces, owners = outlines()
    at, piece = shapely.STRtree(pieces).query(
        shapely.points(metres(each["x"], each["y"])), predicate="intersects"
    )
    found_in = Series("", index=range(len(each)), dtype=object)
    found_in.iloc[at] = owners[piece]
    table = each.assign(ward=found_in.to_numpy())
    placed = spots.merge(table, on=["x", "y"], how="left")["ward"].fillna("")
    return placed.set_axis(longitude.index)


@cache
def _files() -> dict[str, DataFrame]:
    """Every file of the demonstration as text."""
    return {name: pd.read_csv(io.BytesIO(data), dtype=str) for name, data in files()}


def _placed(rows: DataFrame, longitude: str, latitude: str) -> DataFrame:
    ward = in_wards(rows[longitude], rows[latitude])
    return rows.assign(ward=ward, authority=ward.map(wards()["authority_name"]).fillna(""))


@cache
def street() -> DataFrame:
    """Street-level crime: month (“2022-01”), kind, ward, authority, x, y (degrees)."""
    rows = pd.concat(
        [t for name, t in _files().items() if name.endswith("-street.csv")], ignore_index=True
    )
    rows = rows.rename(
        columns={"Month": "month", "Crime type": "kind", "Longitude": "x", "Latitude": "y"}
    )
    return _placed(rows[["month", "kind", "x", "y", "Crime ID", "Location"]], "x", "y")


@cache
def searches() -> DataFrame:
    """Published searches: month, ward, authority and the columns of the file."""
    rows = pd.concat(
        [t for name, t in _files().items() if name.endswith("stop-and-search.csv")],
        ignore_index=True,
    )
    return _placed(rows.assign(month=rows["Date"].str[:7]), "Longitude", "Latitude")


@cache
def extract() -> DataFrame:
    """The force's own records: month, ward, authority and the columns of the file."""
    return _files()["demonstration-force-extract.csv"]


@cache
def own_searches() -> DataFrame:
    """The force's own searches, in the columns of the file."""
    return _files()["demonstration-force-searches.csv"]


@cache
def accepted() -> int:
    """Rows of all files, and of the small table of operations."""
    operations = len(pd.read_csv(DATA / "demonstration_operations.csv"))
    return sum(map(len, _files().values())) + operations


@cache
def months_held() -> tuple[str, ...]:
    """Months of street-level crime, in order."""
    return tuple(sorted(street()["month"].unique()))


@cache
def local_lines() -> DataFrame:
    """Offences of the force's own records that were judged to be tied to a local line: month, ward."""
    rows = extract()
    judged = (
        rows[["line_basis", "line_judged_on", "line_judged_by", "line_sure"]].notna().all(axis=1)
    )
    rows = rows[judged & (rows["line_type"] == "local line")]
    month = rows["committed_from"].str[6:10] + "-" + rows["committed_from"].str[3:5]
    return DataFrame({"month": month, "ward": in_wards(rows["longitude"], rows["latitude"])})


def counted(kinds: Sequence[str], months: Sequence[str]) -> Series:
    """Offences of some kinds (none for all) in some months, by ward; every ward has a figure."""
    if kinds == LOCAL_LINES:
        rows = local_lines()
        rows = rows[rows["month"].isin(months)]
        return rows.groupby("ward").size().reindex(wards().index, fill_value=0)
    rows = street()
    rows = rows[rows["month"].isin(months) & (rows["ward"] != "")]
    rows = rows[rows["kind"].isin(kinds)] if kinds else rows
    return rows.groupby("ward").size().reindex(wards().index, fill_value=0)


def monthly(kinds: Sequence[str], by: str, months: Sequence[str]) -> DataFrame:
    """Offences of some kinds by `by` (“ward” or “authority”, one row each) and month (one column each)."""
    rows = street()
    rows = rows[rows["month"].isin(months) & (rows["ward"] != "")]
    rows = rows[rows["kind"].isin(kinds)] if kinds else rows
    table = rows.pivot_table(index=by, columns="month", values="kind", aggfunc="size", fill_value=0)
    names = wards().index if by == "ward" else sorted(wards()["authority_name"].unique())
    return table.reindex(index=names, columns=list(months), fill_value=0).fillna(0).astype(int)
