"""Comparison wards by the rule: like the area, not next to it, untouched, and side by side before."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.core.selection import months_between
from geo.operations.comparison_areas import adjoining_wards, comparison_wards, trend_apart

pytestmark = pytest.mark.filterwarnings(
    "ignore:Perfect separation"
)  # made-up counts may fit without a remainder
START = date(2022, 1, 1)
MONTHS = list(months_between(date(2021, 1, 1), date(2021, 12, 1)))
# T is the operation area. Likeness by one figure beside residents and rate: A nearest, then B, C, D, E, F
FEATURES = DataFrame(
    {"residents": 1000.0, "deprivation": [20.0, 21, 22, 23, 24, 25, 40]}, index=list("TABCDEF")
)


def before(**changed: list[int]) -> DataFrame:
    rows = {ward: [10] * 12 for ward in FEATURES.index} | changed
    return DataFrame.from_dict(rows, orient="index", columns=MONTHS)


def chosen(counts: DataFrame, **options: object) -> tuple[str, ...]:
    question = {"adjoining": (), "start": START, "most": 2} | options
    return comparison_wards(counts, FEATURES, ["T"], **question).wards  # type: ignore[arg-type]


def test_the_most_alike_are_chosen_in_order() -> None:
    assert chosen(before()) == ("A", "B")
    table = comparison_wards(before(), FEATURES, ["T"], adjoining=(), start=START, most=3).table
    assert (
        table["reason"].to_list() == ["chosen"] * 3 + ["others are more like it"] * 3
        and table["distance"].is_monotonic_increasing
    )


def test_neighbours_and_wards_with_other_work_are_passed_over_with_a_reason() -> None:
    choice = comparison_wards(
        before(C=[0] * 12), FEATURES, ["T"], adjoining={"A"}, taken={"B"}, start=START, most=4
    )
    assert choice.wards == ("D", "E", "F")
    assert choice.table["reason"].to_dict() == {
        "A": "adjoins the operation area",
        "B": "another operation or area lies there",
        "C": "no offence before",
        **dict.fromkeys("DEF", "chosen"),
    }
    assert choice.table.at["D", "offences"] == 120
    assert (
        "The 4 wards most like the operation area in residents, deprivation and the rate before"
        in choice.rule
    )
    assert "over 12 months" in choice.rule


def test_a_ward_that_moved_apart_before_is_passed_over() -> None:
    # twelve-fold over the year while the area stood still; its rate too is further off, so ask for all
    apart = before(B=[1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 24])
    choice = comparison_wards(apart, FEATURES, ["T"], adjoining=(), start=START, most=5)
    assert (
        choice.table.at["B", "reason"] == "its counts did not run alongside"
        and choice.table.at["B", "trend_p"] < 0.05
    )
    assert set(choice.wards) == set("ACDEF")


def test_the_rate_before_counts_towards_likeness() -> None:
    assert "A" not in chosen(before(A=[60] * 12))


def test_months_after_the_start_are_refused() -> None:
    late = before().assign(**{"x": 1}).rename(columns={"x": START})
    with pytest.raises(DataProblem, match="We were given January 2022; it began on 1 January 2022"):
        chosen(late)


def test_an_area_without_figures_or_without_any_ward_left_is_refused() -> None:
    with pytest.raises(DataProblem, match="no figures to find similar wards by"):
        comparison_wards(before(), FEATURES, ["X"], adjoining=(), start=START)
    with pytest.raises(DataProblem, match="No ward is left"):
        chosen(before(), adjoining=set("ABCDEF"))


def test_an_area_of_two_wards_stands_as_their_mean() -> None:
    # T and F lie at 20 and 40: their mean is 30, and E at 25 is nearest
    choice = comparison_wards(before(), FEATURES, ["T", "F"], adjoining=(), start=START, most=1)
    assert choice.wards == ("E",)


def test_trends_apart_as_a_ratio_a_year() -> None:
    doubling = (100 * 2 ** (np.arange(12) / 12)).round().astype(int).tolist()
    trend = trend_apart(before(T=doubling, A=[100] * 12), ["T"], "A")
    assert trend is not None and trend.ratio == pytest.approx(2, abs=0.02)
    assert trend_apart(before(A=[0] * 11 + [9]), ["T"], "A") is None


def test_adjoining_wards_are_those_around_and_not_within() -> None:
    pairs = DataFrame(
        {"ward_code": ["T", "T", "A", "A", "B"], "neighbour_code": ["A", "B", "T", "C", "T"]}
    )
    assert adjoining_wards(pairs, ["T"]) == ("A", "B")
    assert adjoining_wards(pairs, ["T", "A"]) == ("B", "C")
    assert adjoining_wards(pairs, ["X"]) == ()
