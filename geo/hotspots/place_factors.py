"""Places that may explain a hotspot (schools, licensed premises, stations, shops): how far, and how many around."""

from __future__ import annotations

import io
import json

import numpy as np
import pandas as pd
from pandas import DataFrame

from geo.core.area import Area
from geo.core.errors import DataProblem
from geo.rates.intervals import Floats
from geo.space.areas import to_grid

KINDS_MOST, PLACES_MOST = 12, 20_000
NEAR_METRES = 400.0
PERSONAL = (
    "surname",
    "forename",
    "first name",
    "last name",
    "dob",
    "date of birth",
    "nino",
    "nhs",
    "suspect",
    "victim",
    "offender",
)


def read_places(name: str, data: bytes, served: Area) -> DataFrame:
    """Places of a reader's own from CSV or GeoJSON: kind, place (text), longitude, latitude (degrees), easting, northing (metres).

    name    file name; one that ends in .csv is read as CSV with columns kind, place, longitude, latitude (or easting, northing)
    data    its bytes; a GeoJSON holds points in degrees with properties kind and place
    served  the area served, beyond whose bounds nothing is taken

    Returns a frame of those columns, one row a place inside the force area, in the order of the file.

    Raises DataProblem where it is neither, a column is missing or looks personal, a coordinate is none, everything lies
    outside the force area, or there are more than 20,000 places or 12 kinds. Places only: nothing of a person is taken.

    Source: this project; GeoJSON as RFC 7946.
    """
    table = _csv(name, data) if name.lower().endswith(".csv") else _geojson(name, data)
    if table.empty:
        raise DataProblem(
            f"{name} holds no place.", do="Give points with a kind, such as “school”."
        )
    if len(table) > PLACES_MOST or table["kind"].nunique() > KINDS_MOST:
        raise DataProblem(
            f"{name} holds too much to be shown.",
            f"We saw {len(table):,} places of {table['kind'].nunique()} kinds.",
            f"Give at most {PLACES_MOST:,} places of {KINDS_MOST} kinds.",
        )
    west, south, east, north = served.bounds
    inside = table["longitude"].between(west, east) & table["latitude"].between(south, north)
    if not inside.any():
        raise DataProblem(
            f"Every place of {name} lies outside {served.name}.",
            f"The first lies at {table['latitude'].iloc[0]:.3f}, {table['longitude'].iloc[0]:.3f}.",
            "Check that longitude and latitude are not exchanged.",
        )
    return table[inside].reset_index(drop=True)


def near_places(at: Floats, places: DataFrame, *, within_metres: float = NEAR_METRES) -> DataFrame:
    """For each place on the grid the nearest of every kind, and how many lie near.

    at             float, shape (n, 2), easting and northing in metres
    places         as read_places gives them
    within_metres  float, how far *near* reaches

    Returns, in the order of `at`, for each kind “<kind>: metres” (float, to the nearest) and “<kind>: near” (int).
    Says what stands there, not what causes anything, and nothing of anybody.

    Source: nearest neighbours by scipy's k-d tree.
    """
    from scipy.spatial import KDTree

    columns = {}
    for kind, mine in places.groupby("kind"):
        tree = KDTree(mine[["easting", "northing"]].to_numpy(float))
        columns[f"{kind}: metres"] = tree.query(at)[0]
        columns[f"{kind}: near"] = tree.query_ball_point(at, within_metres, return_length=True)
    return DataFrame(columns)


def _csv(name: str, data: bytes) -> DataFrame:
    try:
        raw = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, UnicodeDecodeError) as problem:
        raise DataProblem(
            f"{name} cannot be read as CSV.", f"{str(problem)[:200]}.", "Save it as CSV in UTF-8."
        ) from problem
    raw.columns = [str(column).strip().lower() for column in raw.columns]
    _require_no_person(name, list(raw.columns))
    degrees = {"longitude", "latitude"} <= set(raw.columns)
    wanted = ["kind", "place", *(["longitude", "latitude"] if degrees else ["easting", "northing"])]
    if missing := [column for column in wanted if column not in raw]:
        raise DataProblem(
            f"{name} has no column called “{missing[0]}”.",
            f"Its columns are: {', '.join(raw.columns)}.",
            "Give kind, place, and longitude and latitude (or easting and northing).",
        )
    pair = raw[wanted[2:]].apply(pd.to_numeric, errors="coerce")
    if pair.isna().any(axis=None):
        line = int(np.flatnonzero(pair.isna().any(axis=1))[0]) + 2
        raise DataProblem(
            f"{name} has a place without coordinates.",
            f"Line {line} has none that can be read.",
            "Mend or remove that line.",
        )
    return _placed(raw["kind"], raw["place"], pair.to_numpy(float), degrees=degrees)


def _geojson(name: str, data: bytes) -> DataFrame:
    try:
        collection = json.loads(data)
        points = [
            (f.get("properties") or {}, f["geometry"]["coordinates"])
            for f in collection["features"]
            if f["geometry"]["type"] == "Point"
        ]
        pairs = np.array([[float(at[0]), float(at[1])] for _, at in points]).reshape(-1, 2)
    except (ValueError, KeyError, TypeError, IndexError, UnicodeDecodeError) as problem:
        raise DataProblem(
            f"{name} cannot be read as GeoJSON points.",
            "It is no collection of features with points.",
            "Save it as GeoJSON in degrees, or as CSV.",
        ) from problem
    _require_no_person(name, sorted({str(key).lower() for known, _ in points for key in known}))
    kinds, places = (
        pd.Series([str(known.get(key, "")) for known, _ in points], dtype=str)
        for key in ("kind", "place")
    )
    return _placed(kinds, places, pairs, degrees=True)


def _require_no_person(name: str, columns: list[str]) -> None:
    personal = [
        column for column in columns if any(word in column.replace("_", " ") for word in PERSONAL)
    ]
    if personal:
        raise DataProblem(
            f"{name} looks as if it were about people.",
            f"It has a column “{personal[0]}”.",
            "Take that column out: only places are wanted here.",
        )


def _placed(kinds: pd.Series, places: pd.Series, pair: Floats, *, degrees: bool) -> DataFrame:
    from geo.space.areas import grid_degrees

    if degrees:
        longitude, latitude = pair.T
        pair = to_grid(longitude, latitude) if len(pair) else pair
    else:
        longitude, latitude = grid_degrees(pair[:, 0], pair[:, 1]).T
    kind = kinds.str.strip().replace("", "place")
    return DataFrame(
        {
            "kind": kind.to_numpy(),
            "place": places.str.strip().to_numpy(),
            "longitude": longitude,
            "latitude": latitude,
            "easting": pair[:, 0],
            "northing": pair[:, 1],
        }
    )
