"""The cube: offences counted once for every combination that maps and trends ask about."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from geo.core.schema import CUBE, OUTSIDE, WITHOUT_LOCATION
from loaders.store.manifest import Partition

TYPES = {"knife_enabled": "BOOLEAN", "month": "DATE"}  # all others are words
LATER = ("victim_age_band",)  # columns that the files of older builds do not have
KEYS = CUBE[:-1]
GROUPED = ", ".join(KEYS)
BLANK = ", ".join(f"NULL::{TYPES.get(name, 'VARCHAR')} AS {name}" for name in KEYS)
EMPTY = f"SELECT {BLANK}, 0::INTEGER AS offences WHERE false"
NOWHERE = f"CASE WHEN o.point_id IS NULL THEN '{WITHOUT_LOCATION}' ELSE '{OUTSIDE}' END"


def _counted(columns: set[str], *, points: bool) -> str:
    """The counting of offence files; a column that none of them has is empty in the cube.

    points  whether wards are those of a table of points instead of the rows' own
    """
    placed = "p" if points else "o"
    expressions = {
        name: f"coalesce({placed}.{name}, {NOWHERE})" for name in ("authority_code", "ward_code")
    }
    expressions |= {name: "NULL::VARCHAR" for name in LATER if name not in columns}
    chosen = ", ".join(f"{expressions.get(name, f'o.{name}')} AS {name}" for name in KEYS)
    joined = "LEFT JOIN located p ON o.point_id = p.point_id" if points else ""
    return (
        f"SELECT {chosen}, count(*)::INTEGER AS offences "
        f"FROM read_parquet(?, union_by_name = true) o {joined} GROUP BY ALL"
    )


def write_cube(
    folder: Path,
    parts: tuple[Partition, ...],
    earlier: Path | None,
    carried: set[tuple[str, str, str]],
    *,
    vintage: str = "",
) -> None:
    """Count the parts of a build in the making; those carried over unchanged are taken from the earlier cube.

    vintage  the folder of the vintage whose wards are counted by, where its points and its cube lie; empty for the reference
    """
    offences = [part for part in parts if part.file.startswith("offence/")]
    if earlier is not None and pq.read_schema(earlier).names != CUBE:
        earlier = None  # it is of an older program: count everything anew
    fresh = [
        str(folder / part.file) for part in offences if part.key not in carried or earlier is None
    ]
    carried_keys = [
        (part.source_id, part.force, part.month) for part in offences if part.key in carried
    ]
    with duckdb.connect(config={"threads": 2}) as con:
        con.execute(f"CREATE TABLE cube AS {EMPTY}")
        if vintage:
            con.execute(
                "CREATE TABLE located AS SELECT point_id, ward_code, authority_code FROM read_parquet(?)",
                [str(folder / vintage / "points.parquet")],
            )
        if fresh:
            columns = {name for path in fresh for name in pq.read_schema(path).names}
            con.execute(f"INSERT INTO cube {_counted(columns, points=bool(vintage))}", [fresh])
        if carried_keys and earlier is not None:
            con.execute("CREATE TABLE kept (source_id VARCHAR, force VARCHAR, month VARCHAR)")
            con.executemany("INSERT INTO kept VALUES (?, ?, ?)", carried_keys)
            con.execute(
                "INSERT INTO cube SELECT c.* FROM read_parquet(?) c SEMI JOIN kept k ON c.source_id = k.source_id "
                "AND c.force = k.force AND strftime(c.month, '%Y-%m') = k.month",
                [str(earlier)],
            )
        pq.write_table(
            con.sql(f"SELECT * FROM cube ORDER BY {GROUPED}").to_arrow_table(),
            folder / vintage / "cube.parquet",
            compression="zstd",
        )
