"""A vintage in words: its month where it is known, and no other."""

from __future__ import annotations

import pytest

from geo.core.vintage_words import vintage_words


@pytest.mark.parametrize(
    ("vintage", "words"),
    [("2021-12", "December 2021"), ("2025-05", "May 2025"), ("2026", "2026")],
)
def test_the_month_is_said_where_it_is_known(vintage: str, words: str) -> None:
    assert vintage_words(vintage) == words
