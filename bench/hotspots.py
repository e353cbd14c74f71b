"""Hotspots timed: cells of half a million points, counts from distinct points, Gi* on hexagons and wards, windows, back-test, densities."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
from pandas import DataFrame

from bench.runs import table
from geo.core.schema import ROBBERY, STREET, VIOLENCE
from geo.core.selection import Selection, months_between
from geo.hotspots import density, units
from geo.hotspots.cells import found_hotspots
from geo.hotspots.persistence import rolling_windows
from geo.hotspots.wards import ward_hotspots
from geo.space.areas import neighbours
from geo.space.grid import cell_of, centres
from loaders.area import served
from loaders.demo.demonstration import build_demonstration
from loaders.store.reader import Store, current_build

REPEATS = 9
FIRST, LAST = date(2020, 1, 1), date(2022, 12, 1)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        build_demonstration(Path(folder))
        build = current_build(Path(folder))
        assert build
        rows = [
            (what, budget, f"{_milliseconds(act):.0f}")
            for what, budget, act in _measured(Store(Path(folder), build))
        ]
    table(f"Hotspots on the demonstration, median of {REPEATS}", ["what", "budget ms", "ms"], rows)


def _measured(store: Store) -> list[tuple[str, str, Callable[[], object]]]:
    points = store.map_points(STREET)
    home = store.ward_table_of(()).index[
        store.ward_table_of(())["authority_code"].isin(served().codes)
    ]
    held, shapes = units.hexagons(points), store.wards.drawing[home].sort_index()
    wards = units.wards(points, shapes, neighbours(shapes))
    months = months_between(FIRST, LAST)
    monthly = _monthly(store, points)
    year, people = (
        monthly[:, -12:].sum(axis=1),
        store.ward_table_of(())["residents"].reindex(shapes.index).to_numpy(float),
    )
    around = points["ward_code"].map(store.ward_table_of(())["residents"]) / points[
        "ward_code"
    ].map(points["ward_code"].value_counts())
    windows, raster = (
        rolling_windows(months, LAST),
        density.raster_of(shapes.to_numpy(), bandwidth_metres=400),
    )
    half_million = np.random.default_rng(1).uniform((370e3, 110e3), (430e3, 210e3), (500_000, 2))
    cells, at_points = (
        held.codes.to_numpy(np.int64),
        points[["easting", "northing"]].assign(offences=year),
    )
    middles = centres(cells)

    def gi_star(offences: np.ndarray) -> object:
        return found_hotspots(
            offences, held.at, held.near, touch=held.touch, residents=around.to_numpy(float)
        )

    return [
        ("cell of each of 500,000 points", "50", lambda: cell_of(half_million)),
        ("hexagons with their neighbours, once a build", "", lambda: units.hexagons(points)),
        (
            f"Gi* on {len(held.codes):,} hexagons of both authorities",
            "20,000",
            lambda: gi_star(year),
        ),
        (
            f"the same over {len(windows)} windows, for persistence",
            "",
            lambda: [
                gi_star(monthly[:, [months.index(month) for month in window]].sum(axis=1))
                for window in windows
            ],
        ),
        (
            "Gi* on 118 wards, with rates steadied",
            "300",
            lambda: ward_hotspots(wards.counted(year), people, wards.near),
        ),
        (
            "density of 400 m, edge-corrected",
            "",
            lambda: density.kernel_density(at_points, middles, raster, bandwidth_metres=400),
        ),
    ]


def _monthly(store: Store, points: DataFrame) -> np.ndarray:
    """Offences at each map point (rows) in each month (columns)."""
    counted = store.points(Selection(STREET, (), (VIOLENCE, ROBBERY), FIRST, LAST), by=["month"])
    wide = counted.pivot_table(
        index="point_id", columns="month", values="offences", aggfunc="sum", fill_value=0
    )
    received = wide.reindex(points["point_id"], fill_value=0)
    made = np.zeros((len(points), len(months_between(FIRST, LAST))), dtype=np.int64)
    for at, month in enumerate(months_between(FIRST, LAST)):
        for column in received.columns:
            if (column.year, column.month) == (month.year, month.month):
                made[:, at] = received[column]
    return made


def _milliseconds(act: Callable[[], object]) -> float:
    act()
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - began))
    return median(taken)


if __name__ == "__main__":
    main()
