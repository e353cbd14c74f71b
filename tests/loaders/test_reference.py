"""The small tables of facts are read as they are written."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.core.errors import DataProblem
from loaders import reference
from loaders.reference import (
    forces,
    offence_types,
    table,
    ward_edges,
    ward_facts,
    ward_vintages,
)


def test_empty_cells_stay_empty_text_and_codes_stay_codes() -> None:
    places = table("operations").set_index("name")
    assert places.loc["Op Sceptre", "ward_code"] == ""
    assert table("places")["rank"].to_list()[0] == "1"


def test_a_table_is_read_once() -> None:
    assert table("places") is table("places")


def test_forces_are_known_by_the_names_in_their_files() -> None:
    assert forces()["wiltshire"] == "Wiltshire Police"
    assert forces()["btp"] == "British Transport Police"


def test_the_offence_types_are_in_alphabetical_order() -> None:
    assert offence_types() == sorted(offence_types())
    assert offence_types()[0] == "Anti-social behaviour"


def test_ward_facts_are_numbers_by_code_beside_three_words() -> None:
    facts = ward_facts()
    assert facts.index.name == "ward_code"
    assert facts.loc["E05010755", ["ward_name", "authority_code", "authority_name"]].to_list() == [
        "Blunsdon and Highworth",
        "E06000030",
        "Swindon",
    ]
    assert facts.loc["E05010755", ["area_km2", "population_2021"]].to_list() == [63.43, 11_640]
    numbers = facts.drop(columns=["ward_name", "authority_code", "authority_name"])
    assert all(pd.api.types.is_numeric_dtype(kind) for kind in numbers.dtypes)
    assert not numbers.isna().any().any()


def test_maps_are_those_of_the_oldest_vintage_and_of_2025_and_the_names_of_2026_are_known() -> None:
    maps = ward_edges()
    assert {vintage: len(edges) for vintage, edges in maps.items()} == {
        "2021-12": 348,
        "2025-05": 349,
    }
    assert ward_vintages().groupby("vintage").size().to_dict() == {
        "2021-12": 118,
        "2025-05": 118,
        "2026-05": 123,
    }


def test_a_map_whose_wards_are_not_those_named_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = ward_vintages()
    monkeypatch.setattr(
        reference, "ward_vintages", lambda: names[names["ward_code"] != "E05008954"]
    )
    with pytest.raises(DataProblem) as raised:
        ward_edges()
    assert raised.value.wrong == (
        "The map of the wards of 2021-12 does not hold the wards named for it."
    )
    assert raised.value.saw == "1 stand in one of the two tables alone, the first E05008954."


def test_a_map_of_a_year_without_names_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ward_vintages()
    monkeypatch.setattr(reference, "ward_vintages", lambda: names[names["vintage"] != "2025-05"])
    with pytest.raises(DataProblem) as raised:
        ward_edges()
    assert raised.value.wrong == (
        "The area file names ward_edges_2025, and no vintage of 2025 is known."
    )
    assert raised.value.saw == "ward_vintages holds 2021-12, 2026-05."
