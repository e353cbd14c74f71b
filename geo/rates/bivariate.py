"""Two rates of every ward on one map: nine classes, and the wards where the two disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geo.core.false_discovery import false_discovery_q
from geo.rates.comparison import score_dispersion
from geo.rates.rates import require_known_wards

SURE = 0.05  # false discovery rate over all wards


@dataclass(frozen=True)
class Grid:
    """Nine classes: 3 × the third of the second rate + the third of the first, 0 to 8; -1 where either has none.

    across, up  limits between the thirds of the first and of the second rate, in their own unit
    """

    classes: NDArray[np.int8]
    across: tuple[float, float]
    up: tuple[float, float]


def thirds(values: Series) -> tuple[NDArray[np.int8], tuple[float, float]]:
    """The third of its wards that each value is in: 0 lowest, 1 middle, 2 highest, -1 where there is no value.

    values  float; a value equal to a limit falls in the third below it, so that equal values always fall together

    Returns thirds in the order given, and the two limits (float, the unit of the values), NaN where no ward has a value.

    Source: quantiles by linear interpolation; thirds of wards, since the two rates have no unit in common.
    """
    known = values.dropna().to_numpy(float)
    if not len(known):
        return np.full(len(values), -1, np.int8), (np.nan, np.nan)
    low, high = (float(limit) for limit in np.quantile(known, [1 / 3, 2 / 3]))
    positions = np.searchsorted(
        np.array([low, high]) * (1 + 1e-9), values.to_numpy(float), side="left"
    )
    return np.where(values.isna(), -1, positions).astype(np.int8), (low, high)


def grid_of(first: Series, second: Series) -> Grid:
    """Both rates of every ward in one of nine classes.

    first, second  float, one index; NaN where there is no rate

    Returns a Grid in the order of `first`. Source: bivariate choropleth after Trumbo (1981), cut at thirds of the wards.
    """
    (across, limits), (up, others) = thirds(first), thirds(second.reindex(first.index))
    return Grid(
        np.where((across < 0) | (up < 0), -1, 3 * up + across).astype(np.int8), limits, others
    )


def disagreements(first: Series, second: Series) -> DataFrame:
    """Wards whose share of one count does not go with their share of another, most certain first.

    first, second  int, two counts of every ward over one period, one index; a ward left out of `second` counts 0 there

    Returns a frame, one row a ward with either count, index ward_code:
        first, second     int
        expected          float, first counts the ward would have, did they fall as the second do
        ratio, low, high  float, first over second in the ward by the same elsewhere, 95 % limits; half an event is added to
                          each of the four counts, so that a nought has a ratio too; the limits are as much wider as the wards differ
                          from one another beyond chance
        q                 float, false discovery rate over the rows, from the two-sided p
        says              “more”, “fewer” or “” (cannot be told apart at 5 %)
        nearest           float, the limit nearer to 1, 1 where the interval holds it: what the ratio is at least, or at most

    Both counts vary by chance, and both do so here. Rows are in order of how far `nearest` lies from 1, on a log scale.

    Source: log odds ratio with Haldane and Anscombe's correction; over-dispersion of its scores as Spiegelhalter (2005) has it
    (geo.rates.comparison.score_dispersion); Benjamini and Hochberg (1995).
    """
    from scipy.stats import norm

    require_known_wards(second, first)
    second = second.reindex(first.index, fill_value=0)
    wards = first.index[(first + second) > 0]
    mine, other = first.loc[wards].to_numpy(float), second.loc[wards].to_numpy(float)
    cells = np.array([mine, other, mine.sum() - mine, other.sum() - other]) + 0.5
    log = np.log(cells[0] * cells[3] / (cells[1] * cells[2]))
    error = np.sqrt((1 / cells).sum(axis=0))
    error = error * score_dispersion(Series(log / error)).widening ** 0.5
    reach = norm.ppf(0.975) * error
    q = false_discovery_q(2 * norm.sf(np.abs(log / error)))
    nearest = np.sign(log) * np.maximum(np.abs(log) - reach, 0)
    share = other / other.sum() if other.sum() else np.zeros(len(other))
    table = DataFrame(
        {
            "first": mine.astype(int),
            "second": other.astype(int),
            "expected": mine.sum() * share,
            "ratio": np.exp(log),
            "low": np.exp(log - reach),
            "high": np.exp(log + reach),
            "q": q,
            "says": np.where(q >= SURE, "", np.where(log > 0, "more", "fewer")),
            "nearest": np.exp(nearest),
        },
        index=wards,
    )
    return table.iloc[np.lexsort((-np.abs(log), -np.abs(nearest)))]
