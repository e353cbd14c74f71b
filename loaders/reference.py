"""The small tables of facts in `data/`, and those of the area served: read once, never written."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pandas as pd

from geo.core.errors import DataProblem
from geo.core.layers import Layer, layer_of
from loaders.area import DATA, WARD_EDGES, WARD_VINTAGES, area_file, of_area

FOLDERS = {"streets": "openstreetmap"}  # of tables kept by themselves, for their licence


def table(name: str) -> pd.DataFrame:
    """`data/<name>.csv` as text, an empty cell as an empty string; callers must not change it.

    A table of the area alone is the one that the area's file names; where it names none, the headings without a row.
    """
    if not of_area(name):
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


def ward_vintages() -> pd.DataFrame:
    """The wards of every vintage known by name: vintage (year and month, “2021-12”), ward_code, ward_name, authority_code."""
    return table(WARD_VINTAGES)


def ward_edges() -> dict[str, pd.DataFrame]:
    """Vintage → its stretches of boundary, as `geo.space.ward_edges` takes them, oldest first; none where the area names no map.

    The table `ward_edges` is of the oldest vintage, `ward_edges_2025` of that of 2025. Raises DataProblem where the names of
    such a vintage are not held, or are not those of its map.
    """
    named = [name for name in area_file().tables if re.match(rf"{WARD_EDGES}(_20\d\d)?$", name)]
    maps = {_vintage_of(name): table(name) for name in named}
    for vintage, edges in maps.items():
        _require_names(vintage, edges)
    return dict(sorted(maps.items()))


def _vintage_of(name: str) -> str:
    """The vintage that a table of edges is of."""
    vintages = sorted(set(ward_vintages()["vintage"]))
    year = name.removeprefix(WARD_EDGES).removeprefix("_")
    fitting = [vintage for vintage in vintages if vintage.startswith(year)]
    if not fitting:
        raise DataProblem(
            f"The area file names {name}, and no vintage{f' of {year}' if year else ''} is known.",
            f"{WARD_VINTAGES} holds {', '.join(vintages) or 'none'}.",
            f"Add the wards of that vintage to {WARD_VINTAGES}, or take {name} out of the area file.",
            "",
        )
    return fitting[0]


def _require_names(vintage: str, edges: pd.DataFrame) -> None:
    """Refuse a map whose wards are not those that bear a name in its vintage."""
    names = ward_vintages()
    codes = set(names.loc[names["vintage"] == vintage, "ward_code"])
    drawn = {*edges.get("left_ward", ()), *edges.get("right_ward", ())} - {""}
    if drawn == codes:
        return
    other = sorted(drawn ^ codes)
    raise DataProblem(
        f"The map of the wards of {vintage} does not hold the wards named for it.",
        f"{len(other):,} stand in one of the two tables alone, the first {other[0]}.",
        f"Mend {WARD_VINTAGES} or the table of edges.",
        "",
    )


@cache
def dispersions() -> pd.DataFrame:
    """How far counts of each type and level vary in like series: offence_type, level, phi, phi_about_mean, freedom; callers must not change it."""
    numbers = dict.fromkeys(("phi", "phi_about_mean", "freedom"), float)
    return table("dispersion").astype(numbers)


def places() -> pd.DataFrame:
    """Towns, estates and stations to name on a map: place, kind, longitude, latitude, rank (1 first); callers must not change it."""
    return table("places").astype({"longitude": float, "latitude": float, "rank": int})


@cache
def layers() -> tuple[Layer, ...]:
    """The named layers of data/layers.csv, in its order."""
    return tuple(layer_of(row) for row in table("layers").to_dict("records"))
