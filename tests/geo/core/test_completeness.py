"""Received, absent and provisional months."""

from __future__ import annotations

from datetime import date

import pytest

from geo.core.completeness import coverage, expected_months, steady_pairs
from geo.core.errors import DataProblem
from geo.core.selection import months_between

JANUARY, FEBRUARY, MARCH, APRIL = (date(2025, month, 1) for month in (1, 2, 3, 4))


def test_an_absent_month_is_named_and_leaves_the_years() -> None:
    answer = coverage("street", [JANUARY, MARCH, APRIL], first=JANUARY, last=APRIL)
    assert answer.absent == (FEBRUARY,) and answer.received == (JANUARY, MARCH, APRIL)
    # three months of twelve
    assert answer.years == 0.25


def test_the_newest_months_are_provisional_wherever_the_window_lies() -> None:
    held = [JANUARY, FEBRUARY, MARCH]
    assert coverage("street", held, first=JANUARY, last=MARCH).provisional == (MARCH,)
    assert coverage("street", held, first=JANUARY, last=FEBRUARY).provisional == ()
    assert coverage("street", held, first=JANUARY, last=MARCH, provisional=2).provisional == (
        FEBRUARY,
        MARCH,
    )
    assert coverage("street", held, first=JANUARY, last=MARCH, provisional=0).provisional == ()


def test_nothing_received() -> None:
    answer = coverage("street", [], first=JANUARY, last=FEBRUARY)
    assert answer.years == 0 and answer.absent == (JANUARY, FEBRUARY) and answer.provisional == ()


def test_months_across_a_year_and_a_window_the_wrong_way_round() -> None:
    assert expected_months(date(2024, 12, 1), JANUARY) == (date(2024, 12, 1), JANUARY)
    with pytest.raises(DataProblem, match="ends before"):
        expected_months(FEBRUARY, JANUARY)


def test_a_pair_is_left_out_where_either_month_is_thin() -> None:
    paired = months_between(date(2024, 1, 1), date(2024, 4, 1))
    assert steady_pairs(paired, ()) == tuple(paired)
    assert steady_pairs(paired, (date(2023, 2, 1), date(2024, 4, 1))) == (
        date(2024, 1, 1),
        date(2024, 3, 1),
    )
