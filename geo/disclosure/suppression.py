"""Which further cells of a table to hide, so that no hidden cell follows from sums."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.rates.intervals import Floats

Cell = tuple[int, int]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Room = tuple[Bools, Bools]  # where a count can rise by one, and where it can fall

_HIDDEN_COST = 1e-6  # of a step along a cell that is hidden already: nothing, but not nought


def hidden_cells(counts: Ints, must_hide: Bools, *, least: int = 1) -> Bools | None:
    """The cells to hide, bool: `must_hide` and the fewest, smallest others that keep them from being worked out.

    counts     int, with the totals as last row and last column
    must_hide  bool, same shape
    least      int, the lowest count a reader knows a hidden cell to have: 1 where noughts always show

    Returns bool in the shape of `counts`, None where some cell cannot be kept.

    Source: complementary suppression by least-cost cycles, Cox (1980) and Gusfield (1988). A cell on a cycle of hidden
    cells moves by one, up or down, while all sums stay.
    """
    is_total = np.zeros(counts.shape, dtype=bool)
    is_total[-1] = is_total[:, -1] = True
    price = np.where(must_hide, _HIDDEN_COST, 1.0 + counts + is_total * float(counts.sum()))
    steps = _Steps((counts >= least, counts > least), price)
    hidden = must_hide.copy()
    closed = np.zeros(counts.shape, dtype=bool)
    for row, column in np.argwhere(must_hide):
        if closed[row, column]:
            continue
        cost, cycle = steps.cheapest_cycle((int(row), int(column)))
        if not np.isfinite(cost):
            return None
        closed[tuple(np.array(cycle).T)] = True
        if cost >= 1:
            hidden[tuple(np.array(cycle).T)] = True
            steps.hide(cycle)
    return hidden


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
