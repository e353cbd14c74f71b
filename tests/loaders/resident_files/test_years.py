"""Years as files of residents say them."""

from __future__ import annotations

import pytest

from loaders.resident_files.years import (
    UNSAID,
    in_range,
    last_year,
    year_above,
    year_in,
    year_of_cell,
)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Mid-2022 Ward 2023", 2022),
        ("Ward 2023 mid-2022.xlsx", 2022),
        ("population_2021.csv", 2021),
        ("TS001-2021-1-filtered-2025-06-28T09_28_22Z.csv", 2021),
        ("census2021-ts001-lsoa.csv", 2021),
        ("residents wards 2023.csv", UNSAID),
        ("residents 2015 to 2020.csv", UNSAID),
        ("residents.csv", UNSAID),
        ("mid-2021 and mid-2022", UNSAID),
        ("E05008954", UNSAID),
    ],
)
def test_the_year_of_a_title_or_name(text: str, year: int) -> None:
    assert year_in(text) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2022", 2022),
        ("2022.0", 2022),
        ("Mid-2022", 2022),
        ("mid year 2022", 2022),
        ("30/06/2022", 2022),
        ("30 June 2022", 2022),
        ("2022-06-30", 2022),
        ("2022-06", 2022),
        ("2022/23", None),
        ("22", None),
        ("", None),
    ],
)
def test_the_year_of_a_cell(text: str, year: int | None) -> None:
    assert year_of_cell(text) == year


def test_lines_above_a_table_say_a_year_by_a_name_before_it_or_as_a_mid_year() -> None:
    copyright_line = ["ONS Crown Copyright Reserved [from Nomis on 3 March 2026]"]
    assert year_above([["Population estimates (2021 based)"], copyright_line]) == UNSAID
    assert year_above([copyright_line, ["date", "2022"]]) == 2022
    assert year_above([["Date: 2022"]]) == 2022
    assert year_above([["Mid-2023 population estimates for 2024 wards"]]) == 2023


def test_years_that_can_be() -> None:
    assert [in_range(year) for year in (1980, 1981, last_year(), last_year() + 1)] == [
        False,
        True,
        True,
        False,
    ]
