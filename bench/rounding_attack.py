"""What an integer programme learns of restricted counts from all that is told to those who may not see each of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.disclosure.fixed_rounding import BASE

Counts = NDArray[np.int64]
MOST_MOVED = BASE - 1


def count_bounds(
    tables: Sequence[Counts], again: Counts | None = None, changed: Sequence[int] = ()
) -> list[tuple[Counts, Counts]]:
    """The lowest and highest true count of each cell of some tables, for a reader who knows every rounded cell and how cells are rounded.

    tables   rounded counts of the same offences, cut in several ways (int): their true totals are one
    again    the first table as another build rounds it, where the reader knows which of its cells hold the same count as before
    changed  cells (int, from 0) that need not

    Returns for each table its lowest and highest counts. Source: the attacker's problem of Fischetti and Salazar (2001), by scipy's milp.

    The programme has a whole number a cell, within BASE - 1 of its rounded count, and the one total within BASE - 1 of the rounded one.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    shown = np.concatenate([*tables, *([] if again is None else [again])]).astype(float)
    size, lengths = len(shown), [len(table) for table in tables]
    sizes = [*lengths, *([] if again is None else [len(again)])]
    parts = np.repeat(np.arange(len(sizes)), sizes)
    sums = np.array([(parts == part).astype(float) for part in range(parts.max() + 1)])
    rules = [_near(sums[0], float(np.sum(tables[0])))]
    rules += [LinearConstraint(cut - sums[0], 0, 0) for cut in sums[1 : len(tables)]]
    if again is not None:
        rules.append(_near(sums[-1], float(np.sum(again))))
        same = np.setdiff1d(np.arange(lengths[0]), changed)
        equal = np.zeros((len(same), size))
        equal[np.arange(len(same)), same] = 1
        equal[np.arange(len(same)), sum(lengths) + same] = -1
        rules.append(LinearConstraint(equal, 0, 0))
    bounds = Bounds(np.maximum(shown - MOST_MOVED, 0), shown + MOST_MOVED)

    def extreme(cell: int, sign: int) -> int:
        goal = np.zeros(size)
        goal[cell] = sign
        found: Any = milp(goal, constraints=rules, bounds=bounds, integrality=np.ones(size))
        return round(float(found.x[cell]))

    # Cells that are alike in all that is known of them are alike to the programme: one of them stands for all.
    known: dict[tuple[object, ...], tuple[int, int]] = {}
    ends = []
    for cell in range(sum(lengths)):
        twice = () if again is None or cell >= lengths[0] else (again[cell], cell in set(changed))
        name = (parts[cell], shown[cell], *twice)
        if name not in known:
            known[name] = extreme(cell, 1), extreme(cell, -1)
        ends.append(known[name])
    found = np.array(ends)
    starts = np.cumsum([0, *lengths])
    return [(found[start:end, 0], found[start:end, 1]) for start, end in pairwise(starts)]


def _near(cells: NDArray[np.float64], total: float) -> Any:
    from scipy.optimize import LinearConstraint

    return LinearConstraint(cells[None, :], total - MOST_MOVED, total + MOST_MOVED)
