"""Age bands: fine ones that overlap nowhere, of which every agency's cut is an exact sum."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.core.errors import DataProblem

EDGES = (10, 14, 18, 25, 26)  # the first age of each band but the youngest, in years
BANDS = ("0-9", "10-13", "14-17", "18-24", "25", "26+")
CUTS: dict[str, tuple[str, ...]] = {
    "under 18": BANDS[:3],  # youth justice, children's services
    "18–24": BANDS[3:4],  # young adults: probation
    "under 25": BANDS[:4],  # violence reduction
    "14–25": BANDS[2:5],  # the local needs assessment
    "26 and over": BANDS[5:],
}
OLDEST = 120
SEARCH_EDGES = (10, 18, 25, 35)  # the first age of each band of a search but the youngest, in years
SEARCH_BANDS = ("under 10", "10-17", "18-24", "25-34", "over 34")


def bands_of(cut: str) -> tuple[str, ...]:
    """The fine bands (str, whole years) that a named cut such as “14–25” is the exact sum of, youngest first.

    Returns a tuple. Raises DataProblem for a cut that no agency uses: two cuts are never mixed.

    Source: the cuts used by youth justice services, probation, the Home Office and the local needs assessment.
    """
    if cut not in CUTS:
        raise DataProblem(
            f"There is no age cut “{cut}”.",
            f"There are: {', '.join(CUTS)}.",
            "Choose one of them.",
            "",
        )
    return CUTS[cut]


def band_of(ages: ArrayLike) -> NDArray[np.object_]:
    """The fine band (str) of each age; None where the age is missing or lies outside 0 to 120.

    ages  float, whole or part years; NaN where not known

    Returns an object array in the order of `ages`. Source: this project; the bands meet every cut of CUTS exactly.
    """
    return _banded(ages, EDGES, BANDS)


def search_band_of(ages: ArrayLike) -> NDArray[np.object_]:
    """The band (str) that data.police.uk gives of whoever was searched; None where the age is missing or lies outside 0 to 120.

    ages  float, whole or part years; NaN where not known

    Returns an object array in the order of `ages`; 35 and older is “over 34”. Source: data.police.uk, “Age range”.
    """
    return _banded(ages, SEARCH_EDGES, SEARCH_BANDS)


def _banded(ages: ArrayLike, edges: tuple[int, ...], bands: tuple[str, ...]) -> NDArray[np.object_]:
    years = np.asarray(ages, dtype=float)
    known = (years >= 0) & (years <= OLDEST)
    words = np.array([*bands, None], dtype=object)
    return words[
        np.where(known, np.searchsorted(edges, np.where(known, years, 0), side="right"), len(bands))
    ]
