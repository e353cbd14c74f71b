"""Is a rise of possession policing? The force's own records and searches, put to the verdict of each authority. Whatever leaves here has passed the guard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from geo.change.dispersion import paired_dispersion
from geo.core.completeness import coverage
from geo.core.missing import NOTHING_MISSING, Missing
from geo.core.schema import FORCE_EXTRACT, FORCE_SEARCHES, ORIGINS, POSSESSION, SEARCHES
from geo.core.selection import Selection, month_after
from geo.knife.origin import OriginChange, across_thin_months, origin_change
from geo.knife.origin_premises import Dispersion
from geo.knife.search_exposure import SearchCount
from geo.searches.outcomes import WEAPON_OBJECTS, weapon_finds
from ui.access.identity import Sight, sight
from ui.answers.area import served
from ui.answers.caching import cache_data
from ui.answers.lines import KNIFE_POSSESSION, KNIFE_VIOLENCE, layer_named
from ui.answers.seen import seen
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards.findings import paired_months
from ui.answers.wards.unplaced import NOWHERE, missing_between
from ui.text import pages as page_text

BY_SEARCH = "search-linked"  # the rule of data/origin_rules.csv for what a search found
SOURCES = (SEARCHES, FORCE_SEARCHES)  # the published first: anybody can check them
PERIODS = ("then", "now")


@dataclass(frozen=True)
class Policing:
    """A year of possession of one authority beside the year before: what geo.knife.origin says of it, and what was compared.

    months      those compared, each with its twin a year earlier
    searches    the source whose searches were counted, empty where none holds all months
    held        source → how many of the months it holds as whole months, twins too
    """

    change: OriginChange
    selection: Selection
    months: tuple[date, ...]
    searches: str
    held: Mapping[str, int]


def policing(selection: Selection) -> tuple[Policing, ...]:
    """What more searching explains of the change of possession, in the months of a selection and each of its authorities. Analysts only.

    Knives alone where the selection is of the layer of knife possession, else all weapons. Never of several authorities in one: a rise in
    one and searching in another would explain each other.
    """
    source_answers.require_analyst(FORCE_EXTRACT, page_text.ORIGINS_OF)
    whole = Selection(
        FORCE_EXTRACT,
        (),
        (POSSESSION,),
        selection.first_month,
        selection.last_month,
        served=served(),
    )
    knives = layer_named(KNIFE_POSSESSION).of(whole)
    possession = knives if selection.layer == knives.layer else whole
    answer = tuple(
        _policing(answers.build_key(), sight(), replace(possession, authorities=(code,)))
        for code in selection.authorities or served().codes
    )
    seen(FORCE_EXTRACT, possession, len(answer), question="policing", earlier=12)
    return answer


@cache_data(50)
def _policing(build: str, reader_sight: Sight, possession: Selection) -> Policing:
    del build, reader_sight  # part of the key
    received = source_answers.received_months(FORCE_EXTRACT)
    covered = coverage(
        FORCE_EXTRACT, received, first=possession.first_month, last=possession.last_month
    )
    months = paired_months(covered.received, received)
    held = {source: len(_held(source, months)) for source in SOURCES}
    source = next((source for source in SOURCES if months and held[source] == len(months)), "")
    change = _change(possession, months, source)
    steady = _steady(months, (FORCE_EXTRACT, *filter(None, (source,))))
    if steady != months:
        change = across_thin_months(change, _change(possession, steady, source))
    return Policing(change, possession, months, source, held)


def _change(possession: Selection, months: tuple[date, ...], source: str) -> OriginChange:
    """The verdict on the months given, and on the same of the year before."""
    violence = layer_named(KNIFE_VIOLENCE).of(possession.any_kind())
    possessed, reported = _monthly(possession, months), _monthly(violence, months)
    searches = _weapon_searches(source, possession.authorities, months) if source else None
    made = searches.groupby("month")["searches"].sum() if searches is not None else None
    return origin_change(
        _by_origin(possessed, months),
        _by_origin(reported, months),
        by_search=_by_search(possession, months),
        searches=None if searches is None else _search_counts(searches, months),
        dispersion=Dispersion(
            possession=_dispersion(possessed.groupby("month")["offences"].sum(), months),
            searches=1.0 if made is None else _dispersion(made, months),
            violence=_dispersion(reported.groupby("month")["offences"].sum(), months),
        ),
        unplaced=_unplaced(possession, months),
        violence_unplaced=_unplaced(violence, months),
        searches_unplaced=_unplaced_searches(source, months) if source else NOTHING_MISSING,
    )


def _held(source: str, months: Sequence[date]) -> tuple[date, ...]:
    """The months that a source of searches holds as whole months, their twins too."""
    received = set(source_answers.received_months(source))
    return tuple(month for month in months if {month, month_after(month, -12)} <= received)


def _steady(months: tuple[date, ...], sources: Sequence[str]) -> tuple[date, ...]:
    """The months that are not thin in any of the sources, nor their twins."""
    thin = {month for source in sources for month in source_answers.thin_months(source)}
    return tuple(month for month in months if not {month, month_after(month, -12)} & thin)


def _earlier(months: Sequence[date]) -> tuple[date, ...]:
    return tuple(month_after(month, -12) for month in months)


def _periods(months: Sequence[date]) -> dict[str, tuple[date, ...]]:
    return dict(zip(PERIODS, (_earlier(months), tuple(months)), strict=True))


def _monthly(selection: Selection, months: tuple[date, ...]) -> pd.DataFrame:
    """Offences by month (date) and origin, of both years."""
    counts = answers.pinned().counts(
        selection, by=["month", "origin"], months=(*_earlier(months), *months)
    )
    return counts.assign(month=pd.to_datetime(counts["month"]).dt.date)


def _by_origin(monthly: pd.DataFrame, months: tuple[date, ...]) -> pd.DataFrame:
    """Origin → then, now."""
    sums = {
        period: monthly[monthly["month"].isin(of)].groupby("origin")["offences"].sum()
        for period, of in _periods(months).items()
    }
    return pd.DataFrame(sums).reindex(list(ORIGINS)).fillna(0).astype(int)


def _by_search(selection: Selection, months: tuple[date, ...]) -> tuple[int, int]:
    """Offences that a search found, then and now: the rule that decided an origin stands with each row, not in the cube."""
    if not months:
        return 0, 0
    both = replace(selection, first_month=month_after(months[0], -12), last_month=months[-1])
    rows = answers.pinned().rows(both)
    of_search = pd.to_datetime(rows.loc[rows["origin_rule"] == BY_SEARCH, "month"]).dt.date
    then, now = (int(of_search.isin(of).sum()) for of in _periods(months).values())
    return then, now


def _weapon_searches(
    source: str, authorities: tuple[str, ...], months: tuple[date, ...]
) -> pd.DataFrame:
    """Weapon searches of both years: month (date), object, outcome, linked, searches (int)."""
    counts = answers.pinned().searches(
        source,
        (*_earlier(months), *months),
        authorities,
        by=["month", "object", "outcome", "linked"],
    )
    counts["month"] = pd.to_datetime(counts["month"]).dt.date
    return counts[counts["object"].isin(WEAPON_OBJECTS)]


def _search_counts(searches: pd.DataFrame, months: tuple[date, ...]) -> dict[str, SearchCount]:
    of = {
        period: searches[searches["month"].isin(part)] for period, part in _periods(months).items()
    }
    return {
        period: SearchCount(*weapon_finds(part), int(part["searches"].sum()))
        for period, part in of.items()
    }


def _dispersion(by_month: pd.Series, months: tuple[date, ...]) -> float:
    then, now = (
        by_month.reindex(list(of), fill_value=0).to_numpy() for of in _periods(months).values()
    )
    return paired_dispersion(then, now)


def _unplaced(selection: Selection, months: tuple[date, ...]) -> Missing:
    """What could not be placed of the offences of the months compared."""
    table = ward_answers.unplaced(selection)
    return missing_between(table, months, _earlier(months), selection.offence_types)[0]


def _unplaced_searches(source: str, months: tuple[date, ...]) -> Missing:
    """Weapon searches of the whole area with and without a place."""
    counts = answers.pinned().searches(
        source, (*_earlier(months), *months), (), by=["month", "object", "ward_code"]
    )
    counts = counts[counts["object"].isin(WEAPON_OBJECTS)]
    nowhere = counts["ward_code"].isin(NOWHERE)
    month = pd.to_datetime(counts["month"]).dt.date
    known_then, unknown_then, known_now, unknown_now = (
        int(counts.loc[month.isin(of) & (nowhere == missing), "searches"].sum())
        for of in _periods(months).values()
        for missing in (False, True)
    )
    return Missing(known_now, unknown_now, known_then, unknown_then)
