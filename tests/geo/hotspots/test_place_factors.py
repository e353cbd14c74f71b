"""Places of a reader's own: read from CSV and GeoJSON, refused where they are wrong or about people, measured in metres."""

from __future__ import annotations

import json

import numpy as np
import pytest

from geo.core.errors import DataProblem
from geo.hotspots.place_factors import near_places, read_places
from geo.space.areas import to_grid
from tests.home import HOME

CSV = b"kind,place,longitude,latitude\nschool,One,-1.7800,51.5600\nschool,Two,-1.7900,51.5600\nstation,Three,-1.7855,51.5655\n"


def test_distance_and_number_of_each_kind() -> None:
    places = read_places("places.csv", CSV, HOME)
    east, north = to_grid(np.array([-1.7800]), np.array([51.5600]))[0]
    table = near_places(np.array([[east + 100, north]]), places)
    # 100 m from the first school; the second lies another 693 m west, and the station 720 m off: one school is near
    assert (
        table.at[0, "school: metres"] == pytest.approx(100, abs=0.1)
        and table.at[0, "school: near"] == 1
    )
    assert 700 < table.at[0, "station: metres"] < 850 and table.at[0, "station: near"] == 0


def test_geojson_and_grid_coordinates_say_the_same() -> None:
    east, north = to_grid(np.array([-1.78]), np.array([51.56]))[0]
    by_grid = read_places(
        "p.csv", f"kind,place,easting,northing\nschool,One,{east},{north}\n".encode(), HOME
    )
    point = {"type": "Point", "coordinates": [-1.78, 51.56]}
    document = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"kind": "school", "place": "One"}, "geometry": point}
        ],
    }
    by_degrees = read_places("p.geojson", json.dumps(document).encode(), HOME)
    assert by_grid["longitude"].iloc[0] == pytest.approx(by_degrees["longitude"].iloc[0], abs=1e-7)
    assert by_degrees["easting"].iloc[0] == pytest.approx(east, abs=0.01) and by_degrees[
        "kind"
    ].tolist() == ["school"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        (
            "p.csv",
            b"kind,longitude,latitude\n",
            r"p\.csv has no column called “place”\. Its columns are: kind, longitude, latitude\. ",
        ),
        (
            "p.csv",
            b"kind,place,longitude,latitude\nschool,One,-1.78,\n",
            r"p\.csv has a place without coordinates\. Line 2 has none",
        ),
        (
            "p.csv",
            b"kind,place,longitude,latitude\nschool,One,51.56,-1.78\n",
            r"Every place of p\.csv lies outside .* Check that longitude",
        ),
        (
            "p.csv",
            b"kind,place,suspect_name,longitude,latitude\n",
            r"looks as if it were about people\. It has a column “suspect_name”\.",
        ),
        (
            "p.csv",
            b"kind,place,longitude,latitude\n",
            r"p\.csv holds no place\. Give points with a kind",
        ),
        ("p.csv", b"\xff\xfe\x00", r"p\.csv cannot be read as CSV"),
        ("p.geojson", b"{}", r"p\.geojson cannot be read as GeoJSON points"),
    ],
)
def test_bad_files_are_refused_in_words(name: str, data: bytes, words: str) -> None:
    with pytest.raises(DataProblem, match=words):
        read_places(name, data, HOME)


def test_more_kinds_than_a_table_can_show_are_refused() -> None:
    rows = "".join(f"k{at},x,-1.78,51.56\n" for at in range(13))
    with pytest.raises(DataProblem, match="We saw 13 places of 13 kinds"):
        read_places("p.csv", f"kind,place,longitude,latitude\n{rows}".encode(), HOME)
