"""Indicator files: what does not fit says why."""

from __future__ import annotations

import pytest

from geo.core.errors import DataProblem
from loaders.partners.indicators import read_indicators
from tests.loaders.partners.test_files import INDICATOR_FILE, PENHILL


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("Admissions,", ","), "it names no indicator"),
        (("2022/23", "22"), "its period is not like"),
        ((",12,", ",-1,"), "its numerator is no"),
    ],
)
def test_an_indicator_that_does_not_fit_says_why(change: tuple[str, str], reason: str) -> None:
    line = f"Admissions,{PENHILL},2022/23,12,1000,12.0,made up".replace(*change)
    rows, rejected = read_indicators(
        INDICATOR_FILE.split(b"\n")[0] + b"\n" + line.encode(), "i.csv", {PENHILL}
    )
    assert rows.empty and rejected["reason"].iloc[0].startswith(reason)


def test_a_column_that_lacks_or_an_empty_file_is_refused() -> None:
    with pytest.raises(DataProblem, match="no column called “period”"):
        read_indicators(INDICATOR_FILE.replace(b"period", b"when"), "i.csv", {PENHILL})
    with pytest.raises(DataProblem, match="holds no rows"):
        read_indicators(INDICATOR_FILE.split(b"\n")[0], "i.csv", {PENHILL})
