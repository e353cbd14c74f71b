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
from geo.operations.evaluation import Evaluation, Surroundings, evaluate
from geo.operations.overlaps import Company

MONTHS = months_between(date(2020, 1, 1), date(2022, 12, 1))
BEFORE, AFTER = MONTHS[12:24], MONTHS[24:]
WARDS = ["T", "A", "B", "C", "R1", "R2", "S1", "S2"]
OTHERS = [
    f"O{number}" for number in range(24)
]  # of another authority, to learn from what happens where nothing is done
FELL = "fell beside its comparison"
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

KNOWN = Surroundings(
    {ward: "X" if ward in WARDS else "Y" for ward in (*WARDS, *OTHERS)},
    company=Company({}, {}),
    registered=True,
)


def frozen(**changed: object) -> Frozen:
    design = replace(DESIGN, **changed)  # type: ignore[arg-type]
    return Frozen(design, design_digest(design), "2023-01-18T09:00:00+00:00")


def monthly(
    mean: float = 20, *, inside: float = 1.0, around: float = 1.0, seed: int = 1
) -> DataFrame:
    """Counts of every ward and month; from January 2022 the operation area and the ring are multiplied."""
    wards = [*WARDS, *OTHERS]
    expected = np.full((len(wards), len(MONTHS)), float(mean))
    expected[0, 24:] *= inside
    expected[4:6, 24:] *= around
    return DataFrame(
        np.random.default_rng(seed).poisson(expected), index=wards, columns=list(MONTHS)
    )


def at_points(table: DataFrame) -> DataFrame:
    """The operation area's offences dealt out evenly among twenty points, the later ones taking what is over."""
    each = np.array([[(int(n) + at) // 20 for n in table.loc["T"]] for at in range(20)])
    return DataFrame(each, [f"Street {at}" for at in range(20)], columns=table.columns)


def judge(
    table: DataFrame, design: Frozen, *, surroundings: Surroundings = KNOWN, **known: object
) -> Evaluation:
    """With every premise known, unless another is given."""
    if surroundings.points is None:
        surroundings = replace(surroundings, points=at_points(table))
    return evaluate(table, design, surroundings=surroundings, **known)  # type: ignore[arg-type]


def test_a_planted_fall_is_found_and_counted_up() -> None:
    table = monthly(inside=0.5)
    evaluation = judge(table, frozen())
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
    assert judge(monthly(), frozen()).verdict.word == "no sign"
    assert judge(monthly(1), frozen()).verdict.word == "cannot tell"


def test_a_rise_is_told_and_so_is_what_moved_next_door() -> None:
    assert judge(monthly(inside=1.6), frozen()).verdict.word == "made it worse"
    moved = judge(monthly(inside=0.5, around=1.5), frozen())
    assert moved.verdict.next_door == "moved next door" and moved.offences.displacement > 0
    assert moved.verdict.word == "cannot tell" and "rose next door" in moved.verdict.sentence


def test_nothing_recorded_cannot_be_told() -> None:
    nothing = monthly() * 0
    evaluation = judge(nothing, frozen())
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
    evaluation = judge(table, frozen())
    assert (
        evaluation.change.method == "exact conditional test"
        and evaluation.change.ratio == 0
        and evaluation.verdict.word == "worked"
    )


def test_recorded_possession_is_never_a_verdict() -> None:
    evaluation = judge(monthly(inside=0.3), frozen(outcome=RECORDED_POSSESSION))
    assert (
        evaluation.verdict.word == "cannot tell"
        and "counts what the operation itself does" in evaluation.verdict.sentence
    )


def test_a_start_on_a_spike_is_held_against_the_months_before_it() -> None:
    table = monthly()
    table.loc["T", list(BEFORE[-6:])] *= 2
    evaluation = judge(table, frozen())
    assert (
        evaluation.spike is not None
        and evaluation.spike.warns
        and evaluation.without_spike is not None
    )
    assert (
        evaluation.modelled is not None
        and evaluation.modelled.high < 1 < evaluation.without_spike.high
        and evaluation.verdict.word == "cannot tell"
    )


def test_overlapping_work_and_each_comparison_ward_are_left_out_in_turn() -> None:
    table = monthly(inside=0.5)
    evaluation = judge(
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
    evaluation = judge(
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
    evaluation = judge(
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
        judge(monthly().drop(columns=[date(2022, 3, 1)]), frozen())
    assert judge(monthly().drop(index="S2"), frozen()).counts["buffer_comparison"][0] < 300


def test_months_after_the_designs_last_are_not_looked_at() -> None:
    table = monthly()
    later = table.assign(**{"x": 10_000}).rename(columns={"x": date(2023, 1, 1)})
    assert judge(later, frozen()).change == judge(table, frozen()).change


def test_a_design_altered_after_the_freeze_is_not_judged() -> None:
    with pytest.raises(DataProblem, match="not the one that was frozen"):
        judge(monthly(), replace(frozen(), design=replace(DESIGN, comparison=("A",))))


def test_an_operation_has_not_worked_where_only_places_were_withheld() -> None:
    """Every ward loses nine in twenty of its places; T, by chance of which, more than the others."""
    table = monthly(mean=40)
    table.loc[:, list(AFTER)] = 22
    table.loc["T", list(AFTER)] = 16  # of 40; the rest of the area keeps 22
    alone = judge(table, frozen())
    assert alone.verdict.word == FELL and alone.bounds is None
    table.loc["without location"] = 0
    wards = [*WARDS, *OTHERS]
    table.loc["without location", list(AFTER)] = 40 * len(wards) - int(
        table.loc[wards, AFTER[0]].sum()
    )
    judgement = judge(table, frozen())
    assert judgement.verdict.word == "cannot tell" and judgement.bounds is not None
    assert "0% of offences had no place before and 45% after" in judgement.verdict.sentence
    assert "from none to twice its share" in judgement.verdict.sentence
    # as many without a place before as after: the placed speak for all
    table.loc["without location"] = 470
    table.loc["without location", list(MONTHS[:24])] = 860
    assert judge(table, frozen()).verdict.word == FELL


def test_a_fall_beyond_all_that_could_be_added_has_worked() -> None:
    table = monthly(mean=40, inside=0.2)
    table.loc["outside"] = 0
    table.loc["outside", list(AFTER)] = 16
    judgement = judge(table, frozen())
    assert judgement.bounds is not None and judgement.bounds.missing.differs
    assert judgement.verdict.word == "worked"


def test_a_fall_of_one_low_month_is_not_told_and_one_of_every_month_is() -> None:
    low = AFTER[-1]
    table = monthly(100)
    table.loc["T", list(AFTER)] = [95] * 11 + [5]
    table.loc["T", list(BEFORE)] = 100
    table.loc[["A", "B", "C"], :] = 100
    short = frozen(after=AFTER[-2:], buffer=(), buffer_comparison=())
    assert judge(table, short).verdict.word == FELL
    assert judge(table, short, thin=(low,)).verdict.word == "cannot tell"
    table.loc["T", list(AFTER)] = [50] * 11 + [20]
    judged = judge(table, frozen(), thin=(low,))
    assert (
        judged.verdict.word == "worked" and judged.counts["area"][1] == 570
    )  # the low month counts


def test_another_operation_in_the_same_ward_makes_it_cannot_tell_which() -> None:
    table = monthly(inside=0.4)
    assert judge(table, frozen()).verdict.word == "worked"
    met = replace(KNOWN, company=Company({"Op Other": AFTER}, {}))
    judged = judge(table, frozen(), surroundings=met)
    assert judged.verdict.word == "cannot tell which"
    assert judged.verdict.sentence.startswith(
        "We cannot tell which: Op Other (January to December 2022) went on in the same wards; "
    )
    held = {premise.name: premise for premise in judged.verdict.premises}
    company = held["No other work went on in its wards"]
    assert company.describe() == (
        "✗ · No other work went on in its wards. Op Other (January to December 2022)."
    )


def test_other_work_that_ended_before_is_left_out_and_the_word_must_stand_without_its_months() -> (
    None
):
    table = monthly(inside=0.4)
    met = replace(KNOWN, company=Company({}, {"Op Earlier": BEFORE[:3]}))
    judged = judge(table, frozen(), surroundings=met)
    assert judged.verdict.word == FELL and "no other work went on" in judged.verdict.sentence
    whole = replace(KNOWN, company=Company({}, {"Op Earlier": BEFORE}))
    assert judge(table, frozen(), surroundings=whole).verdict.word == "cannot tell which"
    undated = replace(KNOWN, company=Company({}, {}, ("Op Undated",)))
    assert judge(table, frozen(), surroundings=undated).verdict.word == FELL


def test_what_nobody_says_keeps_a_fall_from_having_worked() -> None:
    judged = evaluate(monthly(inside=0.4), frozen())
    assert judged.verdict.word == FELL
    unknown = {p.name for p in judged.verdict.premises if p.held == "not known"}
    assert unknown == {
        "The comparison was frozen before its outcome was read",
        "No other work went on in its wards",
        "Inside and everywhere around it together went the same way",
        "It is not one authority’s recording",
        "It is not one place’s recording",
    }


def test_what_moved_into_the_comparison_wards_has_not_worked() -> None:
    table = monthly(40, inside=0.5)
    gone = 40 * 0.5
    table.loc[["A", "B", "C"], list(AFTER)] += round(gone / 3)
    judged = judge(table, frozen())
    assert judged.verdict.word == FELL and judged.around is not None
    assert judged.around.places.loc["comparison wards", "low"] > 1
    assert judged.around.net.low < 0 < judged.around.net.high


def test_a_fifth_less_recorded_in_one_authority_is_no_fall_of_the_ward() -> None:
    mixed = {
        ward: "X" if ward in ("T", "R1", "R2", "S1", "S2") else "Y" for ward in (*WARDS, *OTHERS)
    }
    table = monthly(150)
    table.loc[["T", "R1", "R2", "S1", "S2"], list(AFTER)] = (
        (table.loc[["T", "R1", "R2", "S1", "S2"], list(AFTER)] * 0.8).round().astype(int)
    )
    judged = judge(table, frozen(), surroundings=replace(KNOWN, authorities=mixed))
    assert judged.modelled is not None and judged.modelled.high < 1
    assert judged.verdict.word in ("no sign", "cannot tell")


def test_a_short_past_tells_only_of_falls_beyond_any_hidden_spike() -> None:
    short = monthly(20, inside=0.7)[list(MONTHS[12:])]
    judged = judge(short, frozen())
    assert judged.change.high < 1 and judged.verdict.word == "cannot tell"
    assert "only 12 of the 24 months before it are known" in judged.verdict.sentence
    assert judged.verdict.needed == "9 more months before it."
    deep = judge(monthly(20, inside=0.2)[list(MONTHS[12:])], frozen())
    assert deep.verdict.word == FELL  # told, and not said to have worked


def test_months_further_back_than_two_years_are_compared_with_nothing() -> None:
    far = frozen(before=MONTHS[:6], after=AFTER[6:])
    judged = judge(monthly(inside=0.4), far)
    assert judged.verdict.word == "cannot tell"
    assert (
        "compared with January to May 2020, more than 24 months before it"
        in judged.verdict.sentence
    )


def test_a_fall_of_one_point_whose_recording_stopped_has_not_worked() -> None:
    table = monthly(20)
    shop = np.where(np.array(MONTHS) < AFTER[0], 20, 0)
    points = at_points(table).T.assign(**{"On or near Shopping Area": shop}).T
    table.loc["T"] += shop
    judged = judge(table, frozen(), surroundings=replace(KNOWN, points=points))
    assert judged.change.high < 1 and judged.verdict.word == FELL
    held = {premise.name: premise for premise in judged.verdict.premises}
    premise = held["It is not one place’s recording"]
    assert premise.held == "does not hold"
    assert premise.detail.startswith("On or near Shopping Area: 240 before, 0 after, ")
    # The same fall at all points alike is none of one place's recording.
    table = monthly(40, inside=0.5)
    judged = judge(table, frozen())
    held = {premise.name: premise for premise in judged.verdict.premises}
    assert held["It is not one place’s recording"].held == "holds"
    assert judged.verdict.word == "worked"
    nobody = evaluate(table, frozen(), surroundings=KNOWN)
    assert nobody.verdict.word == FELL


def test_a_spike_is_left_out_for_near_months_alone() -> None:
    """Where the months before are nearly all spike, those before them stand in, but none of more than two years before."""
    months = months_between(date(2015, 1, 1), date(2022, 12, 1))
    table = monthly(20).reindex(columns=list(months)).fillna(500).astype(int)
    table.loc["T", list(MONTHS[18:24])] = 60
    design = frozen(before=MONTHS[18:24], after=AFTER)
    near = judge(table, design).without_spike
    table.loc["T", list(months[:48])] = 5  # long ago, it would be far lower
    assert near is not None and judge(table, design).without_spike == near
