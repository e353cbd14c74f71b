"""The vintages of wards that stand side by side in a build, and which of them a boundary file becomes.

One of them is the *reference*: the rows of a build carry its codes, and it settles which authority a point lies in, so that
another generalisation of the same line cannot move an authority's total. It is the first that a store was given, and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from geo.core.errors import DataProblem
from geo.core.vintage_words import vintage_words
from geo.space.coverage import CoverageFaults
from geo.space.other_ground import other_ground
from loaders.area import area_file, served
from loaders.reference import table
from loaders.sources.boundaries import (
    Wards,
    embedded_vintages,
    embedded_wards,
    is_own_map,
    to_be_replaced,
    wards_in_file,
)
from loaders.store.manifest import Manifest
from loaders.store.wards.authorities_alone import completed, missing_authorities
from loaders.store.wards.boundary_checks import (
    faults_of,
    require_codes_of_its_year,
    require_no_overlap,
    require_shapes,
)
from loaders.store.wards.vintage_codes import home_codes

WARDS = "wards.parquet"
ELECTIONS = "05-01"  # month and day from which wards are taken to be in force where nobody says: elections are in May


@dataclass(frozen=True)
class WardVintages:
    """The vintages of a build.

    reference  the rows carry its codes
    others     in the order in which they came into force
    given      ids of those that files of this load brought
    files      of these, the names of the files
    compared   of these, the wards that they take the place of, or else follow
    faults     of these, what is wrong with their shapes
    kept       of these, codes of the authorities that the files lack, which keep the wards they had
    geographies  areas of other kinds beside them, in the order of their titles: loaders.store.wards.geographies
    """

    reference: Wards
    others: tuple[Wards, ...] = ()
    given: tuple[str, ...] = ()
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    compared: Mapping[str, Wards] = field(default_factory=dict)
    faults: Mapping[str, CoverageFaults] = field(default_factory=dict)
    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    geographies: tuple[Wards, ...] = ()

    @property
    def every(self) -> tuple[Wards, ...]:
        """The reference and the others, in the order in which they came into force."""
        return _in_order((self.reference, *self.others))

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the wards of any vintage."""
        return frozenset(code for wards in self.every for code in wards.table.index)

    @property
    def codes_by_vintage(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """Id of each vintage, the reference first, and the codes of its wards."""
        every = (self.reference, *(each for each in self.every if each is not self.reference))
        return tuple((wards.vintage, frozenset(wards.table.index)) for wards in every)

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

    A file of the year of one that stands takes its place, unless the same codes stand for other ground. Raises DataProblem where two
    files are of one vintage, or the wards of one cannot be used.
    """
    vintages = _standing(previous, folder, given)
    files: dict[str, tuple[str, ...]] = {}
    compared, faults = dict[str, Wards](), dict[str, CoverageFaults]()
    kept: dict[str, tuple[str, ...]] = {}
    for names, wards in _together(given):
        file = " and ".join(names)
        before = _before(vintages, wards)
        whole, wrong = _usable(wards, before, file)
        vintages, vintage = _with(vintages, whole)
        if vintage in files:
            raise DataProblem(
                "More than one file of boundaries was given.",
                f"{', '.join(files[vintage])} and {file} both hold wards of {vintage_words(vintage)}.",
                "Load the one that the wards should follow.",
            )
        files[vintage], faults[vintage] = names, wrong
        kept[vintage] = missing_authorities(wards)
        if before is not None:
            compared[vintage] = before
    if vintages is None:
        return WardVintages(embedded_wards())  # says in words that the area holds none
    return replace(
        vintages, given=tuple(files), files=files, compared=compared, faults=faults, kept=kept
    )


def _together(given: Sequence[tuple[str, Wards]]) -> list[tuple[tuple[str, ...], Wards]]:
    """File names and wards: files of one year, each of other authorities of the area, make one vintage."""
    groups: list[tuple[tuple[str, ...], Wards]] = []
    for name, wards in given:
        mine = set(wards.table["authority_code"]) & set(served().codes)
        for at, (names, others) in enumerate(groups):
            theirs = set(others.table["authority_code"]) & set(served().codes)
            if others.vintage == wards.vintage and mine and theirs and not mine & theirs:
                groups[at] = (*names, name), _joined(others, wards, (*names, name))
                break
        else:
            groups.append(((name,), wards))
    return groups


def _joined(first: Wards, second: Wards, files: tuple[str, ...]) -> Wards:
    """The wards of the area in two files of different authorities."""
    home = [(each, each.table["authority_code"].isin(served().codes)) for each in (first, second)]
    table = pd.concat([each.table[mine] for each, mine in home])
    if table.index.has_duplicates:
        code = table.index[table.index.duplicated()][0]
        raise DataProblem(
            f"A code stands for wards of two authorities in {' and '.join(files)}.",
            f"It is {code}.",
            "Mend the code, and load them again.",
        )
    return Wards(
        table.sort_index(),
        pd.concat([each.shapes[mine] for each, mine in home]).sort_index(),
        pd.concat([each.drawing[mine] for each, mine in home]).sort_index(),
        first.vintage,
        first.exactness,
        f"{' and '.join(files)}, ONS ward boundaries {first.vintage}",
        (*first.notes, *second.notes),
    )


def _usable(wards: Wards, before: Wards | None, file: str) -> tuple[Wards, CoverageFaults]:
    """The wards of a file as they can be used, and what is to be said of their shapes. Raises DataProblem where they cannot."""
    require_shapes(wards, file=file)
    require_codes_of_its_year(wards, file=file)
    whole = completed(wards, before, file=file)
    faults = faults_of(whole)
    require_no_overlap(faults, whole, file=file)
    return whole, faults


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
        reference = wards_in_file(at / WARDS)
    else:
        lost = previous.reference.id
        brought = next(wards for _, wards in given if wards.vintage[:4] == lost[:4])
        reference = replace(brought, vintage=lost)
    others = [wards_in_file(at / vintage.folder / WARDS) for vintage in previous.vintages]
    standing = (reference, *others)
    lacking = [wards for wards in own if not any(_same_vintage(each, wards) for each in standing)]
    geographies = tuple(wards_in_file(at / each.folder / WARDS) for each in previous.geographies)
    return WardVintages(reference, _in_order([*others, *lacking]), geographies=geographies)


def _before(vintages: WardVintages | None, given: Wards) -> Wards | None:
    """The wards that a file's take the place of; else those that were in force before them; else the first of all."""
    if vintages is None:
        return None
    vintage, standing = _identity(vintages, given)
    if standing is not None:
        return standing
    begin = in_force_from(vintage)
    return next(
        (each for each in reversed(vintages.every) if came_into_force(each) <= begin),
        vintages.every[0],
    )


def _identity(vintages: WardVintages, given: Wards) -> tuple[str, Wards | None]:
    """The id of a file's wards among those that stand, and the wards whose place they take; None where they take nobody's.

    They take the place of wards of their year, but not of the project's own map where the same codes stand for other ground: the
    residents of the Census are of its ground, and would count for another without a word.
    """
    listed = _listed_vintage(given)
    of_year = [each for each in vintages.every if _same_vintage(each, given)]
    for standing in reversed(of_year):
        if not _on_other_ground(standing, given):
            return max(standing.vintage, listed or given.vintage, key=len), standing
    taken = {each.vintage: each for each in of_year}
    for name in filter(None, (listed, given.vintage)):
        if name not in taken:
            return name, None
    return given.vintage, taken[given.vintage]


def _on_other_ground(standing: Wards, given: Wards) -> bool:
    """Whether codes of the project's own map stand for other ground in a file, beyond another drawing of the same lines."""
    if not is_own_map(standing.exactness, standing.source):
        return False
    codes = sorted(home_codes(given) & home_codes(standing))
    own = given.table["authority_code"]
    return not other_ground(standing.shapes[codes], given.shapes[codes], own).empty


def _with(vintages: WardVintages | None, given: Wards) -> tuple[WardVintages | None, str]:
    """The vintages with those of a file, and the id that it has among them."""
    if vintages is None:
        return WardVintages(given), given.vintage
    vintage, standing = _identity(vintages, given)
    wards = replace(given, vintage=vintage)
    if standing is not None and standing is vintages.reference:
        return replace(vintages, reference=wards), vintage
    others = [each for each in vintages.others if each is not standing]
    return replace(vintages, others=_in_order([*others, wards])), vintage


def _in_order(wards: Iterable[Wards]) -> tuple[Wards, ...]:
    return tuple(sorted(wards, key=lambda each: (came_into_force(each), each.vintage)))


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
