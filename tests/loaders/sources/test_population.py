"""Residents by ward: from the ward facts, or from a file whose odd rows come back."""

from __future__ import annotations

import pytest

from loaders.documents.archives import Document
from loaders.sources import registry
from loaders.sources.population import SOURCE, census_residents
from loaders.sources.source import ReadSettings


def document(text: str, name: str = "residents.csv") -> Document:
    data = text.encode()
    return Document(name, "", len(data), lambda: data)


def test_the_census_gives_every_ward_its_residents() -> None:
    residents = census_residents()
    assert len(residents) == 118
    assert residents.loc["E05008954", "residents"] == 16_398  # Central, Swindon
    assert residents["residents"].sum() == 233_427 + 510_392


def test_whole_numbers_are_kept_and_everything_else_comes_back_with_a_reason() -> None:
    rows = [
        'W05000001,"1,234"',
        "W05000002,0",
        "W05000003,-5",
        "W05000004,12.5",
        "W05000005,many",
        "W05000006,",
        ",7",
        "W05000001,9",
        "W05000007",
        "W05000008,inf",
        "W05000009,1e300",
    ]
    text = "\n".join(["ward_code,residents", *rows])
    loaded = registry.read(SOURCE, document(text), ReadSettings())
    assert loaded.rows.to_pylist() == [
        {"area_code": "W05000001", "year": 0, "residents": 1_234, "young": None},
        {"area_code": "W05000002", "year": 0, "residents": 0, "young": None},
    ]
    number = "residents is not a whole number from 0 up"
    reasons = dict(zip(loaded.rejected["line"], loaded.rejected["reason"], strict=True))
    assert reasons == {
        4: f"{number}: it is below 0",
        5: f"{number}: it has decimals",
        6: number,
        7: number,
        8: "the code of the area is empty",
        9: "the area stands earlier in this file for the same year",
        10: "the row has more or fewer columns than the heading",
        11: number,
        12: number,
    }
    assert loaded.read == len(rows)
    assert any("W05000001 (1,234 and 9)" in note for note in loaded.notes)


@pytest.mark.parametrize(
    ("name", "heading", "is_residents"),
    [
        ("any.csv", "ward_code,residents\nE05000001,3", True),
        ("any.csv", "LSOA 2021 Code,Total,F0\nE01000001,3,1", False),  # says nothing of residents
        ("mid-2022.csv", "LSOA 2021 Code,Total,F0\nE01000001,3,1", True),
        ("any.csv", "WD23CD,Mid-2022,Mid-2023\nE05000001,3,4", True),
        ("any.csv", "area code,2015,2016\nE05000001,3,4", True),
        ("any.csv", "ward_code,total\nE05000001,3", False),
        (
            "ts003.csv",
            "Lower layer Super Output Areas Code,Household composition,Observation",
            False,
        ),
        ("ts001.csv", "Lower layer Super Output Areas Code,Residence type,Observation", True),
    ],
)
def test_residents_are_recognised_by_their_heading(
    name: str, heading: str, is_residents: bool
) -> None:
    assert SOURCE.recognises(document(heading, name)) is is_residents
