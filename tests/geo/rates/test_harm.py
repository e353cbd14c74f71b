"""Harm added up, with what has no weight named, and between limits that chance allows."""

from __future__ import annotations

import numpy as np
import pytest

from geo.core.errors import DataProblem
from geo.rates.harm import effective_offences, harm_total, harm_with_limits
from geo.rates.intervals import poisson_limits


def test_harm_names_what_it_could_not_weigh() -> None:
    # 2 x 10 + 3 x 1.5; nothing is known of C
    assert harm_total({"A": 2, "B": 3, "C": 1}, {"A": 10, "B": 1.5}) == (24.5, ["C"])
    assert harm_total({}, {"A": 1}) == (0.0, [])


def test_equal_weights_give_the_exact_limits_of_a_count_times_the_weight() -> None:
    total = harm_with_limits({"A": 5, "B": 3, "C": 2}, {"A": 10, "B": 10})
    low, high = (float(limit[0]) for limit in poisson_limits(np.array([8])))
    assert (total.harm, total.offences, total.unweighted) == (80.0, 8, {"C": 2})
    assert [total.low, total.high] == pytest.approx([10 * low, 10 * high])


def test_a_heavy_offence_and_counts_that_vary_more_widen_the_limits() -> None:
    counts = {"A": 100, "B": 1}
    light, heavy = (harm_with_limits(counts, {"A": 1, "B": weight}) for weight in (1, 100))
    assert (heavy.high - heavy.low) / heavy.harm > 2 * (light.high - light.low) / light.harm
    varied = harm_with_limits(counts, {"A": 1, "B": 1}, phi=4)
    assert varied.high - varied.low == pytest.approx(2 * (light.high - light.low), rel=0.1)


def test_nothing_weighed_has_no_harm_but_an_upper_limit_and_a_weight_below_nought_is_refused() -> (
    None
):
    nothing = harm_with_limits({"A": 0}, {"A": 10})
    assert (nothing.harm, nothing.low) == (0.0, 0.0)
    assert nothing.high == pytest.approx(36.9, abs=0.05)  # ten times 3.69, the upper limit of 0
    assert harm_with_limits({}, {"A": 10}).high == 0.0
    with pytest.raises(DataProblem, match="below 0"):
        harm_with_limits({"A": 1}, {"A": -1})


def test_effective_offences_are_as_many_as_would_vary_as_much() -> None:
    assert effective_offences({"A": 20}, {"A": 7}) == pytest.approx(20)
    # one of weight 90 and ten of weight 1: 100² / (8100 + 10)
    assert effective_offences({"A": 1, "B": 10}, {"A": 90, "B": 1}) == pytest.approx(
        1.233, abs=0.001
    )
    assert effective_offences({"A": 3}, {"B": 1}) == 0.0
