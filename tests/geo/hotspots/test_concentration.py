"""Concentration of offences and the scores of a list of places."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from geo.core.errors import DataProblem
from geo.hotspots.concentration import (
    against_random,
    areas_for_share,
    gini,
    lorenz,
    prediction_scores,
)


def test_gini_of_even_and_of_single_places() -> None:
    assert gini([3, 3, 3]) == pytest.approx(0)
    # one of four areas has all: (n - 1) / n, and 1 once unbiased
    assert gini([0, 0, 0, 9]) == pytest.approx(0.75)
    assert gini([0, 0, 0, 9], unbiased=True) == pytest.approx(1)


def test_gini_with_fewer_offences_than_places() -> None:
    # two offences in two of four areas cannot be spread more evenly: 4/2 x (0.5 - 1) + 1 = 0
    assert gini([1, 1, 0, 0], generalised=True) == pytest.approx(0)
    # both in one: 4/2 x (0.75 - 1) + 1 = 0.5, of 2 offences 2 / (2 - 1) of that
    assert gini([2, 0, 0, 0], generalised=True, unbiased=True) == pytest.approx(1)


def test_gini_of_nothing() -> None:
    assert gini([]) is None and gini([0, 0]) is None and gini([5], unbiased=True) is None
    with pytest.raises(DataProblem, match="below 0"):
        gini([-1, 2])


def test_lorenz_starts_with_the_emptiest() -> None:
    x, y = lorenz([3, 0, 1])
    assert x == pytest.approx([0, 1 / 3, 2 / 3, 1]) and y == pytest.approx([0, 0, 0.25, 1])
    # one area with 4 and three with 2: 6 of 10 offences in the first three quarters
    x, y = lorenz([4, 2], weights=[1, 3])
    assert x == pytest.approx([0, 0.75, 1]) and y == pytest.approx([0, 0.6, 1])
    assert lorenz([0, 0])[0].tolist() == [0]


def test_fewest_areas_for_half_the_offences() -> None:
    assert areas_for_share([1, 6, 1, 2], 0.5) == (1, 25.0)
    assert areas_for_share([1, 6, 1, 2], 0.8) == (2, 50.0)
    assert areas_for_share([], 0.5) is None
    with pytest.raises(DataProblem, match="between 0 and 1"):
        areas_for_share([1], 1.5)


def test_scores_of_a_list_of_places() -> None:
    table = prediction_scores([2, 6, 0], [5, 3, 1], [1, 1, 2])
    # the list goes 5, 3, 1/2.  First: 2/8 of offences in 1/4 of the area = 1; best would be 6/8: 3
    assert table["position"].to_list() == [0, 1, 2]
    assert table["pai"].to_list() == pytest.approx([1, 2, 1])
    assert table["pei"].to_list() == pytest.approx([1 / 3, 1, 1])
    # predicted over observed so far: 5/2, 8/8, 9/8
    assert table["rri"].to_list() == pytest.approx([2.5, 1, 1.125])


def test_scores_where_nothing_came() -> None:
    table = prediction_scores([0, 0], [2, 1], [1, 1])
    assert table["pai"].to_list() == pytest.approx([nan, nan], nan_ok=True)
    assert prediction_scores([], [], []).empty
    with pytest.raises(DataProblem, match="without size"):
        prediction_scores([1], [1], [0])


def test_all_in_one_area_stands_far_from_random_and_an_even_spread_does_not() -> None:
    concentration = against_random([100, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1] * 10)
    assert (
        concentration is not None
        and concentration.half == 10
        and 40 <= concentration.half_random < 45
    )
    # a hundred dealt out on ten areas: near ten each, so half lie on four or five of them
    assert concentration.gini == pytest.approx(0.9) and concentration.gini_high < 0.3
    even = against_random(np.random.default_rng(1).multinomial(1_000, [0.1] * 10), [1] * 10)
    assert even is not None and even.gini_low < even.gini < even.gini_high


def test_areas_with_more_points_are_expected_to_hold_more() -> None:
    concentration = against_random([900, 50, 50], [90, 5, 5])
    assert (
        concentration is not None
        and concentration.gini_low <= concentration.gini <= concentration.gini_high
        and concentration.half == pytest.approx(concentration.half_random)
    )
    assert against_random([0, 0], [1, 1]) is None
