"""Of which vintage a record's ward is: looked up by its code, and filled in for records from before they said so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq
import sqlalchemy as sql
from sqlalchemy.engine import Connection

from geo.core.area import in_words
from geo.core.record_types import Kind
from geo.core.vintage_words import vintage_words
from loaders.reference import ward_vintages
from loaders.register.database import Tables
from loaders.sources.boundaries import embedded_vintages, embedded_wards
from loaders.store.manifest import Manifest

WARD, VINTAGE = "ward_code", "ward_vintage"
WARDS_FILE = "wards.parquet"


@dataclass(frozen=True)
class VintageCodes:
    """Codes of the wards of each vintage, by its id.

    held    vintages that stand in a build, its reference first, then in the order in which they came into force
    listed  vintages of which the area's table has codes and names, whether their outlines are held or not
    """

    held: Mapping[str, frozenset[str]]
    listed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def vintage_of(self, code: str) -> str:
        """The vintage whose ward a code is: the reference, else the first that came into force; empty where it is in none."""
        return next((name for name, codes in self.held.items() if code in codes), "")

    def vintage_listed(self, code: str) -> str:
        """The same among the vintages that the area's table lists."""
        return next((name for name, codes in self.listed.items() if code in codes), "")

    def vintage_of_all(self, codes: Collection[str]) -> str:
        """The first vintage that holds every one of these codes; empty where none does."""
        return next((name for name, held in self.held.items() if set(codes) <= held), "")

    def holds(self, vintage: str, code: str) -> bool:
        return code in self.held.get(vintage, frozenset())

    def named(self, text: str) -> str:
        """The id of the vintage that is meant by its id or by its year alone; the text itself where none, or several, are."""
        alike = [name for name in self.held if text and name.startswith(text[:4])]
        by_year = len(text) == 4 or (len(alike) == 1 and len(alike[0]) == 4)
        return alike[0] if by_year and text not in self.held and len(alike) == 1 else text

    def fault(self, code: str, vintage: str) -> str:
        """Why a record cannot name this ward of this vintage (empty: of any), as a sentence; empty where it can."""
        if vintage and vintage not in self.held:
            there = in_words([vintage_words(name) for name in self.held])
            return f"There are no wards of “{vintage[:20]}” in the boundaries loaded, which are of {there}."
        if self.holds(vintage, code) or (not vintage and self.vintage_of(code)):
            return ""
        other = self.vintage_of(code)
        if other:
            return f"{code[:20]} is no ward of {vintage_words(vintage)}; it is one of {vintage_words(other)}."
        if listed := self.vintage_listed(code):
            return f"{code[:20]} is a ward of {vintage_words(listed)}, whose boundaries are not loaded."
        there = " or of ".join(map(vintage_words, self.held))
        return f"{code[:20]} is not in the boundaries of {there}."


def codes_in_build(folder: Path, manifest: Manifest) -> VintageCodes:
    """The codes of every vintage of a build."""
    every = [each for each in manifest.every_vintage if each.folder]
    held = {each.id: _codes(folder / each.folder) for each in (manifest.reference, *every)}
    return VintageCodes(held, _listed())


@lru_cache(maxsize=1)
def codes_without_build() -> VintageCodes:
    """The codes of the vintages that the program itself holds, where nothing was loaded."""
    held = {name: frozenset(embedded_wards(name).table.index) for name in embedded_vintages()[::-1]}
    return VintageCodes(held, _listed())


@lru_cache(maxsize=16)
def _codes(folder: Path) -> frozenset[str]:
    column = pq.read_table(folder / WARDS_FILE, columns=[WARD])[WARD]
    return frozenset(column.to_pylist())


def _listed() -> dict[str, frozenset[str]]:
    return {str(name): frozenset(codes) for name, codes in ward_vintages().groupby("vintage")[WARD]}


def filled_in(
    tables: Tables, kinds: Mapping[str, Kind], codes: Callable[[], VintageCodes]
) -> Callable[[Connection], None]:
    """What fills in, as a register is upgraded, of which vintage the wards of its records are.

    A record whose code is in no vintage keeps it, and is left without one: not known. Of vintages whose outlines are not held the
    area's table tells. No version is counted and no history written, since nobody edited anything.
    """

    def fill(connection: Connection) -> None:
        for kind in kinds.values():
            if not kind.names_ward:
                continue
            table = tables.of_kind[kind.name]
            unsaid = sql.select(table.c[WARD]).where(
                table.c[WARD] != "", table.c[VINTAGE].is_(None)
            )
            for code in connection.execute(unsaid.distinct()).scalars().all():
                known = codes().vintage_of(code) or codes().vintage_listed(code)
                mine = (table.c[WARD] == code, table.c[VINTAGE].is_(None))
                connection.execute(table.update().where(*mine).values({VINTAGE: known}))

    return fill
