"""Searches as an exposure: what more of them account for, and whether they find more often."""

from __future__ import annotations

import numpy as np
import pytest

from geo.knife.search_exposure import (
    SearchCount,
    Split,
    explained_share,
    results_alike,
)


def test_the_share_that_more_searching_accounts_for_by_hand() -> None:
    # 600 of 2,600 searches, 640 + 400 found: 600 / 2,600 × 1,040 = 240 of a rise of 240
    share = explained_share(Split((400, 640), (400, 400)), (1000, 1600))
    assert share is not None and share.share == pytest.approx(1.0)
    assert (
        share.low is not None and share.high is not None and 0.6 < share.low < 1 < share.high < 1.7
    )
    # the same, searching unchanged: nothing
    unchanged = explained_share(Split((400, 640), (400, 400)), (1000, 1000))
    assert unchanged is not None and unchanged.share == 0 and unchanged.low < 0 < unchanged.high  # type: ignore[operator]
    assert explained_share(Split((400, 400), (400, 400)), (1000, 1600)) is None
    assert explained_share(Split((4, 6), (4, 4)), (0, 1600)) is None
    # a rise by 2 of 18 can be told from none by nobody: no limits
    faint = explained_share(Split((4, 6), (4, 4)), (100, 160))
    assert faint is not None and (faint.low, faint.high) == (None, None)


def test_the_interval_of_the_share_holds_it_in_nineteen_of_twenty() -> None:
    rng = np.random.default_rng(5)
    draws, true, held = 600, 120 / 220, 0
    for _ in range(draws):
        then, now, rest_then, rest_now, made, made_now = rng.poisson(
            [200, 320, 200, 300, 900, 1440]
        )
        share = explained_share(Split((then, now), (rest_then, rest_now)), (made, made_now))
        assert share is not None
        held += share.low is not None and share.high is not None and share.low <= true <= share.high
    assert 0.93 < held / draws < 0.97


def test_results_known_of_unlike_shares_are_not_alike() -> None:
    assert results_alike(SearchCount(450, 72, 500), SearchCount(880, 180, 1000))
    assert not results_alike(SearchCount(300, 72, 500), SearchCount(880, 180, 1000))
    assert SearchCount(300, 72).every == 300
