"""Shares of local lines, by hand: what is judged, by chance, and between the bounds of what is not."""

from __future__ import annotations

import numpy as np
import pytest
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.knife.lines import line_shares, line_shares_beside

COUNTS = DataFrame(
    [
        ("W1", "local_line", "18-24", 6),
        ("W1", "county_line", "26+", 1),
        ("W1", "no_line", "26+", 3),
        ("W1", "unclear", None, 2),
        ("W1", "not_recorded", None, 8),
        ("W2", "not_recorded", "14-17", 4),
        ("W1", "local_line", "14-17", 2),
        ("W1", "no_line", "25", 2),
    ],
    columns=["ward_code", "line_type", "age_band", "offences"],
)


def test_share_interval_and_bounds_of_a_ward() -> None:
    table = line_shares(COUNTS, by=["ward_code"]).set_index("ward_code")
    first = table.loc["W1"]
    # 8 local, 1 county, 5 none: 14 judged; 2 unclear and 8 not recorded are open; 24 in all
    assert first[
        ["offences", "local_line", "county_line", "no_line", "unclear", "not_recorded", "judged"]
    ].to_list() == [24, 8, 1, 5, 2, 8, 14]
    assert first[["share", "least", "most", "open_share"]].to_list() == pytest.approx(
        [8 / 14, 8 / 24, 18 / 24, 10 / 24]
    )
    # Wilson limits of 8 of 14, by hand: centre (8 + 1.9207) / (14 + 3.8415) = 0.5561, half width 0.2299
    assert first[["share_low", "share_high"]].to_list() == pytest.approx(
        [0.3259, 0.7862], abs=0.001
    )


def test_a_ward_in_which_nothing_is_judged_has_no_share_but_bounds() -> None:
    second = line_shares(COUNTS, by=["ward_code"]).set_index("ward_code").loc["W2"]
    assert np.isnan(second["share"]) and np.isnan(second["share_low"])
    assert (second["least"], second["most"]) == (0, 1)


def test_one_cut_stands_beside_all_ages_and_unknown_ages_are_counted() -> None:
    both = line_shares_beside(COUNTS, by=["ward_code"], ages="14–25")
    assert both[
        ["ward_code", "ages", "offences", "local_line", "age_unknown"]
    ].to_numpy().tolist() == [
        ["W1", "all ages", 24, 8, 0],
        ["W1", "14–25", 10, 8, 10],
        ["W2", "all ages", 4, 0, 0],
        ["W2", "14–25", 4, 0, 0],
    ]
    assert both["share"].iloc[1] == pytest.approx(0.8)  # 8 local and 2 without a line


def test_without_groups_there_is_one_row_of_all() -> None:
    (row,) = line_shares(COUNTS, by=[]).to_dict("records")
    assert (row["offences"], row["judged"], row["least"]) == (28, 14, pytest.approx(8 / 28))


def test_an_unknown_word_or_cut_is_refused_and_nothing_is_nothing() -> None:
    with pytest.raises(DataProblem, match="unknown line type"):
        line_shares(COUNTS.assign(line_type="border"), by=[])
    with pytest.raises(DataProblem, match="no age cut"):
        line_shares(COUNTS, by=[], ages="15–24")
    assert len(line_shares(COUNTS[:0], by=["ward_code"])) == 0
