"""Searches around a section 60 authorisation, told apart by law, place and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pandas as pd
import shapely
from pandas import DataFrame, Series

from geo.core.completeness import Coverage
from geo.searches.section_60 import Authorisation, overlapping

SECTION_60 = "section 60"
LAWS = ("under section 60", "under another law")
PLACES = ("in the area", "elsewhere", "without a point", "at other times")


@dataclass(frozen=True)
class Under:
    """Searches around an authorisation: counts by law, place and time; months absent, and months whose times are all midnight."""

    counts: pd.DataFrame
    covered: Coverage
    midnight: tuple[date, ...]


@dataclass(frozen=True)
class Before:
    """Violence and robbery reported in an area and in the whole force area in the months before, with what share of the ground it is."""

    here: int
    everywhere: int
    months: tuple[date, ...]
    ground: float


def is_section_60(legislation: Series) -> Series:
    """Whether searches were made under section 60 (bool), by the law's name (str) as police.uk writes it.

    Returns a Series with the index of what was given. Source: “Criminal Justice and Public Order Act 1994 (section 60)”.
    """
    laws = legislation.fillna("").str.lower()
    return laws.str.contains(r"section 60\b", regex=True) & laws.str.contains("1994")


def told_apart(
    searches: DataFrame, start: datetime, last: datetime, shape: shapely.Geometry
) -> DataFrame:
    """Counts of searches (int) by law (LAWS, rows) and by place and time (PLACES, columns).

    searches  at (moment with its zone), legislation, longitude and latitude in degrees (NaN where there is no point)
    start, last  moments with their zone; a search at the start counts, one at the end does not
    shape     the area, in degrees; its edge belongs to it

    “In the area”, “elsewhere” and “without a point” are searches within the period; all others are “at other times”.

    Returns a frame with LAWS and PLACES whole. Source: this project; published points are moved, so near an edge it may err.
    """
    within = (searches["at"] >= start) & (searches["at"] < last)
    placed = searches["longitude"].notna()
    inside = (
        shapely.intersects_xy(
            shape, searches["longitude"].to_numpy(float), searches["latitude"].to_numpy(float)
        )
        & placed
    )
    place = np.select([~within, inside, placed], [PLACES[3], PLACES[0], PLACES[1]], PLACES[2])
    law = np.where(is_section_60(searches["legislation"]), *LAWS)
    counts = (
        DataFrame({"law": law, "place": place}).value_counts().unstack(fill_value=0)
        if len(searches)
        else DataFrame()
    )
    return counts.reindex(index=list(LAWS), columns=list(PLACES)).fillna(0).astype(int)


def meeting(
    signed: Sequence[Authorisation], shapes: Sequence[shapely.Geometry | None]
) -> list[tuple[int, int, bool]]:
    """Positions (int) of authorisations that ran at one time, each pair once, and whether their areas meet.

    shapes  area of each, in degrees; None where none is known, which meets nothing

    Returns triples in order. Areas that only touch do not meet. Source: see geo.searches.section_60.overlapping; intersection by GEOS.
    """
    pairs = []
    for first, second in overlapping(signed):
        mine, theirs = shapes[first], shapes[second]
        pairs.append(
            (
                first,
                second,
                mine is not None
                and theirs is not None
                and bool(shapely.area(shapely.intersection(mine, theirs)) > 0),
            )
        )
    return pairs
