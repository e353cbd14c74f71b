"""How fine the lines of a file are: what its name says, else how far apart their points are."""

from __future__ import annotations

import pytest
import shapely
from pandas import Series

from loaders.boundary_files.line_detail import line_detail, point_distance

# Four segments of 1,000 m each, and a square with a hole: 4 x 300 m and 4 x 100 m.
SQUARE = Series({"W1": shapely.box(0, 0, 1_000, 1_000)})
RING = Series(
    {"W1": shapely.difference(shapely.box(0, 0, 300, 300), shapely.box(100, 100, 200, 200))}
)


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("Wards_December_2021_UK_BFC_V2_2022.geojson", "exact"),
        ("Wards_December_2023_Boundaries_UK_BFE.gpkg", "exact"),
        ("WD_MAY_2025_UK_BGC.parquet", "generalised to 20 m"),
        ("wd_dec_2021_uk_bsc_v2.shp", "generalised to 200 m"),
        ("Wards_Dec_2021_BUC.zip", "generalised to 500 m"),
        ("Wards_December_2016_Full_Clipped_Boundaries.shp", "exact"),
        ("Wards_December_2016_Super_Generalised_Clipped.shp", "generalised to 200 m"),
        ("Wards_December_2016_Ultra_Generalised_Clipped.shp", "generalised to 500 m"),
        ("Wards_December_2016_Generalised_Clipped.shp", "generalised to 20 m"),
        ("wards.geojson", "as loaded, a point every 1.0 km"),
        ("abgcd_2021.gpkg", "as loaded, a point every 1.0 km"),  # no word of its own
    ],
)
def test_a_file_is_as_fine_as_its_name_says(name: str, detail: str) -> None:
    assert line_detail(SQUARE, name) == detail


def test_the_name_of_a_layer_counts_too() -> None:
    assert line_detail(SQUARE, "wards.gpkg", "WD_DEC_2021_UK_BSC") == "generalised to 200 m"


def test_points_are_as_far_apart_as_the_lines_are_long() -> None:
    assert point_distance(SQUARE) == 1_000
    assert point_distance(RING) == 1_600 / 8
    assert line_detail(RING, "wards.gpkg") == "as loaded, a point every 200 m"
    fine = Series({"W1": shapely.segmentize(RING["W1"], 14)})
    # 300 / 14 and 100 / 14, rounded up: 22 and 8 parts a side; 1,600 m in 4 x 22 + 4 x 8 = 120
    assert line_detail(fine, "wards.gpkg") == "as loaded, a point every 13 m"
    assert point_distance(Series([], dtype=object)) == 0
    assert line_detail(Series([], dtype=object), "wards.gpkg") == "as loaded"
