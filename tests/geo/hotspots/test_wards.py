"""Gi* on wards: agreement with permutation, the steadying of small wards, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from geo.core.errors import DataProblem
from geo.hotspots.cells import HOT, NEITHER, UNTESTED, near_matrix
from geo.hotspots.wards import ward_hotspots
from geo.rates.rates import smoothed_rates

SIDE = 8


def board() -> list[list[int]]:
    """Neighbours on a board of 8 by 8 squares."""
    return [
        [
            (y + dy) * SIDE + x + dx
            for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0))
            if 0 <= y + dy < SIDE and 0 <= x + dx < SIDE
        ]
        for y in range(SIDE)
        for x in range(SIDE)
    ]


def test_a_cluster_of_wards_is_found_and_the_rest_is_not() -> None:
    people = np.full(64, 5_000.0)
    offences = np.full(64, 100)
    block = [0, 1, SIDE, SIDE + 1]
    offences[block] = 250
    hotspots = ward_hotspots(offences, people, near_matrix(board()))
    assert set(hotspots.hot.nonzero()[0]) == set(block)
    assert (
        hotspots.places.drop(index=[*block, 2, SIDE + 2, 2 * SIDE, 2 * SIDE + 1])["standing"]
        == NEITHER
    ).all()
    # ward 0 with its two neighbours: 750 offences; at the overall rate 15,000 of 320,000 people would have 7,000 × 3 / 64
    assert hotspots.places.at[0, "near_offences"] == 750 and hotspots.places.at[
        0, "expected"
    ] == pytest.approx(7_000 * 3 / 64)


def test_the_analytic_p_agrees_with_permutation() -> None:
    random = np.random.default_rng(3)
    people, offences = np.full(64, 5_000.0), random.poisson(100, 64)
    offences[[0, 1, SIDE]] += 60
    places, near = ward_hotspots(offences, people, near_matrix(board())).places, board()[0]
    rates = smoothed_rates(offences, people).rate
    seen, others = rates[[0, *near]].sum(), np.delete(np.arange(64), 0)
    dealt = np.array([rates[random.permutation(64)[: len(near) + 1]].sum() for _ in range(9_999)])
    p = 2 * ((dealt >= seen).sum() + 1) / 10_000
    assert len(others) == 63 and places.at[0, "p"] == pytest.approx(p, abs=0.02)


def test_wards_without_residents_or_with_too_few_expected_are_not_tested() -> None:
    people, offences = np.full(64, 5_000.0), np.full(64, 100)
    people[5], people[63] = 0.0, 1.0
    near = board()
    near[63], near[55], near[62] = [], [47, 54], [61, 54]
    hotspots = ward_hotspots(offences, people, near_matrix(near))
    assert (
        hotspots.places.loc[[5, 63], "standing"].tolist() == [UNTESTED, UNTESTED]
        and hotspots.funnel["with_points"] == 63
    )


def test_too_few_offences_are_refused() -> None:
    with pytest.raises(
        DataProblem,
        match=r"There are too few offences to find hotspots\. We saw 49 in 64 wards; 50 in 10 are the fewest",
    ):
        ward_hotspots(np.repeat([1, 0], [49, 15]), np.full(64, 100.0), near_matrix(board()))


def test_a_flat_map_has_no_hotspot() -> None:
    assert (
        not ward_hotspots(np.full(64, 10), np.full(64, 100.0), near_matrix(board())).hot.any()
        and HOT == "hotspot"
    )
