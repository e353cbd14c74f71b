"""Which columns tell areas apart that are no wards, and what is asked for where none does."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from geopandas import GeoDataFrame
from shapely import box

from geo.core.errors import DataProblem
from loaders.boundary_files.area_layers import (
    area_columns,
    statistical_columns,
    texts,
    title_of_areas,
)
from loaders.sources.boundaries import geography_id, read_boundaries

TITLE = "Neighbourhood areas"


def areas_file(folder: Path, **columns: list[object]) -> Path:
    """Squares of one kilometre beside each other, with these columns."""
    many = len(next(iter(columns.values())))
    squares = [
        box(415_000 + at * 1_000, 184_000, 416_000 + at * 1_000, 185_000) for at in range(many)
    ]
    path = folder / "areas.geojson"
    GeoDataFrame(columns, geometry=squares, crs=27700).to_crs(4326).to_file(path)
    return path


@pytest.mark.parametrize(
    ("columns", "code", "name"),
    [
        ({"OBJECTID": [1, 2], "NPA_Name": ["North", "South"]}, "OBJECTID", "NPA_Name"),
        ({"code": ["a", "b"], "name": ["x", "x"]}, "code", "name"),
        ({"code": ["a", "a"], "name": ["x", "y"]}, "name", "name"),
        ({"URN": [10, 11], "SCHOOL": ["x", "y"], "Shape__Area": [1.5, 2.5]}, "URN", "SCHOOL"),
        ({"LAD23CD": ["E06000030", "E06000054"], "label": ["x", "y"]}, "label", "label"),
        ({"id": [None, "b"], "Neighbourhood": ["x", "y"]}, "Neighbourhood", "Neighbourhood"),
    ],
)
def test_columns_are_known_by_name_and_by_their_values(
    columns: dict[str, list[object]], code: str, name: str
) -> None:
    known = area_columns(pd.DataFrame(columns), TITLE, file="areas.geojson")
    assert (known.code, known.name) == (code, name)


def test_what_cannot_be_known_is_asked_for_with_the_columns_seen() -> None:
    rows = pd.DataFrame(
        {"kind": ["a", "a", "b"], "code": ["1", "1", "2"], "Shape_Length": [1, 2, 3]}
    )
    with pytest.raises(DataProblem) as caught:
        area_columns(rows, TITLE, file="areas.geojson")
    problem = caught.value
    assert problem.wrong == "No column of areas.geojson tells its areas apart."
    assert "kind (2 values), code (2 values), Shape_Length (3 values)" in problem.saw
    assert "a column called code" in problem.do


def test_a_column_with_blanks_says_how_many() -> None:
    rows = pd.DataFrame({"id": [1.0, None, 3.0], "name": ["a", "b", ""]})
    with pytest.raises(DataProblem) as caught:
        area_columns(rows, TITLE, file="areas.geojson")
    assert "id (2 values, 1 blank), name (2 values, 1 blank)" in caught.value.saw


def test_statistical_areas_are_known_by_their_columns() -> None:
    known = statistical_columns(["FID", "MSOA21CD", "LSOA21CD", "LSOA21NM", "LAD22CD"])
    assert known is not None
    assert (known.title, known.code, known.name) == ("LSOAs 2021", "LSOA21CD", "LSOA21NM")
    assert known.authority_code == "LAD22CD"
    assert statistical_columns(["WD21CD", "WD21NM"]) is None


def test_whole_numbers_lose_the_point_that_a_missing_value_gave_them() -> None:
    assert texts(pd.Series([1.0, None, 12.0])).to_list() == ["1", "", "12"]


@pytest.mark.parametrize("words", ["   ", "x" * 61, "a\x00b"])
def test_a_title_that_cannot_stand_above_a_page_is_refused(words: str) -> None:
    with pytest.raises(DataProblem, match="What the areas are called cannot be used"):
        title_of_areas(words)


def test_an_id_is_a_word_that_no_vintage_is_called() -> None:
    assert geography_id("LSOAs 2021") == "lsoas-2021"
    assert geography_id("2021") == "areas-2021"
    assert geography_id("Écoles") == "ecoles"
    assert geography_id("学区").startswith("areas-")


def test_areas_of_any_file_are_read_where_the_reader_says_what_they_are(tmp_path: Path) -> None:
    path = areas_file(tmp_path, ref=["N 1/<b>", "S 2"], name=["North", "South"])
    read = read_boundaries(path, geography="  Neighbourhood   areas ")
    assert (read.title, read.vintage) == (TITLE, "neighbourhood-areas")
    assert read.table["ward_name"].to_dict() == {"N-1-b-": "North", "S-2": "South"}
    assert set(read.table["authority_code"]) == {""}


def test_areas_that_are_no_wards_are_refused_with_how_to_load_them(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="no column called “WDyyCD”") as caught:
        read_boundaries(areas_file(tmp_path, ref=["N1", "S2"], label=["North", "South"]))
    assert '--geography "Neighbourhood areas"' in caught.value.do


def test_lsoas_need_no_word_of_the_reader(tmp_path: Path) -> None:
    path = areas_file(tmp_path, LSOA21CD=["E01015467", "E01015468"], LSOA21NM=["A 1", "A 2"])
    assert read_boundaries(path).title == "LSOAs 2021"
