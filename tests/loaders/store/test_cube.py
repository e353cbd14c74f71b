"""The cube counts each offence once, and takes what has not changed from the cube before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from geo.core.schema import CUBE
from loaders.sources.boundaries import read_boundaries
from loaders.sources.police_uk_street import read_street
from loaders.store.cube import write_cube
from loaders.store.manifest import Partition
from loaders.store.wards.ward_lookup import Places
from tests.conftest import (
    EAST_WARD,
    IN_EAST,
    IN_WEST,
    OUTSIDE_BOTH,
    WEST_WARD,
    street_csv,
    street_row,
    wards_file,
)


def _part(folder: Path, month: str, *rows: str) -> Partition:
    """Rows placed in the two square wards and written as a build keeps them."""
    places = Places(read_boundaries(wards_file(folder)))
    placed, counts = places.placed(read_street(street_csv(*rows), "f.csv").rows, "wiltshire")
    (folder / "offence").mkdir(exist_ok=True)
    pq.write_table(placed, folder / f"offence/{month}.parquet")
    return Partition(
        "police_uk_street",
        "wiltshire",
        month,
        month,
        month,
        len(placed),
        {},
        counts["outside"],
        counts["without_location"],
        counts["near_edge"],
        0,
        0,
        ("f.csv",),
        (),
        f"offence/{month}.parquet",
    )


def _cube(folder: Path) -> list[tuple[str, date, str, int]]:
    cube = pq.read_table(folder / "cube.parquet")
    assert cube.column_names == CUBE
    return [
        (row["ward_code"], row["month"], row["offence_type"], row["offences"])
        for row in cube.to_pylist()
    ]


def test_offences_are_counted_by_ward_month_and_type_and_by_where_there_is_no_ward(
    tmp_path: Path,
) -> None:
    part = _part(
        tmp_path,
        "2025-01",
        street_row("1"),
        street_row("2"),
        street_row("3", kind="Drugs"),
        street_row("4", IN_EAST),
        street_row("5", OUTSIDE_BOTH),
        street_row("6", None),
        street_row("7", None),
    )
    write_cube(tmp_path, (part,), None, set())
    january = date(2025, 1, 1)
    assert _cube(tmp_path) == [
        (WEST_WARD, january, "Burglary", 2),
        (WEST_WARD, january, "Drugs", 1),
        (EAST_WARD, january, "Burglary", 1),
        ("outside", january, "Burglary", 1),
        ("without location", january, "Burglary", 2),
    ]


def test_a_carried_month_comes_from_the_earlier_cube_and_a_replaced_one_does_not(
    tmp_path: Path,
) -> None:
    january = _part(tmp_path, "2025-01", street_row("1"), street_row("2"))
    february = _part(tmp_path, "2025-02", street_row("3", month="2025-02"))
    write_cube(tmp_path, (january, february), None, set())
    earlier = (tmp_path / "cube.parquet").rename(tmp_path / "earlier.parquet")
    (tmp_path / january.file).unlink()  # must not be needed again
    fresh = _part(tmp_path, "2025-02", street_row("3", IN_EAST, month="2025-02"))
    write_cube(tmp_path, (january, fresh), earlier, {january.key})
    assert _cube(tmp_path) == [
        (WEST_WARD, date(2025, 1, 1), "Burglary", 2),
        (EAST_WARD, date(2025, 2, 1), "Burglary", 1),
    ]


def test_a_month_no_longer_held_leaves_the_cube(tmp_path: Path) -> None:
    parts = [
        _part(tmp_path, month, street_row(month, IN_WEST, month=month))
        for month in ("2025-01", "2025-02")
    ]
    write_cube(tmp_path, tuple(parts), None, set())
    earlier = (tmp_path / "cube.parquet").rename(tmp_path / "earlier.parquet")
    write_cube(tmp_path, (parts[0],), earlier, {part.key for part in parts})
    assert _cube(tmp_path) == [(WEST_WARD, date(2025, 1, 1), "Burglary", 1)]


def test_a_build_without_offences_has_an_empty_cube(tmp_path: Path) -> None:
    write_cube(tmp_path, (), None, set())
    assert _cube(tmp_path) == []


def test_the_cube_of_an_older_program_is_counted_anew(tmp_path: Path) -> None:
    part = _part(tmp_path, "2025-01", street_row("1"), street_row("2"))
    write_cube(tmp_path, (part,), None, set())
    older = pq.read_table(tmp_path / "cube.parquet").drop_columns(
        ["knife_enabled", "victim_age_band"]
    )
    pq.write_table(older, tmp_path / "earlier.parquet")
    rows = pq.read_table(tmp_path / part.file)
    pq.write_table(
        rows.drop_columns(["victim_age_band", "operation_name"]), tmp_path / part.file
    )  # and so are its rows
    write_cube(tmp_path, (part,), tmp_path / "earlier.parquet", {part.key})
    assert _cube(tmp_path) == [(WEST_WARD, date(2025, 1, 1), "Burglary", 2)]
