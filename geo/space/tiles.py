"""Equal tiles: each ward one hexagon of the same size, so that a small town ward shows as much as an empty down."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Index

from geo.core.errors import DataProblem

ROUNDS = 40
STEPS = np.array(
    [[2, 0], [1, 1], [-1, 1], [-2, 0], [-1, -1], [1, -1]]
)  # the six cells that touch a cell
TOUCHING = {tuple(step) for step in STEPS.tolist()}
FAR_COSTS = 0.12  # what a cell width away from home, squared, weighs against one pair of neighbours in touch
ROOT3 = 3**0.5


def ward_tiles(points: DataFrame, adjoining: DataFrame) -> DataFrame:
    """A place for every ward on one grid of hexagons, near where it lies and beside its neighbours where that can be.

    points     ward_code index: easting, northing, float, metres (EPSG:27700), a point inside each ward
    adjoining  ward_code, neighbour_code: pairs of wards that adjoin, both ways (see areas.neighbours); pairs with wards
               that are not in `points` are left out

    Returns column and row (int) in the order of `points`: a cell's centre lies at column / 2 cell widths east and
    row × √3 / 2 cell widths north; column and row are both even or both odd; no two wards share a cell. The same input
    gives the same tiles. Fewer than two wards, or two at one point, are refused with DataProblem.

    Source: the linear assignment of wards to cells with least squared distance (Crouse 2016, by scipy), on points pushed
    apart to even spacing first (Dorling 1996, cells of equal area), then exchanges of two cells that bring more true
    neighbours into touch; this project's own combination.
    """
    if len(points) < 2 or points.duplicated(["easting", "northing"]).any():
        raise DataProblem(
            "The wards cannot be laid out as equal tiles.",
            f"There are {len(points)} wards, and each needs a point of its own.",
        )
    near = _neighbour_lists(points.index, adjoining)
    spread = _pushed_apart(points[["easting", "northing"]].to_numpy(float), near)
    cells = _cells_around(spread)
    chosen = cells[_assigned(spread, cells)]
    settled = _exchanged(chosen, cells, spread, near)
    return DataFrame(
        settled - settled.min(axis=0) // 2 * 2, index=points.index, columns=["column", "row"]
    )


def _centres(cells: NDArray[np.int64]) -> NDArray[np.float64]:
    """Centres in cell widths: east, north."""
    return cells * np.array([0.5, ROOT3 / 2])


def _neighbour_lists(wards: Index, adjoining: DataFrame) -> list[list[int]]:
    place = {code: at for at, code in enumerate(wards)}
    near: list[list[int]] = [[] for _ in wards]
    for ward, other in zip(adjoining["ward_code"], adjoining["neighbour_code"], strict=True):
        if ward in place and other in place:
            near[place[ward]].append(place[other])
    return near


def _pushed_apart(points: NDArray[np.float64], near: list[list[int]]) -> NDArray[np.float64]:
    """The points in cell widths, crowded ones pushed apart until most stand about one cell from each other."""
    spread = points - points.mean(axis=0)
    width = np.sqrt(np.prod(np.ptp(spread, axis=0)) / len(spread)) or 1.0
    spread = spread / width
    for _ in range(400):
        apart = spread[:, None] - spread[None]
        distance = np.sqrt((apart**2).sum(axis=2)) + np.eye(len(spread))
        push = np.clip(1.0 - distance, 0, None) / distance
        np.fill_diagonal(push, 0)
        moved = (apart * push[:, :, None]).sum(axis=1) * 0.25
        pull = np.array(
            [
                (spread[others].mean(axis=0) - spread[ward]) if others else np.zeros(2)
                for ward, others in enumerate(near)
            ]
        )
        spread = spread + moved + 0.02 * pull
    return spread


def _cells_around(spread: NDArray[np.float64]) -> NDArray[np.int64]:
    """Cells of the grid within two cell widths of any point."""
    (west, south), (east, north) = spread.min(axis=0) - 2, spread.max(axis=0) + 2
    columns, rows = (
        np.arange(int(west * 2), int(east * 2) + 1),
        np.arange(int(south * 2 / ROOT3), int(north * 2 / ROOT3) + 1),
    )
    grid = np.array(
        [(column, row) for row in rows for column in columns if (column + row) % 2 == 0]
    )
    distance = np.sqrt(((_centres(grid)[:, None] - spread[None]) ** 2).sum(axis=2)).min(axis=1)
    return grid[distance < 2]


def _assigned(spread: NDArray[np.float64], cells: NDArray[np.int64]) -> NDArray[np.intp]:
    from scipy.optimize import linear_sum_assignment

    cost = ((_centres(cells)[None] - spread[:, None]) ** 2).sum(axis=2)
    return np.asarray(linear_sum_assignment(cost)[1])


def _exchanged(
    chosen: NDArray[np.int64],
    cells: NDArray[np.int64],
    spread: NDArray[np.float64],
    near: list[list[int]],
) -> NDArray[np.int64]:
    """Wards trade cells with each other, or move to a free one, while that brings more neighbours into touch."""
    at = {tuple(cell): ward for ward, cell in enumerate(chosen.tolist())}
    place = [tuple(cell) for cell in chosen.tolist()]
    allowed = {tuple(cell) for cell in cells.tolist()}
    for _ in range(ROUNDS):
        changed = False
        for ward in range(len(place)):
            for column, row in _within(place[ward], allowed):
                other = at.get((column, row))
                gain = _gain(ward, (column, row), other, place, spread, near)
                if gain > 1e-9:
                    at[(column, row)] = ward
                    if other is None:
                        del at[place[ward]]
                    else:
                        at[place[ward]], place[other] = other, place[ward]
                    place[ward] = (column, row)
                    changed = True
        if not changed:
            break
    return np.array(place)


def _within(cell: tuple[int, int], allowed: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cells up to two steps away."""
    nearest = [(cell[0] + dx, cell[1] + dy) for dx, dy in STEPS.tolist()]
    two = {(x + dx, y + dy) for x, y in nearest for dx, dy in STEPS.tolist()} | set(nearest)
    return sorted((two & allowed) - {cell})


def _gain(
    ward: int,
    to: tuple[int, int],
    other: int | None,
    place: list[tuple[int, int]],
    spread: NDArray[np.float64],
    near: list[list[int]],
) -> float:
    """By how much the layout gets better when `ward` goes to `to`, and whoever stands there comes in return."""
    movers = [ward] if other is None else [ward, other]
    before = sum(_worth(mover, place, spread, near) for mover in movers)
    moved = list(place)
    moved[ward] = to
    if other is not None:
        moved[other] = place[ward]
    return sum(_worth(mover, moved, spread, near) for mover in movers) - before


def _worth(
    ward: int, place: list[tuple[int, int]], spread: NDArray[np.float64], near: list[list[int]]
) -> float:
    """Neighbours that touch, less a little for lying away from where the ward belongs."""
    column, row = place[ward]
    touching = sum(
        (place[other][0] - column, place[other][1] - row) in TOUCHING for other in near[ward]
    )
    away = (column / 2 - spread[ward, 0]) ** 2 + (row * ROOT3 / 2 - spread[ward, 1]) ** 2
    return touching - FAR_COSTS * float(away)
