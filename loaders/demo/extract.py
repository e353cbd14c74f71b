"""The demonstration's force extract: the same offences as its street-level crime, with what only the force's own records know.

`data/README.md` says what is planted. The rows are written in the template's columns and read by the same reader as real ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame

from geo.core.schema import POSSESSION, ROBBERY, VIOLENCE
from geo.core.selection import month_after
from loaders.demo.people import people_of_month
from loaders.demo.planted import planted
from loaders.extract.kinds import OFFENCES
from loaders.reference import table, ward_facts

FILE = "demonstration-force-extract.csv"
SALT = b"demonstration: made-up references"
KINDS = (POSSESSION, VIOLENCE, ROBBERY)
FINDINGS = {
    POSSESSION: {
        "search": 0.30,
        "warrant": 0.05,
        "arrest": 0.10,
        "knife arch": 0.02,
        "school": 0.06,
        "public report": 0.27,
        "victim report": 0.13,
        "": 0.07,
    },
    VIOLENCE: {
        "victim report": 0.63,
        "public report": 0.30,
        "arrest": 0.01,
        "school": 0.01,
        "": 0.05,
    },
    ROBBERY: {"victim report": 0.80, "public report": 0.16, "": 0.04},
}
CODES = {
    POSSESSION: {"10D": 0.74, "10C": 0.16, "10B": 0.06, "90": 0.04},
    VIOLENCE: {
        "8N": 0.30,
        "105A": 0.29,
        "8L": 0.11,
        "8R": 0.08,
        "20A": 0.05,
        "3B": 0.04,
        "19C": 0.04,
        "8Q": 0.03,
        "104": 0.03,
        "5D": 0.02,
        "8P": 0.01,
    },
    ROBBERY: {"34B": 0.92, "34A": 0.08},
}
KNIFE_SHARE = {
    "8N": 0.03,
    "20A": 0.003,
    "3B": 0.10,
    "19C": 0.01,
    "5D": 0.30,
    "8P": 0.03,
    "34B": 0.20,
    "34A": 0.24,
}
LINES = ("local line", "county line", "no line", "unclear", "")
# Shares of LINES by what the offence is, where more is tied to local lines and elsewhere.
LINE_SHARES = {
    "knife": ((0.45, 0.08, 0.22, 0.07, 0.18), (0.18, 0.10, 0.42, 0.08, 0.22)),
    POSSESSION: ((0.22, 0.05, 0.23, 0.05, 0.45), (0.08, 0.06, 0.31, 0.05, 0.50)),
    "other": ((0.015, 0.010, 0.100, 0.010, 0.865), (0.005, 0.010, 0.100, 0.010, 0.875)),
}
YOUNG_SHARE = {"local line": 0.72, "county line": 0.60}  # suspects aged 14 to 25
YOUNG_OTHERWISE, YOUNG_VICTIMS = 0.36, 0.42
AGE_KNOWN, VICTIM_AGE_KNOWN, TAGGED = 0.65, 0.80, 0.25
DAY_WEIGHTS = np.array([1.0, 0.95, 0.95, 1.0, 1.3, 1.55, 1.25])  # Monday first
HOUR_WEIGHTS = np.array(
    [5, 4, 3, 2, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 5, 5, 5, 5, 6, 6, 7, 7, 6], dtype=float
)
DAY_ONLY, FROM_TO = 0.08, 0.25


def extract_rows(
    street: DataFrame,
    month: date,
    random: np.random.Generator,
    *,
    searched: tuple[Sequence[str], float],
) -> DataFrame:
    """The month's possession, violence and robbery as the force's records have them, in the columns of the template.

    street    the month's street-level rows as written, and the ward of each (ward)
    searched  wards where searching has risen, and how many times possession is what it would be there
    """
    rows = street[street["Crime type"].isin(KINDS)].reset_index(drop=True)
    kind, ward = rows["Crime type"].to_numpy(dtype=object), rows["ward"].to_numpy(dtype=object)
    code, finding = _drawn(CODES, kind, random), _drawn(FINDINGS, kind, random)
    wards, times = searched
    by_search = (
        (kind == POSSESSION)
        & np.isin(ward.astype(str), wards)
        & (random.random(len(rows)) < 1 - 1 / times)
    )
    finding[by_search] = "search"
    knife = random.random(len(rows)) < pd.Series(code).map(KNIFE_SHARE).fillna(0).to_numpy()
    line = _lines(kind, ward, knife, random)
    titles = table("offence_codes").set_index("offence_code")["offence_title"]
    columns = {
        "crime_reference": [f"DEMO/{month:%y%m}/{number:05}" for number in range(1, len(rows) + 1)],
        "offence_code": code,
        "offence_title": pd.Series(code).map(titles),
        "offence_type": kind,
        **_times(len(rows), month, random),
        "longitude": rows["Longitude"],
        "latitude": rows["Latitude"],
        "location_text": rows["Location"].str.removeprefix("On or near "),
        "knife_flag": np.where(kind == POSSESSION, "", np.where(knife, "yes", "no")),
        "weapon": np.where(
            knife, "knife", np.where((kind == POSSESSION) & (code == "10C"), "other", "")
        ),
        "finding": finding,
        **_judgement(line, month),
        **_ages(kind, line, random),
        "outcome": rows["Last outcome category"],
        "operation": _operations(ward, month, random),
        **people_of_month(ward, knife, kind != POSSESSION, month),
    }
    return DataFrame(columns).reindex(columns=OFFENCES.fields, fill_value="")


def _drawn(
    shares: dict[str, dict[str, float]], kind: NDArray[np.object_], random: np.random.Generator
) -> NDArray[np.object_]:
    """A word for each row by the shares of its kind."""
    words = np.empty(len(kind), dtype=object)
    for kind_name, of_kind in shares.items():
        mine, chances = kind == kind_name, np.array(list(of_kind.values()))
        words[mine] = random.choice(
            np.array(list(of_kind), dtype=object), int(mine.sum()), p=chances / chances.sum()
        )
    return words


def _lines(
    kind: NDArray[np.object_],
    ward: NDArray[np.object_],
    knife: NDArray[np.bool_],
    random: np.random.Generator,
) -> NDArray[np.object_]:
    """The line type of each row by what it is and where; empty where nobody has judged it."""
    more = (ward_facts()["authority_code"].reindex(ward) == planted().lines).to_numpy()
    words = np.full(len(kind), "", dtype=object)
    for what, mine in (
        ("knife", knife),
        (POSSESSION, kind == POSSESSION),
        ("other", ~knife & (kind != POSSESSION)),
    ):
        for shares, here in zip(LINE_SHARES[what], (mine & more, mine & ~more), strict=True):
            words[here] = random.choice(np.array(LINES, dtype=object), int(here.sum()), p=shares)
    return words


def _judgement(line: NDArray[np.object_], month: date) -> dict[str, object]:
    """What makes a line type one: basis, day, desk and how surely."""
    judged, number = line != "", np.arange(len(line))
    day = f"{month_after(month) + timedelta(days=6):%d/%m/%Y}"
    return {
        "line_type": line,
        "line_judged_on": np.where(judged, day, ""),
        "line_basis": np.where(
            judged, np.array(["intelligence", "phone data", "seizure", "account"])[number % 4], ""
        ),
        "line_judged_by": np.where(
            judged, np.array(["analyst", "intelligence desk"])[number % 2], ""
        ),
        "line_sure": np.where(
            judged, np.array(["high", "medium", "medium", "low"])[number // 4 % 4], ""
        ),
    }


def _ages(
    kind: NDArray[np.object_], line: NDArray[np.object_], random: np.random.Generator
) -> dict[str, object]:
    suspects = pd.Series(line).map(YOUNG_SHARE).fillna(YOUNG_OTHERWISE).to_numpy()
    victims = np.full(len(kind), YOUNG_VICTIMS)
    return {
        "suspect_age": _age(suspects, random.random(len(kind)) < AGE_KNOWN, random),
        "victim_age": _age(
            victims, (kind != POSSESSION) & (random.random(len(kind)) < VICTIM_AGE_KNOWN), random
        ),
    }


def _age(
    young: NDArray[np.float64], known: NDArray[np.bool_], random: np.random.Generator
) -> NDArray[np.str_]:
    """Ages in years as text: 14 to 25 with the chance given, else 26 to 60; empty where not known."""
    years = np.where(
        random.random(len(young)) < young,
        random.integers(14, 26, len(young)),
        random.integers(26, 61, len(young)),
    )
    return np.where(known, years.astype(str), "")


def _times(rows: int, month: date, random: np.random.Generator) -> dict[str, object]:
    """From, to and day of recording, all within the month; some as a day alone, some as a span of hours."""
    last = (month_after(month) - month).days
    weights = DAY_WEIGHTS[[(month + timedelta(days=day)).weekday() for day in range(last)]]
    day = random.choice(last, rows, p=weights / weights.sum())
    hour = random.choice(24, rows, p=HOUR_WEIGHTS / HOUR_WEIGHTS.sum())
    start = pd.Timestamp(month) + pd.to_timedelta(
        day * 1440 + hour * 60 + random.integers(0, 60, rows), unit="min"
    )
    end = (start + pd.to_timedelta(np.ceil(random.exponential(480, rows)), unit="min")).where(
        random.random(rows) < FROM_TO
    )
    end = pd.Series(end).clip(upper=pd.Timestamp(month_after(month)) - pd.Timedelta(minutes=1))
    recorded = np.minimum(
        np.maximum(day, end.dt.day.fillna(0).to_numpy() - 1) + random.geometric(0.6, rows) - 1,
        last - 1,
    )
    day_only = (random.random(rows) < DAY_ONLY) & end.isna().to_numpy()
    texts = np.where(day_only, start.strftime("%d/%m/%Y"), start.strftime("%d/%m/%Y %H:%M"))
    return {
        "committed_from": texts,
        "committed_to": end.dt.strftime("%d/%m/%Y %H:%M").fillna(""),
        "recorded_on": (pd.Timestamp(month) + pd.to_timedelta(recorded, unit="D")).strftime(
            "%d/%m/%Y"
        ),
    }


def _operations(
    ward: NDArray[np.object_], month: date, random: np.random.Generator
) -> NDArray[np.object_]:
    """The operation that some rows of its ward are tagged with, from the month it starts."""
    tags = np.full(len(ward), "", dtype=object)
    for operation in table("demonstration_operations").itertuples():
        start = pd.to_datetime(operation.start, format="%d/%m/%Y").date()
        if operation.ward_code and month >= start.replace(day=1):
            tags[(ward == operation.ward_code) & (random.random(len(ward)) < TAGGED)] = (
                operation.name
            )
    return tags
