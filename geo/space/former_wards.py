"""Which wards of one vintage a ward of another means: its parts with their shares, and the one that may be opened in its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pandas import DataFrame

MOSTLY = 0.8
NOTICEABLE = 0.005


@dataclass(frozen=True)
class WardPart:
    """A ward that holds a part of another.

    share  float, 0 to 1, of the other ward's postcodes; None where it is not known
    """

    code: str
    share: float | None = None


def parts_by_crosswalk(code: str, crosswalk: DataFrame) -> tuple[WardPart, ...]:
    """The parts of a ward, largest first, without those under 0.5 %.

    crosswalk  earlier, later (str), share (float), as geo.space.vintages.crosswalk gives from the ward's vintage to the other
    """
    rows = crosswalk[(crosswalk["earlier"] == code) & (crosswalk["share"] >= NOTICEABLE)]
    parts = [
        WardPart(str(later), float(share))
        for later, share in zip(rows["later"], rows["share"], strict=True)
    ]
    return tuple(sorted(parts, key=_largest_first))


def parts_by_history(code: str, history: DataFrame, known: Collection[str]) -> tuple[WardPart, ...]:
    """The parts of a ward among wards known, by a table of which code became which; largest first, empty where none leads there.

    history  code, became (str), share (of the postcodes of `code`: float, NaN where not known)
    known    codes of the wards among which it is looked for

    Later wards are looked for first, step by step; where none is known, the earlier ones that became this ward, whose part of
    it no such table gives.
    """
    later = _followed(code, history, known)
    if later:
        return later
    reached, seen, parts = {code}, {code}, set[str]()
    while reached:
        before = set(history.loc[history["became"].isin(reached), "code"]) - seen
        parts |= before & set(known)
        reached = before - parts
        seen |= before
    return tuple(WardPart(each) for each in sorted(parts))


def main_part(parts: Sequence[WardPart]) -> str:
    """The code of the ward that is meant by the one of these parts; "" where several may be.

    A single part is meant, and the largest where it holds 80 % or more.
    """
    if len(parts) == 1:
        return parts[0].code
    if parts and parts[0].share is not None and parts[0].share >= MOSTLY:
        return parts[0].code
    return ""


def _followed(code: str, history: DataFrame, known: Collection[str]) -> tuple[WardPart, ...]:
    shares: dict[str, float] = {}
    unknown = set[str]()
    ways: list[tuple[str, float, frozenset[str]]] = [(code, 1.0, frozenset({code}))]
    while ways:
        at, share, passed = ways.pop()
        for _, row in history[history["code"] == at].iterrows():
            became, part = str(row["became"]), share * float(row["share"])
            if became in passed:
                continue
            if became not in known:
                ways.append((became, part, passed | {became}))
            elif part == part:  # NaN where a share is not known
                shares[became] = shares.get(became, 0.0) + part
            else:
                unknown.add(became)
    parts = [WardPart(each) for each in unknown]
    parts += [
        WardPart(each, share)
        for each, share in shares.items()
        if share >= NOTICEABLE and each not in unknown
    ]
    return tuple(sorted(parts, key=_largest_first))


def _largest_first(part: WardPart) -> tuple[float, str]:
    return -(part.share or 0.0), part.code
