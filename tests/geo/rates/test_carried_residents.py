"""Areas whose residents are carried stand out only where they would however far off these are."""

from __future__ import annotations

from pandas import Series

from geo.rates.carried_residents import standing_within
from geo.rates.comparison import against_force


def test_an_area_stands_out_only_where_it_would_with_residents_as_far_off_as_they_may_be() -> None:
    """At the force rate of 0.1 each area expects 10 offences of its 100 residents."""
    residents = Series({"A": 100.0, "B": 100.0, "C": 100.0, "D": 100.0})
    counts = Series({"A": 24, "B": 10, "C": 1, "D": 5})
    alone = against_force(counts, residents, years=1)["standing"]
    # P(24 or more | 10) = 0.00005, P(1 or fewer | 10) = 0.0005, P(5 or fewer | 10) = 0.067
    assert alone.to_list() == [
        "clearly above", "not distinguishable", "clearly below", "not distinguishable",
    ]  # fmt: skip

    def words(off: float) -> list[str]:
        return standing_within(alone, counts, residents, Series(off, residents.index)).to_list()

    assert words(0.0) == alone.to_list()
    # 13 expected: P(24 or more) = 0.004; 7 expected: P(1 or fewer) = 0.007
    assert words(0.3) == [
        "possibly above", "not distinguishable", "possibly below", "not distinguishable",
    ]  # fmt: skip
    # 20 expected: P(24 or more) = 0.21; none expected: nothing can lie below it
    assert words(1.0) == ["not distinguishable"] * 4


def test_residents_counted_or_not_known_how_far_off_change_nothing() -> None:
    residents, counts = Series({"A": 100.0, "B": 0.0}), Series({"A": 3, "B": 0})
    alone = Series({"A": "not distinguishable", "B": "not distinguishable"})
    off = Series({"A": float("nan"), "B": float("nan")})
    assert standing_within(alone, counts, residents, off).equals(alone)


def test_where_wards_differ_beyond_chance_so_much_wider_are_the_limits_with_other_residents() -> (
    None
):
    """36 on 10 expected: 2 (√36 − √10) = 5.7, over √4 2.8; on 13 expected 4.8, over 2 2.4: possibly, and clearly only by chance alone."""
    residents = Series({"A": 100.0, "B": 100.0, "C": 100.0})
    counts, off = Series({"A": 36, "B": 0, "C": 0}), Series({"A": 0.083, "B": 0.0, "C": 0.0})
    wide = against_force(counts, residents, years=1, phi=4.0)["standing"]
    # 36 of 36: 12 expected; 2 (6 − 3.46) / 2 = 2.54: possibly above.  13 expected: 2.39
    assert wide["A"] == "possibly above"
    assert standing_within(wide, counts, residents, off, phi=4.0)["A"] == "possibly above"
    assert standing_within(wide, counts, residents, off * 6, phi=4.0)["A"] == "not distinguishable"
    # by chance alone 36 would still be above 18 expected
    assert standing_within(wide, counts, residents, off * 6)["A"] == "possibly above"
