"""Columns declared once: what is missing, what nobody declared, and what holds something else is refused."""

from __future__ import annotations

import pytest
from numpy import nan
from pandas import Categorical, DataFrame

from geo.core.columns import Holds, WrongColumns, require_columns

COLUMNS = {"ward": Holds.TEXT, "offences": Holds.COUNT, "rate": Holds.NUMBER}
RIGHT = {"ward": ["Eldene"], "offences": [3], "rate": [1.5]}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"ward": Categorical(["Eldene"])},
        {"ward": [None]},
        {"rate": [2]},
        {"rate": [nan]},
    ],
    ids=str,
)
def test_the_declared_columns_pass_in_any_order(changed: dict[str, object]) -> None:
    frame = DataFrame(RIGHT | changed)
    require_columns(frame, COLUMNS)
    require_columns(frame[["rate", "ward", "offences"]], COLUMNS)
    require_columns(frame[:0], COLUMNS)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"offences": [3.0]}, "offences holds float64, not count"),
        ({"offences": ["3"]}, "offences holds str, not count"),
        ({"rate": [True]}, "rate holds bool, not number"),
        ({"ward": [7]}, "ward holds int64, not text"),
        ({"ward": Categorical([7])}, "ward holds category, not text"),
        ({"suspect": ["x"]}, "suspect is not declared"),
    ],
    ids=str,
)
def test_anything_else_is_refused(changed: dict[str, object], fault: str) -> None:
    with pytest.raises(WrongColumns) as refused:
        require_columns(DataFrame(RIGHT | changed), COLUMNS)
    assert str(refused.value) == fault


def test_every_fault_is_named() -> None:
    with pytest.raises(WrongColumns) as refused:
        require_columns(DataFrame({"rate": ["x"], "more": [1]}), COLUMNS)
    assert str(refused.value) == (
        "ward is missing; offences is missing; more is not declared; rate holds str, not number"
    )
