"""What the pinned build holds of each source: its months, what counts of them, its parts, and the terms on which it is shown.

What was read of a restricted source leaves here only for a role that may count it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from geo.core import measures
from geo.core.errors import DataProblem
from geo.core.expected_rows import PARTIAL, THIN, WHOLE, MonthStatus, months_of
from geo.core.layers import Layer
from geo.core.schema import NEAR_EDGE_METRES
from geo.core.selection import Selection, whole_quarters
from geo.disclosure.small_cells import Policy
from loaders.reference import (
    layers,
    offence_types,
)
from loaders.sources import registry
from loaders.sources.source import Holds, Source
from loaders.store.manifest import Partition
from loaders.store.month_rows import rows_of
from loaders.store.reader import reference_table
from loaders.version import version
from ui.access import identity
from ui.access import policy as access_policy
from ui.access.identity import Sight
from ui.answers.area import served
from ui.answers.caching import AskedBy, cache_data, cache_resource
from ui.answers.store import pinned_build as answers
from ui.answers.store import wards as ward_tables
from ui.text import figures as figure_text
from ui.text import pages as page_text
from ui.text import sources as source_text

MONTH_COLUMNS = [
    "source",
    "force",
    "month",
    "rows",
    "status",
    "without_place",
    "outside",
    "without_type",
    "without_day",
]


SEVERITY = {WHOLE: 0, THIN: 1, PARTIAL: 2}


def declared(source_id: str) -> Source:
    """What the program knows of a source: see loaders.sources.source.Source."""
    return registry.declared(source_id)


def sources() -> list[str]:
    """Sources of offences in the build, in the order of their declarations: the territorial force first."""
    held = {part.source_id for part in answers.manifest().parts} - set(answers.withheld())
    return [source.id for source in registry.of(Holds.OFFENCES) if source.id in held]


def received_months(source_id: str) -> tuple[date, ...]:
    """Months of a source that count, in order: those delivered but for partial ones, which are as absent."""
    left_out = set(partial_months(source_id))
    return tuple(month for month in delivered_months(source_id) if month not in left_out)


def quarters(source_id: str) -> tuple[tuple[date, ...], ...]:
    """Quarters of the calendar that were received whole of a source, in order: guarded counts are of these alone."""
    return whole_quarters(received_months(source_id))


def delivered_months(source_id: str) -> tuple[date, ...]:
    """Months of a source of which anything was delivered, in order."""
    force = "" if declared(source_id).national else served().force
    return tuple(
        date.fromisoformat(f"{month}-01") for month in answers.manifest().months(source_id, force)
    )


def month_statuses(source_id: str) -> dict[date, MonthStatus]:
    """Whether each month delivered of a source is whole, in order; of a national one's forces, the worst."""
    held = answers.pinned().statuses_of_source.get(source_id, {})
    return {
        month: max(statuses, key=lambda status: SEVERITY[status.status])
        for month, statuses in held.items()
    }


def partial_months(source_id: str) -> tuple[date, ...]:
    """Months delivered of a source that were cut on their way, and are left out as absent ones are."""
    return months_of(month_statuses(source_id), PARTIAL)


def thin_months(source_id: str) -> tuple[date, ...]:
    """Months received of a source that are low, with nothing to say that they were cut: they count."""
    return months_of(month_statuses(source_id), THIN)


def told_months(selection: Selection) -> tuple[date, ...]:
    """Months received of a selection's source in which each type it asks for can be told, in order; in the others it is a gap.

    Raises DataProblem where months were received in the selection's period, and it can be told in none of them.
    """
    untold = set(untold_months(selection))
    received = set(received_months(selection.source_id)) & set(selection.months)
    if received and received <= untold:
        raise DataProblem(
            source_text.untold(selection.offence_types, tuple(sorted(received))),
            do="Choose other months, or all offences.",
            stands="",
        )
    return tuple(month for month in received_months(selection.source_id) if month not in untold)


def untold_months(selection: Selection) -> tuple[date, ...]:
    """Months received of a selection's source in which a type it asks for cannot be told, since the publisher had other types then."""
    asked = set(selection.offence_types)
    return tuple(
        month for month, types in untold_types(selection.source_id).items() if types & asked
    )


def untold_types(source_id: str) -> dict[date, frozenset[str]]:
    """Month → today's types that cannot be told in it, of a source, in the order of months; only months that have such."""
    force = "" if declared(source_id).national else served().force
    untold = answers.manifest().untold(source_id, force)
    return {date.fromisoformat(f"{month}-01"): untold[month] for month in sorted(untold)}


def search_sources() -> list[str]:
    """Sources of stops and searches in the build, police.uk's first."""
    withheld = answers.withheld()
    return [
        source.id
        for source in registry.of(Holds.SEARCHES)
        if source.id not in withheld and received_months(source.id)
    ]


def source_name(source_id: str) -> str:
    """The title of a source, with *demonstration* where it is."""
    return source_text.source_named(
        registry.title(source_id), demonstration=answers.is_demonstration()
    )


def known_files() -> str:
    """What can be loaded, in words, by the sources declared."""
    return registry.known_files()


def licence(source_id: str) -> str:
    """On what terms a source may be used."""
    return declared(source_id).licence


def parts() -> tuple[Partition, ...]:
    """What was read of each source and month; nothing of a restricted source where this role must not count it."""
    held, reader = answers.manifest().parts, identity.sight()
    withheld = {source for source in {part.source_id for part in held} if guarded(source, reader)}
    return tuple(part for part in held if part.source_id not in withheld)


def months_table() -> pd.DataFrame:
    """What each month holds, newest first within its source: MONTH_COLUMNS; nothing of a restricted source where this role must not
    count it. Shares are of its rows, 0 to 1; NaN where no row says it."""
    rows = []
    for part in sorted(parts(), key=lambda part: part.month, reverse=True):
        if not part.month:
            continue
        held, status = rows_of(part), answers.pinned().statuses[part.key]
        rows.append(
            [
                source_name(part.source_id),
                part.force,
                part.month,
                part.accepted,
                status.status if status.judged else "not judged",
                part.without_location / max(part.accepted, 1),
                part.outside / max(part.accepted, 1),
                _share_without(held.types, part.accepted),
                _share_without(held.days, part.accepted),
            ]
        )
    return pd.DataFrame(rows, columns=MONTH_COLUMNS).sort_values(
        MONTH_COLUMNS[:2], kind="stable", ignore_index=True
    )


def _share_without(counts: Mapping[Any, int], rows: int) -> float:
    """Share of rows (0 to 1) of which something is not known; NaN where no row says it."""
    return 1 - sum(counts.values()) / rows if counts and rows else float("nan")


def superseded() -> pd.DataFrame:
    """Publications that a newer one of the same month has replaced; none of a restricted source where this role must not count it."""
    return pd.DataFrame(
        [
            line
            for line in answers.manifest().superseded
            if not guarded(line["source_id"], identity.sight())
        ]
    )


def totals() -> pd.DataFrame:
    """Rows of each source in the build: source, read, accepted, rejected, outside, without_location."""
    return _totals(answers.asked_by())


def rejected_rows() -> pd.DataFrame:
    """Every rejected row of the build, bar those of sources this role must not read: source_id, file, line, reason, row."""
    rows = answers.pinned().rejected()
    withheld = {
        source for source in rows["source_id"].unique() if guarded(source, identity.sight())
    }
    return rows[~rows["source_id"].isin(withheld)]


def near_edge_share() -> float:
    """Share of located rows within NEAR_EDGE_METRES of the edge of their ward, of those that this page run counts by; 0 to 1."""
    return _near_edge_share(answers.asked_by())


def marking(source_id: str) -> str:
    """How what is drawn of a source is marked; what is restricted says so in the demonstration too."""
    own_mark = str(declared(source_id).marking)
    marks = [own_mark] if policy(source_id).restricted or not answers.is_demonstration() else []
    return " · ".join(
        [*marks, *([figure_text.DEMONSTRATION_MARK] if answers.is_demonstration() else [])]
    )


def policy(source_id: str) -> Policy:
    """How a source may be shown, as it declares; a source that is not declared is restricted."""
    return declared(source_id).disclosure


def guarded(source_id: str, reader_sight: Sight) -> bool:
    """Whether counts of a source must pass the guard before this role sees them."""
    return reader_sight != "every count" and policy(source_id).restricted


def require_analyst(source_id: str, what: str) -> None:
    """Refuse in words what only an analyst may see of a restricted source."""
    if guarded(source_id, identity.sight()):
        raise DataProblem(*page_text.for_analysts(what))


def places_named(source_id: str) -> bool:
    """Whether the reader may be told at which street or building a source's offences lie."""
    return not policy(source_id).restricted or access_policy.may_see_single_rows()


def require_single_rows(source_id: str, what: str) -> None:
    """Refuse in words what only somebody who may see single offences may see of a restricted source."""
    if not places_named(source_id):
        raise DataProblem(*page_text.for_analysts(what))


def glossary() -> pd.DataFrame:
    """What each measure counts, on what area and period, whose it is and how it is marked; last those that no source answers."""
    return pd.concat([registry.measures(), reference_table("measures_here")], ignore_index=True)


def offered_layers() -> list[Layer]:
    """The named layers whose source the build holds."""
    held = sources()
    return [layer for layer in layers() if layer.source_id in held]


def told_apart(selection: Selection) -> str:
    """The column whose values a selection's layer tells apart on the map; empty for none."""
    return next(
        (layer.told_apart for layer in layers() if selection.layer.title == layer.title), ""
    )


def known_offence_types() -> list[str]:
    return offence_types()


def measure(selection: Selection) -> measures.Measure:
    """The measure a selection counts; narrowed, it is another measure."""
    whole = _measure(selection.source_id, selection.offence_types)
    if selection.layer.title:
        return replace(whole, name=selection.what())
    return (
        replace(whole, name=f"{whole.name} ({selection.narrowing})")
        if selection.narrowing
        else whole
    )


@cache_resource(200)
def _measure(source_id: str, offence_types: tuple[str, ...]) -> measures.Measure:
    return measures.measure_of(glossary(), source_id, offence_types)


def provenance(selection: Selection, *, area: str = "") -> list[str]:
    """The first lines of every file: what it counts, from where, in which boundaries, made when.

    area  what the file counts by, where that is not what the measure is counted by
    """
    source, rule = selection.source_id, policy(selection.source_id)
    return [
        selection.describe(),
        source_text.source_line(source_name(source), licence(source), marking(source)),
        source_text.measure_line(
            measure(selection).name, answers.in_area_words(area or measure(selection).area)
        ),
        ward_tables.areas_line(),
        source_text.small_counts_line(
            rule.threshold, restricted=rule.restricted, guarded=guarded(source, identity.sight())
        ),
        made_from(),
    ]


def made_from() -> str:
    """The line of every file that leaves: the build its figures are of, and the version of the program that wrote it."""
    return source_text.build_line(answers.manifest().build, answers.manifest().made_at, version())


@cache_resource(20)
def _totals(asked_by: AskedBy) -> pd.DataFrame:
    del asked_by  # part of the key
    counted = replace(answers.manifest(), parts=parts()).totals()
    rows = [{"source": source_name(source), **numbers} for source, numbers in counted.items()]
    return pd.DataFrame(
        rows, columns=["source", "read", "accepted", "rejected", "outside", "without_location"]
    )


@cache_data(20)
def _near_edge_share(asked_by: AskedBy) -> float:
    counted = answers.pinned().near_edge(NEAR_EDGE_METRES)
    mine = counted[~counted["source_id"].map(lambda source: guarded(source, asked_by.sight))]
    return float(mine["near"].sum() / max(mine["located"].sum(), 1))
