"""Shares of what cannot be placed, and how much of it a place could hold."""

from __future__ import annotations

import pytest
from pandas import Series
from scipy.stats import fisher_exact

from geo.core.missing import PART, WHOLE, Missing, missing_room, missing_share, shares_p


def test_share_of_what_is_missing() -> None:
    assert missing_share(33, 27) == 27 / 60
    assert missing_share(0, 0) == 0
    lost = Missing(396, 324, 720, 0)
    assert (lost.share_now, lost.share_then, lost.differs) == (0.45, 0, True)


@pytest.mark.parametrize(
    "table", [(33, 27, 60, 0), (8, 2, 7, 3), (1, 0, 0, 5), (700, 300, 660, 340), (5, 5, 500, 400)]
)
def test_shares_are_tested_as_fisher_does(table: tuple[int, int, int, int]) -> None:
    now, then = table[:2], table[2:]
    assert shares_p(*table) == pytest.approx(fisher_exact([now, then]).pvalue)


def test_shares_of_nothing_do_not_differ() -> None:
    assert shares_p(0, 0, 5, 5) == shares_p(5, 0, 5, 0) == shares_p(0, 5, 0, 5) == 1.0


def test_room_of_a_ward_is_twice_its_share_and_of_an_authority_all() -> None:
    counts = Series({"A": 30, "B": 10, "C": 0})
    # twice 30/40 of 8 is 12, of which there are but 8; twice 10/40 of 8 is 4
    assert missing_room(counts, 40, 8, scope=PART).to_list() == [8, 4, 0]
    assert missing_room(counts, 40, 8, scope=WHOLE).to_list() == [8, 8, 8]
    # a ward that had a quarter at another time may hold half, though nothing of it is placed now
    earlier = Series({"C": 0.25})
    assert missing_room(counts, 40, 8, scope=PART, shares=earlier).to_list() == [8, 4, 4]
    assert missing_room(counts * 0, 0, 8, scope=PART).to_list() == [8, 8, 8]
