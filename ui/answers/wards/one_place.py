"""Answers about one place, from the pinned build: its points, rows, trend, types and neighbours. Behind the same guard as all answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from geo.core.completeness import coverage
from geo.core.missing import WHOLE
from geo.core.selection import OwnArea, Selection, month_after
from geo.space import areas
from ui.access.identity import Sight, sight
from ui.answers.area import served
from ui.answers.caching import cache_data, cache_resource
from ui.answers.seen import recorded
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards.every_ward import TREND_MONTHS
from ui.answers.wards.findings import WardAnswer, paired_months
from ui.answers.wards.place_findings import Place, place_findings, similar_table
from ui.answers.wards.place_findings import type_changes as type_changes_of


@recorded()
def points(selection: Selection) -> pd.DataFrame:
    """Offences at each map point: point_id, longitude, latitude, offence_type (or origin, where the layer is told apart so),
    location_text, offences. Restricted: analysts only."""
    source_answers.require_single_rows(selection.source_id, "Points")
    return _points(answers.build_key(), sight(), selection)


@recorded(earlier=None)
def place(selection: Selection) -> Place:
    """Trend, change by type and streets of the wards or the area that a selection names; no street for whoever may not see places."""
    source_answers.require_analyst(selection.source_id, "Monthly counts of one place")
    shown = _place(answers.build_key(), sight(), selection)
    if source_answers.places_named(selection.source_id):
        return shown
    return replace(shown, streets=shown.streets.iloc[:0])


@recorded()
def rows(selection: Selection) -> pd.DataFrame:
    """The offences behind a selection, newest first, 50,000 at most. Restricted: analysts only."""
    source_answers.require_single_rows(selection.source_id, "Rows")
    return _rows(answers.build_key(), sight(), selection)


@recorded(earlier=12)
def type_changes(selection: Selection) -> dict[str, pd.DataFrame]:
    """Each authority's offence types now and a year before: authority_code → offence_type, now, then, q, verdict. Empty if guarded."""
    if source_answers.guarded(selection.source_id, sight()):
        return {}
    every = replace(selection.everywhere(), offence_types=())
    return _type_changes(answers.build_key(), sight(), every)


def types_left_out(source_id: str, months: Sequence[date]) -> list[str]:
    """Types that cannot be told in one of some months or a year before, in alphabetical order."""
    untold = source_answers.untold_types(source_id)
    compared = {*months, *(month_after(month, -12) for month in months)}
    return sorted({kind for month in compared for kind in untold.get(month, ())})


def adjoining() -> pd.DataFrame:
    """Neighbouring wards of the area served, each pair both ways: ward_code, neighbour_code."""
    return _adjoining(answers.build_key())


def neighbours(ward: str) -> tuple[str, ...]:
    """Codes of the wards that adjoin one."""
    pairs = _adjoining(answers.build_key())
    return tuple(pairs.loc[pairs["ward_code"] == ward, "neighbour_code"])


def similar(answer: WardAnswer, ward: str) -> pd.DataFrame:
    """The wards most like one, with the figures they have in an answer."""
    return similar_table(answer.wards, ward_tables.ward_features(), ward)


def points_within(area: OwnArea) -> int:
    """How many of the build's map points lie in an area of somebody's own."""
    return len(answers.pinned().point_ids(area))


@cache_data(20)
def _points(build: str, reader_sight: Sight, selection: Selection) -> pd.DataFrame:
    del build, reader_sight  # part of the key
    return answers.pinned().points(
        selection, by=[source_answers.told_apart(selection) or "offence_type", "location_text"]
    )


@cache_data(10)
def _rows(build: str, reader_sight: Sight, selection: Selection) -> pd.DataFrame:
    del build, reader_sight  # part of the key
    offences = answers.pinned().rows(selection)
    return offences.assign(month=pd.to_datetime(offences["month"]).dt.date)


@cache_resource(100)
def _place(build: str, reader_sight: Sight, selection: Selection) -> Place:
    del build, reader_sight  # part of the key
    ever = source_answers.told_months(selection)
    covered = coverage(
        selection.source_id, ever, first=selection.first_month, last=selection.last_month
    )
    first = min(
        max(
            source_answers.received_months(selection.source_id)[0],
            month_after(selection.last_month, 1 - TREND_MONTHS),
        ),
        selection.first_month,
    )
    drawn = coverage(selection.source_id, ever, first=first, last=selection.last_month)
    every, by = replace(selection, offence_types=()), ["month", "offence_type"]
    counts = _dated(answers.pinned().counts(every, by=by, months=drawn.received))
    possible = (
        _dated(answers.pinned().possible_counts(every, by=by, months=drawn.received))
        if every.narrowing
        else None
    )
    at_points = answers.pinned().points(selection, by=["location_text"])
    streets = at_points.groupby("location_text", as_index=False, dropna=False)["offences"].sum()
    unplaced = ward_answers.unplaced(selection)
    low = source_answers.thin_months(selection.source_id)
    return place_findings(
        selection,
        counts,
        streets,
        covered,
        drawn,
        unplaced,
        possible,
        low,
        ward_tables.dispersions(),
        source_answers.untold_types(selection.source_id),
    )


def _dated(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.assign(month=pd.to_datetime(counts["month"]).dt.date)


@cache_data(50)
def _type_changes(build: str, reader_sight: Sight, selection: Selection) -> dict[str, pd.DataFrame]:
    del build, reader_sight  # part of the key
    ever = source_answers.received_months(selection.source_id)
    covered = coverage(
        selection.source_id, ever, first=selection.first_month, last=selection.last_month
    )
    paired = paired_months(covered.received, ever)
    counts, unplaced = ward_answers.monthly_types(selection), ward_answers.unplaced(selection)
    return {
        code: type_changes_of(
            counts[counts["authority_code"] == code],
            paired,
            unplaced,
            scope=WHOLE,
            thin=source_answers.thin_months(selection.source_id),
            known=ward_tables.dispersions(),
            received=ever,
            untold=source_answers.untold_types(selection.source_id),
        )
        for code in served().codes
    }


@cache_resource(3)
def _adjoining(build: str) -> pd.DataFrame:
    del build  # part of the key
    table = answers.pinned().wards.table
    home = table.index[table["authority_code"].isin(served().codes)]
    return areas.neighbours(answers.pinned().wards.drawing[home])
