"""An operation area that was drawn, as a place among wards."""

from __future__ import annotations

import json

import pytest
import shapely
from pandas import DataFrame, Series

from geo.core.errors import DataProblem
from geo.operations.drawn_area import drawn_area
from geo.space.areas import grid_degrees

# Two wards of 2 km by 2 km side by side on the National Grid, near Swindon
WEST, EAST = (
    shapely.box(412_000, 184_000, 414_000, 186_000),
    shapely.box(414_000, 184_000, 416_000, 186_000),
)
WARDS = Series({"W": WEST, "E": EAST})
FEATURES = DataFrame({"residents": [4000.0, 8000.0], "young": [0.1, 0.4]}, index=["W", "E"])


def drawn(*corners: float) -> str:
    """A box in metres as GeoJSON in degrees."""
    shape = shapely.transform(
        shapely.box(*corners), lambda metres: grid_degrees(metres[:, 0], metres[:, 1])
    )
    return str(shapely.to_geojson(shape))


def test_residents_come_by_share_of_area_and_figures_by_where_residents_live() -> None:
    # 1 km by 1 km, half of it in either ward: an eighth of each
    area = drawn_area(drawn(413_500, 184_500, 414_500, 185_500), WARDS, FEATURES)
    inside = area.figures.loc[area.inside.name]
    assert inside["residents"] == pytest.approx(4000 / 8 + 8000 / 8, rel=1e-4)
    # 500 residents at 0.1 and 1,000 at 0.4
    assert inside["young"] == pytest.approx(0.3, rel=1e-4)
    assert set(area.wards) == {"W", "E"}


def test_ring_reaches_as_far_as_said_and_leaves_the_inside_out() -> None:
    area = drawn_area(drawn(412_400, 184_900, 412_600, 185_100), WARDS, FEATURES, ring_metres=100)
    ring = shapely.from_geojson(area.ring.geometry)
    inside = shapely.from_geojson(area.inside.geometry)
    assert not shapely.contains(ring, shapely.centroid(inside))
    # 200 m square: 4 sides of 200 m x 100 m and a circle of 100 m; the ward has 1,000 residents a km2
    assert area.figures.at[area.ring.name, "residents"] == pytest.approx(
        (80_000 + 31_416) / 1e6 * 1000, rel=0.01
    )
    assert area.wards == ("W",)
    assert "100 metres" in area.ring.name


def test_another_outline_is_another_place() -> None:
    first, second = (
        drawn_area(drawn(412_400, 184_900, 412_600, north), WARDS, FEATURES)
        for north in (185_100, 185_200)
    )
    assert first.inside.name != second.inside.name
    assert drawn_area(first.inside.geometry, WARDS, FEATURES).inside.name == first.inside.name


def test_a_ward_only_the_ring_touches_is_named_last() -> None:
    area = drawn_area(drawn(413_700, 184_900, 413_900, 185_100), WARDS, FEATURES)
    assert area.wards == ("W", "E")


def test_an_area_outside_every_ward_is_refused() -> None:
    with pytest.raises(DataProblem, match="touches no ward"):
        drawn_area(
            json.dumps(
                {"type": "Polygon", "coordinates": [[[-3, 50], [-3, 50.1], [-2.9, 50.1], [-3, 50]]]}
            ),
            WARDS,
            FEATURES,
        )
