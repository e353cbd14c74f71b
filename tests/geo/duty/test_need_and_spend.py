"""Need beside spend, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.core.errors import DataProblem
from geo.duty.need_and_spend import need_beside_spend

NEED = pd.DataFrame(
    {"offences": [30, 60, 10], "standing": ["clearly above", "clearly above", "cannot be told"]},
    index=["A", "B", "C"],
)


def test_shares_of_need_and_money_stand_side_by_side() -> None:
    table = need_beside_spend(NEED, pd.Series({"A": 750.0, "C": 250.0}))
    # 100 offences and £1,000: B has 60 % of the offences and no pound
    assert table.index.to_list() == ["B", "A", "C"]
    assert table["need_share"].to_list() == [0.6, 0.3, 0.1] and table["spend_share"].to_list() == [
        0,
        0.75,
        0.25,
    ]
    assert table.index[table["unfunded"]].to_list() == ["B"]


def test_without_money_there_is_no_share_of_it_and_all_that_stands_out_is_unfunded() -> None:
    table = need_beside_spend(NEED, pd.Series(dtype=float))
    assert table["spend_share"].isna().all() and set(table.index[table["unfunded"]]) == {"A", "B"}


def test_money_for_nowhere_is_refused() -> None:
    with pytest.raises(DataProblem, match="not in the boundaries"):
        need_beside_spend(NEED, pd.Series({"Z": 1.0}))
