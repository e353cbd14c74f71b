"""Files made to do harm, damaged, or only odd, each of a few kilobytes: what `bench.prove.hostile_files` loads one after another.

They are made here and never kept. Addresses in them lead to a server on this machine that counts who asks.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import socket
import sqlite3
import struct
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from openpyxl import Workbook

STREET = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
ROW = (
    "{id},{month},Wiltshire Police,Wiltshire Police,-1.790000,51.560000,On or near High Street,"
    "E01000001,Made-up 001A,Burglary,Under investigation,"
)
XLSX_NAMES = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
)


@dataclass(frozen=True)
class Case:
    """One thing to load.

    paths     as given to the command
    uploads   whether it is files that a browser could hand in
    refused   whether the whole load must be refused; otherwise it may be read, in full or in part
    """

    name: str
    paths: tuple[Path, ...]
    uploads: bool = True
    refused: bool = True


def corpus(folder: Path, address: str) -> list[Case]:
    """Every case, its files written into folders of their own.

    address  of a server that counts, like http://127.0.0.1:8000
    """
    made: list[Case] = []
    for group in (
        disguises,
        shapes,
        geojson,
        kml,
        databases,
        parquets,
        archives,
        workbooks,
        texts,
        values,
        mappings,
    ):
        for number, (name, data, refused) in enumerate(group(address)):
            path = folder / f"{group.__name__}-{number}" / name
            path.parent.mkdir(parents=True)
            path.write_bytes(data)
            beside = [path] if path.suffix != ".toml" else [path, _street_beside(path)]
            made.append(Case(f"{group.__name__}: {name} {number}", tuple(beside), refused=refused))
    return [*made, *special_files(folder)]


Files = Iterator[tuple[str, bytes, bool]]


def _street_beside(path: Path) -> Path:
    beside = path.with_name("rows.csv")
    beside.write_bytes(street(2))
    return beside


def street(rows: int, *, month: str = "2025-02") -> bytes:
    """A month in police.uk's layout."""
    lines = [STREET, *(ROW.format(id=f"h{number}", month=month) for number in range(rows))]
    return "".join(f"{line}\n" for line in lines).encode()


def vrt(source: str) -> bytes:
    """A file by which GDAL would open another."""
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="wards"><SrcDataSource>{source}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


def disguises(address: str) -> Files:
    """One kind of bytes under the ending of another."""
    endings = [
        "geojson",
        "json",
        "gpkg",
        "kml",
        "kmz",
        "shp",
        "fgb",
        "parquet",
        "zip",
        "shz",
        "mif",
        "tab",
        "csv",
        "xlsx",
        "xls",
        "ods",
    ]
    for ending in endings:
        yield f"wards.{ending}", vrt(f"/vsicurl/{address}/wards.geojson"), True
    for source in (f"{address}/w.geojson", "/etc/passwd", f"WFS:{address}/wfs", "CSV:/etc/passwd"):
        yield "wards.geojson", vrt(source), True
    gml = (
        f'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="x {address}/x.xsd"></gml:FeatureCollection>'
    ).encode()
    for ending in ("gml", "geojson", "kml", "xml"):
        yield f"wards.{ending}", gml, True
    page = b"<!DOCTYPE html><html><body>503 Service Unavailable</body></html>"
    for ending in ("csv", "geojson", "zip", "gpkg", "parquet", "xlsx", "json", "kml", "xls"):
        yield f"latest.{ending}", page, True
    for ending in (
        "csv",
        "geojson",
        "zip",
        "gpkg",
        "parquet",
        "xlsx",
        "json",
        "kml",
        "xls",
        "shp",
        "ods",
    ):
        yield f"empty.{ending}", b"", True
    yield "wards.geojson", f'"{address}/wards.geojson"'.encode(), True
    yield "wards.vrt", vrt(f"{address}/w.geojson"), True
    yield "wards.topojson", b"{}", True
    yield "march.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), True
    yield "march.csv", _zip({"a.csv": street(1)}), True
    yield "march.zip", street(2), True
    yield "march.csv", b"%PDF-1.7\n" + b"x" * 3000, True


def wards(**columns: list[object]) -> gpd.GeoDataFrame:
    """Two made-up wards beside each other."""
    boxes = [shapely.box(414_000 + 1000 * n, 180_000, 415_000 + 1000 * n, 181_000) for n in (0, 1)]
    told: dict[str, list[object]] = {
        "WD21CD": ["E05000001", "E05000002"],
        "WD21NM": ["West", "East"],
        "LAD21CD": ["E06000030", "E06000054"],
        "LAD21NM": ["Swindon", "Wiltshire"],
    }
    return gpd.GeoDataFrame(told | columns, geometry=boxes, crs=27700)


def _collection(features: list[object], **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features} | more).encode()


def _feature(geometry: object, code: object = "E05000001") -> dict[str, object]:
    properties = {"WD21CD": code, "WD21NM": "West", "LAD21CD": "E06000030", "LAD21NM": "Swindon"}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


SQUARE = [[[-1.8, 51.5], [-1.7, 51.5], [-1.7, 51.6], [-1.8, 51.5]]]


def geojson(address: str) -> Files:
    """GeoJSON with odd codes, odd shapes, depths and links."""
    polygon = {"type": "Polygon", "coordinates": SQUARE}
    deep = "[" * 100_000 + "]" * 100_000
    yield "wards.geojson", b'{"type":"FeatureCollection","features":' + deep.encode() + b"}", True
    yield "wards.geojson", _collection([]), True
    yield "wards.geojson", b'{"type":"FeatureCollection","features":[', True
    for geometry in (
        None,
        {"type": "Point", "coordinates": [-1.8, 51.5]},
        {"type": "LineString", "coordinates": SQUARE[0]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[-1.8, 51.5]]]},
        {"type": "Polygon", "coordinates": [[[1e308, 1e308], [-1e308, 1], [0, 0], [1e308, 1e308]]]},
        {"type": "Polygon", "coordinates": [[["a", "b"], ["c", "d"]]]},
        {"type": "GeometryCollection", "geometries": [polygon]},
        {
            "type": "Polygon",
            "coordinates": [[[51.5, -1.8], [51.5, -1.7], [51.6, -1.7], [51.5, -1.8]]],
        },
        {"type": "Polygon", "coordinates": [[[0, 0], [0.1, 0], [0.1, 0.1], [0, 0]]]},
    ):
        yield "wards.geojson", _collection([_feature(geometry)]), True
    for code in (
        "",
        None,
        5,
        ["E05000001"],
        {"a": 1},
        "E06000030",
        "E05" + "0" * 200_000,
        "<b>E05000001</b>",
        "E05000001\0",
    ):
        ends_early = (
            isinstance(code, str) and "\0" in code
        )  # read up to there, where it is a ward's code
        yield "wards.geojson", _collection([_feature(polygon, code)]), not ends_early
    link = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
    named = {"type": "name", "properties": {"name": f"{address}/crs"}}
    file = {"type": "name", "properties": {"name": "/etc/passwd"}}
    for system in (
        link,
        named,
        file,
        {"type": "name", "properties": {"name": "EPSG:999999"}},
        "x",
        5,
    ):
        yield "wards.geojson", _collection([_feature(polygon)], crs=system), False
    yield (
        "wards.geojson",
        _collection([_feature(polygon)]).replace(b'"Swindon"', deep.encode()),
        False,
    )
    yield (
        "wards.json",
        b'{"geometryType":"esriGeometryPolygon","features":' + deep.encode() + b"}",
        True,
    )
    yield "wards.json", b'{"type":"Topology","arcs":' + deep.encode() + b',"objects":{}}', True
    yield "wards.geojson", _collection([_feature(polygon)] * 3), False
    yield (
        "wards.geojson",
        b"\xff\xfe" + _collection([_feature(polygon)]).decode().encode("utf-16-le"),
        True,
    )


def kml(address: str) -> Files:
    """KML with entities, links and depths."""
    link = f"<NetworkLink><Link><href>{address}/more.kml</href></Link></NetworkLink>"
    yield "wards.kml", KML.format(link).encode(), True
    yield "wards.kml", KML.format(f"<styleUrl>{address}/s.kml#a</styleUrl>").encode(), True
    yield "wards.kml", KML.format("<Folder>" * 50_000 + "</Folder>" * 50_000).encode(), True
    entities = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12)
    )
    yield (
        "wards.kml",
        f"<!DOCTYPE kml [{entities}]><kml><Document>&a11;</Document></kml>".encode(),
        True,
    )
    for where in ("file:///etc/passwd", f"{address}/e"):
        outside = (
            f'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY e SYSTEM "{where}">]><kml>&e;</kml>'
        )
        yield "wards.kml", outside.encode(), True
    hidden = KML.format('<Document><!DOCTYPE kml [<!ENTITY e "x">]></Document>')
    yield "wards.kml", hidden.encode(), True
    yield "wards.kmz", _zip({"doc.kml": KML.format(link).encode()}), True
    yield "wards.kmz", _zip({"a.kml": b"<kml></kml>", "b.kml": b"<kml></kml>"}), True
    yield "wards.kmz", _zip({"doc.kml": KML.format("").encode() + b" " * 5_000_000}), True


def _shz() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wards.shz"
        wards().to_file(path, driver="ESRI Shapefile")
        return path.read_bytes()


def shapes(address: str) -> Files:
    """Shapefiles with parts missing, lying or replaced; MapInfo and FlatGeobuf."""
    with zipfile.ZipFile(io.BytesIO(_shz())) as packed:
        parts = {f"wards{Path(name).suffix}": packed.read(name) for name in packed.namelist()}
    shp, dbf = parts["wards.shp"], parts["wards.dbf"]
    yield "wards.shp", shp, True
    yield "wards.dbf", dbf, True
    yield "wards.zip", _zip({"wards.shp": shp}), True
    yield "wards.zip", _zip({"a/b/c/wards.shp": shp, "a/b/c/wards.dbf": dbf}), False
    yield "wards.zip", _zip(parts | {"wards.shp": vrt("/etc/passwd")}), True
    yield "wards.zip", _zip(parts | {"wards.shp": shp[:100]}), True
    yield "wards.zip", _zip(parts | {"wards.shp": shp[:24] + b"\x7f\xff\xff\xff" + shp[28:]}), False
    yield "wards.zip", _zip(parts | {"wards.shp": shp[:120] + b"\x7f" * 60 + shp[180:]}), True
    yield "wards.zip", _zip(parts | {"wards.dbf": dbf[:4] + b"\xff\xff\xff\x7f" + dbf[8:]}), False
    yield "wards.zip", _zip(parts | {"wards.dbf": dbf[:8] + b"\xff\xff\xff\xff" + dbf[12:]}), False
    yield "wards.zip", _zip(parts | {"wards.prj": b"x" * 100_000}), False
    yield "wards.zip", _zip(parts | {"wards.prj": f"{address}/prj".encode()}), False
    yield "wards.zip", _zip(parts | {"wards.cpg": b"../../../etc/passwd"}), False
    yield (
        "wards.zip",
        _zip({**parts, **{f"2024/{name}": data for name, data in parts.items()}}),
        True,
    )
    yield (
        "wards.zip",
        _zip({"wards.gdb/a00000001.gdbtable": b"\3" * 200, "wards.gdb/gdb": b"x"}),
        True,
    )
    yield "wards.zip", _zip({"wards.gdb/x.txt": b"x"}), True
    yield "wards.fgb", b"fgb\x03fgb\x00" + b"\xff" * 100, True
    yield "wards.tab", b"!table\n!version 300\nDefinition Table\n Type LINKED\n", True
    yield "wards.mif", b"Version 300\nColumns 99999999\n", True


def databases(address: str) -> Files:
    """GeoPackages with views, triggers and tables that are no tables."""
    whole = _geopackage([])
    yield "wards.gpkg", whole[:3000], True
    yield "wards.gpkg", whole[:100] + bytes(len(whole) - 100), True
    yield "wards.gpkg", whole[:5000] + b"\xff" * 20_000 + whole[25_000:], True
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom, 'E05000001' AS WD21CD, 'x' AS WD21NM FROM n"
    yield (
        "wards.gpkg",
        _geopackage(["ALTER TABLE wards RENAME TO old", f"CREATE VIEW wards AS {endless}"]),
        True,
    )
    yield "wards.gpkg", _geopackage(["CREATE TRIGGER t AFTER INSERT ON wards BEGIN DELETE FROM wards; END"]), False  # fmt: skip
    for module in (f"VirtualOGR('{address}/w')", "VirtualText('/etc/passwd')"):
        row = f"INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, \"CREATE VIRTUAL TABLE v USING {module}\")"
        listed = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('v', 'attributes', 'v')"
        yield "wards.gpkg", _geopackage(["PRAGMA writable_schema = 1", row, listed]), False
    yield "wards.gpkg", _geopackage(["DELETE FROM gpkg_contents"]), True
    yield "wards.gpkg", _geopackage(["UPDATE gpkg_spatial_ref_sys SET definition = '" + address + "/srs'"]), False  # fmt: skip
    yield "wards.gpkg", _geopackage(["UPDATE wards SET geom = x'ff'"]), True
    yield "wards.gpkg", _geopackage(["UPDATE wards SET WD21CD = WD21NM"]), True
    two = _geopackage(["CREATE TABLE later AS SELECT * FROM wards", "INSERT INTO gpkg_contents SELECT 'later', data_type, 'later', '', last_change, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents", "INSERT INTO gpkg_geometry_columns SELECT 'later', column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns"])  # fmt: skip
    yield "wards.gpkg", two, True
    yield "wards.gpkg", _sqlite(["CREATE TABLE a (b)"]), True


def _geopackage(statements: list[str]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wards.gpkg"
        wards().to_file(path, layer="wards")
        return _altered(path, statements)


def _sqlite(statements: list[str]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return _altered(Path(folder) / "a.db", statements)


def _altered(path: Path, statements: list[str]) -> bytes:
    connection = sqlite3.connect(path, isolation_level=None)
    for function in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        connection.create_function(function, 1, lambda shape: 0)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path.read_bytes()


def _parquet(table: pa.Table) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()


def parquets(address: str) -> Files:
    """Parquet with hostile metadata, shapes that are none, and columns that swell."""
    stream = io.BytesIO()
    wards().to_parquet(stream)
    whole = stream.getvalue()
    table = pq.read_table(io.BytesIO(whole))
    yield "wards.parquet", whole[: len(whole) // 2], True
    yield "wards.parquet", whole[:-8] + struct.pack("<I", 0x7FFFFFFF) + b"PAR1", True
    yield "wards.parquet", whole[:-200] + b"\xff" * 192 + whole[-8:], True
    yield "wards.parquet", b"PAR1" + b"\xff" * 4000 + struct.pack("<I", 3990) + b"PAR1", True
    for geo in (
        b"{",
        b"[]",
        b"{}",
        b'{"primary_column":"x","columns":{}}',
        b"[" * 100_000,
        b"null",
    ):
        yield "wards.parquet", _parquet(table.replace_schema_metadata({b"geo": geo})), True
    meta = json.loads(table.schema.metadata[b"geo"])
    systems: list[object] = [f"{address}/crs", "/etc/passwd", 5, {"a": 1}, []]
    for system in systems:
        meta["columns"]["geometry"]["crs"] = system
        changed = table.replace_schema_metadata({b"geo": json.dumps(meta).encode()})
        yield "wards.parquet", _parquet(changed), bool(system)
    bare = table.replace_schema_metadata(None)
    yield "wards.parquet", _parquet(bare), False
    at = bare.schema.get_field_index("geometry")
    for shape in (b"\1\3\0\0\0\xff\xff\xff\xff", b"", b"x" * 50):
        yield (
            "wards.parquet",
            _parquet(bare.set_column(at, "geometry", pa.array([shape] * 2))),
            True,
        )
    yield "wards.parquet", _parquet(pa.table({"a": [1]})), True
    words = pa.DictionaryArray.from_arrays(
        pa.array([0] * 300_000, pa.int32()), pa.array(["x" * 20_000])
    )
    codes = pa.array(["E05000001"] * 300_000).dictionary_encode()
    yield (
        "wards.parquet",
        _parquet(
            pa.table({"WD21CD": codes, "WD21NM": words, "geometry": pa.array([b"x"] * 300_000)})
        ),
        True,
    )


def _zip(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def archives(address: str) -> Files:
    """Archives that point outside, swell, nest, repeat, are locked, cut or lie about themselves."""
    month = "2025-02/2025-02-wiltshire-street.csv"
    good = _zip({month: street(3)})
    for name in (
        "../../x.csv", "/etc/x.csv", "C:\\x.csv", "..\\..\\x.csv", f"/vsicurl/{address}/x.csv", f"{address}/x.csv", "a\nb.csv",
        "x" * 60_000 + ".csv", "con.csv", "-rf.csv",
    ):  # fmt: skip
        yield (
            "2025-02.zip",
            _zip({month: street(1), name: street(1)}),
            name[-4:] != ".csv" or ".." in name or "/" in name,
        )
    yield "2025-02.zip", good[:-30], True
    yield "2025-02.zip", good[:60] + b"\xff" * 40 + good[100:], True
    yield "2025-02.zip", good + b"x" * 100, False
    yield "2025-02.zip", b"PK\x05\x06" + bytes(18), True
    yield "2025-02.zip", b"PK\x03\x04" + b"\xff" * 500, True
    yield "2025-02.zip", _locked(good), True
    yield "2025-02.zip", _zip({month: street(3)}, zipfile.ZIP_LZMA), True
    yield "2025-02.zip", _zip({month: bytes(30_000_000)}), True
    yield "2025-02.zip", _zip({f"{n}.csv": b"" for n in range(6_000)}), True
    yield "2025-02.zip", _zip({f"{n}.csv": b"" for n in range(66_000)}), True
    yield "2025-02.zip", _overlapping(), True
    yield "2025-02.zip", _twice(month), True
    yield "2025-02.zip", _link_member(), True
    inner = _zip({"deep.csv": street(1)})
    for _ in range(3):
        inner = _zip({"inner.zip": inner})
    yield "2025-02.zip", inner, True
    yield "2025-02.zip", _zip({"inner.zip": _zip({"a.csv": bytes(20_000_000)})}), True
    yield "2025-02.zip", _zip({"inner.zip": b"not packed"}), True
    yield "2025-02.zip", _zip({"notes.docx": b"x", "photo.png": b"x"}), True
    yield "2025-02.zip", _zip({}), True
    yield "2025-02.zip", _size_told_wrongly(month), True
    packed = gzip.compress(street(3))
    yield "2025-02-wiltshire-street.csv.gz", packed[:-9], True
    yield "2025-02-wiltshire-street.csv.gz", gzip.compress(bytes(40_000_000)), True
    yield "2025-02-wiltshire-street.csv.gz", b"\x1f\x8b" + b"\xff" * 100, True
    yield "2025-02-wiltshire-street.csv.gz", gzip.compress(packed), True
    yield "2025-02.tar", bytes(2000), True
    yield "2025-02.7z", b"7z\xbc\xaf\x27\x1c", True


def _locked(data: bytes) -> bytes:
    """The archive with the flag of a password, in its list and before its member."""
    listed = bytearray(data)
    listed[6] |= 1
    listed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(listed)


def _size_told_wrongly(name: str) -> bytes:
    """An archive whose list says that its member is 10 bytes long."""
    data = _zip({name: street(400)})
    at = data.index(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<I", 10) + data[at + 4 :]


def _overlapping() -> bytes:
    """Many names for one packed stream: small, and large once unpacked."""
    kernel = _zip({"a.csv": b"a,b\n" + b"1,2\n" * 200_000})
    start, end = kernel.index(b"PK\x01\x02"), kernel.index(b"PK\x05\x06")
    entry = kernel[start:end]
    entries = b"".join(entry.replace(b"a.csv", f"{n:05}"[:5].encode()) for n in range(4_000))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 4_000, 4_000, len(entries), start, 0)
    return kernel[:start] + entries + tail


def _twice(name: str) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, street(2))
        archive.writestr(name, street(3))
    return stream.getvalue()


def _link_member() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("march.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return stream.getvalue()


def _workbook(sheet: str, *, texts: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """A workbook with one sheet of this XML."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {XLSX_NAMES} xmlns:r="{RELATIONS}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": texts or f"<sst {XLSX_NAMES}/>",
    }
    return _zip({name: text.encode() for name, text in parts.items()} | (more or {}))


def _sheet(rows: str, before: str = "") -> str:
    return f"<worksheet {XLSX_NAMES}>{before}<sheetData>{rows}</sheetData></worksheet>"


def _cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbooks(address: str) -> Files:
    """Workbooks that swell, reach far, nest, refer outside, or are none."""
    heading = (
        '<row r="1">' + _cell("A1", "crime_reference") + _cell("B1", "offence_code") + "</row>"
    )
    far = f'<row r="1048576">{_cell("XFD1048576", "x")}</row>'
    yield "rows.xlsx", _workbook(_sheet(heading + far)), True
    yield "rows.xlsx", _workbook(_sheet(heading, '<dimension ref="A1:XFD1048576"/>')), True
    several = "".join(f'<row r="{n}">{_cell(f"XFD{n}", "x")}</row>' for n in range(2, 1048576, 400))
    yield "rows.xlsx", _workbook(_sheet(heading + several)), True
    yield (
        "rows.xlsx",
        _workbook(_sheet(heading + '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>')),
        True,
    )
    yield (
        "rows.xlsx",
        _workbook(_sheet(heading + f'<row r="2">{_cell("ZZZZZZ2", "x")}</row>')),
        True,
    )
    swollen = f"<sst {XLSX_NAMES}>" + "<si><t>" + "x" * 30_000_000 + "</t></si></sst>"
    yield "rows.xlsx", _workbook(_sheet(heading), texts=swollen), True
    yield "rows.xlsx", _workbook(_sheet(heading + "<row/>" * 4_000_000)), True
    yield "rows.xlsx", _workbook(_sheet(heading + "<row>" * 100_000 + "</row>" * 100_000)), True
    entities = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha" * 10}">' for n in range(12)
    )
    yield (
        "rows.xlsx",
        _workbook(
            f"<!DOCTYPE w [{entities}]>" + _sheet(f'<row r="1">{_cell("A1", "&a11;")}</row>')
        ),
        True,
    )
    for where in ("file:///etc/passwd", f"{address}/e"):
        outside = f'<!DOCTYPE w [<!ENTITY e SYSTEM "{where}">]>' + _sheet(
            f'<row r="1">{_cell("A1", "&e;")}</row>'
        )
        yield "rows.xlsx", _workbook(outside), True
    yield (
        "rows.xlsx",
        _workbook(_sheet('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')),
        True,
    )
    yield (
        "rows.xlsx",
        _workbook(
            _sheet('<row r="1"><c r="A1"><v>1e999</v></c><c r="B1" t="d"><v>x</v></c></row>')
        ),
        True,
    )
    yield "rows.xlsx", _workbook(_sheet(heading))[:-100], True
    yield "rows.xlsx", _workbook("<worksheet"), True
    outward = f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="{{}}" {{}}/></Relationships>'
    for target, mode in (
        ("../../../../etc/passwd", ""),
        (f"{address}/sheet1.xml", 'TargetMode="External"'),
    ):
        stream = io.BytesIO(_workbook(_sheet(heading)))
        with zipfile.ZipFile(stream) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        parts["xl/_rels/workbook.xml.rels"] = outward.format(target, mode).encode()
        yield "rows.xlsx", _zip(parts), True
    yield "rows.xlsx", _zip({"xl/workbook.xml": b"x"}), True
    yield "rows.xlsx", _zip({"word/document.xml": b"x"}), True
    yield "rows.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4000, True
    yield "rows.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), True
    yield "rows.xls", b"\x09\x08\x10\x00" + b"\xff" * 2000, True
    yield "rows.xlsb", _zip({"xl/workbook.bin": b"\xff" * 500}), True
    repeated = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    open_document = f'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="a">{repeated}</table:table></office:spreadsheet></office:body></office:document-content>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    yield "rows.ods", _zip({"mimetype": kind, "content.xml": open_document.encode()}), True
    yield "rows.ods", _zip({"mimetype": kind, "content.xml": b"<a>" * 50_000}), True
    yield "rows.xls", b"<html><body>" + b"<table><tr><td>" * 50_000, True
    yield (
        "rows.xls",
        b'<html><table><tr><td colspan="999999999" rowspan="999999999">x</td></tr></table>',
        True,
    )
    yield "rows.xls", b'<?xml version="1.0"?><Workbook>' + b"<Row>" * 50_000, True
    book = Workbook()
    book.create_sheet("hidden").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    yield "rows.xlsx", stream.getvalue(), True
    yield "rows.xlsx", street(2), False


def texts(address: str) -> Files:
    """Text in odd encodings, shapes and lengths; months that cannot be."""
    name = "2025-02-wiltshire-street.csv"
    good = street(3)
    head = f"{STREET}\n".encode()
    yield name, head + b"x" * 30_000_000, True
    yield name, b"x," * 4_000_000, True
    yield "rows.csv", b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n" + b"1,2\n", True
    yield name, head + b'"' + good * 500, True
    yield name, head + good.replace(b"On or near", b'"On or near'), True
    yield name, head + b'"' * 1_000_001, True
    yield name, head + b"\n" * 3_500_000, True
    yield name, head + b"a\n" * 1_000_000, True
    yield name, head, False
    yield name, good.replace(b"High", b"H\0gh"), True
    yield name, bytes(5_000_000), True
    yield name, good[:200], True
    yield name, b"\xff\xfe" + good, True
    yield name, b"\xfe\xff" + good.decode().encode("utf-16-be"), False
    yield name, good.decode().encode("utf-32"), True
    yield name, good.decode().encode("utf-7"), False
    yield name, good.decode().encode("cp037"), True
    yield name, b"\xef\xbb\xbf\xef\xbb\xbf" + good, False
    yield name, good.replace(b"\n", b"\r"), False
    yield name, good.replace(b"Burglary", "Burgl\u202eyra\u0000".encode()), True
    yield name, good.replace(b"High Street", b"<script>alert(1)</script>"), False
    yield name, good.replace(b"High Street", b"=cmd|' /C calc'!A0"), False
    yield name, good.replace(b"h0", b"\x1b[2J\x1b]0;owned\x07"), False
    for month in (
        "2031-01",
        "1066-10",
        "2009-12",
        "9999-12",
        "0000-00",
        "2025-00",
        "-2025-1",
        "２０２５-０２",
        "2025-02-30",
    ):
        yield name, street(3, month=month), True
    yield name, good.replace(b"-1.790000", b"1e400"), True
    yield name, good.replace(b"-1.790000", b"nan").replace(b"51.560000", b"inf"), True
    yield name, good.replace(b"-1.790000", b"9" * 5_000), True
    yield name, good.replace(b"Wiltshire Police", b"x" * 100_000), True
    yield "rows.csv", b"crime_reference,offence_code\n" + b'"' * 5_000_001, True
    yield "rows.csv", b"ward_code,residents\nE05000001," + b"9" * 100_000 + b"\n", True
    yield "rows.csv", b"ward_code,residents\nDROP TABLE,5\n", True
    yield "rows.csv", b"name,start,end\n" + b"x" * 6_000_000 + b",2025-01-01,2025-02-01\n", True
    yield "rows.csv", b"sep=" + b"," * 5_000, True
    yield "rows.txt", b"%s\n" % (b"(" * 100_000), True


def values(address: str) -> Files:
    """JSON of no known kind."""
    for text in (
        "", "null", "[]", "{}", "5", '"x"', "[" * 200_000, '{"a":' * 100_000, "[" * 50_000 + "]" * 50_000, "NaN",
        "[" + "9" * 1_000_000 + "]", '{"category":' + "[" * 50_000, '[{"category":"x","location_type":"Force","month":"2031-01"}]',
        '{"a":"' + "\\u0000" * 10_000 + '"}', '[{"features":1}]', '{"error":{"code":400,"message":"Invalid URL"}}',
    ):  # fmt: skip
        yield "answer.json", text.encode(), True


def mappings(address: str) -> Files:
    """Mappings that swell or nest."""
    for text in (
        "a = " + "[" * 20_000 + "]" * 20_000,
        "a = " + "{b=" * 5_000 + "1" + "}" * 5_000,
        "[" + "a." * 20_000 + "a]\n",
        "a." * 10_000 + "a = 1\n",
        "a = 1\n" * 2,
        '[columns]\ncrime_reference = "' + "x" * 1_000_000 + '"\n',
        "\0",
        "[dates]\norder = 5\n",
        "[file]\ncrs = [[[]]]\n",
        "a = " + "9" * 10_000,
        '[columns]\ncrime_reference = ["a"]\n',
    ):
        yield "mapping.toml", text.encode(), True
    yield "mapping.toml", b"\xff\xfe\x00", True


def special_files(folder: Path) -> list[Case]:
    """Names that lead to no file of bytes, out of their folder, or round in a circle."""
    home = folder / "special"
    home.mkdir()
    pipe, here, loop = home / "pipe.csv", home / "folder.csv", home / "loop.csv"
    os.mkfifo(pipe)
    here.mkdir()
    loop.symlink_to(loop)
    zero, other, outside = home / "zero.csv", home / "gone.csv", home / "within" / "outside.csv"
    zero.symlink_to("/dev/zero")
    other.symlink_to(home / "nowhere.csv")
    outside.parent.mkdir()
    outside.symlink_to("/etc/passwd")
    geodatabase = home / "wards.gdb"
    geodatabase.mkdir()
    circle = home / "circle"
    circle.mkdir()
    (circle / "again").symlink_to(circle)
    listening = home / "socket.csv"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(listening))
    odd = home / "\x1b[31mred\x1b[0m\n<b>.csv"
    odd.write_bytes(b"a,b\n1,2\n")
    paths = [
        pipe, here, loop, zero, other, outside.parent, geodatabase, circle, listening, odd, Path("/dev/null"), Path("/dev/zero"),
        home / ("x" * 300 + ".csv"), home / "missing.csv", home / "a\0b.csv", Path("https://127.0.0.1:1/wards.geojson"),
        Path("/vsicurl/http://127.0.0.1:1/wards.geojson"),
    ]  # fmt: skip
    return [
        Case(f"special: {path.name[:20]!r} {number}", (path,), uploads=False)
        for number, path in enumerate(paths)
    ]
