"""An operation area that was drawn: the ring around it, the wards it touches, and the figures it is matched by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import shapely
from pandas import DataFrame, Series

from geo.core.errors import DataProblem
from geo.core.selection import OwnArea
from geo.space.areas import grid_degrees, to_grid

DRAWN, RING = "the area drawn ", "the ring of "
RING_METRES = 500  # about what a walk takes in a few minutes; published places are moved by less


@dataclass(frozen=True)
class DrawnArea:
    """Two places that stand among the wards of an evaluation under names of their own.

    inside, ring  what was drawn, and all within `RING_METRES` of it; each name holds a hash of the outline, so that another
                  outline is another place
    wards         ward codes that either of them touches, most of the inside first: offences may have moved there
    figures       a row a place, indexed by its name, with the columns of the features it was made from
    """

    inside: OwnArea
    ring: OwnArea
    wards: tuple[str, ...]
    figures: DataFrame


def drawn_area(
    geometry: str, wards: Series, features: DataFrame, *, ring_metres: int = RING_METRES
) -> DrawnArea:
    """What was drawn as a place among wards: residents by areal interpolation, everything else as where its residents live.

    geometry     GeoJSON geometry text in degrees (EPSG:4326)
    wards        ward polygons in metres (EPSG:27700), indexed by ward_code
    features     ward_code index: residents, and other figures (float)
    ring_metres  how far the ring reaches; int

    Residents of a place are the sum over wards of residents × share of the ward's area that lies in it; each other figure is
    the mean of the wards' figures weighted by those residents. Returns a DrawnArea. Raises DataProblem where no ward is touched.

    Source: areal interpolation, Goodchild and Lam (1980); areas and ring by GEOS.
    """
    shape = _in_metres(shapely.from_geojson(geometry))
    around = shapely.difference(shapely.buffer(shape, ring_metres), shape)
    known = wards[wards.index.isin(features.index)]
    shares = {name: _shares(place, known) for name, place in (("inside", shape), ("ring", around))}
    if not (shares["inside"] > 0).any():
        raise DataProblem(
            "The area drawn for this operation touches no ward.",
            do="Draw it again within the wards of the map.",
        )
    digest = hashlib.sha256(geometry.encode()).hexdigest()[:8]
    names = {
        "inside": f"{DRAWN}({digest})",
        "ring": f"{RING}{ring_metres} metres around it ({digest})",
    }
    figures = DataFrame(
        {names[place]: _figures(share, features) for place, share in shares.items()}
    ).T
    touched = shares["inside"].add(shares["ring"], fill_value=0)
    order = DataFrame({"inside": shares["inside"], "both": touched})[touched > 0].sort_values(
        ["inside", "both"], ascending=False
    )
    return DrawnArea(
        OwnArea(names["inside"], geometry),
        OwnArea(names["ring"], _in_degrees(around)),
        tuple(map(str, order.index)),
        figures[list(features.columns)],
    )


def is_drawn(place: str) -> bool:
    """Whether a place among wards is one that was drawn, or its ring: its offences are counted in the wards beneath it too."""
    return place.startswith((DRAWN, RING))


def _shares(place: Any, wards: Series) -> Series:
    """Share of each ward's area (0 to 1) that lies in a place."""
    shapes = wards.to_numpy()
    return Series(
        shapely.area(shapely.intersection(place, shapes)) / shapely.area(shapes), index=wards.index
    )


def _figures(shares: Series, features: DataFrame) -> Series:
    mine = features.loc[shares.index]
    residents = mine["residents"] * shares
    weights = residents if residents.sum() > 0 else shares
    means = mine.mul(weights, axis=0).sum() / weights.sum()
    return means.where(means.index != "residents", residents.sum())


def _in_metres(shape: Any) -> Any:
    return shapely.transform(shape, lambda degrees: to_grid(degrees[:, 0], degrees[:, 1]))


def _in_degrees(shape: Any) -> str:
    degrees = shapely.transform(shape, lambda metres: grid_degrees(metres[:, 0], metres[:, 1]))
    return str(shapely.to_geojson(shapely.set_precision(degrees, 1e-6)))
