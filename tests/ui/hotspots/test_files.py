"""Files for patrols: outlines of joined hexagons, and a GPX that other programs can read."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.hotspots import units
from ui.hotspots.files import GPX, geojson, gpx, outlines
from ui.hotspots.findings import HotspotPlaces

POINTS = pd.DataFrame({"easting": [415_000.0, 415_200.0, 418_000.0], "northing": [185_000.0] * 3})
HELD = units.hexagons(POINTS)
TABLE = pd.DataFrame(
    {
        "place": ["<b>Old Town</b> & more", "Lawn"],
        "offences": [20, 9],
        "low": [12.2, 4.1],
        "high": [30.9, 17.1],
        "persistence": ["persistent", ""],
        "longitude": [-1.78, -1.74],
        "latitude": [51.56, 51.57],
        "later": [None, 4],
    }
)
LISTED = HotspotPlaces(TABLE, np.where(HELD.counted(np.array([1, 1, 0])) > 0, 0, 1))


def test_hexagons_that_touch_are_drawn_as_one() -> None:
    both, lone = outlines(LISTED, HELD, width=200.0, shapes={})
    assert both.geom_type == lone.geom_type == "Polygon"
    assert both.area / lone.area == pytest.approx(2, abs=0.01)
    assert shapely.get_num_coordinates(lone) == 7


def test_gpx_holds_a_waypoint_and_a_closed_outline_for_each_place_and_its_provenance() -> None:
    made = ElementTree.fromstring(
        gpx(
            TABLE,
            outlines(LISTED, HELD, width=200.0, shapes={}),
            ["Counts this.", "", "From there."],
        )
    )
    space = {"g": GPX}
    assert (
        made.get("version") == "1.1"
        and made.findtext("g:metadata/g:desc", namespaces=space) == "Counts this.\nFrom there."
    )
    names = [point.findtext("g:name", namespaces=space) for point in made.findall("g:wpt", space)]
    assert names == ["1. <b>Old Town</b> & more", "2. Lawn"]  # escaped in the file, whole when read
    tracks = made.findall("g:trk/g:trkseg", space)
    ends = [(track[0].attrib, track[-1].attrib) for track in tracks]
    assert len(tracks) == 2 and all(first == last for first, last in ends)


def test_geojson_keeps_figures_and_notes() -> None:
    collection = json.loads(
        geojson(TABLE, outlines(LISTED, HELD, width=200.0, shapes={}), ["Counts this."])
    )
    assert (
        collection["notes"] == ["Counts this."]
        and collection["features"][1]["properties"]["offences"] == 9
    )
    assert collection["features"][0]["properties"]["later"] is None


def test_a_ward_is_drawn_as_the_map_draws_it_and_a_polygon_in_degrees() -> None:
    square = shapely.box(415_000, 185_000, 416_000, 186_000)
    ward = units.Units(units.WARD, pd.Index(["W"]), np.array([0]), None, None, np.ones(1))
    places = HotspotPlaces(TABLE[:1], np.array([0]))
    assert (
        outlines(
            places, ward, width=0, shapes={"W": {"type": "Point", "coordinates": [-1.78, 51.56]}}
        )[0].x
        == -1.78
    )
    area = units.Units(units.POLYGON, pd.Index(["P"]), np.array([0]), None, None, np.ones(1))
    assert outlines(places, area, width=0, shapes={"P": square})[0].bounds == pytest.approx(
        (-1.78, 51.56, -1.77, 51.57), abs=0.02
    )
