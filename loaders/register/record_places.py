"""Where a record's wards lie among the wards that a build is opened by: looked up among its vintages, and drawn on their own ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.space.areas import to_degrees, to_grid
from geo.space.record_places import Part, RecordPlace, record_place
from loaders.register.ward_vintages import WARDS_FILE, VintageCodes, codes_in_build
from loaders.sources.boundaries import Wards, wards_in_file
from loaders.store.reader import Store

NOWHERE = RecordPlace()
NamedWards = Sequence[tuple[str, str]]  # code and vintage of each ward that a record names


@dataclass(frozen=True)
class PlacedRecord:
    """A record among the wards shown.

    place     its wards among them, as one piece of ground
    own       the wards that it names and the build holds, code and vintage (id)
    unknown   codes it names that the build does not hold, of the vintage they are said to be of
    outline   its own wards' ground as GeoJSON text in degrees, where that is not the ground of wards shown; else ""
    by_point  whether it is placed by its point, since none of its wards is known
    """

    place: RecordPlace = NOWHERE
    own: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    outline: str = ""
    by_point: bool = False

    @property
    def vintages(self) -> tuple[str, ...]:
        """The vintages whose wards it names, each once."""
        return tuple(dict.fromkeys(vintage for _, vintage in self.own))


class RecordPlaces:
    """Places records in a build as it is opened by one vintage. It may be kept as long as the build is open."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @cached_property
    def codes(self) -> VintageCodes:
        return codes_in_build(self.store.folder, self.store.manifest)

    def placed(self, wards: NamedWards, point: tuple[float, float] | None = None) -> PlacedRecord:
        """Where these wards lie among the wards shown.

        wards  code and vintage of each; a vintage that is not said is found by the code
        point  longitude and latitude, degrees: used where none of the wards is known
        """
        return self._placed(self.store.vintage.id, tuple(wards), point)

    def placed_in(self, vintage: str, wards: NamedWards) -> RecordPlace:
        """Where these wards lie in any vintage of the build."""
        return self._placed(vintage, tuple(wards), None).place

    def ground(self, wards: NamedWards) -> str:
        """The ground of the wards that a record names, as GeoJSON text in degrees; empty where the build holds none of them."""
        own = self._placed(self.store.vintage.id, tuple(wards), None).own
        return self._outline(own) if own else ""

    def name_of(self, code: str, vintage: str = "") -> str:
        """The name of a ward in its vintage, which is found by its code unless given; the code where the build does not hold it."""
        of = vintage or self.codes.vintage_of(code)
        return self.names_of([(code, of)])[0] if self.codes.holds(of, code) else code

    def names_of(self, wards: NamedWards) -> tuple[str, ...]:
        """Names of wards that the build holds, by code and vintage."""
        return tuple(str(self._wards(vintage).table["ward_name"][code]) for code, vintage in wards)

    def _wards(self, vintage: str) -> Wards:
        folders = {each.id: each.folder for each in self.store.manifest.every_vintage}
        return _wards_in(self.store.folder / folders[vintage])

    def _placed(
        self, to: str, wards: tuple[tuple[str, str], ...], point: tuple[float, float] | None
    ) -> PlacedRecord:
        named = [(code, self._vintage(code, vintage, point)) for code, vintage in wards if code]
        own = tuple(pair for pair in dict.fromkeys(named) if self.codes.holds(pair[1], pair[0]))
        unknown = tuple(
            dict.fromkeys(code for code, vintage in named if (code, vintage) not in own)
        )
        if not own:
            at = self._at_point(point) if point else NOWHERE
            return PlacedRecord(at, unknown=unknown, by_point=bool(at.parts))
        groups = [
            self._in_other([code for code, vintage in own if vintage == each], each, to)
            for each in dict.fromkeys(vintage for _, vintage in own)
        ]
        place = groups[0] if len(groups) == 1 else _joined(groups)
        outline = "" if place.same_ground else self._outline(own)
        return PlacedRecord(place, own, unknown, outline)

    def _vintage(self, code: str, vintage: str, point: tuple[float, float] | None) -> str:
        """The vintage named; where that no longer holds the code (its boundaries were loaded anew under other codes), another that does.

        A code may be reused for other ground: the record's point must lie in that ward.
        """
        if self.codes.holds(vintage, code):
            return vintage
        other = self.codes.vintage_of(code)
        if not other or not vintage:
            return other
        if point is None or not shapely.covers(self._wards(other).shapes[code], _spot(point)):
            return vintage
        return other

    def _in_other(self, codes: list[str], vintage: str, to: str) -> RecordPlace:
        if vintage == to:
            share = 1 / len(codes)
            return RecordPlace(tuple(Part(code, share, 1.0) for code in codes), True)
        every = self.store.crosswalks
        wanted = (every["earlier_vintage"] == vintage) & (every["later_vintage"] == to)
        return record_place(codes, every[wanted])

    def _at_point(self, point: tuple[float, float]) -> RecordPlace:
        wards = self.store.wards
        holds = shapely.covers(wards.shapes.to_numpy(), _spot(point))
        return RecordPlace(tuple(Part(code, 1.0, 0.0) for code in wards.table.index[holds][:1]))

    def _outline(self, own: tuple[tuple[str, str], ...]) -> str:
        """The ground of wards of any vintage, as maps draw it."""
        shapes = [self._wards(vintage).drawing[code] for code, vintage in own]
        (drawn,) = to_degrees(pd.Series([shapely.union_all(shapes)]))
        return str(shapely.to_geojson(drawn))


def _spot(point: tuple[float, float]) -> shapely.Point:
    """A point in degrees, in metres on the National Grid."""
    (spot,) = shapely.points(to_grid(np.array([point[0]]), np.array([point[1]])))
    return spot


def _joined(groups: list[RecordPlace]) -> RecordPlace:
    """The places of wards of several vintages as those of one record: each vintage's wards have an equal share of it."""
    parts: dict[str, Part] = {}
    for group in groups:
        for part in group.parts:
            known = parts.get(part.code, Part(part.code, 0.0, 0.0))
            parts[part.code] = replace(
                known,
                share=known.share + part.share / len(groups),
                share_of_ward=max(known.share_of_ward, part.share_of_ward),
            )
    ordered = sorted(parts.values(), key=lambda part: (-part.share, part.code))
    return RecordPlace(tuple(ordered), all(group.same_ground for group in groups))


@lru_cache(maxsize=6)
def _wards_in(folder: Path) -> Wards:
    return wards_in_file(folder / WARDS_FILE)
