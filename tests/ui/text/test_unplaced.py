"""Phrases of what could not be placed: shares, assumptions, and nought only where it is one."""

from __future__ import annotations

from geo.core.missing import NOTHING_MISSING, Missing
from ui.text import unplaced as wording

LOST = Missing(396, 324, 720, 0)


def test_both_shares_and_the_assumption_are_said_where_they_differ() -> None:
    assert wording.shares(LOST) == "0% of offences had no place a year earlier, 45% now"
    assert wording.differing(LOST) == (
        "0% of offences had no place a year earlier, 45% now: a greater difference than chance makes. A change is then given only where "
        "it holds at both bounds: with none and with all of them in an authority or the force, with none and with twice its share of "
        "those placed in a ward or smaller place."
    )
    assert wording.differing(LOST, narrowed=True).startswith(
        "0% of offences had no place, or not what the filters ask for a year earlier"
    )
    assert wording.differing(Missing(90, 10, 90, 11)) == "" == wording.differing(NOTHING_MISSING)
    assert wording.why_not(LOST) == "without a place: 0% then, 45% now"
    assert (
        wording.why_not(LOST, narrowed=True)
        == "without a place, or what the filters ask for not known: 0% then, 45% now"
    )


def test_rates_say_what_is_in_none_of_them_from_one_in_twenty_on() -> None:
    assert wording.rates(216, 168).startswith(
        "44% of these offences (168) had no place and count in no rate. Upper limits take them in"
    )
    assert wording.rates(960, 40) == wording.rates(0, 40) == wording.rates(None, 40) == ""


def test_nought_is_said_only_where_it_is_one() -> None:
    def words(placed: int | None, unplaced: int, **others: object) -> str:
        return wording.nothing_placed(placed, unplaced, **({"restricted": False} | others))  # type: ignore[arg-type]

    assert words(0, 0) == "No offence of this kind was recorded in these months."
    assert words(0, 84) == (
        "84 were recorded in these months, and none could be placed in a ward: nothing can be told of any rate."
    )
    assert words(0, 1).startswith("1 was recorded")
    assert words(0, 0, not_existing=("Public order",)) == (
        "“Public order” did not exist as a type in these months: this is a gap, and no nought."
    )
    assert words(0, 0, unknown=7).startswith(
        "No offence is known to be of this kind in these months; of 7 recorded ones what the filters ask for is not known"
    )
    assert "is for analysts" in words(0, 0, restricted=True)
    assert words(3, 84) == words(None, 0) == ""
    assert wording.none_placed(84) == "0 placed, 84 without a place"


def test_months_that_nobody_can_tell_of_stand_after_the_others() -> None:
    assert wording.doubtful_months("May 2024") == (
        " Of May 2024 nobody can tell: the share of offences without a place was not what it was in other months."
    )
    assert wording.doubtful_months("") == ""
