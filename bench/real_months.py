"""Real months of three forces, where they are at hand: what tests and calibrations count, never a part of the project."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pandas import DataFrame

from bench.runs import real_data

HOME = {
    "wiltshire": ("E06000030", "E06000054"),
    "dorset": ("E06000058", "E06000059"),
    "gloucestershire": tuple(f"E070000{number}" for number in range(78, 84)),
}
COLUMNS = {"Month": "month", "Longitude": "longitude", "Latitude": "latitude", "Crime type": "kind"}
WARDS = {"WD21CD": "ward_code", "LAD21CD": "authority_code"}
CELL_METRES = 500
NEEDED = ("dorset_gloucestershire_2025.zip", "wiltshire_2024_01_to_04.zip")


def further_data() -> Path:
    """Where further real months lie, beside those of SVD_TEST_DATA."""
    return real_data().parent / "more"


def at_hand() -> bool:
    """Whether the files of all three forces are there."""
    return (real_data() / "police_uk").is_dir() and all(
        (further_data() / name).is_file() for name in NEEDED
    )


@cache
def offences() -> DataFrame:
    """Every offence of the three home areas: force, month (date), kind, ward_code, authority_code, cell; callers must not change it."""
    rows = pd.concat(list(_files()), ignore_index=True)
    points = rows[["longitude", "latitude"]].drop_duplicates().dropna()
    wards = gpd.read_parquet(real_data() / "wards_dec2021_england_wales.parquet")[
        [*WARDS, "geometry"]
    ].rename(columns=WARDS)
    homes = [code for codes in HOME.values() for code in codes]
    wards = wards[wards["authority_code"].isin(homes)]
    placed = gpd.GeoDataFrame(
        points, geometry=gpd.points_from_xy(points["longitude"], points["latitude"]), crs=4326
    )
    metres = placed.to_crs(27700).geometry
    cells = (
        (metres.x // CELL_METRES).astype(int).astype(str)
        + " "
        + (metres.y // CELL_METRES).astype(int).astype(str)
    )
    located = placed.assign(cell=cells).to_crs(wards.crs).sjoin(wards, predicate="within")
    located = located.drop_duplicates(["longitude", "latitude"])
    rows = rows.merge(
        located[["longitude", "latitude", "cell", *WARDS.values()]], on=["longitude", "latitude"]
    )
    home = {code: force for force, codes in HOME.items() for code in codes}
    return rows[rows["authority_code"].map(home) == rows["force"]]


def _files() -> Iterator[DataFrame]:
    for path in sorted((real_data() / "police_uk").glob("*/*-wiltshire-street.csv")):
        yield _read(path.read_bytes(), path.name)
    for name in NEEDED:
        with zipfile.ZipFile(further_data() / name) as archive:
            for member in sorted(archive.namelist()):
                if member.endswith("-street.csv"):
                    yield _read(archive.read(member), Path(member).name)


def _read(content: bytes, name: str) -> DataFrame:
    rows = pd.read_csv(io.BytesIO(content), usecols=list(COLUMNS)).rename(columns=COLUMNS)
    force = name.removesuffix("-street.csv")[len("2025-01-") :]
    return rows.assign(force=force, month=pd.to_datetime(rows["month"]).dt.date)
