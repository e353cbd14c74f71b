"""Boundary files as people's map programs save them: kinds, layers, columns, parts and reference systems."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely

from geo.core.errors import DataProblem
from loaders import intake
from loaders.boundary_files.shape_files import DRIVERS, GDAL_SETTINGS, OTHER_DRIVERS
from loaders.boundary_files.ward_layers import vintage_in, ward_columns
from loaders.documents.archives import documents
from loaders.settings import setting
from loaders.sources.boundaries import read_boundaries
from loaders.sources.foreign_files import READER
from tests.conftest import (
    EAST_WARD,
    PROJECT,
    WEST_WARD,
    archive_file,
    square_wards,
    street_file,
    street_row,
    wards_file,
    write_file,
)

BOUNDARY_LINE = {"WD21CD": "CODE", "WD21NM": "NAME", "LAD21CD": "AREA_CODE"}


def _refused(path: Path, *layers: str) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        read_boundaries(path, layers=layers)
    return raised.value


def _shapefile(folder: Path, name: str = "wards", frame: gpd.GeoDataFrame | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (square_wards() if frame is None else frame).to_file(folder / f"{name}.shp")
    return folder / f"{name}.shp"


def _packed(path: Path, folder: Path) -> Path:
    members = {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }
    return archive_file(path, members)


def _of_year(year: str) -> gpd.GeoDataFrame:
    return square_wards().rename(columns=lambda name: name.replace("21", year))


def _esri_json(frame: gpd.GeoDataFrame) -> bytes:
    features = [
        {"attributes": row, "geometry": {"rings": [[list(p) for p in shape.exterior.coords]]}}
        for row, shape in zip(
            frame.drop(columns="geometry").to_dict("records"), frame.geometry, strict=True
        )
    ]
    fields = [{"name": name, "type": "esriFieldTypeString"} for name in features[0]["attributes"]]
    return json.dumps(
        {
            "geometryType": "esriGeometryPolygon",
            "spatialReference": {"wkid": 27700},
            "fields": fields,
            "features": features,
        }
    ).encode()


def _nested(tmp_path: Path) -> Path:
    _shapefile(tmp_path / "in" / "sent" / "wards")
    return _packed(tmp_path / "wards.zip", tmp_path / "in")


def _backslashes(tmp_path: Path) -> Path:
    _geodatabase(tmp_path)
    inside = [path for path in (tmp_path / "wards.gdb").iterdir() if path.is_file()]
    members = {f"sent\\wards.gdb\\{path.name}": path.read_bytes() for path in inside}
    return archive_file(tmp_path / "wards.zip", members)


def _capitals(tmp_path: Path) -> Path:
    for part in _shapefile(tmp_path / "in").parent.iterdir():
        part.rename(part.with_name(part.name.upper()))
    return tmp_path / "in" / "WARDS.SHP"


def _geodatabase(tmp_path: Path) -> Path:
    square_wards().to_file(tmp_path / "wards.gdb", driver="OpenFileGDB", layer="wards")
    return tmp_path / "wards.gdb"


def _zipped_geodatabase(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    _geodatabase(tmp_path / "in")
    return _packed(tmp_path / "wards.zip", tmp_path / "in")


def _kml(tmp_path: Path) -> Path:
    square_wards().to_crs(4326).to_file(tmp_path / "wards.kml", driver="LIBKML", layer="wards")
    return tmp_path / "wards.kml"


def _kmz(tmp_path: Path) -> Path:
    return archive_file(tmp_path / "wards.kmz", {"doc.kml": _kml(tmp_path).read_bytes()})


def _saved(name: str, **how: str) -> Callable[[Path], Path]:
    def save(tmp_path: Path) -> Path:
        square_wards().to_file(tmp_path / name, **how)
        return tmp_path / name

    return save


def _without_metadata(tmp_path: Path) -> Path:
    table = pq.read_table(wards_file(tmp_path)).replace_schema_metadata(None)
    pq.write_table(table, tmp_path / "bare.parquet")
    return tmp_path / "bare.parquet"


KINDS: dict[str, Callable[[Path], Path]] = {
    "a shapefile in folders of a ZIP": _nested,
    "a bare .shp beside its parts": lambda tmp_path: _shapefile(tmp_path),
    "a shapefile in capitals": _capitals,
    "a file geodatabase": _geodatabase,
    "a zipped file geodatabase": _zipped_geodatabase,
    "a geodatabase zipped by a program of Windows": _backslashes,
    "KML": _kml,
    "KMZ": _kmz,
    "FlatGeobuf": _saved("wards.fgb"),
    "MapInfo": _saved("wards.tab", driver="MapInfo File"),
    "MapInfo interchange": _saved("wards.mif", driver="MapInfo File"),
    "Esri JSON": lambda tmp_path: write_file(tmp_path, "wards.json", _esri_json(square_wards())),
    "GeoParquet without metadata": _without_metadata,
    "GeoJSON in metres without a system": lambda tmp_path: write_file(
        tmp_path,
        "wards.geojson",
        json.dumps(
            {k: v for k, v in json.loads(square_wards().to_json()).items() if k != "crs"}
        ).encode(),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_boundary_file_gives_the_same_wards(tmp_path: Path, kind: str) -> None:
    path = KINDS[kind](tmp_path)
    wards = read_boundaries(path)
    assert wards.table.to_numpy().tolist() == [
        ["West", "E06000030", "Swindon"],
        ["East", "E06000054", "Wiltshire"],
    ]
    # as tests/loaders/sources/test_boundaries.py works out: 3.08 km² each
    assert shapely.area(wards.shapes.to_numpy()) / 1e6 == pytest.approx([3.08, 3.08], rel=0.01)


@pytest.mark.parametrize(
    "kind", ["a shapefile in folders of a ZIP", "a file geodatabase", "KML", "Esri JSON"]
)
def test_the_process_that_reads_foreign_files_reads_them_too(tmp_path: Path, kind: str) -> None:
    (tmp_path / "in").mkdir()
    path = KINDS[kind](tmp_path)
    report = intake.load([path], tmp_path / "store")
    assert report.manifest is not None
    assert report.manifest.boundaries["wards"] == "2"


def test_boundaries_inside_an_archive_are_read_beside_months(tmp_path: Path) -> None:
    frame = square_wards().to_crs(4326)
    path = archive_file(tmp_path / "all.zip", {"in/wards.geojson": frame.to_json().encode()})
    report = intake.load([path], tmp_path / "store")
    assert report.manifest is not None
    assert report.manifest.boundaries["source"] == "wards.geojson, ONS ward boundaries 2021"


def test_the_parts_of_a_shapefile_are_one_document_and_a_part_alone_is_refused(
    tmp_path: Path,
) -> None:
    shape = _shapefile(tmp_path / "in")
    parts = sorted(shape.parent.iterdir())
    assert [document.name for document in documents(parts)] == ["wards.shp"]
    assert [document.name for document in documents([tmp_path / "in"])] == ["wards.shp"]
    shape.unlink()
    with pytest.raises(DataProblem) as raised:
        documents([shape.with_suffix(".dbf")])
    assert raised.value.wrong == "wards.dbf is a part of a shapefile, and its .shp is missing."


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    shape = _shapefile(tmp_path)
    shape.with_suffix(".prj").unlink()
    shape.with_suffix(".shx").unlink()
    first, second, third = read_boundaries(shape).notes
    assert first == "wards.shp: wards.prj, which says the reference system, is missing."
    assert second == "wards.shp: wards.shx is missing; what it says was worked out anew."
    assert "were read so" in third
    assert not shape.with_suffix(".shx").exists()  # what is made anew is made of a copy
    shape.with_suffix(".dbf").unlink()
    assert _refused(shape).wrong == "wards.shp is not whole: wards.dbf is missing."


def _two_layers(tmp_path: Path, *frames: tuple[str, gpd.GeoDataFrame]) -> Path:
    for name, frame in frames:
        frame.to_file(tmp_path / "many.gpkg", layer=name)
    return tmp_path / "many.gpkg"


def test_the_layer_with_ward_codes_is_taken_whichever_comes_first(tmp_path: Path) -> None:
    authorities = square_wards()[["LAD21CD", "LAD21NM", "geometry"]]
    points = square_wards().set_geometry(square_wards().centroid)
    path = _two_layers(
        tmp_path, ("authorities", authorities), ("centres", points), ("wards", square_wards())
    )
    assert read_boundaries(path).table.index.to_list() == [WEST_WARD, EAST_WARD]


def test_of_two_vintages_neither_is_taken_unasked(tmp_path: Path) -> None:
    path = _two_layers(tmp_path, ("wards_2021", square_wards()), ("wards_2024", _of_year("24")))
    problem = _refused(path)
    assert problem.wrong == "many.gpkg holds more than one layer of wards."
    assert problem.saw == "They are: wards_2021 (wards of 2021); wards_2024 (wards of 2024)."
    assert "--layer NAME" in problem.do
    assert read_boundaries(path, layers=["Wards_2024"]).vintage == "2024"
    assert _refused(path, "wards_2023").wrong == "many.gpkg has no layer called “wards_2023”."
    assert (
        _refused(path, "wards_2021", "wards_2024").wrong
        == "many.gpkg holds wards of 2021 and of 2024."
    )


def test_a_layer_is_named_to_the_command_and_refused_without_a_boundary_file(
    tmp_path: Path,
) -> None:
    path = _two_layers(tmp_path, ("wards_2021", square_wards()), ("wards_2024", _of_year("24")))
    packed = archive_file(tmp_path / "sent.zip", {"in/many.gpkg": path.read_bytes()})
    with pytest.raises(DataProblem, match="holds more than one layer of wards"):
        intake.load([packed], tmp_path / "store")
    report = intake.load([packed], tmp_path / "store", layers=["wards_2024"])
    assert report.manifest is not None
    assert "2024" in [vintage.id for vintage in report.manifest.vintages]
    with pytest.raises(DataProblem, match="A layer was named, and no boundary file"):
        intake.load(
            [street_file(tmp_path, "2025-01", street_row("a1"))], tmp_path / "store", layers=["x"]
        )


def test_two_shapefiles_in_one_archive_are_told_apart_by_folder(tmp_path: Path) -> None:
    _shapefile(tmp_path / "in" / "2021")
    _shapefile(tmp_path / "in" / "2024", frame=_of_year("24"))
    path = _packed(tmp_path / "wards.zip", tmp_path / "in")
    assert "2021/wards (wards of 2021); 2024/wards (wards of 2024)" in _refused(path).saw
    assert read_boundaries(path, layers=["2024/wards"]).vintage == "2024"


def test_layers_chosen_together_are_one(tmp_path: Path) -> None:
    west, east = square_wards().iloc[:1], square_wards().iloc[1:]
    path = _two_layers(tmp_path, ("borough_ward", west), ("unitary_division", east))
    wards = read_boundaries(path, layers=["borough_ward", "unitary_division"])
    assert wards.table.index.to_list() == [WEST_WARD, EAST_WARD]


def test_where_no_layer_holds_wards_they_are_listed(tmp_path: Path) -> None:
    authorities = square_wards()[["LAD21CD", "LAD21NM", "geometry"]]
    problem = _refused(_two_layers(tmp_path, ("a", authorities), ("b", authorities)))
    assert problem.wrong == "many.gpkg holds no layer with ward codes."
    assert problem.saw == "Its layers are: a (LAD21CD, LAD21NM); b (LAD21CD, LAD21NM)."


@pytest.mark.parametrize(
    ("fields", "code", "year"),
    [
        (["WD21CD", "WD21NM"], "WD21CD", "2021"),
        (["wd24cd", "wd24nm", "lad24cd"], "wd24cd", "2024"),
        (["OBJECTID", "Wd2023Cd", "Wd2023Nm"], "Wd2023Cd", "2023"),
        (["WD22_CD", "WD22_NM"], "WD22_CD", "2022"),
        (["Wards_WD21CD", "Wards_WD21NM"], "Wards_WD21CD", "2021"),
        (["NAME", "AREA_CODE", "CODE"], "CODE", ""),
        (["Name", "Area_Code", "Census_Code"], "Census_Code", ""),
        (["ward_code", "ward_name", "authority_code"], "ward_code", ""),
        (["gss_code", "name"], "gss_code", ""),
    ],
)
def test_columns_are_known_by_the_names_that_are_in_use(
    fields: list[str], code: str, year: str
) -> None:
    columns = ward_columns(fields, file="x")
    assert columns is not None
    assert (columns.code, columns.year) == (code, year)


@pytest.mark.parametrize(
    "fields",
    [["LAD21CD", "LAD21NM"], ["code", "WD21NM"], ["CMWD11CD", "CMWD11NM"], ["WD09CDO", "x"]],
)
def test_other_codes_are_not_taken_for_a_ward_s(fields: list[str]) -> None:
    assert ward_columns(fields, file="x") is None


def test_codes_of_two_years_side_by_side_are_refused(tmp_path: Path) -> None:
    frame = square_wards().assign(WD24CD=[WEST_WARD, EAST_WARD], WD24NM=["a", "b"])
    frame.to_parquet(tmp_path / "wards.parquet")
    assert (
        _refused(tmp_path / "wards.parquet").wrong
        == "wards.parquet gives its wards codes of several years."
    )


def _boundary_line(folder: Path, name: str, codes: list[str]) -> Path:
    frame = square_wards().assign(WD21CD=codes, LAD21CD="UTE").rename(columns=BOUNDARY_LINE)
    frame.drop(columns="LAD21NM").to_file(folder / name)
    return folder / name


def test_boundary_line_takes_its_year_from_the_codes_or_the_name(tmp_path: Path) -> None:
    known = read_boundaries(_boundary_line(tmp_path, "divisions.gpkg", ["E05008954", "E05013411"]))
    assert (known.vintage, known.table["authority_name"].tolist()) == (
        "2021",
        ["Swindon", "Wiltshire"],
    )
    assert known.notes == (
        "divisions.gpkg does not say of which year its wards are; their codes are all of 2021.",
    )
    problem = _refused(_boundary_line(tmp_path, "new.gpkg", [WEST_WARD, EAST_WARD]))
    assert problem.wrong == "new.gpkg does not say of which year its wards are."
    named = _refused(_boundary_line(tmp_path, "bdline_2024.gpkg", [WEST_WARD, EAST_WARD]))
    assert named.wrong == "bdline_2024.gpkg does not say which authority its wards are in."


@pytest.mark.parametrize("code", ["E06000030", "E04011690", "00HXMX", "E0500895", "Central"])
def test_a_code_that_is_no_ward_s_is_refused(tmp_path: Path, code: str) -> None:
    square_wards().assign(WD21CD=[WEST_WARD, code]).to_parquet(tmp_path / "wards.parquet")
    problem = _refused(tmp_path / "wards.parquet")
    assert problem.wrong == "wards.parquet has 1 rows whose code is no ward's."
    assert problem.saw == f"The first is “{code}” in row 2."


def _exploded() -> gpd.GeoDataFrame:
    west, east = square_wards().iloc[:1], square_wards().iloc[1:]
    box = shapely.box(*west.total_bounds)
    middle = (box.bounds[0] + box.bounds[2]) / 2
    halves = [
        shapely.clip_by_rect(west.geometry.iloc[0], a, 0, b, 1e6)
        for a, b in ((0, middle), (middle, 1e6))
    ]
    return pd.concat([west.set_geometry([half]) for half in halves] + [east], ignore_index=True)


def test_parts_of_a_ward_are_joined_and_heights_passed_over(tmp_path: Path) -> None:
    frame = _exploded()
    frame = frame.set_geometry(shapely.force_3d(frame.geometry.to_numpy(), 12.0), crs=27700)
    frame.to_file(tmp_path / "wards.gpkg", layer="wards")
    wards, whole = read_boundaries(tmp_path / "wards.gpkg"), read_boundaries(wards_file(tmp_path))
    assert shapely.area(wards.shapes.to_numpy()) == pytest.approx(
        shapely.area(whole.shapes.to_numpy())
    )
    assert not shapely.has_z(wards.shapes.to_numpy()).any()
    assert wards.notes == (
        "wards.gpkg: the heights of its shapes were passed over.",
        f"wards.gpkg: the parts of 1 ward were joined, such as the 2 of {WEST_WARD}.",
    )


@pytest.mark.parametrize(
    "shape",
    [shapely.Point(414_000, 180_000), shapely.LineString([(414_000, 180_000), (415_000, 180_000)])],
)
def test_centres_and_lines_are_no_wards(tmp_path: Path, shape: shapely.Geometry) -> None:
    square_wards().set_geometry([shape] * 2, crs=27700).to_file(tmp_path / "wards.gpkg")
    assert _refused(tmp_path / "wards.gpkg").wrong == "wards.gpkg holds no areas."


def test_eastings_and_northings_in_each_other_s_place_are_refused(tmp_path: Path) -> None:
    frame = square_wards().assign(WD21CD=["E05008954", "E05013411"])
    turned = frame.set_geometry(
        shapely.transform(frame.geometry.to_numpy(), lambda at: at[:, ::-1]), crs=27700
    )
    turned.to_parquet(tmp_path / "wards.parquet")
    problem = _refused(tmp_path / "wards.parquet")
    assert problem.wrong == "wards.parquet does not lie where its wards are."
    assert problem.do.startswith("Eastings and northings stand in each other's place")


def test_latitude_before_longitude_is_named(tmp_path: Path) -> None:
    frame = square_wards().to_crs(4326)
    turned = frame.set_geometry(
        shapely.transform(frame.geometry.to_numpy(), lambda at: at[:, ::-1]), crs=4326
    )
    turned.to_file(tmp_path / "wards.geojson")
    assert _refused(tmp_path / "wards.geojson").do.startswith(
        "Latitude probably stands before longitude"
    )


def test_an_answer_that_a_server_cut_short_is_said_to_be_so(tmp_path: Path) -> None:
    data = _esri_json(square_wards()).replace(
        b'"features"', b'"exceededTransferLimit": true, "features"'
    )
    notes = read_boundaries(write_file(tmp_path, "wards.json", data)).notes
    assert notes[0].startswith("wards.json is a part of its layer")


def test_gdal_is_left_no_other_driver() -> None:
    listed = set(pyogrio.list_drivers())
    assert DRIVERS <= listed
    assert listed - DRIVERS <= set(OTHER_DRIVERS), (
        "a new version of GDAL brings drivers that must be named"
    )
    assert GDAL_SETTINGS["GDAL_SKIP"].split(",") == list(OTHER_DRIVERS)
    assert GDAL_SETTINGS.items() <= READER.own_settings.items()


@pytest.fixture
def cases() -> Path:
    data = Path(setting("SVD_TEST_DATA") or PROJECT.parent / "shared" / "data" / "real")
    folder = data.parents[1] / "cases"
    if not folder.is_dir():
        pytest.skip(f"the cases are not in {folder}; SVD_TEST_DATA names the folder beside them")
    return folder


@pytest.mark.parametrize(
    ("file", "wards", "note"),
    [
        ("15-bng-no-crs/Wards_December_2021.geojson", 20, "British National Grid (EPSG:27700)"),
        ("16-two-layers/boundaries.gpkg", 20, ""),
        ("17-nested-zip/wards.zip", 20, ""),
        ("19-three-d/wards_z.gpkg", 20, "heights"),
        ("21-boundary-line/unitary_electoral_division.gpkg", 20, "their codes are all of 2021"),
        ("24-exploded/wards.geojson", 20, "joined"),
        ("20c-swindon-redrawn/wards_2026.geojson", 118, ""),
    ],
)
def test_the_files_that_people_have_are_read(
    cases: Path, tmp_path: Path, file: str, wards: int, note: str
) -> None:
    report = intake.load([cases / file], tmp_path / "store")
    assert report.manifest is not None
    (line,) = [line for line in report.proposal.lines if line.source_id == "boundaries"]
    assert line.after is not None and line.after.count == wards
    assert note in " ".join(report.notes)


def test_wards_of_unknown_codes_have_residents_carried_to_them_and_it_is_said(
    cases: Path, tmp_path: Path
) -> None:
    report = intake.load([cases / "20c-swindon-redrawn" / "wards_2026.geojson"], tmp_path / "store")
    ((title, sentences),) = report.proposal.joins
    assert title == "Wards of 2026"
    (unknown,) = [each for each in sentences if "in no code list" in each]
    assert unknown.startswith("10 of these codes are ")
    assert "E05990000" in unknown
    assert not any("no residents" in each for each in sentences)
    (carried,) = [each for each in sentences if "are carried" in each]
    # the others are another drawing of wards that are counted: they have their residents as they are
    assert carried.startswith(
        "The residents of 78 of 118 wards are carried from the wards of December 2021"
    )


@pytest.mark.parametrize(
    ("names", "vintage"),
    [
        (["wards.gpkg"], "2021"),
        (["wards_2021.gpkg"], "2021"),
        (["wards_dec2021_swindon.geojson"], "2021-12"),
        (["Wards_December_2021_UK_BFC_V2_2022.zip"], "2021-12"),
        (["wards-2021-05-BFC.geojson"], "2021-05"),
        (["wards.gpkg", "WD_MAY_2021_UK_BGC"], "2021-05"),
        (["wards_december_2022.gpkg"], "2021"),  # a month of another year
        (["dec2021_and_may2021.gpkg"], "2021"),  # two months
        (["summary_2021.gpkg", "market_2021.gpkg", "wards-2021-13.gpkg"], "2021"),  # no months
    ],
)
def test_the_month_of_a_vintage_is_what_a_name_says_beside_the_year(
    names: list[str], vintage: str
) -> None:
    assert vintage_in("2021", *names) == vintage
