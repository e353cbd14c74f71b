"""The ward shapes as a map fetches them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd

from loaders.sources.boundaries import embedded_wards, read_boundaries
from loaders.store.map_shapes import write_drawing
from tests.conftest import EAST_WARD, WEST_WARD, square_wards, wards_file


def test_a_feature_a_ward_and_an_outline_an_authority_in_rounded_degrees(tmp_path: Path) -> None:
    name = write_drawing(read_boundaries(wards_file(tmp_path)), tmp_path)
    features = json.loads((tmp_path / name).read_text(encoding="utf-8"))["features"]
    # two wards side by side are two tiles that touch
    assert [(feature["id"], feature["properties"]) for feature in features] == [
        (WEST_WARD, {"kind": "ward", "name": "West", "authority": "E06000030", "tile": [0, 0]}),
        (EAST_WARD, {"kind": "ward", "name": "East", "authority": "E06000054", "tile": [1, 1]}),
        ("E06000030", {"kind": "authority", "name": "Swindon", "authority": "E06000030"}),
        ("E06000054", {"kind": "authority", "name": "Wiltshire", "authority": "E06000054"}),
    ]
    west = features[0]["geometry"]["coordinates"][0]
    corners = {(-1.80, 51.55), (-1.78, 51.55), (-1.78, 51.57), (-1.80, 51.57)}
    assert {tuple(round(degrees, 3) for degrees in point) for point in west} >= corners
    assert all(round(degrees, 5) == degrees for point in west for degrees in point)
    assert features[2]["geometry"]["type"] == "LineString"


def test_wards_of_other_authorities_are_loaded_and_not_sent_to_be_drawn(tmp_path: Path) -> None:
    foreign = square_wards().assign(
        WD21CD=["E05000000", "E05999999"], LAD21CD="E06000022", LAD21NM="Elsewhere"
    )
    foreign.geometry = foreign.translate(10_000, 0)
    pd.concat([foreign, square_wards()]).to_parquet(tmp_path / "wards.parquet")
    wards = read_boundaries(tmp_path / "wards.parquet")
    assert list(wards.table.index) == ["E05000000", WEST_WARD, EAST_WARD, "E05999999"]
    name = write_drawing(wards, tmp_path)
    features = json.loads((tmp_path / name).read_text(encoding="utf-8"))["features"]
    assert [feature["id"] for feature in features] == [
        WEST_WARD,
        EAST_WARD,
        "E06000030",
        "E06000054",
    ]


def test_the_name_tells_vintage_and_content(tmp_path: Path) -> None:
    name = write_drawing(read_boundaries(wards_file(tmp_path)), tmp_path)
    assert (
        name
        == f"wards-2021-{hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()[:16]}.geojson"
    )
    assert write_drawing(read_boundaries(wards_file(tmp_path)), tmp_path) == name
    assert write_drawing(read_boundaries(wards_file(tmp_path, edge=-1.781)), tmp_path) != name


def test_the_default_wards_are_light_enough_for_a_slow_line(tmp_path: Path) -> None:
    name = write_drawing(embedded_wards(), tmp_path)
    assert len(json.loads((tmp_path / name).read_text(encoding="utf-8"))["features"]) == 118 + 2
    assert (tmp_path / name).stat().st_size < 400_000
