"""Small cells hidden, so that neither sums nor an earlier table give them away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.disclosure.small_cells import (
    PUBLIC,
    Policy,
    attacker_bounds,
    audit_table,
    differencing,
    nhs_hes_round,
    primary_suppress,
    protect,
    small_cells,
    to_nearest,
    with_totals,
)


def test_counts_from_one_to_four_go_and_noughts_by_policy() -> None:
    assert primary_suppress([0, 1, 4, 5]) == [0, None, None, 5]
    assert primary_suppress([0, 4, 5], zeros_safe=False) == [None, None, 5]
    assert primary_suppress([]) == []


def test_hospital_rounding_and_rounding_to_five() -> None:
    assert nhs_hes_round([0, 1, 7, 8, 12, 13]) == [0, "*", "*", 10, 10, 15]
    assert [to_nearest(n) for n in (2, 3, 12, 13)] == [0, 5, 10, 15]


def test_two_totals_give_away_their_difference() -> None:
    assert differencing(51, 49) == (2, True)
    assert differencing(49, 54) == (5, False)
    assert differencing(7, 7) == (0, False)


def test_one_hidden_cell_is_no_secret() -> None:
    audit = audit_table([[10, 2], [8, 9]], [[0, 1]])
    # the row holds 12, so 12 - 10
    assert audit.bounds == [(2, 2)] and audit.pinned_primary == [(0, 1)] and not audit.safe
    assert audit_table([[10, 2], [8, 9]], []).primary_left_visible == [(0, 1)]


def test_four_hidden_corners_hold() -> None:
    audit = audit_table([[10, 2], [8, 9]], [[0, 0], [0, 1], [1, 0], [1, 1]])
    # columns hold 18 and 11, rows 12 and 17: the first cell lies between 12 - 11 and 12
    assert audit.bounds[0] == (1, 12) and audit.safe


def test_bounds_allow_for_hidden_totals_and_refuse_wrong_ones() -> None:
    table = with_totals([[3, 6]])
    hidden = np.zeros((2, 3), dtype=bool)
    hidden[0, 0] = hidden[0, 2] = hidden[1, 0] = hidden[1, 2] = True
    # the 3 and everything it adds to are gone: nothing above holds it
    assert attacker_bounds(table, hidden, least=1)[0, 0] == (1, None)
    with pytest.raises(DataProblem, match="not the sums"):
        attacker_bounds([[1, 2], [3, 4]], np.zeros((2, 2), dtype=bool))


def test_protect_takes_away_small_cells_and_enough_others() -> None:
    shown = protect(
        DataFrame([[10, 2], [8, 9]], index=["W1", "W2"], columns=["knife", "gun"]), Policy()
    )
    # the 2 goes, and the smallest other three that make a square with it; totals stay
    assert shown.loc["W1":"W2", ["knife", "gun"]].isna().all(axis=None)
    assert shown["Total"].to_list() == pytest.approx([12, 17, 29])


def test_public_tables_and_harmless_ones_come_back_whole() -> None:
    small = DataFrame([[1, 2], [0, 9]])
    assert protect(small, PUBLIC).to_numpy().tolist() == [[1, 2, 3], [0, 9, 9], [1, 11, 12]]
    assert protect(DataFrame([[5, 0], [8, 9]]), Policy()).notna().all(axis=None)


def test_protect_rounds_what_is_left() -> None:
    shown = protect(DataFrame([[11, 12], [18, 19]]), Policy(round_to=5))
    # 11, 12, 23; 18, 19, 37; 29, 31, 60
    assert shown.to_numpy().tolist() == [[10, 10, 25], [20, 20, 35], [30, 30, 60]]


def test_protect_refuses_a_missing_count() -> None:
    with pytest.raises(DataProblem, match="missing"):
        protect(DataFrame([[1.0, np.nan]]), Policy())


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=5),
    st.booleans(),
)
def test_no_hidden_cell_can_be_worked_out(rows: list[list[int]], zeros_safe: bool) -> None:
    table, policy = DataFrame(rows), Policy(zeros_safe=zeros_safe)
    hidden = protect(table, policy).isna().to_numpy()
    counts = with_totals(rows)
    assert hidden[small_cells(counts, zeros_safe=zeros_safe)].all()
    for low, high in attacker_bounds(counts, hidden, least=int(zeros_safe)).values():
        assert high is None or low < high
