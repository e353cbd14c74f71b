"""Which wards an operation is compared with, chosen by a written rule from what was known before it began."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from pandas import DataFrame, Series

from geo.change.rate_ratio import RatioChange, interaction_ratio
from geo.core.errors import DataProblem
from geo.rates.comparison import similar_wards

USUAL_COMPARISONS = 5
APART_P = 0.05  # p below which a ward's counts are taken not to have run alongside
FEWEST_TO_JUDGE = 10  # offences in each before a trend is held against a ward


@dataclass(frozen=True)
class Choice:
    """The wards chosen, and what was said of every ward considered.

    wards  ward codes, most similar first
    table  ward_code index, nearest first: distance (standard deviations), offences (before), trend_p (NaN where it was not
           tried), reason: “chosen”, or why not
    rule   the rule in words, with its numbers
    """

    wards: tuple[str, ...]
    table: DataFrame
    rule: str


def comparison_wards(
    before: DataFrame,
    features: DataFrame,
    area: Sequence[str],
    *,
    adjoining: Collection[str],
    taken: Collection[str] = (),
    start: date,
    most: int = USUAL_COMPARISONS,
) -> Choice:
    """The wards most like an operation area that can stand for what would have happened without the operation.

    before     offences (int), one row a ward_code, one column a month; months before the start and no others. A ward
               without a row counts 0
    features   ward_code index, one column a figure (residents, density, share aged 14–25, deprivation …); `residents`
               must be among them
    area       ward codes of the operation area
    adjoining  wards next to it: offences may have moved there, so they are not compared with
    taken      wards with another operation in either period, or spoken for otherwise
    start      when the operation began; a month at or after it is refused, so that outcomes cannot steer the choice
    most       int, how many wards to choose

    The rate before joins the figures. A ward is passed over where its counts before did not run alongside the area's
    (p < 0.05 for a different trend). Returns a Choice. Raises DataProblem where months after the start are given, the
    area has no figures, or no ward is left.

    Source: similar_wards; trends by Poisson regression as in rate_change.
    """
    if late := [month for month in before.columns if month >= start]:
        raise DataProblem(
            "A comparison is chosen from what was known before the operation.",
            f"We were given {min(late):%B %Y}; it began on {start.day} {start:%B %Y}.",
        )
    inside = [ward for ward in area if ward in features.index]
    if not inside:
        raise DataProblem(
            "The operation area has no figures to find similar wards by.",
            f"It is made of {', '.join(area) or 'no ward'}.",
            "Give it a ward of the boundaries in use.",
        )
    before = before.reindex(features.index, fill_value=0)
    nearest = _by_likeness(before, features, inside)
    rows, chosen = [], list[str]()
    for ward, distance in nearest.items():
        reason, p = "others are more like it", np.nan
        if len(chosen) < most:
            reason, p = _why_not(str(ward), before, inside, adjoining=adjoining, taken=taken)
        if not reason:
            chosen.append(str(ward))
        rows.append(
            {
                "ward_code": ward,
                "distance": distance,
                "offences": int(before.loc[ward].sum()),
                "trend_p": p,
                "reason": reason or "chosen",
            }
        )
    if not chosen:
        raise DataProblem(
            "No ward is left to compare this operation with.",
            f"Of {len(rows)}, none passes the rule.",
            "Choose wards by hand and say why.",
        )
    return Choice(
        tuple(chosen),
        DataFrame(rows).set_index("ward_code"),
        _rule(most, features.columns, before.shape[1]),
    )


def adjoining_wards(pairs: DataFrame, area: Sequence[str]) -> tuple[str, ...]:
    """Wards next to an area and not in it, in the order of their codes: the buffer into which offences may have moved.

    pairs  ward_code, neighbour_code (str), each pair both ways, from geo.space.areas.neighbours (edges in metres)

    Returns a tuple, empty where none adjoins. Source: geo.space.areas.neighbours.
    """
    neighbours = pairs.loc[pairs["ward_code"].isin(list(area)), "neighbour_code"]
    return tuple(sorted(set(neighbours) - set(area)))


def trend_apart(before: DataFrame, area: Sequence[str], ward: str) -> RatioChange | None:
    """How many times faster a year (ratio, float) the area's counts rose than one ward's, before the start.

    before  offences (int), one row a ward_code, one column a month
    area    ward codes of the operation area
    ward    the ward held beside it

    Returns a RatioChange, None where either holds fewer than 10 offences: too few to hold a trend against it.

    Source: Poisson regression with a level an area and a month, by statsmodels.
    """
    values = np.vstack(
        [before.loc[list(area)].sum().to_numpy(float), before.loc[ward].to_numpy(float)]
    )
    if values.sum(axis=1).min() < FEWEST_TO_JUDGE:
        return None
    years = np.array([(month.year * 12 + month.month) / 12 for month in before.columns])
    return interaction_ratio(values, np.outer([1.0, 0.0], years - years.mean()))


def _by_likeness(before: DataFrame, features: DataFrame, inside: list[str]) -> Series:
    """Distance of every other ward from the area, nearest first; an area of several wards stands as their mean."""
    rate = np.log1p(
        before.sum(axis=1) / features["residents"].where(features["residents"] > 0) * 1000
    )
    figures = features.assign(rate=rate)
    others = figures.drop(index=inside)
    whole = "the operation area"
    return similar_wards(
        others.T.assign(**{whole: figures.loc[inside].mean()}).T, whole, most=len(others)
    )["distance"]


def _why_not(
    ward: str,
    before: DataFrame,
    inside: list[str],
    *,
    adjoining: Collection[str],
    taken: Collection[str],
) -> tuple[str, float]:
    if ward in adjoining:
        return "adjoins the operation area", np.nan
    if ward in taken:
        return "another operation or area lies there", np.nan
    if not before.loc[ward].sum():
        return "no offence before", np.nan
    apart = trend_apart(before, inside, ward)
    if apart is None:
        return "", np.nan
    return ("its counts did not run alongside" if apart.p < APART_P else ""), apart.p


def _rule(most: int, figures: Iterable[str], months: int) -> str:
    return (
        f"The {most} wards most like the operation area in {', '.join(figures)} and the rate before, each less its mean over its "
        f"standard deviation; not adjoining it; without another operation; with offences before; and with counts over {months} "
        f"months before that ran alongside (p at least {APART_P:g} for a different trend, where both hold {FEWEST_TO_JUDGE} offences "
        "or more)."
    )
