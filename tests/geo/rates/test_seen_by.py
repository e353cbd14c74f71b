"""Wards high in one source and low in another."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.core.errors import DataProblem
from geo.rates.seen_by import seen, seen_by_whom

RESIDENTS = pd.Series({"A": 1000, "B": 1000, "C": 1000, "D": 1000})


def test_high_and_low_are_told_by_the_limits() -> None:
    # 160 over four equal wards: 40 expected each; limits of 100 are 81 to 122, of 10 are 4.8 to 18.4, of 35 are 24 to 49
    sources = seen(pd.Series({"A": 100, "B": 10, "C": 35, "D": 15}), RESIDENTS)
    assert sources.to_dict() == {
        "A": "high",
        "B": "low",
        "C": "cannot be told from the rest",
        "D": "low",
    }


def test_only_wards_that_sources_see_the_other_way_round_are_listed() -> None:
    police, hospital = (
        pd.Series({"A": 100, "B": 10, "C": 35, "D": 15}),
        pd.Series({"A": 10, "B": 100, "C": 35, "D": float("nan")}),
    )
    assert seen_by_whom(police, hospital, RESIDENTS).to_dict("index") == {
        "A": {"first": "high", "second": "low"},
        "B": {"first": "low", "second": "high"},
    }


def test_hidden_counts_say_nothing_and_unknown_wards_are_refused() -> None:
    assert set(seen(pd.Series({"A": float("nan")}), RESIDENTS)) == {
        "hidden",
        "cannot be told from the rest",
    }
    with pytest.raises(DataProblem, match="not in the boundaries"):
        seen(pd.Series({"Z": 1.0}), RESIDENTS)


def test_where_wards_differ_beyond_chance_the_limits_are_wider() -> None:
    """Twenty wards, half with 30 and half with 50: by chance alone 50 or more where 40 are expected comes up once in 16, 30 or fewer too."""
    wards = [f"W{at:02}" for at in range(24)]
    residents = pd.Series(1000, index=wards)
    uneven = pd.Series([10, 90] * 12, index=wards)
    # scores 2 (√10 − √50) = −7.8 and 2 (√90 − √50) = 4.8: phi is 42, and 4.8 / 6.5 is within 1.96
    assert set(seen(uneven, residents)) == {"cannot be told from the rest"}
    assert set(seen(uneven[:4], residents[:4])) == {
        "high",
        "low",
    }  # too few to say how wards differ
