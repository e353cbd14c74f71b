"""Residents of several files brought together: no area twice for a year, and a newer file in place of an older one of its years."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from geo.core.errors import DataProblem
from loaders.resident_files.area_codes import levels

SHOWN = 3


def require_apart(first: tuple[str, pa.Table], second: tuple[str, pa.Table]) -> None:
    """Refuse two files of one load that give an area twice for a year: whoever gave them knows which should count.

    first, second  a file's name, and its rows as loaders.resident_files.reading.ROWS has them
    """
    (name, rows), (other, others) = first, second
    twice = _keys(rows).intersection(_keys(others))
    if not len(twice):
        return
    codes = [code for code, _ in twice]
    more = f" and {len(codes) - SHOWN:,} more" if len(codes) > SHOWN else ""
    years = sorted({year for _, year in twice})
    of_years = f" of {', '.join(map(str, years))}" if any(years) else ""
    raise DataProblem(
        "More than one file of residents was given.",
        f"{name} and {other} both give residents{of_years} for {', '.join(codes[:SHOWN])}{more}.",
        "Load the one that should count.",
    )


def with_years_replaced(standing: pa.Table, given: pa.Table) -> pa.Table:
    """What stands, but for the years that are given anew, and then what is given: a file replaces its own years and no others.

    standing, given  rows as loaders.resident_files.reading.ROWS has them; wards replace wards, and LSOAs LSOAs
    """
    before, new = (rows.select(["area_code", "year"]).to_pandas() for rows in (standing, given))
    replaced = pd.MultiIndex.from_arrays([levels(new["area_code"]), new["year"]])
    own = pd.MultiIndex.from_arrays([levels(before["area_code"]), before["year"]])
    return pa.concat_tables([standing.filter(pa.array(~own.isin(replaced.unique()))), given])


def _keys(rows: pa.Table) -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays([rows["area_code"].to_pylist(), rows["year"].to_pylist()])
