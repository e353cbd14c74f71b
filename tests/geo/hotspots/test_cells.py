"""Hotspots on map points: the p worked out by hand and by permutation, the rule for what is tested, what is refused."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from geo.core.errors import DataProblem
from geo.hotspots.cells import (
    BESIDE,
    COLD,
    HOT,
    NEITHER,
    UNTESTED,
    found_hotspots,
    joined_places,
    near_matrix,
    randomisation_p,
    standings,
)


def test_the_p_of_a_sum_is_the_share_of_deals_that_reach_it_twice() -> None:
    counts = np.array([0, 0, 1, 3])
    # two points drawn with replacement: 16 deals; a sum of 4 or more comes up as 1+3, 3+1 and 3+3: 3 of 16, twice is 6/16
    assert randomisation_p(counts, np.array([2]), np.array([4])) == pytest.approx(6 / 16)
    sums = [a + b for a, b in product(counts, counts)]
    for seen in range(7):
        tails = [
            sum(total >= seen for total in sums) / 16,
            sum(total <= seen for total in sums) / 16,
        ]
        assert randomisation_p(counts, np.array([2]), np.array([seen])) == pytest.approx(
            min(1, 2 * min(tails)), abs=1e-12
        )


def test_the_analytic_p_agrees_with_permutation() -> None:
    random = np.random.default_rng(7)
    counts = random.poisson(random.exponential(1.5, 3_000))  # heavy-tailed, as map points are
    drawn, seen = np.array([10, 25, 40]), np.array([28, 58, 40])
    sums = np.array(
        [[random.choice(counts, m, replace=False).sum() for m in drawn] for _ in range(4_000)]
    )
    tails = 2 * np.minimum((sums >= seen).mean(axis=0), (sums <= seen).mean(axis=0))
    assert randomisation_p(counts, drawn, seen) == pytest.approx(tails, abs=0.03)


def test_a_cluster_stands_out_and_an_island_is_judged_by_itself() -> None:
    # forty places in a line, ten points each; places 10 and 11 hold 60 each, the island 39 as many as the rest: 10
    offences = np.ones(400, dtype=np.int64)
    offences[100:120] = 6
    at = np.repeat(np.arange(40), 10)
    near = [[place - 1, place + 1] for place in range(39)] + [[]]
    near[0], near[38] = [1], [37]
    hotspots = found_hotspots(offences, at, near_matrix(near))
    table = hotspots.places
    assert hotspots.hot.nonzero()[0].tolist() == [10, 11]
    assert table.loc[[9, 12], "standing"].tolist() == [
        BESIDE,
        BESIDE,
    ]  # significant only for what lies next to them
    # place 10 with 9 and 11: 10 + 60 + 60 = 130; 30 of 400 points of 500 offences would hold 37.5
    assert (table.at[10, "near_offences"], table.at[10, "expected"]) == (130, 37.5)
    assert table.at[39, "near_points"] == 10 and table.at[39, "standing"] == NEITHER
    steps = {name: number for name, number in hotspots.funnel.items() if name != "below_p"}
    assert (
        steps == {"places": 40, "with_points": 40, "tested": 40, "kept": 4, "hot": 2, "cold": 0}
        and hotspots.funnel["below_p"] >= 4
    )


def test_more_residents_around_a_place_explain_more_offences() -> None:
    offences = np.ones(400, dtype=np.int64)
    offences[100:120] = 3
    at, near = np.repeat(np.arange(40), 10), near_matrix([[] for _ in range(40)])
    people = np.full(400, 90.0)
    assert found_hotspots(offences, at, near, residents=people).hot.nonzero()[0].tolist() == [
        10,
        11,
    ]
    people[100:120] = (
        270.0  # three times as many live there: three times as many offences are to be expected
    )
    assert not found_hotspots(offences, at, near, residents=people).hot.any()


def test_only_places_that_expect_enough_are_tested() -> None:
    offences, at = np.ones(60, dtype=np.int64), np.repeat([0, 1, 2, 3], [50, 5, 4, 1])
    hotspots = found_hotspots(offences, at, near_matrix([[], [], [], []]))
    # one offence a point: 50, 5, 4 and 1 expected; five are the fewest, and half of the places expect so many
    assert hotspots.places["standing"].tolist() == [NEITHER, NEITHER, UNTESTED, UNTESTED]
    assert hotspots.funnel["tested"] == 2 and hotspots.places["p"].isna().tolist() == [
        False,
        False,
        True,
        True,
    ]


def test_too_few_offences_are_refused_with_what_to_do() -> None:
    at, near = np.arange(100), near_matrix([[] for _ in range(100)])
    with pytest.raises(
        DataProblem,
        match=r"There are too few offences .* We saw 49; 50 are the fewest\. Choose more months",
    ):
        found_hotspots(np.repeat([1, 0], [49, 51]), at, near)
    with pytest.raises(
        DataProblem, match=r"We saw 60; 0 of 100 places expect 1 with those around them\."
    ):
        found_hotspots(np.repeat([1, 0], [60, 40]), at, near)


def test_where_few_places_expect_five_one_is_enough() -> None:
    offences, at = (
        np.ones(60, dtype=np.int64),
        np.repeat(np.arange(21), [6, 6, 6, *[2] * 6, *[3] * 8, *[1] * 4])[:60],
    )
    at = np.concatenate([at, np.full(60 - len(at), 20)]) if len(at) < 60 else at
    hotspots = found_hotspots(offences, at, near_matrix([[] for _ in range(21)]))
    assert hotspots.fewest == 1.0 and hotspots.funnel["tested"] == 21


def test_standings_are_told_apart() -> None:
    yes, no = np.array([True]), np.array([False])
    assert [
        str(standings(*case)[0])
        for case in (
            (no, no, yes, yes),
            (yes, no, yes, yes),
            (yes, yes, yes, yes),
            (yes, yes, yes, no),
            (yes, yes, no, no),
        )
    ] == [UNTESTED, NEITHER, HOT, BESIDE, COLD]


def test_hot_places_that_touch_are_one() -> None:
    near = near_matrix([[1], [0, 2], [1, 3], [2], []])
    assert joined_places(np.array([True, True, False, True, True]), near).tolist() == [
        0,
        0,
        -1,
        1,
        2,
    ]
    assert joined_places(np.zeros(5, dtype=bool), near).tolist() == [-1] * 5
