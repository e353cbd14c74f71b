"""What the values of a column look like: dates, metres, degrees, grid references, postcodes, codes, ages, words that we know."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.space.areas import to_grid
from loaders.area import served
from loaders.extract.dates import DAY_NUMBER, Orders, read_dates
from loaders.extract.kinds import ExtractKind
from loaders.extract.mapping import template_mapping
from loaders.extract.place_words import POSTCODE, degree_pairs, grid_references
from loaders.reference import table

NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
DECIMAL = re.compile(r"[-+]?\d{1,2}\.\d{2,}")
WHOLE = re.compile(r"\d{1,3}")
TIME = re.compile(r"\d{1,2}[:.]\d{2}([:.]\d{2})?( ?[ap]m)?", re.I)
CODE = re.compile(r"0*\d{1,3}[A-Z]?(/\d{1,2})?")
AROUND_METRES = 50_000  # about the area, in which a force's own offences lie
ON_GRID = 0.5  # of a number that is metres on the grid, though not near here
LOOKS_LIKE_A_CODE = 0.6
Shape = Callable[[Sequence[str]], float]


def share(values: Sequence[str], fits: Callable[[str], object]) -> float:
    return sum(bool(fits(text)) for text in values) / len(values) if values else 0.0


@dataclass(frozen=True)
class DateShare:
    """How much of a column are dates.

    share        of values that are dates from 1990 to today; a bare number of five digits may be a day's, and counts half
    month_first  whether more of them can be read with the month before the day
    """

    share: float
    month_first: bool


def date_shares(columns: Sequence[Sequence[str]]) -> list[DateShare]:
    """How much of each column are dates, all columns read at once: a file may have thousands."""
    texts = _series([text for values in columns for text in values])
    day_first, month_first = (_date_weights(texts, month_first=order) for order in (False, True))
    ends = np.cumsum([len(values) for values in columns], dtype=int)
    shares = list[DateShare]()
    for values, end in zip(columns, ends, strict=True):
        one, other = (
            float(weights[end - len(values) : end].mean()) if values else 0.0
            for weights in (day_first, month_first)
        )
        shares.append(DateShare(max(one, other), other > one))
    return shares


def _date_weights(texts: pd.Series, *, month_first: bool) -> NDArray[np.float64]:
    mapping = replace(template_mapping(), month_first=month_first)
    read = read_dates(texts, "", mapping, orders=Orders(), today=date.today())
    sound = ~np.isnat(read.at) & ~np.logical_or.reduce(list(read.faults.values()))
    numbered = texts.str.fullmatch(DAY_NUMBER).to_numpy(dtype=bool)
    return np.where(sound, np.where(numbered, 0.5, 1.0), 0.0)


def times(values: Sequence[str]) -> float:
    """Share of values that are a time of day and no date."""
    return share(values, TIME.fullmatch)


def with_time(values: Sequence[str]) -> float:
    """Share of values that hold a time of day, beside a date or not."""
    return share(values, re.compile(r"\d{1,2}:\d{2}").search)


def eastings(values: Sequence[str]) -> float:
    return _metres(values, 0, 700_000)


def northings(values: Sequence[str]) -> float:
    return _metres(values, 1, 1_300_000)


def longitudes(values: Sequence[str]) -> float:
    return share(values, lambda text: DECIMAL.fullmatch(text) and -9 <= float(text) <= 3)


def latitudes(values: Sequence[str]) -> float:
    return share(values, lambda text: DECIMAL.fullmatch(text) and 49 <= float(text) <= 61)


def references_to_grid(values: Sequence[str]) -> float:
    """Share of values that name a square of the grid, or hold both degrees."""
    if not values:
        return 0.0
    texts = _series(values)
    known = ~np.isnan(grid_references(texts).grid[:, 0]) | ~np.isnan(degree_pairs(texts)[:, 0])
    return float(known.mean())


def postcodes(values: Sequence[str]) -> float:
    return share(values, lambda text: POSTCODE.search(text.upper()))


def offence_codes(values: Sequence[str]) -> float:
    """Share of values that are listed Home Office codes; those that only look like codes count somewhat less."""
    listed = set(table("offence_codes")["offence_code"])
    spelt = [text.upper().replace(" ", "").lstrip("0") for text in values]
    return max(share(spelt, listed.__contains__), LOOKS_LIKE_A_CODE * share(spelt, CODE.fullmatch))


def ages(values: Sequence[str]) -> float:
    return share(values, lambda text: WHOLE.fullmatch(text) and int(text) <= 120)


def own_references(values: Sequence[str]) -> float:
    """Share of values that hold a figure and are no decimal and no time: how a reference looks."""
    return share(
        values,
        lambda text: (
            re.search(r"\d", text) and not DECIMAL.fullmatch(text) and not TIME.fullmatch(text)
        ),
    )


def texts(values: Sequence[str]) -> float:
    """Share of values that hold a word."""
    return share(values, re.compile(r"[A-Za-z]{3}").search)


def words_of(field: str, kind: ExtractKind) -> Shape:
    """Share of values that are words which we know of a field."""
    known = kind.spellings().get(field, {})
    return lambda values: share(values, lambda text: text.lower() in known)


def _metres(values: Sequence[str], axis: int, most: int) -> float:
    low, high = _bounds_in_metres()[axis]

    def fit(text: str) -> float:
        metres = float(text) if NUMBER.fullmatch(text) else 0.0
        return 1.0 if low <= metres <= high else ON_GRID if 1_000 <= metres <= most else 0.0

    return sum(map(fit, values)) / len(values) if values else 0.0


def _bounds_in_metres() -> tuple[tuple[float, float], tuple[float, float]]:
    """Eastings and northings between which a force's own offences lie."""
    west, south, east, north = served().bounds
    corners = to_grid(np.array([west, east, west, east]), np.array([south, north, north, south]))
    low, high = corners.min(axis=0) - AROUND_METRES, corners.max(axis=0) + AROUND_METRES
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def _series(values: Sequence[str]) -> pd.Series:
    return pd.Series(list(values), dtype="str")
