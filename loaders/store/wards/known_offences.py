"""The offences that a build holds, each by its ward of one vintage and of another: what a change of wards does to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from geo.space import areas
from loaders.area import served
from loaders.sources import registry
from loaders.sources.boundaries import Wards
from loaders.sources.source import Holds
from loaders.store.manifest import Partition
from loaders.store.wards.vintage_files import POINTS, located_points


@dataclass(frozen=True)
class KnownOffences:
    """Offences at points that lie in a ward of the area by the vintage before, in the order of the points.

    offences     int, by point_id
    before, now  ward codes; now "" in none
    grid         float, shape (n, 2), metres
    """

    offences: pd.Series
    before: NDArray[np.str_]
    now: NDArray[np.str_]
    grid: NDArray[np.float64]

    @property
    def lost(self) -> int:
        """Offences in no ward any more."""
        return int(self.offences[self.now == ""].sum())

    def lost_within(self, ground: shapely.Geometry) -> int:
        """Those of them on some ground, a polygon in metres."""
        return int(self.offences[self._on(ground) & (self.now == "")].sum())

    def within(self, ground: shapely.Geometry) -> int:
        """Offences on some ground, a polygon in metres, in whichever ward."""
        return int(self.offences[self._on(ground)].sum())

    def _on(self, ground: shapely.Geometry) -> NDArray[np.bool_]:
        return np.asarray(shapely.contains_xy(ground, self.grid[:, 0], self.grid[:, 1]), dtype=bool)

    def changed(self, wards: pd.DataFrame, stood: pd.DataFrame) -> int:
        """Offences in another ward than before: of another code, and of another name or authority.

        wards, stood  of now and of before: ward_code index, ward_name, authority_code
        """
        now, before = (
            _names(table, codes) for table, codes in ((wards, self.now), (stood, self.before))
        )
        return int(self.offences[(self.now != self.before) & (now != before)].sum())


def _names(table: pd.DataFrame, codes: NDArray[np.str_]) -> NDArray[np.str_]:
    words = table["authority_code"] + "\t" + table["ward_name"]
    return words.reindex(codes).fillna("").to_numpy(str)


def known_offences(
    folder: Path,
    parts: Iterable[Partition],
    wards: Wards,
    reference: Wards,
    *,
    before: str = "",
) -> KnownOffences | None:
    """The offences of a build by the wards of a vintage in it, and by other wards; None where it holds none.

    folder  of the build
    parts   of it
    wards   by which they would count; where they are the reference, each point counts by where it lies
    before  the folder, in the build's, of the vintage by which they count now; the reference's unless given
    """
    counts = _at_points(folder, parts)
    if not len(counts) or not (folder / before / POINTS).is_file():
        return None
    points_before = pq.read_table(folder / before / POINTS)
    home = pc.is_in(points_before["authority_code"].cast(pa.string()), pa.array(served().codes))
    here = pc.is_in(points_before["point_id"], pa.array(counts.index))
    wanted = pc.and_(home, here)
    points_before = points_before.filter(wanted)
    if not len(points_before):
        return None
    points = pq.read_table(folder / POINTS)
    points = points.filter(pc.is_in(points["point_id"], points_before["point_id"]))
    grid = np.column_stack([points["easting"].to_numpy(), points["northing"].to_numpy()])
    return KnownOffences(
        counts.reindex(points_before["point_id"].to_numpy()),
        _text(points_before["ward_code"]),
        _wards_of(points, grid, wards, reference),
        grid,
    )


def _wards_of(
    points: pa.Table, grid: NDArray[np.float64], wards: Wards, reference: Wards
) -> NDArray[np.str_]:
    if wards is not reference:
        return _text(located_points(points, wards, reference)["ward_code"])
    at, _ = areas.WardIndex(wards.shapes).locate(grid)
    return np.where(at >= 0, wards.table.index.to_numpy(str)[at], "")


def _text(column: pa.ChunkedArray) -> NDArray[np.str_]:
    return column.cast(pa.string()).fill_null("").to_numpy().astype(str)


def _at_points(folder: Path, parts: Iterable[Partition]) -> pd.Series:
    """Offences at each point, by point_id."""
    of_offences = {source.id for source in registry.of(Holds.OFFENCES)}
    columns = [
        pq.read_table(folder / part.file, columns=["point_id"])["point_id"]
        for part in parts
        if part.month and part.source_id in of_offences and (folder / part.file).is_file()
    ]
    if not columns:
        return pd.Series(dtype=int)
    ids = pa.chunked_array([chunk for column in columns for chunk in column.chunks], pa.int64())
    counted = pc.value_counts(ids.drop_null())
    return pd.Series(
        counted.field("counts").to_numpy(), index=counted.field("values").to_numpy()
    ).sort_index()
