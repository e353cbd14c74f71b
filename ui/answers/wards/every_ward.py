"""Answers about every ward, the authorities beside each other, and their months. Remembered by build and role.

Whatever leaves here has passed the guard: a restricted count that this role must not see is not in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from geo.change.dispersion import prior_dispersion, spread_before
from geo.core.completeness import coverage, steady_pairs
from geo.core.errors import DataProblem
from geo.core.missing import PART, missing_room
from geo.core.selection import Selection, month_after
from geo.rates import comparison
from ui.access import identity
from ui.access.identity import Sight
from ui.answers import disclosure_control
from ui.answers.area import served
from ui.answers.caching import AskedBy, cache_data, cache_resource
from ui.answers.seen import recorded
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards.findings import (
    Comparison,
    Trend,
    WardAnswer,
    across_thin_months,
    authority_residents,
    comparison_findings,
    paired_months,
    thin_within,
    trend_findings,
    ward_findings,
    without_small_counts,
)
from ui.answers.wards.unplaced import EVERY, POSSIBLE, monthly_unplaced, unplaced_table
from ui.text import compare as compare_text
from ui.text.wards import areas as area_text

TREND_MONTHS = 36


@recorded(earlier=12)
def ward_answer(selection: Selection) -> WardAnswer:
    """Rates, standing and change of every ward for a selection."""
    if source_answers.guarded(selection.source_id, identity.sight()):
        disclosure_control.require_whole_quarters(selection)
        if answers.geography_shown():
            raise DataProblem(area_text.GUARDED, do="Choose wards.", stands="")
    return _answer_of(answers.asked_by(), selection)


@recorded(earlier=12)
def compared(selection: Selection, pair: tuple[str, ...]) -> Comparison:
    """Two authorities, by code, beside each other for a selection."""
    ward_answer(selection)  # refuses what may not be asked
    return _compared(answers.build_key(), identity.sight(), selection, pair)


def authorities_held() -> dict[str, str]:
    """Code → name of the authorities whose wards the build holds, in the area's order."""
    held = set(ward_tables.wards()["authority_code"])
    return {code: name for code, name in served().names.items() if code in held}


def comparable() -> dict[str, str]:
    """The same. Raises DataProblem where there are fewer than two."""
    names = authorities_held()
    if len(names) < 2:
        raise DataProblem(*compare_text.one_authority(served(), list(names.values())))
    return names


@recorded()
def ranking(selection: Selection) -> comparison.Ranking | None:
    """Ranks with intervals, or that the wards cannot be ranked; None where this role must not be told, no residents are known, or
    those of areas that are no wards are carried from wards."""
    return _ranking(answers.build_key(), identity.sight(), selection.everywhere())


@recorded(earlier=36)
def trend(selection: Selection) -> Trend:
    """Monthly rates of each authority, up to three years ending with the selection's last month."""
    if source_answers.guarded(selection.source_id, identity.sight()):
        raise DataProblem(
            "Monthly counts of a restricted source are for analysts.",
            do="Ask an analyst.",
            stands="",
        )
    return _trend(answers.build_key(), identity.sight(), selection)


@recorded(earlier=None)
def monthly_types(selection: Selection) -> pd.DataFrame:
    """Offences by authority_code, offence_type and month (date) of all months received, of whatever else a selection asks."""
    every = replace(_ever(selection), offence_types=())
    return _monthly(answers.build_key(), every, ("authority_code", "offence_type"))


@recorded(earlier=None)
def unplaced(selection: Selection) -> pd.DataFrame:
    """What of a selection could not be placed in the whole area, by month received and type: see unplaced_table. Restricted: analysts only."""
    source_answers.require_analyst(selection.source_id, "Counts of what could not be placed")
    every = replace(_ever(selection.everywhere()), offence_types=(), area=None)
    return _unplaced(answers.build_key(), identity.sight(), every)


@recorded()
def unplaced_count(selection: Selection) -> int:
    """How many offences of a selection lie in no ward in its months, in the whole area. Restricted: analysts only."""
    table = monthly_unplaced(unplaced(selection), selection.offence_types)
    return int(table["unplaced"].reindex(list(selection.months)).fillna(0).sum())


@cache_data(100)
def _monthly(build: str, every: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    """Offences by columns of the cube and month (date) of all months received: other months are then another sum, not another query."""
    del build  # part of the key
    counts = answers.pinned().counts(every, by=[*by, "month"])
    return counts.assign(month=pd.to_datetime(counts["month"]).dt.date)


@cache_data(100)
def _monthly_possible(build: str, every: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    """The same, and with it what could be of the selection were it known."""
    del build  # part of the key
    counts = answers.pinned().possible_counts(every, by=[*by, "month"])
    return counts.assign(month=pd.to_datetime(counts["month"]).dt.date)


@cache_data(100)
def _unplaced(build: str, reader_sight: Sight, every: Selection) -> pd.DataFrame:
    del reader_sight  # part of the key
    by = ("authority_code", "offence_type")
    counts = _monthly(build, every, by)
    if not every.narrowing:
        return unplaced_table(counts)
    return unplaced_table(
        counts, _monthly_possible(build, every, by), _monthly(build, every.any_kind(), by)
    )


@cache_data(500)
def _ward_answer(build: str, reader_sight: Sight, selection: Selection) -> WardAnswer:
    if source_answers.guarded(selection.source_id, reader_sight):
        return _guarded_answer(selection)
    everywhere, ever, table = (
        selection.everywhere(),
        source_answers.told_months(selection),
        ward_tables.wards(),
    )
    covered = coverage(
        selection.source_id, ever, first=everywhere.first_month, last=everywhere.last_month
    )
    paired = paired_months(covered.received, ever)
    whole = _ever(everywhere)
    low_ever = source_answers.thin_months(selection.source_id)
    tables = {"": _monthly(build, whole, ("ward_code",))}
    if whole.narrowing:
        tables[POSSIBLE] = _monthly_possible(build, whole, ("ward_code",))
        tables[EVERY] = _monthly(build, whole.any_kind(), ("ward_code",))

    monthly = tables[""]
    spread = spread_before(
        monthly[monthly["ward_code"].isin(table.index)],
        [month for month in ever if month < everywhere.first_month],
        ward_tables.dispersions(),
        selection.offence_types,
        authorities=table["authority_code"].to_dict(),
        leave_out=low_ever,
    )

    def findings(pairs: tuple[date, ...]) -> WardAnswer:
        before = tuple(month_after(month, -12) for month in pairs)
        counted = {
            kind + name: counts[counts["month"].isin(months)].groupby("ward_code")["offences"].sum()
            for name, months in (("asked", covered.received), ("now", pairs), ("then", before))
            for kind, counts in tables.items()
        }
        counted["months_ever"] = pd.Series(1, index=list(ever))
        return ward_findings(selection, table, counted, covered, pairs, spread)

    answer = findings(paired)
    low = thin_within(covered.received, paired, low_ever)
    if low:
        return across_thin_months(answer, findings(steady_pairs(paired, low)), low)
    return answer


def _guarded_answer(selection: Selection) -> WardAnswer:
    """The same from rounded cells alone, in whole quarters, for who may not see every count; changes and what varies are not in it."""
    ever, table = disclosure_control.whole_months(selection), ward_tables.wards()
    covered = coverage(
        selection.source_id, ever, first=selection.first_month, last=selection.last_month
    )
    counts = disclosure_control.ward_months(selection)
    none = pd.Series(dtype=int)
    counted = {
        "asked": counts[counts["month"].isin(covered.received)]
        .groupby("ward_code")["offences"]
        .sum(),
        "now": none,
        "then": none,
        "months_ever": pd.Series(1, index=list(ever)),
    }
    authorities = table["authority_code"].to_dict()
    spread = spread_before(
        counts.head(0),
        (),
        ward_tables.dispersions(),
        selection.offence_types,
        authorities=authorities,
    )
    answer = ward_findings(selection, table, counted, covered, (), spread)
    shown = disclosure_control.large_enough(
        answer.wards["offences"],
        table["authority_code"],
        policy=source_answers.policy(selection.source_id),
    )
    return without_small_counts(answer, shown)


@cache_resource(500)
def _answer_of(asked_by: AskedBy, selection: Selection) -> WardAnswer:
    """One object a question, so that what follows from it is worked out once."""
    return replace(
        _ward_answer(asked_by.build, asked_by.sight, selection.everywhere()), selection=selection
    )


@cache_data(100)
def _compared(
    build: str, reader_sight: Sight, selection: Selection, pair: tuple[str, ...]
) -> Comparison:
    del build, reader_sight  # part of the key
    return comparison_findings(ward_answer(selection), ward_tables.ward_features(), pair)


@cache_data(100)
def _ranking(build: str, reader_sight: Sight, selection: Selection) -> comparison.Ranking | None:
    if (
        source_answers.guarded(selection.source_id, reader_sight)
        or ward_tables.residents_carried()[0]
    ):
        return None
    answer = _ward_answer(build, reader_sight, selection)
    if answer.wards["residents"].isna().all():  # nothing is known of how they differ
        return None
    counts, room = answer.wards["offences"], None
    if answer.unplaced:
        room = missing_room(counts, int(counts.sum()), answer.unplaced, scope=PART)
    return comparison.ward_ranking(counts, answer.wards["residents"], room=room)


@cache_resource(100)
def _trend(build: str, reader_sight: Sight, selection: Selection) -> Trend:
    del reader_sight  # part of the key: another reader is another question
    everywhere, ever = selection.everywhere(), source_answers.told_months(selection)
    first = max(
        source_answers.received_months(selection.source_id)[0],
        month_after(selection.last_month, 1 - TREND_MONTHS),
    )
    covered = coverage(
        selection.source_id,
        ever,
        first=min(first, selection.first_month),
        last=selection.last_month,
    )
    table, counts = ward_tables.wards(), _monthly(build, _ever(everywhere), ("ward_code",))
    counts = counts[counts["month"].isin(covered.received)]
    counts = counts.assign(authority_code=counts["ward_code"].map(table["authority_code"]))
    counts = counts.groupby(["authority_code", "month"], as_index=False)["offences"].sum()
    residents = authority_residents(table)
    ordered = residents.reindex([code for code in served().codes if code in residents.index])
    missing = monthly_unplaced(unplaced(selection), selection.offence_types)
    low = source_answers.thin_months(selection.source_id)
    prior = prior_dispersion(
        ward_tables.dispersions(), selection.offence_types, "authority", about_mean=True
    )
    return trend_findings(selection, counts, ordered, covered, missing, low, prior)


def _ever(selection: Selection) -> Selection:
    """The same question of all months received."""
    received = source_answers.received_months(selection.source_id)
    return replace(selection, first_month=received[0], last_month=received[-1])
