"""Steps of a pathway: no group under ten shows, nor can be worked out."""

from __future__ import annotations

import numpy as np
import pytest

from geo.core.errors import DataProblem
from geo.duty.pathway_funnel import funnel

NAN = float("nan")


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ([80, 50, 30, 20], [80, 50, 30, 20]),
        ([80, 9, 9], [80, NAN, NAN]),
        ([80, 71, 40], [80, NAN, 40]),  # 9 who stopped would be read off 80 − 71
        ([80, 70, 70], [80, 70, 70]),  # nobody stopped
        ([80, 60, None, 52], [80, 60, NAN, NAN]),  # 60 − 52 is 8, whatever lies between
        ([], []),
    ],
)
def test_a_step_shows_only_where_no_small_group_is_left(
    people: list[float | None], shown: list[float]
) -> None:
    assert funnel(people).tolist() == pytest.approx(shown, nan_ok=True)


def test_whatever_the_counts_no_difference_of_two_shown_steps_is_small() -> None:
    chance = np.random.default_rng(9)
    for _ in range(500):
        shown = funnel(sorted(chance.integers(0, 120, 6), reverse=True))
        steps = shown[~np.isnan(shown)]
        apart = np.abs(np.subtract.outer(steps, steps))
        assert (steps >= 10).all() and not ((apart > 0) & (apart < 10)).any()


def test_less_than_nobody_is_refused() -> None:
    with pytest.raises(DataProblem, match="below 0"):
        funnel([-1])
