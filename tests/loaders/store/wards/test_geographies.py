"""Areas beside wards: cut by authority, made whole by the rest, counted so that authorities keep every offence and resident."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame
from shapely import Polygon

from geo.core.errors import DataProblem
from geo.space.coverage import coverage_faults
from loaders import intake
from loaders.sources.boundaries import Wards, read_boundaries
from loaders.store.builds import BuildStore
from loaders.store.manifest import Manifest
from loaders.store.reader import Store
from loaders.store.wards.denominators import Crosswalks, residents_in
from loaders.store.wards.geographies import Ground, geographies_of_load, geography
from loaders.store.wards.vintages import WardVintages
from tests.conftest import on_grid, street_file, street_row, wards_file
from tests.home import SWINDON, WILTSHIRE

QUARTERS = (-1.80, -1.79, -1.78, -1.77, -1.76)
LSOAS = [f"E0109900{number}" for number in range(1, 5)]


def slab(west: float, east: float) -> Polygon:
    """A part of the two square wards from one meridian to another."""
    corners = ((west, 51.55), (east, 51.55), (east, 51.57), (west, 51.57))
    return Polygon([on_grid(*corner) for corner in corners])


def areas_file(
    folder: Path,
    edges: Sequence[tuple[float, float]],
    file: str = "areas.geojson",
    **more: list[str],
) -> Path:
    """Slabs with codes A1, A2, … unless other columns are given."""
    columns = more or {
        "code": [f"A{at + 1}" for at in range(len(edges))],
        "name": [f"Area {at + 1}" for at in range(len(edges))],
    }
    path = folder / file
    frame = GeoDataFrame(columns, geometry=[slab(*pair) for pair in edges], crs=27700)
    frame.to_crs(4326).to_file(path)
    return path


def lsoa_file(folder: Path) -> Path:
    """Each of the two wards in halves."""
    edges = [*itertools.pairwise(QUARTERS)]
    names = [f"Made-up 00{number}A" for number in range(1, 5)]
    return areas_file(folder, edges, "lsoa.geojson", LSOA21CD=LSOAS, LSOA21NM=names)


@pytest.fixture
def reference(tmp_path: Path) -> Wards:
    """The two square wards: West in Swindon, East in Wiltshire."""
    return read_boundaries(wards_file(tmp_path / "wards"))


def settled(
    path: Path, reference: Wards, *, title: str = "", codes: frozenset[str] = frozenset()
) -> Wards:
    read = read_boundaries(path, geography=title)
    return geography(read, Ground.of(reference), codes, file=path.name)


def test_areas_lie_in_the_authority_of_their_ground(tmp_path: Path, reference: Wards) -> None:
    lsoas = settled(lsoa_file(tmp_path), reference)
    assert lsoas.table["authority_code"].to_dict() == dict(
        zip(LSOAS, [SWINDON, SWINDON, WILTSHIRE, WILTSHIRE], strict=True)
    )
    assert lsoas.table["authority_name"].to_list() == ["Swindon"] * 2 + ["Wiltshire"] * 2
    assert not any("uncovered" in note or "more than one" in note for note in lsoas.notes)


def test_a_catchment_across_the_line_counts_in_two_parts_and_the_rest_is_an_area(
    tmp_path: Path, reference: Wards
) -> None:
    path = areas_file(tmp_path, [(-1.795, -1.775)])
    school = settled(path, reference, title="Catchments")
    assert school.table["ward_name"].to_dict() == {
        "A1": "Area 1",
        f"A1-{WILTSHIRE}": "Area 1 (part in Wiltshire)",
        f"rest-{SWINDON}": "Rest of Swindon",
        f"rest-{WILTSHIRE}": "Rest of Wiltshire",
    }
    whole = [shapely.area(each.shapes.to_numpy()).sum() for each in (school, reference)]
    assert whole[0] == pytest.approx(whole[1], rel=1e-3)
    assert not coverage_faults(school.shapes, school.table["authority_code"]).overlaps
    # 0.015 of the 0.02 degrees of the western ward, to a hundredth for the file's decimals
    share = school.shapes["A1"].area / reference.shapes["E05000001"].area
    assert share == pytest.approx(0.75, abs=0.01)
    notes = " ".join(school.notes)
    assert "In more than one authority lie “Area 1”:" in notes
    assert "The areas leave ground uncovered" in notes


def test_an_area_counts_where_it_lies_whatever_its_file_says(
    tmp_path: Path, reference: Wards
) -> None:
    path = areas_file(tmp_path, [(-1.80, -1.79)], LAD23CD=[WILTSHIRE], code=["A1"], name=["Area 1"])
    areas = settled(path, reference, title="Beats")
    assert areas.table.at["A1", "authority_code"] == SWINDON
    assert any(
        "In another authority than the file says lie “Area 1”" in note for note in areas.notes
    )


def test_an_area_that_reaches_beyond_all_wards_counts_within_them(
    tmp_path: Path, reference: Wards
) -> None:
    school = settled(areas_file(tmp_path, [(-1.90, -1.78)]), reference, title="Catchments")
    assert school.shapes["A1"].area == pytest.approx(reference.shapes["E05000001"].area, rel=1e-3)
    assert any("Beyond Swindon and Wiltshire reach “Area 1”" in note for note in school.notes)


def test_a_narrow_strip_beyond_the_line_is_another_drawing_of_it(
    tmp_path: Path, reference: Wards
) -> None:
    """0.0005 degrees of longitude are 35 m here: no circle of 100 m radius lies in them."""
    edges = [(-1.80, -1.7795), (-1.7795, -1.76)]
    areas = settled(areas_file(tmp_path, edges), reference, title="Beats")
    assert areas.table.index.to_list() == ["A1", "A2"]


def test_overlapping_areas_are_refused_by_name(tmp_path: Path, reference: Wards) -> None:
    path = areas_file(tmp_path, [(-1.80, -1.785), (-1.79, -1.76)])
    with pytest.raises(DataProblem, match="overlap") as caught:
        settled(path, reference, title="Catchments")
    assert "“Area 1” (A1) and “Area 2” (A2)" in caught.value.saw


def test_areas_of_another_county_are_refused(tmp_path: Path, reference: Wards) -> None:
    with pytest.raises(DataProblem, match="holds no area within"):
        settled(areas_file(tmp_path, [(-1.2, -1.1)]), reference, title="Catchments")


def test_a_code_that_a_ward_has_is_told_apart_from_it(tmp_path: Path, reference: Wards) -> None:
    path = areas_file(tmp_path, [(-1.80, -1.78), (-1.78, -1.76)])
    areas = settled(path, reference, title="Beats", codes=frozenset({"A1"}))
    assert areas.table.index.to_list() == ["A2", "area-A1"]


def test_two_files_of_one_title_are_refused_and_a_later_one_takes_the_place(
    tmp_path: Path, reference: Wards
) -> None:
    whole = read_boundaries(areas_file(tmp_path, [(-1.80, -1.76)]), geography="Beats")
    halves = read_boundaries(
        areas_file(tmp_path, [(-1.80, -1.78), (-1.78, -1.76)], "two.geojson"), geography="beats"
    )
    with pytest.raises(DataProblem, match="More than one file of the same geography"):
        geographies_of_load([("a", whole), ("b", halves)], (), reference, frozenset())
    (first,) = geographies_of_load([("a", whole)], (), reference, frozenset())
    (second,) = geographies_of_load([("b", halves)], (first,), reference, frozenset())
    assert len(second.table) == 2


def test_residents_of_areas_are_counted_by_code_or_carried_from_wards(
    tmp_path: Path, reference: Wards
) -> None:
    lsoas = settled(lsoa_file(tmp_path), reference)
    crosswalks = Crosswalks(WardVintages(reference, geographies=(lsoas,)))
    by_ward = _population({"E05000001": 1_001, "E05000002": 500})
    carried = residents_in(lsoas, by_ward, crosswalks).set_index("ward_code")
    by_authority = carried["residents"].groupby(lsoas.table["authority_code"]).sum()
    assert by_authority.to_dict() == {SWINDON: 1_001, WILTSHIRE: 500}
    assert carried["basis"].str.startswith("carried from").all()
    assert (carried["fidelity"] > 0.1).all()
    by_code = _population(dict(zip(LSOAS, [1, 2, 3, 4], strict=True)))
    counted = residents_in(lsoas, pd.concat([by_ward, by_code]), crosswalks)
    assert counted["residents"].to_list() == [1, 2, 3, 4]
    assert set(counted["basis"]) == {"counted"} and set(counted["fidelity"]) == {0.0}


def _population(residents: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame(
        {"area_code": [*residents], "year": 2021, "residents": [*residents.values()], "young": None}
    )


def scattered(folder: Path) -> Path:
    """January 2025: 400 offences at random over the square and around it, one kind in turn with another."""
    places = np.random.default_rng(20).uniform((-1.83, 51.53), (-1.73, 51.59), (400, 2))
    kinds = ("Burglary", "Violence and sexual offences")
    rows = [
        street_row(f"c{at}", (east, north), kind=kinds[at % 2])
        for at, (east, north) in enumerate(places)
    ]
    return street_file(folder, "2025-01", *rows)


def loaded(report: intake.Report) -> Manifest:
    assert report.manifest is not None
    return report.manifest


def authority_totals(store: Store) -> tuple[dict[str, int], dict[str, float]]:
    """Offences counted by area and added by authority, and residents added by authority."""
    cube = store.backend.table("cube").to_pandas()
    counts = cube.groupby("ward_code")["offences"].sum()
    table = store.ward_table_of(()).assign(offences=counts).fillna({"offences": 0})
    together = table.groupby("authority_code")[["offences", "residents"]].sum()
    return together["offences"].astype(int).to_dict(), together["residents"].to_dict()


def test_every_geography_of_a_store_gives_the_same_authorities(tmp_path: Path) -> None:
    root = tmp_path / "store"
    intake.load([scattered(tmp_path), lsoa_file(tmp_path)], root)
    path = areas_file(tmp_path, [(-1.81, -1.775), (-1.775, -1.74)])
    manifest = loaded(intake.load([path], root, geography="Neighbourhood areas"))
    assert [each.title for each in manifest.geographies] == ["LSOAs 2021", "Neighbourhood areas"]
    by_wards = authority_totals(Store(root, manifest.build))
    assert sum(by_wards[0].values()) > 100
    for each in manifest.geographies:
        store = Store(root, manifest.build, each.id)
        assert authority_totals(store) == by_wards
        rows = store.backend.table("offence").to_pandas()
        placed = rows["ward_code"].value_counts().sort_index()
        assert placed.sum() == sum(by_wards[0].values())
    assert each.id not in {vintage.id for vintage in manifest.every_vintage}


def test_a_geography_stays_through_later_loads_and_goes_with_undo(tmp_path: Path) -> None:
    root = tmp_path / "store"
    intake.load([street_file(tmp_path, "2025-01", street_row("a", month="2025-01"))], root)
    report = intake.load([lsoa_file(tmp_path)], root)
    assert [line.source for line in report.proposal.lines] == ["LSOAs 2021"]
    later = street_file(tmp_path, "2025-02", street_row("b", month="2025-02"))
    manifest = loaded(intake.load([later], root))
    (held,) = manifest.geographies
    cube = Store(root, manifest.build, held.id).backend.table("cube").to_pandas()
    assert cube["offences"].sum() == 2
    assert intake.load([lsoa_file(tmp_path)], root).manifest is None
    builds = BuildStore(root)
    with builds.writing():
        builds.undo()
        _, shown = builds.undo()
    assert builds.manifest(shown).geographies == ()


def test_a_title_needs_the_one_file_that_it_is_of(tmp_path: Path) -> None:
    street = street_file(tmp_path, "2025-01", street_row("a"))
    with pytest.raises(DataProblem, match="must be the areas of one file"):
        intake.load([street], tmp_path / "store", geography="Beats")
    assert not (tmp_path / "store" / "CURRENT").exists()


def test_a_lost_geography_is_named_with_its_file(tmp_path: Path) -> None:
    root = tmp_path / "store"
    intake.load([street_file(tmp_path, "2025-01", street_row("a"))], root)
    manifest = loaded(intake.load([lsoa_file(tmp_path)], root))
    (held,) = manifest.geographies
    (BuildStore(root).folder(manifest.build) / held.folder / "wards.parquet").unlink()
    later = street_file(tmp_path, "2025-02", street_row("b", month="2025-02"))
    with pytest.raises(
        DataProblem, match="the geography “LSOAs 2021” must be loaded again"
    ) as caught:
        intake.load([later], root)
    assert "lsoa.geojson" in caught.value.do
    assert loaded(intake.load([later, lsoa_file(tmp_path)], root)).geographies[0].id == held.id
