"""Which areas a file of residents may be about: wards of every vintage, LSOAs of 2021, and the authority each lies in."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from loaders.area import served
from loaders.reference import table, ward_facts

LAST_OF_2011 = 33_768  # LSOAs numbered higher, E01033769 on, were first made for the Census of 2021
NEAR = 12  # LSOAs are numbered authority by authority: two of one that are so near have none of another between them


@dataclass(frozen=True)
class KnownAreas:
    """Areas that the program knows.

    wards        code of a ward, of any vintage → code of its authority, empty where that is not known
    vintages     vintage → codes of its wards
    lsoas        code of an LSOA of 2021 → code of its authority
    authorities  code → name of the authorities served
    """

    wards: dict[str, str] = field(default_factory=dict)
    vintages: dict[str, frozenset[str]] = field(default_factory=dict)
    lsoas: dict[str, str] = field(default_factory=dict)
    authorities: dict[str, str] = field(default_factory=dict)

    def authority_of(self, code: str) -> str:
        """The authority that a ward or LSOA lies in; empty where that is not known."""
        return self.wards.get(code) or self.lsoas.get(code, "")

    def may_be_of_2011(self, code: str) -> bool:
        """Whether an LSOA that is none of 2021 stands, by its number, among those of the area, as those do that were split or merged."""
        numbers = self._numbers
        number = int(code[1:])
        at = bisect(numbers, number)
        if number % 1_000_000 > LAST_OF_2011 or not 0 < at < len(numbers):
            return False
        return numbers[at] - numbers[at - 1] <= NEAR

    @cached_property
    def _numbers(self) -> list[int]:
        return sorted(int(code[1:]) for code in self.lsoas if code[0] == "E")


def known_areas(wards: Collection[str]) -> KnownAreas:
    """What the tables of the area know, with the wards of the boundaries in use.

    wards  codes of the wards in use
    """
    facts = ward_facts()["authority_code"].to_dict()
    listed = table("ward_vintages")
    authorities = dict(zip(listed["ward_code"], listed["authority_code"], strict=True)) | facts
    vintages = {
        str(vintage): frozenset(rows["ward_code"]) for vintage, rows in listed.groupby("vintage")
    }
    lsoas = table("lsoa21_ward")
    return KnownAreas(
        {code: authorities.get(code, "") for code in (*authorities, *wards)},
        vintages,
        {
            code: authorities.get(ward, "")
            for code, ward in zip(lsoas["lsoa21"], lsoas["ward_2021"], strict=True)
        },
        served().names,
    )
