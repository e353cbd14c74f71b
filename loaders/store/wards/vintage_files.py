"""A vintage beside the reference, as it lies in a build: its wards, every point located in them, and the cube counted by them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from geo.space import areas
from geo.space.moved_ground import COLUMNS, reconciled_authorities, settled_authority
from loaders.sources.boundaries import Wards, write_wards
from loaders.store.cube import write_cube
from loaders.store.manifest import Key, Manifest, Partition, Vintage
from loaders.store.part_files import link
from loaders.store.wards.map_shapes import write_drawing
from loaders.store.wards.vintages import WARDS, WardVintages, came_into_force

FOLDER, GEOGRAPHIES = "vintages", "geographies"
POINTS, CUBE = "points.parquet", "cube.parquet"


def write_vintages(
    folder: Path,
    vintages: WardVintages,
    points: pa.Table,
    parts: tuple[Partition, ...],
    *,
    previous: Manifest | None,
    earlier: Path | None,
    carried: set[Key],
) -> tuple[Vintage, ...]:
    """Write each vintage but the reference, and each geography, into a build in the making; return what the manifest says of them.

    points    of the whole build, as `Places.table` gives them
    previous  the build before, and `earlier` its folder: what it has of the same vintage is taken over
    carried   parts that stand unchanged
    """
    same_reference = (
        previous is not None and previous.boundaries["digest"] == vintages.reference.digest
    )
    standing = (*previous.vintages, *previous.geographies) if previous else ()
    known = {vintage.digest: vintage for vintage in standing}
    written = []
    for wards in (*vintages.others, *vintages.geographies):
        before = known.get(wards.digest) if same_reference else None
        at = earlier / before.folder if before and earlier else None
        written.append(
            _written(folder, wards, vintages.reference, points, parts, before, at, carried)
        )
    return tuple(written)


def _written(
    folder: Path,
    wards: Wards,
    reference: Wards,
    points: pa.Table,
    parts: tuple[Partition, ...],
    before: Vintage | None,
    earlier: Path | None,
    carried: set[Key],
) -> Vintage:
    name = f"{GEOGRAPHIES if wards.title else FOLDER}/{wards.vintage}/"
    here = folder / name
    here.mkdir(parents=True)
    if before and earlier and all((earlier / each).is_file() for each in (WARDS, before.drawing)):
        drawing = before.drawing
        for each in (WARDS, drawing):
            link(earlier / each, here / each)
    else:
        write_wards(wards, here / WARDS)
        drawing = write_drawing(wards, here)
    whole = earlier if earlier and all((earlier / f).is_file() for f in (POINTS, CUBE)) else None
    known = pq.read_table(whole / POINTS) if whole else None
    located = located_points(points, wards, reference, known)
    pq.write_table(located, here / POINTS, compression="lz4")
    write_cube(
        folder, parts, whole / CUBE if whole else None, carried if whole else set(), vintage=name
    )
    return Vintage(
        wards.vintage,
        "" if wards.title else came_into_force(wards),
        wards.exactness,
        wards.source,
        wards.digest,
        str(len(wards.table)),
        drawing,
        "\n".join(wards.notes),
        name,
        wards.title,
    )


def located_points(
    points: pa.Table, wards: Wards, reference: Wards, known: pa.Table | None = None
) -> pa.Table:
    """The points of a build with the wards of another vintage in place of the reference's.

    points  as `Places.table` gives them, in order of point_id
    known   points that were located in this vintage before, for the same reference

    The authority of each is the reference's, unless ground truly moved between authorities (no geography moves any): a point that the vintage's own line
    puts beyond it lies in the nearest ward of its authority. Where the vintage has no ward of that authority, in none.
    """
    ids = points["point_id"].to_numpy()
    fresh = np.ones(len(ids), bool)
    codes = np.full(len(ids), None, object)
    metres = np.full(len(ids), np.nan)
    if known is not None and len(known):
        known_ids = known["point_id"].to_numpy()
        at = np.clip(np.searchsorted(known_ids, ids), 0, len(known_ids) - 1)
        held = known_ids[at] == ids
        # as text: the blanks of a dictionary column come out of to_numpy as its last word
        codes[held] = known["ward_code"].cast(pa.string()).to_numpy()[at[held]]
        metres[held] = known["metres_to_ward_edge"].to_numpy()[at[held]]
        fresh = ~held
    if fresh.any():
        chosen = points.filter(pa.array(fresh))
        grid = np.column_stack([chosen["easting"].to_numpy(), chosen["northing"].to_numpy()])
        settled = chosen["authority_code"].cast(pa.string()).fill_null("").to_numpy().astype(str)
        codes[fresh], metres[fresh] = _located(grid, settled, wards, reference)
    authority = wards.table["authority_code"].to_dict()
    columns = {name: points[name] for name in ("point_id", "easting", "northing")}
    columns |= {name: points[name] for name in ("longitude", "latitude")}
    columns |= {
        "ward_code": pa.array(codes, pa.string()).dictionary_encode(),
        "authority_code": pa.array(
            [authority.get(code) for code in codes], pa.string()
        ).dictionary_encode(),
        "metres_to_ward_edge": pa.array(metres, from_pandas=True),
    }
    return pa.table(columns)


def _located(
    grid: NDArray[np.float64],
    reference_authority: NDArray[np.str_],
    wards: Wards,
    reference: Wards,
) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    """Ward code (None for none) and metres to its edge of each point, in the authority that is settled for it.

    reference_authority  "" for none
    """
    positions, metres = areas.WardIndex(wards.shapes).locate(grid)
    listed, own = wards.table.index.to_numpy(str), wards.table["authority_code"].to_numpy(str)
    codes = np.where(positions >= 0, listed[positions], "")
    authority = np.where(positions >= 0, own[positions], "")
    expected = np.where(np.isin(reference_authority, own), reference_authority, "")
    differs = np.flatnonzero(expected != authority)
    if len(differs):
        moved = _moved_ground(wards, reference)
        settled = settled_authority(grid[differs], expected[differs], authority[differs], moved)
        astray = settled != authority[differs]
        for code in set(settled[astray]):
            mine = differs[astray & (settled == code)]
            codes[mine], metres[mine] = _nearest(grid[mine], wards.shapes[own == code])
    words = codes.astype(object)
    words[codes == ""] = None
    return words, metres


def _nearest(
    grid: NDArray[np.float64], shapes: pd.Series
) -> tuple[NDArray[np.str_] | str, NDArray[np.float64] | float]:
    """Code of the nearest ward to each point, whose edge counts as reached; none among no wards."""
    if not len(shapes):
        return "", np.nan
    nearest = shapely.STRtree(shapes.to_numpy()).nearest(shapely.points(grid))
    return shapes.index.to_numpy(str)[nearest], np.zeros(len(grid))


def _moved_ground(wards: Wards, reference: Wards) -> pd.DataFrame:
    if wards.title:
        return pd.DataFrame(columns=COLUMNS)
    wanted = set(wards.table["authority_code"])
    return reconciled_authorities(_authorities(reference, wanted), _authorities(wards, wanted))


def _authorities(wards: Wards, wanted: set[str]) -> pd.Series:
    """The ground of authorities, by code."""
    own = wards.table["authority_code"]
    codes = sorted(set(own) & wanted)
    shapes = [shapely.union_all(wards.shapes[own == code].to_numpy()) for code in codes]
    return pd.Series(shapes, index=codes, dtype=object)
