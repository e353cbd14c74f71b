"""Faults of a vintage as a coverage: overlaps, holes and scattered wards, and none where lines are merely generalised."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from pandas import Series

from geo.space.coverage import Overlap, coverage_faults
from loaders.sources.boundaries import embedded_wards


def grid(side: int = 1_000) -> tuple[Series, Series]:
    """Nine square wards in three rows: W00 to W22."""
    wards = Series(
        {
            f"W{row}{column}": shapely.box(
                column * side, row * side, (column + 1) * side, (row + 1) * side
            )
            for row in range(3)
            for column in range(3)
        }
    )
    return wards, Series("North", index=wards.index)


def test_a_whole_coverage_has_no_faults() -> None:
    assert not coverage_faults(*grid())


def test_wards_that_claim_the_same_ground() -> None:
    wards, authorities = grid()
    wards["W00"] = shapely.box(0, 0, 1_200, 1_000)
    faults = coverage_faults(wards, authorities)
    assert faults.overlaps == (Overlap("W00", "W01", 200_000, 0.2),)
    assert (faults.holes, faults.pieces) == ((), ())
    # Under 40 m wide it comes of drawing lines one by one.
    wards["W00"] = shapely.box(0, 0, 1_039, 1_000)
    assert not coverage_faults(wards, authorities)


def test_a_ward_twice_under_two_codes_overlaps_wholly() -> None:
    wards, authorities = grid()
    wards["W99"], authorities["W99"] = wards["W11"], "North"
    assert coverage_faults(wards, authorities).overlaps == (Overlap("W11", "W99", 1_000_000, 1),)


def test_a_ward_left_out_is_a_hole_among_those_around_it() -> None:
    wards, authorities = grid()
    authorities["W22"] = "South"
    faults = coverage_faults(wards.drop("W11"), authorities)
    (hole,) = faults.holes
    assert hole.square_metres == 1_000_000
    assert hole.authorities == ("North", "South")
    assert len(hole.around) == 8
    assert shapely.Point(hole.place).within(wards["W11"])
    # A ward left out at the outer edge is not seen in the shapes.
    assert not coverage_faults(wards.drop("W12"), authorities)


def test_another_ward_inside_a_hole_closes_it() -> None:
    wards, authorities = grid()
    wards["W11"] = wards["W11"].buffer(-100)
    (hole,) = coverage_faults(wards, authorities).holes
    assert hole.square_metres == pytest.approx(1_000_000 - 800**2)
    assert "W11" in hole.around


def test_a_ward_in_pieces_far_apart() -> None:
    wards, authorities = grid()
    wards["W00"] = shapely.union_all(
        [wards["W00"], shapely.box(5_000, 0, 5_500, 500), shapely.box(5_600, 0, 5_700, 500)]
    )
    (pieces,) = coverage_faults(wards, authorities).pieces
    # The two pieces in the east are 100 m apart and count as one; 4,000 m from the large one.
    assert (pieces.code, pieces.parts, pieces.apart_metres) == ("W00", 2, 4_000)
    assert pieces.share == pytest.approx(1_000_000 / 1_300_000)
    # A piece across a river is no fault.
    wards["W00"] = shapely.union_all([shapely.box(0, 0, 900, 900), shapely.box(0, 950, 900, 1_000)])
    assert not coverage_faults(wards, authorities)


def test_the_embedded_maps_are_whole() -> None:
    for vintage in ("2021-12", "2025-05"):
        wards = embedded_wards(vintage)
        assert not coverage_faults(wards.shapes, wards.table["authority_code"])


@pytest.mark.real
def test_real_wards_are_whole_however_generalised(real_data: Path) -> None:
    wards = gpd.read_file(real_data / "wards_dec2021_swindon_wiltshire.geojson").to_crs(27700)
    wards = wards.set_index("WD21CD")
    assert not coverage_faults(wards.geometry, wards["LAD21CD"])
    country = gpd.read_parquet(real_data / "wards_dec2021_england_wales.parquet").to_crs(27700)
    country = country.set_index("WD21CD")
    faults = coverage_faults(country.geometry, country["LAD21CD"])
    assert (faults.overlaps, faults.holes) == ((), ())
    # Islands: Tenby South (Caldey), Tresco, Heybridge East …
    assert len(faults.pieces) < 50
