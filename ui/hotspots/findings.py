"""What is said of hotspots: places in words with their figures, what survives other settings, what police-generated offences change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.hotspots import units
from geo.hotspots.cells import GiStar, Ints, joined_places
from geo.hotspots.persistence import FEWEST_WINDOWS, persistence
from geo.hotspots.units import Units
from geo.rates.intervals import poisson_limits
from geo.space import grid
from geo.space.areas import grid_degrees
from ui.text import hotspots as hotspot_text

TOWN_METRES = 1_500.0
SURVIVES = 0.5  # share of a place's offences that must lie in hotspots of the other setting


@dataclass(frozen=True)
class HotspotPlaces:
    """Hotspots as places, most offences beyond expectation first.

    table    place (text), ward_code, ward_name, authority_name, street, town (text), hexagons (int), km2, offences (int), low,
             high, expected, beyond, q (float), persistence (text, empty where it cannot be said), found_before (bool or missing),
             later (int or missing), easting, northing, longitude, latitude
    members  int, for each place of the unit the row it belongs to, −1 for none
    """

    table: pd.DataFrame
    members: Ints


def listed(
    tested: GiStar,
    held: Units,
    points: pd.DataFrame,
    offences: Ints,
    *,
    wards: pd.DataFrame,
    towns: pd.DataFrame,
    hot_windows: np.ndarray | None = None,
    found_before: np.ndarray | None = None,
    later: Ints | None = None,
) -> HotspotPlaces:
    """Hexagons that are hot and touch are one place; wards and polygons stand for themselves.

    points        map points as hotspot_answers.map_points gives them; offences, at each of them
    wards         ward_code index: ward_name, authority_name
    towns         place, longitude, latitude, easting, northing
    hot_windows   bool, windows × places of the unit, oldest first
    found_before  bool, places found in the months before; later: offences at each map point in the months judged
    """
    hot = tested.hot
    alone = np.where(hot, np.cumsum(hot) - 1, -1)
    group = joined_places(hot, held.touch) if held.kind == units.HEXAGON else alone
    own = tested.places
    each = own["offences"].sum() / max(own["points"].sum(), 1)
    rows = [
        _place(np.flatnonzero(group == number), held, points, offences, wards, towns)
        | {
            "expected": float(own["points"][group == number].sum() * each),
            "q": float(own["q"][group == number].min()),
            **_judged(group == number, held, hot_windows, found_before, later),
        }
        for number in range(int(group.max(initial=-1)) + 1)
    ]
    table = pd.DataFrame(rows, columns=[*COLUMNS, "number"] if not rows else None)
    if rows:
        table["low"], table["high"] = poisson_limits(table["offences"])
        table["beyond"] = table["offences"] - table["expected"]
        table["number"] = np.arange(len(table))
        table = table.sort_values("beyond", ascending=False, ignore_index=True)
    order = {int(number): row for row, number in enumerate(table["number"])}
    members = np.array([order.get(int(identifier), -1) for identifier in group], dtype=np.int64)
    return HotspotPlaces(_told_apart(table[[*COLUMNS]]), members)


def ranked(
    order: Ints,
    held: Units,
    points: pd.DataFrame,
    offences: Ints,
    *,
    wards: pd.DataFrame,
    towns: pd.DataFrame,
    limits: bool = True,
) -> HotspotPlaces:
    """A list of places in its own order, each for itself; what the test of chance says of them is left out.

    order     positions of the places, first on the list first
    offences  at each map point; the rest as for `listed`
    limits    whether counts bear their 95 % limits
    """
    rows = [_place(order[[at]], held, points, offences, wards, towns) for at in range(len(order))]
    table = pd.DataFrame(rows)
    if limits:
        table["low"], table["high"] = poisson_limits(table["offences"])
    members = np.full(len(held.codes), -1, dtype=np.int64)
    members[order] = np.arange(len(order))
    return HotspotPlaces(
        _told_apart(
            table.assign(persistence="")[
                [name for name in COLUMNS if name in {*table, "persistence"}]
            ]
        ),
        members,
    )


COLUMNS = (
    "place",
    "ward_code",
    "ward_name",
    "authority_name",
    "town",
    "street",
    "hexagons",
    "km2",
    "offences",
    "low",
    "high",
    "expected",
    "beyond",
    "q",
    "persistence",
    "found_before",
    "later",
    "easting",
    "northing",
    "longitude",
    "latitude",
)


def _place(
    cells: Ints,
    held: Units,
    points: pd.DataFrame,
    offences: Ints,
    wards: pd.DataFrame,
    towns: pd.DataFrame,
) -> dict[str, object]:
    """One place in words, and where it lies: the ward and street with most offences, the nearest town or estate."""
    mine = np.isin(held.at, cells)
    here, counted = points[mine], offences[mine]
    busiest = here.iloc[int(np.argmax(counted))]
    weights = counted if counted.sum() else np.ones(len(counted))
    east, north = (
        float(np.average(here[name], weights=weights)) for name in ("easting", "northing")
    )
    far = np.hypot(towns["easting"] - east, towns["northing"] - north)
    town = str(towns["place"][far.idxmin()]) if len(far) and far.min() <= TOWN_METRES else ""
    ward = (
        str(here["ward_code"].groupby(here["ward_code"]).agg("count").index[0])
        if held.kind == units.WARD
        else str(
            pd.Series(counted, index=here["ward_code"].to_numpy()).groupby(level=0).sum().idxmax()
        )
    )
    name, longitude_latitude = (
        str(wards.at[ward, "ward_name"]),
        grid_degrees(np.array([east]), np.array([north]))[0],
    )
    street = str(busiest["location_text"] or "")
    place = {units.WARD: name, units.POLYGON: str(held.codes[cells[0]])}.get(
        held.kind, hotspot_text.place_named(name, town, street)
    )
    return {
        "place": place,
        "ward_code": ward,
        "ward_name": name,
        "authority_name": str(wards.at[ward, "authority_name"]),
        "town": town,
        "street": street,
        "hexagons": len(cells),
        "km2": float(held.km2[cells].sum()),
        "offences": int(counted.sum()),
        "easting": east,
        "northing": north,
        "longitude": float(longitude_latitude[0]),
        "latitude": float(longitude_latitude[1]),
    }


def _judged(
    mine: np.ndarray,
    held: Units,
    hot_windows: np.ndarray | None,
    found_before: np.ndarray | None,
    later: Ints | None,
) -> dict[str, object]:
    """Whether one place lasts, was found before, and what came later."""
    lasts = ""
    if hot_windows is not None and len(hot_windows) >= FEWEST_WINDOWS:
        lasts = persistence((hot_windows & mine).any(axis=1)[:, None])[0]
    return {
        "persistence": lasts,
        "found_before": None if found_before is None else bool((found_before & mine).any()),
        "later": None
        if later is None
        else int(later[np.isin(held.at, np.flatnonzero(mine))].sum()),
    }


def _told_apart(table: pd.DataFrame) -> pd.DataFrame:
    """Places of one name get their grid reference beside it."""
    twice = table["place"].duplicated(keep=False)
    if not twice.any():
        return table
    cells = grid.cell_of(table[["easting", "northing"]].to_numpy(float))
    return table.assign(
        place=np.where(
            twice,
            table["place"] + " (" + pd.Series(grid.grid_references(cells)) + ")",
            table["place"],
        )
    )


def survives(
    listed_places: HotspotPlaces, held: Units, offences: Ints, other_hot: np.ndarray
) -> list[bool]:
    """For each listed place whether half its offences lie in hotspots of another setting.

    other_hot  bool, one a map point: in a hotspot of the other setting
    """
    row = np.where(held.at >= 0, listed_places.members[held.at], -1)
    mine = row >= 0
    whole = np.bincount(row[mine], offences[mine], len(listed_places.table))
    overlap = np.bincount(
        row[mine & other_hot], offences[mine & other_hot], len(listed_places.table)
    )
    return [
        bool(part >= SURVIVES * all_of_it) and all_of_it > 0
        for part, all_of_it in zip(overlap, whole, strict=True)
    ]


def hot_points(tested: GiStar, held: Units) -> np.ndarray:
    """Whether each map point lies in a hotspot (bool)."""
    return np.asarray((held.at >= 0) & tested.hot[held.at])


@dataclass(frozen=True)
class HotspotChange:
    """Places that become hotspots, and that stop, when police-generated offences count; the wards of the first, most first."""

    gained: int
    lost: int
    gained_wards: tuple[str, ...]


def changed(
    without: np.ndarray, with_them: np.ndarray, wards: np.ndarray, names: Mapping[str, str]
) -> HotspotChange:
    """What counting police-generated offences changes.

    without, with_them  bool, one a place; wards: the ward code of each
    """
    gained, lost = with_them & ~without, without & ~with_them
    order = pd.Series(wards[gained], dtype=object).value_counts().index
    return HotspotChange(
        int(gained.sum()),
        int(lost.sum()),
        tuple(str(names[code]) for code in order if code in names),
    )
