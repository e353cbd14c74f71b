"""What every reader hands back: each row that went in, accepted or rejected with its line and a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.core.errors import DataProblem

REJECTED = ["file", "line", "reason", "row"]
NONE_REJECTED = pd.DataFrame(columns=REJECTED)


@dataclass(frozen=True)
class ReadResult:
    """The rows of one file that make sense, and the others with line and reason.

    rows      the accepted rows, in the order of the file
    rejected  file, line (1 is the heading), reason, row (its text)
    notes     sentences about the file as a whole, for the analyst
    until     the newest day that the file tells of, like 2022-12-31, where that decides which of two files counts; else empty
    """

    rows: pa.Table
    rejected: pd.DataFrame = field(default_factory=NONE_REJECTED.copy)
    notes: tuple[str, ...] = ()
    until: str = ""

    @property
    def read(self) -> int:
        return len(self.rows) + len(self.rejected)


def require_columns(columns: Iterable[str], needed: Iterable[str], *, file: str) -> None:
    """Refuse a file that lacks a column, saying which it has."""
    columns = list(columns)
    missing = [name for name in needed if name not in columns]
    if missing:
        named = " and ".join(f"“{name}”" for name in missing)
        raise DataProblem(
            f"{file} has no column called {named}.",
            f"Its columns are: {', '.join(columns)[:400]}.",
            "Rename the column or choose the right file, and load it again.",
        )


def all_rejected(*some: pd.DataFrame) -> pd.DataFrame:
    """What several checks rejected, one after another."""
    filled = [frame for frame in some if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else NONE_REJECTED


def split_by_faults(
    raw: pa.Table, faults: Mapping[str, NDArray[np.bool_]], *, file: str, lines: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], pd.DataFrame]:
    """Which rows of `raw` are free of every fault, and the others with line, first fault and text.

    faults  reason → mask of the rows it applies to; the first reason that applies is the one given
    lines   line number of each row in the file
    """
    bad = np.zeros(len(raw), dtype=bool)
    for mask in faults.values():
        bad |= mask
    at = np.flatnonzero(bad)
    if not len(at):
        return ~bad, NONE_REJECTED
    reason = np.select([mask[at] for mask in faults.values()], list(faults), default="")
    texts = [
        ",".join("" if v is None else str(v) for v in row.values())
        for row in raw.take(at).to_pylist()
    ]
    return ~bad, pd.DataFrame({"file": file, "line": lines[at], "reason": reason, "row": texts})
