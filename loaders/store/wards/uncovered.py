"""Ground of the area served that lies in no ward of a vintage: a ward left out of its file, or a hole. No rate of its authority is formed then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.area import in_words
from geo.core.vintage_words import vintage_words
from geo.space.coverage import DRAWING_METRES, CoverageFaults, Uncovered, uncovered_ground
from loaders.area import served
from loaders.reference import table, ward_vintages
from loaders.sources.boundaries import Wards
from loaders.store.wards.vintage_codes import home_codes

MOST_NAMED = 6
SAME_CODES = (
    0.5  # of an authority's wards, from which a vintage goes on with the codes of the one before
)
LISTED = 0.95  # of its codes, from which a file is of a list


def ground_in_no_ward(
    wards: Wards, before: Wards | None, faults: CoverageFaults
) -> tuple[Uncovered, ...]:
    """What of each authority lies in no ward.

    before  a vintage that covers the ground; where there is none, holes in the midst of the wards alone are seen
    faults  of the shapes of the area served
    """
    if before is None:
        holes: dict[str, list[Uncovered]] = {}
        for hole in faults.holes:
            if hole.square_metres >= np.pi * DRAWING_METRES**2:
                for home in hole.authorities:
                    holes.setdefault(home, []).append(
                        Uncovered(home, (), hole.around, hole.square_metres)
                    )
        return tuple(_together(holes[home]) for home in sorted(holes))
    old = before.shapes[sorted(home_codes(before))]
    held = set(wards.table["authority_code"])
    homes = before.table["authority_code"]
    old = old[homes[old.index].isin(held).to_numpy()]
    return uncovered_ground(old, homes[old.index], wards.shapes, _addresses())


def uncovered_words(
    uncovered: Iterable[Uncovered], wards: Wards, before: Wards | None
) -> dict[str, str]:
    """Authority code → what of it lies in no ward, and why: “2.31 km² of A lie in no ward: B is not among them”."""
    names = served().names
    return {
        each.authority: f"{_area(each.square_metres)} of {names.get(each.authority, each.authority)} lie in no ward: "
        f"{_why(each, wards, before)}"
        for each in uncovered
    }


def no_rate(words: Mapping[str, str]) -> str:
    """What lies in no ward, and that no rate is formed for it; empty where all lies in wards. words: as uncovered_words gives them."""
    if not words:
        return ""
    names = served().names
    named = " or ".join(names.get(code, code) for code in words)
    whole = " or the whole area" if len(served().codes) > 1 else ""
    return f"{'; '.join(words.values())}. No rate is formed for {named}{whole}; counts stand."


def _why(each: Uncovered, wards: Wards, before: Wards | None) -> str:
    if each.wards and before is not None:
        names_before = before.table["ward_name"]
        left_out = [
            f"{names_before[code]} {code}" for code in each.wards if code not in wards.table.index
        ]
        mine = before.table.index[before.table["authority_code"] == each.authority]
        if not left_out or mine.isin(wards.table.index).mean() < SAME_CODES:
            # the codes are others than before: only a list of this year's can say which is not there
            left_out = _listed_and_absent(each.authority, wards)
        if left_out:
            return f"{_named(left_out)} {'is' if len(left_out) == 1 else 'are'} not among them"
        gone = _named([f"{names_before[code]} {code}" for code in each.wards])
        return f"it was {gone} by the wards of {vintage_words(before.vintage)}"
    names = wards.table["ward_name"]
    around = _named([f"{names[code]} {code}" for code in each.around])
    return f"a hole is left {'in' if len(each.around) == 1 else 'between'} {around}"


def _listed_and_absent(authority: str, wards: Wards) -> list[str]:
    """Wards of an authority that the list of this year's codes has and the file has not, where it is of that list."""
    listed, codes = ward_vintages(), home_codes(wards)
    if not len(listed) or not codes:
        return []
    of_year = listed[listed["vintage"].str[:4] == wards.vintage[:4]]
    if len(codes & set(of_year["ward_code"])) < LISTED * len(codes):
        return []
    mine = of_year[of_year["authority_code"] == authority]
    absent = mine[~mine["ward_code"].isin(codes)].drop_duplicates("ward_code")
    return [f"{row.ward_name} {row.ward_code}" for row in absent.itertuples()]


def _together(several: list[Uncovered]) -> Uncovered:
    around = sorted({code for each in several for code in each.around})
    whole = sum(each.square_metres for each in several)
    return Uncovered(several[0].authority, (), tuple(around), whole)


def _addresses() -> NDArray[np.float64]:
    postcodes: pd.DataFrame = table("postcodes")
    if not len(postcodes):
        return np.empty((0, 2))
    return postcodes[["easting", "northing"]].astype(float).to_numpy()


def _named(words: list[str]) -> str:
    more = len(words) - MOST_NAMED
    return in_words([*words[:MOST_NAMED], *([f"{more:,} more"] if more > 0 else [])])


def _area(square_metres: float) -> str:
    return f"{square_metres / 1e6:,.2f} km²"
