"""The map's own words, with dates checked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from geo.core.schema import ORIGINS
from ui.text import map as map_text

NEW_YEAR, APRIL, MAY = date(2022, 1, 1), date(2022, 4, 25), date(2022, 5, 1)


def row(**changed: Any) -> dict[str, Any]:
    return {"status": "live", "start": NEW_YEAR, "end": None} | changed


def test_an_operation_says_its_status_and_dates() -> None:
    assert map_text.on_map(pd.Series(row())) == "live, from 1 January 2022"
    assert (
        map_text.on_map(pd.Series(row(status="planned", start=APRIL, end=MAY)))
        == "planned, 25 April to 1 May 2022"
    )
    assert (
        map_text.on_map(pd.Series(row(status="planned", start=None)))
        == "planned, start not recorded"
    )


def test_a_point_is_said_as_published() -> None:
    assert map_text.street("On or near High Street") == "on or near High Street"
    assert (
        map_text.street("") == "at a place without a street name" == map_text.street("No location")
    )


def test_every_origin_has_its_words() -> None:
    assert set(map_text.ORIGIN_WORDS) == set(map_text.ORIGIN_SHORT) == set(ORIGINS)
