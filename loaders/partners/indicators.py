"""Indicator files of partners: one figure an area and period, as health, schools or youth justice publish them among themselves."""

from __future__ import annotations

import re
from collections.abc import Collection

import pandas as pd

from loaders.partners.columns import read_rows

COLUMNS = ("indicator", "area_code", "period", "numerator", "denominator", "value", "source")
PERIOD = re.compile(r"\d{4}(/\d{2}|-(0[1-9]|1[0-2])|-Q[1-4])?")


def read_indicators(
    data: bytes, file: str, areas: Collection[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows that fit, with the columns of COLUMNS (numbers float, NaN where empty), and the others with line and reason.

    areas  codes of wards and authorities in the boundaries in use
    """

    def read(cells: dict[str, str]) -> dict[str, object]:
        if not cells["indicator"]:
            raise ValueError("it names no indicator")
        if cells["area_code"] not in areas:
            raise ValueError("its area code is not in the boundaries")
        if not PERIOD.fullmatch(cells["period"]):
            raise ValueError("its period is not like 2024, 2023/24, 2024-Q1 or 2024-05")
        numbers = {
            name: _number(cells[name], name) for name in ("numerator", "denominator", "value")
        }
        return {**cells, **numbers}

    return read_rows(data, file, COLUMNS, read)


def _number(text: str, name: str) -> float:
    """A number of 0 or more, NaN where it is empty."""
    if not text:
        return float("nan")
    if not re.fullmatch(r"\d+(\.\d+)?", text.replace(",", "")):
        raise ValueError(f"its {name} is no number of 0 or more")
    return float(text.replace(",", ""))
