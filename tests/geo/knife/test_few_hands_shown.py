"""What may be told of few hands, and an attack on it: integer reasoning over every answer that the page can give, on random worlds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from pandas import DataFrame

from geo.core.columns import WrongColumns
from geo.disclosure.few_people import FEWEST
from geo.knife.few_hands import BY_FEW, few_hands, surjection_counts
from geo.knife.few_hands_shown import WHOLE, Cut, FewHandsShown, cuts_shown, tellable

PARTS = {"authority": ("A", "B"), "year": ("1", "2", "3")}
HALF_STEP = 0.025 + 1e-6


@dataclass(frozen=True)
class World:
    offences: DataFrame
    namings: DataFrame

    def shown(self) -> dict[Cut, FewHandsShown]:
        return cuts_shown(self.offences, self.namings, PARTS, draws=199)

    def people(self, cut: Cut) -> set[int]:
        """Those named in a cut, as only the force knows them."""
        named = self.namings.merge(self.offences, on="offence")
        return set(
            named["person"] if cut == WHOLE else named.loc[named[cut[0]] == cut[1], "person"]
        )


def world(seed: int, *, offences: int, people: int, few: float = 0.0) -> World:
    """Offences of two authorities, somewhere else and three years, of people who mostly keep to one authority; few hold a share more."""
    random = np.random.default_rng(seed)
    authority = random.choice(["A", "B", ""], offences, p=[0.5, 0.45, 0.05])
    base = np.where(authority == "A", 0, people // 2)
    person = base + random.integers(0, people - people // 2, offences)
    strays = random.random(offences) < random.choice([0.0, 0.02, 0.1, 0.4])
    person = np.where(strays, random.integers(0, people, offences), person)
    prolific = (random.random(offences) < few) & (authority == "A")
    person = np.where(prolific, random.integers(0, max(people // 25, 12), offences), person)
    known = random.random(offences) < random.choice([0.5, 0.8, 1.0])
    table = DataFrame(
        {
            "offence": np.arange(offences),
            "harm": np.nan,
            "authority": authority,
            "year": random.choice(["1", "2", "3"], offences, p=[0.5, 0.4, 0.1]),
        }
    )
    second = np.flatnonzero(known & (random.random(offences) < 0.1))
    other = (person[second] + 1 + random.integers(0, people - 1, len(second))) % people
    named = DataFrame(
        {
            "offence": np.concatenate([np.flatnonzero(known), second]),
            "person": np.concatenate([person[known], other]),
        }
    )
    return World(table, named)


def worlds() -> Iterator[World]:
    for seed in range(40):
        size = (120, 200, 400, 900)[seed % 4]
        yield world(seed, offences=size, people=round(size * 0.8), few=(0.0, 0.3)[seed // 4 % 2])


WORLDS = list(worlds())


@pytest.fixture(scope="module")
def answers() -> list[tuple[World, dict[Cut, FewHandsShown]]]:
    """The worlds of which anything may be told, with all that is."""
    every = [(each, each.shown()) for each in WORLDS]
    return [(each, shown) for each, shown in every if shown]


def test_few_hands_are_told_of_the_whole_and_of_parts_and_rounded() -> None:
    large = world(6, offences=1200, people=1400, few=0.5)
    shown = large.shown()
    assert next(iter(shown)) == WHOLE and {("authority", "A"), ("authority", "B")} <= set(shown)
    for group in shown.values():
        figures = [group.known, group.repeat, group.repeat_chance]
        for top in group.tops:
            figures += [top.held, top.low, top.high, top.chance, top.chance_low, top.chance_high]
        assert all(round(figure * 20, 6) == round(figure * 20) for figure in figures)
    assert shown["authority", "A"].verdict.word == BY_FEW
    assert [top.share for top in shown[WHOLE].tops] == [0.05, 0.10, 0.20]


def test_too_few_people_one_who_holds_most_and_a_record_without_repeats_are_not_told() -> None:
    def of(counts: list[int]) -> bool:
        named = DataFrame({"person": np.repeat(np.arange(len(counts)), counts)})
        table = named.assign(offence=range(len(named)), harm=np.nan)[["offence", "person", "harm"]]
        return tellable(few_hands(table, len(named), draws=19))

    assert of([2] * 10 + [1] * 40)
    assert not of([2] * 10 + [1] * 39)  # 49 people
    assert not of([2] * 9 + [1] * 41)  # nine named again
    assert not of([2] * 41 + [1] * 9)  # nine named once
    assert of([6] + [2] * 9 + [1] * 40)  # 6 of 24 of the top ten: a quarter
    assert not of([7] + [2] * 9 + [1] * 40)  # 7 of 25


def test_other_columns_are_refused() -> None:
    table = WORLDS[0].offences.assign(name="x")
    with pytest.raises(WrongColumns, match="name is not declared"):
        cuts_shown(table, WORLDS[0].namings, PARTS)


def test_where_the_whole_may_not_be_told_no_part_is() -> None:
    assert world(3, offences=40, people=30).shown() == {}


def test_harm_is_left_out_where_one_person_holds_most_of_it_and_counts_are_told() -> None:
    each = world(6, offences=900, people=700)
    for heaviest, told in ((1.0, True), (50_000.0, False)):
        harm = np.where(each.offences["offence"] == each.namings["offence"].iloc[0], heaviest, 1.0)
        shown = World(each.offences.assign(harm=harm), each.namings).shown()
        assert bool(shown[WHOLE].harm) is told and shown[WHOLE].tops
    assert not any(group.harm for group in each.shown().values())  # no offence has a weight


# --- the attack ----------------------------------------------------------------------------------------------------------------------


MOST_NAMED = 1.12  # people an offence in the mean; one in ten has two suspects here, and the reader may know about that
MEANS = np.linspace(1.001, 4, 600)


@cache
def by_chance(share: float) -> np.ndarray:
    """What the top hold by chance, by how often the people are named in the mean: the reader has the program, and can work it out."""
    held = []
    for mean in MEANS:
        people = 400
        counts = surjection_counts(round(mean * people), people, 9)
        top = round(people * share)
        held.append(np.mean([each[:top].sum() / each.sum() for each in counts]))
    return np.array(held)


def people_possible(shown: FewHandsShown, offences: int) -> tuple[int, int]:
    """How many people there can be in a cut, for a reader who knows how many offences it has, and all that is told of it.

    By the band; by how many offences have somebody known; by how many of those are held by people named again; and by what chance
    would give, which follows from how often people are named in the mean. Each within its rounding, and chance within two hundredths,
    since offences of two people move it.
    """
    fewest, most = shown.people
    known_low, known_high = (
        np.ceil((shown.known - HALF_STEP) * offences),
        min(np.floor((shown.known + HALF_STEP) * offences), offences),
    )
    once_high = (1 - shown.repeat + HALF_STEP) * known_high * MOST_NAMED
    again_high = (shown.repeat + HALF_STEP) * known_high * MOST_NAMED / 2
    means = np.ones(len(MEANS), dtype=bool)
    for top in shown.tops:
        means &= np.abs(by_chance(top.share) - top.chance) <= HALF_STEP + 0.02
    assert means.any()
    low, high = MEANS[means].min(), MEANS[means].max()
    least = max(fewest, int(known_low / high))
    greatest = min(most or np.inf, once_high + again_high, known_high * MOST_NAMED / low)
    return least, int(greatest)


Answers = list[tuple[World, dict[Cut, FewHandsShown]]]


def test_no_group_of_people_is_known_to_be_smaller_than_ten(answers: Answers) -> None:
    """Who is in one cut alone, in two cuts, outside one: each can still be ten or more, whatever is subtracted from what."""
    attacked = 0
    for each, shown in answers:
        rows = {
            cut: len(each.offences)
            if cut == WHOLE
            else int((each.offences[cut[0]] == cut[1]).sum())
            for cut in shown
        }
        possible = {cut: people_possible(group, rows[cut]) for cut, group in shown.items()}
        for cut, (least, most) in possible.items():
            assert least <= len(each.people(cut)) <= most, "the reader reasons wrongly"
        everybody = possible[WHOLE]
        for dimension in PARTS:
            parts = [cut for cut in shown if cut[0] == dimension]
            # outside a part alone: all people but those of the part
            for part in parts:
                assert everybody[1] - possible[part][0] >= FEWEST, (dimension, part)
                attacked += 1
            # named in two parts: those of both, less the fewest there can be in either; elsewhere are as many as its offences allow
            for first, second in combinations(parts, 2):
                elsewhere = rows[WHOLE] - rows[first] - rows[second]
                either = everybody[0] - MOST_NAMED * elsewhere
                both = possible[first][1] + possible[second][1] - either
                assert min(both, possible[first][1], possible[second][1]) >= FEWEST
                attacked += 1
            # in no part that is told: all people, less those told
            if parts:
                assert everybody[1] - max(possible[part][0] for part in parts) >= FEWEST
    assert attacked > 100


def test_what_is_left_untold_of_a_dimension_is_nobody_or_ten_people(answers: Answers) -> None:
    hidden = 0
    for each, shown in answers:
        for dimension in PARTS:
            told = [part for name, part in shown if name == dimension]
            outside = each.offences.loc[~each.offences[dimension].isin(told), "offence"]
            people = each.namings.loc[each.namings["offence"].isin(outside), "person"].nunique()
            assert people == 0 or people >= FEWEST
            hidden += len(told) < len(PARTS[dimension])
    assert hidden  # some parts are hidden in these worlds, or nothing was tried


def test_the_most_named_could_each_be_another_number(answers: Answers) -> None:
    """One offence fewer, or one more, of any of the three most named, and the page says the same: all answers together tell no count."""
    tried = unmoved = 0
    for each, shown in answers[:10]:
        for person in each.namings["person"].value_counts().index[:3]:
            tried += 1
            unmoved += any(same_answers(shown, other) for other in others(each, int(person)))
    assert tried >= 20 and unmoved == tried


def others(each: World, person: int) -> Iterator[World]:
    """Worlds in which a person is named once less, or once more: somebody else gains what they lose, or nobody is known there."""
    times = each.namings["person"].value_counts()
    somebody = [
        other for other in (*times.index[:12], *times.index[times == 1][:3]) if other != person
    ]
    own = each.namings.index[each.namings["person"] == person]
    theirs = each.namings.index[each.namings["person"].isin(somebody)]
    for row, taker in ((row, taker) for row in own[:8] for taker in somebody):
        yield from _moved(each, row, taker)
    for row in theirs[:40]:
        yield from _moved(each, row, person)
    for row in own[:8]:
        yield World(each.offences, each.namings.drop(index=row))


def _moved(each: World, row: int, taker: int) -> Iterator[World]:
    """The same with one naming of somebody else, unless they are named in that offence already."""
    moved = each.namings.copy()
    moved.loc[row, "person"] = taker
    if not moved.duplicated().any():
        yield World(each.offences, moved)


def same_answers(shown: dict[Cut, FewHandsShown], other: World) -> bool:
    return other.shown() == shown
