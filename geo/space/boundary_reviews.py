"""When the wards of an authority were redrawn, and since when the wards that a vintage shows have stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pandas import DataFrame


@dataclass(frozen=True, order=True)
class BoundaryReview:
    """A day on which wards of one authority were replaced by others.

    day        the first on which the new wards were in force
    authority  its code
    vintage    id of the vintage that holds the new wards
    ended      int, wards of the vintage before whose code this one does not hold
    before     int, wards of the authority in the vintage before
    made       int, wards of this vintage whose code the one before does not hold
    """

    day: date
    authority: str
    vintage: str
    ended: int
    before: int
    made: int

    @property
    def whole(self) -> bool:
        """Whether no ward of the authority kept its code."""
        return self.ended == self.before


def boundary_reviews(wards: DataFrame, in_force: Mapping[str, date]) -> tuple[BoundaryReview, ...]:
    """Every review between two vintages that follow one another, by day and authority.

    wards     a row a vintage and ward: vintage, ward_code, authority_code (str)
    in_force  vintage → the first day on which its wards were in force; vintages that are not in it are left out

    A vintage without wards of an authority says nothing of it. Codes decide, since the Office for National Statistics gives a
    ward another code whenever its line is redrawn.
    """
    reviews = []
    for authority, history in _histories(wards, in_force).items():
        for (_, before), (vintage, codes) in pairwise(history):
            if codes != before:
                ended, made = len(before - codes), len(codes - before)
                day = in_force[vintage]
                reviews.append(BoundaryReview(day, authority, vintage, ended, len(before), made))
    return tuple(sorted(reviews))


def standing_since(wards: DataFrame, in_force: Mapping[str, date], vintage: str) -> dict[str, str]:
    """Authority code → the vintage since which its wards have had the codes that they have in `vintage`; wards as boundary_reviews."""
    since: dict[str, str] = {}
    for authority, history in _histories(wards, in_force).items():
        ids = [each for each, _ in history]
        if vintage not in ids:
            continue
        at = ids.index(vintage)
        while at and history[at - 1][1] == history[at][1]:
            at -= 1
        since[authority] = ids[at]
    return since


def _histories(
    wards: DataFrame, in_force: Mapping[str, date]
) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Authority code → its vintages with their codes, in the order in which they came into force."""
    histories: dict[str, list[tuple[str, frozenset[str]]]] = {}
    known = wards[wards["vintage"].isin(list(in_force))]
    for (authority, vintage), codes in known.groupby(["authority_code", "vintage"])["ward_code"]:
        histories.setdefault(str(authority), []).append((str(vintage), frozenset(codes)))
    return {
        authority: sorted(history, key=lambda each: in_force[each[0]])
        for authority, history in histories.items()
    }
