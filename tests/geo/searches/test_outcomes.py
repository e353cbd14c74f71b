"""Find rates and disparity of searches."""

from __future__ import annotations

from datetime import date

import pytest
from pandas import DataFrame

from geo.searches.outcomes import (
    NOT_GIVEN,
    NOTHING_CAME,
    family_of,
    find_rate,
    find_rates,
    group_disparity,
    midnight_months,
    phi_coefficient,
    weapon_finds,
)

JANUARY, FEBRUARY, MARCH = (date(2022, month, 1) for month in (1, 2, 3))


def test_find_rate_with_interval() -> None:
    rate = find_rate(5, 10)
    # Wilson's limits of a half of ten
    assert rate == pytest.approx((0.5, 0.2366, 0.7634), abs=0.0001)
    assert find_rate(0, 0) is None


def test_disparity_is_a_ratio_of_rates() -> None:
    rate, ratio = group_disparity(16, 1000, (16, 4000))
    # 16 per 1,000 against 4; error √(2/16) = 0.3536; e^(1.96 x 0.3536) = 2
    assert rate == pytest.approx(16)
    assert (ratio.ratio, ratio.low, ratio.high) == pytest.approx((4, 2.0, 8.0), abs=0.01)


def test_disparity_needs_people_on_both_sides() -> None:
    assert group_disparity(3, 0, (4, 100)) == (None, group_disparity(3, 100, (4, 0))[1])
    rate, ratio = group_disparity(0, 100, (4, 100))
    assert rate == 0 and ratio.ratio == 0 and ratio.high is None


def test_phi_of_a_table() -> None:
    # (9 - 1) / √(4 x 4 x 4 x 4)
    assert phi_coefficient([[3, 1], [1, 3]]) == pytest.approx(0.5)
    assert phi_coefficient([[0, 0], [1, 2]]) is None


def test_a_blank_link_is_known_only_where_nothing_came_of_the_search() -> None:
    counts = DataFrame(
        [
            ("Offensive weapons", "Arrest", "true", 30),
            ("Offensive weapons", "Arrest", "false", 20),
            ("Offensive weapons", NOTHING_CAME, "unknown", 100),
            ("Offensive weapons", "Arrest", "unknown", 7),
            ("Anything to threaten or harm anyone", "Arrest", "true", 5),
            ("Controlled drugs", "Arrest", "true", 900),
        ],
        columns=["object", "outcome", "linked", "searches"],
    )
    # known: 30 + 20 + 100 + 5; found: 30 + 5
    assert weapon_finds(counts) == (155, 35) and weapon_finds(counts[:0]) == (0, 0)


def test_objects_fall_in_weapons_drugs_and_the_rest() -> None:
    objects = [
        "Offensive weapons",
        "Anything to threaten or harm anyone",
        "Controlled drugs",
        "Psychoactive substances",
        "Stolen goods",
        None,
    ]
    assert [family_of(name) for name in objects] == [
        "weapons",
        "weapons",
        "drugs",
        "drugs",
        "other",
        "other",
    ]


def test_find_rates_leave_out_what_is_not_known() -> None:
    counts = DataFrame(
        [
            ("weapons", "Arrest", "true", 5),
            ("weapons", NOTHING_CAME, "unknown", 5),
            ("weapons", None, "unknown", 10),
            ("drugs", "Arrest", "true", 19),
            ("drugs", NOTHING_CAME, "false", 76),
            ("drugs", NOTHING_CAME, "unknown", 5),
            (None, NOTHING_CAME, "false", 2),
        ],
        columns=["family", "outcome", "linked", "searches"],
    )
    rates = find_rates(counts, "family")
    assert rates.index.to_list() == ["drugs", "weapons", NOT_GIVEN]
    # weapons: 20 searches, 10 with an outcome, 5 found; linked is known of a quarter only, so no rate by link
    assert rates.loc["weapons", ["searches", "known", "found"]].to_list() == [20, 10, 5]
    assert rates.loc["weapons", ["rate", "low", "high", "link_known"]].to_list() == pytest.approx(
        [0.5, 0.2366, 0.7634, 0.25], abs=1e-4
    )
    assert (
        rates.loc["weapons", ["linked_rate", "linked_low", "linked_high"]].isna().all()
        and rates.loc["weapons", "linked_found"] == 5
    )
    # drugs: linked known of 95 of 100, just enough: 19 of 95
    assert rates.loc["drugs", "link_known"] == 0.95 and rates.loc[
        "drugs", "linked_rate"
    ] == pytest.approx(0.2)
    assert rates.loc[NOT_GIVEN, ["rate", "linked_rate"]].to_list() == [0, 0]
    assert find_rates(counts[:0], "family").empty


def test_a_month_of_midnights_has_no_hours() -> None:
    counts = DataFrame(
        [(JANUARY, 0, 30), (FEBRUARY, 0, 30), (FEBRUARY, 14, 1), (MARCH, 0, 4)],
        columns=["month", "hour", "searches"],
    )
    assert midnight_months(counts) == (JANUARY,)  # four at midnight in March may be chance
