"""How harm is worded: the index named, what it does not weigh, and no change surer than its test. The index is made up."""

from __future__ import annotations

from datetime import date

import pytest
from pandas import Series

from geo.change.harm_change import harm_change
from geo.rates.harm import HarmTotal, HarmWeights
from ui.text.harm.weighed import (
    change_card,
    compared,
    harm_card,
    index_named,
    legend,
    needs_codes,
    unweighted,
    ward_tip,
)

TOTAL = HarmTotal(1234.5, 1000.0, 1500.0, 40, {"Burglary": 7, "Drugs": 9})
MONTHS = (date(2022, 1, 1), date(2022, 2, 1))


def test_the_index_stands_with_its_date_and_unit() -> None:
    index = HarmWeights("Made-up index", "March 2022", "days", {}, by_code=True)
    assert index_named(index) == "Harm by Made-up index (March 2022), in days, by offence code."
    assert needs_codes("Made-up index")[0].startswith("Made-up index weighs offence codes")


def test_what_has_no_weight_is_named_the_most_first() -> None:
    assert unweighted("Here", TOTAL) == (
        "Here: without a weight, and not in the sum: Drugs (9), Burglary (7)."
    )
    assert unweighted("Here", HarmTotal(1, 0, 2, 1, {})) == ""
    many = HarmTotal(1, 0, 2, 1, {f"T{number}": 1 for number in range(8)})
    assert unweighted("Here", many).endswith("T5 (1) and 2 more.")


def test_cards_hold_figures_between_limits() -> None:
    assert harm_card(TOTAL, (12.0, 10.0, 15.0)) == (
        "1,234",
        "1,000 to 1,500; 40 offences weighed; 12.0 (10.0 to 15.0) per 1,000 residents a year",
    )
    assert "residents" not in harm_card(TOTAL, (float("nan"),) * 3)[1]


def test_a_change_stands_with_the_sums_of_its_months() -> None:
    change = harm_change({"A": 50}, {"A": 90}, {"A": 10.0})
    verdict, under = change_card(change, MONTHS)
    assert verdict == "clear fall"
    assert under.startswith("500 now, 900 then; January to February 2022; 0.56 times (")
    few = harm_change({"A": 5}, {"A": 9}, {"A": 10.0})
    assert change_card(few, MONTHS)[1].endswith("too few offences of weight")
    assert change_card(change, ()) == ("cannot tell", "no month has its twin of a year earlier")


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ((20.0, 16.0, 25.0), "their limits lie apart"),
        ((14.0, 11.0, 17.0), "chance alone could make that difference"),
        ((float("nan"),) * 3, "no residents are known"),
    ],
)
def test_two_authorities_are_apart_only_where_their_limits_are(
    second: tuple[float, float, float], words: str
) -> None:
    assert words in compared(["Here", "There"], {"Here": (12.0, 10.0, 15.0), "There": second})


def test_the_map_says_how_a_ward_stands_to_the_area() -> None:
    assert len(legend()) == 6 and legend()[0] == "under 0.5 times the area's"
    row = Series({"harm": 50.0, "offences": 3, "rate": 5.0, "rate_low": 1.0, "rate_high": 9.0})
    assert ward_tip(row) == (0, "50.0|3|5.0|1.0|9.0")
    assert ward_tip(row.replace(5.0, float("nan"))) == (1, "50.0|3")
