"""Ground that moved between authorities, told apart from another drawing of the same line."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pandas import Series

from geo.space.moved_ground import reconciled_authorities, settled_authority
from loaders.reference import ward_facts
from loaders.sources.boundaries import embedded_wards


def outlines(wards: Series, authorities: Series) -> Series:
    return Series(
        {
            code: shapely.union_all(wards[authorities == code].to_numpy())
            for code in sorted(set(authorities))
        }
    )


def two(line: float, east: float = 4_000) -> Series:
    return Series(
        {"North": shapely.box(0, 0, line, 3_000), "South": shapely.box(line, 0, east, 3_000)}
    )


def test_a_strip_is_real_where_it_holds_a_circle_of_a_hundred_metres() -> None:
    assert reconciled_authorities(two(2_000), two(2_190)).empty
    moved = reconciled_authorities(two(2_000), two(2_210))
    assert moved[["reference_authority", "other_authority", "square_metres"]].values.tolist() == [
        ["South", "North", 210 * 3_000]
    ]


def test_ground_beyond_all_authorities_is_told_but_not_an_authority_left_out() -> None:
    grown = reconciled_authorities(two(2_000), two(2_000, east=4_500))
    assert grown.loc[0, ["reference_authority", "other_authority"]].to_list() == ["", "South"]
    shrunk = reconciled_authorities(two(2_000), two(2_000, east=3_500))
    assert shrunk.loc[0, ["reference_authority", "other_authority"]].to_list() == ["South", ""]
    assert reconciled_authorities(two(2_000), two(2_000)[["North"]]).empty
    assert reconciled_authorities(two(2_000)[["North"]], two(2_000)).empty


def test_a_point_keeps_its_authority_unless_the_ground_under_it_moved() -> None:
    moved = reconciled_authorities(two(2_000), two(2_400))
    points = np.array([[2_200, 500], [2_200, 2_000], [500, 500], [3_999, 500], [9_000, 0]], float)
    reference = np.array(["South", "South", "North", "South", ""])
    # The fourth lies in no authority by the other drawing, the fifth in one: neither is on ground that moved.
    other = np.array(["North", "North", "North", "", "Southernmost"])
    assert settled_authority(points, reference, other, moved).tolist() == [
        "North",
        "North",
        "North",
        "South",
        "",
    ]
    nothing = reconciled_authorities(two(2_000), two(2_000))
    assert settled_authority(points, reference, other, nothing).tolist() == reference.tolist()


def test_no_ground_moved_from_2021_to_2025_and_a_ward_given_away_did() -> None:
    old, new = embedded_wards("2021-12"), embedded_wards("2025-05")
    reference = outlines(old.shapes, old.table["authority_code"])
    authorities = new.table["authority_code"].copy()
    assert reconciled_authorities(reference, outlines(new.shapes, authorities)).empty
    given = "E05008960"  # Liden, Eldene and Park South
    first, second = sorted(set(authorities))
    authorities[given] = second
    moved = reconciled_authorities(reference, outlines(new.shapes, authorities))
    assert moved[["reference_authority", "other_authority"]].values.tolist() == [[first, second]]
    assert moved.loc[0, "square_metres"] == pytest.approx(new.shapes[given].area, rel=0.01)


@pytest.mark.real
def test_lines_generalised_to_200_metres_move_no_ground(real_data: Path) -> None:
    coarse = gpd.read_file(real_data / "wards_dec2021_swindon_wiltshire.geojson").to_crs(27700)
    coarse = coarse.set_index("WD21CD").sort_index()
    fine, authorities = embedded_wards().shapes, ward_facts()["authority_code"]
    moved = reconciled_authorities(
        outlines(fine, authorities[fine.index]), outlines(coarse.geometry, coarse["LAD21CD"])
    )
    assert moved.empty
