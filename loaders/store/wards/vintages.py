"""The vintages of wards that stand side by side in a build, and which of them a boundary file becomes.

One of them is the *reference*: the rows of a build carry its codes, and it settles which authority a point lies in, so that
another generalisation of the same line cannot move an authority's total. It is the first that a store was given, and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from geo.core.errors import DataProblem
from geo.core.vintage_words import vintage_words
from loaders.area import area_file, served
from loaders.reference import table
from loaders.sources.boundaries import (
    Wards,
    embedded_vintages,
    embedded_wards,
    kept_wards,
    to_be_replaced,
)
from loaders.store.manifest import Manifest

WARDS = "wards.parquet"
ELECTIONS = "05-01"  # month and day from which wards are taken to be in force where nobody says: elections are in May


@dataclass(frozen=True)
class WardVintages:
    """The vintages of a build.

    reference  the rows carry its codes
    others     in the order in which they came into force
    given      ids of those that files of this load brought
    geographies  areas of other kinds beside them, in the order of their titles: loaders.store.wards.geographies
    """

    reference: Wards
    others: tuple[Wards, ...] = ()
    given: tuple[str, ...] = ()
    geographies: tuple[Wards, ...] = ()

    @property
    def every(self) -> tuple[Wards, ...]:
        """The reference and the others, in the order in which they came into force."""
        return tuple(sorted((self.reference, *self.others), key=came_into_force))

    @cached_property
    def codes(self) -> frozenset[str]:
        """Codes of the wards of any vintage."""
        return frozenset(code for wards in self.every for code in wards.table.index)

    def of(self, vintage: str) -> Wards:
        """The wards of a vintage, or the areas of a geography, by its id."""
        everything = (*self.every, *self.geographies)
        return next(wards for wards in everything if wards.vintage == vintage)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was noticed while reading the files of this load."""
        return tuple(
            note
            for wards in (*self.every, *self.geographies)
            if wards.vintage in self.given
            for note in wards.notes
        )


def came_into_force(wards: Wards) -> str:
    """The day, like 2021-05-06, from which a vintage was in force."""
    return in_force_from(wards.vintage)


def in_force_from(vintage: str) -> str:
    """The day, like 2021-05-06, from which a vintage was in force: as the area's file says, else May of its year."""
    known = area_file().vintages.get(vintage)
    return known or (f"{vintage}-01" if len(vintage) == 7 else f"{vintage[:4]}-{ELECTIONS}")


def vintages_of_load(
    given: Sequence[tuple[str, Wards]],
    previous: Manifest | None,
    folder: Callable[[str], Path],
) -> WardVintages:
    """The vintages of the build that a load makes: those that stand, those the area's own tables hold, those of its files.

    given   file name and wards of each boundary file, in the order named
    folder  build → where it lies

    A file of the year of one that stands takes its place. Raises DataProblem where two files are of one vintage.
    """
    vintages = _standing(previous, folder, given)
    taken: dict[str, str] = {}
    for file, wards in given:
        vintages, vintage = _with(vintages, wards)
        if vintage in taken:
            raise DataProblem(
                "More than one file of boundaries was given.",
                f"{taken[vintage]} and {file} both hold wards of {vintage_words(vintage)}.",
                "Load the one that the wards should follow.",
            )
        taken[vintage] = file
    if vintages is None:
        return WardVintages(embedded_wards())  # says in words that the area holds none
    return replace(vintages, given=tuple(taken))


def _standing(
    previous: Manifest | None, folder: Callable[[str], Path], given: Sequence[tuple[str, Wards]]
) -> WardVintages | None:
    """The vintages of the build before, and of the area's own tables those that it lacks; None where there are none at all.

    given  files of the load: where the reference is lost with a damage, that of its year brings it back
    """
    own = [embedded_wards(vintage) for vintage in embedded_vintages()]
    if previous is None:
        oldest_first = sorted(own, key=came_into_force)
        return WardVintages(oldest_first[0], tuple(oldest_first[1:])) if own else None
    at = folder(previous.build)
    if to_be_replaced(previous.boundaries):
        reference = embedded_wards()
    elif (at / WARDS).is_file():
        reference = kept_wards(at / WARDS)
    else:
        lost = previous.reference.id
        brought = next(wards for _, wards in given if wards.vintage[:4] == lost[:4])
        reference = replace(brought, vintage=lost)
    others = [kept_wards(at / vintage.folder / WARDS) for vintage in previous.vintages]
    standing = (reference, *others)
    lacking = [wards for wards in own if not any(_same_vintage(each, wards) for each in standing)]
    geographies = tuple(kept_wards(at / each.folder / WARDS) for each in previous.geographies)
    return WardVintages(reference, _in_order([*others, *lacking]), geographies=geographies)


def _with(vintages: WardVintages | None, given: Wards) -> tuple[WardVintages | None, str]:
    """The vintages with those of a file, and the id that it has among them."""
    if vintages is None:
        return WardVintages(given), given.vintage
    for standing in vintages.every:
        if _same_vintage(standing, given):
            wards = replace(given, vintage=max(standing.vintage, given.vintage, key=len))
            if standing is vintages.reference:
                return replace(vintages, reference=wards), wards.vintage
            others = [each for each in vintages.others if each is not standing]
            return replace(vintages, others=_in_order([*others, wards])), wards.vintage
    wards = replace(given, vintage=_listed_vintage(given) or given.vintage)
    return replace(vintages, others=_in_order([*vintages.others, wards])), wards.vintage


def _in_order(wards: Iterable[Wards]) -> tuple[Wards, ...]:
    return tuple(sorted(wards, key=came_into_force))


def _same_vintage(standing: Wards, given: Wards) -> bool:
    """Whether wards take the place of those that stand: a year has one set of them, and the file loaded last counts."""
    return standing.vintage[:4] == given.vintage[:4]


def _listed_vintage(given: Wards) -> str:
    """The id of the vintage whose codes the area's tables list and the file holds; empty where none is."""
    listed, new = table("ward_vintages"), home_codes(given)
    for vintage, codes in listed.groupby("vintage")["ward_code"]:
        if str(vintage)[:4] == given.vintage[:4] and len(new & set(codes)) >= 0.95 * len(new):
            return str(vintage)
    return ""


def home_codes(wards: Wards) -> set[str]:
    """Codes of the wards of the area served."""
    return set(wards.table.index[wards.table["authority_code"].isin(served().codes)])
