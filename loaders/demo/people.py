"""The demonstration's made-up people: who is named in an offence. In one authority a few are named far more than chance gives.

Drawn by a generator of their own, so that offences and all else that is made up stay as they are.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loaders.demo.planted import planted
from loaders.reference import ward_facts

FEW, SHARE_OF_FEW = (
    30,
    0.45,
)  # people, and the share of knife-enabled offences with a suspect there in which one of them stands
KNOWN, KNOWN_OTHERWISE, VICTIM_KNOWN = (
    0.86,
    0.45,
    0.92,
)  # of knife-enabled offences, of others; victims of either
SECOND = 0.10  # of the offences with a suspect, those with two
# Everybody else: so many that a name returns as often as chance brings it about.
OTHERS, OTHERS_OTHERWISE = 2_000, 40_000
SEED = 20230118


def people_of_month(
    ward: NDArray[np.object_], knife: NDArray[np.bool_], robbed: NDArray[np.bool_], month: date
) -> dict[str, NDArray[np.object_]]:
    """References of suspects and victims of each row, several parted by “;”, empty where nobody is known.

    robbed  rows that have a victim: possession of a weapon has none
    """
    random = np.random.default_rng([SEED, 4, month.year, month.month])
    there = (ward_facts()["authority_code"].reindex(ward) == planted().few_hands).to_numpy()
    known = random.random(len(ward)) < np.where(knife, KNOWN, KNOWN_OTHERWISE)
    first, second = (_suspects(knife, there, random) for _ in range(2))
    two = random.random(len(ward)) < SECOND
    both = np.where(two & (first != second), first + "; " + second, first)
    victims = _numbered("V", random.integers(0, OTHERS * 10, len(ward)))
    has_victim = robbed & (random.random(len(ward)) < VICTIM_KNOWN)
    return {
        "suspect_references": np.where(known, both, ""),
        "victim_references": np.where(has_victim, victims, ""),
    }


def _suspects(
    knife: NDArray[np.bool_], there: NDArray[np.bool_], random: np.random.Generator
) -> NDArray[np.object_]:
    """One suspect a row: of the few where they are planted and the knife flag stands, else anybody."""
    of_few = knife & there & (random.random(len(knife)) < SHARE_OF_FEW)
    anybody = np.where(
        knife,
        random.integers(0, OTHERS, len(knife)),
        OTHERS + random.integers(0, OTHERS_OTHERWISE, len(knife)),
    )
    # people of the two authorities are others
    return np.where(
        of_few,
        _numbered("F", random.integers(0, FEW, len(knife))),
        np.where(there, _numbered("S", anybody), _numbered("N", anybody)),
    )


def _numbered(letter: str, numbers: NDArray[np.int64]) -> NDArray[np.object_]:
    return (f"DEMO-{letter}" + pd.Series(numbers).astype(str)).to_numpy(dtype=object)
