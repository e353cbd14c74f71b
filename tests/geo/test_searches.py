"""Find rates and disparity of searches."""

from __future__ import annotations

import pytest
from pandas import DataFrame

from geo.searches import NOTHING_CAME, find_rate, group_disparity, phi_coefficient, weapon_finds


def test_find_rate_with_interval() -> None:
    found = find_rate(5, 10)
    # Wilson's limits of a half of ten
    assert found == pytest.approx((0.5, 0.2366, 0.7634), abs=0.0001)
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
    counts = DataFrame([
        ("Offensive weapons", "Arrest", "true", 30), ("Offensive weapons", "Arrest", "false", 20),
        ("Offensive weapons", NOTHING_CAME, "unknown", 100), ("Offensive weapons", "Arrest", "unknown", 7),
        ("Anything to threaten or harm anyone", "Arrest", "true", 5), ("Controlled drugs", "Arrest", "true", 900),
    ], columns=["object", "outcome", "linked", "searches"])
    # known: 30 + 20 + 100 + 5; found: 30 + 5
    assert weapon_finds(counts) == (155, 35) and weapon_finds(counts[:0]) == (0, 0)
