"""The trend strip: its axis ends at a round number, and its names meet neither each other nor each other's lines."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.components.trend_sparkline import GAP, Mark, axis_top, named_apart


@pytest.mark.parametrize(
    ("highest", "top"),
    [(0.0, 1.0), (0.61, 0.8), (1.0, 1.0), (1.01, 1.5), (2.16, 2.5), (7.75, 8.0), (98.0, 100.0)],
)
def test_the_axis_ends_at_the_first_round_number_above(highest: float, top: float) -> None:
    assert axis_top(highest) == pytest.approx(top)


def test_a_name_at_the_edge_stands_over_those_it_reaches_back_over() -> None:
    # Four starts in one year: the last has its name to the left, over all the others
    marks = [
        Mark(530, "Thesus", 533, 593),
        Mark(594, "Juvenis", 597, 662),
        Mark(606, "April", 609, 730),
        Mark(761, "November", 619, 758),
    ]
    assert [mark.row for mark in named_apart(marks)] == [0, 1, 2, 0]


@given(st.lists(st.tuples(st.floats(40, 790), st.floats(20, 200)), max_size=9))
def test_no_name_meets_another_or_is_crossed_by_its_line(drawn: list[tuple[float, float]]) -> None:
    marks = [
        Mark(x, "name", *((x + 3, x + 3 + wide) if x + 3 + wide < 800 else (x - 3 - wide, x - 3)))
        for x, wide in drawn
    ]
    placed = [mark for mark in named_apart(marks) if mark.row is not None]
    assert len(placed) >= min(len(marks), 1)
    for first, second in combinations(placed, 2):
        if first.row == second.row:
            assert first.right + GAP <= second.left or second.right + GAP <= first.left
        upper, lower = sorted((first, second), key=lambda mark: mark.row or 0)
        assert upper.row == lower.row or not lower.left <= upper.x <= lower.right
