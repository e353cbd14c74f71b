"""Whether a hotspot lasts: the same test over rolling windows, and the word for what it did in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from geo.core.selection import month_after, months_between

FEWEST_WINDOWS, MOST_WINDOWS = 4, 8
LONGEST_WINDOW = 12  # months
MOSTLY = 0.75  # share of windows
PERSISTENT, EMERGING, INTERMITTENT, FORMER, NEW, NEVER = (
    "persistent",
    "emerging",
    "intermittent",
    "former",
    "new",
    "never",
)
CLASSES = (PERSISTENT, EMERGING, NEW, INTERMITTENT, FORMER)
Window = tuple[date, ...]


def rolling_windows(received: Sequence[date], last: date) -> list[Window]:
    """The windows, oldest first, each a tuple of the months received in it.

    received  months received, in order
    last      the newest window ends here

    Returns a list of tuples of dates (first days of months).

    A window is a third of the months from the first received to `last`, 12 at most and 2 at least; each begins a quarter of
    its length (one month at least) after the one before; 8 at most. A window with more than a quarter of its months absent is
    left out. Raises DataProblem where fewer than 4 windows are left.

    Source: this project.
    """
    span = len(months_between(received[0], last)) if received else 0
    length = min(LONGEST_WINDOW, max(2, span // 3))
    step, windows = max(1, length // 4), list[Window]()
    for back in range(MOST_WINDOWS):
        end = month_after(last, -back * step)
        start = month_after(end, 1 - length)
        if not received or start < received[0]:
            break
        months = tuple(month for month in months_between(start, end) if month in set(received))
        if len(months) >= MOSTLY * length:
            windows.append(months)
    if len(windows) < FEWEST_WINDOWS:
        raise DataProblem(
            "There are too few months to say whether hotspots last.",
            f"They make {len(windows)} windows of {length} months; {FEWEST_WINDOWS} are the fewest.",
            "Load more months, or choose a later last month.",
            "",
        )
    return windows[::-1]


def persistence(hot: NDArray[np.bool_]) -> list[str]:
    """The class of each place (text) from the windows in which it was a hotspot.

    hot  bool, shape (windows, places), oldest window first, at least 4 windows

    Returns a list of str, one class a place in the order given:

    persistent    hot in the newest window and in at least three quarters of all
    new           hot in the newest window and in none before
    emerging      hot in the newest windows without a break, two or more, and in none before
    intermittent  hot in the newest window, with a break since it was first hot
    former        hot before, but not in the newest window
    never         hot in no window

    The first that fits in the order persistent, new, emerging, intermittent, former, never is given.

    Source: this project, after the classes of emerging hot spot analysis (Getis–Ord over time), with fewer of them.
    """
    if len(hot) < FEWEST_WINDOWS:
        raise DataProblem(
            "There are too few windows to say whether hotspots last.",
            f"We were given {len(hot)}; {FEWEST_WINDOWS} are the fewest.",
        )
    times = hot.sum(axis=0)
    newest = hot[-1]
    run = np.cumprod(hot[::-1], axis=0).sum(
        axis=0
    )  # windows hot without a break, counted back from the newest
    rules = [
        newest & (times >= MOSTLY * len(hot)),
        newest & (times == 1),
        newest & (run == times),
        newest,
        times > 0,
    ]
    return [
        str(word)
        for word in np.select(rules, [PERSISTENT, NEW, EMERGING, INTERMITTENT, FORMER], NEVER)
    ]
