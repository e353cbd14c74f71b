"""What an earlier ward became: each word on both sides of its limit."""

from __future__ import annotations

import pytest
from pandas import DataFrame

from geo.space.successors import Became, successors


def relations(*rows: tuple[str, str, float, int, float, float]) -> DataFrame:
    return DataFrame(
        rows,
        columns=["earlier", "later", "share", "addresses", "share_of_area", "share_of_later_area"],
    )


@pytest.mark.parametrize(
    ("rows", "word", "main"),
    [
        ([("A", "A", 1.0, 90, 0.96, 0.97)], Became.SAME, "A"),  # drawn anew: slivers are left out
        ([("A", "N", 1.0, 90, 1, 1)], Became.RENAMED, "N"),
        (
            [
                ("A", "A", 0.99, 99, 0.99, 1),
                ("A", "B", 0.01, 1, 0.01, 0.01),
                ("B", "B", 1, 99, 1, 1),
            ],
            Became.SAME,
            "A",
        ),
        (
            [
                ("A", "A", 0.98, 98, 0.98, 1),
                ("A", "B", 0.02, 2, 0.02, 0.02),
                ("B", "B", 1, 98, 1, 1),
            ],
            Became.CHANGED,
            "A",
        ),
        # Its people are the same, but a twentieth of its ground went.
        ([("A", "N", 1.0, 90, 0.95, 1), ("A", "B", 0.0, 0, 0.05, 0.02)], Became.CHANGED, "N"),
        ([("A", "N", 1.0, 30, 1, 0.4), ("B", "N", 1.0, 60, 1, 0.6)], Became.PART, "N"),
        # Under its own code a ward that grew is changed.
        ([("A", "A", 1.0, 30, 1, 0.4), ("B", "A", 1.0, 60, 1, 0.6)], Became.CHANGED, "A"),
        ([("A", "N", 0.8, 80, 0.8, 1), ("A", "M", 0.2, 20, 0.2, 1)], Became.CHANGED, "N"),
        ([("A", "N", 0.79, 79, 0.79, 1), ("A", "M", 0.21, 21, 0.21, 1)], Became.SPLIT, ""),
        ([("B", "B", 1.0, 79, 1, 1)], Became.NONE, ""),
    ],
)
def test_the_first_word_that_fits(
    rows: list[tuple[str, str, float, int, float, float]], word: Became, main: str
) -> None:
    succession = successors("A", relations(*rows))
    assert (succession.became, succession.main) == (word, main)


def test_successors_stand_largest_first_with_their_shares() -> None:
    table = relations(
        ("A", "M", 0.3, 30, 0.6, 1), ("A", "N", 0.7, 70, 0.2, 0.1), ("B", "N", 1, 70, 1, 0.9)
    )
    first, second = successors("A", table).successors
    assert (first.code, first.share, first.share_of_later) == ("N", 0.7, 0.5)
    assert (second.code, second.share, second.share_of_later) == ("M", 0.3, 1)
    # Of the ground that is no sliver: 0.2 of 0.8, and 0.6 of 0.8.
    assert [first.share_of_area, second.share_of_area] == pytest.approx([0.25, 0.75])


def test_how_much_is_mostly_can_be_asked() -> None:
    table = relations(("A", "N", 0.6, 60, 0.6, 1), ("A", "M", 0.4, 40, 0.4, 1))
    assert successors("A", table).became == Became.SPLIT
    assert successors("A", table, threshold=0.6).became == Became.CHANGED
