"""On whom searches fall, at force and authority level only: rate ratios, what is unknown as bounds, denominators side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from pandas import DataFrame, Series

from geo.core.area import Area, in_words
from geo.core.errors import DataProblem
from geo.rates.intervals import poisson_limits
from geo.searches.outcomes import group_disparity

REFERENCE = "White"
UNKNOWN = "Not known"
GROUPS = (REFERENCE, "Asian", "Black", "Mixed", "Other")
# The words police.uk uses, self-defined (the Census's longer ones) and officer-defined, by how they begin.
BEGINNINGS = {
    "white": "White",
    "asian": "Asian",
    "black": "Black",
    "mixed": "Mixed",
    "other": "Other",
}
NOT_STATED = "not stated"


@dataclass(frozen=True)
class Denominator:
    """People whom searches are set against.

    name     as a reader sees it
    assumes  what it takes for granted, in a sentence
    people   group → how many; a group left out has no figure
    """

    name: str
    assumes: str
    people: Mapping[str, float]


def census_group(ethnicity: str) -> str:
    """The broad Census group of an ethnicity as police.uk writes it, self-defined or officer-defined.

    ethnicity  str, the words of the row

    Returns (str) one of GROUPS, or “Not known” where it is empty, not stated, or in words we do not know.

    Source: the 18+1 classification of the Census of England and Wales and the officer-defined groups of police.uk.
    """
    words = ethnicity.strip().lower()
    if not words or NOT_STATED in words:
        return UNKNOWN
    return next((group for start, group in BEGINNINGS.items() if words.startswith(start)), UNKNOWN)


def group_rates(
    searches: Series, people: Mapping[str, float], *, area: str, served: Area, years: float
) -> DataFrame:
    """Searches of each group per 1,000 of its people a year, and how many times the rate of White people that is.

    searches  int, searches by group (census_group), “Not known” among them
    people    group → residents, or whatever the denominator counts; a group left out has no rate
    area      code of an authority, or the name of the area served; a ward is refused
    served    the area served
    years     months received / 12

    Returns a row a group, in the order of `people`, the reference first:
        searches, people   int, float
        rate_per_1000      float, per year; NaN where nobody of the group is counted
        rate_low, rate_high  float, per year, its 95 % limits; exact Poisson below 10 searches, Byar's from 10
        ratio, low, high   float, over the reference group's rate with 95 % limits; NaN for the reference, and where either
                           group was never searched or has nobody
        least, most        float, the ratio if none, or all, of the searches whose group is not known were of this group and
                           the rest of the reference, so that least ≤ ratio ≤ most; NaN where no ratio can be formed

    Raises DataProblem for any area below an authority: so few people are searched there that a ratio would be noise about
    identifiable people.

    Source: Ashby (2020), rate ratios with log-normal limits; bounds on what is unknown are worst cases after Manski (2003).
    """
    require_authority(area, served)
    if years <= 0:
        raise DataProblem("No month of searches was received.", "", "Choose other months.", "")
    unknown = int(searches.get(UNKNOWN, 0))
    order = [REFERENCE, *(group for group in people if group != REFERENCE)]
    rows = []
    for group in order:
        mine, reference = int(searches.get(group, 0)), int(searches.get(REFERENCE, 0))
        _, disparity = group_disparity(
            mine, int(people[group]), (reference, int(people.get(REFERENCE, 0)))
        )
        bounds = _bounds(mine, reference, unknown, people, group)
        figures = (
            (None, None, None)
            if group == REFERENCE
            else (disparity.ratio, disparity.low, disparity.high)
        )
        rows.append(
            {
                "group": group,
                "searches": mine,
                "people": float(people[group]),
                **_rate_of(mine, float(people[group]), years),
                **dict(zip(("ratio", "low", "high"), figures, strict=True)),
                "least": bounds[0],
                "most": bounds[1],
            }
        )
    return (
        DataFrame(rows)
        .set_index("group")
        .astype(dict.fromkeys(("ratio", "low", "high", "least", "most"), float))
    )


def _rate_of(searches: int, people: float, years: float) -> dict[str, float]:
    if not people:
        return dict.fromkeys(("rate_per_1000", "rate_low", "rate_high"), np.nan)
    low, high = (float(limit) for limit in poisson_limits(searches))
    return {
        name: 1000 * each / people / years
        for name, each in (("rate_per_1000", searches), ("rate_low", low), ("rate_high", high))
    }


def weighted_to_searches(residents: DataFrame, searches: Series) -> dict[str, float]:
    """People of each group (float) were they spread as searches are: each ward's mix of groups, weighted by searches there.

    residents  ward_code index, a column a group, usual residents (int)
    searches   int, searches with a place, by ward_code; a ward left out counts 0

    Returns group → people, scaled so that the sum is that of all residents. Raises DataProblem where no search has a ward.

    Source: exposure weighting by place, for the reason that residents are not who is there to be searched;
    the weights are this project's.
    """
    weights = searches.reindex(residents.index, fill_value=0).astype(float)
    people = residents.sum(axis=1)
    usable = (people > 0) & (weights > 0)
    if not usable.any():
        raise DataProblem(
            "No search has a place within a ward.", "", "Use another denominator.", ""
        )
    mix = (
        residents[usable].div(people[usable], axis=0).mul(weights[usable], axis=0).sum()
        / weights[usable].sum()
    )
    return {str(group): float(share * people.sum()) for group, share in mix.items()}


def require_authority(area: str, served: Area) -> None:
    """Refuse a ratio by ethnicity for anything smaller than an authority; `area` is a code (str) or the name of the area served.

    Returns nothing. Source: the rule of this project: at ward level a ratio is noise about people who can be told.
    """
    if area not in served.names and area != served.name:
        raise DataProblem(
            "Ratios by ethnicity are shown for the force area and its authorities only.",
            f"We were asked for {area}.",
            f"Choose {in_words([*served.names.values()])}, or the whole area.",
            "",
        )


def _bounds(
    mine: int, reference: int, unknown: int, people: Mapping[str, float], group: str
) -> tuple[float | None, float | None]:
    """The ratio with none, and with all, of the unknown in the group, the others of them in the reference group."""
    inside, beside = people.get(group, 0), people.get(REFERENCE, 0)
    if group == REFERENCE or not inside or not beside or not reference or not reference + unknown:
        return None, None
    per = beside / inside
    return mine * per / (reference + unknown), (mine + unknown) * per / reference
