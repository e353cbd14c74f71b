"""Spatial measures on four places in a line or a ring, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from geo.core.errors import DataProblem
from geo.hotspots.local_statistics import (
    QUADRANTS,
    bonferroni_critical,
    gi_star,
    global_moran,
    knox_expected,
    knox_observed,
    lisa_classes,
    local_moran,
    neighbour_graph,
)

LINE = [[1], [0, 2], [1, 3], [2]]
RING = [[1, 3], [0, 2], [1, 3], [2, 0]]


def test_gi_star_of_a_line() -> None:
    z, p = gi_star([0, 0, 0, 4], LINE)
    # mean 1, variance 16/4 - 1 = 3.  Ends: two places, (sum - 2) / √(3 (4 x 2 - 4) / 3) = -2/2 and 2/2
    # inner: three places, (sum - 3) / √(3 (4 x 3 - 9) / 3) = -3/1.732 and 1/1.732
    assert z == pytest.approx([-1, -1.732, 0.577, 1], abs=0.001)
    assert p[3] == pytest.approx(0.3173, abs=0.0001)


def test_gi_star_is_undefined_where_a_place_touches_all_or_all_are_alike() -> None:
    z, _ = gi_star([1, 2, 3], [[1], [0, 2], [1]])
    assert np.isnan(z).tolist() == [False, True, False]
    assert np.isnan(gi_star([2, 2, 2, 2], RING)[0]).all()
    assert gi_star([], [])[0].size == 0


def test_an_island_has_no_score_without_itself_and_one_with_it() -> None:
    near = [[1], [0], [], []]
    assert np.isnan(gi_star([1, 2, 3, 9], near, include_self=False)[0]).tolist() == [
        False,
        False,
        True,
        True,
    ]
    assert not np.isnan(gi_star([1, 2, 3, 9], near)[0]).any()


def test_a_graph_made_once_gives_the_same() -> None:
    graph = neighbour_graph(LINE, include_self=True)
    assert gi_star([0, 0, 0, 4], graph)[0] == pytest.approx(gi_star([0, 0, 0, 4], LINE)[0])
    with pytest.raises(DataProblem, match="does not exist"):
        neighbour_graph([[7]])


def test_moran_of_alternating_values_is_least() -> None:
    moran = global_moran([1, 0, 1, 0], RING)
    assert moran is not None
    # each value lies between two of the other kind: I = -1; expected -1/3
    assert (moran.i, moran.expected) == pytest.approx((-1, -1 / 3))
    assert (
        global_moran([2, 2, 2, 2], RING) is None and global_moran([1, 2, 3], [[], [], []]) is None
    )


def test_local_moran_and_its_classes() -> None:
    by_n, by_less = local_moran([1, 0, 1, 0], RING), local_moran([1, 0, 1, 0], RING, divisor="n-1")
    assert by_n is not None and by_less is not None
    # 0.5 x -0.5 over the variance: 0.25 by n, 0.3333 by n - 1
    assert by_n.i == pytest.approx([-1] * 4) and by_less.i == pytest.approx([-0.75] * 4)
    assert [QUADRANTS[int(code)] for code in by_n.code] == ["HL", "LH", "HL", "LH"]
    assert local_moran([1, 1], [[1], [0]]) is None


def test_critical_score_of_one_and_of_fifty_tests() -> None:
    # Ord and Getis print 1.645 and 3.083
    assert bonferroni_critical(0.05, 1) == pytest.approx(1.645, abs=0.001)
    assert bonferroni_critical(0.05, 50) == pytest.approx(3.083, abs=0.001)
    assert bonferroni_critical(0.05, 0) is None


def test_pairs_by_distance_and_days() -> None:
    points, days = [(0, 0), (3, 4), (3, 4)], [0, 1, 3]
    # pairs: 5 m and 1 day, 5 m and 3 days, 0 m and 2 days
    breaks: dict = {"space_breaks": [0, 5, None], "time_breaks": [0, 2, None]}
    assert knox_observed(points, days, **breaks).tolist() == [[0, 1], [1, 1]]
    assert knox_observed(points, days, **breaks, metric="manhattan").tolist() == [[0, 1], [1, 1]]
    # closed on the right: 5 m counts as near, 0 m is not more than 0, 2 days count as soon
    assert knox_observed(points, days, **breaks, closed="right").tolist() == [[1, 1], [0, 0]]
    assert knox_observed([], [], **breaks).tolist() == [[0, 0], [0, 0]]


def test_pairs_expected_if_space_and_time_were_unrelated() -> None:
    # Knox's leukaemia: 152 close in time and 25 in space of 4,560 pairs: 152 x 25 / 4,560 = 0.833; 5 seen
    knox = knox_expected(5, close_time_only=147, close_space_only=20, neither=4388)
    assert (knox.expected, knox.ratio, knox.p) == pytest.approx((0.8333, 6, 0.00168), abs=0.0001)
    assert knox_expected(0, close_time_only=0, close_space_only=0, neither=0).expected is None


def test_lisa_classes_name_a_block_and_leave_the_rest_and_islands() -> None:
    side = 16
    near = [
        [
            (y + dy) * side + x + dx
            for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0))
            if 0 <= y + dy < side and 0 <= x + dx < side
        ]
        for y in range(side)
        for x in range(side)
    ] + [[]]
    values = np.random.default_rng(2).normal(10, 1, 257)
    block = [y * side + x for y in range(4) for x in range(4)]
    values[block], values[256] = 20, 30
    classes = lisa_classes(values, near)
    assert (
        classes[side + 1] == "HH"
        and set(classes[block]) <= {"HH", ""}
        and (classes[block] == "HH").sum() >= 4
    )
    assert classes[256] == "" and (classes[128:256] == "").all()  # the island, and the far half
    assert lisa_classes(values, near).tolist() == classes.tolist()
    assert lisa_classes([3, 3, 3, 3], RING).tolist() == [""] * 4
