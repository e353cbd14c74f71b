"""Operations whose dates and ward make sense; the others come back with a reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from loaders.area import DATA
from loaders.documents.read_result import ReadResult
from loaders.reference import ward_facts
from loaders.sources.operations_register import COLUMNS, names_in, read_operations


def _read(*rows: dict[str, str]) -> ReadResult:
    lines = [
        ",".join(COLUMNS),
        *(
            ",".join(({"name": "Op Made-up"} | row).get(column, "") for column in COLUMNS)
            for row in rows
        ),
    ]
    return read_operations("\n".join(lines).encode(), "operations.csv", {"W1"})


def test_dates_are_read_and_empty_ones_stay_empty() -> None:
    rows = _read(
        {
            "ward_code": "W1",
            "start": "01/02/2025",
            "end": "03/02/2025",
            "longitude": "-1.7",
            "latitude": "51.5",
        },
        {},
    ).rows
    first, second = rows.to_pylist()
    assert (first["start"], first["end"], first["longitude"], first["latitude"]) == (
        date(2025, 2, 1),
        date(2025, 2, 3),
        -1.7,
        51.5,
    )
    assert (second["start"], second["end"], second["longitude"], second["ward_code"]) == (
        None,
        None,
        None,
        "",
    )
    assert rows.column_names == COLUMNS


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"name": " "}, "the operation has no name"),
        ({"start": "2025-02-01"}, "a date is given but not like 31/03/2025"),
        ({"end": "31/02/2025"}, "a date is given but not like 31/03/2025"),
        ({"start": "02/02/2025", "end": "01/02/2025"}, "ends before it starts"),
        ({"ward_code": "W9"}, "ward code is not in the boundaries"),
        ({"longitude": "west"}, "a place is given but longitude and latitude are not degrees"),
        (
            {"longitude": "-1.7", "latitude": "151.5"},
            "a place is given but longitude and latitude are not degrees",
        ),
    ],
)
def test_an_odd_row_is_rejected_with_its_line_and_reason(row: dict[str, str], reason: str) -> None:
    loaded = _read({}, row)
    assert len(loaded.rows) == 1
    assert loaded.rejected[["line", "reason"]].to_numpy().tolist() == [[3, reason]]


def test_an_operation_of_one_day_is_kept() -> None:
    assert len(_read({"start": "02/02/2025", "end": "02/02/2025"}).rows) == 1


def test_the_projects_own_register_has_no_dates_that_the_brief_does_not_give() -> None:
    loaded = read_operations(
        (DATA / "operations.csv").read_bytes(), "operations.csv", set(ward_facts().index)
    )
    named = {row["name"]: row for row in loaded.rows.to_pylist()}
    assert list(named) == ["Op Thesus", "Op Juvenis", "Op Sceptre"]
    assert loaded.rejected.empty
    assert all(row["start"] is None and row["end"] is None for row in named.values())
    assert (named["Op Thesus"]["ward_code"], named["Op Juvenis"]["ward_code"]) == (
        "E05008960",
        "E05010757",
    )


def test_names_are_read_from_a_register_as_a_build_keeps_it(tmp_path: Path) -> None:
    pq.write_table(
        _read(
            {"name": "Op One"},
            {"name": "Op Two", "instance": "May"},
            {"name": "Op Two", "instance": "June"},
        ).rows,
        tmp_path / "register.parquet",
    )
    assert names_in(tmp_path / "register.parquet") == ["Op One", "Op Two", "Op Two"]


VINTAGES = {"2021-12": frozenset({"W1"}), "2025-05": frozenset({"W2"})}


def _with_vintage(vintage: str, ward: str, place: str = ",") -> ReadResult:
    heading = "name,instance,aim,place,ward_code,ward_vintage,longitude,latitude,start,end,status,plan,source"
    row = f"Op Made-up,,,,{ward},{vintage},{place},,,live,,"
    data = f"{heading}\n{row}\n".encode()
    return read_operations(data, "operations.csv", {"W1", "W2"}, VINTAGES)


def test_a_ward_may_say_of_which_vintage_it_is() -> None:
    for spelling, vintage in (("2021-12", "2021-12"), ("Dec-21", "2021-12"), ("", "")):
        (row,) = _with_vintage(spelling, "W1").rows.to_pylist()
        assert (row["ward_code"], row["ward_vintage"]) == ("W1", vintage)


def test_a_file_from_before_wards_had_a_vintage_is_read() -> None:
    columns = [column for column in COLUMNS if column != "ward_vintage"]
    row = ",".join({"name": "Op Made-up", "ward_code": "W1"}.get(column, "") for column in columns)
    rows = read_operations(f"{','.join(columns)}\n{row}\n".encode(), "o.csv", {"W1"}).rows
    assert rows["ward_vintage"].to_pylist() == [""] and rows.column_names == COLUMNS


def test_a_code_of_another_vintage_than_it_says_needs_a_point() -> None:
    reason = "ward code is none of the vintage given, and no point says where it lies"
    assert _with_vintage("2021-12", "W2").rejected["reason"].to_list() == [reason]
    assert len(_with_vintage("2021-12", "W2", "-1.7,51.5").rows) == 1
    assert _with_vintage("soon", "W1").rejected["reason"].to_list() == [
        "the vintage of the ward is not a year and month like 2021-12"
    ]
