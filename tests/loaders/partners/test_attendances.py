"""Assault attendances: what is kept of them, and what is refused."""

from __future__ import annotations

from datetime import date

from loaders.partners.attendances import read_attendances
from tests.loaders.partners.test_files import ATTENDANCE_FILE


def test_numbers_of_people_in_a_cell_refuse_their_row_without_repeating_it() -> None:
    rows, rejected = read_attendances(
        b"incident_time,arrival_time,place,means\n,2023-05-02 00:20,07700 900123,fist\n",
        "a.csv",
        {},
    )
    assert (
        rows.empty
        and rejected["row"].to_list() == [""]
        and "telephone" in rejected["reason"].iloc[0]
    )


def test_times_are_kept_as_month_and_hour_alone() -> None:
    rows, rejected = read_attendances(ATTENDANCE_FILE, "a.csv", {"central": "W1"})
    assert (
        rows.columns.to_list() == ["month", "hour", "ward_code", "means"]
        and rows["month"].to_list() == [date(2023, 5, 1)] * 2
    )
    assert rows["hour"].iloc[0] == 23 and rows["hour"].isna().to_list() == [False, True]
    assert rejected[["line", "reason"]].to_numpy().tolist() == [
        [4, "they arrived before it happened"]
    ]
