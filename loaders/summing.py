"""The cube: offences counted once for every combination that maps and trends ask about."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from geo.schema import OUTSIDE, WITHOUT_LOCATION
from loaders.manifest import Part

GROUPED = "source_id, force, authority_code, ward_code, month, offence_type, weapon, origin, line_type, age_band"
COUNTED = f"""
    SELECT source_id, force,
           coalesce(authority_code, CASE WHEN point_id IS NULL THEN '{WITHOUT_LOCATION}' ELSE '{OUTSIDE}' END) AS authority_code,
           coalesce(ward_code, CASE WHEN point_id IS NULL THEN '{WITHOUT_LOCATION}' ELSE '{OUTSIDE}' END) AS ward_code,
           month, offence_type, weapon, origin, line_type, age_band, count(*)::INTEGER AS offences
    FROM read_parquet(?) GROUP BY ALL"""
EMPTY = """
    SELECT ''::VARCHAR AS source_id, ''::VARCHAR AS force, ''::VARCHAR AS authority_code, ''::VARCHAR AS ward_code,
           DATE '2000-01-01' AS month, ''::VARCHAR AS offence_type, ''::VARCHAR AS weapon, ''::VARCHAR AS origin,
           ''::VARCHAR AS line_type, ''::VARCHAR AS age_band, 0::INTEGER AS offences WHERE false"""


def write_cube(folder: Path, parts: tuple[Part, ...], earlier: Path | None, carried: set[tuple[str, str, str]]) -> None:
    """Count the parts of a build in the making; those carried over unchanged are taken from the earlier cube."""
    offences = [part for part in parts if part.file.startswith("offence/")]
    fresh = [str(folder / part.file) for part in offences if part.key not in carried or earlier is None]
    kept = [(part.source_id, part.force, part.month) for part in offences if part.key in carried]
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute(f"CREATE TABLE cube AS {EMPTY}")
        if fresh:
            con.execute(f"INSERT INTO cube {COUNTED}", [fresh])
        if kept and earlier is not None:
            con.execute("CREATE TABLE kept (source_id VARCHAR, force VARCHAR, month VARCHAR)")
            con.executemany("INSERT INTO kept VALUES (?, ?, ?)", kept)
            con.execute("INSERT INTO cube SELECT c.* FROM read_parquet(?) c SEMI JOIN kept k ON c.source_id = k.source_id "
                        "AND c.force = k.force AND strftime(c.month, '%Y-%m') = k.month", [str(earlier)])
        pq.write_table(con.sql(f"SELECT * FROM cube ORDER BY {GROUPED}").to_arrow_table(), folder / "cube.parquet", compression="zstd")
