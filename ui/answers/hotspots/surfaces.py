"""Answers for reading beside the hotspots: smoothed densities, reports against searches, near repeats. Kept by build and role."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.core.errors import DataProblem
from geo.core.schema import SEARCHES
from geo.core.selection import Selection
from geo.hotspots import density, near_repeat
from geo.rates.intervals import Floats
from geo.space import grid
from ui.access import identity
from ui.answers.caching import cache_resource
from ui.answers.hotspots.local_statistics import (
    WHAT,
    HotspotRequest,
    home_shapes,
    map_points,
    offences,
    places,
    received,
)
from ui.answers.seen import recorded
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers


@recorded()
def smoothed(request: HotspotRequest, bandwidth_metres: float) -> Floats:
    """Offences per km² at each hexagon's middle, for reading only."""
    points = map_points(request.selection.source_id)[["easting", "northing"]].assign(
        offences=offences(request.selection)
    )
    return density.kernel_density(
        points,
        _middles(request),
        _raster(answers.build_key(), bandwidth_metres),
        bandwidth_metres=bandwidth_metres,
    )


@recorded()
def against_searches(request: HotspotRequest, bandwidth_metres: float) -> Floats:
    """Reported offences against stops and searches at each hexagon's middle, as log2 of their ratio; refused without searches."""
    months = [
        month
        for month in received(request.selection)
        if month in source_answers.received_months(SEARCHES)
    ]
    searched = answers.pinned().search_points(SEARCHES, months) if months else pd.DataFrame()
    if searched.empty:
        raise DataProblem(
            "There are no stops and searches to set beside these offences.",
            "None were received for these months.",
            "Load stop-and-search files on the Data page, or choose other months.",
            "",
        )
    raster = _raster(answers.build_key(), bandwidth_metres)
    middles = _middles(request)
    points = map_points(request.selection.source_id)[["easting", "northing"]].assign(
        offences=offences(request.selection, months)
    )
    return density.dual_density(
        density.kernel_density(points, middles, raster, bandwidth_metres=bandwidth_metres),
        density.kernel_density(searched, middles, raster, bandwidth_metres=bandwidth_metres),
        bandwidth_metres=bandwidth_metres,
    )


@recorded()
def near_repeats(selection: Selection) -> pd.DataFrame:
    """Near repeats of a source that knows place and day; refused for any other."""
    near_repeat.require_exact(detailed=source_answers.declared(selection.source_id).detailed)
    source_answers.require_analyst(selection.source_id, WHAT)
    return _near_repeats(answers.build_key(), identity.sight(), selection)


def _middles(request: HotspotRequest) -> Floats:
    return grid.centres(places(request).codes.to_numpy(np.int64), width_metres=request.width)


@cache_resource(10)
def _near_repeats(build: str, reader_sight: str, selection: Selection) -> pd.DataFrame:
    del build, reader_sight  # part of the key
    happened = answers.pinned().days(selection)
    return near_repeat.near_repeats(
        happened[["easting", "northing"]].to_numpy(float), happened["day"].to_numpy(float)
    )


@cache_resource(6)
def _raster(build: str, bandwidth_metres: float) -> density.Raster:
    return density.raster_of(home_shapes(build).to_numpy(), bandwidth_metres=bandwidth_metres)
