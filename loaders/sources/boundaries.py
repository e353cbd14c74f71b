"""Ward boundaries: made from the project's own edges, or read from a file as the Office for National Statistics publishes it.

Areas of other kinds (LSOAs, neighbourhood areas, catchments) are read from the same files, to stand as a geography beside wards.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.core.errors import DataProblem
from geo.core.schema import APPROXIMATE, GENERALISED
from geo.core.vintage_words import vintage_words
from geo.disclosure.small_cells import PUBLIC
from geo.space import areas
from geo.space.ward_edges import wards_of_edges
from loaders.area import WARD_FACTS, WARD_VINTAGES, served
from loaders.boundary_files.area_layers import (
    AreaColumns,
    area_columns,
    area_layer,
    statistical_columns,
    texts,
    title_of_areas,
)
from loaders.boundary_files.line_detail import line_detail
from loaders.boundary_files.reference_system import in_metres, require_near_home
from loaders.boundary_files.shape_files import Layer, frame_of, opened
from loaders.boundary_files.ward_layers import (
    require_ward_codes,
    vintage_in,
    ward_columns,
    ward_layers,
    year_in,
)
from loaders.documents.archives import Document
from loaders.documents.read_result import ReadResult, require_columns
from loaders.reference import ward_edges, ward_facts, ward_vintages
from loaders.sources.source import Holds, Marking, ReadSettings, Replaces, Source

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

ENDINGS = r"\.(?:geojson|gpkg|parquet|zip|shz|shp|gdb|kml|kmz|fgb|mif)$"
SHAPES_IN_JSON = re.compile(rb'"(?:FeatureCollection|Topology|esriGeometry\w+|features)"')
NOT_IN_CODES = re.compile(r"[^\w.:-]+", re.ASCII)  # codes of any file go into addresses and maps
MOST_AREAS = 40_000  # there are 35,672 LSOAs in England and Wales
OWN_MAP = "The project's own map of ONS wards"
FACTS_YEAR = "2021"  # of data/ward_facts.csv
ONS_LICENCE = "Open Government Licence v3.0; contains OS data © Crown copyright and database right"


@dataclass(frozen=True)
class Wards:
    """One vintage of ward boundaries, ready to locate points and to draw.

    table       ward_code (index, sorted), ward_name, authority_code, authority_name
    shapes      polygons in metres (EPSG:27700), index as `table`, to locate points with
    drawing     lighter polygons in metres, index as `table`
    vintage     year and month of the codes, “2021-12”, or the year alone where no more is known
    exactness   how fine its lines are: *exact*, *generalised to 20 m*, *as loaded, a point every 63 m*; *approximate* in builds of before
    notes       what was noticed while reading, in sentences
    title       what the areas of a geography beside wards are called together, whose id is then the vintage; empty for wards
    """

    table: pd.DataFrame
    shapes: pd.Series
    drawing: pd.Series
    vintage: str
    exactness: str
    source: str
    notes: tuple[str, ...] = ()
    title: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 over codes, names, authorities and shapes to a centimetre."""
        hasher = hashlib.sha256(f"{self.vintage} {self.exactness}\n".encode())
        hasher.update(self.table.reset_index().to_csv(index=False).encode())
        hasher.update(
            np.round(shapely.get_coordinates(self.shapes.to_numpy()) * 100)
            .astype(np.int64)
            .tobytes()
        )
        return hasher.hexdigest()


def embedded_vintages() -> list[str]:
    """The vintages whose wards the project can draw with no file loaded, newest first, such as “2025-05”; none where it holds no map."""
    return [*ward_edges()][::-1]


def embedded_wards(vintage: str = "") -> Wards:
    """The wards of the area served as the project holds them, generalised to 20 m.

    vintage  one of `embedded_vintages`; the oldest unless given, which the ward facts are of

    Raises DataProblem where the area holds no map, none of that vintage, or one that cannot be used.
    """
    maps = ward_edges()
    if not maps:
        raise DataProblem(
            f"No ward boundaries of {served().name} are held.",
            "Its area file names no ward_edges to make them from.",
            "Load a boundary file of the Office for National Statistics first, or together with these files.",
        )
    vintage = vintage or min(maps)
    if vintage not in maps:
        raise DataProblem(
            f"No map of the wards of {vintage} is held.",
            f"There are those of {', '.join(maps)}.",
            "Load a boundary file of that vintage, or choose one of these.",
        )
    shapes = wards_of_edges(maps[vintage])
    return Wards(
        _names_of_vintage(vintage, shapes.index),
        shapes,
        areas.drawing_shapes(shapes),
        vintage,
        GENERALISED,
        f"{OWN_MAP}, {vintage_words(vintage)}",
    )


def _names_of_vintage(vintage: str, codes: pd.Index) -> pd.DataFrame:
    """ward_name, authority_code, authority_name by ward code."""
    names = ward_vintages().query("vintage == @vintage").set_index("ward_code").reindex(codes)
    authorities = {each.code: each.name for each in served().authorities}
    known = names["authority_code"].map(authorities)
    return pd.DataFrame(
        {
            "ward_name": names["ward_name"],
            "authority_code": names["authority_code"],
            "authority_name": known.fillna(names["authority_code"]),
        }
    ).rename_axis("ward_code")


def is_own_map(exactness: str, source: str) -> bool:
    """Whether wards are the project's own map, or what versions before it rebuilt from points: they stand in for whichever boundaries a
    reader has. A file of the same detail is none."""
    return exactness == APPROXIMATE or source.startswith(OWN_MAP)


def to_be_replaced(boundaries: Mapping[str, str]) -> bool:
    """Whether a build stands on wards that a version before the embedded map rebuilt from points, and the map is held.

    boundaries  as the build's manifest says
    """
    return boundaries["exactness"] == APPROXIMATE and bool(embedded_vintages())


def read_boundaries(
    path: Path,
    *,
    drawing: Path | None = None,
    layers: Sequence[str] = (),
    geography: str = "",
) -> Wards:
    """Wards from a file of any kind that `loaders.boundary_files.shape_files` reads, with columns that `ward_layers` knows.

    drawing    a lighter file of the same wards to draw with; without it the shapes are simplified
    layers     names of the layers that count, where the file holds several of wards
    geography  what its areas are called together, where they are no wards; LSOAs and MSOAs are known by their columns

    Raises DataProblem for no layer of wards or several, no code column, a code missing or no ward's, one code for two names, an unknown
    reference system, shapes that are no areas, or a place off the map.
    """
    geography = title_of_areas(geography) if geography else ""
    with opened(path) as listed:
        statistical = [
            each for each in listed if each.has_areas and statistical_columns(each.fields)
        ]
        if geography or statistical:
            layer = area_layer(
                listed if geography or layers else statistical, layers, file=path.name
            )
            return _areas(layer, frame_of(layer, file=path.name), geography, path.name)
        taken = ward_layers(listed, layers, file=path.name)
        several = [_frame(layer, path) for layer in taken]
    years = sorted({year for _, year, _ in several})
    if len(years) > 1:
        raise DataProblem(
            f"{path.name} holds wards of {' and of '.join(years)}.",
            "The layers chosen are of different years.",
            "Choose layers of one year.",
        )
    frame = pd.concat([frame for frame, _, _ in several], ignore_index=True)
    notes = tuple(note for _, _, each in several for note in each)
    frame, joined = _with_parts_joined(frame, path.name)
    table, year, learned = _names(frame, years[0], path)
    vintage = vintage_in(year, path.name, *(layer.name for layer in taken))
    shapes, mended = _mended(frame, path.name)
    light = areas.drawing_shapes(shapes)
    if drawing is not None:
        drawn = read_boundaries(drawing)
        if not drawn.table.index.equals(table.index):
            raise DataProblem(
                f"{drawing.name} does not hold the same wards as {path.name}.",
                f"One has {len(drawn.table):,} wards, the other {len(table):,}.",
                "Fetch both of the same vintage.",
            )
        light = drawn.shapes
    return Wards(
        table,
        shapes,
        light,
        vintage,
        line_detail(shapes, path.name, *(layer.name for layer in taken)),
        f"{path.name}, ONS ward boundaries {vintage_words(vintage)}",
        (*notes, *joined, *learned, *mended),
    )


def _mended(
    frame: pd.DataFrame, file: str, *, what: str = "wards"
) -> tuple[pd.Series, tuple[str, ...]]:
    """Shapes by ward code, those whose rings cross themselves mended, and a note that names them."""
    geometry = frame["geometry"].to_numpy()
    valid = shapely.is_valid(geometry)
    shapes = pd.Series(
        shapely.make_valid(geometry, method="structure", keep_collapsed=False),
        index=pd.Index(frame["ward_code"], name="ward_code"),
    )
    if valid.all():
        return shapes, ()
    broken = frame.loc[~valid, "ward_code"].tolist()
    return shapes, (
        f"{file}: the rings of {len(broken)} {what} cross themselves and were mended: "
        f"{', '.join(broken[:10])}.",
    )


def _frame(layer: Layer, path: Path) -> tuple[pd.DataFrame, str, tuple[str, ...]]:
    """A row a feature: ward_code, ward_name, authority_code, authority_name, geometry in metres; the year of the codes; notes."""
    columns = ward_columns(layer.fields, file=path.name)
    if columns is None:
        require_columns([*layer.fields, "geometry"], ["WDyyCD"], file=path.name)
        raise AssertionError("a layer without ward codes is refused above")
    read = frame_of(layer, file=path.name)
    notes = layer.notes
    if not len(read):
        raise DataProblem(f"{path.name} holds no wards.", do="Download the layer again.")
    codes = read[columns.code].astype("str").fillna("").str.strip()
    _require_codes_and_shapes(codes, read.geometry, path.name)
    require_ward_codes(codes, file=path.name)
    read, remarks = in_metres(read, file=path.name)
    require_near_home(codes, read, file=path.name)
    if "Z" in layer.geometry.split():
        notes += (f"{path.name}: the heights of its shapes were passed over.",)
    frame = pd.DataFrame({"ward_code": codes, "ward_name": _texts(read, columns.name)})
    for column, written in (
        ("authority_code", columns.authority_code),
        ("authority_name", columns.authority_name or columns.authority_code),
    ):
        frame[column] = _texts(read, written) if written else ""
    frame["geometry"] = read.geometry.to_numpy()
    return frame, columns.year, notes + remarks


def _texts(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame[column].astype("str").fillna("").str.strip()


def _require_codes_and_shapes(
    codes: pd.Series, shapes: GeoSeries, file: str, *, what: str = "ward"
) -> None:
    missing = (codes == "") | shapes.isna() | shapes.is_empty
    areal = shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    for broken, fault in (
        (missing, "without a code or a shape"),
        (~missing & ~areal, "whose shape is no area"),
    ):
        if broken.any():
            first = int(np.flatnonzero(broken)[0]) + 1
            raise DataProblem(
                f"{file} has {int(broken.sum())} {what}s {fault}.",
                f"The first is row {first}.",
                f"Download the layer again, or give each {what} its own code.",
            )


def _with_parts_joined(
    frame: pd.DataFrame, file: str, *, what: str = "wards"
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """A row a ward, sorted by code: rows of one code and one name are parts of one ward, and are joined.

    Raises DataProblem where one code stands for two names: one of them is wrong, and which cannot be told.
    """
    names = frame.groupby("ward_code")["ward_name"].transform("nunique")
    repeated = frame["ward_code"].duplicated() & (names > 1)
    if repeated.any():
        first = int(np.flatnonzero(repeated)[0])
        raise DataProblem(
            f"{file} has {int(repeated.sum())} {what} with a code that another {what[:-1]} has.",
            f"The first is row {first + 1}, “{frame['ward_name'].iloc[first]}” with {frame['ward_code'].iloc[first]}.",
            f"Download the layer again, or give each {what[:-1]} its own code.",
        )
    if not frame["ward_code"].duplicated().any():
        return frame.sort_values("ward_code", ignore_index=True), ()
    parts = frame["ward_code"].value_counts()
    several = sorted(parts[parts > 1].index)
    whole = frame.drop_duplicates("ward_code").set_index("ward_code").sort_index()
    whole["geometry"] = [
        shapely.union_all(shapely.make_valid(group.to_numpy()))
        for _, group in frame.groupby("ward_code", sort=True)["geometry"]
    ]
    return whole.reset_index(), (
        f"{file}: the parts of {f'1 {what[:-1]}' if len(several) == 1 else f'{len(several):,} {what}'} were joined, such as "
        f"the {parts[several[0]]:,} of {several[0]}.",
    )


def _names(frame: pd.DataFrame, year: str, path: Path) -> tuple[pd.DataFrame, str, tuple[str, ...]]:
    """Ward and authority names by code, the year of the codes, and how it was learned where no column says it.

    Layers without authorities, such as those of 2021, are completed from the wards known by name.
    """
    table = frame[["ward_name", "authority_code", "authority_name"]].set_index(
        pd.Index(frame["ward_code"], name="ward_code")
    )
    known = _known_authorities().reindex(table.index)
    unknown = table.index[known["authority_code"].isna()]
    notes: tuple[str, ...] = ()
    if not year:
        year, notes = _year(path, table.index)
    if (table["authority_code"] == "").any():
        if len(unknown):
            column = f"LAD{year[2:]}CD"
            raise DataProblem(
                f"{path.name} does not say which authority its wards are in.",
                f"It has no column {column}, and {len(unknown):,} wards are not known by name, the first {unknown[0]}.",
                f"Load a layer with {column} and LAD{year[2:]}NM, or only wards of {served().name} that {WARD_FACTS} or {WARD_VINTAGES} hold.",
            )
        table = table.assign(
            authority_code=known["authority_code"].to_numpy(),
            authority_name=known["authority_name"].to_numpy(),
        )
    return table.astype("str"), year, notes


def _known_authorities() -> pd.DataFrame:
    """authority_code, authority_name of every ward known by name, of whichever vintage."""
    names = ward_vintages().drop_duplicates("ward_code").set_index("ward_code")
    authorities = {each.code: each.name for each in served().authorities}
    named = names[["authority_code"]].assign(
        authority_name=names["authority_code"].map(authorities)
    )
    facts = ward_facts()[["authority_code", "authority_name"]]
    return pd.concat([facts, named.dropna().drop(index=facts.index, errors="ignore")])


def _year(path: Path, codes: pd.Index) -> tuple[str, tuple[str, ...]]:
    """The year of codes whose column does not say it: of the oldest vintage that holds them all, else that of the file's name."""
    if year := _year_of_codes(codes):
        return year, (
            f"{path.name} does not say of which year its wards are; their codes are all of {year}.",
        )
    if year := year_in(path.name):
        return year, (f"{path.name} was taken for the wards of {year}, after its name.",)
    raise DataProblem(
        f"{path.name} does not say of which year its wards are.",
        "No column is called like WD24CD, and no year stands in its name.",
        "Write the year into its name, as in wards_2024.gpkg, and load it again.",
    )


def _year_of_codes(codes: pd.Index) -> str:
    """The year of the oldest vintage, that of the ward facts first, that holds all these codes; empty where none does."""
    if codes.isin(ward_facts().index).all():
        return FACTS_YEAR
    names = ward_vintages()
    holding = names[names["ward_code"].isin(codes)].groupby("vintage")["ward_code"].nunique()
    return min((vintage[:4] for vintage in holding.index[holding == len(codes)]), default="")


def write_wards(wards: Wards, path: Path) -> None:
    """Keep the wards as Parquet, shapes as well-known binary in metres."""
    pq.write_table(ward_rows(wards), path, compression="zstd")


def ward_rows(wards: Wards) -> pa.Table:
    """A row a ward: ward_code, ward_name, authority_code, authority_name, shape and drawing as well-known binary in metres.

    The schema's metadata says vintage, exactness, source and notes, so that nothing of the wards is lost.
    """
    columns = {name: pa.array(values) for name, values in wards.table.reset_index().items()}
    metadata = {
        "vintage": wards.vintage,
        "exactness": wards.exactness,
        "source": wards.source,
        "notes": "\n".join(wards.notes),
        "title": wards.title,
    }
    table = pa.table(
        columns
        | {
            "shape": pa.array(shapely.to_wkb(wards.shapes.to_numpy())),
            "drawing": pa.array(shapely.to_wkb(wards.drawing.to_numpy())),
        }
    )
    return table.replace_schema_metadata(metadata)


def wards_in_file(path: Path) -> Wards:
    """The wards as `write_wards` left them."""
    return wards_of(pq.read_table(path))


def wards_of(rows: pa.Table) -> Wards:
    """The wards that `ward_rows` made rows of."""
    metadata = {key.decode(): value.decode() for key, value in rows.schema.metadata.items()}
    frame = (
        rows.select(["ward_code", "ward_name", "authority_code", "authority_name"])
        .to_pandas()
        .set_index("ward_code")
    )
    shapes, drawing = (
        pd.Series(shapely.from_wkb(rows[c].to_numpy()), index=frame.index)
        for c in ("shape", "drawing")
    )
    wards = Wards(
        frame, shapes, drawing, metadata["vintage"], metadata["exactness"], metadata["source"]
    )
    notes = tuple(filter(None, metadata["notes"].split("\n")))
    return replace(wards, notes=notes, title=metadata.get("title", ""))


def read(document: Document, settings: ReadSettings) -> ReadResult:
    """The rows of ward_rows; a file inside an archive is first written out, since its libraries read files alone."""
    if document.path is not None:
        wards = _read(document.path, settings)
        return ReadResult(ward_rows(wards), notes=wards.notes)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / PurePosixPath(document.name).name
        path.write_bytes(document.read())
        wards = _read(path, settings)
    return ReadResult(ward_rows(wards), notes=wards.notes)


def _read(path: Path, settings: ReadSettings) -> Wards:
    return read_boundaries(
        path, drawing=settings.drawing, layers=settings.layers, geography=settings.geography
    )


def _areas(layer: Layer, rows: GeoDataFrame, title: str, file: str) -> Wards:
    """The areas of a layer that holds no wards.

    title  what they are called together; empty for statistical areas, which say it themselves

    Their authorities are empty where no column says them: where they lie decides, in the wards of a build
    (`loaders.store.wards.geographies`).
    """
    if not len(rows):
        raise DataProblem(f"{file} holds no areas.", do="Download the layer again.")
    columns = statistical_columns(layer.fields)
    if columns is None:
        columns = area_columns(rows.drop(columns="geometry"), title, file=file)
    metres, remarks = in_metres(_areal(rows, columns, file), file=file)
    frame = pd.DataFrame({"ward_code": texts(metres[columns.code])})
    frame["ward_code"] = frame["ward_code"].str.replace(NOT_IN_CODES, "-", regex=True)
    for column, written in (
        ("ward_name", columns.name),
        ("authority_code", columns.authority_code),
        ("authority_name", columns.authority_name),
    ):
        frame[column] = texts(metres[written]) if written else ""
    frame["geometry"] = metres.geometry.to_numpy()
    frame, joined = _with_parts_joined(frame, file, what="areas")
    shapes, mended = _mended(frame, file, what="areas")
    title = title or columns.title
    return Wards(
        frame.set_index("ward_code")[["ward_name", "authority_code", "authority_name"]].astype(
            "str"
        ),
        shapes,
        areas.drawing_shapes(shapes),
        geography_id(title),
        line_detail(shapes, file, layer.name),
        f"{file}, {title}",
        (*layer.notes, *remarks, *joined, *mended),
        title,
    )


def _areal(rows: GeoDataFrame, columns: AreaColumns, file: str) -> GeoDataFrame:
    """The rows of a layer of areas. Raises DataProblem for too many, or one without a code or a shape that is an area."""
    if len(rows) > MOST_AREAS:
        raise DataProblem(
            f"{file} holds {len(rows):,} areas.",
            f"We draw {MOST_AREAS:,} at most.",
            "Leave out those beyond the area served, or take larger ones.",
        )
    _require_codes_and_shapes(texts(rows[columns.code]), rows.geometry, file, what="area")
    return rows


def geography_id(title: str) -> str:
    """The id of a geography, in builds and addresses, from what its areas are called: “neighbourhood-areas”."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not words or not words[0].isalpha():  # a vintage begins with its year
        words = f"areas-{words or hashlib.sha256(title.encode()).hexdigest()[:8]}"
    return words


def recognises(document: Document) -> bool:
    """Whether a file of shapes whose ending is many things': JSON, or .tab, which is MapInfo's table and text with tabs."""
    name = document.name.lower()
    if name.endswith(".tab"):
        return document.start(6).lower() == b"!table"
    return name.endswith(".json") and bool(SHAPES_IN_JSON.search(document.read()))


SOURCE = Source(
    id="boundaries",
    title="Ward boundaries",
    display_name="boundaries",
    marking=Marking.OPEN,
    licence=ONS_LICENCE,
    holds=Holds.BOUNDARIES,
    file_names=re.compile(ENDINGS, re.I),
    recognises=recognises,
    assumed=re.compile(r"\.json$", re.I),
    read=read,
    replaces=Replaces.AS_A_WHOLE,
    disclosure=PUBLIC,
    disclosure_reason="published shapes",
    owner="Office for National Statistics",
    order=80,
)
