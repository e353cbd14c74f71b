"""Harm added up, with what has no weight named."""

from __future__ import annotations

from geo.rates.harm import harm_total


def test_harm_names_what_it_could_not_weigh() -> None:
    # 2 x 10 + 3 x 1.5; nothing is known of C
    assert harm_total({"A": 2, "B": 3, "C": 1}, {"A": 10, "B": 1.5}) == (24.5, ["C"])
    assert harm_total({}, {"A": 1}) == (0.0, [])
