"""Faults of a vintage as a coverage: overlaps, holes and scattered wards, and none where lines are merely generalised."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pandas import Series

from geo.space.coverage import Overlap, Uncovered, coverage_faults, uncovered_ground
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


NOWHERE = np.empty((0, 2))


def test_a_ward_left_out_is_ground_in_no_ward_by_its_code() -> None:
    wards, authorities = grid()
    for code, around in (
        ("W11", ("W00", "W01", "W02", "W10", "W12", "W20", "W21", "W22")),
        ("W00", ("W01", "W10", "W11")),  # at the edge, where no ring goes round it
    ):
        assert uncovered_ground(wards, authorities, wards.drop(code), NOWHERE) == (
            Uncovered("North", (code,), around, 1_000_000.0),
        )
    assert uncovered_ground(wards, authorities, wards, NOWHERE) == ()


def test_a_hole_is_ground_in_no_ward_where_it_is_no_other_drawing_of_a_line() -> None:
    wards, authorities = grid()
    for metres, square_metres in ((202, 202.0**2), (198, 0.0)):  # a circle of 100 m fits, or not
        holed = wards.copy()
        middle = shapely.box(1_400, 1_400, 1_400 + metres, 1_400 + metres)
        holed["W11"] = shapely.difference(wards["W11"], middle)
        found = uncovered_ground(wards, authorities, holed, NOWHERE)
        assert sum(each.square_metres for each in found) == pytest.approx(square_metres)
        assert [each.around for each in found] == ([("W11",)] if square_metres else [])
        assert all(each.wards == () for each in found)


def test_a_shore_drawn_otherwise_is_no_ground_in_no_ward_where_nobody_lives() -> None:
    wards, authorities = grid()
    drawn = wards.copy()
    drawn["W00"] = shapely.box(300, 0, 1_000, 1_000)
    inland, shore = np.array([[600.0, 500.0]]), np.array([[600.0, 500.0], [150.0, 500.0]])
    assert uncovered_ground(wards, authorities, drawn, inland) == ()
    (lacking,) = uncovered_ground(wards, authorities, drawn, shore)
    assert (lacking.authority, lacking.wards, lacking.square_metres) == ("North", (), 300_000.0)
    # A hole has wards around it, and counts though nobody is known to live there.
    assert uncovered_ground(wards, authorities, wards.drop("W11"), inland)


def test_the_outer_line_drawn_coarsely_is_no_ground_in_no_ward() -> None:
    """A square of 210 m at a ward's outer corner is 4.4 % of it, one of 230 m 5.3 %."""
    wards, authorities = grid()
    for side, lacks in ((210, False), (230, True)):
        drawn = wards.copy()
        drawn["W00"] = shapely.difference(wards["W00"], shapely.box(0, 0, side, side))
        assert bool(uncovered_ground(wards, authorities, drawn, NOWHERE)) is lacks


def test_each_authority_has_its_own_ground_in_no_ward() -> None:
    wards, authorities = grid()
    authorities = authorities.where(authorities.index < "W10", "South")
    lacking = uncovered_ground(wards, authorities, wards.drop(["W01", "W11"]), NOWHERE)
    assert [(each.authority, each.wards) for each in lacking] == [
        ("North", ("W01",)),
        ("South", ("W11",)),
    ]


def test_another_drawing_of_the_same_wards_leaves_no_ground_in_no_ward() -> None:
    """Each ward by itself generalised by up to 100 m, all together by up to 800 m, and moved by 20 m."""
    wards = embedded_wards()
    shapes, own = wards.shapes, wards.table["authority_code"]
    for metres in (20, 60, 100, 200, 500, 800):
        drawn = Series(shapely.simplify(shapes.to_numpy(), min(metres, 100)), index=shapes.index)
        assert uncovered_ground(shapes, own, drawn, NOWHERE) == (), metres
        whole = Series(shapely.coverage_simplify(shapes.to_numpy(), metres), index=shapes.index)
        assert uncovered_ground(shapes, own, whole, NOWHERE) == (), metres
    moved = Series(shapely.transform(shapes.to_numpy(), lambda at: at + 20), index=shapes.index)
    assert uncovered_ground(shapes, own, moved, NOWHERE) == ()
