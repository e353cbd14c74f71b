"""Which months fall so far short of what is usual that they are no whole month."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from geo.core.expected_rows import (
    PARTIAL,
    THIN,
    WHOLE,
    Evidence,
    MonthRows,
    MonthStatus,
    month_statuses,
    months_of,
)
from geo.core.selection import month_after

JANUARY = date(2024, 1, 1)
TYPES = {"Violence": 30, "Robbery": 12, "Drugs": 6}


def _months(rows: list[int]) -> dict[date, MonthRows]:
    return {month_after(JANUARY, at): MonthRows(number) for at, number in enumerate(rows)}


def _judged(months: dict[date, MonthRows]) -> dict[date, MonthStatus]:
    return month_statuses({"": months})[""]


def _words(rows: list[int]) -> list[str]:
    return [status.status for status in _judged(_months(rows)).values()]


def test_a_delivery_of_six_rows_where_48_are_usual_is_partial() -> None:
    september = _judged(_months([48] * 8 + [6] + [48] * 3))[date(2024, 9, 1)]
    assert september.status == PARTIAL and not september.counts
    # Eleven months of 48: seven of 31 days, three of 30, February of 29. The median day holds 48 / 31, and September has 30.
    assert september.expected == pytest.approx(48 / 31 * 30)
    assert september.evidence == (Evidence("far below"),)
    assert september.describe() == (
        f"6 rows where about 46 are usual ({september.low} to {september.high}), far below; "
        "partial: left out as an absent month is"
    )


def test_no_month_is_blamed_for_the_month_that_was_cut() -> None:
    assert _words([48] * 8 + [6] + [48] * 3) == [WHOLE] * 8 + [PARTIAL] + [WHOLE] * 3


def test_a_month_that_is_low_with_nothing_missing_is_thin_and_counts() -> None:
    statuses = _judged(_months([500] * 6 + [300] + [500] * 5))
    july = statuses[date(2024, 7, 1)]
    assert july.status == THIN and july.counts and july.evidence == ()
    assert months_of(statuses, THIN) == (date(2024, 7, 1),)


def test_the_length_of_a_month_is_allowed_for() -> None:
    daily = [20 * days for days in (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)]
    february = _judged(_months(daily))[date(2024, 2, 1)]
    assert february.expected == pytest.approx(580) and february.status == WHOLE


def test_a_fall_that_goes_on_is_a_new_height_and_deletes_no_month() -> None:
    for months in range(4, 13):
        assert PARTIAL not in _words([200] * 12 + [80] * months)
    assert _words([200] * 12 + [80] * 12) == [WHOLE] * 24
    # Three months in a row, of which the last cannot be told from a cut by itself.
    assert _words([200] * 12 + [80] * 3)[-3:] == [THIN] * 3


def test_a_month_that_is_low_every_year_is_whole_from_two_years_on() -> None:
    year = [400] * 7 + [220] + [400] * 4
    assert _words(year)[7] == THIN  # nobody can know yet
    assert _words(year * 4)[7::12] == [WHOLE] * 4


def test_a_month_that_is_low_with_every_force_is_whole() -> None:
    low = [400] * 5 + [230] + [400] * 6
    alone, together = _words(low), month_statuses({name: _months(low) for name in "abcd"})
    assert alone[5] == THIN
    assert {status.status for of in together.values() for status in of.values()} == {WHOLE}


@pytest.mark.parametrize("rows", [[], [48], [48, 6], [300, 90, 40]])
def test_with_few_months_nothing_is_said(rows: list[int]) -> None:
    assert _words(rows) == [WHOLE] * len(rows)
    assert not any(status.judged for status in _judged(_months(rows)).values())


def test_of_three_months_only_what_is_far_below_both_others_can_be_told() -> None:
    assert _words([48, 50, 6]) == [WHOLE, WHOLE, PARTIAL]
    assert "too few other months" in _judged(_months([48, 50, 40]))[JANUARY].describe()


def test_so_few_rows_that_none_would_be_no_sign_say_nothing() -> None:
    assert _words([9] * 11 + [0]) == [WHOLE] * 12


def _with(month: MonthRows, usual: MonthRows) -> MonthStatus:
    months = {month_after(JANUARY, at): usual for at in range(8)}
    return _judged(months | {date(2024, 5, 1): month})[date(2024, 5, 1)]


def test_a_type_that_is_always_there_and_missing_now_says_that_rows_were_left_out() -> None:
    usual = MonthRows(48, types=TYPES)
    filtered = _with(MonthRows(36, types={"Violence": 30, "Drugs": 6}), usual)
    assert filtered.status == PARTIAL and filtered.evidence == (Evidence("types", ("Robbery",)),)
    assert "no row of Robbery" in filtered.describe()
    # Six a month may all stay away; what the publisher did not have then is no cut.
    assert _with(MonthRows(42, types={"Violence": 30, "Robbery": 12}), usual).status == WHOLE
    untold = MonthRows(36, types={"Violence": 30, "Drugs": 6}, untold=frozenset({"Robbery"}))
    assert _with(untold, usual).status == WHOLE


def test_an_authority_that_is_always_there_and_missing_now_says_so_by_name() -> None:
    usual = MonthRows(100, authorities={"E1": 40, "E2": 60})
    cut = _with(MonthRows(60, authorities={"E2": 60}), usual)
    assert cut.evidence == (Evidence("authorities", ("E1",)),)
    assert "no row in Swindon" in cut.describe({"E1": "Swindon"})


def test_wards_missing_at_the_end_of_a_file_are_a_cut_though_the_number_is_not_low() -> None:
    wards = {f"W{at}": 20 for at in range(20)}
    head = dict(list(wards.items())[:17])
    cut = _with(MonthRows(340, wards=head), MonthRows(400, wards=wards))
    assert cut.status == PARTIAL and cut.evidence == (Evidence("wards", ("W17", "W18", "W19")),)
    assert "no row in 3 wards" in cut.describe()


def test_wards_whose_rows_lost_their_place_are_no_cut() -> None:
    wards = {f"W{at}": 20 for at in range(20)}
    head = dict(list(wards.items())[:17])
    assert _with(MonthRows(400, wards=head, unplaced=60), MonthRows(400, wards=wards)).counts


@pytest.mark.parametrize(
    ("days", "gap"), [(range(1, 21), ("21", "30")), ([*range(1, 11), *range(20, 31)], ("11", "19"))]
)
def test_days_in_a_row_without_a_row_are_a_cut(days: list[int], gap: tuple[str, str]) -> None:
    usual = {
        month_after(JANUARY, at): MonthRows(155, days=dict.fromkeys(range(1, 32), 5))
        for at in range(8)
    }
    cut = MonthRows(5 * len(days), days=dict.fromkeys(days, 5))
    status = _judged(usual | {date(2024, 6, 1): cut})[date(2024, 6, 1)]
    assert status.status == PARTIAL
    assert status.evidence[0] == Evidence("days", gap)
    assert f"no row from day {gap[0]} to day {gap[1]}" in status.describe()


def test_a_source_that_always_dates_its_rows_on_one_day_misses_none() -> None:
    first = {month_after(JANUARY, at): MonthRows(60, days={1: 60}) for at in range(8)}
    assert {status.status for status in _judged(first).values()} == {WHOLE}


def test_months_that_nothing_happened_to_are_hardly_ever_called() -> None:
    random = np.random.default_rng(7)
    called = months = 0
    for _ in range(40):
        rows = random.negative_binomial(60, 60 / (60 + 400), 24)  # spread of 14 %
        words = _words([int(number) for number in rows])
        called += sum(word != WHOLE for word in words)
        assert PARTIAL not in words
        months += len(words)
    assert called <= months * 0.01


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_a_cut_to_a_third_is_seen_in_nearly_all_draws(share: float) -> None:
    random, seen = np.random.default_rng(11), 0
    for _ in range(60):
        rows = [int(number) for number in random.negative_binomial(100, 100 / 4500, 12)]
        at = int(random.integers(12))
        rows[at] = int(rows[at] * share)
        seen += _words(rows)[at] != WHOLE
    assert seen >= 57
