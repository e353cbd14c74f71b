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
        'W1,"1,234"',
        "W2,0",
        "W3,-5",
        "W4,12.5",
        "W5,many",
        "W6,",
        ",7",
        "W1,9",
        "W7",
        "W8,inf",
        "W9,1e300",
    ]
    loaded = read_population("\n".join(["ward_code,residents", *rows]).encode(), "residents.csv")
    assert loaded.rows.to_pylist() == [
        {"ward_code": "W1", "residents": 1_234},
        {"ward_code": "W2", "residents": 0},
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
