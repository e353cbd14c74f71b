"""Residents of several files brought together."""

from __future__ import annotations

import pyarrow as pa
import pytest

from geo.core.errors import DataProblem
from loaders.resident_files.reading import ROWS
from loaders.resident_files.years_held import require_apart, with_years_replaced


def rows(*given: tuple[str, int, int]) -> pa.Table:
    codes, years, residents = zip(*given, strict=True)
    young = pa.nulls(len(given), pa.int64())
    return pa.table(
        {"area_code": codes, "year": years, "residents": residents, "young": young}, schema=ROWS
    )


def test_a_file_replaces_its_own_years_of_its_kind_of_area_and_no_others() -> None:
    standing = rows(("E05000001", 2021, 1), ("E05000002", 2022, 2), ("E01000001", 2022, 3))
    new = rows(("E05000001", 2022, 4), ("E05000001", 2023, 5))
    assert [tuple(row.values())[:3] for row in with_years_replaced(standing, new).to_pylist()] == [
        ("E05000001", 2021, 1),
        ("E01000001", 2022, 3),
        ("E05000001", 2022, 4),
        ("E05000001", 2023, 5),
    ]


def test_two_files_may_share_a_year_or_an_area_but_not_both() -> None:
    first = "a.csv", rows(("E05000001", 2021, 1), ("E05000002", 2022, 2))
    require_apart(first, ("b.csv", rows(("E05000001", 2022, 1), ("E05000003", 2021, 1))))
    with pytest.raises(DataProblem, match="More than one file of residents") as refused:
        require_apart(first, ("b.csv", rows(("E05000001", 2021, 9))))
    assert refused.value.saw == "a.csv and b.csv both give residents of 2021 for E05000001."
