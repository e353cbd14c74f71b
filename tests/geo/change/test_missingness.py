"""Changes, charts and ratios beside what could not be placed: nothing is surer for what is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame, Series

from bench.prove.missingness import (
    LEAST_TRUE,
    MOST_FALSE,
    false_clear,
    true_clear,
)
from geo.change.missingness import (
    bounded_change,
    bounded_changes,
    bounded_chart,
    change_room,
    ratio_bounds,
)
from geo.change.two_periods import exact_p, verdict, ward_changes
from geo.core.missing import PART, WHOLE, Missing, Scope
from geo.core.selection import month_after

LENGTHS: dict[str, Any] = {"months_now": 12, "months_then": 12}
COUNTS, FEW = st.integers(0, 400), st.integers(0, 60)
SCOPES = st.sampled_from([WHOLE, PART])


def test_nothing_changed_but_the_places_were_withheld() -> None:
    # 60 in each period, of which 27 have no place now: 33 and 60 alone would be a clear fall
    assert verdict(exact_p(33 * 12, 60 * 12), 33 * 12, 60 * 12) == "clear fall"
    change = bounded_change(33 * 12, 60 * 12, Missing(396, 324, 720, 0), scope=WHOLE)
    assert (change.verdict, change.differs) == ("cannot tell", True)
    # a ward with a quarter of the placed: at most half of the 324, 99 + 162, which would be a rise
    change = bounded_change(99, 180, Missing(396, 324, 720, 0), scope=PART)
    assert (change.verdict, change.differs) == ("cannot tell", True)
    # the other way about: they were withheld a year ago
    assert bounded_change(720, 396, Missing(720, 0, 396, 324), scope=WHOLE).verdict == "cannot tell"


def test_a_ward_all_of_whose_places_were_withheld_has_not_fallen_to_nought() -> None:
    change = bounded_change(0, 40, Missing(60, 40, 100, 0), scope=PART)
    assert change.verdict == "cannot tell"


def test_equal_shares_leave_the_verdict_to_the_placed() -> None:
    change = bounded_change(33, 60, Missing(330, 270, 600, 490), scope=WHOLE)
    assert (change.verdict, change.differs) == ("clear fall", False)
    assert change.p == exact_p(33, 60)


def test_a_true_change_stands_at_both_bounds() -> None:
    # 100 with 40 more without a place now, after 300: at most 140
    change = bounded_change(100, 300, Missing(100, 40, 300, 0), scope=WHOLE)
    assert (change.verdict, change.differs) == ("clear fall", True)
    assert bounded_change(100, 100, Missing(100, 9, 100, 0), scope=WHOLE).verdict == (
        "usual variation"
    )


def test_dealing_out_the_rest_may_weaken_a_verdict_but_not_strengthen_it() -> None:
    # shares of 16 % and 11 % do not differ by more than chance; 213 after 280 is a clear fall, 255 after 316 in all only a possible one
    alone = bounded_change(213, 280, Missing(213, 0, 280, 0), scope=WHOLE)
    assert alone.verdict == "clear fall"
    dealt = bounded_change(213, 280, Missing(213, 42, 280, 36), scope=WHOLE)
    assert not Missing(213, 42, 280, 36).differs
    assert dealt.verdict == "possible fall"
    assert dealt.p > alone.p


def test_unknown_of_a_filter_count_where_they_are() -> None:
    # 30 of known origin now and 30 that could be of it, in the ward itself; 60 then
    missing = Missing(300, 290, 600, 2)
    assert bounded_change(30, 60, missing, scope=PART, own=(30, 0)).verdict == "cannot tell"
    assert bounded_change(30, 60, Missing(600, 2, 600, 2), scope=PART).verdict == "clear fall"


@settings(max_examples=150, deadline=None)
@given(COUNTS, COUNTS, COUNTS, COUNTS, FEW, FEW, st.integers(0, 400), st.integers(0, 400), SCOPES)
def test_missing_rows_never_turn_no_difference_into_a_clear_one(
    now: int,
    then: int,
    beside_now: int,
    beside_then: int,
    lost_now: int,
    lost_then: int,
    more_now: int,
    more_then: int,
    scope: Scope,
) -> None:
    def word(of_now: int, of_then: int) -> tuple[str, bool]:
        missing = Missing(now + beside_now, of_now, then + beside_then, of_then)
        change = bounded_change(now, then, missing, scope=scope)
        return change.verdict, change.differs

    alone = verdict(exact_p(now, then), now, then)
    few, many = (
        word(lost_now, lost_then),
        word(lost_now + more_now, lost_then + more_then),
    )
    for word_then, _ in (few, many):
        if word_then.startswith("clear"):
            assert word_then == alone
    if few[0] in ("usual variation", "cannot tell") and many[0].startswith("clear"):
        # only where what was missing of one period alone is now missing of both alike
        assert few[1] and not many[1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=8), FEW, FEW, FEW, FEW, SCOPES)
def test_nor_in_a_list_of_wards(
    pairs: list[tuple[int, int]], u_now: int, u_then: int, v_now: int, v_then: int, scope: Scope
) -> None:
    now, then = (Series([pair[at] for pair in pairs]) for at in (0, 1))
    alone = ward_changes(now, then, **LENGTHS)["verdict"]
    known = int(now.sum()), int(then.sum())
    fewer = Missing(known[0], u_now, known[1], u_then)
    more = Missing(known[0], u_now + v_now, known[1], u_then + v_then)
    few, many = (
        bounded_changes(now, then, change_room(now, then, missing, scope=scope), **LENGTHS)
        for missing in (fewer, more)
    )
    for words in (few["verdict"], many["verdict"]):
        clear = words.str.startswith("clear")
        assert (words[clear] == alone[clear]).all()
    if fewer.differs == more.differs:
        gained = many["verdict"].str.startswith("clear") & ~few["verdict"].str.startswith("clear")
        assert not (gained & few["verdict"].isin(["usual variation", "cannot tell"])).any()


def test_a_list_says_what_it_says_of_the_placed_where_nothing_is_missing() -> None:
    now, then = Series({"A": 20, "B": 5}), Series({"A": 40, "B": 6})
    room = change_room(now, then, Missing(25, 0, 46, 0), scope=PART)
    change = bounded_changes(now, then, room, **LENGTHS)
    alone = ward_changes(now, then, **LENGTHS)
    assert change.drop(columns=["differs", "doubtful"]).equals(alone)
    assert not change["differs"].any()


def test_few_worlds_without_change_are_called_clear_and_most_true_rises_are() -> None:
    assert false_clear(150, WHOLE) <= MOST_FALSE
    assert false_clear(150, PART, seed=7) <= MOST_FALSE
    for now in (True, False):
        assert true_clear(20, missing_now=now) >= LEAST_TRUE


def months(count: int) -> list[date]:
    return [month_after(date(2023, 1, 1), step) for step in range(count)]


def test_months_stand_out_only_where_they_do_with_all_that_had_no_place() -> None:
    when = months(24)
    values = Series([60] * 12 + [33] * 12, when)
    unplaced = Series([0] * 12 + [27] * 12, when)
    alone = bounded_chart(values, values, unplaced * 0, scope=WHOLE, frozen_before=when[12])
    assert alone["outside"].sum() == 12
    change = bounded_chart(values, values, unplaced, scope=WHOLE, frozen_before=when[12])
    assert not change["outside"].any() and not change["shift"].any()
    assert change["doubtful"].to_list() == [False] * 12 + [True] * 12
    # withheld before, not since: no rise either
    back = bounded_chart(
        values[::-1].set_axis(when),
        values[::-1].set_axis(when),
        unplaced[::-1].set_axis(when),
        scope=WHOLE,
        frozen_before=when[12],
    )
    assert not back["outside"].any() and not back["shift"].any()
    # a fall beyond all that could be added stands: 10 placed and 5 without, where 60 are usual
    low = bounded_chart(
        Series([60] * 12 + [10] * 12, when),
        Series([60] * 12 + [10] * 12, when),
        Series([0] * 12 + [5] * 12, when),
        scope=WHOLE,
        frozen_before=when[12],
    )
    assert low["outside"].sum() == 12 and not low["doubtful"].any()


def test_an_operation_is_judged_at_both_bounds() -> None:
    when = months(24)
    after = np.array([False] * 12 + [True] * 12)
    rows = {
        "A": [19, 21] * 6 + [4, 6] * 6,
        "B": [21, 19] * 6 + [21, 19] * 6,
        "C": [20] * 24,
    }
    counts = DataFrame(rows, index=when).T
    known = counts.sum()
    none = Series(0, when)
    assert ratio_bounds(counts, ["A"], after, known, none) is None
    bounds = ratio_bounds(counts, ["A"], after, known, Series([0] * 12 + [36] * 12, when))
    assert bounds is not None
    # A holds a quarter of what was to be expected: 60 where 240 are usual. At most it has twice its third (that of before) of the 36 a
    # month without a place, 24: 29. Against that the others may hold twice their 20/45 (that of after), 32 more each: 52.
    assert bounds.highest.ratio == pytest.approx(29 / 20, rel=0.02)
    assert bounds.lowest.ratio == pytest.approx(5 / 52, rel=0.02)
    assert bounds.missing.share_now == pytest.approx(36 / 81)
