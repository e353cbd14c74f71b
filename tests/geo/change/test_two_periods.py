"""Two periods compared, one ward alone and in a list."""

from __future__ import annotations

from math import nan

import pytest
from pandas import Series
from scipy.stats import binomtest, false_discovery_control

from geo.change.two_periods import e_test, exact_p, poisson_z, verdict, ward_changes
from geo.core.errors import DataProblem


def test_exact_p_of_thirteen_then_seven_now() -> None:
    # 2 x P(7 or fewer heads in 20) = 2 x 0.1316
    assert exact_p(7, 13) == pytest.approx(0.2632, abs=0.0001)
    # six on one side: 2 x (1/2)^6
    assert exact_p(0, 6) == pytest.approx(0.03125)


def test_exact_p_of_equal_periods_is_the_binomial_test() -> None:
    for now, then in ((0, 0), (1, 0), (5, 5), (9, 4), (98, 28), (400, 520)):
        assert exact_p(now, then) == pytest.approx(
            binomtest(now, now + then).pvalue if now + then else 1.0
        )


def test_exact_p_allows_for_unequal_periods() -> None:
    # two in one month, none in three: both fall in a quarter of the time, 1/16; no other split is as rare
    assert exact_p(2, 0, months_now=1, months_then=3) == pytest.approx(1 / 16)
    with pytest.raises(DataProblem, match="no month"):
        exact_p(1, 1, months_now=0)


def test_e_test_and_the_published_score() -> None:
    p = e_test((12, 5), (1, 1))
    assert p is not None and 0.05 < p < exact_p(12, 5)
    assert e_test((0, 0), (1, 1)) is None
    # 2 x (7 - 6)
    assert poisson_z(49, 36) == pytest.approx(2)


def test_verdict_goes_by_p_and_direction() -> None:
    assert verdict(0.009, 20, 5) == "clear rise"
    assert verdict(0.049, 5, 14) == "possible fall"
    assert verdict(0.05, 5, 13) == "usual variation"
    # 10 in half the time is more than 12
    assert verdict(0.02, 10, 12, months_now=6, months_then=12) == "possible rise"


def test_verdict_cannot_tell_where_no_split_would_be_a_sign() -> None:
    # five in all: 2 x (1/2)^5 = 0.0625 at the most extreme, six: 0.031
    assert verdict(0.0625, 0, 5) == "cannot tell"
    assert verdict(0.03125, 0, 6) == "possible fall"
    assert verdict(1.0, 0, 0) == "cannot tell"
    assert verdict(None, 50, 60) == "cannot tell"


def test_ward_changes_never_show_nan_but_for_a_hidden_percent() -> None:
    now, then = Series({"A": 30, "B": 0, "C": 1}), Series({"A": 20, "C": 12, "D": 5})
    table = ward_changes(now, then, months_now=12, months_then=12)
    assert table.index.to_list() == ["A", "B", "C", "D"]
    # A: 30 / 20 = +50 %; C: the base of 12 is under 20
    assert table["percent_change"].to_list() == pytest.approx([50, nan, nan, nan], nan_ok=True)
    # C: 2 x (1 + 13) / 2^13 = 0.003418; three wards with offences, C the least, so q = 3 x 0.003418 = 0.01025
    assert table.loc["C", ["p", "q"]].to_list() == pytest.approx([0.003418, 0.010254], abs=1e-6)
    assert table["verdict"].to_list() == [
        "usual variation",
        "cannot tell",
        "possible fall",
        "cannot tell",
    ]
    assert table[["p", "q"]].notna().all(axis=None)


def test_ward_changes_of_unequal_periods_and_of_nothing() -> None:
    table = ward_changes(Series({"A": 20}), Series({"A": 40}), months_now=6, months_then=12)
    assert table.loc["A", "percent_change"] == pytest.approx(0)
    assert ward_changes(Series(dtype=int), Series(dtype=int), months_now=1, months_then=1).empty


def test_changes_of_a_list_are_allowed_for_as_benjamini_and_hochberg_do() -> None:
    now, then = (
        Series({f"W{n}": n for n in range(1, 30)}),
        Series({f"W{n}": 30 - n for n in range(1, 30)}),
    )
    table = ward_changes(now, then, months_now=12, months_then=12)
    assert table["q"].to_list() == pytest.approx(
        false_discovery_control(table["p"].to_numpy()).tolist()
    )
    # one test alone needs no allowance: 2 x (1/2)^6
    assert ward_changes(Series({"W1": 6}), Series({"W1": 0}), months_now=1, months_then=1)[
        "q"
    ].to_list() == pytest.approx([0.03125])
