"""What is asked of an operation before any outcome is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from pandas import DataFrame

from geo.operations.comparison_areas import adjoining_wards
from geo.operations.design import Outcome, periods
from geo.operations.drawn_area import DrawnArea
from geo.operations.overlaps import wards_with_work


@dataclass(frozen=True)
class Question:
    """What is asked of an operation, and what is known of wards without reading any outcome.

    operation  its id in the register
    area       ward codes, from the register's areas; of an area that was drawn the name it has among the features
    start, end of the operation; an end of None is open
    received   months received of the source
    features   ward_code index: residents and whatever else makes wards alike
    pairs      neighbouring wards, as geo.space.areas.neighbours gives them
    work       every operation, instance and other work, as geo.operations.overlaps takes it
    authorities  ward code → code of its authority; empty where nobody says
    vintage    the wards that all of these codes are of, like 2021-12; "" where nobody says
    drawn      the area that was drawn, with its ring; None where the operation is judged by whole wards
    """

    operation: int
    name: str
    area: tuple[str, ...]
    start: date | None
    end: date | None
    outcome: Outcome
    received: tuple[date, ...]
    features: DataFrame
    pairs: DataFrame
    work: DataFrame
    drawn: DrawnArea | None = None
    vintage: str = ""
    authorities: Mapping[str, str] = field(default_factory=dict)

    @property
    def wards(self) -> tuple[str, ...]:
        """Ward codes in which it lies; of a drawn area also those that only its ring touches."""
        return self.drawn.wards if self.drawn else self.area

    def around(self) -> tuple[str, ...]:
        """Places that may have caught offences that moved, so that none is compared with: next door, of a drawn area its own wards too."""
        own = (self.drawn.ring.name, *self.wards) if self.drawn else ()
        return (*own, *adjoining_wards(self.pairs, self.wards))

    def next_door(self) -> tuple[str, ...]:
        """The buffer: the ring of a drawn area, else the wards next door."""
        return (self.drawn.ring.name,) if self.drawn else self.around()

    def periods(self) -> tuple[tuple[date, ...], tuple[date, ...]]:
        """Months before and after the start that are compared."""
        return periods(self.start, self.end, self.received)

    def busy(self, *, first: date, last: date) -> frozenset[str]:
        """Wards with other local work between two days, and those next to them: none is compared with. Its own wards are not among them."""
        work = wards_with_work(self.work, besides=self.name, first=first, last=last)
        around: Collection[str] = adjoining_wards(self.pairs, sorted(work)) if work else ()
        return frozenset({*work, *around} - set(self.wards))

    def months_known(self) -> tuple[date, ...]:
        """Months received that ended before the operation began: all that a comparison may be chosen by."""
        before = self.periods()[0]
        return tuple(month for month in self.received if month <= before[-1])
