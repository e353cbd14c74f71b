"""What a form or a file gives, typed or refused with a sentence for every fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.core.record_types import Field, Kind
from loaders.register.record_types.declaration import in_order
from loaders.register.values import (
    MOST_CORNERS,
    BoundaryCheck,
    InvalidRecord,
    area_text,
    plain,
    typed_again,
    validated,
)
from loaders.sources.boundaries import Wards, embedded_wards

SQUARE = [[-1.80, 51.58], [-1.77, 51.58], [-1.77, 51.60], [-1.80, 51.60], [-1.80, 51.58]]
EVERYTHING = Kind(
    "thing",
    "Things",
    "thing",
    (
        Field("name", "Name", required=True),
        Field("long", "Long", "long_text"),
        Field("day", "Day", "date"),
        Field("month", "Month", "month"),
        Field("whole", "Whole", "integer", least=0),
        Field("number", "Number", "number"),
        Field("money", "Money", "money"),
        Field("choice", "Choice", "choice", choices=("a", "b")),
        Field("yes", "Yes", "yes_no"),
        Field("ward", "Ward", "ward"),
        Field("authority", "Authority", "authority"),
        Field("later", "Later", "date"),
    ),
    (in_order("day", "later", "Later is earlier."),),
)


@pytest.fixture(scope="module")
def ground() -> BoundaryCheck:
    return BoundaryCheck(embedded_wards)


def geojson(*corners: list[float], kind: str = "Polygon") -> str:
    return json.dumps({"type": kind, "coordinates": [list(corners)]})


def faults(values: dict[str, Any], ground: BoundaryCheck) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRecord) as raised:
        validated(EVERYTHING, {"name": "n"} | values, ground)
    return raised.value.faults


def test_values_are_typed_whatever_they_come_as(ground: BoundaryCheck) -> None:
    values = {
        "name": " =1<b>'",
        "day": "31/03/2025",
        "month": "2025-03",
        "whole": np.int64(3),
        "number": "2.5",
        "money": "£254,867",
        "choice": "b",
        "yes": "No",
        "ward": "E05008960",
        "authority": "E06000030",
        "later": pd.Timestamp(2025, 4, 1, 9),
    }
    record = validated(EVERYTHING, values, ground)
    assert record == {
        "name": " =1<b>'",
        "long": "",
        "day": date(2025, 3, 31),
        "month": date(2025, 3, 1),
        "whole": 3,
        "number": 2.5,
        "money": Decimal("254867.00"),
        "choice": "b",
        "yes": False,
        "ward": "E05008960",
        "authority": "E06000030",
        "later": date(2025, 4, 1),
    }
    again = {
        field.name: typed_again(field, json.loads(json.dumps(plain(field, record[field.name]))))
        for field in EVERYTHING.fields
    }
    assert again == record


def test_what_is_empty_stays_empty(ground: BoundaryCheck) -> None:
    given = {
        "day": pd.NaT,
        "whole": np.nan,
        "number": pd.NA,
        "money": " ",
        "choice": "",
        "yes": None,
        "ward": "",
        "later": "",
    }
    record = validated(EVERYTHING, {"name": "n"} | given, ground)
    assert record | {"name": ""} == {
        field.name: ""
        if field.kind in ("text", "long_text", "choice", "ward", "authority")
        else None
        for field in EVERYTHING.fields
    }


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("name", "  ", "It is needed."),
        ("name", None, "It is needed."),
        ("name", "n" * 501, "It has 501 characters; 500 are the most."),
        ("name", "a\x00b", "It holds characters that cannot be kept, such as a zero byte."),
        ("name", "\ud800", "It holds characters that cannot be kept, such as a zero byte."),
        ("name", 5, "“5” is no text."),
        ("day", "2025-02-30", "“2025-02-30” is no date like 31/03/2025."),
        ("whole", 2.5, "2.5 is not a whole number."),
        ("whole", -1, "-1 is less than 0."),
        ("whole", True, "“True” is no number."),
        ("whole", 10**13, "“10000000000000” is no number that can be kept."),
        ("number", "inf", "“inf” is no number that can be kept."),
        ("number", "many", "“many” is no number."),
        ("money", "£254.867", "“£254.867” is no amount like £254,867 or 1234.50."),
        ("money", "25,48", "“25,48” is no amount like £254,867 or 1234.50."),
        ("money", 0.005, "0.005 holds fractions of a penny."),
        ("choice", "c", "“c” is none of: a, b."),
        ("yes", "perhaps", "“perhaps” is neither yes nor no."),
        ("ward", "E05008964", "E05008964 is not in the boundaries of December 2021."),
        ("authority", "E06000001", "E06000001 is not in the boundaries of December 2021."),
    ],
)
def test_what_does_not_fit_says_why(name: str, value: Any, why: str, ground: BoundaryCheck) -> None:
    assert faults({name: value}, ground) == [(name, why)]


def test_every_fault_is_told_at_once_and_by_the_label_on_the_form(ground: BoundaryCheck) -> None:
    with pytest.raises(
        InvalidRecord, match=r"Name: It is needed\. Day: “x” is no date like 31/03/2025\."
    ):
        validated(EVERYTHING, {"name": "", "day": "x"}, ground)
    assert faults({"day": "2025-02-01", "later": "2025-01-01"}, ground) == [
        ("", "Later is earlier.")
    ]
    with pytest.raises(KeyError, match="thing has no field strange"):
        validated(EVERYTHING, {"strange": 1}, ground)


def test_a_ward_redrawn_since_stays_unless_it_is_typed_anew(ground: BoundaryCheck) -> None:
    known = validated(EVERYTHING, {"name": "n"}, ground) | {"ward": "E05000001"}
    assert validated(EVERYTHING, {"name": "other"}, ground, known=known)["ward"] == "E05000001"
    with pytest.raises(InvalidRecord, match="not in the boundaries"):
        validated(EVERYTHING, {"ward": "E05000002"}, ground, known=known)


def test_wards_are_fetched_only_when_a_place_is_given() -> None:
    def never() -> Wards:
        raise AssertionError("asked for wards")

    assert validated(EVERYTHING, {"name": "n"}, BoundaryCheck(never))["name"] == "n"


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda text: text,
        lambda text: json.dumps(
            {"type": "Feature", "properties": {}, "geometry": json.loads(text)}
        ),
        lambda text: json.dumps(
            {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "geometry": json.loads(text)}],
            }
        ),
    ],
)
def test_an_area_is_kept_as_one_geometry(
    wrapped: Callable[[str], str], ground: BoundaryCheck
) -> None:
    assert json.loads(area_text(wrapped(geojson(*SQUARE)), ground)) == json.loads(geojson(*SQUARE))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[", "cannot be read as GeoJSON"),
        ("[1]", "not one polygon as GeoJSON"),
        ('{"type":"Point","coordinates":[-1.7,51.5]}', "not one polygon as GeoJSON"),
        ('{"type":"FeatureCollection","features":[]}', "not one polygon as GeoJSON"),
        ('{"type":"Polygon","coordinates":["a"]}', "cannot be read as GeoJSON"),
        ('{"type":"Polygon","coordinates":[]}', "holds no ground"),
        (
            geojson([-1.8, 51.58], [-1.77, 51.6], [-1.77, 51.58], [-1.8, 51.6], [-1.8, 51.58]),
            "not a clean area: Self-intersection",
        ),
        (geojson([0, 0], [1, 0], [1, 1], [0, 0]), "100% of the area lies outside the wards"),
        (
            geojson([418000, 180000], [419000, 180000], [419000, 181000], [418000, 180000]),
            "not longitude and latitude in degrees",
        ),
        (
            geojson(
                *[[-1.8 + at * 1e-7, 51.58] for at in range(MOST_CORNERS)],
                [-1.8, 51.6],
                [-1.8, 51.58],
            ),
            "corners; 10,000 are the most",
        ),
    ],
)
def test_an_area_that_is_none_says_why(text: str, why: str, ground: BoundaryCheck) -> None:
    with pytest.raises(ValueError, match=why):
        area_text(text, ground)


def test_an_area_over_the_edge_counts_by_its_larger_part(ground: BoundaryCheck) -> None:
    # Swindon lies about 1.7 to 1.8 degrees west; by 1.55 west one is in Berkshire
    within = geojson([-1.80, 51.54], [-1.70, 51.54], [-1.70, 51.58], [-1.80, 51.58], [-1.80, 51.54])
    beyond = geojson([-1.62, 51.54], [-1.40, 51.54], [-1.40, 51.58], [-1.62, 51.58], [-1.62, 51.54])
    assert area_text(within, ground)
    with pytest.raises(ValueError, match="lies outside the wards"):
        area_text(beyond, ground)
