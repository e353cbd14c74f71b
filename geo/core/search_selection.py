"""What the reader has asked to see of stops and searches."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from geo.core.area import UNNAMED, Area
from geo.core.schema import SEARCHES
from geo.core.selection import months_between, span_in_words

WEAPONS_FAMILY = "weapons"
FAMILIES = {WEAPONS_FAMILY: "weapons", "drugs": "drugs", "other": "anything else"}


@dataclass(frozen=True)
class SearchSelection:
    """Months and kinds of searches, always of every authority, beside each other. Only ui/filters makes one, from sidebar or address.

    family       "" for any object, or one of FAMILIES
    legislation  as police.uk writes it; empty means any
    served       the area that is served, whose name the words use
    source_id    whose searches: police.uk's unless the reader chose the force's own; the two are never added together
    """

    first_month: date
    last_month: date
    family: str = ""
    legislation: tuple[str, ...] = ()
    source_id: str = SEARCHES
    served: Area = field(default=UNNAMED, compare=False)

    @property
    def months(self) -> tuple[date, ...]:
        return months_between(self.first_month, self.last_month)

    def weapons(self) -> SearchSelection:
        """The same months, laws and source, weapons alone."""
        return replace(self, family=WEAPONS_FAMILY)

    def what(self) -> str:
        """“Searches for weapons (Police and Criminal Evidence Act 1984 (section 1))”."""
        words = f"Searches for {FAMILIES[self.family]}" if self.family else "Searches"
        return f"{words} ({', '.join(self.legislation)})" if self.legislation else words

    def describe(self) -> str:
        return f"{self.what()} in {self.served.name}, {span_in_words(self.first_month, self.last_month)}"
