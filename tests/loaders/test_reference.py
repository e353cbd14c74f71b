"""The small tables of facts are read as they are written."""

from __future__ import annotations

import pandas as pd

from loaders.reference import forces, gazetteer, offence_types, table, ward_facts


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
    assert facts.loc["E05010755", ["area_km2", "population_2021"]].to_list() == [63.18, 11_640]
    numbers = facts.drop(columns=["ward_name", "authority_code", "authority_name"])
    assert all(pd.api.types.is_numeric_dtype(kind) for kind in numbers.dtypes)
    assert not numbers.isna().any().any()


def test_the_gazetteer_is_points_in_metres_some_of_them_in_no_ward() -> None:
    points = gazetteer()
    assert len(points) == 5_499
    assert points.loc[0, ["easting", "northing", "ward_code"]].to_list() == [
        382_500.0,
        149_410.0,
        "E05013487",
    ]
    assert points.loc[1, "ward_code"] == ""
