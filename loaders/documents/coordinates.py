"""Coordinates as they are written, and the pairs of them that mean that no place is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
GROUPED = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?"
DECIMAL_COMMA = r"-?\d+,\d+"
BLANKS = frozenset(
    ["n/a", "na", "null", "nil", "none", "nan", "-", "--", "unknown", "not known", "no location", "not stated", "tbc", "#n/a"]
)  # fmt: skip
GRID_ORIGIN = (
    -7.5571,
    49.7668,
)  # degrees of 0, 0 on the National Grid, which a conversion makes of noughts
ORIGIN_DEGREES = 0.01
NO_PLACE = "places are 0, 0 or another sign that none is known, such as -1 or 9999999; they were read as not given"


def numbers(texts: pd.Series, *, degrees: bool = False) -> tuple[Numbers, Mask]:
    """Text as numbers, NaN where empty, a word for nothing, or unreadable; and which were unreadable.

    degrees  a comma can only be a decimal one; else three digits behind each comma make it one that parts thousands
    """
    words = texts.str.strip().str.replace(r"[\s\u00a0]|m$|°", "", regex=True)
    words = words.mask(words.str.lower().isin({blank.replace(" ", "") for blank in BLANKS}), "")
    commas = words.str.contains(",")
    if commas.any():
        grouped = words.str.fullmatch(GROUPED) & (not degrees)
        decimal = words.str.fullmatch(DECIMAL_COMMA) & ~grouped
        words = words.mask(grouped, words.str.replace(",", ""))
        words = words.mask(decimal, words.str.replace(",", "."))
    values = pd.to_numeric(words, errors="coerce").to_numpy(dtype=float)
    bad = ((words != "").to_numpy() & np.isnan(values)) | np.isinf(values)
    return np.where(bad, np.nan, values), bad


def without_place(x: Numbers, y: Numbers) -> Mask:
    """Pairs that are written where no place is known: noughts, ones below nought, rows of nines, and the grid's own origin in degrees.

    x, y  float, NaN where not given; a single nought or -1 beside a true number is a place, or a fault, but not these
    """
    nought, below = (x == 0) & (y == 0), (x == -1) & (y == -1)
    nines = _nines(x) & _nines(y)
    origin = (np.abs(x - GRID_ORIGIN[0]) < ORIGIN_DEGREES) & (
        np.abs(y - GRID_ORIGIN[1]) < ORIGIN_DEGREES
    )
    only_one = (np.isnan(y) & ((x == 0) | (x == -1) | _nines(x))) | (
        np.isnan(x) & ((y == 0) | (y == -1) | _nines(y))
    )
    return nought | below | nines | origin | only_one


def _nines(values: Numbers) -> Mask:
    """Figures of nothing but nines, three of them at least before the point: 999, 99999, 9999999.0, 999.99; whatever their sign."""
    size = np.nan_to_num(np.abs(values))
    power = 10.0 ** np.ceil(np.log10(np.maximum(size, 1.0)))
    return (size >= 999) & (power - size <= 1) & (power > size)
