"""One operation from its frozen design to its verdict, on counts made up by a fixed seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.core.selection import months_between
from geo.operations.design import (
    RECORDED_POSSESSION,
    REPORTED_VIOLENCE,
    Design,
    Frozen,
    design_digest,
)
from geo.operations.evaluation import evaluate

MONTHS = months_between(date(2020, 1, 1), date(2022, 12, 1))
BEFORE, AFTER = MONTHS[12:24], MONTHS[24:]
WARDS = ["T", "A", "B", "C", "R1", "R2", "S1", "S2"]
DESIGN = Design(
    "Op Made-up",
    REPORTED_VIOLENCE,
    ("T",),
    ("A", "B", "C"),
    BEFORE,
    AFTER,
    "by hand",
    ("R1", "R2"),
    ("S1", "S2"),
    (1.0, 3.0, 2.0, 2.0),
)


def frozen(**changed: object) -> Frozen:
    design = replace(DESIGN, **changed)  # type: ignore[arg-type]
    return Frozen(design, design_digest(design), "2023-01-18T09:00:00+00:00")


def monthly(
    mean: float = 20, *, inside: float = 1.0, around: float = 1.0, seed: int = 1
) -> DataFrame:
    """Counts of every ward and month; from January 2022 the operation area and the ring are multiplied."""
    expected = np.full((len(WARDS), len(MONTHS)), float(mean))
    expected[0, 24:] *= inside
    expected[4:6, 24:] *= around
    return DataFrame(
        np.random.default_rng(seed).poisson(expected), index=WARDS, columns=list(MONTHS)
    )


def test_a_planted_fall_is_found_and_counted_up() -> None:
    table = monthly(inside=0.5)
    evaluation = evaluate(table, frozen())
    assert (
        evaluation.verdict.word == "worked"
        and evaluation.verdict.next_door == "no sign that offences moved"
    )
    assert evaluation.change.low < 0.5 < evaluation.change.high
    areas = {
        "area": ["T"],
        "comparison": ["A", "B", "C"],
        "buffer": ["R1", "R2"],
        "buffer_comparison": ["S1", "S2"],
    }
    sums = {
        name: (
            int(table.loc[wards, list(BEFORE)].to_numpy().sum()),
            int(table.loc[wards, list(AFTER)].to_numpy().sum()),
        )
        for name, wards in areas.items()
    }
    assert evaluation.counts == sums
    # comparison of three wards, a third of it counts
    gain = (sums["area"][1] - sums["area"][0]) - (sums["comparison"][1] - sums["comparison"][0]) / 3
    assert evaluation.offences.local == pytest.approx(gain)
    assert (
        evaluation.could.before == sums["area"][0]
        and evaluation.alongside is not None
        and evaluation.spike is not None
    )
    assert (
        evaluation.quotient is not None
        and evaluation.quotient.gross_effect == sums["area"][0] - sums["area"][1]
    )


def test_nothing_planted_is_no_sign_where_counts_are_large_and_cannot_tell_where_small() -> None:
    assert evaluate(monthly(), frozen()).verdict.word == "no sign"
    assert evaluate(monthly(1), frozen()).verdict.word == "cannot tell"


def test_a_rise_is_told_and_so_is_what_moved_next_door() -> None:
    assert evaluate(monthly(inside=1.6), frozen()).verdict.word == "made it worse"
    moved = evaluate(monthly(inside=0.5, around=1.5), frozen())
    assert moved.verdict.next_door == "moved next door" and moved.offences.displacement > 0
    assert moved.verdict.word == "cannot tell" and "rose next door" in moved.verdict.sentence


def test_nothing_recorded_cannot_be_told() -> None:
    nothing = monthly() * 0
    evaluation = evaluate(nothing, frozen())
    assert (evaluation.verdict.word, evaluation.change.ratio, evaluation.alongside) == (
        "cannot tell",
        None,
        None,
    )
    assert (
        evaluation.counts["area"] == (0, 0)
        and "0 offences before and 0 after" in evaluation.verdict.sentence
    )


def test_a_zero_after_goes_to_the_exact_test_by_name() -> None:
    table = monthly()
    table.loc["T", list(AFTER)] = 0
    evaluation = evaluate(table, frozen())
    assert (
        evaluation.change.method == "exact conditional test"
        and evaluation.change.ratio == 0
        and evaluation.verdict.word == "worked"
    )


def test_recorded_possession_is_never_a_verdict() -> None:
    evaluation = evaluate(monthly(inside=0.3), frozen(outcome=RECORDED_POSSESSION))
    assert (
        evaluation.verdict.word == "cannot tell"
        and "counts what the operation itself does" in evaluation.verdict.sentence
    )


def test_a_start_on_a_spike_is_held_against_the_months_before_it() -> None:
    table = monthly()
    table.loc["T", list(BEFORE[-6:])] *= 2
    evaluation = evaluate(table, frozen())
    assert (
        evaluation.spike is not None
        and evaluation.spike.warns
        and evaluation.without_spike is not None
    )
    assert (
        evaluation.change.high < 1 < evaluation.without_spike.high
        and evaluation.verdict.word == "cannot tell"
    )


def test_overlapping_work_and_each_comparison_ward_are_left_out_in_turn() -> None:
    table = monthly(inside=0.5)
    evaluation = evaluate(
        table, frozen(), touched={"Op Sceptre April 2022": [date(2022, 4, 1), date(2022, 5, 1)]}
    )
    assert evaluation.without.index.to_list() == [
        "without the months of Op Sceptre April 2022",
        "without A",
        "without B",
        "without C",
    ]
    months = [m for m in (*BEFORE, *AFTER) if m not in (date(2022, 4, 1), date(2022, 5, 1))]
    apart = table.loc[["T", "A", "B", "C"], months]
    by_hand = (apart.loc["T", months[12:]].sum() / apart.loc["T", months[:12]].sum()) / (
        apart.loc["A":, months[12:]].to_numpy().sum()
        / apart.loc["A":, months[:12]].to_numpy().sum()
    )
    assert evaluation.without.iloc[0]["ratio"] == pytest.approx(by_hand, rel=0.001)


def test_checks_before_and_beside_stand_in_the_answer() -> None:
    evaluation = evaluate(
        monthly(inside=0.5), frozen(), other_outcomes={"Burglary": monthly(5, seed=2)}
    )
    # 24 months before the start, six on each side of a made-up one
    assert len(evaluation.placebo_dates) == 13 and evaluation.placebo_dates.index[-1] == date(
        2021, 7, 1
    )
    assert (
        evaluation.placebo_outcomes.loc["Burglary", "low"]
        < 1
        < evaluation.placebo_outcomes.loc["Burglary", "high"]
    )


def test_without_a_buffer_nothing_is_said_of_next_door() -> None:
    evaluation = evaluate(
        monthly(inside=0.5), frozen(buffer=(), buffer_comparison=(), sizes=(1.0, 3.0, 0.0, 0.0))
    )
    assert (
        evaluation.ring,
        evaluation.quotient,
        evaluation.verdict.next_door,
        evaluation.offences.displacement,
    ) == (
        None,
        None,
        None,
        0,
    )


def test_an_absent_month_is_refused_and_a_ward_without_a_row_counts_nought() -> None:
    with pytest.raises(DataProblem, match="March 2022 was not received"):
        evaluate(monthly().drop(columns=[date(2022, 3, 1)]), frozen())
    assert evaluate(monthly().drop(index="S2"), frozen()).counts["buffer_comparison"][0] < 300


def test_months_after_the_designs_last_are_not_looked_at() -> None:
    table = monthly()
    later = table.assign(**{"x": 10_000}).rename(columns={"x": date(2023, 1, 1)})
    assert evaluate(later, frozen()).change == evaluate(table, frozen()).change


def test_a_design_altered_after_the_freeze_is_not_judged() -> None:
    with pytest.raises(DataProblem, match="not the one that was frozen"):
        evaluate(monthly(), replace(frozen(), design=replace(DESIGN, comparison=("A",))))


def test_an_operation_has_not_worked_where_only_places_were_withheld() -> None:
    """Every ward loses nine in twenty of its places; T, by chance of which, more than the others."""
    table = monthly(mean=40)
    table.loc["T", list(AFTER)] = 16  # of 40; the rest of the area keeps 22
    table.loc[WARDS[1:], list(AFTER)] = 22
    alone = evaluate(table, frozen())
    assert alone.verdict.word == "worked" and alone.bounds is None
    table.loc["without location"] = 0
    table.loc["without location", list(AFTER)] = 40 * len(WARDS) - int(
        table.loc[WARDS, AFTER[0]].sum()
    )
    judgement = evaluate(table, frozen())
    assert judgement.verdict.word == "cannot tell" and judgement.bounds is not None
    assert "0% of offences had no place before and 47% after" in judgement.verdict.sentence
    assert "from none to twice its share" in judgement.verdict.sentence
    # as many without a place before as after: the placed speak for all
    table.loc["without location"] = 120
    table.loc["without location", list(MONTHS[:24])] = 220
    assert evaluate(table, frozen()).verdict.word == "worked"


def test_a_fall_beyond_all_that_could_be_added_has_worked() -> None:
    table = monthly(mean=40, inside=0.2)
    table.loc["outside"] = 0
    table.loc["outside", list(AFTER)] = 16
    judgement = evaluate(table, frozen())
    assert judgement.bounds is not None and judgement.bounds.missing.differs
    assert judgement.verdict.word == "worked"
