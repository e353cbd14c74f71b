"""Smoothed densities: mass, edge correction, the ratio of two."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.hotspots.density import dual_density, kernel_density, raster_of

SQUARE = np.array([shapely.box(0, 0, 8_000, 8_000)], dtype=object)
RASTER = raster_of(SQUARE, bandwidth_metres=400)


def test_the_height_over_one_point_is_that_of_the_normal_curve() -> None:
    points = DataFrame({"easting": [4_050.0], "northing": [4_050.0], "offences": [10]})
    # a Gaussian's peak is 1 / (2π × 0.4²) = 0.9947 a km²; ten offences: 9.95; one bandwidth away e^-½ of that
    peak, beside = kernel_density(
        points, np.array([[4_050.0, 4_050.0], [4_450.0, 4_050.0]]), RASTER, bandwidth_metres=400
    )
    assert peak == pytest.approx(9.947, rel=0.02) and beside / peak == pytest.approx(
        np.exp(-0.5), rel=0.02
    )


def test_an_even_spread_is_as_thick_at_the_edge_as_in_the_middle() -> None:
    x, y = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(50, 8_000, 100.0), np.arange(50, 8_000, 100.0))
    )
    even = DataFrame({"easting": x, "northing": y, "offences": 1})
    at = np.array([[4_000.0, 4_000.0], [60.0, 4_000.0], [60.0, 60.0]])
    assert kernel_density(even, at, RASTER, bandwidth_metres=400) == pytest.approx(
        np.full(3, 100.0), rel=0.001
    )  # one a hectare


def test_outside_the_area_there_is_no_density() -> None:
    points = DataFrame({"easting": [9_000.0], "northing": [4_000.0], "offences": [10]})
    densities = kernel_density(
        points, np.array([[4_000.0, 4_000.0], [9_000.0, 4_000.0]]), RASTER, bandwidth_metres=400
    )
    assert densities[0] == 0 and np.isnan(densities[1])


def test_a_bandwidth_smaller_than_the_points_were_moved_is_refused() -> None:
    with pytest.raises(
        DataProblem,
        match=r"The bandwidth is too small for these data\. We were given 50 metres\. Take 200 metres or more",
    ):
        kernel_density(
            DataFrame({"easting": [], "northing": [], "offences": []}),
            np.zeros((1, 2)),
            RASTER,
            bandwidth_metres=50,
        )


def test_two_kinds_that_lie_alike_give_nought_and_twice_as_thick_gives_one() -> None:
    alike = np.array([100.0, 50.0, 10.0])
    assert dual_density(alike, 3 * alike, bandwidth_metres=400) == pytest.approx(
        np.zeros(3), abs=0.1
    )
    ratio = dual_density(
        np.array([2_000.0, 1_000.0]), np.array([1_000.0, 2_000.0]), bandwidth_metres=400
    )
    assert ratio == pytest.approx([1, -1], abs=0.01)


def test_next_to_nothing_is_not_compared() -> None:
    # a circle of 400 m is 0.503 km²: 5 + 0.9 a km² are fewer than 3 in it
    assert np.isnan(
        dual_density(np.array([5.0, 500.0]), np.array([0.9, 500.0]), bandwidth_metres=400)
    ).tolist() == [True, False]
    assert np.isnan(dual_density(np.zeros(2), np.ones(2), bandwidth_metres=400)).all()
