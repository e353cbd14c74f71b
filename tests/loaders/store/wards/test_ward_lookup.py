"""Every row gets its ward; each distinct point is located once and its answer kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from geo.space.areas import WardIndex
from loaders.sources.boundaries import Wards, read_boundaries
from loaders.sources.police_uk_street import read_street
from loaders.store.wards.ward_lookup import Places, kept_points, point_degrees, point_ids
from tests.conftest import (
    EAST_WARD,
    IN_EAST,
    IN_WEST,
    ON_EDGE,
    OUTSIDE_BOTH,
    WEST_WARD,
    Degrees,
    street_csv,
    street_row,
    wards_file,
)

EVERYWHERE = (IN_WEST, IN_EAST, ON_EDGE, OUTSIDE_BOTH, None)


@pytest.fixture(scope="module")
def wards(tmp_path_factory: pytest.TempPathFactory) -> Wards:
    return read_boundaries(wards_file(tmp_path_factory.mktemp("wards")))


def _rows(*at: Degrees | None) -> pa.Table:
    return read_street(
        street_csv(*(street_row(str(number), place) for number, place in enumerate(at))), "f.csv"
    ).rows


def test_a_points_number_stands_for_its_degrees_to_six_decimals() -> None:
    longitude, latitude = (
        np.array([-1.790001, 179.999999, -180.0, np.nan, 1.0]),
        np.array([51.56, -90.0, 90.0, 51.0, np.nan]),
    )
    ids = point_ids(longitude, latitude)
    assert ids[3:].tolist() == [-1, -1]
    back = point_degrees(ids[:3])
    np.testing.assert_allclose(back[0], longitude[:3], atol=1e-9)
    np.testing.assert_allclose(back[1], latitude[:3], atol=1e-9)
    assert (
        len(
            set(point_ids(np.array([-1.79, -1.790001, -1.79]), np.array([51.56, 51.56, 51.560001])))
        )
        == 3
    )


def test_rows_get_their_ward_and_are_counted_outside_without_location_or_near_an_edge(
    wards: Wards,
) -> None:
    placed, counts = Places(wards).placed(_rows(*EVERYWHERE), "anywhere")
    assert placed["ward_code"].to_pylist() == [
        WEST_WARD,
        EAST_WARD,
        WEST_WARD,
        None,
        None,
    ]  # on the edge: the code that sorts first
    assert placed["authority_code"].to_pylist() == [
        "E06000030",
        "E06000054",
        "E06000030",
        None,
        None,
    ]
    assert placed["point_id"].is_null().to_pylist() == [False] * 4 + [True]
    # 0.01 degrees west or east of the shared edge are some 690 m; only the point on the edge lies within 20 m of it.
    assert counts == {"without_location": 1, "outside": 1, "near_edge": 1, "edge_metres": 20}


def test_near_means_within_twenty_metres(wards: Wards) -> None:
    # A degree of longitude at 51.56° N is 69.2 km, so 0.00028 degrees are 19.4 m and 0.0003 are 20.8 m.
    _, counts = Places(wards).placed(
        _rows((-1.78028, 51.56), (-1.7803, 51.56), (-1.77972, 51.56)), "anywhere"
    )
    assert counts["near_edge"] == 2


def test_rows_near_an_edge_are_counted_by_their_points_as_where_they_are_placed(
    wards: Wards,
) -> None:
    places = Places(wards)
    placed, counts = places.placed(_rows(*EVERYWHERE, ON_EDGE), "anywhere")
    ids = placed["point_id"].fill_null(-1).to_numpy()
    assert places.near_edge(ids, "anywhere") == counts["near_edge"] == 2


def test_the_edge_falls_to_the_same_code_when_the_wards_are_exchanged(tmp_path: Path) -> None:
    exchanged = read_boundaries(wards_file(tmp_path, exchanged=True))
    placed, _ = Places(exchanged).placed(_rows(IN_WEST, IN_EAST, ON_EDGE), "anywhere")
    assert placed["ward_code"].to_pylist() == [EAST_WARD, WEST_WARD, WEST_WARD]


def test_each_distinct_point_is_located_once(wards: Wards, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    locate = WardIndex.locate

    def counted(
        index: WardIndex, grid: NDArray[np.float64]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        sizes.append(len(grid))
        return locate(index, grid)

    monkeypatch.setattr(WardIndex, "locate", counted)
    places = Places(wards)
    for _ in range(3):
        places.placed(_rows(IN_WEST, IN_WEST, IN_EAST, None), "wiltshire")
    places.placed(_rows(IN_WEST, OUTSIDE_BOTH), "wiltshire")
    assert sizes == [2, 1]


def test_the_points_table_holds_every_point_once_in_the_order_of_its_number(wards: Wards) -> None:
    places = Places(wards)
    places.placed(_rows(IN_EAST, OUTSIDE_BOTH, None), "wiltshire")
    places.placed(_rows(IN_WEST, IN_EAST), "btp")
    table = places.table().to_pandas()
    assert table["point_id"].is_monotonic_increasing
    assert table["longitude"].to_list() == pytest.approx([-1.79, -1.77, -1.60])
    assert table["ward_code"].to_list()[:2] == [WEST_WARD, EAST_WARD]
    assert table["ward_code"].isna().to_list() == [False, False, True]
    # About 693 m to the edge in common, and no edge for a point outside every ward.
    assert table["metres_to_ward_edge"].to_list() == pytest.approx(
        [693, 693, np.nan], abs=3, nan_ok=True
    )


def test_kept_points_are_known_to_the_next_build(
    wards: Wards, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Places(wards)
    first, counts = before.placed(_rows(*EVERYWHERE), "anywhere")
    pq.write_table(before.table(), tmp_path / "points.parquet")
    monkeypatch.setattr(
        WardIndex, "locate", lambda *_: pytest.fail("a known point was located again")
    )
    again, counts_again = Places(wards, kept_points(tmp_path / "points.parquet", wards)).placed(
        _rows(*EVERYWHERE), "anywhere"
    )
    assert counts_again == counts
    assert again["ward_code"].to_pylist() == first["ward_code"].to_pylist()


def test_placed_rows_can_be_placed_again_in_other_wards(wards: Wards, tmp_path: Path) -> None:
    placed, _ = Places(wards).placed(_rows(*EVERYWHERE), "anywhere")
    exchanged = read_boundaries(wards_file(tmp_path, exchanged=True))
    again, counts = Places(exchanged).placed(placed, "anywhere")
    assert again["ward_code"].to_pylist() == [EAST_WARD, WEST_WARD, WEST_WARD, None, None]
    assert again["point_id"].to_pylist() == placed["point_id"].to_pylist()
    assert again.schema == placed.schema
    assert counts == {"without_location": 1, "outside": 1, "near_edge": 1, "edge_metres": 20}


def test_threads_may_share_the_places(wards: Wards) -> None:
    places = Places(wards)
    grid = [(-1.80 + 0.0004 * step, 51.56) for step in range(1, 100)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(
                lambda part: places.placed(_rows(*grid[part:]), "wiltshire")[0][
                    "ward_code"
                ].to_pylist(),
                range(0, 40, 5),
            )
        )
    alone = Places(wards).placed(_rows(*grid), "wiltshire")[0]["ward_code"].to_pylist()
    assert codes == [alone[part:] for part in range(0, 40, 5)]
    # Steps of 0.0004 degrees from −1.80: the 50th stands on the edge −1.78 and falls to the west, so 50 and 49.
    assert (alone.count(WEST_WARD), alone.count(EAST_WARD)) == (50, 49)
