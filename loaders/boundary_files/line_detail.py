"""How finely a file draws its lines: as its name or its layer's says, else how far apart the points of its outlines are."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import shapely

from geo.core.schema import EXACT, GENERALISED

# The Office for National Statistics' names of today (BFC, BGE …), and those written out of before 2018.
FULL = re.compile(r"(?<![A-Z])BF[CE](?![A-Z])|full[\W_]*(?:clipped|extent|resolution)", re.I)
GENERALISED_TO = (
    (
        re.compile(r"(?<![A-Z])BU[CE](?![A-Z])|ultra[\W_]*generali[sz]ed", re.I),
        "generalised to 500 m",
    ),
    (
        re.compile(r"(?<![A-Z])BS[CE](?![A-Z])|super[\W_]*generali[sz]ed", re.I),
        "generalised to 200 m",
    ),
    (re.compile(r"(?<![A-Z])BG[CE](?![A-Z])|generali[sz]ed", re.I), GENERALISED),
)


def line_detail(shapes: pd.Series, *names: str) -> str:
    """How fine the lines of some wards are, in a few words: *exact*, *generalised to 200 m*, *as loaded, a point every 63 m*.

    shapes  polygons in metres
    names   of the file and its layers, such as Wards_December_2021_UK_BGC_2022

    *Exact* is what a file calls its full resolution; nothing is called so that does not say it.
    """
    words = " ".join(names)
    if FULL.search(words):
        return EXACT
    for pattern, detail in GENERALISED_TO:
        if pattern.search(words):
            return detail
    metres = point_distance(shapes)
    return f"as loaded, a point every {_length(metres)}" if metres else "as loaded"


def point_distance(shapes: pd.Series) -> float:
    """How far apart the points of outlines are, metres: the mean over their whole length; 0 where there is none."""
    lines = shapely.boundary(shapes.to_numpy())
    rings = shapely.get_parts(lines)
    segments = int(shapely.get_num_coordinates(rings).sum()) - len(rings)
    return float(shapely.length(rings).sum()) / segments if segments > 0 else 0.0


def _length(metres: float) -> str:
    if metres >= 1_000:
        return f"{metres / 1_000:,.1f} km"
    digits = 1 - int(np.floor(np.log10(max(metres, 1.0))))
    return f"{round(metres, digits):,.0f} m"
