"""Displacement difference and quotient, difference in differences, and what could be shown at all."""

from __future__ import annotations

import pytest

from geo.errors import DataProblem
from geo.evaluation import (
    did_rate_ratio,
    phi_coefficient,
    power_to_show,
    smallest_fall,
    smallest_rise,
    wdd,
    wdd_harm,
    wdd_power,
    wdq,
)


def test_displacement_difference_without_and_with_displacement() -> None:
    found = wdd((30, 20), (30, 20))
    # both fell by 10; error √100
    assert (found.total.value, found.total.error, found.total.z) == pytest.approx((0, 10, 0))
    moved = wdd((30, 10), (30, 30), displacement=((10, 16), (2, 2)))
    # -20 and +6; errors √100 and √30; in all -14 with √130
    assert (moved.local, moved.displacement, moved.total.value) == pytest.approx((-20, 6, -14))
    assert (moved.local_error, moved.displacement_error**2, moved.total.error**2) == pytest.approx((10, 30, 130))


def test_displacement_difference_per_month_and_per_area() -> None:
    found = wdd((80, 20), (100, 50), time_weights=(2, 1))
    # 20 - 40 less 50 - 50; variance 20 + 80/4 + 50 + 100/4 = 115
    assert (found.total.value, found.total.error**2) == pytest.approx((-20, 115))
    # an operation area of twice the size: (10 - 20) less (20 - 20); variance (20 + 40) / 4 + 40 = 55
    sized = wdd((40, 20), (20, 20), area_weights=(2, 1, 1, 1))
    assert (sized.total.value, sized.total.error**2) == pytest.approx((-10, 55))
    with pytest.raises(DataProblem, match="above 0"):
        wdd((1, 1), (1, 1), time_weights=(0, 1))


def test_nothing_counted_has_no_score() -> None:
    assert wdd((0, 0), (0, 0)).total.z is None


def test_harm_adds_up_differences() -> None:
    found = wdd_harm([-2, 1], [3, 4], [1, 1])
    # -1 with √(9 + 16)
    assert (found.value, found.error, found.z) == pytest.approx((-1, 5, -0.2))


def test_displacement_quotient() -> None:
    found = wdq((90, 60), (30, 40), (100, 100))
    # inside 0.6 - 0.9 = -0.3, buffer 0.4 - 0.3 = 0.1, quotient -1/3; 30 saved, 10 moved
    assert (found.success, found.buffer_measure, found.quotient) == pytest.approx((-0.3, 0.1, -1 / 3))
    assert (found.gross_effect, found.net_effect, found.total_net_effect) == pytest.approx((30, 0.3, 20))


def test_displacement_quotient_without_comparison_or_change() -> None:
    assert wdq((5, 5), (1, 2), (0, 10)).quotient is None
    assert wdq((5, 5), (1, 2), (10, 10)).quotient is None


def test_difference_in_differences_as_a_ratio() -> None:
    found = did_rate_ratio((40, 20), (30, 30))
    assert found is not None
    # halved beside no change; error √(1/40 + 1/20 + 2/30) = 0.3764; 1.96 of it = e^0.7378 = 2.091
    assert (found.ratio, found.error, found.high) == pytest.approx((0.5, 0.3764, 1.0457), abs=0.0005)
    wider = did_rate_ratio((40, 20), (30, 30), dispersion=4)
    assert wider is not None and wider.error == pytest.approx(2 * found.error)
    assert did_rate_ratio((40, 0), (30, 30)) is None


def test_phi_of_a_table() -> None:
    # (9 - 1) / √(4 x 4 x 4 x 4)
    assert phi_coefficient([[3, 1], [1, 3]]) == pytest.approx(0.5)
    assert phi_coefficient([[0, 0], [1, 2]]) is None


def test_smallest_change_that_would_be_a_sign() -> None:
    # 13 and 4: 2 x P(4 or fewer of 17) = 2 x 3,214 / 131,072 = 0.049; 13 and 5: 0.096
    assert smallest_fall(13) == 4
    # 5 and 0: 2 / 2^5 = 0.0625
    assert smallest_fall(5) is None
    # none and 6: 2 / 2^6 = 0.031
    assert smallest_rise(0) == 6


def test_power_grows_with_the_counts() -> None:
    assert power_to_show(13, 0.5) < 0.3 < 0.8 < power_to_show(120, 0.5)
    # almost nothing to count: nothing can show
    assert power_to_show(0.5, 0.5) < 0.001
    assert power_to_show(120, 0.5, alpha=0.01) < power_to_show(120, 0.5)


def test_power_of_the_displacement_difference() -> None:
    # 120 halved: 60 / √(180 + 240) = 2.928; beyond 1.96 by 0.968: 83 %.  13 halved: 6.5 / √45.5 = 0.964: 16 %
    assert wdd_power(120, 120, ratio=0.5) == pytest.approx(0.833, abs=0.001)
    assert wdd_power(13, 13, ratio=0.5) == pytest.approx(0.161, abs=0.002)
    assert wdd_power(0, 0, ratio=0.5) == 0
