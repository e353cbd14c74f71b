"""Whose residents stand under the rates of a window of months: of which years, and how far those that were carried may be from a count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from geo.rates.person_years import estimate_years

NOT_STATED = 0


@dataclass(frozen=True)
class ResidentsUsed:
    """Whose residents stand under rates.

    years     years of the residents, in order; 0 where a year is not stated
    others    years of the months of which there are none, so that the nearest stand in, in order
    carried   basis (such as *carried from 2021-12*) → how many wards have residents that are no count
    fidelity  the most by which one of these may be from a count, as a share of it
    """

    years: tuple[int, ...]
    others: tuple[int, ...] = ()
    carried: Mapping[str, int] = field(default_factory=dict)
    fidelity: float = 0.0


def residents_used(residents: pd.DataFrame, months: Iterable[date]) -> ResidentsUsed | None:
    """What the mean of residents over some months takes; None where there are none.

    residents  rows of loaders.store.wards.denominators.RESIDENTS_COLUMNS, of the wards that are meant
    months     none for the newest year
    """
    if not len(residents):
        return None
    known = sorted({int(year) for year in residents["year"]})
    asked = sorted({month.year for month in months})
    of_each = [date(year, 1, 1) for year in asked]
    years = set(estimate_years(known, of_each)) if of_each else {known[-1]}
    rows = residents[residents["year"].isin(years) & (residents["fidelity"] > 0)]
    wards = rows.groupby("basis")["ward_code"].nunique()
    return ResidentsUsed(
        tuple(sorted(years)),
        tuple(year for year in asked if year not in known) if known != [NOT_STATED] else (),
        {str(basis): int(many) for basis, many in wards.items()},
        float(rows["fidelity"].max()) if len(rows) else 0.0,
    )
