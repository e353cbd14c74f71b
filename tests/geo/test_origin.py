"""Possession split into what searches found and the rest."""

from __future__ import annotations

import pytest

from geo.origin import possession_split


def test_most_of_a_rise_came_from_searching() -> None:
    split = possession_split(100, finds=(20, 35), totals=(80, 100))
    # 35 of 100; of the rise of 20 the searches made 15
    assert (split.share_from_search, split.share_of_change) == pytest.approx((0.35, 0.75))
    assert (split.change_total, split.change_from_search, split.change_other) == (20, 15, 5)


def test_no_offence_and_no_change_have_no_share() -> None:
    split = possession_split(0, finds=(0, 0), totals=(0, 0))
    assert split.share_from_search is None and split.share_of_change is None
