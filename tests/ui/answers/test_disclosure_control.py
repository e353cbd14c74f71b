"""The guard between counts and screen: which figures go, and that two answers together give none of them back."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy import nan

from bench.calibrate import guarded_selections, told_by_two
from geo.core.columns import WrongColumns
from geo.core.errors import DataProblem
from geo.core.schema import LINE_TYPES
from geo.core.selection import Selection
from geo.disclosure.small_cells import Policy
from tests.home import SWINDON, WILTSHIRE
from ui.answers import disclosure_control
from ui.answers.disclosure_control import Memory, memory_of, ward_counts

YEAR = Selection("restricted", (), (), date(2022, 1, 1), date(2022, 12, 1))
ELEVEN_MONTHS = Selection("restricted", (), (), date(2022, 1, 1), date(2022, 11, 1))
AUTHORITIES = pd.Series([SWINDON] * 4 + [WILTSHIRE] * 2, index=["S1", "S2", "S3", "S4", "W1", "W2"])
TOTALS = [f"Total {SWINDON}", f"Total {WILTSHIRE}"]


def counts(*numbers: int) -> pd.Series:
    return pd.Series(numbers, index=AUTHORITIES.index)


def shown(
    numbers: pd.Series,
    asked: Selection = YEAR,
    memory: Memory | None = None,
    policy: Policy | None = None,
) -> pd.Series:
    given = ward_counts(
        numbers, AUTHORITIES, asked, policy=policy or Policy(), memory=memory or Memory()
    )
    assert list(given.index) == ["S1", "S2", "S3", "S4", TOTALS[0], "W1", "W2", TOTALS[1]]
    return given


def test_a_small_ward_goes_with_the_smallest_other_and_the_totals_stay() -> None:
    # 3 alone would be 38 - 10 - 20 - 5, so the 5 goes too; noughts and Wiltshire stay as they are
    given = shown(counts(3, 10, 20, 5, 0, 30))
    assert given.to_list() == pytest.approx([nan, 10, 20, nan, 38, 0, 30, 30], nan_ok=True)
    assert given.reindex(AUTHORITIES.index).isna().to_list() == [
        True,
        False,
        False,
        True,
        False,
        False,
    ]


def test_two_small_wards_of_one_need_a_third() -> None:
    # 1 and 1 alone would add to 2, and a hidden count is at least 1
    assert shown(counts(1, 1, 20, 5, 0, 30)).to_list() == pytest.approx(
        [nan, nan, 20, nan, 27, 0, 30, 30], nan_ok=True
    )


def test_two_small_wards_that_can_change_places_suffice() -> None:
    assert shown(counts(2, 3, 20, 5, 0, 30)).to_list() == pytest.approx(
        [nan, nan, 20, 5, 30, 0, 30, 30], nan_ok=True
    )


def test_a_ward_alone_in_its_authority_takes_the_total_along() -> None:
    assert shown(counts(9, 9, 9, 9, 3, 0)).to_list() == pytest.approx(
        [9, 9, 9, 9, 36, nan, 0, nan], nan_ok=True
    )


def test_zeros_threshold_and_rounding_follow_the_policy() -> None:
    assert (
        shown(counts(7, 12, 20, 30, 8, 9), policy=Policy(threshold=8)).isna().to_list()
        == [True, True] + [False] * 6
    )
    assert shown(counts(0, 12, 20, 30, 8, 9), policy=Policy(zeros_safe=False)).isna().to_list()[
        :2
    ] == [True, True]
    rounded = shown(counts(7, 12, 20, 33, 8, 9), policy=Policy(round_to=5))
    assert rounded.to_list() == [5, 10, 20, 35, 70, 10, 10, 15]


def test_public_counts_come_back_whole() -> None:
    assert shown(counts(1, 2, 3, 4, 0, 1), policy=Policy(restricted=False)).to_list() == [
        1,
        2,
        3,
        4,
        10,
        0,
        1,
        1,
    ]


def test_the_same_selection_again_shows_the_same_whatever_came_between() -> None:
    memory = Memory()
    first = shown(counts(3, 10, 20, 5, 0, 30), memory=memory)
    shown(counts(2, 9, 20, 5, 0, 22), ELEVEN_MONTHS, memory)
    pd.testing.assert_series_equal(shown(counts(3, 10, 20, 5, 0, 30), memory=memory), first)
    assert len(memory.tables) == 2


def test_eleven_months_do_not_give_the_twelfth_away() -> None:
    year, eleven, memory = counts(40, 50, 60, 70, 80, 90), counts(38, 44, 53, 61, 72, 81), Memory()
    assert shown(year, memory=memory).notna().all()
    # 40 less 38 would tell of 2 in December; alone it would be 196 less the rest, so 44 goes with it
    later = shown(eleven, ELEVEN_MONTHS, memory)
    assert later.to_list() == pytest.approx([nan, nan, 53, 61, 196, 72, 81, 153], nan_ok=True)
    # without a memory of the year all of it would have been shown
    assert shown(eleven, ELEVEN_MONTHS).notna().all()


def test_too_many_questions_are_refused_in_words_and_old_ones_still_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disclosure_control, "MOST_QUESTIONS", 2)
    memory, many = Memory(), counts(40, 50, 60, 70, 80, 90)
    first = shown(many, memory=memory)
    shown(many - 20, ELEVEN_MONTHS, memory)
    with pytest.raises(
        DataProblem, match="No further selection of this restricted source can be shown"
    ) as refused:
        shown(
            many - 30,
            Selection("restricted", (), ("Robbery",), date(2022, 1, 1), date(2022, 11, 1)),
            memory,
        )
    assert (
        refused.value.saw.startswith("2 have been asked of this build")
        and "ask an analyst" in refused.value.do
    )
    assert len(memory.tables) == 2
    pd.testing.assert_series_equal(shown(many, memory=memory), first)


def test_memory_is_one_for_a_build_a_role_and_a_source() -> None:
    memory = memory_of("build one", "small counts hidden", "restricted")
    assert memory_of("build one", "small counts hidden", "restricted") is memory
    assert memory_of("build two", "small counts hidden", "restricted") is not memory
    assert memory_of("build one", "every count", "restricted") is not memory
    assert memory_of("build one", "small counts hidden", "another") is not memory


def disclosures(
    first: list[int], second: list[int], hidden: tuple[list[int], list[int]], nested: int
) -> tuple[int, int]:
    """Recovered cells and told differences of two columns of wards; hidden by position, the total last."""
    tables = [np.array([*column, sum(column)]) for column in (first, second)]
    seen = [
        ~np.isin(np.arange(len(table)), gone) for table, gone in zip(tables, hidden, strict=True)
    ]
    attack = told_by_two(tables, seen, nested=nested)
    assert attack["hidden"] == sum(map(len, hidden))
    return attack["recovered"], attack["differences"]


def test_the_attack_finds_what_can_be_worked_out() -> None:
    # one of three: 33 - 10 - 20.  Two of three: 13 in all, and nothing says which
    assert disclosures([3, 10, 20], [9, 9, 9], ([0], []), 0) == (1, 0)
    assert disclosures([3, 10, 20], [9, 9, 9], ([0, 1], []), 0) == (0, 0)
    # two that add to 2 are 1 and 1
    assert disclosures([1, 1, 20], [9, 9, 9], ([0, 1], []), 0) == (2, 0)
    # 12 less 10 shows that the month between had 2
    assert disclosures([12, 30, 30], [10, 20, 20], ([], []), 1) == (0, 1)
    assert disclosures([10, 20, 20], [12, 30, 30], ([], []), -1) == (0, 1)
    assert disclosures([12, 30, 30], [10, 20, 20], ([], []), 0) == (0, 0)
    # 4 and 6 hidden in the whole, 3 and 6 in the part: one offence between them, and nothing says in which ward
    assert disclosures([4, 6, 20], [3, 6, 14], ([0, 1], [0, 1]), 1) == (0, 0)
    # the same 10 in the whole; the part shows 6 and 4, and at most that fits only 6 and 4
    assert disclosures([6, 4, 20], [6, 4, 20], ([0, 1], []), 1) == (2, 0)


def test_no_hidden_count_is_recovered_from_random_pairs() -> None:
    recovered, differences, withheld = guarded_selections(25)
    assert recovered.trials > 1000 and recovered.share == 0
    assert differences.share == 0
    assert withheld.share < 0.5  # a guard that shows nothing would keep its promise too


def test_without_memory_the_same_attack_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "bench.calibrate.ward_counts",
        lambda counts, authorities, asked, *, policy, memory: ward_counts(
            counts, authorities, asked, policy=policy, memory=Memory()
        ),
    )
    recovered, differences, _ = guarded_selections(8)
    assert recovered.share + differences.share > 0


def lines_of(*rows: tuple[str, str, tuple[int, ...], int]) -> pd.DataFrame:
    """Authority, ages, offences by line type (local, county, none, unclear, not recorded), and how many of unknown age."""
    table = pd.DataFrame(
        [
            {
                "authority_code": code,
                "ages": ages,
                **dict(zip(LINE_TYPES, cells, strict=True)),
                "age_unknown": unknown,
            }
            for code, ages, cells, unknown in rows
        ]
    )
    judged = table[["local_line", "county_line", "no_line"]].sum(axis=1)
    offences = table[list(LINE_TYPES)].sum(axis=1)
    share = table["local_line"] / judged
    others = dict.fromkeys(("share_low", "share_high", "least", "most", "open_share"), share)
    return table.assign(offences=offences, judged=judged, share=share, **others)


@pytest.mark.parametrize(
    "changed", [{"suspect": "x"}, {"ward_code": "E05008954"}, {"offences": 1.0}], ids=str
)
def test_a_table_with_columns_that_nobody_declared_is_not_let_out(changed: dict[str, Any]) -> None:
    table = lines_of((SWINDON, "all ages", (40, 9, 21, 12, 15), 0))
    totals = pd.Series({SWINDON: 97.0})
    disclosure_control.whole_rows(table, totals, totals, policy=Policy())
    with pytest.raises(WrongColumns, match=next(iter(changed))):
        disclosure_control.whole_rows(table.assign(**changed), totals, totals, policy=Policy())


@pytest.mark.parametrize(
    ("changed", "rows_shown"),
    [
        ({}, [True, True, True]),
        (
            {"young": (20, 3, 1, 5, 1)},
            [True, False, True],
        ),  # four judged not to be local: a cell under 5
        (
            {"young": (37, 5, 5, 5, 1)},
            [True, False, True],
        ),  # three of the older tied to a local line
        ({"unknown": 3}, [True, False, True]),
        ({"unknown": 58}, [True, False, True]),  # three of no known age, or three known to be older
        ({"whole": (40, 9, 11, 2, 2)}, [False, False, True]),  # four open
        ({"totals": nan}, [False, False, True]),
        ({"of_layer": 43}, [False, False, True]),  # the total is hidden; three not knife-enabled
        ({"of_layer": nan}, [True, True, True]),
    ],
)
def test_a_row_of_lines_is_shown_whole_or_not_at_all(
    changed: dict[str, Any], rows_shown: list[bool]
) -> None:
    table = lines_of(
        (SWINDON, "all ages", changed.get("whole", (40, 9, 21, 12, 15)), 0),
        (SWINDON, "14–25", changed.get("young", (20, 6, 4, 5, 1)), changed.get("unknown", 30)),
        (WILTSHIRE, "all ages", (10, 8, 40, 5, 6), 0),
    )
    totals = pd.Series({SWINDON: changed.get("totals", 97.0), WILTSHIRE: 69.0})
    of_layer = pd.Series({SWINDON: changed.get("of_layer", 90.0), WILTSHIRE: 15.0})
    given = disclosure_control.whole_rows(table, totals, of_layer, policy=Policy(zeros_safe=False))
    assert given["offences"].notna().to_list() == rows_shown == given["share"].notna().to_list()
    # the finer line types are smaller cells, and gone in any case
    assert (
        given[["county_line", "no_line", "unclear", "not_recorded", "age_unknown"]]
        .isna()
        .all(axis=None)
    )
    assert (
        given.loc[given["offences"].notna(), "local_line"].to_list()
        == table.loc[rows_shown, "local_line"].to_list()
    )
