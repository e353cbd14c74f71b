"""What is shown of one place, be it a ward, several, or an area of somebody's own; pure, put together from counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.change.control_charts import FEWEST_BASELINE_MONTHS
from geo.change.missingness import bounded_change, bounded_changes, bounded_chart, change_room
from geo.core.completeness import Coverage
from geo.core.missing import NOTHING_MISSING, PART, Scope
from geo.core.selection import Selection, month_after
from geo.rates import comparison
from geo.rates.intervals import poisson_limits
from ui.answers.wards.findings import Change, paired_months
from ui.answers.wards.unplaced import (
    NO_MONTHS,
    NOTHING_UNPLACED,
    missing_between,
    monthly_unplaced,
)

MOST_STREETS = 15
MOST_SIMILAR = 6


@dataclass(frozen=True, eq=False)
class Place:
    """One place, over the months of a selection and up to three years before.

    chart    month index: value (offences; NaN where absent), its 95 % limits count_low and count_high, and what is usual:
             centre, low, high; outside, shift (bool). Empty columns of what is usual where there are too few months
    types    TYPE_CHANGES: every type of the months that pair up, most first
    streets  location_text, offences: most first, `MOST_STREETS` at most
    unnamed  offences at points without a street's name, or without a point
    """

    selection: Selection
    coverage: Coverage
    offences: int
    change: Change
    chart: pd.DataFrame
    types: pd.DataFrame
    streets: pd.DataFrame
    unnamed: int
    absent: tuple[date, ...]


def place_findings(
    selection: Selection,
    counts: pd.DataFrame,
    streets: pd.DataFrame,
    coverage: Coverage,
    drawn: Coverage,
    unplaced: pd.DataFrame = NOTHING_UNPLACED,
    possible: pd.DataFrame | None = None,
) -> Place:
    """Trend, change by type, and streets of a place.

    counts    month (date), offence_type, offences (int): of every type, over `drawn` and the year before
    streets   location_text, offences (int), of the types and months asked for
    coverage  of the months asked for
    drawn     of all months of the trend
    unplaced  of the whole area, by month and type: see unplaced_table
    possible  as counts, with what could be of the selection in this place were it known; None where a filter asks for nothing
    """
    monthly = _of_types(counts, selection).groupby("month")["offences"].sum()
    paired = paired_months(coverage.received, drawn.received)
    earlier = [month_after(month, -12) for month in paired]
    types = type_changes(counts, paired, unplaced, scope=PART, possible=possible)
    now, then = (
        int(monthly.reindex(list(months), fill_value=0).sum()) for months in (paired, earlier)
    )
    own = (0, 0)
    if possible is not None:
        could = _of_types(possible, selection).groupby("month")["offences"].sum()
        own = (
            int(could.reindex(list(paired), fill_value=0).sum()) - now,
            int(could.reindex(list(earlier), fill_value=0).sum()) - then,
        )
    on_year_before = Change(now, then, None, "cannot tell", ())
    if paired:
        missing, placed = missing_between(unplaced, paired, earlier, selection.offence_types)
        change = bounded_change(now, then, missing, scope=PART, placed=placed, own=own)
        on_year_before = Change(
            now, then, change.p, change.verdict, paired, missing, change.doubtful
        )
    named = streets[streets["location_text"].fillna("") != ""].sort_values(
        ["offences", "location_text"], ascending=[False, True]
    )
    offences = int(monthly.reindex(list(coverage.received), fill_value=0).sum())
    return Place(
        selection,
        coverage,
        offences,
        on_year_before,
        place_chart(
            monthly,
            drawn,
            selection.first_month,
            monthly_unplaced(unplaced, selection.offence_types),
        ),
        types,
        named.head(MOST_STREETS).reset_index(drop=True),
        offences - int(named["offences"].sum()),
        drawn.absent,
    )


def _of_types(counts: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    types = selection.offence_types
    return counts[counts["offence_type"].isin(types)] if types else counts


def place_chart(
    monthly: pd.Series, drawn: Coverage, first_asked: date, unplaced: pd.DataFrame = NO_MONTHS
) -> pd.DataFrame:
    """Monthly offences of a place with limits; what is usual comes from the months before those asked for, where there are a year.

    unplaced  month index: placed, known, unknown of the whole area
    """
    values = monthly.reindex(list(drawn.asked)).astype(float)
    values[[month for month in drawn.received if np.isnan(values[month])]] = 0.0
    held = values.dropna().astype(int)
    low, high = (pd.Series(limit, held.index) for limit in poisson_limits(held))
    earlier = [month for month in drawn.received if month < first_asked]
    frozen = first_asked if len(earlier) >= 12 else None
    if len(held) >= FEWEST_BASELINE_MONTHS:
        chart = bounded_chart(
            values,
            unplaced["known"],
            unplaced["unknown"],
            scope=PART,
            placed=unplaced["placed"],
            frozen_before=frozen,
        )
    else:
        chart = pd.DataFrame(
            {
                "value": values,
                "centre": np.nan,
                "low": np.nan,
                "high": np.nan,
                "outside": False,
                "shift": False,
                "doubtful": False,
            }
        )
    return chart.assign(count_low=low, count_high=high)


TYPE_CHANGES = ["offence_type", "now", "then", "q", "verdict", "doubtful"]


def type_changes(
    counts: pd.DataFrame,
    paired: tuple[date, ...],
    unplaced: pd.DataFrame = NOTHING_UNPLACED,
    *,
    scope: Scope,
    possible: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every offence type now and a year before: TYPE_CHANGES, most first; empty where no month pairs up.

    unplaced  of the whole area, by month and type: each type is bounded by its own
    scope     of the place: an authority, or a part of one
    possible  as counts, with what could be of the selection were it known
    """
    if not paired:
        return pd.DataFrame(columns=TYPE_CHANGES)
    earlier = [month_after(month, -12) for month in paired]
    now, then = (_by_type(counts, months) for months in (list(paired), earlier))
    types = now.index.union(then.index)
    now, then = (periods.reindex(types, fill_value=0) for periods in (now, then))
    own_now = own_then = None
    if possible is not None:
        own_now, own_then = (
            (_by_type(possible, months).reindex(types, fill_value=0) - count).astype(int)
            for months, count in ((list(paired), now), (earlier, then))
        )
    rooms = [
        _type_room(
            now.loc[[name]], then.loc[[name]], (paired, earlier), unplaced, scope, own_now, own_then
        )
        for name in types
    ]
    room = pd.concat(rooms) if rooms else change_room(now, then, NOTHING_MISSING, scope=scope)
    changes = bounded_changes(now, then, room, months_now=len(paired), months_then=len(paired))
    return (
        changes.rename_axis("offence_type")
        .reset_index()[TYPE_CHANGES]
        .sort_values(["now", "offence_type"], ascending=[False, True], ignore_index=True)
    )


def _by_type(counts: pd.DataFrame, months: Sequence[date]) -> pd.Series:
    return counts[counts["month"].isin(list(months))].groupby("offence_type")["offences"].sum()


def _type_room(
    now: pd.Series,
    then: pd.Series,
    months: tuple[Sequence[date], Sequence[date]],
    unplaced: pd.DataFrame,
    scope: Scope,
    own_now: pd.Series | None,
    own_then: pd.Series | None,
) -> pd.DataFrame:
    """What one type could be of, by what of it could not be placed."""
    missing, placed = missing_between(unplaced, *months, types=[str(now.index[0])])
    own = {
        name: None if counts is None else counts.reindex(now.index, fill_value=0)
        for name, counts in (("own_now", own_now), ("own_then", own_then))
    }
    return change_room(now, then, missing, scope=scope, placed=placed, **own)


def similar_table(wards: pd.DataFrame, features: pd.DataFrame, ward: str) -> pd.DataFrame:
    """The wards most like one, of the area served: ward_code index, names, rate and limits, offences, distance in standard deviations."""
    known = features.reindex(wards.index).dropna()
    if ward not in known.index:
        return pd.DataFrame(
            columns=[
                "ward_name",
                "authority_name",
                "offences",
                "rate_per_1000",
                "rate_low",
                "rate_high",
                "distance",
            ]
        )
    alike = comparison.similar_wards(known, ward, most=MOST_SIMILAR)
    columns = ["ward_name", "authority_name", "offences", "rate_per_1000", "rate_low", "rate_high"]
    return wards.loc[alike.index, columns].assign(distance=alike["distance"])
