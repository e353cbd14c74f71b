"""What the data say around a section 60 authorisation: searches by law, place and time, and the violence reported there before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import shapely

from geo.core.completeness import coverage
from geo.core.schema import STREET
from geo.core.selection import OwnArea, Selection, month_after, months_between
from geo.hotspots.offences import VIOLENCE_AND_ROBBERY
from geo.searches.outcomes import midnight_months
from geo.searches.section_60 import LOCAL, Authorisation, Finding
from geo.searches.section_60_searches import Before, Under, meeting, told_apart
from loaders.register.record_types.searches import authorisation, is_yes, judged
from ui.access.identity import Sight, sight
from ui.answers.area import served
from ui.answers.caching import cache_data
from ui.answers.stop_and_search import searches as search_answers
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables

MONTHS_BEFORE = 12
WINDOW = timedelta(days=14)


def signed(record: Mapping[str, Any]) -> Authorisation:
    """A record as it was signed, its local times with their zone; DataProblem for a time that the clocks jumped over."""
    return authorisation(record)


def is_draft(record: Mapping[str, Any]) -> bool:
    """Whether a record is marked as a draft, which may break the law's limits."""
    return is_yes(record["draft"])


def findings(record: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What the law, and apart from it the scheme of the day, has to say about a record."""
    return judged(record)


def shape_of(record: Mapping[str, Any]) -> OwnArea | None:
    """The area drawn, else the ground of its ward in its own vintage; None where neither is given, or no boundaries hold the ward."""
    if record["polygon"]:
        return OwnArea(record["name"], record["polygon"])
    ground = record_answers.record_places().ground([(record["ward_code"], record["ward_vintage"])])
    return OwnArea(record["name"], ground) if ground else None


def wards_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of the wards of the page in which its ward lies."""
    return record_answers.placed([(record["ward_code"], record["ward_vintage"])]).place.wards


def under(signed: Authorisation, area: OwnArea, source_id: str) -> Under:
    """Searches, of one source, of the months that the authorisation touches."""
    first, last = signed.start.astimezone(LOCAL).date(), signed.last.astimezone(LOCAL).date()
    rows = search_answers.searches_between(source_id, first, last)
    covered = coverage(
        source_id,
        search_answers.received(source_id),
        first=first.replace(day=1),
        last=last.replace(day=1),
    )
    hours = rows[["month", "hour"]].value_counts().rename("searches")
    return Under(
        told_apart(rows, signed.start, signed.last, shapely.from_geojson(area.geometry)),
        covered,
        midnight_months(hours.reset_index()),
    )


def before(signed: Authorisation, area: OwnArea) -> Before:
    """Violence and robbery of the twelve months before the month in which it starts, of those that were received."""
    source_answers.require_analyst(STREET, "Offences in an area of one's own")
    return _before(
        answers.build_key(),
        sight(),
        signed.start.astimezone(LOCAL).date().replace(day=1),
        area,
    )


def painted(at: datetime) -> Selection:
    """Reported violence of the twelve months before a moment, or the newest twelve where none of those was received."""
    month, held = at.astimezone(LOCAL).date().replace(day=1), source_answers.received_months(STREET)
    last = month_after(month, -1) if month_after(month, -1) in held else held[-1]
    return Selection(
        STREET,
        (),
        VIOLENCE_AND_ROBBERY.offence_types,
        max(held[0], month_after(last, 1 - MONTHS_BEFORE)),
        last,
        served=served(),
    )


def met(records: list[dict[str, Any]]) -> list[tuple[str, str, bool]]:
    """References of authorisations that ran at one time, and whether their areas meet."""
    areas = [shape_of(record) for record in records]
    shapes = [shapely.from_geojson(area.geometry) if area else None for area in areas]
    return [
        (records[first]["name"], records[second]["name"], both)
        for first, second, both in meeting([authorisation(record) for record in records], shapes)
    ]


def near(first: Authorisation, second: Authorisation) -> bool:
    """Whether two authorisations lie within two weeks of each other, so that one picture in time can hold both."""
    return first.start - WINDOW < second.last and second.start < first.last + WINDOW


def soon(signed: Authorisation, now: datetime) -> bool:
    """Whether a clock for it is worth drawing again by itself."""
    return now - timedelta(days=1) < signed.last and signed.start < now + timedelta(days=1)


@cache_data(50)
def _before(build: str, reader_sight: Sight, month: date, area: OwnArea) -> Before:
    del build, reader_sight  # part of the key
    held, first = set(source_answers.received_months(STREET)), month_after(month, -MONTHS_BEFORE)
    months = tuple(
        earlier for earlier in months_between(first, month_after(month, -1)) if earlier in held
    )
    everywhere = Selection(
        STREET,
        (),
        VIOLENCE_AND_ROBBERY.offence_types,
        first,
        month_after(month, -1),
        served=served(),
    )
    counted = {
        name: int(answers.pinned().counts(selection, by=["month"], months=months)["offences"].sum())
        if months
        else 0
        for name, selection in (
            ("here", replace(everywhere, area=area)),
            ("everywhere", everywhere),
        )
    }
    shape, wards = shapely.from_geojson(area.geometry), ward_tables.ward_shapes()
    whole = sum(shapely.area(shapely.from_geojson(json.dumps(ward))) for ward in wards.values())
    return Before(
        counted["here"], counted["everywhere"], months, float(shapely.area(shape) / whole)
    )
