"""Ward boundaries: rebuilt from the gazetteer, or read from a file as the Office for National Statistics publishes it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo.core.errors import DataProblem
from geo.core.schema import APPROXIMATE, EXACT, NATIONAL_GRID
from geo.disclosure.small_cells import PUBLIC
from geo.space import areas
from loaders.area import served
from loaders.documents.archives import Document
from loaders.documents.read_result import ReadResult, require_columns
from loaders.reference import gazetteer, ward_facts
from loaders.sources.source import Holds, Marking, ReadSettings, Replaces, Source

SHAPES = (".geojson", ".json", ".gpkg", ".parquet", ".zip")
WARD_CODE = re.compile(r"WD(\d{2})CD$", re.I)
ONS_LICENCE = "Open Government Licence v3.0; contains OS data © Crown copyright and database right"


@dataclass(frozen=True)
class Wards:
    """One vintage of ward boundaries, ready to locate points and to draw.

    table       ward_code (index, sorted), ward_name, authority_code, authority_name
    shapes      polygons in metres (EPSG:27700), index as `table`, to locate points with
    drawing     lighter polygons in metres, index as `table`
    vintage     four-digit year of the codes
    exactness   *exact* or *approximate*
    notes       what was noticed while reading, in sentences
    """

    table: pd.DataFrame
    shapes: pd.Series
    drawing: pd.Series
    vintage: str
    exactness: str
    source: str
    notes: tuple[str, ...] = ()

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


def approximate_wards() -> Wards:
    """The wards of the area served, December 2021, rebuilt from the gazetteer's points.

    Raises DataProblem where the area holds no gazetteer.
    """
    if not len(points := gazetteer()):
        raise DataProblem(
            f"No ward boundaries of {served().name} are held.",
            "Its area file names no ward_gazetteer to rebuild them from.",
            "Load a boundary file of the Office for National Statistics first, or together with these files.",
        )
    shapes = areas.approximate_wards(points)
    table = ward_facts().reindex(shapes.index)[["ward_name", "authority_code", "authority_name"]]
    return Wards(
        table.rename_axis("ward_code"),
        shapes,
        shapes,
        "2021",
        APPROXIMATE,
        "Rebuilt from the project's gazetteer of ONS ward boundaries, December 2021",
    )


def read_boundaries(path: Path, *, drawing: Path | None = None) -> Wards:
    """Wards from GeoJSON, GeoPackage, zipped shapefile or GeoParquet with a code column WDyyCD, with or without LADyyCD.

    drawing  a lighter file of the same wards to draw with; without it the shapes are simplified

    Raises DataProblem for no code column, a missing or repeated code, an unknown reference system or a place off the map.
    """
    frame, vintage, notes = _frame(path)
    code = f"WD{vintage[2:]}CD"
    table = _names(frame, vintage, file=path.name)
    valid = shapely.is_valid(frame.geometry.to_numpy())
    if not valid.all():
        broken = frame.loc[~valid, code].tolist()
        notes += (
            f"{path.name}: the rings of {len(broken)} wards cross themselves and were mended: {', '.join(broken[:10])}.",
        )
    shapes = pd.Series(
        shapely.make_valid(frame.geometry.to_numpy(), method="structure", keep_collapsed=False),
        index=table.index,
    )
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
        table, shapes, light, vintage, EXACT, f"{path.name}, ONS ward boundaries {vintage}", notes
    )


def _frame(path: Path) -> tuple[pd.DataFrame, str, tuple[str, ...]]:
    """The file as a GeoDataFrame in metres, sorted by ward code, and its vintage."""
    import geopandas as gpd

    try:
        frame = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    except (ValueError, OSError, RuntimeError, TypeError) as problem:
        raise DataProblem(
            f"{path.name} cannot be read as boundaries.",
            f"{str(problem)[:300]}.",
            "Give GeoJSON, GeoPackage, a zipped shapefile or GeoParquet.",
        ) from problem
    named = [match for match in map(WARD_CODE.match, map(str, frame.columns)) if match]
    if not named:
        require_columns(map(str, frame.columns), ["WDyyCD"], file=path.name)
    code, vintage = named[0][0], f"20{named[0][1]}"
    frame = frame.rename(columns={c: c.upper() for c in frame.columns if c != frame.geometry.name})
    missing = (
        frame[code.upper()].isna()
        | (frame[code.upper()].astype(str).str.strip() == "")
        | frame.geometry.isna()
    )
    repeated = frame[code.upper()].duplicated()
    for broken, what in (
        (missing, "without a code or a shape"),
        (repeated, "with a code that another ward has"),
    ):
        if broken.any():
            first = int(np.flatnonzero(broken)[0]) + 1
            raise DataProblem(
                f"{path.name} has {int(broken.sum())} wards {what}.",
                f"The first is row {first}.",
                "Download the layer again, or give each ward its own code.",
            )
    if frame.crs is None:
        raise DataProblem(
            f"{path.name} does not say which reference system its coordinates are in.",
            do="Save it with one, such as British National Grid (EPSG:27700).",
        )
    frame = frame.to_crs(NATIONAL_GRID).sort_values(code.upper())
    west, south, east, north = frame.total_bounds
    if not (
        -100_000 < west < east < 800_000 and -100_000 < south < north < 1_400_000 and east > 1_000
    ):
        raise DataProblem(
            f"{path.name} does not lie in Britain.",
            f"Read as {frame.crs.name}, it spans {west:,.0f} to {east:,.0f} m east.",
            "Its reference system is probably declared wrongly: set it to what the numbers are, and load it again.",
        )
    return frame, vintage, ()


def _names(frame: pd.DataFrame, vintage: str, *, file: str) -> pd.DataFrame:
    """Ward and authority names by code; the 2021 layers lack authorities, so the ward facts are asked."""
    year = vintage[2:]
    codes = pd.Index(frame[f"WD{year}CD"].astype(str), name="ward_code")
    require_columns(frame.columns, [f"WD{year}NM"], file=file)
    if f"LAD{year}CD" in frame:
        authority = frame[f"LAD{year}CD"].astype(str).to_numpy()
        named = frame.get(f"LAD{year}NM", frame[f"LAD{year}CD"]).astype(str).to_numpy()
    else:
        facts = ward_facts().reindex(codes)
        if facts["authority_code"].isna().any():
            unknown = codes[facts["authority_code"].isna()]
            raise DataProblem(
                f"{file} does not say which authority its wards are in.",
                f"It has no column LAD{year}CD, and {len(unknown):,} wards are not in data/ward_facts.csv, the first {unknown[0]}.",
                f"Load a layer with LAD{year}CD and LAD{year}NM, or only wards of {served().name} of December 2021.",
            )
        authority, named = facts["authority_code"].to_numpy(), facts["authority_name"].to_numpy()
    return pd.DataFrame(
        {
            "ward_name": frame[f"WD{year}NM"].astype(str).to_numpy(),
            "authority_code": authority,
            "authority_name": named,
        },
        index=codes,
    )


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
    }
    table = pa.table(
        columns
        | {
            "shape": pa.array(shapely.to_wkb(wards.shapes.to_numpy())),
            "drawing": pa.array(shapely.to_wkb(wards.drawing.to_numpy())),
        }
    )
    return table.replace_schema_metadata(metadata)


def kept_wards(path: Path) -> Wards:
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
    return replace(wards, notes=tuple(filter(None, metadata["notes"].split("\n"))))


def read(document: Document, settings: ReadSettings) -> ReadResult:
    """The rows of ward_rows; a file inside an archive is refused, since its libraries read files alone."""
    if document.path is None:
        raise DataProblem(
            f"{document.name} lies inside a ZIP archive.",
            do="Unpack boundary files and load them by themselves.",
        )
    wards = read_boundaries(document.path, drawing=settings.drawing)
    return ReadResult(ward_rows(wards), notes=wards.notes)


SOURCE = Source(
    id="boundaries",
    title="Ward boundaries",
    display_name="boundaries",
    marking=Marking.OPEN,
    licence=ONS_LICENCE,
    holds=Holds.BOUNDARIES,
    file_names=re.compile("|".join(rf"\{ending}$" for ending in SHAPES), re.I),
    read=read,
    replaces=Replaces.AS_A_WHOLE,
    disclosure=PUBLIC,
    disclosure_reason="published shapes",
    owner="Office for National Statistics",
    order=80,
)
