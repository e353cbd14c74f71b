"""What the reader has asked to see, and the months it covers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from geo.core.area import UNNAMED, Area, in_words
from geo.core.schema import WEEKDAYS

MOST_NAMED = 4  # wards; more are counted


def month_after(month: date, count: int = 1) -> date:
    """The first day of the month `count` months later; earlier where `count` is negative."""
    ordinal = month.year * 12 + month.month - 1 + count
    return date(ordinal // 12, ordinal % 12 + 1, 1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Every month from `first` to `last`, both included, as first days; empty where `last` comes before `first`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple(month_after(first, step) for step in range(max(count, 0)))


def whole_quarters(months: Iterable[date]) -> tuple[tuple[date, ...], ...]:
    """The quarters of the calendar of which every month is among those given (first days), in order, each as its three months."""
    held = set(months)
    firsts = sorted(month for month in held if month.month % 3 == 1)
    quarters = (months_between(first, month_after(first, 2)) for first in firsts)
    return tuple(quarter for quarter in quarters if held.issuperset(quarter))


def span_in_words(first: date, last: date) -> str:
    """Returns two months (first days) in words: “March 2025”, “January to September 2025”, “October 2024 to September 2025”."""
    if first == last:
        return f"{first:%B %Y}"
    return (
        f"{first:%B} to {last:%B %Y}"
        if first.year == last.year
        else f"{first:%B %Y} to {last:%B %Y}"
    )


def months_in_words(months: Iterable[date]) -> str:
    """Returns runs of months in words: “February 2021, May to July 2021”; empty for no month. Source: this project."""
    runs: list[list[date]] = []
    for month in sorted(months):
        if runs and month_after(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(span_in_words(run[0], run[-1]) for run in runs)


def hours_between(first: int, last: int) -> tuple[int, ...]:
    """Hours of the day (0 to 23) from `first` to `last`, both included, over midnight where `last` is the smaller; in rising order."""
    return tuple(sorted((first + step) % 24 for step in range((last - first) % 24 + 1)))


def hours_in_words(hours: Iterable[int]) -> str:
    """Returns runs of hours (int, 0 to 23) in words, “06:00–07:59, 22:00–03:59”: over midnight where they go on. Source: this project."""
    held = set(hours)
    if len(held) == 24:
        return "00:00–23:59"
    runs = []
    for start in sorted(hour for hour in held if (hour - 1) % 24 not in held):
        end = start
        while (end + 1) % 24 in held:
            end = (end + 1) % 24
        runs.append(f"{start:02}:00–{end:02}:59")
    return ", ".join(runs)


@dataclass(frozen=True)
class OwnArea:
    """An area somebody drew or uploaded: its name, and its shape as GeoJSON geometry text (degrees, EPSG:4326)."""

    name: str
    geometry: str


@dataclass(frozen=True)
class Named:
    """The named layer that a selection was made by: its title, and the filters that the title stands for."""

    title: str = ""
    stands_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """What the reader has asked to see. Pages read it; only ui/filters makes one, from sidebar or address.

    served  the area that is served, whose names the words of a selection use; one process serves one area
    """

    source_id: str
    authorities: tuple[str, ...]  # ONS codes; empty means the whole force area
    offence_types: tuple[str, ...]  # empty means every type
    first_month: date  # first day of the month; both months are included
    last_month: date
    origins: tuple[
        str, ...
    ] = ()  # of geo.core.schema.ORIGINS; this and all that follow: empty means any
    line_types: tuple[str, ...] = ()  # of geo.core.schema.LINE_TYPES
    weapons: tuple[str, ...] = ()  # of geo.core.schema.WEAPONS
    knife_enabled: bool | None = None  # None: whether or not
    suspect_ages: str = ""  # one agency's cut of geo.core.ages.CUTS: two are never mixed
    victim_ages: str = ""
    hours: tuple[int, ...] = ()  # 0 to 23; only offences whose hour is known
    weekdays: tuple[int, ...] = ()  # 0 is Monday; only offences whose day is known
    wards: tuple[str, ...] = ()  # ward codes
    ward_names: tuple[str, ...] = field(default=(), compare=False)
    area: OwnArea | None = None  # only offences at points within it
    layer: Named = field(default=Named(), compare=False)
    served: Area = field(default=UNNAMED, compare=False)

    @property
    def narrowing(self) -> str:
        """What the selection asks for beyond type, place and months, in words; empty for nothing."""
        return "; ".join(self.narrowed_by)

    @property
    def narrowed_by(self) -> tuple[str, ...]:
        """The same, a filter at a time."""
        return tuple(_narrowing(self))

    @property
    def timed(self) -> bool:
        """Whether it asks for hours or weekdays."""
        return bool(self.hours or self.weekdays)

    def any_kind(self) -> Selection:
        """The same months and place without all that narrows it."""
        return Selection(
            self.source_id,
            self.authorities,
            self.offence_types,
            self.first_month,
            self.last_month,
            served=self.served,
        )

    @property
    def months(self) -> tuple[date, ...]:
        return months_between(self.first_month, self.last_month)

    def everywhere(self) -> Selection:
        """The same question of the whole force area, against which any part of it is compared."""
        return replace(self, authorities=(), wards=(), ward_names=())

    def place(self) -> str:
        """Returns where is counted, in words (str): an area's name, up to so many wards by name, authorities, or the force area."""
        if self.area:
            return f"the area “{self.area.name}”"
        if self.wards:
            named = self.ward_names or self.wards
            return ", ".join(named) if len(named) <= MOST_NAMED else f"{len(named)} wards"
        places = [self.served.names.get(code, code) for code in self.authorities]
        return in_words(places) or self.served.name

    def what(self) -> str:
        """Returns what is counted, in words (str): the layer or the types, and by what they are narrowed."""
        types = self.layer.title or ", ".join(self.offence_types) or "All offences and incidents"
        further = "; ".join(
            phrase for phrase in self.narrowed_by if phrase not in self.layer.stands_for
        )
        return f"{types} ({further})" if further else types

    def describe(self) -> str:
        return (
            f"{self.what()} in {self.place()}, {span_in_words(self.first_month, self.last_month)}"
        )


def _narrowing(selection: Selection) -> list[str]:
    """Each filter beyond type, place and months, as a reader says it."""
    phrases = (
        []
        if selection.knife_enabled is None
        else ["knife-enabled" if selection.knife_enabled else "not knife-enabled"]
    )
    listed = {
        "weapon": selection.weapons,
        "origin": selection.origins,
        "line type": selection.line_types,
    }
    phrases += [
        f"{name}: {', '.join(words).replace('_', ' ')}" for name, words in listed.items() if words
    ]
    phrases += [
        f"{whose} aged {cut}"
        for whose, cut in (("suspects", selection.suspect_ages), ("victims", selection.victim_ages))
        if cut
    ]
    if selection.hours:
        phrases.append(f"hours {hours_in_words(selection.hours)}")
    if selection.weekdays:
        phrases.append(", ".join(WEEKDAYS[day] for day in sorted(selection.weekdays)))
    return phrases
