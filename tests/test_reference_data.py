"""The tables in data/ say what they must, and data/README.md says where each comes from."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from geo.space.areas import WardIndex, to_grid
from loaders.area import DATA
from loaders.reference import forces, offence_types, table, ward_edges, ward_facts
from loaders.sources.boundaries import embedded_wards
from tests.home import HOME

TYPES = [
    "Anti-social behaviour",
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
]
FILES = sorted(
    path.name
    for path in DATA.iterdir()
    if path.name != "README.md" and not path.name.startswith(".")
)


def _listed() -> dict[str, dict[str, str]]:
    """The rows of the table in data/README.md by file name, each cell under its heading."""
    lines = [
        line
        for line in (DATA / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    heading = next(row for row in cells if row[0].lower() == "file")
    return {
        row[0].strip("`"): dict(zip(heading, row, strict=True))
        for row in cells
        if row[0].startswith("`")
    }


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_its_source_date_licence_and_making(name: str) -> None:
    row = _listed().get(name)
    assert row is not None, f"data/README.md has no row for {name}"
    for heading in ("source", "date", "licence", "how it was made"):
        assert row[heading], f"data/README.md says no {heading} for {name}"


def test_no_file_is_listed_that_is_not_there() -> None:
    assert sorted(_listed()) == FILES


def test_authority_totals_are_those_published() -> None:
    facts = ward_facts()
    summed = facts.groupby("authority_name").agg(
        residents=("population_2021", "sum"), wards=("ward_name", "size"), km2=("area_km2", "sum")
    )
    assert summed["residents"].to_dict() == {"Swindon": 233_427, "Wiltshire": 510_392}
    assert summed["wards"].to_dict() == {"Swindon": 20, "Wiltshire": 98}
    assert summed["km2"].to_dict() == pytest.approx(
        {"Swindon": 230.1, "Wiltshire": 3_255.4}, abs=0.1
    )


def test_ethnic_groups_sum_to_the_residents_of_every_ward() -> None:
    facts = ward_facts()
    # The census moves a few persons between small areas to protect them, so a ward may be out by a handful.
    apart = (
        facts[["asian", "black", "mixed", "other", "white"]].sum(axis=1) - facts["population_2021"]
    )
    assert apart.abs().max() <= 20


def test_ward_codes_are_unique_and_the_oldest_map_holds_them_all_and_no_other() -> None:
    facts = ward_facts()
    assert facts.index.is_unique
    edges = next(iter(ward_edges().values()))
    assert {*edges["left_ward"], *edges["right_ward"]} - {""} == set(facts.index)


def _wards_at(points: pd.DataFrame) -> list[str]:
    shapes = embedded_wards().shapes
    grid = to_grid(
        points["longitude"].astype(float).to_numpy(), points["latitude"].astype(float).to_numpy()
    )
    positions, _ = WardIndex(shapes).locate(grid)
    return [str(shapes.index[position]) if position >= 0 else "" for position in positions]


def test_the_point_of_every_ward_lies_in_it() -> None:
    facts = ward_facts().sort_index().reset_index()
    held = [ward == code for ward, code in zip(_wards_at(facts), facts["ward_code"], strict=True)]
    assert np.mean(held) == 1


@pytest.mark.parametrize("name", ["operations", "demonstration_operations"])
def test_operations_lie_in_the_ward_they_name(name: str) -> None:
    operations = table(name)
    placed = operations[operations["longitude"] != ""]
    assert _wards_at(placed) == placed["ward_code"].to_list()
    assert placed.set_index("name")["ward_code"].to_dict() == {
        "Op Thesus": "E05008960",
        "Op Juvenis": "E05010757",
    }
    assert set(operations.loc[operations["ward_code"] != "", "ward_code"]) <= set(
        ward_facts().index
    )


def test_every_place_lies_in_the_force_area_and_the_estates_in_their_wards() -> None:
    places = table("places").assign(ward_code=lambda frame: _wards_at(frame)).set_index("place")
    assert places.index.is_unique
    assert places.index[places["ward_code"] == ""].to_list() == []
    assert places.loc[["Eldene", "Penhill"], "ward_code"].to_list() == ["E05008960", "E05010757"]
    swindon = places["ward_code"].map(ward_facts()["authority_name"])
    assert swindon[
        ["Swindon", "Eldene", "Penhill", "Swindon railway station", "Salisbury", "Trowbridge"]
    ].to_list() == ["Swindon", "Swindon", "Swindon", "Swindon", "Wiltshire", "Wiltshire"]


def test_there_are_fourteen_offence_types_and_each_is_judged() -> None:
    assert offence_types() == TYPES
    types = table("offence_types").set_index("offence_type")
    assert set(types["violence"]) | set(types["from_police_activity"]) == {"yes", "no"}
    assert types.index[types["violence"] == "yes"].to_list() == [
        "Robbery",
        "Violence and sexual offences",
    ]
    assert types.index[types["from_police_activity"] == "yes"].to_list() == [
        "Drugs",
        "Possession of weapons",
    ]


def test_forces_are_named_once() -> None:
    named = table("forces")
    assert named["slug"].is_unique
    assert named["name"].is_unique
    assert named["slug"].str.fullmatch("[a-z-]+").all()
    assert (
        len(forces()) == 45
    )  # 43 forces of England and Wales, Northern Ireland, British Transport Police


def test_the_demonstration_draws_every_type_at_about_the_real_volume() -> None:
    volumes = (
        table("demonstration_volumes").set_index("offence_type")["offences_a_year"].astype(int)
    )
    assert volumes.index.to_list() == TYPES
    assert volumes.sum() == pytest.approx(52_000, rel=0.02)


def test_the_area_is_that_of_the_ward_facts() -> None:
    facts = ward_facts()
    assert dict(zip(facts["authority_code"], facts["authority_name"], strict=True)) == HOME.names
    assert forces()[HOME.force] == HOME.force_name == "Wiltshire Police"
    assert len(HOME.town_centres) == 6 and set(HOME.town_centres) <= set(facts.index)


def test_codes_that_became_others_are_those_of_the_vintages_and_of_the_crosswalk() -> None:
    history, vintages = table("ward_code_history"), table("ward_vintages")
    codes = {vintage: set(rows) for vintage, rows in vintages.groupby("vintage")["ward_code"]}
    ended = {
        "2025-05-01": codes["2021-12"] - codes["2025-05"],
        "2026-05-07": codes["2025-05"] - codes["2026-05"],
    }
    came = {"2025-05-01": codes["2025-05"], "2026-05-07": codes["2026-05"]}
    for day, rows in history.groupby("from"):
        if day:
            assert set(rows["code"]) == ended[str(day)] and set(rows["became"]) <= came[str(day)]
    shares = history[history["share"] != ""].astype({"share": float})
    crosswalk = table("ward_crosswalk_2021_2025").set_index(["ward_2021", "ward_2025"])
    for code, became, share in shares[["code", "became", "share"]].itertuples(index=False):
        assert float(crosswalk.at[(code, became), "share_of_postcodes"]) == share >= 0.005
    assert shares.groupby("code")["share"].sum().between(0.98, 1.0001).all()
