"""Loading the national quarter: beside DuckDB reading the same files, and beside the pandas and geopandas way."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path

from bench.runs import Run, middle, real_data, run, table

RUNS = 5
OURS = """
import sys, shutil, time
from pathlib import Path
from loaders import intake
began = time.perf_counter()
report = intake.load([Path(sys.argv[1])], Path(sys.argv[2]))
print(time.perf_counter() - began)
"""
PREPARE = """
import sys
from pathlib import Path
from loaders import intake
intake.load([Path(sys.argv[1]), Path(sys.argv[2])], Path(sys.argv[3]))
"""
DUCKDB = """
import sys, time, duckdb
began = time.perf_counter()
with duckdb.connect(config={"threads": 2}) as con:
    con.execute(f"CREATE TABLE street AS SELECT * FROM read_csv('{sys.argv[1]}/*/*-street.csv')")
print(time.perf_counter() - began)
"""
PANDAS = """
import sys, time, zipfile
began = time.perf_counter()
import geopandas as gpd, pandas as pd
wards = gpd.read_parquet(sys.argv[2])
with zipfile.ZipFile(sys.argv[1]) as archive:
    rows = pd.concat([pd.read_csv(archive.open(name)) for name in archive.namelist() if name.endswith("-street.csv")])
points = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows["Longitude"], rows["Latitude"]), crs=4326)
located = gpd.sjoin(points, wards, how="left", predicate="intersects")
located.groupby(["WD21CD", "Month", "Crime type"]).size()
print(time.perf_counter() - began)
"""


def main() -> None:
    data = real_data()
    archive, wards = (
        data / "police_uk_2025_q1_national.zip",
        data / "wards_dec2021_england_wales.parquet",
    )
    one_month = data / "police_uk" / "2025-01" / "2025-01-wiltshire-street.csv"
    runs: dict[str, list[Run]] = {
        "this project": [],
        "DuckDB CREATE TABLE, unzipped CSV": [],
        "pandas + geopandas sjoin": [],
    }
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(place / "csv")
        run(PREPARE, one_month, wards, place / "prepared")
        for _ in range(RUNS):
            store = place / "store"
            shutil.rmtree(store, ignore_errors=True)
            shutil.copytree(place / "prepared", store)
            runs["this project"].append(run(OURS, archive, store))
            runs["DuckDB CREATE TABLE, unzipped CSV"].append(run(DUCKDB, place / "csv"))
            runs["pandas + geopandas sjoin"].append(run(PANDAS, archive, wards))
    ours = runs["this project"]
    rows = [
        (
            name,
            f"{middle(r, 'seconds'):.2f}",
            f"{middle(ours, 'seconds') / middle(r, 'seconds'):.2f}",
            f"{float(_middle_line(r)):.2f}",
            f"{middle(r, 'megabytes'):.0f}",
            f"{middle(ours, 'megabytes') / middle(r, 'megabytes'):.2f}",
        )
        for name, r in runs.items()
    ]
    table(
        f"National quarter, 973,410 rows, 7,878 wards, median of {RUNS} by turns",
        ["way", "process s", "ours / it", "work alone s", "peak MB", "ours / it"],
        rows,
    )


def _middle_line(runs: list[Run]) -> str:
    return sorted(runs, key=lambda process: float(process.last_line))[len(runs) // 2].last_line


if __name__ == "__main__":
    main()
