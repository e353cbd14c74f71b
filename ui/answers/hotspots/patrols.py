"""Answers for a patrol: the list that foretold best, the other lists beside it, and last year's counts. Remembered by build and role."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import shapely
import streamlit as st

from geo.core.selection import month_after
from geo.hotspots import patrols, units
from geo.hotspots.cells import Ints
from geo.hotspots.forecasts import YEAR, Past, ground_of
from geo.hotspots.patrols import Foretold, PatrolList
from geo.hotspots.units import Units
from geo.rates.intervals import Floats
from geo.space import grid
from ui.answers.caching import AskedBy, cache_resource
from ui.answers.hotspots import local_statistics as hotspot_answers
from ui.answers.hotspots.local_statistics import WHAT, HotspotRequest
from ui.answers.seen import recorded
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers


@dataclass(frozen=True, eq=False)
class Patrol:
    """The list offered for a question, and its places.

    months  those of the question that were received: list and choice rest on these alone
    digest  sixteen digits of the list
    scores  of every way, as geo.hotspots.patrols.scores; None where none could be tried
    verdict whether another list caught more, in words; empty where none could be tried
    """

    months: tuple[date, ...]
    held: Units
    list: PatrolList
    digest: str
    scores: pd.DataFrame | None
    verdict: str


@dataclass(frozen=True, eq=False)
class LastYear:
    """Places by their counts of the twelve months up to the last asked about.

    months, absent  of the twelve, those received and those not
    offences        int, one a place of `held`
    """

    months: tuple[date, ...]
    absent: tuple[date, ...]
    request: HotspotRequest
    held: Units
    offences: Ints


@recorded(earlier=None)
def patrol(request: HotspotRequest, places: int) -> Patrol:
    """The list of so many places that is offered for a question."""
    source_answers.require_analyst(request.selection.source_id, WHAT)
    known = (
        _worked_out(request)
        if request.unit == units.POLYGON
        else _foretold(answers.asked_by(), request)
    )
    held, listed = hotspot_answers.places(request), patrols.patrol_list(known, places)
    digest = patrols.list_digest(held.codes, listed)
    rolling = listed.rolling
    scores, verdict = (
        (None, "") if rolling is None else (patrols.scores(rolling), patrols.verdict(rolling))
    )
    months = hotspot_answers.received(request.selection)
    return Patrol(months, held, listed, digest, scores, verdict)


@recorded(earlier=12)
def last_year(request: HotspotRequest) -> LastYear:
    """Counts of the twelve months up to the last asked about, in the places of those months."""
    last = request.selection.last_month
    wider = replace(
        request, selection=replace(request.selection, first_month=month_after(last, 1 - YEAR))
    )
    months = hotspot_answers.received(wider.selection)
    absent = tuple(sorted(set(wider.selection.months) - set(months)))
    held = hotspot_answers.places(wider)
    counted = held.counted(hotspot_answers.offences(wider.selection))
    return LastYear(months, absent, wider, held, counted)


@cache_resource(20)
def _foretold(asked_by: AskedBy, request: HotspotRequest) -> Foretold:
    del asked_by  # part of the key
    return _worked_out(request)


def _worked_out(request: HotspotRequest) -> Foretold:
    selection, held = request.selection, hotspot_answers.places(request)
    months = hotspot_answers.received(selection)
    counted = [held.counted(hotspot_answers.offences(selection, (month,))) for month in months]
    inside = (held.at >= 0) & hotspot_answers.ground(selection)
    ground = ground_of(
        np.bincount(held.at[inside], minlength=len(held.codes)),
        _middles(request, held),
        held.near,
        held.km2,
    )
    past = Past(
        np.array(counted).reshape(len(months), -1).T,
        months,
        month_after(selection.last_month),
        _events(request, months),
    )
    return patrols.foretold(past, ground)


def _events(request: HotspotRequest, months: tuple[date, ...]) -> Floats | None:
    """Place and day of each offence where the source knows them; None where it does not."""
    selection = request.selection
    if request.unit != units.HEXAGON or not source_answers.declared(selection.source_id).detailed:
        return None
    happened = answers.pinned().days(selection)
    month = pd.to_datetime(happened["day"], unit="D").dt.to_period("M").dt.to_timestamp()
    held = month.isin([pd.Timestamp(first) for first in months])
    return happened.loc[held, ["easting", "northing", "day"]].to_numpy(float)


def _middles(request: HotspotRequest, held: Units) -> Floats:
    """The middle of each place, easting and northing in metres."""
    if request.unit == units.HEXAGON:
        return grid.centres(held.codes.to_numpy(np.int64), width_metres=request.width)
    shapes = (
        hotspot_answers.home_shapes(answers.build_key())
        if request.unit == units.WARD
        else st.session_state[request.areas]
    )
    return shapely.get_coordinates(shapely.centroid(shapes[held.codes].to_numpy()))
