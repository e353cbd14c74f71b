"""Places by the harm of their offences, by the published index that is loaded. It says where harm was recorded, not that chance is ruled out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.hotspots.cells import Ints
from geo.rates.harm import HarmTotal, HarmWeights, harm_with_limits
from geo.rates.intervals import Floats
from ui.answers import harm as harm_answers
from ui.answers.caching import AskedBy, cache_resource
from ui.answers.hotspots import local_statistics as hotspot_answers
from ui.answers.hotspots.local_statistics import WHAT, HotspotRequest
from ui.answers.seen import recorded
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers


@dataclass(frozen=True, eq=False)
class HarmPlaces:
    """The places with most harm in the months of a question.

    order   positions of the places among those of the unit, most harm first; none without any
    totals  the harm of each, in that order
    whole   of all places together
    """

    weights: HarmWeights
    order: Ints
    totals: tuple[HarmTotal, ...]
    whole: HarmTotal


@recorded()
def harm_places(request: HotspotRequest, length: int) -> HarmPlaces:
    """At most so many places with most harm. Raises DataProblem where no index is loaded, or the source has no words that it weighs."""
    source_answers.require_analyst(request.selection.source_id, WHAT)
    held = harm_answers.required_weights(request.selection.source_id)
    counts = _counts(answers.asked_by(), request, held.by_code)
    weights = np.array([held.weights.get(word, 0.0) for word in counts.columns])
    harm: Floats = counts.to_numpy(dtype=float) @ weights
    order = np.argsort(-harm, kind="stable")[:length]
    order = order[harm[order] > 0]
    return HarmPlaces(
        held,
        order,
        tuple(harm_with_limits(_of_row(counts.iloc[at]), held.weights) for at in order),
        harm_with_limits(_of_row(counts.sum()), held.weights),
    )


def _of_row(row: pd.Series) -> Mapping[str, int]:
    return {str(word): int(number) for word, number in row.items() if number}


@cache_resource(12)
def _counts(asked_by: AskedBy, request: HotspotRequest, by_code: bool) -> pd.DataFrame:
    """Offences of each place (a row each, in the order of the unit) by code or type, in the months received."""
    del asked_by  # part of the key
    selection, held = request.selection.everywhere(), hotspot_answers.places(request)
    word = "offence_code" if by_code else "offence_type"
    counted = answers.pinned().points(selection, by=["month", word])
    months = pd.to_datetime(counted["month"]).dt.date
    counted = counted[months.isin(hotspot_answers.received(selection))]
    row = pd.Index(hotspot_answers.map_points(selection.source_id)["point_id"]).get_indexer(
        counted["point_id"]
    )
    place = np.where(row >= 0, held.at[row], -1)
    sums = (
        counted.assign(place=place, word=counted[word].fillna(harm_answers.NO_CODE))
        .query("place >= 0")
        .pivot_table(index="place", columns="word", values="offences", aggfunc="sum", fill_value=0)
    )
    return sums.reindex(range(len(held.codes)), fill_value=0)
