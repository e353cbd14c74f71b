"""Small cells of a table: hidden, so that no sum gives them away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.disclosure.suppression import Bools, Cell, Ints, hidden_cells
from geo.rates.intervals import Floats

TOTAL = "Total"
SMALLEST_SHOWN, ROUND_TO, HES_SMALLEST = 5, 5, 8
SHARE_STEP = 0.05  # of shares that are of people


@dataclass(frozen=True)
class Policy:
    """How one source may be shown: whether restricted, from which count, with noughts or not, rounded or not."""

    restricted: bool = True
    threshold: int = (
        SMALLEST_SHOWN  # counts from 1 up to here are hidden, the threshold itself is shown
    )
    zeros_safe: bool = True
    round_to: int | None = None


PUBLIC = Policy(
    restricted=False
)  # data.police.uk: published as it stands under the Open Government Licence


@dataclass(frozen=True)
class Audit:
    """What an attacker learns of each hidden cell, and which small cells show or can be worked out."""

    bounds: list[tuple[int, int | None]]
    primary_left_visible: list[Cell]
    pinned_primary: list[Cell]

    @property
    def safe(self) -> bool:
        """Whether no small cell shows and none can be worked out."""
        return not self.primary_left_visible and not self.pinned_primary


def small_cells(
    values: ArrayLike, threshold: int = SMALLEST_SHOWN, *, zeros_safe: bool = True
) -> Bools:
    """Which counts (int) are too small to show: from 1 up to `threshold`, which itself is shown; 0 unless safe.

    values      int, any shape
    threshold   int
    zeros_safe  whether a nought may be shown

    Returns bool, in the shape of `values`.

    Source: Office for National Statistics, disclosure control guidance for tables of counts.
    """
    counts = np.asarray(values, dtype=float)
    return (counts < threshold) & (counts >= (1 if zeros_safe else 0))


def primary_suppress(
    values: Sequence[int], threshold: int = SMALLEST_SHOWN, *, zeros_safe: bool = True
) -> list[int | None]:
    """The counts (int) with those too small to show gone (None), in the order given.

    values, threshold, zeros_safe  as for small_cells

    Returns a list. Alone it protects only figures without a total; tables need protect.

    Source: see small_cells.
    """
    hidden = small_cells(values, threshold, zeros_safe=zeros_safe)
    return [None if hide else value for value, hide in zip(values, hidden, strict=True)]


def nhs_hes_round(values: Sequence[int]) -> list[int | str]:
    """Counts (int) as hospital figures are published: 0 stays, 1 to 7 become “*”, the rest go to the nearest 5.

    Returns a list in the order given.

    Source: NHS Digital, Hospital Episode Statistics disclosure control.
    """
    return ["*" if 0 < value < HES_SMALLEST else value and to_nearest(value) for value in values]


def to_nearest(value: float, step: int = ROUND_TO) -> int:
    """A count (int) rounded to the nearest `step`, halves up. Returns an int."""
    return int(np.floor(value / step + 0.5)) * step


def share_to_nearest(share: float, step: float = SHARE_STEP) -> float:
    """A share (float, 0 to 1) rounded to the nearest `step`, halves up; NaN stays NaN. Returns a float.

    Source: rounding as disclosure control, Office for National Statistics.
    """
    return float(round(np.floor(share / step + 0.5 + 1e-9) * step, 9))


def differencing(total_a: int, total_b: int, threshold: int = SMALLEST_SHOWN) -> tuple[int, bool]:
    """The count (int) that two shown totals give away by their difference, and whether it is too small to give away.

    Returns the difference, at least 0, and whether it lies from 1 up to `threshold`, which itself may be shown.

    Source: Office for National Statistics, disclosure control by differencing.
    """
    difference = abs(total_a - total_b)
    return difference, bool(0 < difference < threshold)


def attacker_bounds(
    table: ArrayLike, hidden: ArrayLike, *, least: int = 0
) -> dict[Cell, tuple[int, int | None]]:
    """The lowest and highest count (int) each hidden cell can have, for a reader who knows all that is shown.

    table   int, counts with the totals as last row and last column
    hidden  bool, same shape, which of them are gone; totals may be
    least   int, the lowest count the reader knows a hidden cell to have: 1 where noughts always show

    Returns cell (row, column from 0) to lowest and highest count, None where there is no highest. A table whose
    totals are not the sums is refused.

    Source: the attacker's problem of Fischetti and Salazar (2001), by scipy's milp.
    """
    counts, gone = np.asarray(table, dtype=float), np.asarray(hidden, dtype=bool)
    in_row, in_column = np.ones(counts.shape), np.ones(counts.shape)
    in_row[:, -1] = in_column[-1] = -1
    if np.any((counts * in_row).sum(axis=1)) or np.any((counts * in_column).sum(axis=0)):
        raise DataProblem("The totals of this table are not the sums of its rows and columns.")
    cells = np.argwhere(gone)
    rows = (np.arange(counts.shape[0])[:, None] == cells[:, 0]) * in_row[gone]
    columns = (np.arange(counts.shape[1])[:, None] == cells[:, 1]) * in_column[gone]
    shown = np.where(gone, 0, counts)
    known = np.concatenate([(shown * in_row).sum(axis=1), (shown * in_column).sum(axis=0)])
    sums = (np.vstack([rows, columns]), -known)
    return {
        (int(row), int(column)): (
            _extreme(n, sums, least) or 0,
            _extreme(n, sums, least, highest=True),
        )
        for n, (row, column) in enumerate(cells)
    }


def audit_table(
    inner: Sequence[Sequence[int]],
    suppressed: Sequence[Sequence[int]],
    threshold: int = SMALLEST_SHOWN,
) -> Audit:
    """Whether the hidden cells of a table (int) hold against a reader who knows every row and column total.

    inner       counts, rows of equal length, without totals
    suppressed  row and column (from 0) of each hidden cell
    threshold   int, counts from 1 up to here are small; the threshold itself is not

    Returns an Audit: the bounds in the order of `suppressed`, small cells that show, small cells whose bounds meet.

    Source: see attacker_bounds; safe in the sense of Fischetti and Salazar (2001) with a protection of one.
    """
    counts, gone = (
        np.atleast_2d(np.asarray(inner, dtype=int)),
        [(int(row), int(column)) for row, column in suppressed],
    )
    hidden = np.zeros((counts.shape[0] + 1, counts.shape[1] + 1), dtype=bool)
    hidden[tuple(np.array(gone, dtype=int).reshape(-1, 2).T)] = True
    bounds = attacker_bounds(with_totals(counts), hidden)
    small = [(int(row), int(column)) for row, column in np.argwhere(small_cells(counts, threshold))]
    return Audit(
        [bounds[cell] for cell in gone],
        [cell for cell in small if cell not in bounds],
        [cell for cell in small if cell in bounds and bounds[cell][0] == bounds[cell][1]],
    )


def with_totals(inner: ArrayLike) -> Ints:
    """Counts (int) with the row totals as last column and the column totals as last row. Returns an int array."""
    counts = np.asarray(inner, dtype=np.int64)
    wide = np.hstack([counts, counts.sum(axis=1, keepdims=True)])
    return np.vstack([wide, wide.sum(axis=0, keepdims=True)])


def protect(table: DataFrame, policy: Policy) -> DataFrame:
    """A table of counts with its totals, fit to leave the room: what must not be known is not in it.

    table   int, one row and column a group, without totals; no cell missing
    policy  of the source the counts come from

    Returns a float frame with a row and a column “Total” added, where
        a small cell or total is NaN,
        further cells are NaN until no hidden cell can be worked out from all that is shown, or else all are NaN, and
        what is left is rounded where the policy says so (rounded totals need not add up).
    A public source comes back whole. A missing or negative count is refused. Other tables of the same counts are not
    guarded against: for those, see geo.disclosure.fixed_rounding.

    Source: complementary suppression by least-cost cycles, see geo.disclosure.suppression.hidden_cells.
    """
    if table.isna().any(axis=None) or (table < 0).any(axis=None):
        raise DataProblem("A count is missing or below 0, so its table cannot be protected.")
    counts = with_totals(table.to_numpy())
    full = DataFrame(counts, [*table.index, TOTAL], [*table.columns, TOTAL], dtype=float)
    if not policy.restricted:
        return full
    least = 1 if policy.zeros_safe else 0
    must_hide = small_cells(counts, policy.threshold, zeros_safe=policy.zeros_safe)
    hidden = hidden_cells(counts, must_hide, least=least)
    shown = full.mask(np.ones(counts.shape, dtype=bool) if hidden is None else hidden)
    return (
        shown
        if policy.round_to is None
        else (shown / policy.round_to + 0.5).floordiv(1) * policy.round_to
    )


def _extreme(
    which: int, sums: tuple[Floats, Floats], least: int, *, highest: bool = False
) -> int | None:
    from scipy.optimize import Bounds, LinearConstraint, milp

    goal = np.zeros(sums[0].shape[1])
    goal[which] = -1 if highest else 1
    solution: Any = milp(
        goal,
        constraints=LinearConstraint(sums[0], sums[1], sums[1]),
        integrality=np.ones(len(goal)),
        bounds=Bounds(least, np.inf),
    )
    return None if solution.x is None else round(float(solution.x[which]))
