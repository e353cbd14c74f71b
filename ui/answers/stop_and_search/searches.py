"""What is asked of stops and searches: where, of what, what they found, on whom they fall at authority level; always of one source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from geo.core.completeness import Coverage, coverage
from geo.core.errors import DataProblem
from geo.core.schema import FORCE_EXTRACT, OUTSIDE, POSSESSION, STREET, WITHOUT_LOCATION
from geo.core.search_selection import SearchSelection
from geo.core.selection import Selection, months_between
from geo.hotspots.offences import VIOLENCE_AND_ROBBERY
from geo.rates.bivariate import Grid, disagreements, grid_of
from geo.rates.rates import ward_rates
from geo.searches.outcomes import family_of, find_rates, midnight_months
from geo.searches.proportionality import (
    GROUPS,
    UNKNOWN,
    Denominator,
    census_group,
    group_rates,
    require_authority,
    weighted_to_searches,
)
from ui.access.identity import Sight, sight
from ui.answers.area import served
from ui.answers.caching import cache_data
from ui.answers.seen import recorded, seen
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards.findings import authority_residents
from ui.text import sources as source_text
from ui.text.stop_and_search import searches as search_text

KNIVES = "knife_enabled_violence"
SAID_BY = {"ethnicity_self": "self-defined", "ethnicity_officer": "officer-defined"}


def areas() -> dict[str, str]:
    """What a ratio by group may be of: the area served under its name, and each authority by code → name."""
    return {served().name: served().name, **served().names}


@dataclass(frozen=True)
class Overview:
    """Searches of a selection: months, how many of each authority (by code), and how many lie in no ward or have no point."""

    selection: SearchSelection
    covered: Coverage
    authorities: pd.Series
    outside: int
    without_location: int


@dataclass(frozen=True)
class Beside:
    """Searches beside reported violence, ward by ward: the table, its classes, where they disagree, the months both were received."""

    table: pd.DataFrame
    grid: Grid
    apart: pd.DataFrame
    months: tuple[date, ...]


def received(source_id: str) -> tuple[date, ...]:
    """Months with searches of a source. A month whose file holds none is absent, not a nought: a force that gave nothing still searched.
    So is one that was cut on its way."""
    held = {
        part.month
        for part in answers.manifest().parts
        if part.source_id == source_id
        and part.force == served().force
        and part.accepted
        and part.key not in answers.pinned().left_out
    }
    return tuple(date.fromisoformat(f"{month}-01") for month in sorted(held))


def received_or_refused(source_id: str) -> tuple[date, ...]:
    """The same, refused in words where there is none."""
    if not (held := received(source_id)):
        raise DataProblem(*search_text.NOTHING_LOADED)
    return held


@recorded()
def legislation(source_id: str) -> list[str]:
    """Every law that a search of a source was made under, as published; none where this role must not be told."""
    return (
        []
        if source_answers.guarded(source_id, sight())
        else _legislation(answers.build_key(), source_id)
    )


def covered(selection: SearchSelection) -> Coverage:
    return coverage(
        selection.source_id,
        received(selection.source_id),
        first=selection.first_month,
        last=selection.last_month,
    )


@recorded()
def overview(selection: SearchSelection) -> Overview:
    """How many searches, of which authority, and how many have no place among the wards."""
    counts = counted(selection, ("ward_code", "authority_code"))
    by_place = counts.groupby("ward_code")["searches"].sum()
    mine = (
        counts.groupby("authority_code")["searches"]
        .sum()
        .reindex(list(served().codes), fill_value=0)
    )
    return Overview(
        selection,
        covered(selection),
        mine,
        int(by_place.get(OUTSIDE, 0)),
        int(by_place.get(WITHOUT_LOCATION, 0)),
    )


def authority_rates(overview: Overview) -> pd.DataFrame:
    """rate_per_1000, rate_low and rate_high of each authority's searches (per year, 95 %); NaN where no month was received, or its
    residents are not known for all of it."""
    residents = authority_residents(ward_tables.wards()).reindex(overview.authorities.index)
    columns = ["rate_per_1000", "rate_low", "rate_high"]
    if not overview.covered.years:
        return pd.DataFrame(float("nan"), index=overview.authorities.index, columns=columns)
    return ward_rates(overview.authorities, residents, years=overview.covered.years)[columns]


@recorded()
def counted(selection: SearchSelection, by: Sequence[str]) -> pd.DataFrame:
    """Searches of a selection by columns of the search table, *hour* or *family*: those columns and searches (int)."""
    source_answers.require_analyst(selection.source_id, "Counts of searches")
    return _counted(answers.build_key(), selection, tuple(by))


@recorded()
def beside_violence(selection: SearchSelection) -> Beside:
    """Searches and reported violence and robbery of every ward, in the months of which both were received."""
    source_answers.require_analyst(selection.source_id, "Counts of searches")
    source_answers.require_analyst(STREET, "Offences by ward beside searches")
    return _beside(answers.build_key(), sight(), selection)


@recorded()
def effectiveness(selection: SearchSelection, by: str) -> dict[str, pd.DataFrame]:
    """Area → what searches found by a column; the force area counts those without a place, too."""
    counts = counted(selection, ("authority_code", by, "outcome", "linked"))
    parts = {served().name: counts} | {
        name: counts[counts["authority_code"] == code] for code, name in served().names.items()
    }
    return {name: find_rates(part, by) for name, part in parts.items()}


@recorded()
def trend(selection: SearchSelection) -> pd.DataFrame:
    """Searches by month and authority: month (date), authority_code, searches, weapons (int); months received alone."""
    counts = counted(replace(selection, family=""), ("month", "authority_code", "family"))
    mine = counts if not selection.family else counts[counts["family"] == selection.family]
    table = (
        mine.groupby(["month", "authority_code"])["searches"].sum().rename("searches").to_frame()
    )
    weapons = (
        counts[counts["family"] == "weapons"].groupby(["month", "authority_code"])["searches"].sum()
    )
    whole = pd.MultiIndex.from_product(
        [covered(selection).received, list(served().codes)], names=["month", "authority_code"]
    )
    return (
        table.assign(weapons=weapons)
        .reindex(whole, fill_value=0)
        .fillna(0)
        .astype(int)
        .reset_index()
    )


@recorded()
def hours(selection: SearchSelection) -> tuple[pd.DataFrame, tuple[date, ...]]:
    """Searches by authority and hour as published, and the months left out since all their times are midnight."""
    counts = counted(selection, ("month", "authority_code", "hour"))
    without = midnight_months(counts)
    rows = counts[
        ~counts["month"].isin(without) & counts["authority_code"].isin(list(served().codes))
    ]
    whole = pd.MultiIndex.from_product(
        [list(served().codes), range(24)], names=["authority_code", "hour"]
    )
    return rows.groupby(["authority_code", "hour"])["searches"].sum().reindex(
        whole, fill_value=0
    ).reset_index(), without


def sceptre_weeks() -> list[tuple[str, date, date]]:
    """Weeks of national action on knives that the register knows: name, first and last day."""
    listed = record_answers.operations()
    dated = listed[
        listed["name"].str.contains("Sceptre", case=False)
        & listed["start"].notna()
        & listed["end"].notna()
    ]
    return [
        (f"{row['name']} {row['instance']}".strip(), row["start"], row["end"])
        for row in dated.to_dict("records")
    ]


def knife_source() -> str:
    """Where knife offences are from: the force's own records where this reader may see them by month, else police.uk."""
    fine = any(
        layer.name == KNIVES for layer in source_answers.offered_layers()
    ) and not source_answers.guarded(FORCE_EXTRACT, sight())
    return FORCE_EXTRACT if fine else STREET


def per_knife_offence(selection: SearchSelection) -> tuple[pd.DataFrame, str]:
    """Weapon searches of each ward beside its knife offences in the months of both, and what those are.

    Knife-enabled violence of the force's records where this reader may see it by month, else police.uk's possession of weapons.
    Columns: ward_name, authority_name, searches, offences (int), per_offence (float, NaN where there was none).
    """
    source = knife_source()
    fine = source == FORCE_EXTRACT
    offence_selection = Selection(
        source,
        (),
        () if fine else (POSSESSION,),
        selection.first_month,
        selection.last_month,
        served=served(),
    )
    source_answers.require_analyst(source, "Offences by ward beside searches")
    offence_selection = (
        next(layer for layer in source_answers.offered_layers() if layer.name == KNIVES).of(
            offence_selection
        )
        if fine
        else offence_selection
    )
    months = _both(selection, offence_selection.source_id)
    searched = _by_ward(_searched(selection.weapons(), months))
    offences = _offences(answers.build_key(), sight(), offence_selection, months)
    if fine:
        seen(source, offence_selection, len(offences), question="per_knife_offence")
    table = ward_tables.wards()[["ward_name", "authority_name"]]
    table = table.assign(searches=searched, offences=offences).fillna(
        {"searches": 0, "offences": 0}
    )
    table = table.astype({"searches": int, "offences": int})
    table["per_offence"] = (table["searches"] / table["offences"]).where(table["offences"] > 0)
    return table, search_text.KNIFE_OFFENCES["extract" if fine else "possession"]


def denominators(area: str, selection: SearchSelection) -> dict[str, Denominator]:
    """What searches of an area can be set against, by key; Census groups of an older census stand for those authorities that have them."""
    require_authority(area, served())
    residents, words = ward_tables.ward_groups(), search_text.DENOMINATORS
    mine = (residents if area == served().name else residents[residents["authority_code"] == area])[
        list(GROUPS)
    ]
    choices = {
        "residents_2021": Denominator(
            *words["residents_2021"],
            _people(mine.sum()) | _people(ward_tables.authority_groups(area, 2021)),
        )
    }
    if len(older := ward_tables.authority_groups(area, 2011)):
        choices["residents_2011"] = Denominator(*words["residents_2011"], _people(older))
    by_ward = _by_ward(counted(selection, ("ward_code",)))
    if by_ward.reindex(mine.index).fillna(0).sum():
        choices["weighted"] = Denominator(*words["weighted"], weighted_to_searches(mine, by_ward))
    return choices


def proportionality(area: str, selection: SearchSelection, key: str) -> dict[str, pd.DataFrame]:
    """Rates and ratios by group against one denominator, self-defined and officer-defined: the columns of geo.searches.proportionality."""
    if area in (lacking := answers.pinned().ground_in_no_ward):
        raise DataProblem(*search_text.ground_lacking(served().names[area], lacking[area]))
    offered = denominators(area, selection)
    if key not in offered:
        raise DataProblem(*search_text.no_such_denominator(areas()[area]))
    people = offered[key].people
    tables = {}
    for column, definition in SAID_BY.items():
        counts = counted(selection, ("authority_code", column))
        mine = counts if area == served().name else counts[counts["authority_code"] == area]
        groups = mine[column].fillna("").map(census_group)
        if search_text.MIXED_OR_OTHER in people:
            groups = groups.replace(["Mixed", "Other"], search_text.MIXED_OR_OTHER)
        searches = mine.groupby(groups)["searches"].sum()
        rates = group_rates(
            searches, people, area=area, served=served(), years=covered(selection).years
        )
        tables[definition] = rates.assign(unknown=int(searches.get(UNKNOWN, 0)))
    return tables


def provenance(described: str, source_id: str, *beside: str) -> list[str]:
    """The first lines of every file about searches of a source, and of the sources of what is set beside them."""
    sources = [source_id, *(other for other in beside if other != source_id)]
    lines = [
        source_text.source_line(
            source_answers.source_name(source),
            source_answers.licence(source),
            source_answers.marking(source),
        )
        for source in sources
    ]
    return [
        described,
        *lines,
        *(
            [search_text.WHOLE_COUNTS]
            if any(source_answers.policy(source).restricted for source in sources)
            else []
        ),
        ward_tables.areas_line(),
        source_answers.made_from(),
        *search_text.limits(exact=source_answers.declared(source_id).exact_places),
    ]


@recorded()
def searches_between(source_id: str, first: date, last: date) -> pd.DataFrame:
    """A source's searches of the months of two days, as loaders.store.reader gives their rows: nothing about who was searched."""
    source_answers.require_single_rows(source_id, "Rows of searches")
    held = set(received(source_id))
    months = tuple(month for month in months_between(first.replace(day=1), last) if month in held)
    return _rows(answers.build_key(), source_id, months)


def _people(counts: pd.Series) -> dict[str, float]:
    return {str(group): float(many) for group, many in counts.items()}


def _both(selection: SearchSelection, source_id: str) -> tuple[date, ...]:
    held = set(source_answers.received_months(source_id))
    return tuple(month for month in covered(selection).received if month in held)


def _searched(selection: SearchSelection, months: tuple[date, ...]) -> pd.DataFrame:
    counts = counted(selection, ("ward_code", "month"))
    return counts[counts["month"].isin(months)]


def _by_ward(counts: pd.DataFrame) -> pd.Series:
    """Searches by ward_code, those without a ward left out."""
    return (
        counts[~counts["ward_code"].isin([OUTSIDE, WITHOUT_LOCATION])]
        .groupby("ward_code")["searches"]
        .sum()
    )


@cache_data(6)
def _legislation(build: str, source_id: str) -> list[str]:
    del build  # part of the key
    return sorted(
        filter(
            None,
            answers.pinned()
            .searches(source_id, received(source_id), by=["legislation"])["legislation"]
            .dropna(),
        )
    )


@cache_data(200)
def _counted(build: str, selection: SearchSelection, by: tuple[str, ...]) -> pd.DataFrame:
    del build  # part of the key
    columns = list(
        dict.fromkeys(
            ["object" if name == "family" else name for name in by]
            + (["object"] if selection.family else [])
        )
    )
    counts = answers.pinned().searches(
        selection.source_id,
        covered(selection).received,
        by=columns,
        legislation=selection.legislation,
    )
    if "month" in counts:
        counts["month"] = pd.to_datetime(counts["month"]).dt.date
    if "object" in counts:
        counts["family"] = counts["object"].map(family_of, na_action=None)
    if selection.family:
        counts = counts[counts["family"] == selection.family]
    return counts.groupby(list(by), as_index=False, dropna=False)["searches"].sum()


@cache_data(20)
def _offences(
    build: str, reader_sight: Sight, selection: Selection, months: tuple[date, ...]
) -> pd.Series:
    del build, reader_sight  # part of the key
    return (
        answers.pinned()
        .counts(selection, by=["ward_code"], months=months)
        .set_index("ward_code")["offences"]
    )


@cache_data(50)
def _beside(build: str, reader_sight: Sight, selection: SearchSelection) -> Beside:
    violence_selection = Selection(
        STREET,
        (),
        VIOLENCE_AND_ROBBERY.offence_types,
        selection.first_month,
        selection.last_month,
        served=served(),
    )
    months, wards = _both(selection, STREET), ward_tables.wards()
    if not months:
        raise DataProblem(*search_text.NO_MONTH_OF_BOTH)
    searches = _by_ward(_searched(selection, months)).reindex(wards.index, fill_value=0)
    violence = _offences(build, reader_sight, violence_selection, months).reindex(
        wards.index, fill_value=0
    )
    of_searches, of_violence = (
        ward_rates(counts, wards["residents"], years=len(months) / 12)
        for counts in (searches, violence)
    )
    table = wards.assign(searches=searches, violence=violence)
    for name, rates in (("search", of_searches), ("violence", of_violence)):
        table[[f"{name}_rate", f"{name}_low", f"{name}_high"]] = rates[
            ["rate_per_1000", "rate_low", "rate_high"]
        ]
    grid = grid_of(table["search_rate"], table["violence_rate"])
    apart = disagreements(searches, violence).join(wards[["ward_name", "authority_name"]])
    return Beside(table.assign(cell=grid.classes), grid, apart, months)


@cache_data(20)
def _rows(build: str, source_id: str, months: tuple[date, ...]) -> pd.DataFrame:
    del build  # part of the key
    rows = answers.pinned().search_rows(source_id, months)
    rows["month"] = pd.to_datetime(rows["month"]).dt.date
    return rows.assign(
        key=rows["month"].map("{:%Y-%m}".format) + "/" + rows["source_row"].map("{:06}".format)
    )
