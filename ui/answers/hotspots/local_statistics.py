"""Answers of the Hotspots page: where offences stand out, whether it lasts, and what it foretells. Remembered by build and role.

Counts at single places of a restricted source are for analysts; everything here refuses others in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import shapely
import streamlit as st

from geo.core.errors import DataProblem
from geo.core.selection import Selection, month_after
from geo.hotspots import units
from geo.hotspots.backtest import Score, rivals, score
from geo.hotspots.cells import Bools, GiStar, Ints, found_hotspots
from geo.hotspots.concentration import Concentration, against_random
from geo.hotspots.forecasts import YEAR
from geo.hotspots.local_statistics import global_moran, lisa_classes
from geo.hotspots.patrols import ground_digest
from geo.hotspots.persistence import rolling_windows
from geo.hotspots.units import Units
from geo.hotspots.wards import ward_hotspots
from geo.rates.intervals import Floats
from geo.space import grid
from geo.space.areas import to_grid
from ui.access import identity
from ui.answers.area import served
from ui.answers.caching import AskedBy, cache_resource
from ui.answers.seen import recorded
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards import one_place as place_answers
from ui.text import hotspots as hotspot_text

HELD_BACK = 3  # months after a selection that are enough to judge its hotspots by
WIDTHS = (150.0, 200.0, 300.0, 400.0)
WHAT = "Counts at single places"


@dataclass(frozen=True)
class HotspotRequest:
    """What hotspots are asked for: offences and months, the kind of place, the width of a hexagon (metres), areas of a file."""

    selection: Selection
    unit: str = units.HEXAGON
    width: float = grid.WIDTH_METRES
    areas: str = ""  # the name under which this session keeps the areas of a file


@dataclass(frozen=True)
class Backtest:
    """The score of hotspots found in `before` on the months `after`, beside as many places chosen by two plain rivals.

    chosen      bool, one a place: the hotspots judged; of_list whether they are those of the selection itself
    counts      last year's counts where year_absent is 0, else counts of the months `before`: a rival is never scored by months
                that were not received
    year_absent how many of the twelve months before `after` were not received
    """

    before: tuple[date, ...]
    after: tuple[date, ...]
    of_list: bool
    chosen: np.ndarray
    hotspots: Score
    counts: Score
    year_absent: int
    residents: Score


@recorded()
def map_points(source_id: str) -> pd.DataFrame:
    """Every map point of a source: point_id, easting, northing, longitude, latitude, ward_code, authority_code, location_text.

    The last is empty for whoever may not see places.
    """
    source_answers.require_analyst(source_id, WHAT)
    points = _map_points(answers.build_key(), identity.sight(), source_id)
    return points if source_answers.places_named(source_id) else points.assign(location_text="")


@recorded(earlier=None)
def offences(selection: Selection, months: Sequence[date] | None = None) -> Ints:
    """Offences at each map point in the months given, or all received of the selection's; in the order of map_points. Callers must not change them."""
    source_answers.require_analyst(selection.source_id, WHAT)
    wanted = tuple(selection.months if months is None else months)
    return _offences(answers.asked_by(), selection.everywhere(), wanted)


def received(selection: Selection) -> tuple[date, ...]:
    """The months of a selection that were received."""
    return tuple(
        month for month in source_answers.told_months(selection) if month in set(selection.months)
    )


@recorded()
def places(request: HotspotRequest) -> Units:
    """The places of a unit, with the map points in each."""
    selection = request.selection
    source_answers.require_analyst(selection.source_id, WHAT)
    if request.unit == units.POLYGON:
        return units.polygons(map_points(selection.source_id), st.session_state[request.areas])
    return _units(
        answers.asked_by(), selection.source_id, request.unit, request.width, received(selection)
    )


@recorded()
def ground(selection: Selection) -> Bools:
    """Which map points chance is dealt out among: those at which the source recorded anything, of any type, in the months asked about.

    Months that are loaded beside them change nothing in it, nor in what rests on it. In the order of map_points.
    """
    source_answers.require_analyst(selection.source_id, WHAT)
    return _ground(answers.asked_by(), selection.source_id, received(selection))


@recorded()
def ground_stated(selection: Selection) -> tuple[int, str]:
    """How many points the ground holds, and the digits that tell it from any other."""
    points = map_points(selection.source_id)[ground(selection)]
    return len(points), ground_digest(
        points["easting"].to_numpy(float), points["northing"].to_numpy(float)
    )


@recorded(earlier=None)
def gi_star(request: HotspotRequest, months: tuple[date, ...] = ()) -> GiStar:
    """Gi* of every place for the months of a selection, or for others over the same places."""
    source_answers.require_analyst(request.selection.source_id, WHAT)
    if months == received(request.selection):
        months = ()
    if request.unit == units.POLYGON:
        return _tested(request, months)
    return _gi_star(answers.build_key(), identity.sight(), request, months)


@recorded(earlier=None)
def windows(
    request: HotspotRequest, progress: Callable[[float], None] = lambda done: None
) -> tuple[tuple[tuple[date, ...], ...], np.ndarray]:
    """The rolling windows up to the selection's last month, and in which of them each place is a hotspot (bool, windows × places).

    progress  hears the share done, 0 to 1
    """
    ever = source_answers.told_months(request.selection)
    listed = rolling_windows(ever, request.selection.last_month)
    hot = []
    for at, months in enumerate(listed):
        hot.append(gi_star(request, tuple(months)).hot)
        progress((at + 1) / len(listed))
    return tuple(listed), np.array(hot)


@recorded(earlier=None)
def backtest(request: HotspotRequest) -> Backtest:
    """Hotspots judged on months they were not found in.

    Where at least three months after the selection were received, the selection's own hotspots are judged on those, as many at
    most as the selection has; else hotspots found the same way in the months before are judged on the selection; else, where
    nothing was received on either side, those of its first two thirds are judged on its last third.
    """
    ever, mine = source_answers.told_months(request.selection), received(request.selection)
    after = tuple(month for month in ever if month > request.selection.last_month)[
        : max(len(mine), HELD_BACK)
    ]
    of_list = len(after) >= HELD_BACK
    span = len(request.selection.months)
    first = month_after(request.selection.first_month, -span)
    before = (
        mine
        if of_list
        else tuple(month for month in ever if first <= month < request.selection.first_month)
    )
    if not of_list:
        after = mine
    if not of_list and len(before) < HELD_BACK and len(mine) >= 2 * HELD_BACK:
        before, after = mine[: -(len(mine) // 3)], mine[-(len(mine) // 3) :]
    if not before or not after:
        raise DataProblem(*hotspot_text.not_judged(len(ever)))
    tested, held, judged = (
        gi_star(request, before),
        places(request),
        offences(request.selection, after),
    )
    following, elsewhere = held.counted(judged), held.outside(judged)
    year = tuple(month for month in ever if month_after(after[0], -YEAR) <= month < after[0])
    rival = year if len(year) == YEAR else before
    others = rivals(
        int(tested.hot.sum()), held.counted(offences(request.selection, rival)), residents(request)
    )
    hotspots, counts, people = (
        score(chosen, following, held.km2, elsewhere=elsewhere)
        for chosen in (tested.hot, others["counts"], others["residents"])
    )
    return Backtest(before, after, of_list, tested.hot, hotspots, counts, YEAR - len(year), people)


@recorded()
def residents(request: HotspotRequest) -> Floats:
    """People living in each place: of a ward as counted, elsewhere a ward's residents shared equally among its map points."""
    held = places(request)
    people = ward_tables.wards()["residents"]
    if request.unit == units.WARD:
        return people.reindex(held.codes).fillna(0).to_numpy(float)
    inside = held.at >= 0
    return np.bincount(
        held.at[inside], residents_around(request.selection)[inside], len(held.codes)
    ).astype(float)


@recorded()
def residents_around(selection: Selection) -> Floats:
    """People living around each map point: a ward's residents shared equally among its points of the ground, 0 elsewhere.

    Callers must not change it.
    """
    return _residents_around(answers.asked_by(), selection.source_id, received(selection))


@recorded()
def concentration(request: HotspotRequest) -> dict[str, Concentration]:
    """How concentrated each authority's offences are, beside random allocation over its map points; authority_code → figures."""
    return _concentration(answers.build_key(), identity.sight(), request)


@recorded()
def moran(request: HotspotRequest) -> tuple[float | None, float | None]:
    """Global Moran's I of the offences of each place (of a ward its rate), and its two-sided p by randomisation; None where undefined."""
    return (
        _moran(answers.build_key(), identity.sight(), request)
        if request.unit != units.POLYGON
        else (None, None)
    )


@recorded()
def lisa(request: HotspotRequest) -> np.ndarray:
    """Local Moran class of each ward's rate: HH, LL, HL, LH or an empty text."""
    source_answers.require_analyst(request.selection.source_id, WHAT)
    return _lisa(answers.build_key(), identity.sight(), request)


@cache_resource(1)
def towns() -> pd.DataFrame:
    """Towns and estates with their place on the grid; callers must not change it."""
    known = ward_tables.town_labels()
    at = to_grid(known["longitude"].to_numpy(float), known["latitude"].to_numpy(float))
    return known.assign(easting=at[:, 0], northing=at[:, 1])


def hexagons_in_all(width: float) -> int:
    """About how many hexagons cover the area served, whether anything can be recorded there or not."""
    shapes = home_shapes(answers.build_key())
    return round(float(shapely.area(shapes.to_numpy()).sum()) / 1e6 / grid.cell_km2(width))


def _tested(request: HotspotRequest, months: tuple[date, ...]) -> GiStar:
    selection = request.selection
    held, counted = places(request), offences(selection, months or None)
    if request.unit == units.WARD:
        return ward_hotspots(held.counted(counted), residents(request), held.near)
    people = residents_around(selection)
    used = (held.at >= 0) & (ground(selection) | (counted > 0))
    return found_hotspots(
        counted[used],
        held.at[used],
        held.near,
        touch=held.touch,
        residents=people[used] if people.any() else None,
    )


@cache_resource(80)
def _offences(asked_by: AskedBy, every: Selection, months: tuple[date, ...]) -> Ints:
    ever = source_answers.received_months(every.source_id)
    whole = replace(every, first_month=ever[0], last_month=ever[-1])
    wanted = [at for at, month in enumerate(ever) if month in set(months)]
    table = _monthly(asked_by.build, asked_by.sight, whole)
    return table[:, wanted].sum(axis=1).astype(np.int64)


@cache_resource(6)
def _residents_around(asked_by: AskedBy, source_id: str, months: tuple[date, ...]) -> Floats:
    wards = map_points(source_id)["ward_code"].where(_ground(asked_by, source_id, months))
    people = ward_tables.wards()["residents"]
    return (wards.map(people) / wards.map(wards.value_counts())).fillna(0).to_numpy(float)


@cache_resource(12)
def _ground(asked_by: AskedBy, source_id: str, months: tuple[date, ...]) -> Bools:
    if not months:
        return np.zeros(len(map_points(source_id)), dtype=np.bool_)
    every = Selection(source_id, (), (), months[0], months[-1])
    return _offences(asked_by, every, months) > 0


@cache_resource(3)
def _map_points(build: str, reader_sight: str, source_id: str) -> pd.DataFrame:
    del build, reader_sight  # part of the key
    return answers.pinned().map_points(source_id)


@cache_resource(20)
def _monthly(build: str, reader_sight: str, every: Selection) -> Ints:
    """Offences at each map point (rows) in each month received (columns)."""
    del build, reader_sight  # part of the key
    months = {
        pd.Timestamp(month): at
        for at, month in enumerate(source_answers.received_months(every.source_id))
    }
    counted = answers.pinned().points(every, by=["month"])
    row = pd.Index(map_points(every.source_id)["point_id"]).get_indexer(counted["point_id"])
    column = pd.to_datetime(counted["month"]).map(months).to_numpy()
    table, home = (
        np.zeros((len(map_points(every.source_id)), len(months)), dtype=np.int64),
        row >= 0,
    )
    np.add.at(table, (row[home], column[home]), counted["offences"].to_numpy()[home])
    return table


@cache_resource(12)
def _units(
    asked_by: AskedBy, source_id: str, unit: str, width: float, months: tuple[date, ...]
) -> Units:
    if unit == units.HEXAGON:
        return units.hexagons(
            map_points(source_id), _ground(asked_by, source_id, months), width_metres=width
        )
    return units.wards(
        map_points(source_id),
        home_shapes(answers.build_key()),
        place_answers.adjoining(),
    )


@cache_resource(200)
def _gi_star(
    build: str, reader_sight: str, request: HotspotRequest, months: tuple[date, ...]
) -> GiStar:
    del build, reader_sight  # part of the key
    return _tested(request, months)


@cache_resource(50)
def _concentration(
    build: str, reader_sight: str, request: HotspotRequest
) -> dict[str, Concentration]:
    del build, reader_sight  # part of the key
    held, counted = places(request), offences(request.selection)
    authority = map_points(request.selection.source_id)["authority_code"].to_numpy()
    made = {}
    for code in served().codes:
        mine = (authority == code) & (held.at >= 0) & ground(request.selection)
        at = np.unique(held.at[mine], return_inverse=True)[1]
        if (
            mine.any()
            and (figures := against_random(np.bincount(at, counted[mine]), np.bincount(at)))
            is not None
        ):
            made[code] = figures
    return made


@cache_resource(50)
def _moran(
    build: str, reader_sight: str, request: HotspotRequest
) -> tuple[float | None, float | None]:
    del build, reader_sight  # part of the key
    figures = global_moran(*_values(request))
    return (None, None) if figures is None else (figures.i, figures.p_rand)


@cache_resource(50)
def _lisa(build: str, reader_sight: str, request: HotspotRequest) -> np.ndarray:
    del build, reader_sight  # part of the key
    return lisa_classes(*_values(request))


def _values(request: HotspotRequest) -> tuple[Floats, list[list[int]]]:
    """Offences of each place, of a ward per resident, and the places each touches."""
    held = places(request)
    counted, near = held.counted(offences(request.selection)).astype(float), held.touch
    if request.unit == units.WARD:
        people = residents(request)
        counted = np.divide(counted, people, out=np.zeros_like(counted), where=people > 0)
    return counted, [
        near.indices[near.indptr[at] : near.indptr[at + 1]].tolist() for at in range(near.shape[0])
    ]


@cache_resource(3)
def home_shapes(build: str) -> pd.Series:
    """Ward shapes of the area served in metres, in order of their codes."""
    del build  # part of the key
    wards = answers.pinned().wards
    home = wards.table.index[wards.table["authority_code"].isin(served().codes)]
    return wards.drawing[home].sort_index()
