"""Company for hidden cells: cycles along which counts can move while all sums stay."""

from __future__ import annotations

import numpy as np

from geo.disclosure.small_cells import with_totals
from geo.disclosure.suppression import hidden_cells


def hide(counts: np.ndarray, *cells: tuple[int, int]) -> np.ndarray:
    mask = np.zeros(counts.shape, dtype=bool)
    for cell in cells:
        mask[cell] = True
    return mask


def test_the_cheapest_square_is_hidden() -> None:
    counts = with_totals([[3, 50, 6], [40, 50, 7], [80, 90, 99]])
    hidden = hidden_cells(counts, hide(counts, (0, 0)))
    assert hidden is not None
    # 3 with 6, and 40 with 7 beneath: 6 + 40 + 7 is less than any other square through it
    assert sorted(map(tuple, np.argwhere(hidden).tolist())) == [(0, 0), (0, 2), (1, 0), (1, 2)]


def test_nothing_to_hide_stays_so() -> None:
    counts = with_totals([[5, 6], [7, 8]])
    hidden = hidden_cells(counts, hide(counts))
    assert hidden is not None and not hidden.any()


def test_a_single_cell_takes_its_totals_along() -> None:
    counts = with_totals([[3]])
    hidden = hidden_cells(counts, hide(counts, (0, 0)))
    assert hidden is not None and hidden.all()


def test_a_shown_nought_is_never_company() -> None:
    counts = with_totals([[3, 0, 9], [8, 7, 9]])
    hidden = hidden_cells(counts, hide(counts, (0, 0)))
    assert hidden is not None and not hidden[0, 1] and hidden[0, 2]
