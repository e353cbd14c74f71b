"""Counts rounded at random to multiples of three, always in the same way, so that no small count and no nought can be told from them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from pandas import DataFrame, MultiIndex, Series

from geo.core.errors import DataProblem

BASE = 3


def rounded(
    cells: DataFrame,
    key: bytes,
    *,
    table: Sequence[str],
    cell: Sequence[str],
    totals: Series | None = None,
) -> DataFrame:
    """Each count moved to one of the two multiples of BASE beside it, at random, so that a table's total moves by less than BASE too.

    cells   the columns of `table` and `cell` (text or dates, none missing), and offences (int, 0 or more); no cell twice
    key     bytes, secret: the same key gives the same cells the same figures whenever they are asked for
    table   columns that say which cells are added up together: tables share no offence
    cell    columns that say which cell of its table a row is
    totals  rounded total of each table (int), indexed by `table`, where the same offences were rounded in another way before: what
            comes out adds up to it; None where they were not

    Returns the cells with offences rounded (int). A multiple of BASE stays; every other is right on average. Raises DataProblem where a
    count is missing or below 0, or a total is not one of the two multiples beside the true one.

    What may be told: all sums of what comes out. Of a cell only a difference of at most BASE - 1 is known, of a table's total the same;
    every true count that fits has a neighbour that fits as well (a cell moves by one and either the total or another cell moves with
    it), in the tables of `totals` too, since both have one total. So no count of 0 to 4, nor any other, can be worked out from one table
    or from several, asked in whatever order, in one build or two, with one key or another.

    Source: fixed random rounding to base 3, Statistics New Zealand, Data confidentiality principles and methods (2020); controlled to
    the total by rounding cumulative sums in a random order: Fellegi (1975), Controlled random rounding, Survey Methodology 1, 123-133.
    """
    if cells["offences"].isna().any() or (cells["offences"] < 0).any():
        raise DataProblem("A count is missing or below 0, so it cannot be rounded.")
    counted = cells[cells["offences"] > 0].copy()
    if counted.empty:
        return cells.copy()
    keyed = hmac.new(key, digestmod=hashlib.sha256)
    counted["order"] = _numbers(counted, [*table, *cell], keyed)
    counted = counted.sort_values([*table, "order"], kind="stable")
    grouped = counted.groupby(list(table), sort=False)["offences"]
    sums = grouped.sum()
    starts = _starts(sums, keyed, totals)
    upto = grouped.cumsum() + _of_each(counted, table, starts)
    counted["offences"] = BASE * (upto // BASE - (upto - counted["offences"]) // BASE)
    rounded_cells = cells.copy()
    rounded_cells["offences"] = counted["offences"].reindex(cells.index, fill_value=0).astype(int)
    return rounded_cells


def _starts(sums: Series, keyed: hmac.HMAC, totals: Series | None) -> Series:
    """Where each table's cumulative sums start (int, 0 to BASE - 1): at random, or at random among those that lead to its total."""
    names = sums.index.to_frame(index=False)
    drawn = Series(_numbers(names, list(names.columns), keyed), index=sums.index)
    if totals is None:
        return (drawn % BASE).astype(int)
    wanted = totals.reindex(sums.index)
    below = BASE * (sums // BASE)
    left = sums - below  # so many of the starts lead above
    above = wanted == below + BASE
    if not (above & (left > 0) | (wanted == below)).all():
        raise DataProblem("A rounded total does not fit the cells that should add up to it.")
    return (
        (BASE - left + drawn % left.where(left > 0, 1))
        .where(above, drawn % (BASE - left))
        .astype(int)
    )


def _numbers(rows: DataFrame, columns: Sequence[str], keyed: hmac.HMAC) -> list[int]:
    """A number (int) for each row that only the key can make again."""
    made = []
    for names in rows[list(columns)].astype(str).itertuples(index=False, name=None):
        digest = keyed.copy()
        digest.update("\x1f".join([*columns, *names]).encode())
        made.append(int.from_bytes(digest.digest()[:7], "big"))
    return made


def _of_each(rows: DataFrame, table: Sequence[str], values: Series) -> Any:
    """A table's value for each of its rows."""
    if len(table) == 1:
        return rows[table[0]].map(values).to_numpy()
    return values.reindex(MultiIndex.from_frame(rows[list(table)])).to_numpy()
