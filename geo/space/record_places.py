"""Where the wards that a record names lie among the wards of another vintage."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pandas import DataFrame, Series

from geo.space.vintages import HANDFUL, NOTICEABLE, later_shares

SAME_GROUND = 0.99  # of postcodes and ground in common, from which a ward is the same
MENTIONED = 0.05  # a part of a record, or of a ward, below it is no more than a line drawn anew


@dataclass(frozen=True)
class Part:
    """A ward of the other vintage in which a part of a record's wards lies.

    share          float, 0 to 1, of the record's postcodes (of its ground where those are few)
    share_of_ward  float, 0 to 1, of that ward's postcodes (or ground)
    """

    code: str
    share: float
    share_of_ward: float


@dataclass(frozen=True)
class RecordPlace:
    """A record's wards among those of another vintage.

    parts        largest share first; none where nothing of that vintage holds them
    same_ground  whether the record's wards are these wards, whole, whatever these are called
    """

    parts: tuple[Part, ...] = ()
    same_ground: bool = False

    @property
    def wards(self) -> tuple[str, ...]:
        """Codes of the wards in which it lies, those passed over that hold, or are made of, less than 5 % of it: the largest in any case."""
        mentioned = [p.code for p in self.parts if max(p.share, p.share_of_ward) >= MENTIONED]
        return tuple(mentioned) or tuple(p.code for p in self.parts[:1])

    @property
    def mentioned(self) -> tuple[Part, ...]:
        """The parts of those wards."""
        return tuple(part for part in self.parts if part.code in self.wards)


def record_place(wards: Collection[str], crosswalk: DataFrame) -> RecordPlace:
    """Where a record's wards of one vintage lie in another.

    wards      ward codes of the crosswalk's earlier side, str; those that it does not know have no say
    crosswalk  as geo.space.vintages.crosswalk gives, from the record's vintage to the other, whichever is the later

    Returns a RecordPlace. The wards are one piece of ground: a ward of the other vintage made of two of them has the sum of both.
    Parts under 0.5 % of both the record and the ward are none. The ground is the same where wards that are 99 % made of it hold 99 %
    of it, by postcodes and by area.

    Source: geo.space.vintages, by postcodes, by area where an earlier ward has fewer than five of them.
    """
    rows = crosswalk[crosswalk["earlier"].isin(list(wards))]
    if rows.empty:
        return RecordPlace()
    postcodes = rows.groupby("earlier")["addresses"].transform("sum")
    weight = rows["share"] * postcodes.where(postcodes >= HANDFUL, 1)
    area = rows["share_of_area"] / rows.groupby("earlier")["share_of_area"].transform("sum")
    parts = DataFrame(
        {
            "later": rows["later"],
            "share": weight / weight.sum(),
            "ground": area / area.sum(),
            "of_ward": later_shares(crosswalk)[rows.index],
            "of_ground": _later_ground(crosswalk)[rows.index],
        }
    )
    parts = parts.groupby("later", sort=True).sum()
    parts = parts[parts[["share", "of_ward"]].max(axis=1) >= NOTICEABLE]
    parts = parts.sort_values("share", ascending=False, kind="stable")
    made_of_it = parts[parts[["of_ward", "of_ground"]].min(axis=1) >= SAME_GROUND]
    same = made_of_it[["share", "ground"]].sum().min() >= SAME_GROUND
    return RecordPlace(
        tuple(
            Part(str(code), float(row["share"]), float(row["of_ward"]))
            for code, row in parts.iterrows()
        ),
        bool(same),
    )


def _later_ground(crosswalk: DataFrame) -> Series:
    """How much of its later ward's ground each relation is; of its postcodes where the ground was not measured."""
    if "share_of_later_area" not in crosswalk:
        return later_shares(crosswalk)
    ground = crosswalk["share_of_later_area"]
    return ground / ground.groupby(crosswalk["later"]).transform("sum")
