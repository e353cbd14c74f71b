"""What the files of one load hold of each source, force and month, and which of them counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from loaders.sources import registry
from loaders.sources.source import Source
from loaders.store.manifest import Key as Key
from loaders.store.manifest import Partition
from loaders.store.proposal import Holding, ProposalLine, losses, replacement


@dataclass(frozen=True)
class Candidate:
    """A month as one file of the load has it.

    position   where the file stands among those given
    ids_in_common, ids_before   see ProposalLine
    """

    part: Partition
    holding: Holding
    position: int
    ids_in_common: int | None = None
    ids_before: int | None = None
    remarks: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[bool, str, int]:
        """Archives in the order of their publication, then files by themselves in the order they were named: the last counts.

        So files given together come to what they would one after another, whichever thread is the first to have read its own.
        """
        publication = self.holding.publication
        return not publication, publication, self.position


class Candidates:
    """Every candidate of a load, by source, force and month; the caller sees to it that one thread at a time adds."""

    def __init__(self) -> None:
        self._of: dict[Key, list[Candidate]] = {}
        self._before: dict[Key, Holding] = {}

    def add(self, candidate: Candidate, before: Holding | None) -> None:
        key = candidate.part.key
        self._of[key] = sorted([*self._of.get(key, []), candidate], key=lambda c: c.rank)
        if before:
            self._before[key] = before

    def outranked(self, candidate: Candidate) -> bool:
        """Whether another file of the load counts rather than this."""
        return any(other.rank > candidate.rank for other in self._of.get(candidate.part.key, []))

    def winner(self, key: Key) -> Candidate:
        return self._of[key][-1]

    def winners(self) -> Iterator[Candidate]:
        return (given[-1] for given in self._of.values())

    def losers(self) -> Iterator[Partition]:
        """What was given and does not count, unless the same rows count from another file."""
        for *others, winner in self._of.values():
            yield from (other.part for other in others if other.part.digest != winner.part.digest)

    def lines(self) -> Iterator[ProposalLine]:
        """A line for each source, force and month that files were given for."""
        for key, given in self._of.items():
            winner, source = given[-1], registry.declared(key[0])
            yield replacement(
                (key[0], source.display_name, key[1], key[2]),
                self._before.get(key),
                [candidate.holding for candidate in given],
                ids_in_common=winner.ids_in_common,
                ids_before=winner.ids_before,
                remarks=winner.remarks,
            )


def part_holding(part: Partition) -> Holding:
    """A month as its build's manifest tells of it, without opening its rows."""
    return Holding(part.accepted, **standing_facts(part))


def standing_facts(part: Partition) -> dict[str, Any]:
    """What of a holding the manifest knows better than the rows do."""
    return {
        "without_place": part.without_location,
        "outside": part.outside,
        "publication": part.publication,
        "files": part.files,
        "digest": part.digest,
    }


def register_holding(part: Partition, unit: str = "operation") -> Holding:
    """The operations register of a build, or another table that is replaced as a whole.

    unit  what one of its rows is
    """
    return Holding(part.accepted, files=part.files, digest=part.digest, unit=unit)


def wards_holding(table: pd.DataFrame, file: str, digest: str) -> Holding:
    """Ward boundaries, as `Wards.table` lists them."""
    authorities = frozenset(table["authority_name"])
    return Holding(
        len(table), authorities, files=(file,), digest=digest, unit="ward", kind="authority"
    )


def geography_holding(areas: int, file: str, digest: str) -> Holding:
    """A geography beside wards, by the number of its areas."""
    return Holding(areas, files=(file,), digest=digest, unit="area")


def boundaries_line(
    source: Source, before: Holding | None, after: Holding, *, embedded: bool
) -> ProposalLine:
    """The line of a boundary file.

    embedded  what stands is the project's own map, which stands in for whichever boundaries a reader has: only an authority can be lost
    """
    line = replacement((source.id, source.display_name, "", ""), before, [after])
    if before is None or not embedded:
        return line
    return replace(line, questions=losses(replace(before, count=after.count), after))
