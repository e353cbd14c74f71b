"""Near repeats: refused where place and day are not known, found where they are planted."""

from __future__ import annotations

import numpy as np
import pytest

from geo.core.errors import DataProblem
from geo.hotspots.local_statistics import knox_observed
from geo.hotspots.near_repeat import near_repeats, require_exact


def test_open_data_are_refused_with_the_reason() -> None:
    with pytest.raises(
        DataProblem,
        match=r"knows the month of an offence, not its day, .* Load the force's own records",
    ):
        require_exact(detailed=False)
    require_exact(detailed=True)


def test_repeats_planted_within_a_week_and_100_metres_are_found() -> None:
    random = np.random.default_rng(4)
    first, days = random.uniform(0, 5_000, (60, 2)), random.integers(0, 365, 60)
    grid = np.vstack([first, first[:30] + 30])  # thirty are followed 42 m away …
    table = near_repeats(
        grid, np.concatenate([days, days[:30] + 3]), draws=99
    )  # … three days later
    near = table.iloc[0]
    assert (
        (near["metres_to"], near["days_to"]) == (100, 7)
        and near["observed"] >= 30
        and near["p"] == 0.01
        and near["ratio"] > 5
    )
    assert (table["p"].iloc[4:] > 0.01).all() and len(table) == 9


def test_pairs_are_those_of_knox() -> None:
    random = np.random.default_rng(6)
    grid, days = random.integers(0, 30, (120, 2)) * 50.0, random.integers(0, 40, 120)
    table = near_repeats(grid, days, draws=1)
    plain = knox_observed(grid, days, space_breaks=[0, 100, 200, 400], time_breaks=[0, 7, 14, 28])
    assert table["observed"].to_list() == plain.ravel().tolist() and plain.min() > 0


def test_days_dealt_out_at_random_show_none() -> None:
    small = 0
    for seed in range(10):
        random = np.random.default_rng(seed)
        table = near_repeats(
            random.uniform(0, 2_000, (80, 2)), random.integers(0, 100, 80), draws=19
        )
        small += table["p"].iloc[0] <= 0.05
    assert small <= 2  # one in twenty by chance


def test_too_few_or_too_many_are_refused() -> None:
    with pytest.raises(
        DataProblem, match="We saw 49; from 50 to 5,000 can be compared pair by pair"
    ):
        near_repeats(np.zeros((49, 2)), np.zeros(49))
