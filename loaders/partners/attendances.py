"""Assault attendances in the form of Information Sharing to Tackle Violence: when it happened, when they came, where, by what means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from loaders.partners.columns import read_rows

COLUMNS = ("incident_time", "arrival_time", "place", "means")
FORMS = (
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
)
LONGEST_MEANS = 60


def read_attendances(
    data: bytes, file: str, places: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows that fit (arrival month as its first day, hour of the incident or NaN, ward_code, means), and the others with reason.

    places  ward_code by the name or code of a ward, or the name of a place, in small letters

    Times and the words of a place are not kept: month, hour and ward are what the dashboard counts. A place that is not known
    has no ward (“”).
    """

    def read(cells: dict[str, str]) -> dict[str, object]:
        arrived = _moment(cells["arrival_time"], "arrival time")
        happened = (
            _moment(cells["incident_time"], "incident time") if cells["incident_time"] else None
        )
        if happened is not None and happened > arrived:
            raise ValueError("they arrived before it happened")
        if len(cells["means"]) > LONGEST_MEANS:
            raise ValueError(f"its means are longer than {LONGEST_MEANS} characters")
        return {
            "month": arrived.date().replace(day=1),
            "hour": float("nan") if happened is None else float(happened.hour),
            "ward_code": places.get(cells["place"].casefold(), ""),
            "means": cells["means"],
        }

    return read_rows(data, file, COLUMNS, read)


def _moment(text: str, name: str) -> datetime:
    for form in FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise ValueError(f"its {name} is not like 2024-05-31 23:40")
