"""What should not be there if an operation alone made the difference."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pandas import DataFrame

from geo.core.selection import months_between
from geo.operations.placebo import placebo_dates, placebo_outcomes, pre_trend, spike_before

pytestmark = pytest.mark.filterwarnings(
    "ignore:Perfect separation"
)  # made-up counts may fit without a remainder
MONTHS = months_between(date(2021, 1, 1), date(2022, 12, 1))


def counts(treated: list[int], control: list[int]) -> DataFrame:
    return DataFrame([treated, control], index=["T", "C"], columns=list(MONTHS[: len(treated)]))


def test_trends_before_apart_and_alongside() -> None:
    doubling = (100 * 2 ** (np.arange(24) / 12)).round().astype(int).tolist()
    apart = pre_trend(counts(doubling, [100] * 24), ["T"])
    assert apart is not None and apart.ratio == pytest.approx(2, abs=0.01) and apart.p < 0.001
    alongside = pre_trend(counts(doubling, doubling), ["T"])
    assert alongside is not None and alongside.ratio == pytest.approx(1) and alongside.p > 0.9


def test_trends_that_cannot_be_tried() -> None:
    assert pre_trend(counts([5] * 5, [5] * 5), ["T"]) is None
    assert pre_trend(counts([0] * 12, [5] * 12), ["T"]) is None
    assert pre_trend(counts([0] * 11 + [5], [0] * 11 + [5]), ["T"]) is None


def test_made_up_dates_find_a_change_that_was_there_before() -> None:
    table = placebo_dates(counts([20] * 12 + [10] * 12, [20] * 24), ["T"])
    # six months on each side: July 2021 to July 2022
    assert table.index.to_list() == list(MONTHS[6:19])
    assert table["ratio"].idxmin() == date(2022, 1, 1) and table["ratio"].min() == pytest.approx(
        0.5
    )
    assert placebo_dates(counts([20] * 11, [20] * 11), ["T"]).empty
    assert len(placebo_dates(counts([20] * 12, [20] * 12), ["T"])) == 1


def test_other_outcomes_stand_in_the_order_given() -> None:
    tables = {
        "Burglary": counts([10] * 12, [10] * 12),
        "Theft": counts([10] * 6 + [20] * 6, [10] * 12),
    }
    table = placebo_outcomes(tables, ["T"], before=MONTHS[:6], after=MONTHS[6:12])
    assert table["ratio"].to_dict() == pytest.approx({"Burglary": 1.0, "Theft": 2.0})
    assert placebo_outcomes({}, ["T"], before=MONTHS[:6], after=MONTHS[6:12]).empty


def test_a_start_on_a_spike_is_told() -> None:
    spike = spike_before([5] * 12 + [10] * 6)
    # 60 in six months where 5 a month were usual
    assert spike is not None and (
        spike.recent,
        spike.expected,
        spike.months,
        spike.earlier_months,
    ) == (60, 30, 6, 12)
    assert spike.word == "clear rise" and spike.warns
    calm = spike_before([5] * 18)
    assert calm is not None and calm.word == "usual variation" and not calm.warns
    assert spike_before([5] * 8) is None


def test_spikes_of_every_length_are_looked_for() -> None:
    lengths = {}
    for months in (3, 6, 12):
        spike = spike_before([10] * 24 + [20] * months)
        assert spike is not None and spike.warns
        lengths[months] = spike.months
    assert lengths == {3: 3, 6: 6, 12: 12}
    # 51 where 30 were usual is a sign by chance alone, and none where counts vary twice as much
    steady = [10] * 9 + [17] * 3
    alone, varied = spike_before(steady), spike_before(steady, spread=2.0)
    assert alone is not None and alone.warns and varied is not None and not varied.warns
