"""Areas somebody draws or uploads: whole ones pass, the others are refused in words."""

from __future__ import annotations

import json

import pytest
import shapely

from geo.core.errors import DataProblem
from geo.space.own_areas import (
    MOST_CORNERS,
    area_of_corners,
    area_of_text,
    named_areas,
    ward_shares,
)
from tests.home import HOME

SQUARE = [[51.55, -1.80], [51.55, -1.76], [51.58, -1.76], [51.58, -1.80]]


def polygon(*rings: list[list[float]], **more: object) -> bytes:
    return json.dumps({"type": "Polygon", "coordinates": rings, **more}).encode()


def turned(corners: list[list[float]]) -> list[list[float]]:
    return [[lng, lat] for lat, lng in [*corners, corners[0]]]


def test_corners_become_a_polygon_in_degrees() -> None:
    area = area_of_corners("Square", SQUARE, HOME)
    shape = shapely.from_geojson(area.geometry)
    assert area.name == "Square" and shape.bounds == (-1.80, 51.55, -1.76, 51.58)
    # 0.04 by 0.03 degrees
    assert shape.area == pytest.approx(0.0012)


def test_a_file_with_several_polygons_is_one_area() -> None:
    east = [[lat, lng + 0.04] for lat, lng in SQUARE]
    text = json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {},
                    "geometry": {"type": "Polygon", "coordinates": [turned(square)]},
                }
                for square in (SQUARE, east)
            ],
        }
    )
    assert shapely.from_geojson(
        area_of_text("Both", text.encode(), HOME).geometry
    ).area == pytest.approx(0.0024)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x00not json", "cannot be read as GeoJSON"),
        (b"[1, 2", "cannot be read as GeoJSON"),
        (json.dumps({"type": "Point", "coordinates": [-1.8, 51.5]}).encode(), "holds no area"),
        (
            polygon([[-1.8, 51.5], [-1.7, 51.6], [-1.8, 51.6], [-1.7, 51.5], [-1.8, 51.5]]),
            "outline crosses itself",
        ),
        (
            polygon([[415000, 184000], [416000, 184000], [416000, 185000], [415000, 184000]]),
            "are not degrees",
        ),
        (
            polygon([[51.5, -1.8], [51.6, -1.8], [51.6, -1.7], [51.5, -1.8]]),
            "lies outside Swindon and Wiltshire",
        ),
        (
            polygon(turned(SQUARE), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}),
            "are not degrees",
        ),
    ],
)
def test_what_is_no_area_here_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(DataProblem, match=words):
        area_of_text("Area", data, HOME)


def test_too_many_corners_are_refused_with_their_number() -> None:
    ring = shapely.Point(-1.8, 51.5).buffer(0.1, quad_segs=5_001)
    with pytest.raises(DataProblem, match="too many corners") as refused:
        area_of_text("Round", shapely.to_geojson(ring).encode(), HOME)
    assert "20,005" in refused.value.saw and f"{MOST_CORNERS:,}" in refused.value.saw


def test_two_corners_are_no_area() -> None:
    with pytest.raises(DataProblem, match="at least three corners"):
        area_of_corners("Line", SQUARE[:2], HOME)


def test_an_area_is_shared_out_among_the_wards_it_reaches_largest_first() -> None:
    def ward(west: float, east: float) -> dict[str, object]:
        return {
            "type": "Polygon",
            "coordinates": [[[west, 51.5], [east, 51.5], [east, 51.6], [west, 51.6], [west, 51.5]]],
        }

    # the square lies from -1.80 to -1.76: a quarter of it west of -1.79, the rest east; the third ward only touches it
    wards = {
        "west": ward(-1.9, -1.79),
        "east": ward(-1.79, -1.76),
        "beside": ward(-1.76, -1.7),
        "far": ward(-1.6, -1.5),
    }
    shares = ward_shares(area_of_corners("Square", SQUARE, HOME), wards)
    assert shares.index.to_list() == ["east", "west"] and shares.to_list() == pytest.approx(
        [0.75, 0.25]
    )
    assert ward_shares(area_of_corners("Square", SQUARE, HOME), {"far": wards["far"]}).empty


def collection(*features: tuple[dict[str, str], tuple[float, float]]) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": known,
                    "geometry": json.loads(
                        shapely.to_geojson(shapely.box(x, y, x + 0.01, y + 0.01))
                    ),
                }
                for known, (x, y) in features
            ],
        }
    ).encode()


def test_named_areas_come_back_in_metres_by_name() -> None:
    areas = named_areas(
        "beats.geojson",
        collection(
            ({"LSOA21NM": "B"}, (-1.78, 51.56)),
            ({"name": "A"}, (-1.80, 51.56)),
            ({"name": "Far"}, (1.0, 53.0)),
        ),
        HOME,
    )
    assert list(areas.index) == ["A", "B"]
    # 0.01 degrees are 1,112 m north to south and 692 m east to west here: 0.77 km²
    assert areas["B"].area / 1e6 == pytest.approx(0.77, abs=0.01)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[]", r"beats\.geojson cannot be read as areas"),
        (
            collection(({}, (-1.78, 51.56))),
            r"Not every area of beats\.geojson has a name of its own\. We saw 1 areas and 0 names\.",
        ),
        (
            collection(({"name": "A"}, (-1.78, 51.56)), ({"name": "A"}, (-1.70, 51.56))),
            "We saw 2 areas and 1 names",
        ),
        (
            collection(({"name": "A"}, (1.0, 53.0))),
            r"Every area of beats\.geojson lies outside Swindon and Wiltshire",
        ),
    ],
)
def test_areas_that_cannot_be_named_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(DataProblem, match=words):
        named_areas("beats.geojson", data, HOME)
