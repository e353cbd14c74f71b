"""Giving every row its ward: each distinct point is located once, its answer kept and joined back."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray
from pandas import Series

from geo.core.schema import NEAR_EDGE_METRES
from geo.space import areas
from loaders.documents.columns import PLACED
from loaders.sources.boundaries import Wards

DEGREE = 1_000_000
NOWHERE = -1
DEGREES = ("longitude", "latitude")


def point_ids(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> NDArray[np.int64]:
    """A number for each place, from its degrees to six decimals as published; -1 without coordinates."""
    east = np.rint((np.nan_to_num(longitude) + 180) * DEGREE).astype(np.int64)
    north = np.rint((np.nan_to_num(latitude) + 90) * DEGREE).astype(np.int64)
    return np.where(
        np.isnan(longitude) | np.isnan(latitude), NOWHERE, east * 1_000 * DEGREE + north
    )


def point_degrees(ids: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude that a point's number stands for, in degrees."""
    return ids // (1_000 * DEGREE) / DEGREE - 180, ids % (1_000 * DEGREE) / DEGREE - 90


@dataclass
class Points:
    """Located points in the order of their numbers."""

    ids: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    grid: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    wards: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    metres: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))

    def find(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        at = np.searchsorted(self.ids, ids)
        held = np.zeros(len(ids), bool)
        held[at < len(self.ids)] = self.ids[at[at < len(self.ids)]] == ids[at < len(self.ids)]
        return at, held

    def with_more(self, other: Points) -> Points:
        ids, first = np.unique(np.concatenate([self.ids, other.ids]), return_index=True)
        return Points(
            ids,
            np.concatenate([self.grid, other.grid])[first],
            np.concatenate([self.wards, other.wards])[first],
            np.concatenate([self.metres, other.metres])[first],
        )


class Places:
    """The points table in the making. Threads may share it: each prepares shapes of its own, since prepared ones cannot be shared."""

    def __init__(self, wards: Wards, known: Points | None = None) -> None:
        self._lock, self._of_thread, self._shapes = (
            threading.Lock(),
            threading.local(),
            shapely.to_wkb(wards.shapes.to_numpy()),
        )
        self._known = {"": known or Points()}
        self._codes = wards.table.index.to_numpy(dtype=object)
        self._authorities = wards.table["authority_code"].to_numpy(dtype=object)

    def placed(self, rows: pa.Table, area: str) -> tuple[pa.Table, dict[str, Any]]:
        """The rows with point_id, ward_code and authority_code in place of degrees; how many lie outside, nowhere, near an edge.

        Rows that have a point_id already, from an earlier build, are located by it again.
        area  any word for where the rows come from, such as the force: its points are looked up together
        """
        if "point_id" in rows.schema.names:
            ids = rows["point_id"].fill_null(NOWHERE).to_numpy()
        else:
            ids = point_ids(*(rows[name].to_numpy() for name in DEGREES))
        rows = rows.drop_columns(
            [
                name
                for name in (*DEGREES, *(name for name, _ in PLACED))
                if name in rows.schema.names
            ]
        )
        distinct, row = np.unique(ids, return_inverse=True)
        wards, metres = self._located(distinct, area)
        ward = wards[row]
        counts = {
            "without_location": int((ids == NOWHERE).sum()),
            "outside": int(((ward < 0) & (ids != NOWHERE)).sum()),
            "near_edge": int((metres[row] <= NEAR_EDGE_METRES).sum()),
            "edge_metres": NEAR_EDGE_METRES,
        }
        columns = [
            pa.array(ids, mask=ids == NOWHERE),
            _words(self._codes, ward),
            _words(self._authorities, ward),
        ]
        for (name, kind), column in zip(PLACED, columns, strict=True):
            rows = rows.append_column(pa.field(name, kind), column)
        return rows, counts

    def near_edge(self, ids: NDArray[np.int64], area: str) -> int:
        """How many rows lie near an edge, by the number of each row's point; -1 for a row without one."""
        distinct, row = np.unique(ids, return_inverse=True)
        _, metres = self._located(distinct, area)
        return int((metres[row] <= NEAR_EDGE_METRES).sum())

    def _located(
        self, ids: NDArray[np.int64], area: str
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        wards, metres = np.full(len(ids), -1, np.int32), np.full(len(ids), np.nan)
        wanted = ids != NOWHERE
        for points in (self._known[""], self._known.get(area, Points())):
            at, held = points.find(ids)
            wards[held], metres[held] = points.wards[at[held]], points.metres[at[held]]
            wanted &= ~held
        if wanted.any():
            fresh = self._located_anew(ids[wanted])
            wards[wanted], metres[wanted] = fresh.wards, fresh.metres
            with self._lock:
                self._known[area] = self._known.get(area, Points()).with_more(fresh)
        return wards, metres

    @property
    def _index(self) -> areas.WardIndex:
        """The ward shapes, made ready once a thread."""
        if not hasattr(self._of_thread, "index"):
            self._of_thread.index = areas.WardIndex(
                Series(shapely.from_wkb(self._shapes), index=self._codes)
            )
        index: areas.WardIndex = self._of_thread.index
        return index

    def _located_anew(self, ids: NDArray[np.int64]) -> Points:
        grid = areas.to_grid(*point_degrees(ids))
        grid[~np.isfinite(grid)] = 1e9
        return Points(ids, grid, *self._index.locate(grid))

    def table(self) -> pa.Table:
        """Every point: number, metres on the National Grid, degrees, ward, authority and metres to the ward's edge."""
        points = Points()
        for more in self._known.values():
            points = points.with_more(more) if len(points.ids) else more
        longitude, latitude = point_degrees(points.ids)
        columns = {
            "point_id": points.ids,
            "easting": points.grid[:, 0],
            "northing": points.grid[:, 1],
            "longitude": longitude,
            "latitude": latitude,
            "ward_code": _words(self._codes, points.wards),
            "authority_code": _words(self._authorities, points.wards),
            "metres_to_ward_edge": pa.array(points.metres, from_pandas=True),
        }
        return pa.table(columns)


def kept_points(path: Path, wards: Wards) -> Points:
    """The points of an earlier build, located in the same wards."""
    table = pq.read_table(path)
    position = {code: at for at, code in enumerate(wards.table.index)}
    wards_at = np.array(
        [position.get(code, -1) for code in table["ward_code"].to_pylist()], np.int32
    )
    grid = np.column_stack([table["easting"].to_numpy(), table["northing"].to_numpy()])
    return Points(
        table["point_id"].to_numpy(), grid, wards_at, table["metres_to_ward_edge"].to_numpy()
    )


def _words(words: NDArray[np.object_], positions: NDArray[np.int32]) -> pa.DictionaryArray:
    used, at = np.unique(positions, return_inverse=True)
    absent = used[at] < 0
    shift = int(bool(len(used)) and used[0] < 0)
    return pa.DictionaryArray.from_arrays(
        pa.array((at - shift).astype(np.int32), mask=absent),
        pa.array(words[used[shift:]], pa.string()),
    )
