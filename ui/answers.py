"""Asks geo of what the pinned build holds, and remembers the answers.

Answers to one page's own questions stand in modules of their own, ui/…_answers.py. What is remembered is kept by build and role, and
whatever leaves here has passed the guard: a restricted count that this role must not see is not in it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from geo import comparison
from geo.completeness import coverage
from geo.errors import DataProblem
from geo.selection import Selection, month_after
from loaders.registers import Registers, open_registers, seed_duty, seed_operations
from ui import access, guard, pinned, records, reference, source_wording, wording
from ui.access import Role
from ui.findings import (
    Comparison,
    Trend,
    WardAnswer,
    comparison_findings,
    paired_months,
    trend_findings,
    ward_findings,
    without_small_counts,
)
from ui.remembering import AskedBy, remembered, shared

TREND_MONTHS = 36
FIXED_MONTHS = 12


def provenance(selection: Selection, *, area: str = "") -> list[str]:
    """The first lines of every file: what it counts, from where, in which boundaries, made when.

    area  what the file counts by, where that is not what the measure is counted by
    """
    about, source, rule = pinned.manifest(), selection.source_id, pinned.policy(selection.source_id)
    return [selection.describe(),
            source_wording.source_line(pinned.source_name(source), pinned.licence(source), pinned.marking(source)),
            source_wording.measure_line(reference.measure(selection).name, area or reference.measure(selection).area),
            source_wording.areas_line(about.boundaries, about.population),
            source_wording.small_counts_line(rule.threshold if rule.restricted else None),
            source_wording.build_line(about.build, about.made_at)]


def operations(month: date | None = None) -> pd.DataFrame:
    """Operations as they stood at the end of a month, or stand today: the columns of loaders.registers.operations_shown."""
    at = date.today() if month is None else month_after(month) - timedelta(days=1)
    return _operations(str(pinned.store_place()), pinned.manifest().kind, register().changes(), at)


def register() -> Registers:
    """What people edit beside the pinned build; demonstration and real data have each their own."""
    kept = open_registers(pinned.store_place(), pinned.manifest().kind)
    _seeded(str(pinned.store_place()), pinned.manifest().kind, pinned.manifest().build)
    return kept


def ward_answer(selection: Selection) -> WardAnswer:
    """Rates, standing and change of every ward for a selection."""
    if pinned.guarded(selection.source_id, access.role()):
        _require_fixed_question(selection)
    return _asked(pinned.asked_by(), selection)


def compared(selection: Selection) -> Comparison:
    """Swindon beside Wiltshire for a selection."""
    ward_answer(selection)  # refuses what may not be asked
    return _compared(pinned.build(), access.role(), selection)


def ranking(selection: Selection) -> comparison.Ranking | None:
    """Ranks with intervals, or that the wards cannot be ranked; None where this role must not be told."""
    return _ranking(pinned.build(), access.role(), selection.everywhere())


def trend(selection: Selection) -> Trend:
    """Monthly rates of both authorities, up to three years ending with the selection's last month."""
    if pinned.guarded(selection.source_id, access.role()):
        raise DataProblem("Monthly counts of a restricted source are for analysts.", do="Ask an analyst.", stands="")
    return _trend(pinned.build(), access.role(), selection)


def monthly_types(selection: Selection) -> pd.DataFrame:
    """Offences by authority_code, offence_type and month (date) of all months received, of whatever else a selection asks."""
    every = replace(_ever(selection), offence_types=())
    return _monthly(pinned.build(), every, ("authority_code", "offence_type"))


def _require_fixed_question(selection: Selection) -> None:
    """Restricted counts are shown to others than analysts for one period and one type, or one named layer, at a time.

    Selections that overlap could be added and subtracted, three or more of them beyond what the guard can weigh: types never
    overlap, the few layers are weighed against all that was shown before, and nothing may be narrowed further.
    """
    received = pinned.received_months(selection.source_id)
    last = received[-1]
    first = max(received[0], month_after(last, 1 - FIXED_MONTHS))
    one_kind = len(selection.offence_types) == 1 and not selection.narrowing
    if (selection.first_month, selection.last_month) != (first, last) or not (
            one_kind or any(layer.is_asked_by(selection) for layer in reference.offered_layers())):
        raise DataProblem(*wording.fixed_question(selection.describe(), first, last))


@remembered(100)
def _monthly(build: str, every: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    """Offences by columns of the cube and month (date) of all months received: other months are then another sum, not another query."""
    del build  # part of the key
    counts = pinned.store().counts(every, by=[*by, "month"])
    return counts.assign(month=pd.to_datetime(counts["month"]).dt.date)


@remembered(500)
def _ward_answer(build: str, role: Role, selection: Selection) -> WardAnswer:
    asked, ever, table = selection.everywhere(), pinned.received_months(selection.source_id), reference.wards()
    covered = coverage(selection.source_id, ever, first=asked.first_month, last=asked.last_month)
    paired = paired_months(covered.received, ever)
    before = tuple(month_after(month, -12) for month in paired)
    counts = _monthly(build, _ever(asked), ("ward_code",))
    counted = {name: counts[counts["month"].isin(months)].groupby("ward_code")["offences"].sum()
               for name, months in (("asked", covered.received), ("now", paired), ("then", before))}
    answer = ward_findings(selection, table, {**counted, "months_ever": pd.Series(1, index=list(ever))}, covered)
    if not pinned.guarded(selection.source_id, role):
        return answer
    shown = guard.ward_counts(answer.wards["offences"], table["authority_code"], asked, policy=pinned.policy(selection.source_id),
                              memory=guard.memory_of(build, role, selection.source_id))
    return without_small_counts(answer, shown)


@shared(500)
def _asked(asked_by: AskedBy, selection: Selection) -> WardAnswer:
    """One object a question, so that what follows from it is worked out once."""
    return replace(_ward_answer(asked_by.build, asked_by.role, selection.everywhere()), selection=selection)


@remembered(100)
def _compared(build: str, role: Role, selection: Selection) -> Comparison:
    del build, role  # part of the key
    return comparison_findings(ward_answer(selection), reference.ward_features())


@remembered(20)
def _operations(root: str, kind: str, changes: int, at: date) -> pd.DataFrame:
    del changes  # part of the key
    return records.operations(open_registers(Path(root), kind), at)


@shared(20)
def _seeded(root: str, kind: str, build: str) -> bool:
    """Operations of the build, and what the brief states, that the register has never held are taken over, once a build."""
    del build  # part of the key
    seed_operations(open_registers(Path(root), kind), pinned.store().operations)
    seed_duty(open_registers(Path(root), kind))
    return True


@remembered(100)
def _ranking(build: str, role: Role, selection: Selection) -> comparison.Ranking | None:
    if pinned.guarded(selection.source_id, role):
        return None
    answer = _ward_answer(build, role, selection)
    return comparison.ward_ranking(answer.wards["offences"], answer.wards["residents"])


@remembered(100)
def _trend(build: str, role: Role, selection: Selection) -> Trend:
    del role  # part of the key: another reader is another question
    asked, ever = selection.everywhere(), pinned.received_months(selection.source_id)
    first = max(ever[0], month_after(selection.last_month, 1 - TREND_MONTHS))
    covered = coverage(selection.source_id, ever, first=min(first, selection.first_month), last=selection.last_month)
    table, counts = reference.wards(), _monthly(build, _ever(asked), ("ward_code",))
    counts = counts[counts["month"].isin(covered.received)]
    counts = counts.assign(authority_code=counts["ward_code"].map(table["authority_code"]))
    counts = counts.groupby(["authority_code", "month"], as_index=False)["offences"].sum()
    return trend_findings(selection, counts, table.groupby("authority_code")["residents"].sum(), covered)


def _ever(selection: Selection) -> Selection:
    """The same question of all months received."""
    received = pinned.received_months(selection.source_id)
    return replace(selection, first_month=received[0], last_month=received[-1])
