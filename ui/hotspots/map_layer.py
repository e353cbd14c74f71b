"""What the map is sent of hotspots: cells as numbers of the grid, each with a class and the coordinates of its middle."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.hotspots import persistence
from geo.hotspots.cells import COLD, HOT, GiStar
from geo.rates.intervals import Floats
from geo.space import grid
from geo.space.areas import grid_degrees, to_grid
from ui.map.payload import MapCells, WardClass
from ui.text import hotspots as hotspot_text

# Told apart with any kind of colour vision: dark is more in each, blue is the other direction
PATROL = ("#3f007d", "#807dba")
STANDING = ("#99000d", "#ef6548", "#2b8cbe")
LASTING = ("#67000d", "#d94801", "#f768a1", "#fdae6b", "#6baed6")
DENSITY = ("#4a1486", "#6a51a3", "#807dba", "#9e9ac8", "#cbc9e2")
SEARCHES = ("#b2182b", "#ef8a62", "#e6dca0", "#67a9cf", "#2166ac")
LISA = {"HH": "#ca0020", "HL": "#f4a582", "LH": "#92c5de", "LL": "#0571b0"}
STEPS = (50, 200, 500, 1_000, 1_500)  # hexagons, thickest first
FIRST = 5  # the first of so many parts of a list is darker
DEGREE = 100_000  # in the units that middles are sent in
BOX = 20_000  # side of a box within which a width is the same, in those units


def patrol_classes(order: NDArray[np.int64], places: int) -> NDArray[np.int64]:
    """0 for the first fifth of a list, 1 for the rest of it, −1 for places that are not on it.

    order   positions of the places listed, first on the list first
    places  how many places there are
    """
    classes = np.full(places, -1, dtype=np.int64)
    classes[order] = 1
    classes[order[: max(len(order) // FIRST, 1)]] = 0
    return classes


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
    "patrol": (PATROL, hotspot_text.PATROL_LEGEND),
    "harm": (PATROL, hotspot_text.HARM_LEGEND),
    "standing": (STANDING, hotspot_text.STANDING_LEGEND),
    "lasting": (LASTING, hotspot_text.LASTING_LEGEND),
    "density": (DENSITY, hotspot_text.DENSITY_LEGEND),
    "searches": (SEARCHES, hotspot_text.SEARCHES_LEGEND),
    "lisa": (tuple(LISA.values()), hotspot_text.LISA_LEGEND),
}


def legend(paint: str) -> MapCells:
    """Legend and colours of a way of painting."""
    colours, words = LOOKS[paint]
    return {
        "title": hotspot_text.TITLES[paint],
        "colours": colours,
        "words": words,
        "elsewhere": [hotspot_text.ELSEWHERE.get(paint, hotspot_text.ELSEWHERE["standing"])],
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
) -> MapCells:
    """Hexagons that have a class, by number of the grid and packed, each with its offences, class and middle.

    A number takes as many bytes of seven bits as it needs: about 8 for a hexagon.
    """
    ids = codes.to_numpy(np.int64)
    classed = np.flatnonzero(classes >= 0)
    classed = classed[np.argsort(ids[classed])]
    values = offences[classed] * len(LOOKS[paint][0]) + classes[classed]
    middles = _middles(ids[classed], width)
    moved = np.diff(middles, axis=0, prepend=0)
    columns = [
        np.diff(ids[classed], prepend=0),
        values,
        *np.where(moved < 0, -2 * moved - 1, 2 * moved).T,
    ]
    return {
        **legend(paint),
        "hexagons": {
            "cells": _packed(np.column_stack(columns).ravel()),
            "widths": _widths(middles, width),
            "chosen": ids[classed][chosen[classed]].tolist(),
        },
    }


def wards(
    paint: str, codes: pd.Index, classes: NDArray[np.int64], *, left_out: Iterable[str] = ()
) -> MapCells:
    """Wards by code, each with its class.

    codes     wards tested, in the order of `classes`
    left_out  wards of the map that the reader did not ask about
    """
    tested: dict[str, WardClass | None] = {
        str(code): WardClass(int(colour)) for code, colour in zip(codes, classes, strict=True)
    }
    return {**legend(paint), "wards": dict.fromkeys(map(str, left_out)) | tested}


def polygons(paint: str, shapes: pd.Series, classes: NDArray[np.int64]) -> MapCells:
    """Polygons that have a class, their outlines simplified to 50 m and turned to degrees."""
    indices = np.flatnonzero(classes >= 0)
    light = shapely.simplify(shapes.to_numpy()[indices], 50)
    degrees = shapely.transform(
        light, lambda metres: grid_degrees(metres[:, 0], metres[:, 1]).round(5)
    )
    features = [
        {
            "type": "Feature",
            "properties": {"class": int(classes[at])},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for at, shape in zip(indices, degrees, strict=True)
    ]
    return {**legend(paint), "shapes": {"type": "FeatureCollection", "features": features}}


def _middles(ids: NDArray[np.int64], width: float) -> NDArray[np.int64]:
    """Latitude and longitude of the middle of each cell, in 1e-5 degrees: to about half a metre."""
    degrees = grid_degrees(*grid.centres(ids, width_metres=width).T)
    return np.rint(degrees[:, ::-1] * DEGREE).astype(np.int64)


def _widths(
    middles: NDArray[np.int64], width: float
) -> dict[str, tuple[float, float, float, float]]:
    """How far a cell's width reaches in degrees, to the east and to the north, in the middle of each box that has cells.

    Within a box of a fifth of a degree a corner is so found to within 0.4 metres of where the grid has it.
    """
    boxes = np.unique(middles // BOX, axis=0)
    around = (boxes + 0.5) * BOX / DEGREE
    east, north = to_grid(around[:, 1], around[:, 0]).T
    across = grid_degrees(east + width / 2, north) - grid_degrees(east - width / 2, north)
    upwards = grid_degrees(east, north + width / 2) - grid_degrees(east, north - width / 2)
    sides = np.column_stack([across[:, ::-1], upwards[:, ::-1]]).round(7)
    return {
        f"{latitude},{longitude}": (side[0], side[1], side[2], side[3])
        for (latitude, longitude), side in zip(boxes.tolist(), sides.tolist(), strict=True)
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
