"""A random sample of searches for a panel: stratified, drawn by a seed, the same again from the same searches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pandas import DataFrame, Series

from geo.core.errors import DataProblem
from geo.core.schema import FORCE_SEARCHES, SEARCHES

PUBLISHED_SEARCHES, OWN_RECORDS = "data.police.uk", "the force's own records"
PACK_SOURCES = {PUBLISHED_SEARCHES: SEARCHES, OWN_RECORDS: FORCE_SEARCHES}


def allotted(sizes: Series, size: int) -> Series:
    """How many of a sample each stratum gets (int), in proportion to its size, at least one each while there is room.

    sizes  int, searches in each stratum, above 0
    size   int, how many in all; no more than there are is given

    Returns a Series with the index of `sizes`, in sum the smaller of `size` and all there are, no stratum above its own size.
    Where there are more strata than places, the largest get one each.

    Source: proportional allocation with largest remainders, after Cochran (1977).
    """
    size = min(size, int(sizes.sum()))
    order = sizes.sort_values(ascending=False, kind="stable").index
    if size <= len(sizes):
        return Series(1, index=order[:size]).reindex(sizes.index, fill_value=0).astype(int)
    given = Series(1, index=sizes.index)
    left, rest = size - len(sizes), sizes - 1
    exact = left * rest / rest.sum()
    whole = np.floor(exact).astype(int)
    more = (
        (exact - whole).sort_values(ascending=False, kind="stable").index[: left - int(whole.sum())]
    )
    return (given + whole + Series(1, index=more).reindex(sizes.index, fill_value=0)).astype(int)


def stratified_sample(
    searches: DataFrame, strata: Sequence[str], size: int, *, seed: int
) -> DataFrame:
    """Searches drawn at random within strata, in the order of a shuffled pack.

    searches  one row each; a column *key* tells them apart and orders them, so that the order in which they come is nothing to it
    strata    columns whose values make the strata; an empty value is a stratum of its own
    size      int, at least 1; where fewer are there, all are drawn
    seed      int, at least 0

    Returns the rows drawn with columns *sample* (1, 2, …), first, and *stratum*, in words, last. Raises DataProblem where there
    is nothing to draw from, or keys are repeated.

    Source: stratified random sampling without replacement; PCG64 by O'Neill (2014), as NumPy draws.
    """
    if searches.empty:
        raise DataProblem(
            "There is no search to draw from.", "", "Choose other months, or fewer filters."
        )
    if searches["key"].duplicated().any():
        raise DataProblem("Two searches have one key.", "", "Load the month again.")
    ordered = searches.sort_values("key", ignore_index=True)
    named = [
        ordered[name].astype(object).where(ordered[name].notna(), "not given").astype(str)
        for name in strata
    ]
    stratum = (
        named[0].str.cat(named[1:], sep=" · ") if named else Series("all", index=ordered.index)
    )
    random = np.random.default_rng(seed)
    drawn: list[int] = []
    for name, many in allotted(stratum.value_counts().sort_index(), size).items():
        drawn.extend(random.choice(ordered.index[stratum == name].to_numpy(), many, replace=False))
    pack = ordered.assign(stratum=stratum).iloc[random.permutation(np.array(drawn, int))]
    pack.insert(0, "sample", range(1, len(pack) + 1))
    return pack.reset_index(drop=True)


def pack_source(pack: Mapping[str, Any]) -> str:
    """The source whose searches a pack is drawn from: police.uk's where it does not say."""
    return PACK_SOURCES.get(str(pack.get("source") or ""), SEARCHES)
