"""Shapes with columns, as map makers save them: what layers a file holds, and each of them as a frame.

Read are GeoJSON, Esri JSON, TopoJSON, GeoPackage, shapefiles (their parts, or zipped), file geodatabases, KML, FlatGeobuf, MapInfo and
GeoParquet. GDAL would open far more, some of which fetch addresses or open other files; so a file is opened only where its ending and
its first bytes agree on one of these, from a copy under a name of our own, and `GDAL_SETTINGS` leaves GDAL no other driver and no network.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import shapely

from geo.core.errors import DataProblem
from loaders.documents import limits
from loaders.documents.kinds_of_file import GEODATABASE, SHAPE, SHAPE_PARTS
from loaders.documents.reading_process import NO_PROXY_ANSWERS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

JSON, PARQUET, KMZ, TAB = (".geojson", ".json"), ".parquet", ".kmz", ".tab"
PACKED = (".zip", ".shz")
FIRST_BYTES: dict[str, re.Pattern[bytes]] = {
    ".geojson": re.compile(rb"(?:\xef\xbb\xbf)?\s*\{"),
    ".json": re.compile(rb"(?:\xef\xbb\xbf)?\s*\{"),
    ".gpkg": re.compile(rb"SQLite format 3\0"),
    ".shp": re.compile(rb"\0\0\x27\x0a"),
    ".kml": re.compile(
        rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml[^>]{0,200}\?>(?:\s|<!--.{0,500}?-->)*<)?kml\b", re.S
    ),
    ".fgb": re.compile(rb"fgb"),
    ".tab": re.compile(rb"!table\b", re.I),
    ".mif": re.compile(rb"version\s", re.I),
    PARQUET: re.compile(rb"PAR1"),
    KMZ: re.compile(rb"PK\x03\x04"),
    ".zip": re.compile(rb"PK\x03\x04"),
    ".shz": re.compile(rb"PK\x03\x04"),
}
TAB_PARTS = {".dat", ".map", ".id", ".ind", ".mid"}
CRS_BY_ADDRESS = re.compile(rb'"crs"\s*:\s*\{.{0,400}?"type"\s*:\s*"(?:link|url)"', re.I | re.S)
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)", re.I)
DRIVERS = {
    "ESRI Shapefile", "ESRIJSON", "FlatGeobuf", "GPKG", "GeoJSON", "LIBKML", "MapInfo File", "OpenFileGDB", "TopoJSON",
}  # fmt: skip
OTHER_DRIVERS = (
    "ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN", "DXF", "EDIGEO", "EEDA", "Elasticsearch",
    "GDALG", "GML", "GPSBabel", "GPX", "GTFS", "GeoJSONSeq", "GeoRSS", "HTTP", "Idrisi", "JML", "JSONFG", "KML", "LVBAG", "MBTiles",
    "MEM", "MVT", "MapML", "MiraMonVector", "NGW", "OAPIF", "ODS", "OGCAPI", "OGR_GMT", "OGR_PDS", "OGR_VRT", "OSM", "PCIDSK", "PDF",
    "PDS4", "PGDUMP", "PLSCENES", "PMTiles", "S57", "SQLite", "SXF", "Selafin", "VDV", "VFK", "VICAR", "VRT", "WAsP", "WFS", "XLSX",
)  # fmt: skip
GDAL_SETTINGS = {
    "GDAL_SKIP": ",".join(OTHER_DRIVERS),
    "GDAL_HTTP_PROXY": NO_PROXY_ANSWERS,
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "LIBKML_EXTERNAL_STYLE": "NO",
    "LIBKML_RESOLVE_STYLE": "NO",
    "PROJ_NETWORK": "OFF",
    "OGR_GEOJSON_MAX_OBJ_SIZE": "200",  # megabytes of one feature
}
KINDS = "GeoJSON, Esri JSON, GeoPackage, a shapefile with its parts or zipped, a file geodatabase, KML, FlatGeobuf or GeoParquet"
UNREADABLE = (ValueError, OSError, RuntimeError, TypeError, LookupError, AttributeError)


@dataclass(frozen=True)
class Layer:
    """One table of shapes in a file.

    name      as the file calls it, or as the shapefile is called
    fields    its columns as written, without the shapes
    geometry  “Polygon”, “MultiPolygon Z”, …; empty for a table without shapes; “Unknown” where they may be mixed
    has_crs   whether the file itself says in which reference system its numbers are
    notes     what was noticed, in sentences
    """

    name: str
    fields: tuple[str, ...]
    geometry: str
    has_crs: bool
    dataset: Path
    within: str | None
    notes: tuple[str, ...] = ()

    @property
    def has_areas(self) -> bool:
        return "Polygon" in self.geometry or self.geometry in ("Unknown", "GeometryCollection")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[list[Layer]]:
    """The layers of a file of shapes, to be read while it is open.

    Raises DataProblem where the ending is not one of those read, the first bytes say otherwise, a part is missing, or nothing can be read.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        datasets = _datasets(path, Path(folder))
        with _in_words(path.name):
            layers = [layer for name, dataset in datasets for layer in _layers(name, dataset, path)]
        if not layers:
            raise DataProblem(f"{path.name} holds no layer of shapes.", do=f"Give {KINDS}.")
        yield layers


def frame_of(layer: Layer, *, file: str) -> GeoDataFrame:
    """A layer's columns and shapes, without heights; its `crs` is None where the file does not say one.

    Raises DataProblem where it cannot be read.
    """
    import pyogrio

    with _in_words(file):
        if layer.dataset.suffix == PARQUET:
            return _parquet_frame(layer.dataset, file)
        frame: Any = pyogrio.read_dataframe(layer.dataset, layer=layer.within, force_2d=True)
        if "geometry" not in frame:
            raise DataProblem(f"{file} holds no shapes.", do=f"Give {KINDS}.")
        return frame if layer.has_crs else frame.set_crs(None, allow_override=True)


@contextlib.contextmanager
def _in_words(name: str) -> Iterator[None]:
    try:
        yield
    except (*UNREADABLE, shapely.errors.ShapelyError) as problem:
        words = re.sub(r"'?/\S*", "the file", str(problem)).strip()[:300]
        raise DataProblem(
            f"{name} cannot be read as boundaries.",
            f"{words.rstrip('.') or type(problem).__name__}.",
            f"Give {KINDS}.",
        ) from problem


def _datasets(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """What of a file GDAL is given: name → copy in `folder`, under endings in small letters."""
    ending = path.suffix.lower()
    if ending == GEODATABASE and path.is_dir():
        shutil.copytree(path, folder / f"copy{GEODATABASE}", symlinks=True)
        return [(path.stem, _plain_folder(folder / f"copy{GEODATABASE}", path.name))]
    if ending not in FIRST_BYTES:
        raise DataProblem(
            f"{path.name} is not a kind of boundary file that we read.",
            f"It ends in “{ending}”." if ending else "Its name has no ending.",
            f"Give {KINDS}; other programs, such as QGIS, save as these.",
        )
    with path.open("rb") as stream:
        _require_first_bytes(stream.read(4096), ending, path.name)
    if ending in PACKED:
        return _unpacked(path, folder)
    if ending == KMZ:
        return [(path.stem, _kml_of(path, folder))]
    copy = folder / f"{_plain(path.stem)}{ending}"
    shutil.copyfile(path, copy)
    if ending in (SHAPE, TAB, ".mif"):
        beside = {
            part.suffix.lower(): part
            for part in path.parent.iterdir()
            if part.stem.lower() == path.stem.lower() and part.is_file()
        }
        for part_ending in (SHAPE_PARTS | TAB_PARTS) & beside.keys():
            shutil.copyfile(beside[part_ending], copy.with_suffix(part_ending))
        _require_parts(copy, path.name)
    if ending == ".kml":
        _require_no_entities(copy.read_bytes(), path.name)
    if ending in JSON and CRS_BY_ADDRESS.search(copy.read_bytes()):
        raise DataProblem(
            f"{path.name} says its reference system by an address, which is not asked.",
            do="Save it with the system's code, such as EPSG:27700, or in longitude and latitude.",
        )
    return [(path.stem, copy)]


def _require_first_bytes(first: bytes, ending: str, name: str) -> None:
    if not first.strip():
        raise DataProblem(f"{name} is empty.", do="Download or save it again.")
    if WEB_PAGE.match(first):
        raise DataProblem(
            f"{name} is a web page, not data.",
            "It starts with an HTML tag.",
            "It may be an error page saved by mistake: download the file again.",
        )
    if not FIRST_BYTES[ending].match(first):
        begins = first[:24].decode("ascii", "replace").encode("ascii", "replace").decode()
        shown = "".join(sign if sign.isprintable() else "?" for sign in begins)
        raise DataProblem(
            f"{name} is not what its ending says.",
            f"It ends in “{ending}” and begins with “{shown}”.",
            f"Save it again as it should be, or give it its own ending. Read are {KINDS}.",
        )


def _require_no_entities(data: bytes, name: str) -> None:
    if DOCTYPE.search(data):
        raise DataProblem(
            f"{name} declares entities of its own, which no map program writes.",
            "They may stand for other files, or for text without end.",
            "Save it again as KML, or as GeoJSON.",
        )


def _require_parts(copy: Path, name: str) -> None:
    """A shapefile needs its table, MapInfo its table and map; .shx is made anew, and .prj is missed later, if it must be."""
    needed = {SHAPE: [".dbf"], TAB: [".dat", ".map", ".id"], ".mif": [".mid"]}[copy.suffix]
    missing = [part for part in needed if not copy.with_suffix(part).exists()]
    if missing:
        parts = " and ".join(f"{Path(name).stem}{part}" for part in missing)
        raise DataProblem(
            f"{name} is not whole: {parts} is missing.",
            f"A map file ending in {copy.suffix} is one of several parts of one name.",
            "Load them together, in one folder or in a ZIP archive.",
        )
    if copy.suffix == TAB and re.search(rb"seamless|type\s+(?!native)\w+", copy.read_bytes(), re.I):
        raise DataProblem(
            f"{name} only points to other tables.",
            "It is a MapInfo table that is linked, joined or seamless.",
            "Save it as a table of its own, or as a shapefile.",
        )


def _unpacked(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """Every shapefile and geodatabase in an archive, each unpacked into a folder of its own under names of ours."""
    with path.open("rb") as stream:
        archive = limits.opened_archive(stream, path.name)
        members = {  # some programs of Windows write folders with their own sign
            PurePosixPath(member.filename.replace("\\", "/")): member
            for member in archive.infolist()
            if not member.is_dir()
        }
        files = {file: members[file] for file in members if not file.name.startswith("._")}
        shapes = sorted(file for file in files if file.suffix.lower() == SHAPE)
        geodatabases = {
            parent
            for file in files
            for parent in file.parents
            if parent.name.lower().endswith(GEODATABASE)
        }
        datasets = []
        for number, shape in enumerate(shapes):
            copy = folder / str(number) / f"{_plain(shape.stem)}{SHAPE}"
            parts = [
                file
                for file in files
                if file.parent == shape.parent
                and file.stem.lower() == shape.stem.lower()
                and file.suffix.lower() in SHAPE_PARTS | {SHAPE}
            ]
            for part in parts:
                _write(archive, files[part], copy.with_suffix(part.suffix.lower()), path.name)
            with copy.open("rb") as first:
                _require_first_bytes(first.read(64), SHAPE, f"{shape.name} in {path.name}")
            _require_parts(copy, shape.name)
            datasets.append((_layer_name(shape, shapes), copy))
        for number, geodatabase in enumerate(sorted(geodatabases)):
            copy = folder / f"g{number}{GEODATABASE}"
            for file in files:
                if geodatabase == file.parent:
                    _write(archive, files[file], copy / file.name, path.name)
            datasets.append((geodatabase.stem, _plain_folder(copy, geodatabase.name)))
    return datasets


def _layer_name(shape: PurePosixPath, shapes: list[PurePosixPath]) -> str:
    """A shapefile's name; with its folder where another has the same."""
    alike = [other for other in shapes if other.stem == shape.stem]
    return shape.stem if len(alike) == 1 else str(shape.with_suffix(""))


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, copy: Path, name: str) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(limits.member_bytes(archive, member, name))


def _plain_folder(folder: Path, name: str) -> Path:
    """A geodatabase's copy, if it holds its first table and nothing but files."""
    if any(path.is_symlink() or not path.is_file() for path in folder.rglob("*")):
        raise DataProblem(f"{name} holds something that is no file.", do="Save it again.")
    if not any(path.name.lower() == "a00000001.gdbtable" for path in folder.iterdir()):
        raise DataProblem(
            f"{name} is not a whole file geodatabase.",
            "Its list of tables, a00000001.gdbtable, is missing.",
            "Copy the whole folder, or export the layer as a GeoPackage.",
        )
    return folder


def _kml_of(path: Path, folder: Path) -> Path:
    with path.open("rb") as stream:
        archive = limits.opened_archive(io.BytesIO(stream.read()), path.name)
    inside = [member for member in archive.infolist() if member.filename.lower().endswith(".kml")]
    if len(inside) != 1:
        raise DataProblem(
            f"{path.name} holds {len(inside):,} KML files.",
            do="Save the one with the wards as KML.",
        )
    data = limits.member_bytes(archive, inside[0], path.name)
    _require_first_bytes(data[:4096], ".kml", path.name)
    _require_no_entities(data, path.name)
    copy = folder / "doc.kml"
    copy.write_bytes(data)
    return copy


def _plain(stem: str) -> str:
    return re.sub(r"[^A-Za-z0-9_ -]", "_", stem)[:80] or "shapes"


def _layers(name: str, dataset: Path, path: Path) -> list[Layer]:
    import pyogrio

    if dataset.suffix == PARQUET:
        return [_parquet_layer(name, dataset)]
    notes = _notes(dataset, path, name)
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})  # of a copy, where it is missing
    listed = []
    for within, geometry in pyogrio.list_layers(dataset):
        information = pyogrio.read_info(dataset, layer=within)
        listed.append(
            Layer(
                name if dataset.suffix == SHAPE else within,
                tuple(map(str, information["fields"])),
                geometry or "",
                bool(information["crs"]) and _says_crs(dataset),
                dataset,
                within,
                notes,
            )
        )
    return listed


def _says_crs(dataset: Path) -> bool:
    """Whether a file says its reference system; GeoJSON that does not is taken for degrees, though many hold metres."""
    if dataset.suffix not in JSON:
        return True
    data = dataset.read_bytes()
    return re.search(rb'"(?:crs|spatialReference)"\s*:\s*\{', data) is not None


def _notes(dataset: Path, path: Path, name: str) -> tuple[str, ...]:
    notes = []
    if dataset.suffix == SHAPE and not dataset.with_suffix(".prj").exists():
        notes.append(f"{path.name}: {name}.prj, which says the reference system, is missing.")
    if dataset.suffix == SHAPE and not dataset.with_suffix(".shx").exists():
        notes.append(f"{path.name}: {name}.shx is missing; what it says was worked out anew.")
    if dataset.suffix in JSON and re.search(
        rb'"exceededTransferLimit"\s*:\s*true', dataset.read_bytes()
    ):
        notes.append(
            f"{path.name} is a part of its layer: the server it was asked of stopped at its limit. See that no ward is missing."
        )
    return tuple(notes)


def _parquet_layer(name: str, path: Path) -> Layer:
    import pyarrow.parquet as pq

    schema = pq.read_schema(path)
    names_crs = b"geo" in (schema.metadata or {})
    shapes = _shape_columns(path)
    fields = tuple(field for field in schema.names if field not in shapes)
    return Layer(name, fields, "Unknown" if names_crs or shapes else "", names_crs, path, None)


def _shape_columns(path: Path) -> list[str]:
    """The columns of bytes, which may hold shapes; those named for shapes first."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    named = ("geometry", "geom", "shape", "wkb", "wkb_geometry", "the_geom")
    columns = [
        field.name
        for field in pq.read_schema(path)
        if pa.types.is_binary(field.type) or pa.types.is_large_binary(field.type)
    ]
    return sorted(columns, key=lambda column: column.lower() not in named)


def _parquet_frame(path: Path, file: str) -> GeoDataFrame:
    """GeoParquet; or Parquet with shapes as well-known binary and without the metadata that says so."""
    import geopandas as gpd
    import pyarrow.parquet as pq

    metadata = pq.read_schema(path).metadata or {}
    if b"geo" in metadata:
        json.loads(metadata[b"geo"])
        frame = gpd.read_parquet(path)
        return frame.set_geometry(shapely.force_2d(frame.geometry.to_numpy()), crs=frame.crs)
    table = pq.read_table(path)
    for column in _shape_columns(path):
        try:
            shapes = shapely.from_wkb(table[column].to_numpy())
        except (shapely.errors.GEOSException, TypeError, ValueError):
            continue
        others = table.drop_columns([column]).to_pandas()
        return gpd.GeoDataFrame(others, geometry=shapely.force_2d(shapes), crs=None)
    raise DataProblem(
        f"{file} holds no shapes.",
        "It has no metadata of GeoParquet, and no column of well-known binary.",
        f"Give {KINDS}.",
    )
