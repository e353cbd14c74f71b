"""Coordinates of either grid become degrees; a file of the other grid is refused unless the mapping takes it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.core.errors import DataProblem
from loaders.extract.mapping import ExtractMapping, template_mapping
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


IN_THE_OTHER_COLUMN = tuple(reversed(ROAD))


def test_metres_in_each_others_column_are_asked_about_and_read_when_it_is_said() -> None:
    _, faults, tally = read(*[IN_THE_OTHER_COLUMN] * 3)
    assert faults == {"easting and northing look swapped": [0, 1, 2]}
    with pytest.raises(DataProblem) as refused:
        tally.require_sure("a.csv", TEMPLATE)
    assert refused.value.wrong == "a.csv seems to have easting and northing swapped."
    assert "3 of 3 places" in refused.value.saw and "--swapped" in refused.value.do
    cells = {"easting": pd.Series([ROAD[1]] * 3), "northing": pd.Series([ROAD[0]] * 3)}
    degrees, masks = read_places(cells, TEMPLATE, CoordinateTally(), swapped=True)
    assert degrees.round(2).tolist() == [[-1.79, 51.55]] * 3
    assert not any(mask.any() for mask in masks.values())


def test_swapping_what_is_right_is_refused_too() -> None:
    cells = {"easting": pd.Series([ROAD[0]] * 3), "northing": pd.Series([ROAD[1]] * 3)}
    tally = CoordinateTally()
    read_places(cells, TEMPLATE, tally, swapped=True)
    with pytest.raises(DataProblem, match="has easting and northing in their own columns"):
        tally.require_sure("a.csv", TEMPLATE, swapped=True)


FAR = {
    "in tenths of a metre": ("4146550", "1838520"),
    "in centimetres": ("41465500", "18385200"),
    "in metres of web maps": ("-199255", "6721500"),
    "without the figures of their 100 km square": ("14655", "83852"),
    "of another force": ("529090", "179645"),
}


@pytest.mark.parametrize("why", list(FAR))
def test_most_places_far_from_the_home_force_stop_the_load_with_the_likely_reason(why: str) -> None:
    _, _, tally = read(*[FAR[why]] * 9, ROAD)
    with pytest.raises(DataProblem) as refused:
        tally.require_sure("a.csv", TEMPLATE)
    assert (
        refused.value.wrong
        == "Most places of a.csv lie outside Swindon and Wiltshire, whose force the file is of."
    )
    assert refused.value.saw.startswith("9 of 10 do;") and why in refused.value.saw


def test_another_forces_file_and_a_few_far_places_are_not_stopped() -> None:
    far = FAR["of another force"]
    _, _, tally = read(*[far] * 12)
    tally.require_sure("a.csv", replace(TEMPLATE, force="metropolitan"))
    _, _, tally = read(*[far] * 4, *[ROAD] * 8)
    tally.require_sure("a.csv", TEMPLATE)


def read_words(
    mapping: ExtractMapping = TEMPLATE, /, **cells: str
) -> tuple[list[float], list[str], set[str]]:
    """Degrees to two places, what was noticed, and the faults of one row."""
    tally = CoordinateTally()
    columns = {name: pd.Series([text], dtype="str") for name, text in cells.items()}
    degrees, faults = read_places(columns, mapping, tally)
    return (
        degrees[0].round(2).tolist(),
        tally.sentences(),
        {name for name, mask in faults.items() if mask.any()},
    )


@pytest.mark.parametrize(
    "cells",
    [
        {"grid_reference": "SU 14655 83852"},
        {"easting": "SU 14655 83852", "northing": ""},
        {"easting": "SU 14655", "northing": "83852"},
        {"easting": "", "northing": "", "grid_reference": "su1465583852"},
    ],
)
def test_a_grid_reference_is_read_from_its_own_column_or_from_that_of_eastings(
    cells: dict[str, str],
) -> None:
    assert read_words(**cells) == (
        [-1.79, 51.55],
        ["1 places were read from OS grid references."],
        set(),
    )


def test_metres_go_before_a_reference_and_a_word_that_is_none_is_a_fault() -> None:
    assert read_words(easting=ROAD[0], northing=ROAD[1], grid_reference="TQ 30 80")[0] == [
        -1.79,
        51.55,
    ]
    assert read_words(grid_reference="near the bridge")[2] == {
        "grid_reference is no OS grid reference"
    }


def test_a_street_is_taken_only_where_the_mapping_asks_and_is_always_said() -> None:
    text = {"location_text": "Abbatt Close, Ludgershall"}
    assert np.isnan(read_words(**text)[0]).all()
    degrees, noticed, _ = read_words(replace(TEMPLATE, streets=True), **text)
    assert not np.isnan(degrees).any()
    assert noticed == [
        "1 places were taken as the middle of the one street of their name, as the mapping asks."
    ]
    _, noticed, _ = read_words(replace(TEMPLATE, streets=True), location_text="High Street")
    assert noticed[0].startswith(
        "1 places have words for a place that name no street, or one of several"
    )


def test_a_postcode_is_taken_and_said_and_one_not_known_is_said_too() -> None:
    degrees, noticed, _ = read_words(postcode="SN2 1EA")
    assert not np.isnan(degrees).any() and noticed == [
        "1 places were taken as the middle of their postcode."
    ]
    assert read_words(postcode="AB10 1AA")[1] == [
        "1 places have a postcode that is not in the area's table; they are without a place."
    ]
