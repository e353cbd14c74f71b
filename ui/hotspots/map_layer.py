"""What the map is told of hotspots: cells as numbers of the grid, each with a class; the browser works out where they lie."""

from __future__ import annotations

import base64
import json

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.hotspots import persistence
from geo.hotspots.cells import COLD, HOT, GiStar
from geo.rates.intervals import Floats
from geo.space import grid
from geo.space.areas import grid_degrees
from ui.answers.caching import cache_resource
from ui.text import hotspots as hotspot_text

# Told apart with any kind of colour vision: dark is more in each, blue is the other direction
STANDING = ("#99000d", "#ef6548", "#2b8cbe")
LASTING = ("#67000d", "#d94801", "#f768a1", "#fdae6b", "#6baed6")
DENSITY = ("#4a1486", "#6a51a3", "#807dba", "#9e9ac8", "#cbc9e2")
SEARCHES = ("#b2182b", "#ef8a62", "#e6dca0", "#67a9cf", "#2166ac")
LISA = {"HH": "#ca0020", "HL": "#f4a582", "LH": "#92c5de", "LL": "#0571b0"}
STEPS = (50, 200, 500, 1_000, 1_500)  # hexagons, thickest first
MIDDLE = (400_000.0, 160_000.0)  # metres, near the middle of both authorities
DOT = 9  # a place is drawn as large as a point with nine offences


def standing_classes(tested: GiStar) -> NDArray[np.int64]:
    """0 and 1 for a hotspot with q below 0.01 and below 0.05, 2 for clearly fewer, −1 for the rest."""
    table = tested.places
    hot, cold = (table["standing"].to_numpy() == word for word in (HOT, COLD))
    return np.where(hot, np.where(table["q"] < 0.01, 0, 1), np.where(cold, 2, -1)).astype(np.int64)


def lasting_classes(hot_windows: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The position of each place's class among persistence.CLASSES, −1 where it was never a hotspot."""
    order = {word: at for at, word in enumerate(persistence.CLASSES)}
    return np.array([order.get(word, -1) for word in persistence.persistence(hot_windows)])


def density_classes(density: Floats) -> NDArray[np.int64]:
    """0 for the thickest 50 hexagons, then 1 to 4; −1 beyond the thickest 1,500 and where nothing is."""
    place = np.argsort(np.argsort(-np.nan_to_num(density), kind="stable"), kind="stable")
    return np.where(
        np.nan_to_num(density) > 0,
        np.select([place < step for step in STEPS], range(len(STEPS)), -1),
        -1,
    ).astype(np.int64)


def search_classes(ratio: Floats, offences: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 where reports are 4 times as thick as searches, to 4 where searches are; the 1,500 hexagons with most offences at most."""
    classes = np.select([ratio >= 2, ratio >= 1, ratio > -1, ratio > -2], [0, 1, 2, 3], 4)
    place = np.argsort(np.argsort(-offences, kind="stable"), kind="stable")
    return np.where(np.isnan(ratio) | (place >= STEPS[-1]), -1, classes).astype(np.int64)


def lisa_numbers(words: NDArray[np.str_]) -> NDArray[np.int64]:
    """The position of each class among LISA, −1 for none."""
    return np.array([list(LISA).index(str(word)) if word else -1 for word in words], dtype=np.int64)


LOOKS = {
    "standing": (STANDING, hotspot_text.STANDING_LEGEND),
    "lasting": (LASTING, hotspot_text.LASTING_LEGEND),
    "density": (DENSITY, hotspot_text.DENSITY_LEGEND),
    "searches": (SEARCHES, hotspot_text.SEARCHES_LEGEND),
    "lisa": (tuple(LISA.values()), hotspot_text.LISA_LEGEND),
}


def told(paint: str) -> dict[str, object]:
    """Legend and colours of a way of painting."""
    colours, words = LOOKS[paint]
    return {
        "title": hotspot_text.TITLES[paint],
        "colours": colours,
        "words": words,
        "elsewhere": [hotspot_text.ELSEWHERE],
        "tip": hotspot_text.TIPS,
    }


def hexagons(
    paint: str,
    codes: pd.Index,
    classes: NDArray[np.int64],
    offences: NDArray[np.int64],
    *,
    width: float,
    chosen: NDArray[np.bool_],
) -> dict[str, object]:
    """Hexagons that have a class, by number of the grid and packed: the step from the one before, and offences with the class.

    A step or a value takes as many bytes of seven bits as it needs, so that 1,500 hexagons take some 6 kB.
    """
    kept = np.flatnonzero(classes >= 0)
    kept = kept[np.argsort(codes.to_numpy(np.int64)[kept])]
    values = offences[kept] * len(LOOKS[paint][0]) + classes[kept]
    return told(paint) | {
        "steps": _packed(np.diff(codes.to_numpy(np.int64)[kept], prepend=0)),
        "values": _packed(values),
        "width": width,
        "row": grid.ROW,
        "fit": fit(),
        "chosen": np.flatnonzero(chosen[kept]).tolist(),
    }


def wards(paint: str, codes: pd.Index, classes: NDArray[np.int64]) -> dict[str, object]:
    """Wards that have a class."""
    return told(paint) | {
        "wards": {str(code): int(one) for code, one in zip(codes, classes, strict=True) if one >= 0}
    }


def polygons(paint: str, shapes: pd.Series, classes: NDArray[np.int64]) -> dict[str, object]:
    """Polygons that have a class, their outlines simplified to 50 m and turned to degrees."""
    kept = np.flatnonzero(classes >= 0)
    light = shapely.simplify(shapes.to_numpy()[kept], 50)
    degrees = shapely.transform(
        light, lambda metres: grid_degrees(metres[:, 0], metres[:, 1]).round(5)
    )
    features = [
        {
            "type": "Feature",
            "properties": {"class": int(classes[at])},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for at, shape in zip(kept, degrees, strict=True)
    ]
    return told(paint) | {"shapes": {"type": "FeatureCollection", "features": features}}


def dots_of(places: pd.DataFrame | None) -> pd.DataFrame | None:
    """Places of a reader's file as the map's dots: a kind each, named when pointed at; None for none."""
    if places is None:
        return None
    return pd.DataFrame(
        {
            "point_id": np.arange(len(places)),
            "longitude": places["longitude"],
            "latitude": places["latitude"],
            "offence_type": places["kind"],
            "location_text": places["place"],
            "offences": DOT,
        }
    )


@cache_resource(1)
def fit() -> dict[str, list[float]]:
    """Degrees from metres as a cubic in both, over the two authorities: weights of 1, x, y, x², xy, y², x³, x²y, xy², y³.

    x and y are metres from the middle over 100,000. Good to less than a metre between 360 and 440 km east and 100 to 220 km north.
    """
    east, north = (
        axis.ravel()
        for axis in np.meshgrid(np.linspace(360e3, 440e3, 21), np.linspace(100e3, 220e3, 31))
    )
    x, y = (east - MIDDLE[0]) / 1e5, (north - MIDDLE[1]) / 1e5
    terms = np.column_stack(
        [np.ones_like(x), x, y, x * x, x * y, y * y, x**3, x * x * y, x * y * y, y**3]
    )
    weights = np.linalg.lstsq(terms, grid_degrees(east, north), rcond=None)[0]
    return {
        "middle": list(MIDDLE),
        "longitude": weights[:, 0].round(10).tolist(),
        "latitude": weights[:, 1].round(10).tolist(),
    }


def _packed(numbers: NDArray[np.int64]) -> str:
    """Numbers from 0 on, each in bytes of seven bits, lowest first, the eighth bit set where more of it follow (LEB128)."""
    packed = bytearray()
    for number in numbers.tolist():
        while number > 127:
            packed.append(number & 127 | 128)
            number >>= 7
        packed.append(number)
    return base64.b64encode(packed).decode("ascii")
