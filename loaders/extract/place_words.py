"""Places written in words: OS grid references, postcodes, and street names where a mapping asks for them; as metres on the grid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loaders.reference import table

Numbers = NDArray[np.float64]
REFERENCE = re.compile(r"([A-HJ-Z]{2})(\d{4,10})")
TWELVE_FIGURES = re.compile(r"(\d{6})[ ,/;]*(\d{6,7})")
DEGREES = re.compile(r"\(?([-+]?\d{1,3}\.\d+)°?[ ,;/]+([-+]?\d{1,3}\.\d+)°?\)?")
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b")
COARSE = 6  # figures: a square of 100 m or more may lie in several wards
SHORT = {
    "RD": "ROAD", "AVE": "AVENUE", "AV": "AVENUE", "DR": "DRIVE", "DRV": "DRIVE", "CL": "CLOSE", "CLO": "CLOSE",
    "CRES": "CRESCENT", "CR": "CRESCENT", "LN": "LANE", "GDNS": "GARDENS", "GDN": "GARDEN", "PL": "PLACE", "SQ": "SQUARE",
    "TER": "TERRACE", "TCE": "TERRACE", "CT": "COURT", "GR": "GROVE", "GRO": "GROVE", "PK": "PARK", "WY": "WAY", "HL": "HILL",
    "GRN": "GREEN", "MDWS": "MEADOWS", "MT": "MOUNT", "ST": "STREET", "STR": "STREET", "WLK": "WALK", "RI": "RISE", "VW": "VIEW",
}  # fmt: skip
AROUND = re.compile(
    r"\b(ON OR NEAR|JUNCTION (OF|WITH)|OUTSIDE|OPPOSITE|NEAR|OFF|FLAT \w+|UNIT \w+)\b|\b\d+[A-Z]?\b"
)


@dataclass(frozen=True)
class InWords:
    """Places found in texts.

    grid    metres, shape (n, 2), NaN where none was understood
    coarse  of which the text names only a square of 100 m or more
    """

    grid: Numbers
    coarse: NDArray[np.bool_]


def grid_references(texts: pd.Series) -> InWords:
    """The middles of the squares that OS grid references name: two letters and 4 to 10 figures, with blanks or without.

    Twelve figures, six of each metre, are taken as well; a pair of degrees is left to `degree_pairs`.
    """
    codes, distinct = pd.factorize(texts)
    grid, coarse = np.full((len(distinct), 2), np.nan), np.zeros(len(distinct), dtype=bool)
    for at, text in enumerate(distinct):
        square = _square(str(text))
        if square:
            grid[at], coarse[at] = square[:2], square[2]
    return InWords(grid[codes], coarse[codes])


def _square(text: str) -> tuple[float, float, bool] | None:
    """Middle of the square that one reference names, and whether it is a coarse one."""
    from osbng.bng_reference import BNGReference
    from osbng.errors import BNGReferenceError

    packed = re.sub(r"[\s,./:;-]", "", text).upper()
    if (named := REFERENCE.fullmatch(packed)) and len(named[2]) % 2 == 0:
        try:
            easting, northing = BNGReference(packed).bng_to_xy(position="centre")
        except BNGReferenceError:
            return None
        return float(easting), float(northing), len(named[2]) <= COARSE
    if figures := TWELVE_FIGURES.fullmatch(text.strip()):
        return float(figures[1]), float(figures[2]), False
    return None


def degree_pairs(texts: pd.Series) -> Numbers:
    """Longitude and latitude of cells that hold both, whichever stands first: Britain's latitudes are no longitudes of its own."""
    codes, distinct = pd.factorize(texts)
    degrees = np.full((len(distinct), 2), np.nan)
    for at, text in enumerate(distinct):
        if pair := DEGREES.fullmatch(str(text).strip()):
            first, second = float(pair[1]), float(pair[2])
            if 49 <= first <= 61 and -9 <= second <= 3:
                degrees[at] = second, first
            elif 49 <= second <= 61 and -9 <= first <= 3:
                degrees[at] = first, second
    return degrees[codes]


def postcodes(texts: pd.Series) -> Numbers:
    """Metres of the middle of each postcode, NaN where it is none of the area's table."""
    known = _postcodes()
    packed = texts.str.upper().str.extract(POSTCODE).fillna("")
    return known.reindex(packed[0] + packed[1]).to_numpy(dtype=float)


@cache
def _postcodes() -> pd.DataFrame:
    listed = table("postcodes")
    grid = listed[["easting", "northing"]].astype(float)
    return grid.set_axis(listed["postcode"].str.replace(" ", "").str.upper()).loc[
        lambda f: ~f.index.duplicated()
    ]


def streets(texts: pd.Series) -> InWords:
    """Metres of the middle of the street that a text names, where the area has one street of that name in one ward; coarse: the text
    names a place beside it by which it was chosen among several.

    A street that runs through several wards, or that several places have and none is named, is not told.
    """
    codes, distinct = pd.factorize(texts)
    grid, chosen = np.full((len(distinct), 2), np.nan), np.zeros(len(distinct), dtype=bool)
    by_name = _streets()
    for at, text in enumerate(distinct):
        words = _spelt_out(str(text))
        named = [street for street in _phrases(words) if street in by_name]
        if not named:
            continue
        listed = by_name[max(named, key=len)]
        places = listed
        if len(listed) > 1:
            places = [row for row in listed if re.search(rf"\b{re.escape(row[0])}\b", words)]
        if len(places) == 1:
            grid[at], chosen[at] = places[0][1:], len(listed) > 1
    return InWords(grid[codes], chosen[codes])


@cache
def _streets() -> dict[str, list[tuple[str, float, float]]]:
    """Street, spelt out → place, easting and northing of each."""
    listed: dict[str, list[tuple[str, float, float]]] = {}
    for row in table("streets").itertuples():
        listed.setdefault(_spelt_out(str(row.street)), []).append(
            (_spelt_out(str(row.place)), float(str(row.easting)), float(str(row.northing)))
        )
    return listed


def _spelt_out(text: str) -> str:
    """Capitals without numbers of houses and signs, short words written out; Saint before a name stays St."""
    words = re.sub(r"[^A-Z0-9 ]", " ", re.sub(r"['’.]", "", text.upper()))
    parts = AROUND.sub(" ", words).split()
    return " ".join(SHORT.get(part, part) if at else part for at, part in enumerate(parts))


def _phrases(words: str) -> list[str]:
    """Every run of two to five words."""
    parts = words.split()
    return [
        " ".join(parts[at : at + length])
        for length in range(2, 6)
        for at in range(len(parts) - length + 1)
    ]
