"""A month's rows as one file of a build: whose months a table holds, what is counted of them, how the file is named, written and carried over."""

from __future__ import annotations

import os
import shutil
import threading
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from loaders.documents.columns import words_of
from loaders.sources import registry
from loaders.sources.source import Holds
from loaders.store.manifest import Partition
from loaders.store.month_rows import profile_columns, profile_of

ROW_GROUP = 1 << 20


def month_keys(rows: pa.Table) -> dict[tuple[str, str, date], int]:
    """Source, force and first day of each month that rows tell of, and how many rows are of it; there is one row at least."""
    first = rows.slice(0, 1).select(["source_id", "force", "month"]).to_pylist()[0]
    if all(_one_word(rows[name].combine_chunks()) for name in ("source_id", "force", "month")):
        return {tuple(first.values()): len(rows)}
    counted = (
        rows.group_by(["source_id", "force", "month"]).aggregate([([], "count_all")]).to_pylist()
    )
    return {(row["source_id"], row["force"], row["month"]): row["count_all"] for row in counted}


def _one_word(column: pa.Array) -> bool:
    """Whether a column says the same in every row; the column holds no null."""
    codes = column.indices if pa.types.is_dictionary(column.type) else column.cast(pa.int32())
    return int(np.ptp(codes.to_numpy())) == 0


def untold_types(source_id: str, month: date, rows: pa.Table) -> tuple[str, ...]:
    """The types of today that cannot be told in a month's offences, as their source declares."""
    source = registry.declared(source_id)
    if source.holds is not Holds.OFFENCES:
        return ()
    return tuple(sorted(source.untold(month, words_of(rows))))


def counts_without_id(rows: pa.Table) -> tuple[int, int]:
    """How many rows carry no Crime ID, and how many of them repeat an earlier one in every column."""
    if "crime_id" not in rows.schema.names:
        return 0, 0
    bare = rows.filter(rows["crime_id"].is_null()).select(
        ["offence_type", "longitude", "latitude", "location_text", "outcome"]
    )
    return len(bare), len(bare) - len(bare.group_by(bare.schema.names).aggregate([]))


def part_file(part: Partition) -> str:
    """Where the rows of a month of offences or searches lie in a build, named by what they hold."""
    folder = "search" if registry.declared(part.source_id).holds is Holds.SEARCHES else "offence"
    return f"{folder}/{part.source_id}-{part.force}-{part.month}-{part.digest[:12]}.parquet"


def write_part(rows: pa.Table, path: Path) -> None:
    """Write rows that have been placed in their wards, whole or not at all; any thread may."""
    words = [field.name for field in rows.schema if pa.types.is_dictionary(field.type)]
    mine = path.with_suffix(
        f".{threading.get_ident()}"
    )  # two files of the same rows may be read at the same time
    pq.write_table(
        rows,
        mine,
        compression="lz4",
        use_dictionary=[*words, "month", "point_id"],
        write_statistics=["month"],
        row_group_size=ROW_GROUP,
    )
    os.replace(mine, path)


def profile_of_file(path: Path) -> str:
    """What `month_rows` judges a month by, read from its file."""
    columns = profile_columns(pq.read_schema(path).names)
    return profile_of(pq.read_table(path, columns=columns))


def link(earlier: Path, here: Path) -> None:
    """The same file in the new build, without copying where the disk allows."""
    try:
        os.link(earlier, here)
    except OSError:
        shutil.copyfile(earlier, here)
