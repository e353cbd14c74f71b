"""What the most named hold, by hand; chance beside it; and one case on each side of each limit of the verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from pandas import DataFrame

from geo.core.columns import WrongColumns
from geo.core.errors import DataProblem
from geo.knife.few_hands import (
    BY_CHANCE,
    BY_FEW,
    CANNOT_TELL,
    FewHands,
    Ints,
    TopShare,
    few_hands,
    surjection_counts,
    verdict,
)


def named(people_of_offences: list[list[int]], harm: list[float] | None = None) -> DataFrame:
    """A naming a row, of offences 0, 1, … and the people of each."""
    rows = [
        (offence, person, harm[offence] if harm else np.nan)
        for offence, people in enumerate(people_of_offences)
        for person in people
    ]
    return DataFrame(rows, columns=["offence", "person", "harm"]).astype({"harm": float})


# Ten people: 0 holds four offences and half of one, 1 holds half of that and two more, eight hold one each.
OFFENCES = [[0], [0], [0], [0], [0, 1], [1], [1], *([person] for person in range(2, 10))]


def test_offences_are_shared_by_those_named_and_counted_once() -> None:
    hands = few_hands(named(OFFENCES), 30)
    assert (hands.offences, hands.known, hands.people, hands.repeaters, hands.once) == (
        30,
        15,
        10,
        2,
        8,
    )
    assert hands.known_share == 0.5
    # the top 10 % is one person with 4.5 of 15 offences; the top 20 % are two with 7; both are named again
    assert [(top.share, top.people) for top in hands.tops] == [(0.05, 1), (0.1, 1), (0.2, 2)]
    assert [top.held for top in hands.tops] == pytest.approx([4.5 / 15, 4.5 / 15, 7 / 15])
    assert hands.repeat == pytest.approx(7 / 15)
    assert hands.tops[2].largest == pytest.approx(4.5 / 7)
    assert hands.harm == () and hands.harm_known == 0


def test_harm_is_of_offences_that_have_a_weight() -> None:
    weights = [1.0] * 14 + [85.0]
    weights[0] = np.nan
    hands = few_hands(named(OFFENCES, weights), 15)
    # fourteen offences weigh 98; the last, of one person, 85 of them, and the two heaviest 85 + 3.5
    assert hands.harm_known == 14
    assert [top.held for top in hands.harm] == pytest.approx([85 / 98, 85 / 98, 88.5 / 98])


def test_nobody_named_gives_no_share_and_more_named_than_there_are_is_refused() -> None:
    hands = few_hands(named([]).astype({"offence": int, "person": int}), 7)
    assert (hands.people, hands.known, hands.tops) == (0, 0, ())
    assert np.isnan(hands.repeat)
    with pytest.raises(DataProblem, match="More offences have a known person"):
        few_hands(named(OFFENCES), 14)
    with pytest.raises(WrongColumns, match="harm is missing"):
        few_hands(named(OFFENCES).drop(columns="harm"), 15)


def test_the_same_seed_gives_the_same_figures_and_the_numbers_of_people_make_no_difference() -> (
    None
):
    table = named(OFFENCES)
    other = table.assign(person=table["person"].map({n: 97 - 3 * n for n in range(10)}))
    assert few_hands(table, 30) == few_hands(other, 30)


def test_dealt_with_one_for_each_every_way_is_as_likely() -> None:
    """Six offences to three people, each at least one: 540 ways, of which 90 give 4, 1, 1; 360 give 3, 2, 1; 90 give 2, 2, 2."""
    ways = Counter(
        tuple(sorted(np.bincount(way, minlength=3), reverse=True))
        for way in product(range(3), repeat=6)
        if len(set(way)) == 3
    )
    assert ways == {(4, 1, 1): 90, (3, 2, 1): 360, (2, 2, 2): 90}
    drawn = Counter(tuple(map(int, counts)) for counts in surjection_counts(6, 3, 9_000, seed=3))
    assert {way: number / 9_000 for way, number in drawn.items()} == {
        way: pytest.approx(number / 540, abs=0.015) for way, number in ways.items()
    }


def test_as_many_offences_as_people_leave_no_choice_and_fewer_are_refused() -> None:
    assert [counts.tolist() for counts in surjection_counts(4, 4, 2)] == [[1, 1, 1, 1]] * 2
    for balls, boxes in ((3, 4), (3, 0)):
        with pytest.raises(DataProblem, match="one for each"):
            surjection_counts(balls, boxes, 1)


def test_a_straight_line_is_no_chance_where_most_are_named_once() -> None:
    """500 offences by people of one kind, 400 named: the top 10 % hold far more than 10 %, and so does chance."""
    counts = surjection_counts(500, 400, 1, seed=8)[0]
    people = np.repeat(np.arange(400), counts)
    hands = few_hands(named([[int(person)] for person in people]), 600)
    top = hands.top(0.10)
    assert 0.15 < top.held < 0.21 and top.chance == pytest.approx(top.held, abs=0.02)
    assert top.chance_low <= top.held <= top.chance_high and top.p > 0.05


def test_few_who_do_much_are_ruled_out_only_where_they_would_show() -> None:
    """Where many are named again chance shows; where hardly anybody is, a record says nothing of how people differ."""
    assert _tenfold_of(surjection_counts(3_000, 1_500, 1, seed=5)[0]) < 0.01
    random = np.random.default_rng(6)
    drawn = random.poisson(np.where(np.arange(1_500) % 20, 1.0, 10.0))
    assert 0.05 < _tenfold_of(drawn[drawn > 0]) < 0.95
    assert _tenfold_of(np.array([2] * 20 + [1] * 900)) > 0.2
    assert _tenfold_of(np.array([1, 1, 1])) == 1.0


def _tenfold_of(counts: Ints) -> float:
    people = np.repeat(np.arange(len(counts)), counts)
    return few_hands(named([[int(person)] for person in people]), len(people), draws=199).tenfold


def test_one_who_is_named_thirty_times_among_many_named_once_is_not_called_chance() -> None:
    """The top 10 % hold the same, whoever is named again: the share alone would say that it is as by chance."""
    counts = [30] + [1] * 1_000
    people = np.repeat(np.arange(len(counts)), counts)
    hands = few_hands(named([[int(person)] for person in people]), 1_100)
    assert hands.top(0.10).p == hands.tenfold == 1.0
    assert verdict(hands).word == CANNOT_TELL


# 500 of 600 offences known, 300 people named; the top 10 % hold 30 %, by chance 20 (18 to 22)
TOP = TopShare(0.10, 30, 0.30, 0.26, 0.34, 0.20, 0.18, 0.22, 0.001, 0.1)
HANDS = FewHands(
    600,
    500,
    300,
    100,
    0.5,
    0.4,
    0.04,
    (replace(TOP, share=0.05), TOP, replace(TOP, share=0.20, people=60)),
)


def with_top(offences: int = 600, tenfold: float = 0.04, **changes: float) -> FewHands:
    """The same with another number of offences in all, chance of a world with few who do much, or figures of the top 10 %."""
    top = replace(TOP, **changes)  # type: ignore[arg-type]
    tops = (HANDS.tops[0], top, HANDS.tops[2])
    return replace(HANDS, offences=offences, tenfold=tenfold, tops=tops)


@pytest.mark.parametrize(
    ("hands", "word"),
    [
        (HANDS, BY_FEW),  # 30 % of the known are 25 % of all, above 22
        (with_top(p=0.0099), BY_FEW),
        (with_top(p=0.01), CANNOT_TELL),
        (with_top(offences=681), BY_FEW),  # 30 % × 500 / 681 = 22.03 %
        (with_top(offences=682), CANNOT_TELL),  # 21.99 %
        (with_top(p=0.05), BY_CHANCE),  # 500 of 600 are known
        (with_top(p=0.049), CANNOT_TELL),
        (with_top(p=0.05, tenfold=0.05), CANNOT_TELL),
        (with_top(p=0.5, offences=625), BY_CHANCE),
        (with_top(p=0.5, offences=626), CANNOT_TELL),  # known in under 80 %
    ],
)
def test_the_word_on_each_side_of_each_limit(hands: FewHands, word: str) -> None:
    assert verdict(hands).word == word


def test_the_reason_says_which_premise_is_missing() -> None:
    few_known = verdict(with_top(offences=682))
    assert [premise.holds for premise in few_known.premises] == [True, False]
    assert "a suspect is known in too few" in few_known.reason
    assert few_known.premises[1].evidence == "a suspect is known in about 75% of the offences"
    assert "is not ruled out" in verdict(with_top(p=0.02)).reason
    assert "too few are known" in verdict(with_top(p=0.5, offences=700)).reason
    assert "ten times as active is ruled out" in verdict(with_top(p=0.5)).reason


def test_the_wider_group_is_judged_where_the_narrower_is_too_few_and_nothing_where_none_may_be_told() -> (
    None
):
    assert "top 20%" in verdict(HANDS, shown=(0.20,), who="victim").reason
    assert "victim" in verdict(HANDS, shown=(0.20,), who="victim").reason
    nothing = verdict(HANDS, shown=())
    assert (nothing.word, nothing.premises) == (CANNOT_TELL, ())
    assert "could not point to one of them" in nothing.reason
