"""Weighted displacement difference and quotient: hand sums, weights, and what has no score."""

from __future__ import annotations

import pytest

from geo.core.errors import DataProblem
from geo.operations.displacement import wdd, wdd_harm, wdq


def test_displacement_difference_without_and_with_displacement() -> None:
    estimate = wdd((30, 20), (30, 20))
    # both fell by 10; error √100
    assert (estimate.total.value, estimate.total.error, estimate.total.z) == pytest.approx(
        (0, 10, 0)
    )
    moved = wdd((30, 10), (30, 30), displacement=((10, 16), (2, 2)))
    # -20 and +6; errors √100 and √30; in all -14 with √130
    assert (moved.local, moved.displacement, moved.total.value) == pytest.approx((-20, 6, -14))
    assert (moved.local_error, moved.displacement_error**2, moved.total.error**2) == pytest.approx(
        (10, 30, 130)
    )


def test_displacement_difference_per_month_and_per_area() -> None:
    estimate = wdd((80, 20), (100, 50), time_weights=(2, 1))
    # 20 - 40 less 50 - 50; variance 20 + 80/4 + 50 + 100/4 = 115
    assert (estimate.total.value, estimate.total.error**2) == pytest.approx((-20, 115))
    # an operation area of twice the size: (10 - 20) less (20 - 20); variance (20 + 40) / 4 + 40 = 55
    sized = wdd((40, 20), (20, 20), area_weights=(2, 1, 1, 1))
    assert (sized.total.value, sized.total.error**2) == pytest.approx((-10, 55))
    with pytest.raises(DataProblem, match="above 0"):
        wdd((1, 1), (1, 1), time_weights=(0, 1))


def test_nothing_counted_has_no_score() -> None:
    assert wdd((0, 0), (0, 0)).total.z is None


def test_harm_adds_up_differences() -> None:
    estimate = wdd_harm([-2, 1], [3, 4], [1, 1])
    # -1 with √(9 + 16)
    assert (estimate.value, estimate.error, estimate.z) == pytest.approx((-1, 5, -0.2))


def test_displacement_quotient() -> None:
    quotient = wdq((90, 60), (30, 40), (100, 100))
    # inside 0.6 - 0.9 = -0.3, buffer 0.4 - 0.3 = 0.1, quotient -1/3; 30 saved, 10 moved
    assert (quotient.success, quotient.buffer_measure, quotient.quotient) == pytest.approx(
        (-0.3, 0.1, -1 / 3)
    )
    assert (quotient.gross_effect, quotient.net_effect, quotient.total_net_effect) == pytest.approx(
        (30, 0.3, 20)
    )


def test_displacement_quotient_without_comparison_or_change() -> None:
    assert wdq((5, 5), (1, 2), (0, 10)).quotient is None
    assert wdq((5, 5), (1, 2), (10, 10)).quotient is None
