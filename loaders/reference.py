"""The small tables of facts in `data/`, and those of the area served: read once, never written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from geo.core.layers import Layer, layer_of
from loaders.area import DATA, TABLES, area_file

FOLDERS = {"streets": "openstreetmap"}  # of tables kept by themselves, for their licence


def table(name: str) -> pd.DataFrame:
    """`data/<name>.csv` as text, an empty cell as an empty string; callers must not change it.

    A table of the area alone is the one that the area's file names; where it names none, the headings without a row.
    """
    if name not in TABLES:
        return _read(DATA / f"{name}.csv")
    if named := area_file().tables.get(name):
        return _read(named)
    return _read(DATA / FOLDERS.get(name, "") / f"{name}.csv").iloc[:0]


@cache
def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


@cache
def forces() -> dict[str, str]:
    """Force slug as in police.uk's file names → the name its files give under “Reported by”."""
    return dict(table("forces")[["slug", "name"]].to_numpy().tolist())


@cache
def offence_types() -> list[str]:
    """police.uk's fourteen types, in alphabetical order; callers must not change the list."""
    return table("offence_types")["offence_type"].tolist()


def ward_facts() -> pd.DataFrame:
    """One row a ward of the December 2021 vintage, indexed by ward_code: names, authority, residents, area; no row where none is held."""
    facts = table("ward_facts").set_index("ward_code")
    words = ["ward_name", "authority_code", "authority_name"]
    numbers = facts.drop(columns=words)
    return facts[words].join(numbers.apply(pd.to_numeric) if len(facts) else numbers.astype(float))


def gazetteer() -> pd.DataFrame:
    """Points in metres on the National Grid and the ward each lies in; empty where it lies in none."""
    points = table("ward_gazetteer")
    return points.astype({"easting": float, "northing": float})


def places() -> pd.DataFrame:
    """Towns, estates and stations to name on a map: place, kind, longitude, latitude, rank (1 first); callers must not change it."""
    return table("places").astype({"longitude": float, "latitude": float, "rank": int})


@cache
def layers() -> tuple[Layer, ...]:
    """The named layers of data/layers.csv, in its order."""
    return tuple(layer_of(row) for row in table("layers").to_dict("records"))
