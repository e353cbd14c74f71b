"""What of a selection could not be placed, put together from counts by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd

from geo.core.missing import Missing
from ui.answers.wards.unplaced import (
    NO_MONTHS,
    missing_between,
    missing_by_type,
    missing_of,
    monthly_unplaced,
    own_unknown,
    unplaced_of,
    unplaced_table,
)

JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)


def counts(*rows: tuple[str, str, date, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["authority_code", "offence_type", "month", "offences"])


PLACED = counts(
    ("A1", "Robbery", JANUARY, 30),
    ("A2", "Robbery", JANUARY, 10),
    ("without location", "Robbery", JANUARY, 4),
    ("outside", "Robbery", JANUARY, 1),
    ("A1", "Drugs", JANUARY, 7),
    ("A1", "Robbery", FEBRUARY, 25),
)


def test_unplaced_are_those_of_each_type_and_month() -> None:
    table = unplaced_table(PLACED).set_index(["month", "offence_type"])
    assert table.loc[(JANUARY, "Robbery")].to_list() == [40, 5, 40, 5]
    assert table.loc[(JANUARY, "Drugs")].to_list() == [7, 0, 7, 0]
    missing, placed = missing_between(table.reset_index(), [JANUARY], [FEBRUARY], ["Robbery"])
    assert (missing, placed) == (Missing(40, 5, 25, 0), (40, 25))
    assert missing_between(table.reset_index(), [JANUARY], [FEBRUARY])[0] == Missing(47, 5, 25, 0)
    assert monthly_unplaced(table.reset_index()).loc[JANUARY].to_list() == [47, 5, 47, 5]
    assert NO_MONTHS.empty


def test_each_type_by_itself_is_missing_what_it_is_when_asked_for_alone() -> None:
    table = unplaced_table(PLACED)
    assert missing_by_type(table, [JANUARY], [FEBRUARY]) == {
        "Robbery": (Missing(40, 5, 25, 0), (40, 25)),
        "Drugs": (Missing(7, 0, 0, 0), (7, 0)),
    }
    # of a type recorded in neither period nothing is known, as where it is asked for alone
    assert missing_by_type(table, [FEBRUARY], []) == {"Robbery": (Missing(25, 0, 0, 0), (25, 0))}
    assert missing_between(table, [FEBRUARY], [], ["Drugs"]) == (Missing(0, 0, 0, 0), (0, 0))


def test_unknown_of_a_filter_are_those_that_could_be_of_it() -> None:
    """Of 60 robberies 40 are known to be by knife, 5 of them without a place; of 3 more in A1 nobody knows, of 12 it is known that not."""
    possible = counts(*PLACED.itertuples(index=False), ("A1", "Robbery", JANUARY, 3))
    every = counts(*possible.itertuples(index=False), ("A2", "Robbery", JANUARY, 12))
    table = unplaced_table(PLACED, possible, every).set_index(["month", "offence_type"])
    # 8 could be of it: 5 without a place, 3 of unknown weapon; 60 in all, so 52 are known
    assert table.loc[(JANUARY, "Robbery")].to_list() == [40, 5, 52, 8]


def test_the_same_of_counts_by_ward() -> None:
    now = pd.Series({"W1": 30, "W2": 10, "outside": 1, "without location": 4})
    then = pd.Series({"W1": 20})
    assert missing_of({"now": now, "then": then}) == (Missing(40, 5, 20, 0), (40, 20))
    assert unplaced_of({"now": now}, "now") == (5, 0)
    narrowed = {
        "now": now,
        "possible now": now + pd.Series({"W1": 3, "W2": 0, "outside": 0, "without location": 0}),
        "every now": now + pd.Series({"W1": 3, "W2": 12, "outside": 0, "without location": 0}),
        "then": then,
    }
    assert missing_of(narrowed) == (Missing(52, 8, 20, 0), (40, 20))
    assert unplaced_of(narrowed, "now") == (5, 3)
    assert own_unknown(narrowed, "now", pd.Index(["W1", "W2"])).to_list() == [3, 0]
