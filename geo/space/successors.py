"""What an earlier ward became: one relation word, and its later wards with their shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pandas import DataFrame, Series

from geo.space.vintages import later_shares

SAME_GROUND = 0.99
MOSTLY_ONE = 0.8


class Became(StrEnum):
    """What an earlier area became."""

    SAME = "the same"
    RENAMED = "renamed"
    CHANGED = "changed"
    SPLIT = "split between several"
    PART = "part of"
    NONE = "none"


@dataclass(frozen=True)
class Successor:
    """A later area that holds a part of an earlier one.

    share           float, 0 to 1, of the earlier area's postcodes (of its ground where those are few)
    share_of_area   float, 0 to 1, of the earlier area's ground
    share_of_later  float, 0 to 1, of the later area's postcodes (or ground) that this part is
    """

    code: str
    share: float
    share_of_area: float
    share_of_later: float


@dataclass(frozen=True)
class Succession:
    """What an earlier area became, and its successors, largest share first."""

    code: str
    became: Became
    successors: tuple[Successor, ...]

    @property
    def main(self) -> str:
        """The later area that is meant where the earlier one is asked for; "" where there is none, or several are as good."""
        clear = self.became not in (Became.SPLIT, Became.NONE)
        return self.successors[0].code if clear else ""


def successors(code: str, crosswalk: DataFrame, threshold: float = MOSTLY_ONE) -> Succession:
    """The later areas that an earlier one became.

    code       of the earlier area
    crosswalk  as geo.space.vintages.crosswalk gives
    threshold  float, 0 to 1, the share from which the earlier area is mostly one later area

    Returns a Succession, whose word is the first that fits:
        none        no later area holds a noticeable part of it
        the same    one holds 99 % of its postcodes and ground, is 99 % made of it, and has its code
        renamed     so, under another code
        part of     one of another code holds 99 % of it, and is larger
        changed     one holds `threshold` or more of it
        split between several   none does

    Both drawings of one line differ: ground is measured among the parts that are no slivers (see crosswalk).
    """
    rows = crosswalk[crosswalk["earlier"] == code]
    if rows.empty:
        return Succession(code, Became.NONE, ())
    parts = rows.assign(
        ground=rows["share_of_area"] / rows["share_of_area"].sum(),
        part=later_shares(crosswalk)[rows.index],
        later_ground=_later_ground(crosswalk)[rows.index],
    ).sort_values(["share", "ground"], ascending=False)
    main = parts.iloc[0]
    holds_it = min(main["share"], main["ground"]) >= SAME_GROUND
    made_of_it = min(main["part"], main["later_ground"]) >= SAME_GROUND
    return Succession(
        code,
        _word(holds_it, made_of_it, main["later"] == code, main["share"] >= threshold),
        tuple(
            Successor(str(later), float(share), float(ground), float(part))
            for later, share, ground, part in zip(
                parts["later"], parts["share"], parts["ground"], parts["part"], strict=True
            )
        ),
    )


def _later_ground(crosswalk: DataFrame) -> Series:
    """Each relation's part of its later area's ground, among the relations of that area."""
    ground = crosswalk["share_of_later_area"]
    return ground / ground.groupby(crosswalk["later"]).transform("sum")


def _word(holds_it: bool, made_of_it: bool, same_code: bool, mostly: bool) -> Became:
    if holds_it and made_of_it:
        return Became.SAME if same_code else Became.RENAMED
    if holds_it and not same_code:
        return Became.PART
    return Became.CHANGED if mostly else Became.SPLIT
