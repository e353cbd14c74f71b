"""Ward boundaries: the embedded ones, and files as the ONS publishes them or as people spoil them."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.core.errors import DataProblem
from loaders.reference import ward_facts
from loaders.sources.boundaries import (
    embedded_vintages,
    embedded_wards,
    read_boundaries,
    wards_in_file,
    write_wards,
)
from tests.conftest import EAST_WARD, WEST_WARD, square_wards, wards_file, write_file


def _refused(path: Path) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        read_boundaries(path)
    assert raised.value.stands == "Nothing has been changed."
    return raised.value


def _parquet(folder: Path, frame: gpd.GeoDataFrame) -> Path:
    path = folder / "wards.parquet"
    frame.to_parquet(path)
    return path


def test_the_embedded_wards_are_the_118_of_the_facts_generalised_to_20_metres() -> None:
    wards = embedded_wards()
    assert wards.table.index.to_list() == sorted(ward_facts().index)
    assert (wards.exactness, wards.vintage) == ("generalised to 20 m", "2021-12")
    assert wards.source == "The project's own map of ONS wards, December 2021"
    assert wards.table.loc["E05008954"].to_list() == ["Central", "E06000030", "Swindon"]
    # As published: Swindon 230.1 km² and Wiltshire 3,255.4 km².
    area = pd.Series(shapely.area(wards.shapes.to_numpy()) / 1e6, index=wards.table.index)
    assert area.groupby(wards.table["authority_name"]).sum().to_dict() == pytest.approx(
        {"Swindon": 230.1, "Wiltshire": 3_255.4}, abs=0.1
    )
    assert shapely.coverage_is_valid(wards.shapes.to_numpy())


def test_vintages_are_listed_newest_first_and_each_has_its_own_wards() -> None:
    assert embedded_vintages() == ["2025-05", "2021-12"]
    newer, older = (embedded_wards(vintage) for vintage in embedded_vintages())
    assert (newer.vintage, newer.source) == (
        "2025-05",
        "The project's own map of ONS wards, May 2025",
    )
    codes = newer.table.index.difference(older.table.index)
    assert len(codes) == 24 and (newer.table.loc[codes, "authority_name"] == "Wiltshire").all()
    assert newer.digest != older.digest


def test_the_area_of_every_ward_is_that_of_the_facts() -> None:
    area = shapely.area(embedded_wards().shapes.to_numpy()) / 1e6
    stated = ward_facts()["area_km2"].sort_index().to_numpy()
    assert np.abs(area / stated - 1).max() < 0.005


def test_a_vintage_that_has_no_map_is_refused() -> None:
    with pytest.raises(DataProblem) as raised:
        embedded_wards("2026-05")
    assert raised.value.wrong == "No map of the wards of 2026-05 is held."
    assert raised.value.saw == "There are those of 2021-12, 2025-05."


@pytest.mark.parametrize("name", ["wards.parquet", "wards.gpkg", "wards.geojson", "wards.zip"])
def test_every_usual_kind_of_file_gives_the_same_wards(tmp_path: Path, name: str) -> None:
    path, frame = tmp_path / name, square_wards()
    if name.endswith(".parquet"):
        frame.to_parquet(path)
    elif name.endswith(".zip"):
        frame.to_file(tmp_path / "wards.shz", driver="ESRI Shapefile")
        (tmp_path / "wards.shz").rename(path)
    else:
        (frame.to_crs(4326) if name.endswith(".geojson") else frame).to_file(path)
    wards = read_boundaries(path)
    assert wards.table.index.to_list() == [WEST_WARD, EAST_WARD]
    assert wards.table.to_numpy().tolist() == [
        ["West", "E06000030", "Swindon"],
        ["East", "E06000054", "Wiltshire"],
    ]
    assert (wards.vintage, wards.exactness, wards.source) == (
        "2021",
        "as loaded, a point every 1.4 km",  # a line of 7.2 km with five points
        f"{name}, ONS ward boundaries 2021",
    )
    # 0.02 degrees of longitude at 51.56° N are 0.02 x 111.32 km x cos 51.56° = 1.384 km; 0.02 of latitude 2.225 km: 3.08 km² each.
    assert shapely.area(wards.shapes.to_numpy()) / 1e6 == pytest.approx([3.08, 3.08], rel=0.01)


def test_the_vintage_is_read_from_the_name_of_the_code_column(tmp_path: Path) -> None:
    frame = square_wards().rename(columns=lambda name: name.replace("21", "24"))
    assert read_boundaries(_parquet(tmp_path, frame)).vintage == "2024"


def test_column_names_in_small_letters_and_rows_out_of_order_are_fine(tmp_path: Path) -> None:
    frame = square_wards(exchanged=True).rename(columns={"WD21CD": "wd21cd", "WD21NM": "wd21nm"})
    wards = read_boundaries(_parquet(tmp_path, frame))
    assert wards.table["ward_name"].to_list() == [
        "East",
        "West",
    ]  # exchanged: the first code lies in the east
    assert wards.shapes[WEST_WARD].centroid.x > wards.shapes[EAST_WARD].centroid.x


def test_without_authority_columns_the_ward_facts_are_asked(tmp_path: Path) -> None:
    frame = square_wards().drop(columns=["LAD21CD", "LAD21NM"])
    known = frame.assign(WD21CD=["E05008954", "E05013411"])
    assert read_boundaries(_parquet(tmp_path, known)).table["authority_name"].to_list() == [
        "Swindon",
        "Wiltshire",
    ]
    problem = _refused(_parquet(tmp_path, frame))
    assert problem.wrong == "wards.parquet does not say which authority its wards are in."
    assert (
        problem.saw
        == f"It has no column LAD21CD, and 2 wards are not known by name, the first {WEST_WARD}."
    )
    assert (
        problem.do
        == "Load a layer with LAD21CD and LAD21NM, or only wards of Swindon and Wiltshire that ward_facts or ward_vintages hold."
    )


def test_wards_of_another_vintage_known_by_name_need_no_authority_columns_either(
    tmp_path: Path,
) -> None:
    frame = square_wards().drop(columns=["LAD21CD", "LAD21NM"])
    frame = frame.rename(columns={"WD21CD": "WD26CD", "WD21NM": "WD26NM"})
    wards = read_boundaries(_parquet(tmp_path, frame.assign(WD26CD=["E05016280", "E05016304"])))
    assert wards.vintage == "2026"
    assert wards.table["authority_name"].to_list() == ["Swindon", "Swindon"]


def test_a_file_without_a_ward_code_column_is_refused(tmp_path: Path) -> None:
    problem = _refused(_parquet(tmp_path, square_wards().rename(columns={"WD21CD": "code"})))
    assert problem.wrong == "wards.parquet has no column called “WDyyCD”."
    assert problem.saw == "Its columns are: code, WD21NM, LAD21CD, LAD21NM, geometry."


@pytest.mark.parametrize(
    ("codes", "what"),
    [
        ([WEST_WARD, None], "1 wards without a code or a shape"),
        ([WEST_WARD, " "], "1 wards without a code or a shape"),
        ([WEST_WARD, WEST_WARD], "1 wards with a code that another ward has"),
    ],
)
def test_a_missing_or_repeated_code_is_refused_by_row(
    tmp_path: Path, codes: list[str | None], what: str
) -> None:
    problem = _refused(_parquet(tmp_path, square_wards().assign(WD21CD=codes)))
    assert problem.wrong == f"wards.parquet has {what}."
    assert problem.saw.startswith("The first is row 2")
    assert problem.do == "Download the layer again, or give each ward its own code."


def test_a_ward_without_a_shape_is_refused(tmp_path: Path) -> None:
    frame = square_wards()
    frame.loc[0, "geometry"] = None
    assert _refused(_parquet(tmp_path, frame)).saw == "The first is row 1."


def test_metres_without_a_reference_system_are_read_as_the_national_grid_and_said_so(
    tmp_path: Path,
) -> None:
    bare = read_boundaries(_parquet(tmp_path, square_wards().set_crs(None, allow_override=True)))
    assert bare.digest == read_boundaries(wards_file(tmp_path / "with")).digest
    assert bare.notes == (
        "wards.parquet does not say its reference system; its numbers are those of British National Grid (EPSG:27700), "
        "and were read so.",
    )


def test_numbers_that_are_no_known_system_s_are_refused(tmp_path: Path) -> None:
    mercator = square_wards().to_crs(3857).set_crs(None, allow_override=True)
    problem = _refused(_parquet(tmp_path, mercator))
    assert (
        problem.wrong == "wards.parquet does not say which reference system its coordinates are in."
    )
    assert "which is neither longitude and latitude in Britain nor the National Grid" in problem.saw
    assert problem.do == "Save it with one, such as British National Grid (EPSG:27700)."


@pytest.mark.parametrize("declared", [4326, 3857, 32630])
def test_metres_declared_in_another_reference_system_are_refused(
    tmp_path: Path, declared: int
) -> None:
    problem = _refused(_parquet(tmp_path, square_wards().set_crs(declared, allow_override=True)))
    assert problem.wrong == "wards.parquet does not lie in Britain."
    assert (
        problem.do
        == "Its reference system is probably declared wrongly: its numbers look like British National Grid; "
        "set it to EPSG:27700, and load it again."
    )


def test_degrees_declared_as_metres_are_refused(tmp_path: Path) -> None:
    frame = square_wards().to_crs(4326).set_crs(27700, allow_override=True)
    assert _refused(_parquet(tmp_path, frame)).wrong == "wards.parquet does not lie in Britain."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("wards.geojson", b"{}"),
        ("wards.json", b'[{"a": 1}]'),
        ("wards.parquet", b"PAR1 not really"),
        ("wards.gpkg", b"SQLite? no"),
        (
            "wards.geojson",
            b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"WD21CD":"E1"},"geometry":null}]}',
        ),
    ],
)
def test_a_file_that_holds_no_shapes_is_refused_in_words(
    tmp_path: Path, name: str, data: bytes
) -> None:
    assert name in _refused(write_file(tmp_path, name, data)).wrong


def test_a_ring_that_crosses_itself_is_mended_and_reported(tmp_path: Path) -> None:
    frame = square_wards()
    south_east, south_west, _, north_west, north_east = list(frame.geometry[1].exterior.coords)[:5]
    frame.loc[1, "geometry"] = shapely.Polygon([south_east, north_east, south_west, north_west])
    wards = read_boundaries(_parquet(tmp_path, frame))
    assert wards.notes == (
        f"wards.parquet: the rings of 1 wards cross themselves and were mended: {EAST_WARD}.",
    )
    assert shapely.is_valid(wards.shapes.to_numpy()).all()


def test_a_lighter_file_is_drawn_and_must_hold_the_same_wards(tmp_path: Path) -> None:
    full, light = wards_file(tmp_path), wards_file(tmp_path, "light.parquet", edge=-1.7801)
    wards = read_boundaries(full, drawing=light)
    assert wards.drawing[WEST_WARD].equals(read_boundaries(light).shapes[WEST_WARD])
    assert wards.shapes[WEST_WARD].equals(read_boundaries(full).shapes[WEST_WARD])
    first_ward = square_wards().iloc[:1]
    first_ward.to_parquet(light)
    with pytest.raises(DataProblem) as raised:
        read_boundaries(full, drawing=light)
    assert raised.value.wrong == "light.parquet does not hold the same wards as wards.parquet."
    assert raised.value.saw == "One has 1 wards, the other 2."


def test_wards_in_file_come_back_as_they_were(tmp_path: Path) -> None:
    wards = read_boundaries(wards_file(tmp_path))
    write_wards(wards, tmp_path / "kept.parquet")
    back = wards_in_file(tmp_path / "kept.parquet")
    assert back.digest == wards.digest
    assert back.table.equals(wards.table)
    assert (back.vintage, back.exactness, back.source, back.notes) == (
        wards.vintage,
        wards.exactness,
        wards.source,
        (),
    )


def test_the_digest_tells_names_codes_and_shapes_apart(tmp_path: Path) -> None:
    def digest(**how: object) -> str:
        return read_boundaries(wards_file(tmp_path, **how)).digest  # type: ignore[arg-type]

    assert digest() == digest()
    assert len({digest(), digest(edge=-1.7801), digest(exchanged=True)}) == 3


@pytest.mark.real
def test_the_published_layer_of_both_authorities_is_read(real_data: Path) -> None:
    wards = read_boundaries(real_data / "wards_dec2021_swindon_wiltshire.geojson")
    assert wards.table.index.to_list() == sorted(ward_facts().index)
    assert wards.table["authority_code"].value_counts().to_dict() == {
        "E06000054": 98,
        "E06000030": 20,
    }
    assert wards.table["ward_name"].to_dict() == ward_facts()["ward_name"].sort_index().to_dict()


@pytest.mark.real
def test_the_wards_of_all_england_and_wales_load(real_data: Path) -> None:
    wards = read_boundaries(real_data / "wards_dec2021_england_wales.parquet")
    assert len(wards.table) == 7_878
    assert wards.table.index.is_unique
    assert set(wards.table.index.str[:3]) == {"E05", "W05"}
    # its name says nothing of its lines, which are coarser than the project's own
    assert (wards.exactness, wards.vintage) == ("as loaded, a point every 920 m", "2021-12")
