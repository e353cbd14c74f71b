"""What the reader has asked to see, and the months it covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from geo.schema import AUTHORITY_NAMES, FORCE_AREA


def month_after(month: date, count: int = 1) -> date:
    """The first day of the month `count` months later; earlier where `count` is negative."""
    ordinal = month.year * 12 + month.month - 1 + count
    return date(ordinal // 12, ordinal % 12 + 1, 1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Every month from `first` to `last`, both included, as first days; empty where `last` comes before `first`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(month_after(first, step) for step in range(max(count, 0)))


def span_in_words(first: date, last: date) -> str:
    """Returns two months (first days) in words: “March 2025”, “January to September 2025”, “October 2024 to September 2025”."""
    if first == last:
        return f"{first:%B %Y}"
    return f"{first:%B} to {last:%B %Y}" if first.year == last.year else f"{first:%B %Y} to {last:%B %Y}"


def months_in_words(months: Iterable[date]) -> str:
    """Returns runs of months in words: “February 2021, May to July 2021”; empty for no month. Source: this project."""
    runs: list[list[date]] = []
    for month in sorted(months):
        if runs and month_after(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(span_in_words(run[0], run[-1]) for run in runs)


@dataclass(frozen=True)
class Selection:
    """What the reader has asked to see. Pages read it; only ui/filters makes one, from sidebar or address."""

    source_id: str
    authorities: tuple[str, ...]    # ONS codes; empty means the whole force area
    offence_types: tuple[str, ...]  # empty means every type
    first_month: date               # first day of the month; both months are included
    last_month: date

    @property
    def months(self) -> tuple[date, ...]:
        return months_between(self.first_month, self.last_month)

    def everywhere(self) -> Selection:
        """The same question of the whole force area, against which any part of it is compared."""
        return replace(self, authorities=())

    def place(self) -> str:
        return " and ".join(AUTHORITY_NAMES.get(code, code) for code in self.authorities) or FORCE_AREA

    def what(self) -> str:
        return ", ".join(self.offence_types) or "All offences and incidents"

    def describe(self) -> str:
        return f"{self.what()} in {self.place()}, {span_in_words(self.first_month, self.last_month)}"
