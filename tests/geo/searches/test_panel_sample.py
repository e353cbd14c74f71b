"""A panel's sample: in proportion, at random, and the same again by its seed."""

from __future__ import annotations

import pytest
from pandas import DataFrame, Series

from geo.core.errors import DataProblem
from geo.searches.panel_sample import allotted, stratified_sample

PACK = DataFrame(
    {
        "key": [f"2022-01/{row:03}" for row in range(100)],
        "object": ["drugs"] * 70 + ["weapons"] * 25 + [None] * 5,
    }
)


def test_places_are_given_in_proportion_and_at_least_one_each() -> None:
    # 10 places: one each, and 7 by 69, 24 and 4 of 97: 4.98, 1.73, 0.29 → 4, 1, 0 and the two largest remainders
    assert allotted(Series({"drugs": 70, "weapons": 25, "none": 5}), 10).to_dict() == {
        "drugs": 6,
        "weapons": 3,
        "none": 1,
    }
    assert allotted(Series({"a": 9, "b": 5, "c": 1}), 2).to_dict() == {"a": 1, "b": 1, "c": 0}
    assert allotted(Series({"a": 2, "b": 1}), 99).to_dict() == {"a": 2, "b": 1}


def test_one_seed_gives_one_sample_however_the_rows_come() -> None:
    first = stratified_sample(PACK, ["object"], 10, seed=7)
    again = stratified_sample(PACK.sample(frac=1, random_state=3), ["object"], 10, seed=7)
    assert first.equals(again) and first["sample"].to_list() == list(range(1, 11))
    assert first["stratum"].value_counts().to_dict() == {"drugs": 6, "weapons": 3, "not given": 1}
    assert first["key"].is_unique and not first["key"].equals(
        stratified_sample(PACK, ["object"], 10, seed=8)["key"]
    )


def test_every_search_is_as_likely_as_another_of_its_stratum() -> None:
    drawn = [
        key
        for seed in range(400)
        for key in stratified_sample(PACK.iloc[:20], [], 5, seed=seed)["key"]
    ]
    # 400 x 5 / 20 = 100 each; the standard deviation is √(400 x 1/4 x 3/4) = 8.7
    assert Series(drawn).value_counts().between(65, 135).all() and len(set(drawn)) == 20


def test_nothing_to_draw_from_and_keys_repeated() -> None:
    with pytest.raises(DataProblem, match="no search to draw from"):
        stratified_sample(PACK[:0], ["object"], 5, seed=1)
    with pytest.raises(DataProblem, match="one key"):
        stratified_sample(DataFrame({"key": ["a", "a"]}), [], 1, seed=1)
