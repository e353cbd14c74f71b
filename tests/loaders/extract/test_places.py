"""Coordinates of either grid become degrees; a file of the other grid is refused unless the mapping takes it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.core.errors import DataProblem
from loaders.extract.mapping import template_mapping
from loaders.extract.places import CoordinateTally, read_places

TEMPLATE = template_mapping()
ROAD = ("414655", "183852")  # Regent Street, Swindon: 1.7900 west, 51.5534 north
FIELDS = ("easting", "northing", "longitude", "latitude")


def read(
    *places: tuple[str, ...], crs: int | None = None
) -> tuple[np.ndarray, dict[str, list[int]], CoordinateTally]:
    """Degrees, reason → positions of the rows it applies to, and what was seen; a place is easting, northing, longitude, latitude."""
    padded = [(*place, "", "")[:4] for place in places]
    cells = {
        name: pd.Series([place[at] for place in padded], dtype="str")
        for at, name in enumerate(FIELDS)
    }
    tally = CoordinateTally()
    degrees, faults = read_places(cells, replace(TEMPLATE, crs=crs), tally)
    return (
        degrees,
        {reason: np.flatnonzero(mask).tolist() for reason, mask in faults.items() if mask.any()},
        tally,
    )


def test_metres_and_degrees_come_to_the_same_place() -> None:
    degrees, faults, _ = read(ROAD, ("", "", "-1.790025", "51.553367"), ("414,655", "183,852"))
    assert degrees.round(4).tolist() == [[-1.79, 51.5534]] * 3 and faults == {}


def test_nothing_given_and_a_pair_of_noughts_are_no_place() -> None:
    degrees, faults, tally = read(("", ""), ("0", "0"))
    assert np.isnan(degrees).all() and faults == {} and tally.noughts == 1


def test_each_thing_wrong_with_a_place_has_its_reason() -> None:
    _, faults, _ = read(
        ROAD,
        ("four", "183852"),
        ("414655", ""),
        ("900000", "183852"),
        ("-1.79", "51.55"),
        ("", "", "51.55", "-1.79"),
        ("", "", "414655", "183852"),
        ("", "", "190", "51.5"),
    )
    assert faults == {
        "easting or northing is not a number": [1],
        "only one of easting and northing is given": [2],
        "easting and northing lie outside the grid": [3],
        "easting and northing look like another grid": [4],
        "longitude and latitude look swapped": [5],
        "longitude and latitude look like another grid": [6],
        "longitude and latitude lie outside the grid": [7],
    }


def test_eastings_under_longitude_are_refused_or_taken_as_the_mapping_says() -> None:
    swapped_grid = [("", "", *ROAD)] * 3
    _, _, tally = read(*swapped_grid)
    with pytest.raises(DataProblem) as refused:
        tally.require_sure("a.csv", TEMPLATE)
    assert refused.value.wrong == "a.csv has metres under “longitude” and “latitude”."
    assert refused.value.saw == "3 of 3 places read so; one is 414655, 183852."
    assert 'crs = "EPSG:27700"' in refused.value.do
    degrees, faults, tally = read(*swapped_grid, crs=27700)
    tally.require_sure("a.csv", replace(TEMPLATE, crs=27700))
    assert degrees.round(2).tolist() == [[-1.79, 51.55]] * 3 and faults == {}


def test_degrees_under_easting_and_swapped_degrees_are_refused() -> None:
    with pytest.raises(DataProblem, match="has degrees under “easting” and “northing”"):
        read(("-1.79", "51.55"))[2].require_sure("a.csv", TEMPLATE)
    with pytest.raises(DataProblem, match="seems to have longitude and latitude swapped"):
        read(*[("", "", "51.55", "-1.79")] * 3)[2].require_sure("a.csv", TEMPLATE)


def test_a_few_of_another_grid_do_not_refuse_the_file() -> None:
    read(ROAD, ROAD, ROAD, ("-1.79", "51.55"))[2].require_sure("a.csv", TEMPLATE)
