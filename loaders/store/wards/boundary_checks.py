"""What a boundary file is refused for before its wards are used: figures would be wrong, and nobody could see it."""

from __future__ import annotations

import shapely

from geo.core.errors import DataProblem
from geo.core.vintage_words import vintage_words
from geo.space.coverage import CoverageFaults, Overlap, coverage_faults
from loaders.reference import ward_vintages
from loaders.sources.boundaries import Wards
from loaders.store.wards.vintage_codes import home_codes

# Wards whose lines were generalised one by one, by up to 200 m, overlap by strips: up to 2 % of a ward, none wide enough for this.
WIDE_METRES = 100  # radius of a circle that an overlap holds
NOTICEABLE = 0.05  # share of the smaller ward
MOST_NAMED = 5


def faults_of(wards: Wards) -> CoverageFaults:
    """What is wrong with the shapes of the area served: see geo.space.coverage."""
    home = sorted(home_codes(wards))
    return coverage_faults(wards.shapes[home], wards.table["authority_code"][home])


def require_no_overlap(faults: CoverageFaults, wards: Wards, *, file: str) -> None:
    """Refuse wards that share more ground than strips along a line: its offences would count in the one whose code sorts first."""
    noticeable = [
        each for each in faults.overlaps if each.share >= NOTICEABLE or _is_wide(each, wards)
    ]
    if not noticeable:
        return
    names = wards.table["ward_name"]
    named = [
        f"{names[each.code]} {each.code} and {names[each.other_code]} {each.other_code} by {each.square_metres / 1e6:,.2f} km² "
        f"({each.share:.0%} of the smaller)"
        for each in noticeable[:MOST_NAMED]
    ]
    more = len(noticeable) - len(named)
    raise DataProblem(
        f"Wards of {file} overlap.",
        f"{'; '.join(named)}{f'; and {more:,} pairs more' if more else ''}.",
        "What lies there would count in one of the two by chance: mend their line, or download the layer again.",
    )


def _is_wide(overlap: Overlap, wards: Wards) -> bool:
    ground = shapely.intersection(wards.shapes[overlap.code], wards.shapes[overlap.other_code])
    return not shapely.is_empty(shapely.buffer(ground, -WIDE_METRES))


def require_shapes(wards: Wards, *, file: str) -> None:
    """Refuse wards whose rings leave no ground once they are mended."""
    empty = wards.table.index[shapely.is_empty(wards.shapes.to_numpy())]
    if len(empty):
        raise DataProblem(
            f"{file} holds wards whose shape encloses no ground.",
            f"They are: {', '.join(empty[:MOST_NAMED])}{' …' if len(empty) > MOST_NAMED else ''}.",
            "Download the layer again.",
        )


def require_codes_of_its_year(wards: Wards, *, file: str) -> None:
    """Refuse a file whose codes are all of another year's list, and not all of the list of the year that it says.

    Of a year without a list of its own, a file whose codes came only later, and are not all of the list in force in that year.
    """
    listed, codes = ward_vintages(), home_codes(wards)
    if not len(listed) or not codes:
        return
    lists = {str(v): set(rows) for v, rows in listed.groupby("vintage")["ward_code"]}
    year = wards.vintage[:4]
    own = [v for v in lists if v[:4] == year]
    others = [v for v in lists if v not in own and codes <= lists[v]]
    if not own:
        own = [v for v in sorted(lists) if v[:4] < year][-1:]
        others = [v for v in others if v[:4] > year]
    if not own or not others or any(codes <= lists[v] for v in own):
        return
    known = max(len(codes & lists[v]) for v in own)
    right = others[-1]
    raise DataProblem(
        f"{file} says that its wards are of {wards.vintage[:4]}, and their codes are not.",
        f"{known:,} of its {len(codes):,} codes are in the list of {vintage_words(own[-1])}, all of them in that of {vintage_words(right)}.",
        f"Name its columns by the year of the codes, WD{right[2:4]}CD and WD{right[2:4]}NM, or download the wards of {wards.vintage[:4]}.",
    )
