"""What is shown of one place, be it a ward, several, or an area of somebody's own; pure, put together from counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from geo.change.control_charts import FEWEST_BASELINE_MONTHS
from geo.change.dispersion import (
    CHANCE,
    NO_LIKE_SERIES,
    Dispersion,
    month_weights,
    monthly_dispersion,
    prior_dispersion,
    type_dispersions,
    usual_dispersion,
)
from geo.change.missingness import bounded_change, bounded_changes, change_room
from geo.change.thin_months import changes_across, chart_without_limits, steady_chart
from geo.core.completeness import Coverage, steady_pairs
from geo.core.missing import NOTHING_MISSING, PART, Missing, Scope
from geo.core.schema import UNCLASSIFIED
from geo.core.selection import Selection, month_after
from geo.rates import comparison
from geo.rates.intervals import poisson_limits
from ui.answers.wards.findings import Change, WardAnswer, change_across, paired_months, usual_months
from ui.answers.wards.unplaced import (
    NO_MONTHS,
    NOTHING_UNPLACED,
    missing_between,
    missing_by_type,
    monthly_unplaced,
)

NOTHING_UNTOLD: Mapping[date, Collection[str]] = {}
MOST_STREETS = 15
MOST_SIMILAR = 6


@dataclass(frozen=True, eq=False)
class Place:
    """One place, over the months of a selection and up to three years before.

    chart    month index: value (offences; NaN where absent), its 95 % limits count_low and count_high, and what is usual:
             centre, low, high; outside, shift, thin (bool). Empty columns of what is usual where there are too few months
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
    usual: Dispersion = CHANCE  # how far its months vary about what is usual


def place_findings(
    selection: Selection,
    counts: pd.DataFrame,
    streets: pd.DataFrame,
    coverage: Coverage,
    drawn: Coverage,
    unplaced: pd.DataFrame = NOTHING_UNPLACED,
    possible: pd.DataFrame | None = None,
    thin: tuple[date, ...] = (),
    known: pd.DataFrame = NO_LIKE_SERIES,
    untold: Mapping[date, Collection[str]] = NOTHING_UNTOLD,
) -> Place:
    """Trend, change by type, and streets of a place.

    counts    month (date), offence_type, offences (int): of every type, over `drawn` and the year before
    streets   location_text, offences (int), of the types and months asked for
    coverage  of the months asked for
    drawn     of all months of the trend
    unplaced  of the whole area, by month and type: see unplaced_table
    possible  as counts, with what could be of the selection in this place were it known; None where a filter asks for nothing
    thin      months of the source that are low
    known     how far like series vary, as prior_dispersion takes it
    untold    month → types that cannot be told in it
    """
    monthly = _of_types(counts, selection).groupby("month")["offences"].sum()
    paired = paired_months(coverage.received, drawn.received)
    types = type_changes(
        counts,
        paired,
        unplaced,
        scope=PART,
        possible=possible,
        thin=thin,
        known=known,
        received=drawn.received,
        untold=untold,
    )
    kinds = selection.offence_types
    whole = monthly.reindex(list(drawn.received), fill_value=0)
    dispersion = monthly_dispersion(
        whole[[month < selection.first_month for month in whole.index]],
        prior_dispersion(known, kinds, "ward"),
        leave_out=thin,
    )
    about_mean = prior_dispersion(known, kinds, "ward", about_mean=True)
    could = (
        None
        if possible is None
        else _of_types(possible, selection).groupby("month")["offences"].sum()
    )

    def change_of(pairs: tuple[date, ...]) -> Change:
        return _change(monthly, could, pairs, unplaced, kinds, dispersion)

    on_year_before, steady = change_of(paired), steady_pairs(paired, thin)
    if steady != paired:
        on_year_before = change_across(on_year_before, change_of(steady))
    named = streets[streets["location_text"].fillna("") != ""].sort_values(
        ["offences", "location_text"], ascending=[False, True]
    )
    offences = int(monthly.reindex(list(coverage.received), fill_value=0).sum())
    chart, usual = place_chart(
        monthly,
        drawn,
        selection.first_month,
        monthly_unplaced(unplaced, kinds),
        thin,
        about_mean,
    )
    return Place(
        selection,
        coverage,
        offences,
        on_year_before,
        chart,
        types,
        named.head(MOST_STREETS).reset_index(drop=True),
        offences - int(named["offences"].sum()),
        drawn.absent,
        usual,
    )


def as_listed(place: Place, answer: WardAnswer, ward: str) -> Place:
    """The same place with the change that the list of all wards gives of it: a ward has one word on a page, and one count of each period.

    ward  code of the ward that the place is
    """
    row, change = answer.wards.loc[ward], answer.change
    if not change.months:
        return place
    listed = replace(
        place.change,
        now=int(row["now"]),
        then=int(row["then"]),
        p=None,
        verdict=str(row["verdict"]),
        months=change.months,
        missing=change.missing,
        doubtful=bool(row["doubtful"]),
        dispersion=answer.spread.wards,
    )
    return replace(place, change=listed)


def _change(
    monthly: pd.Series,
    could: pd.Series | None,
    paired: tuple[date, ...],
    unplaced: pd.DataFrame,
    types: Sequence[str],
    dispersion: Dispersion,
) -> Change:
    """Offences of some months beside those of a year before.

    monthly, could  by month: of the selection, and with what could be of it were it known; None where a filter asks for nothing
    """
    earlier = [month_after(month, -12) for month in paired]
    now, then = _sums(monthly, paired, earlier)
    if not paired:
        return Change(now, then, None, "cannot tell", ())
    own = (0, 0)
    if could is not None:
        could_now, could_then = _sums(could, paired, earlier)
        own = could_now - now, could_then - then
    missing, placed = missing_between(unplaced, paired, earlier, types)
    change = bounded_change(
        now, then, missing, scope=PART, placed=placed, own=own, dispersion=dispersion
    )
    return Change(now, then, change.p, change.verdict, paired, missing, change.doubtful, dispersion)


def _sums(monthly: pd.Series, now: Sequence[date], then: Sequence[date]) -> tuple[int, int]:
    later, earlier = (
        int(monthly.reindex(list(months), fill_value=0).sum()) for months in (now, then)
    )
    return later, earlier


def _of_types(counts: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    types = selection.offence_types
    return counts[counts["offence_type"].isin(types)] if types else counts


def place_chart(
    monthly: pd.Series,
    drawn: Coverage,
    first_asked: date,
    unplaced: pd.DataFrame = NO_MONTHS,
    thin: Sequence[date] = (),
    prior: Dispersion = CHANCE,
) -> tuple[pd.DataFrame, Dispersion]:
    """Monthly offences of a place with limits, and how far they vary; what is usual comes from the months before those asked for, where there are a year.

    unplaced  month index: placed, known, unknown of the whole area
    prior     how far like series vary about their mean
    """
    values = monthly.reindex(list(drawn.asked)).astype(float)
    values[[month for month in drawn.received if np.isnan(values[month])]] = 0.0
    held = values.dropna().astype(int)
    low, high = (pd.Series(limit, held.index) for limit in poisson_limits(held))
    earlier = [month for month in drawn.received if month < first_asked]
    frozen = first_asked if len(earlier) >= 12 else None
    base = usual_months(values, frozen, thin)
    usual = usual_dispersion(base, prior)
    if len(held) >= FEWEST_BASELINE_MONTHS:
        chart = steady_chart(
            values,
            unplaced["known"],
            unplaced["unknown"],
            thin=thin,
            scope=PART,
            placed=unplaced["placed"],
            frozen_before=frozen,
            weights=month_weights(base, list(values.index)),
            dispersion=usual,
        )
    else:
        chart = chart_without_limits(values, thin=thin)
    return chart.assign(count_low=low, count_high=high), usual


TYPE_CHANGES = ["offence_type", "now", "then", "q", "verdict", "doubtful"]


def type_changes(
    counts: pd.DataFrame,
    paired: tuple[date, ...],
    unplaced: pd.DataFrame = NOTHING_UNPLACED,
    *,
    scope: Scope,
    possible: pd.DataFrame | None = None,
    thin: Sequence[date] = (),
    known: pd.DataFrame = NO_LIKE_SERIES,
    received: Sequence[date] = (),
    untold: Mapping[date, Collection[str]] = NOTHING_UNTOLD,
) -> pd.DataFrame:
    """Every offence type now and a year before: TYPE_CHANGES, most first; empty where no month pairs up.

    A type that cannot be told in one of the months compared is not among them, nor is what had no type then.

    unplaced  of the whole area, by month and type: each type is bounded by its own
    scope     of the place: an authority, or a part of one
    possible  as counts, with what could be of the selection were it known
    thin      months of the source that are low
    known     how far like series vary, as prior_dispersion takes it
    received  all months received, of which those before the months compared say how far each type varies
    untold    month → types that cannot be told in it
    """
    if not paired:
        return pd.DataFrame(columns=TYPE_CHANGES)
    compared = {*paired, *(month_after(month, -12) for month in paired)}
    unknown = {kind for month in compared for kind in untold.get(month, ())}
    if unknown:
        unknown.add(UNCLASSIFIED)  # which holds in some of the months what has a type in the others
    counts = counts[~counts["offence_type"].isin(unknown)]
    possible = None if possible is None else possible[~possible["offence_type"].isin(unknown)]
    past = [month for month in received if month < paired[0] and month not in set(thin)]
    dispersions = type_dispersions(counts, past, known, "ward" if scope == PART else "authority")
    changed = _type_changes(counts, paired, unplaced, scope, possible, dispersions)
    steady = steady_pairs(paired, thin)
    if steady != paired:
        without = _type_changes(counts, steady, unplaced, scope, possible, dispersions)
        changed = changes_across(changed, without)
    return (
        changed.rename_axis("offence_type")
        .reset_index()[TYPE_CHANGES]
        .sort_values(["now", "offence_type"], ascending=[False, True], ignore_index=True)
    )


def _type_changes(
    counts: pd.DataFrame,
    paired: tuple[date, ...],
    unplaced: pd.DataFrame,
    scope: Scope,
    possible: pd.DataFrame | None,
    dispersions: dict[str, Dispersion],
) -> pd.DataFrame:
    """Every offence type of some months and of those a year before, as bounded_changes gives them."""
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
    missing = missing_by_type(unplaced, paired, earlier)
    rooms = [
        _type_room(
            now.loc[[name]],
            then.loc[[name]],
            missing.get(name, (NOTHING_MISSING, (0, 0))),
            scope,
            own_now,
            own_then,
        )
        for name in types
    ]
    room = pd.concat(rooms) if rooms else change_room(now, then, NOTHING_MISSING, scope=scope)
    months = max(len(paired), 1)
    return bounded_changes(
        now, then, room, months_now=months, months_then=months, dispersion=dispersions
    )


def _by_type(counts: pd.DataFrame, months: Sequence[date]) -> pd.Series:
    return counts[counts["month"].isin(list(months))].groupby("offence_type")["offences"].sum()


def _type_room(
    now: pd.Series,
    then: pd.Series,
    missing_and_placed: tuple[Missing, tuple[int, int]],
    scope: Scope,
    own_now: pd.Series | None,
    own_then: pd.Series | None,
) -> pd.DataFrame:
    """What one type could be of, by what of it could not be placed."""
    missing, placed = missing_and_placed
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
