"""Whose residents stand under rates: the years of them, the years that have none, and those that are carried."""

from __future__ import annotations

from datetime import date

import pandas as pd

from loaders.store.wards.residents_used import ResidentsUsed, residents_used

ROWS = pd.DataFrame(
    [
        ("W1", 2021, 100, "counted", 0.0),
        ("W2", 2021, 100, "carried from 2021-12", 0.12),
        ("W3", 2021, 100, "carried from 2021-12", 0.0),  # a whole ward under another code
        ("W1", 2023, 110, "counted", 0.0),
        ("W2", 2023, 110, "LSOA best fit", 0.3),
    ],
    columns=["ward_code", "year", "residents", "basis", "fidelity"],
)


def test_years_are_those_nearest_to_the_months() -> None:
    window = [date(2022, 12, 1), date(2023, 1, 1)]
    # 2022 lies between 2021 and 2023, and takes the earlier
    assert residents_used(ROWS, window) == ResidentsUsed(
        (2021, 2023), (2022,), {"LSOA best fit": 1, "carried from 2021-12": 1}, 0.3
    )


def test_years_without_residents_are_named() -> None:
    assert residents_used(ROWS, [date(2018, 1, 1), date(2019, 1, 1)]) == ResidentsUsed(
        (2021,), (2018, 2019), {"carried from 2021-12": 1}, 0.12
    )


def test_without_months_the_newest_year_counts_and_without_rows_none() -> None:
    used = residents_used(ROWS, ())
    assert used is not None and (used.years, used.others) == ((2023,), ())
    assert residents_used(ROWS.iloc[:0], ()) is None


def test_a_year_not_stated_is_no_year_to_be_near_to() -> None:
    assert residents_used(ROWS.assign(year=0), [date(2018, 1, 1)]) == ResidentsUsed(
        (0,), (), {"LSOA best fit": 1, "carried from 2021-12": 1}, 0.3
    )
