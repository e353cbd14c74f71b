"""Rows of totals in a file of residents: set apart, and held against the sum of the areas they are of."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from loaders.area import served
from loaders.documents.lines_apart import TOTAL as TOTAL_WORDS
from loaders.resident_files.area_codes import TOTAL, WARD, is_authority

TOTAL_REASON = "a total, not an area: set apart"


def is_total(cells: pd.DataFrame) -> pd.Series:
    """Whether each row is a total: by a code of an authority or of what is larger, or by its words (“Total”, the authority's name).

    cells  level; row, the row's text
    """
    names = {*served().names.values(), served().name, served().force_name}
    words = {
        text: bool(TOTAL_WORDS.fullmatch(label)) or label in names
        for text in cells["row"][cells["level"] == ""].unique()
        if (label := next((cell.strip() for cell in text.split(",") if cell.strip()), ""))
    }
    return (cells["level"] == TOTAL) | cells["row"].map(words).eq(True)


def differing_totals(totals: pd.DataFrame, areas: pd.DataFrame, name: str) -> Iterator[str]:
    """Where an authority's own row says other than the sum of its areas that were accepted.

    totals  code, year, number of rows of totals without a fault
    areas   home (code of the authority), year, number, level of rows that were accepted
    """
    names = served().names
    sums = areas.groupby(["home", "year"])["number"].agg(["sum", "size"])
    levels = areas.groupby(["home", "year"])["level"].first()
    for code, year, number in totals[["code", "year", "number"]].itertuples(index=False):
        key = (code, year)
        if not is_authority(code) or key not in sums.index or sums.at[key, "sum"] == number:
            continue
        of_year = f" of {year}" if year else ""
        unit = "wards" if levels[key] == WARD else "LSOAs"
        yield (
            f"{name}: the total{of_year} of {names.get(code, code)} is {number:,}, and its {sums.at[key, 'size']:,} {unit} "
            f"make {sums.at[key, 'sum']:,}; the {unit} count."
        )
