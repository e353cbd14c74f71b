"""Which further cells of a table to hide, so that no hidden cell follows from sums or from an earlier table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.rates.intervals import Floats

Cell = tuple[int, int]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Room = tuple[Bools, Bools]  # where a count can rise by one, and where it can fall

_HIDDEN_COST = 1e-6  # of a step along a cell that is hidden already: nothing, but not nought


@dataclass(frozen=True)
class Earlier:
    """A table the reader has: its counts with totals, which of them are gone, one selection within the other."""

    counts: Ints
    gone: Bools


def hidden_cells(
    counts: Ints, must_hide: Bools, earlier: Sequence[Earlier] = (), *, least: int = 1
) -> Bools | None:
    """The cells to hide, bool: `must_hide` and the fewest, smallest others that keep them from being worked out.

    counts     int, with the totals as last row and last column
    must_hide  bool, same shape
    earlier    tables of the same shape the reader has, each at least or at most `counts` in every cell
    least      int, the lowest count a reader knows a hidden cell to have: 1 where noughts always show

    Returns bool in the shape of `counts`, None where some cell, here or in an earlier table, cannot be kept.

    Source: complementary suppression by least-cost cycles, Cox (1980) and Gusfield (1988). A cell on a cycle of hidden
    cells moves by one, up or down, while all sums stay; a cycle counts only where the other tables allow the move, or
    where it is hidden in one of them too and both move together.
    """
    now = Earlier(counts, must_hide)
    tables = [now, *earlier]
    is_total = np.zeros(counts.shape, dtype=bool)
    is_total[-1] = is_total[:, -1] = True
    price = np.where(must_hide, _HIDDEN_COST, 1.0 + counts + is_total * float(counts.sum()))
    alone = _Steps(_room(now, tables, least), price)
    together = [
        _Steps(
            _both(_room(now, tables, least, besides=e), _room(e, tables, least, besides=now)),
            np.where(e.gone, price, np.inf),
        )
        for e in earlier
    ]
    hidden = must_hide.copy()
    all_closed = _close_all(must_hide, [alone, *together], [alone, *together], hidden)
    for table, with_it in zip(earlier, together, strict=True):
        by_itself = _Steps(_room(table, tables, least), np.where(table.gone, _HIDDEN_COST, np.inf))
        all_closed = all_closed and _close_all(
            table.gone, [by_itself, with_it], [alone, *together], hidden
        )
    return hidden if all_closed else None


def _room(
    table: Earlier, tables: Sequence[Earlier], least: int, besides: Earlier | None = None
) -> Room:
    """Where a count can rise and fall by one with the other tables held as they are, bar the one it moves with."""
    rises, falls = table.counts >= least, table.counts > least
    for other in tables:
        if other is table or other is besides:
            continue
        if (other.counts >= table.counts).all():
            rises &= table.counts < other.counts
        if (other.counts <= table.counts).all():
            falls &= table.counts > other.counts
    return rises, falls


def _both(first: Room, second: Room) -> Room:
    return first[0] & second[0], first[1] & second[1]


def _close_all(
    cells: Bools, ways: Sequence[_Steps], priced: Sequence[_Steps], hidden: Bools
) -> bool:
    """Put each of the cells on its cheapest cycle, hiding what that takes; False where a cell has none."""
    closed = np.zeros(cells.shape, dtype=bool)
    for row, column in np.argwhere(cells):
        if closed[row, column]:
            continue
        cost, cycle = min(
            (way.cheapest_cycle((int(row), int(column))) for way in ways),
            key=lambda pair: pair[0],
        )
        if not np.isfinite(cost):
            return False
        closed[tuple(np.array(cycle).T)] = True
        if cost >= 1:
            hidden[tuple(np.array(cycle).T)] = True
            for steps in priced:
                steps.hide(cycle)
    return True


class _Steps:
    """Rows and columns as places, cells as ways between them: forwards adds one to a cell, backwards takes one away."""

    def __init__(self, room: Room, price: Floats) -> None:
        self.rises, self.falls = room
        self.price, self.rows = price.copy(), price.shape[0]
        self.cost = np.full((sum(price.shape), sum(price.shape)), np.inf)
        for row, column in np.ndindex(price.shape):
            self._lay((row, column))

    def hide(self, cells: Sequence[Cell]) -> None:
        """Steps along these cells cost nothing more from now on, where they may be taken at all."""
        for cell in cells:
            if np.isfinite(self.price[cell]):
                self.price[cell] = _HIDDEN_COST
                self._lay(cell)

    def cheapest_cycle(self, cell: Cell) -> tuple[float, list[Cell]]:
        """Returns what it costs (float) to close a cycle through the cell, and the cells on it; infinite where none is.

        Source: Dijkstra's shortest path from one end of the cell to the other, by scipy.
        """
        from scipy.sparse.csgraph import csgraph_from_dense, dijkstra

        start, end = self._way(cell)
        here = self.cost[start, end], self.cost[end, start]
        self.cost[start, end] = self.cost[end, start] = np.inf
        graph = csgraph_from_dense(self.cost, null_value=np.inf)
        self.cost[start, end], self.cost[end, start] = here
        best: tuple[float, list[Cell]] = (np.inf, [])
        for source, target, price in ((end, start, here[0]), (start, end, here[1])):
            if np.isfinite(price):
                length, before = dijkstra(graph, indices=source, return_predecessors=True)
                if length[target] + price < best[0]:
                    best = (
                        float(length[target] + price),
                        [cell, *self._walk(before, source, target)],
                    )
        return best

    def _walk(self, before: NDArray[np.int32], source: int, place: int) -> list[Cell]:
        cells = []
        while place != source:
            low, high = sorted((int(before[place]), place))
            cells.append((low, high - self.rows))
            place = int(before[place])
        return cells

    def _lay(self, cell: Cell) -> None:
        start, end = self._way(cell)
        self.cost[start, end] = self.price[cell] if self.rises[cell] else np.inf
        self.cost[end, start] = self.price[cell] if self.falls[cell] else np.inf

    def _way(self, cell: Cell) -> Cell:
        row, column = cell[0], self.rows + cell[1]
        totals = (cell[0] == self.rows - 1) + (cell[1] == self.price.shape[1] - 1)
        return (column, row) if totals == 1 else (row, column)
