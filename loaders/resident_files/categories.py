"""Tables with several rows an area, by sex, age or kind of residence: brought to one row of all residents."""

from __future__ import annotations

import pandas as pd

from geo.core.errors import DataProblem
from loaders.resident_files.layout import CATEGORIES, OLDEST_OF_ALL, SINGLE_AGE, YOUNG
from loaders.resident_files.tables import Sheet, is_whole

SEXES = {"male", "female"}, {"males", "females"}, {"m", "f"}
NOT_EACH = "residents of a part of its categories alone"
KEYS = ["code", "year"]


def without_categories(sheet: Sheet, name: str) -> pd.DataFrame:
    """The cells of a table, with `number` and `fault` of its residents, one row an area and year wherever categories part them.

    Rows for all people (“Total”, “All ages”) are taken where there are some; else categories that together are all people are summed:
    both sexes, all single ages, those of a table of the Census.

    Raises DataProblem where neither can be done: a part of the residents would stand for all.
    """
    cells, summed = sheet.cells, list[str]()
    for at, heading in sheet.layout.categories.items():
        column = f"category {at}"
        values = cells[column]
        whole = values.map({value: is_whole(value) for value in values.unique()}).astype(bool)
        if whole.any():
            cells = cells[whole]
        elif _together_are_all(set(values), heading):
            summed.append(column)
        elif values.any():
            _refuse(name, heading, values)
    return _summed(cells, summed) if summed else cells


def _together_are_all(values: set[str], heading: str) -> bool:
    ages = {int(match[2]) for value in values if (match := SINGLE_AGE.fullmatch(value))}
    if ages >= set(range(OLDEST_OF_ALL + 1)):
        return True
    sexes = {value.casefold() for value in values}
    return sexes in SEXES or bool(CATEGORIES.search(heading))


def _refuse(name: str, heading: str, values: pd.Series) -> None:
    shown = ", ".join(sorted(set(filter(None, values)))[:5])
    raise DataProblem(
        f"{name} does not count all residents.",
        f"Its column “{heading}” says: {shown}.",
        "Export it for all ages and both sexes, or with a total of them, and load it again.",
    )


def _summed(cells: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """One row an area and year: the sum over the categories, a fault where one of them has a fault or is missing."""
    young = [cells[column].map(_is_young) for column in columns]
    aged = next((mask for mask in young if mask.any()), None)
    cells = cells.assign(young=float("nan") if aged is None else cells["number"].where(aged, 0))
    groups = cells.groupby(KEYS, sort=False)
    totals = groups[["number"]].sum()
    totals["young"] = groups["young"].sum(min_count=1)
    totals["fault"] = groups["fault"].max()
    sizes = groups.size()
    totals.loc[(sizes < sizes.max()) & (totals["fault"] == ""), "fault"] = NOT_EACH
    others = cells.drop_duplicates(KEYS).drop(columns=["number", "young", "fault"])
    return others.merge(totals.reset_index(), on=KEYS)


def _is_young(value: str) -> bool:
    match = SINGLE_AGE.fullmatch(value)
    return match is not None and int(match[2]) in YOUNG
