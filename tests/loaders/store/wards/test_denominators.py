"""Residents and facts of wards whose codes stand in two vintages: as counted where the ground is the same, carried where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import shapely

from loaders.reference import table, ward_facts
from loaders.sources.boundaries import Wards, embedded_wards
from loaders.store.wards.denominators import (
    Crosswalks,
    census_population,
    facts_in,
    mean_residents,
    residents_in,
)
from loaders.store.wards.join_report import resident_join
from loaders.store.wards.vintages import WardVintages

LARGE, BESIDE = "E05008955", "E05008966"  # Chiseldon and Lawn, Ridgeway


def beside(shapes: pd.Series) -> tuple[Wards, Crosswalks]:
    """The wards of December 2021 in other shapes, as a made-up vintage of 2023."""
    reference = embedded_wards("2021-12")
    wards = replace(reference, shapes=shapes, vintage="2023", exactness="exact")
    return wards, Crosswalks(WardVintages(reference, (wards,)))


def test_a_coarser_drawing_of_the_same_wards_keeps_their_residents() -> None:
    shapes = embedded_wards("2021-12").shapes
    coarse = pd.Series(
        shapely.make_valid(shapely.simplify(shapes.to_numpy(), 90)), index=shapes.index
    )
    wards, crosswalks = beside(coarse)
    own = crosswalks.between("2021-12", "2023").query("earlier == later")
    assert len(own) == 118 and set(own["share"]) == {1.0}
    residents = residents_in(wards, census_population(), crosswalks).set_index("ward_code")
    census = ward_facts()["population_2021"]
    assert residents["residents"].astype(int).to_dict() == census.to_dict()
    assert not residents["fidelity"].any()
    join = resident_join(wards.table, residents.reset_index(), (), crosswalks.vintages.codes)
    assert join.carried == ()


def test_the_residents_of_a_window_are_its_person_years_over_its_length() -> None:
    known = pd.DataFrame(
        [("W1", 2021, 1000.0), ("W1", 2023, 3000.0), ("W2", 2021, 500.0), ("W3", 2023, 90.0)],
        columns=["ward_code", "year", "residents"],
    )
    window = tuple(
        date(year, month, 1)
        for year, months in ((2021, (10, 11, 12)), (2022, range(1, 13)), (2023, (1, 2, 3)))
        for month in months
    )
    # W1: three months of 2021 and the twelve of 2022, to which 2021 is as near as 2023, live with 1,000; three months with 3,000:
    # (15 x 1,000 + 3 x 3,000) / 18 = 24,000 / 18.  W2 and W3: the one year known counts for all.
    means = mean_residents(known, window).to_dict()
    assert means == pytest.approx({"W1": 24_000 / 18, "W2": 500, "W3": 90})
    assert mean_residents(known, ()).to_dict() == {"W1": 3000, "W2": 500, "W3": 90}  # the newest
    assert mean_residents(known.head(0), window).empty


def test_facts_of_a_code_on_other_ground_are_carried_as_its_residents_are() -> None:
    shapes = embedded_wards("2021-12").shapes.copy()
    west, south, east, north = shapes[LARGE].bounds
    half = shapely.box(west, south, (west + east) / 2, north)
    shapes[BESIDE] = shapely.union(shapes[BESIDE], shapely.intersection(shapes[LARGE], half))
    shapes[LARGE] = shapely.difference(shapes[LARGE], half)
    wards, crosswalks = beside(shapes)
    residents = residents_in(wards, census_population(), crosswalks).set_index("ward_code")
    facts, before = facts_in(wards, crosswalks), ward_facts()
    two = [LARGE, BESIDE]
    assert (residents["residents"][two] != before["population_2021"][two]).all()
    assert facts["population_2021"][two].to_list() == residents["residents"][two].to_list()
    young = "population_14_25_mid2020"
    assert facts[young].sum() == pytest.approx(before[young].sum())
    assert facts["area_km2"][LARGE] == pytest.approx(shapes[LARGE].area / 1e6)


def test_residents_of_lsoas_are_fitted_to_each_vintage_by_itself() -> None:
    look_up = table("lsoa21_ward")
    population = pd.DataFrame({"area_code": look_up["lsoa21"], "year": 2023, "residents": 1_000})
    earlier, later = embedded_wards("2021-12"), embedded_wards("2025-05")
    crosswalks = Crosswalks(WardVintages(earlier, (later,)))
    for wards, column in ((earlier, "ward_2021"), (later, "ward_2025")):
        residents = residents_in(wards, population, crosswalks).set_index("ward_code")
        by_hand = 1_000 * look_up[column].value_counts()
        assert residents["residents"].to_dict() == by_hand.to_dict()
        assert residents["basis"].eq("LSOA best fit").all()
        assert residents["fidelity"].median() > 0.05


def test_carried_on_a_best_fit_is_no_surer_than_it() -> None:
    look_up = table("lsoa21_ward")
    population = pd.DataFrame({"area_code": look_up["lsoa21"], "year": 2023, "residents": 1_000})
    wards, crosswalks = beside(embedded_wards("2021-12").shapes)
    carried = residents_in(wards, population, crosswalks)
    fitted = residents_in(crosswalks.vintages.reference, population, crosswalks)
    assert carried["residents"].sum() == 447_000
    assert carried["fidelity"].to_list() == pytest.approx(fitted["fidelity"].to_list())
