"""Codes of areas as the Office for National Statistics gives them: what kind of area one is, and what to load instead of a kind that cannot be used."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from loaders.boundary_files.ward_layers import WARD_CODE

CODE = re.compile(r"[EWSNKJL]\d{8}")
WARD, LSOA, TOTAL, OTHER = "ward", "LSOA", "total", "other"


@dataclass(frozen=True)
class AreaKind:
    """A kind of area.

    level    WARD, LSOA, TOTAL (an authority or what is larger), or OTHER, which cannot be used
    pattern  of its codes
    name     of several, in sentences
    fineness how small its areas are: of several columns with codes the smallest areas are those that a row is about
    """

    level: str
    pattern: str
    name: str
    fineness: int


# Entity codes of the ONS register of geographic codes.
KINDS = (
    AreaKind(OTHER, r"(E00|W00|S00|N00)\d{6}|N0000\d{4}", "output areas", 0),
    AreaKind(LSOA, r"(E01|W01)\d{6}", "LSOAs", 1),
    AreaKind(OTHER, r"(S01|N20|N21)\d{6}", "data zones of Scotland or Northern Ireland", 1),
    AreaKind(WARD, WARD_CODE, "wards", 2),
    AreaKind(OTHER, r"(E02|W02|S02)\d{6}", "middle layer super output areas (MSOAs)", 3),
    AreaKind(OTHER, r"(E04|W04)\d{6}", "parishes", 3),
    AreaKind(OTHER, r"E58\d{6}", "divisions of a county council", 3),
    AreaKind(OTHER, r"(E14|W07|S14|N05|N06)\d{6}", "constituencies", 4),
    AreaKind(TOTAL, r"(E0[6-9]|W06|S12|N09)\d{6}", "authorities", 5),
    AreaKind(TOTAL, r"(E1[0-3]|E22|E23|E47|E92|W15|W92|S92|N92|K0\d|J0\d)\d{6}", "larger areas", 6),
)
UNKNOWN = AreaKind(OTHER, CODE.pattern, "areas of another kind", 4)
INSTEAD = "Load residents by ward, or by LSOA of 2021: the Office for National Statistics and Nomis publish both."


def kind_of(code: str) -> AreaKind | None:
    """The kind of area that a code is of; None where it is no code of the register."""
    if not CODE.fullmatch(code):
        return None
    return next((kind for kind in KINDS if re.fullmatch(kind.pattern, code)), UNKNOWN)


def levels(codes: pd.Series) -> pd.Series:
    """Of each code its level (WARD, LSOA, TOTAL, OTHER), empty where it is no code; in the order and with the index of `codes`."""
    known = {code: kind_of(code) for code in codes.unique()}
    return codes.map({code: kind.level if kind else "" for code, kind in known.items()})


def is_authority(code: str) -> bool:
    """Whether a code is that of a local authority."""
    kind = kind_of(code)
    return kind is not None and kind.name == "authorities"
