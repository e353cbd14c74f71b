"""What is shown of one place, be it a ward, several, or an area of somebody's own; pure, put together from counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.change import control_charts
from geo.change import two_periods as change
from geo.core.completeness import Coverage
from geo.core.selection import Selection, month_after
from geo.rates import comparison
from geo.rates.intervals import poisson_limits
from ui.answers.wards.findings import Change, paired_months

MOST_STREETS = 15
MOST_SIMILAR = 6


@dataclass(frozen=True, eq=False)
class Place:
    """One place, over the months of a selection and up to three years before.

    chart    month index: value (offences; NaN where absent), its 95 % limits count_low and count_high, and what is usual:
             centre, low, high; outside, shift (bool). Empty columns of what is usual where there are too few months
    types    offence_type, now, then, q, verdict: every type of the months that pair up, most first
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
) -> Place:
    """Trend, change by type, and streets of a place.

    counts    month (date), offence_type, offences (int): of every type, over `drawn` and the year before
    streets   location_text, offences (int), of the types and months asked for
    coverage  of the months asked for
    drawn     of all months of the trend
    """
    of_types = (
        counts[counts["offence_type"].isin(selection.offence_types)]
        if selection.offence_types
        else counts
    )
    monthly = of_types.groupby("month")["offences"].sum()
    paired = paired_months(coverage.received, drawn.received)
    earlier = [month_after(month, -12) for month in paired]
    types = type_changes(counts, paired)
    now, then = (
        int(monthly.reindex(list(months), fill_value=0).sum()) for months in (paired, earlier)
    )
    p = change.exact_p(now, then)
    on_year_before = (
        Change(now, then, p, change.verdict(p, now, then), paired)
        if paired
        else Change(now, then, None, "cannot tell", ())
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
        place_chart(monthly, drawn, selection.first_month),
        types,
        named.head(MOST_STREETS).reset_index(drop=True),
        offences - int(named["offences"].sum()),
        drawn.absent,
    )


def place_chart(monthly: pd.Series, drawn: Coverage, first_asked: date) -> pd.DataFrame:
    """Monthly offences of a place with limits; what is usual comes from the months before those asked for, where there are a year."""
    values = monthly.reindex(list(drawn.asked)).astype(float)
    values[[month for month in drawn.received if np.isnan(values[month])]] = 0.0
    held = values.dropna().astype(int)
    low, high = (pd.Series(limit, held.index) for limit in poisson_limits(held))
    earlier = [month for month in drawn.received if month < first_asked]
    frozen = first_asked if len(earlier) >= 12 else None
    if len(held) >= control_charts.FEWEST_BASELINE_MONTHS:
        chart = control_charts.control_chart(values, kind="c", frozen_before=frozen)
    else:
        chart = pd.DataFrame(
            {
                "value": values,
                "centre": np.nan,
                "low": np.nan,
                "high": np.nan,
                "outside": False,
                "shift": False,
            }
        )
    return chart.assign(count_low=low, count_high=high)


def type_changes(counts: pd.DataFrame, paired: tuple[date, ...]) -> pd.DataFrame:
    """Every offence type now and a year before: offence_type, now, then, q, verdict, most first; empty where no month pairs up."""
    if not paired:
        return pd.DataFrame(columns=["offence_type", "now", "then", "q", "verdict"])
    earlier = [month_after(month, -12) for month in paired]
    now, then = (
        counts[counts["month"].isin(months)].groupby("offence_type")["offences"].sum()
        for months in (list(paired), earlier)
    )
    changes = change.ward_changes(now, then, months_now=len(paired), months_then=len(paired))
    return (
        changes.rename_axis("offence_type")
        .reset_index()[["offence_type", "now", "then", "q", "verdict"]]
        .sort_values(["now", "offence_type"], ascending=[False, True], ignore_index=True)
    )


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
