"""Residents by ward: from the ward facts, or from a file whose odd rows come back."""

from __future__ import annotations

from loaders.sources.population import census_residents, read_population


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
    loaded = read_population("\n".join(["ward_code,residents", *rows]).encode(), "residents.csv")
    assert loaded.rows.to_pylist() == [
        {"area_code": "W05000001", "year": 0, "residents": 1_234, "young": None},
        {"area_code": "W05000002", "year": 0, "residents": 0, "young": None},
    ]
    number = "residents is not a whole number from 0 up"
    reasons = dict(zip(loaded.rejected["line"], loaded.rejected["reason"], strict=True))
    assert reasons == {
        4: number,
        5: number,
        6: number,
        7: number,
        8: "ward code is empty",
        9: "the ward stands earlier in this file",
        10: "the row has more or fewer columns than the heading",
        11: number,
        12: number,
    }
    assert loaded.read == len(rows)
