"""Residents of a window of months: the years that they lived in it, summed, from estimates for single years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from pandas import DataFrame, Series

from geo.core.errors import DataProblem

MONTHS_A_YEAR = 12


def person_years(residents_by_year: DataFrame, months: Sequence[date]) -> Series:
    """Years lived by the residents of each area in a window of months: 1,000 residents over six months live 500 person-years.

    residents_by_year  residents of each area (index) in each year (columns, int): mid-year estimates or a census; NaN where not known
    months             first days of the months that were received, each once, in any order; a month that was not received adds nothing

    Each month takes the residents of its calendar year, or those of the nearest year that is held (the earlier of two equally near):
    `estimate_years` says which. Offences / person-years × 1,000 is the rate per 1,000 residents a year.

    Returns float by area, in the order of `residents_by_year`; NaN where the residents of a year that is used are not known.

    Raises DataProblem where no year of residents or no month is given, or a month is given twice.

    Source: person-time at risk with mid-year populations as its estimate, as in Rothman, Greenland and Lash, Modern Epidemiology (2008).
    """
    held = [int(year) for year in residents_by_year.columns]
    used = [_nearest(held, month) for month in _checked(months)]
    return (residents_by_year[used].sum(axis=1, skipna=False) / MONTHS_A_YEAR).rename(
        "person_years"
    )


def estimate_years(years: Iterable[int], months: Sequence[date]) -> tuple[int, ...]:
    """The years whose residents `person_years` uses for these months, oldest first.

    years   years for which residents are held (int)
    months  first days of the months that were received

    Raises DataProblem as `person_years` does. Source: this project.
    """
    held = list(years)
    return tuple(sorted({_nearest(held, month) for month in _checked(months)}))


def _nearest(years: Iterable[int], month: date) -> int:
    held = np.array(sorted(years), dtype=int)
    if not len(held):
        raise DataProblem(
            "No year of residents is held, so there is no rate.", do="Load residents."
        )
    return int(held[np.argmin(np.abs(held - month.year))])


def _checked(months: Sequence[date]) -> Sequence[date]:
    if not len(months):
        raise DataProblem(
            "No month was received in this period, so there is no rate.", do="Choose other months."
        )
    if len(set(months)) < len(months):
        raise DataProblem("A month is given twice, so its residents would count twice.")
    return months
