"""Person-years of a window, each against a sum done by hand."""

from __future__ import annotations

from datetime import date
from math import nan

import pytest
from pandas import DataFrame, Series

from geo.core.errors import DataProblem
from geo.rates.person_years import estimate_years, person_years
from geo.rates.rates import ward_rates

RESIDENTS = DataFrame({2021: [1200, 600], 2022: [2400, nan], 2024: [3600, 600]}, index=["W2", "W1"])


def months(*names: str) -> list[date]:
    return [date.fromisoformat(f"{name}-01") for name in names]


def test_each_month_takes_the_residents_of_its_year() -> None:
    window = months("2021-11", "2021-12", "2022-01")
    # W2: (1,200 + 1,200 + 2,400) / 12 = 400; W1 has no estimate of 2022
    assert person_years(RESIDENTS, window).to_list() == pytest.approx([400, nan], nan_ok=True)
    assert estimate_years(RESIDENTS.columns, window) == (2021, 2022)


def test_beyond_the_years_held_and_between_them_the_nearest_counts() -> None:
    before = months("2018-01", "2018-02", "2018-03")
    assert person_years(RESIDENTS, before).to_dict() == {"W2": 300, "W1": 150}  # of 2021
    assert estimate_years(RESIDENTS.columns, before) == (2021,)
    after = months("2026-05")
    assert person_years(RESIDENTS, after).to_dict() == {"W2": 300, "W1": 50}  # of 2024
    assert estimate_years(RESIDENTS.columns, after) == (2024,)
    assert estimate_years(RESIDENTS.columns, months("2023-01")) == (2022,)  # the earlier of two


def test_a_file_without_a_year_counts_for_every_month() -> None:
    unsaid = DataFrame({0: [120]}, index=["W1"])
    assert person_years(unsaid, months("2025-01", "2025-02"))["W1"] == 20
    assert estimate_years(unsaid.columns, months("2025-01")) == (0,)


def test_a_year_of_one_estimate_is_its_residents_and_the_rate_is_per_thousand_a_year() -> None:
    year = [date(2021, month, 1) for month in range(1, 13)]
    lived = person_years(RESIDENTS, year)
    assert lived.to_dict() == {"W2": 1200, "W1": 600}
    # 6 offences / 1,200 person-years x 1,000 = 5
    assert ward_rates(Series({"W2": 6}), lived, years=1)["rate_per_1000"].to_list() == [5, 0]


@pytest.mark.parametrize(
    ("residents", "window", "words"),
    [
        (RESIDENTS, [], "No month"),
        (RESIDENTS, months("2021-01", "2021-01"), "given twice"),
        (DataFrame(index=["W1"]), months("2021-01"), "No year of residents"),
    ],
)
def test_what_gives_no_rate_is_refused(
    residents: DataFrame, window: list[date], words: str
) -> None:
    with pytest.raises(DataProblem, match=words):
        person_years(residents, window)
