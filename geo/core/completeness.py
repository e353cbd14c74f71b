"""Which months of which source were received, so that an absent month is a gap and never a nought."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from geo.core.errors import DataProblem
from geo.core.selection import month_after, months_between

PROVISIONAL_MONTHS = 1  # newest months of a source that may still change


@dataclass(frozen=True)
class Coverage:
    """What one source holds of the months asked for: received (provisional ones included), absent, provisional."""

    source_id: str
    asked: tuple[date, ...]
    received: tuple[date, ...]
    absent: tuple[date, ...]
    provisional: tuple[date, ...]

    @property
    def years(self) -> float:
        """Length of what was received, for a rate per year: months received / 12."""
        return len(self.received) / 12


def expected_months(first: date, last: date) -> tuple[date, ...]:
    """Every month from `first` to `last`, both included, as first days; the months a complete source would hold.

    Returns a tuple of dates. A window that ends before it begins is refused.
    """
    if (last.year, last.month) < (first.year, first.month):
        raise DataProblem(
            "The period ends before it begins.",
            f"It runs from {first:%B %Y} to {last:%B %Y}.",
            "Choose the earlier month first.",
        )
    return months_between(first.replace(day=1), last)


def coverage(
    source_id: str,
    received: Iterable[date],
    *,
    first: date,
    last: date,
    provisional: int = PROVISIONAL_MONTHS,
) -> Coverage:
    """The months of a window that a source holds, lacks, and may still change.

    source_id    which source
    received     every month the source holds, inside the window or not; any day of the month
    first, last  the window, both months included
    provisional  int, how many of the source's newest months may still change

    Returns a Coverage, months as first days in order. A month received without any offence counts as received: it
    holds a true nought. A window that ends before it begins is refused.

    Source: data.police.uk publishes by force and month; a month it did not publish is no evidence of no crime.
    """
    held = sorted({month.replace(day=1) for month in received})
    newest = set(held[len(held) - provisional :]) if provisional > 0 else set()
    asked = expected_months(first, last)
    here = tuple(month for month in asked if month in set(held))
    return Coverage(
        source_id,
        asked,
        here,
        tuple(month for month in asked if month not in set(held)),
        tuple(month for month in here if month in newest),
    )


def steady_pairs(paired: Sequence[date], thin: Collection[date]) -> tuple[date, ...]:
    """The months of those that pair up with the month a year before in which neither is thin. Source: this project."""
    return tuple(
        month for month in paired if month not in thin and month_after(month, -12) not in thin
    )
