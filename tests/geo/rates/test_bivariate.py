"""Two rates on one map, and where they disagree."""

from __future__ import annotations

import math

import pytest
from pandas import Series

from geo.core.errors import UnknownWard
from geo.rates.bivariate import disagreements, grid_of, thirds

NAN = math.nan


def test_thirds_of_the_wards_with_equal_values_together() -> None:
    # limits at 1/3 and 2/3 of 0 … 6: 2 and 4; a value equal to a limit is in the third below
    classes, limits = thirds(Series([0.0, 1, 2, 3, 4, 5, 6]))
    assert classes.tolist() == [0, 0, 0, 1, 1, 2, 2] and limits == pytest.approx((2, 4))
    assert thirds(Series([0.0, 0, 0, 9]))[0].tolist() == [0, 0, 0, 2]
    assert thirds(Series([NAN, 1.0]))[0].tolist() == [-1, 0] and thirds(Series([NAN]))[
        0
    ].tolist() == [-1]


def test_nine_classes_go_across_by_the_first_and_up_by_the_second() -> None:
    first = Series([1.0, 2, 3, 1, NAN], index=list("ABCDE"))
    second = Series([10.0, 20, 30, 30, 5], index=list("ABCDE"))
    # limits 1 and 2 … of the first: 1, 2 → thirds 0, 1 (2 = upper limit), 2, 0; of the second 10, 20, 30, 30, 5: limits 13.3, 26.7
    grid = grid_of(first, second)
    assert grid.classes.tolist() == [0, 4, 8, 6, -1]
    assert grid.across == pytest.approx((1.0, 2.0)) and grid.up == pytest.approx(
        (13.333, 26.667), abs=0.001
    )


def test_the_planted_wards_head_the_list_both_ways() -> None:
    """A: 90 searches on 10 offences; B: 10 on 90; the others 50 on 50."""
    searches = Series({"A": 90, "B": 10, "C": 50, "D": 50, "E": 50})
    violence = Series({"A": 10, "B": 90, "C": 50, "D": 50, "E": 50})
    table = disagreements(searches, violence)
    assert table.index[:2].tolist() in (["A", "B"], ["B", "A"])
    assert table["says"].to_dict() == {"A": "more", "B": "fewer", "C": "", "D": "", "E": ""}
    # A: (90.5 x 240.5) / (10.5 x 160.5) = 12.92; error √(1/90.5 + 1/10.5 + 1/160.5 + 1/240.5) = 0.3414; x e^(∓1.96 x 0.3414)
    assert table.loc["A", ["ratio", "low", "high"]].to_list() == pytest.approx(
        [12.915, 6.614, 25.22], abs=0.05
    )
    assert table.loc["A", "expected"] == 10 and table.loc["A", "nearest"] == table.loc["A", "low"]
    assert (
        table.loc["B", "nearest"] == pytest.approx(1 / table.loc["A", "low"])
        and table.loc["C", "nearest"] == 1
    )


def test_a_small_ward_with_a_wild_ratio_does_not_go_before_a_sure_one() -> None:
    table = disagreements(
        Series({"small": 3, "sure": 200, "C": 200, "D": 200}),
        Series({"small": 0, "sure": 100, "C": 250, "D": 250}),
    )
    assert (
        table.index[0] == "sure"
        and table.loc["small", "says"] == ""
        and table.loc["small", "ratio"] > table.loc["sure", "ratio"]
    )


def test_nothing_counted_and_wards_unknown() -> None:
    assert disagreements(Series({"A": 0}), Series({"A": 0})).empty
    with pytest.raises(UnknownWard):
        disagreements(Series({"A": 1}), Series({"B": 1}))


def test_where_wards_differ_beyond_chance_only_the_exception_is_listed() -> None:
    """Thirty wards whose searches go with their violence but for half as many again, up or down; one has ten times as many."""
    names = [f"W{at:02}" for at in range(31)]
    violence = Series(100, index=names)
    searches = Series([150, 67] * 15 + [1000], index=names)
    table = disagreements(searches, violence)
    assert table.index[0] == "W30" and table.loc["W30", "says"] == "more"
    assert set(table["says"].drop("W30")) == {""}
    # of twelve such wards nobody knows how wards differ: chance alone is asked
    few = disagreements(searches[:12], violence[:12])
    assert set(few["says"]) == {"more", "fewer"}
