"""Gi* on wards: rates steadied by empirical Bayes, so that a small ward does not stand out for having few residents."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.core.false_discovery import false_discovery_q
from geo.hotspots.cells import (
    ALPHA,
    COLD,
    FEWEST_EXPECTED,
    FEWEST_OFFENCES,
    HOT,
    GiStar,
    Ints,
    standings,
)
from geo.hotspots.local_statistics import gi_star
from geo.rates.rates import smoothed_rates

FEWEST_WARDS = 10


def ward_hotspots(
    offences: Ints,
    residents: ArrayLike,
    near: Any,
    *,
    alpha: float = ALPHA,
    fewest_expected: float = FEWEST_EXPECTED,
) -> GiStar:
    """Which wards, with those around them, have rates higher or lower than chance allows, after false-discovery control.

    offences         int, one a ward
    residents        float, people living there; a ward without residents is not tested
    near             binary weights including self, from geo.hotspots.cells.near_matrix
    alpha            float, share of false finds allowed
    fewest_expected  float, a ward is tested where it and those around it would hold so many at the overall rate

    Returns a GiStar; near_points are residents, expected the offences at the overall rate; p is analytic, by the normal
    distribution, which on wards agrees with permutation (tests/geo/hotspots/test_wards.py). Where no ward's rate differs from
    the overall one by more than chance, all are *not significant*.

    Raises DataProblem for fewer than 50 offences or 10 wards.

    Source: Marshall (1991) for the rates; Ord and Getis (1995), binary weights including self; Benjamini and Hochberg (1995).
    """
    people = np.nan_to_num(np.asarray(residents, dtype=float))
    if int(offences.sum()) < FEWEST_OFFENCES or len(people) < FEWEST_WARDS:
        raise DataProblem(
            "There are too few offences to find hotspots.",
            f"We saw {int(offences.sum()):,} in {len(people)} wards; "
            f"{FEWEST_OFFENCES} in {FEWEST_WARDS} are the fewest.",
            "Choose more months or more offence types.",
            "",
        )
    lived = people > 0
    near_offences, near_people = near @ offences, near @ people
    expected = near_people * offences.sum() / people.sum()
    rates = smoothed_rates(offences[lived], people[lived]).rate
    inside = near[lived][:, lived]
    lists = [
        sorted(set(inside.indices[inside.indptr[at] : inside.indptr[at + 1]].tolist()) - {at})
        for at in range(inside.shape[0])
    ]
    z, p = np.full(len(people), np.nan), np.full(len(people), np.nan)
    z[lived], p[lived] = gi_star(rates, lists)
    tested = lived & (expected >= fewest_expected)
    p[~tested] = np.nan
    q = false_discovery_q(p)
    significant = q <= alpha
    standing = standings(
        tested, significant, z > 0, offences > people * offences.sum() / people.sum()
    )
    whole = {"points": people, "near_offences": near_offences, "near_points": near_people}
    table = DataFrame(
        {
            "offences": offences,
            **{name: np.rint(values).astype(np.int64) for name, values in whole.items()},
            "expected": expected,
            "z": z,
            "p": p,
            "q": q,
            "standing": standing,
        }
    )
    return GiStar(
        table,
        {
            "places": len(people),
            "with_points": int(lived.sum()),
            "tested": int(tested.sum()),
            "below_p": int((p < alpha).sum()),
            "kept": int(significant.sum()),
            "hot": int((standing == HOT).sum()),
            "cold": int((standing == COLD).sum()),
        },
    )
