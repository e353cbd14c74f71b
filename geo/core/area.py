"""The area that is served: its force, its authorities, and what a map of it needs. loaders/area.py reads it from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Authority:
    """One local authority of the area.

    code   as the Office for National Statistics gives it
    name   in full, as sentences say it
    short  for keys and columns where room is short
    wards  what one of its wards is called there, such as “electoral division”
    """

    code: str
    name: str
    short: str
    wards: str


@dataclass(frozen=True)
class Inset:
    """A town that maps show at a scale of its own: south-west and north-east corner as (latitude, longitude) in degrees."""

    name: str
    authority: str
    bounds: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, repr=False)
class Area:
    """One police force's area, or any part of it that is served together.

    name           in words, as captions say it
    force          the force as data.police.uk's file names have it
    force_name     as its published files give it under “Reported by”
    force_code     as the Office for National Statistics gives it
    authorities    in the order in which they are shown
    centre, zoom   where a map begins: latitude and longitude in degrees, Leaflet's zoom
    bounds         west, south, east, north in degrees, with room around: what lies beyond is somewhere else
    insets         towns that maps show at a scale of their own
    town_centres   ward codes whose rate per resident misleads, since far more people are there than live there
    ward_vintage   year of the boundaries that are fetched unless another is asked for
    """

    name: str
    force: str = ""
    force_name: str = ""
    force_code: str = ""
    authorities: tuple[Authority, ...] = ()
    centre: tuple[float, float] = (0.0, 0.0)
    zoom: int = 9
    bounds: tuple[float, float, float, float] = (-180.0, -90.0, 180.0, 90.0)
    insets: tuple[Inset, ...] = ()
    town_centres: tuple[str, ...] = ()
    ward_vintage: str = ""

    def __repr__(self) -> str:
        return self._text

    @property
    def _text(self) -> str:
        """All it holds, put together once: the area is part of every question, and a question's repr is the key of what is remembered."""
        parts = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self))
        return f"Area({', '.join(parts)})"

    @property
    def names(self) -> dict[str, str]:
        """Authority code → name, in the area's order; callers must not change it."""
        return {authority.code: authority.name for authority in self.authorities}

    @property
    def short_names(self) -> dict[str, str]:
        """Authority code → short label, in the area's order; callers must not change it."""
        return {authority.code: authority.short for authority in self.authorities}

    @property
    def codes(self) -> tuple[str, ...]:
        """Authority codes in the area's order."""
        return tuple(self.names)

    @property
    def everywhere(self) -> str:
        """All authorities in words (str): “the authority”, “both authorities”, “all eight authorities”."""
        many = len(self.authorities)
        if many < 2:
            return "the authority"
        if many == 2:
            return "both authorities"
        return f"all {NUMBERS[many] if many < len(NUMBERS) else many} authorities"

    @property
    def authorities_in_words(self) -> str:
        """The authorities' names as a list in words (str): “A”, “A and B”, “A, B and C”."""
        return in_words(tuple(self.names.values()))

    @property
    def ward_means(self) -> str:
        """What a ward is, where the authorities have other words for it (str): “Ward means an electoral ward in A and …”."""
        named = {
            kind: [each.name for each in self.authorities if each.wards == kind]
            for kind in dict.fromkeys(each.wards for each in self.authorities)
        }
        if len(named) == 1:
            return f"Ward means {_with_article(next(iter(named)))}."
        phrases = [f"{_with_article(kind)} in {in_words(where)}" for kind, where in named.items()]
        return f"Ward means {in_words(phrases)}."


def in_words(names: Sequence[str]) -> str:
    """Names as a list in words (str): “A”, “A and B”, “A, B and C”; empty for none. Source: this project."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _with_article(words: str) -> str:
    return f"{'an' if words[:1].lower() in 'aeiou' else 'a'} {words}"


UNNAMED = Area("the whole area")
