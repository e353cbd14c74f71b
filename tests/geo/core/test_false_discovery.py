"""The allowance for many tests at once, counted by hand."""

from __future__ import annotations

from math import nan

import pytest

from geo.core.false_discovery import false_discovery_q


def test_each_p_is_allowed_for_the_tests_that_pass_no_earlier() -> None:
    # four tests: 0.01 x 4 / 1, 0.02 x 4 / 2, 0.03 x 4 / 3 and 0.5 x 4 / 4, in whatever order they come
    assert false_discovery_q([0.5, 0.02, 0.01, 0.03]) == pytest.approx([0.5, 0.04, 0.04, 0.04])
    # 0.04 x 3 / 1 = 0.12 is more than 0.05 x 3 / 2 = 0.075, which is more than 0.06 x 3 / 3: the least of those behind counts
    assert false_discovery_q([0.04, 0.05, 0.06]) == pytest.approx([0.06] * 3)
    assert false_discovery_q([0.9, 1.0]) == pytest.approx([1.0, 1.0])


def test_what_was_not_tested_is_left_out_and_passes_nothing() -> None:
    q = false_discovery_q([0.01, nan, 0.04])
    # two tests: 0.01 x 2 / 1 and 0.04 x 2 / 2
    assert q == pytest.approx([0.02, nan, 0.04], nan_ok=True)
    assert (q <= 0.05).tolist() == [True, False, True]
    assert false_discovery_q([]).size == 0 and false_discovery_q([nan]).tolist() != [0.0]
