"""One operation put to the evaluation: the outcome asked about, the question, the comparison to be frozen, and the answer.

Months after a start are read by way of `evaluated`, which stores the comparison first, or once one is stored.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.change.control_charts import FEWEST_BASELINE_MONTHS
from geo.change.thin_months import chart_without_limits, steady_chart
from geo.core.errors import DataProblem
from geo.core.missing import PART
from geo.core.schema import FORCE_EXTRACT, ROBBERY, STREET
from geo.core.selection import months_between
from geo.operations.design import (
    KNIFE_ENABLED,
    RECORDED_POSSESSION,
    REPORTED_VIOLENCE,
    Design,
    Frozen,
    Outcome,
)
from geo.operations.drawn_area import is_drawn
from geo.operations.evaluation import Evaluation, placed_and_not
from geo.operations.power import CouldShow, could_show
from geo.operations.question import Question
from loaders.register.comparisons import (
    chosen_design,
    evaluated,
    freeze_comparison,
    frozen_comparison,
    grown,
    outdated,
)
from ui.access import identity
from ui.answers import register as register_answers
from ui.answers.caching import cache_data
from ui.answers.operations import board as operation_answers
from ui.answers.seen import rows_of, seen
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards import one_place as place_answers
from ui.text import evaluation as evaluation_text
from ui.text import operations as operation_text

ROBBERY_ALONE = Outcome("Robbery", (ROBBERY,))
NOT_AIMED_AT = {
    STREET: (Outcome("Burglary", ("Burglary",)), Outcome("Vehicle crime", ("Vehicle crime",))),
    FORCE_EXTRACT: (),
}
OFFERED = (
    (REPORTED_VIOLENCE, STREET),
    (ROBBERY_ALONE, STREET),
    (KNIFE_ENABLED, FORCE_EXTRACT),
    (RECORDED_POSSESSION, STREET),
)
LONGEST_LINE = 36  # months


@dataclass(frozen=True)
class Aim:
    """What operations are judged by, and the source that counts it."""

    outcome: Outcome
    source: str


@dataclass(frozen=True)
class Line:
    """The outcome of an operation area month by month.

    chart     month index: value (NaN where absent), centre, low, high, outside, shift, doubtful as geo.change.thin_months.steady_chart gives them
    expected  month index: what the comparison wards would lead one to expect, at the area's level before
    absent    months never received
    """

    chart: pd.DataFrame
    expected: pd.Series
    absent: tuple[date, ...]


@dataclass(frozen=True)
class Ground:
    """On whose wards an operation is evaluated.

    vintage  id
    frozen   whether its comparison was frozen on them
    """

    vintage: str
    frozen: bool


def ground(operation: int, aim: Aim, month: date) -> Ground:
    """The wards that an operation is evaluated on, whatever the page shows: those its comparison was frozen on, else its own.

    month  as at the end of which the operation's area is taken

    An area that was drawn, or that names wards of several vintages, has none of its own: the vintage in force when it started.
    Raises DataProblem where the wards it was frozen on are in no boundaries loaded.
    """
    known = frozen_comparison(record_answers.register(), operation, aim.outcome)
    if known is not None:
        return Ground(_frozen_on(known.design), True)
    listed = record_answers.operations(month)
    rows = listed[(listed["operation"] == operation) & (listed["instance"] == "")]
    named = {vintage for own in rows["own_wards"] for _, vintage in own}
    if len(named) == 1 and not rows["area"].any():
        return Ground(named.pop(), False)
    starts = [start for start in rows["start"] if not pd.isna(start)]
    return Ground(answers.vintage_in_force(min(starts)) if starts else answers.vintage().id, False)


@contextlib.contextmanager
def on_ground(operation: int, aim: Aim, month: date) -> Iterator[Ground]:
    """Within it every answer is by the wards that an operation is evaluated on: see `ground`."""
    on = ground(operation, aim, month)
    with answers.as_of(on.vintage):
        yield on


def _frozen_on(design: Design) -> str:
    codes = record_answers.record_places().codes
    wards = {*design.area, *design.comparison, *design.buffer, *design.buffer_comparison}
    wards = {ward for ward in wards if not is_drawn(ward)}
    vintage = codes.named(design.vintage) if design.vintage else ""
    if vintage and all(codes.holds(vintage, ward) for ward in wards):
        return vintage
    # Of before wards had a vintage, or the vintage has been loaded anew under another name.
    if vintage := codes.vintage_of_all(wards):
        return vintage
    raise DataProblem(*evaluation_text.frozen_wards_missing(design.vintage, list(codes.held)))


def aims() -> dict[str, Aim]:
    """What operations can be judged by, by the outcome's name: those whose source is loaded."""
    return {
        outcome.name: Aim(outcome, source)
        for outcome, source in OFFERED
        if source_answers.received_months(source)
    }


def question(operation: int, aim: Aim, listed: pd.DataFrame) -> Question:
    """What is asked of an operation. Nothing of any outcome is read for it.

    listed  operations as record_answers.operations gives them within `on_ground`
    """
    rows = listed[listed["operation"] == operation]
    whole = rows[rows["instance"] == ""]
    if whole.empty:
        raise DataProblem(*operation_text.in_instances(str(rows["name"].iloc[0]), len(rows)))
    row = whole.iloc[0]
    if row["unknown"]:
        raise DataProblem(*operation_text.ward_unknown(row["name"], row["unknown"]))
    features = ward_tables.ward_features().rename(columns=evaluation_text.FEATURES)
    known = features[features["residents"].notna()].reindex(ward_tables.wards().index).dropna()
    start, end = (None if pd.isna(row[name]) else row[name] for name in ("start", "end"))
    geometry = row["area"] or row["outline"]
    drawn = operation_answers.drawn_place(geometry, known) if geometry else None
    area, known = (
        ((drawn.inside.name,), pd.concat([known, drawn.figures]))
        if drawn
        else (tuple(row["ward_codes"]), known)
    )
    return Question(
        operation,
        str(row["name"]),
        area,
        start,
        end,
        aim.outcome,
        source_answers.received_months(aim.source),
        known,
        place_answers.adjoining(),
        operation_answers.work(date.today()),
        drawn,
        answers.vintage().id,
        {str(code): str(name) for code, name in ward_tables.wards()["authority_code"].items()},
    )


def proposed(
    question: Question, source: str, *, by_hand: Sequence[str] = (), reason: str = ""
) -> Design:
    """The comparison as the rule, or somebody with a reason, would choose it: from months before the start alone."""
    before = counted(question, source, question.outcome, question.months_known())
    return chosen_design(
        question,
        before.reindex(columns=list(question.months_known()), fill_value=0),
        by_hand=by_hand,
        reason=reason,
    )


def could(question: Question, design: Design, source: str) -> CouldShow:
    """The smallest change that could show, from the months before alone."""
    before = counted(question, source, question.outcome, design.before)
    inside, beside = (
        int(before.reindex(list(wards)).sum().sum()) for wards in (design.area, design.comparison)
    )
    return could_show(
        inside, beside, months_before=len(design.before), months_after=len(design.after)
    )


def frozen(question: Question) -> Frozen | None:
    return frozen_comparison(record_answers.register(), question.operation, question.outcome)


def freeze(question: Question, source: str) -> Evaluation:
    """Store the comparison that the rule chooses, then read on; on the wards that the question names."""
    with answers.as_of(question.vintage):
        return evaluated(
            record_answers.register(),
            question,
            _reader(question, source),
            register_answers.editor(record="comparison", number=question.operation, done="freeze"),
            others=NOT_AIMED_AT[source],
            thin=source_answers.thin_months(source),
            read_points=_point_reader(question, source),
        )


def replace_comparison(question: Question, source: str, wards: Sequence[str], reason: str) -> None:
    """A comparison chosen by hand, stored with its reason; the one before stays in the history."""
    design = proposed(question, source, by_hand=wards, reason=reason)
    freeze_comparison(
        record_answers.register(),
        question.operation,
        design,
        register_answers.editor(record="comparison", number=question.operation, done="freeze"),
        reason=reason,
    )


def by_the_rule_again(question: Question, source: str, reason: str) -> None:
    """The comparison chosen anew by the rule, stored with the reason."""
    freeze_comparison(
        record_answers.register(),
        question.operation,
        proposed(question, source),
        register_answers.editor(record="comparison", number=question.operation, done="freeze"),
        reason=reason,
    )


def take_in_later_months(question: Question) -> None:
    """The same comparison with the months received since it was frozen."""
    known = frozen(question)
    if known is not None and (longer := grown(known, question)) is not None:
        freeze_comparison(
            record_answers.register(),
            question.operation,
            longer,
            register_answers.editor(record="comparison", number=question.operation, done="freeze"),
            reason=evaluation_text.LATER_MONTHS,
        )


def stale(question: Question, known: Frozen) -> tuple[str, ...]:
    """What the register or the data say otherwise by now than the frozen comparison; wards by name."""
    return tuple(
        operation_text.with_names(line, ward_names()) for line in outdated(known, question)
    )


def can_grow(question: Question, known: Frozen) -> bool:
    return grown(known, question) is not None


def freezes(question: Question) -> list[tuple[str, str]]:
    """Every time this comparison was frozen, newest first: when, and the reason given."""
    register = record_answers.register()
    stored = register.records(
        "comparison", operation=question.operation, outcome=question.outcome.name
    )
    changes = (
        register.history("comparison", int(stored["id"].iloc[0]))
        if len(stored)
        else pd.DataFrame({"after": []})
    )
    return [
        (after["frozen_at"], after["reason"]) for after in changes["after"] if after is not None
    ]


def evaluation(question: Question, source: str) -> Evaluation:
    """The evaluation by the comparison that is frozen; remembered until that, other work, or the build changes."""
    known = frozen(question)
    rests_on = (
        known.digest if known else "",
        known.frozen_at if known else "",
        question.work.to_csv(),
        question.vintage,
        str(source_answers.places_named(source)),
    )
    answer = _evaluation(
        answers.manifest().build,
        identity.sight(),
        question.operation,
        source,
        rests_on,
        _question=question,
    )
    if source_answers.policy(source).restricted:
        seen(source, None, rows_of(answer), question="evaluation")
    return answer


def line(
    question: Question,
    design: Design,
    source: str,
    last: date,
    *,
    after_too: bool,
    thin: Sequence[date] = (),
) -> Line:
    """The outcome month by month, up to `last`; months at or after the start only where the comparison is frozen.

    thin  months of the source that are low
    """
    months = question.received if after_too else question.months_known()
    shown = [month for month in months if month <= last] or list(months)
    drawn = list(months_between(shown[-LONGEST_LINE:][0], shown[-1]))
    counts = (
        counted(question, source, question.outcome, months)
        .reindex(columns=list(months), fill_value=0)
        .fillna(0)
    )
    inside, beside = (
        counts.reindex(list(wards), fill_value=0).sum()
        for wards in (design.area, design.comparison)
    )
    before = list(design.before)
    level = beside[before].sum()
    expected = (beside * inside[before].sum() / level if level else beside * np.nan).reindex(drawn)
    values = inside.reindex(drawn).astype(float)
    began = design.after[0]
    usual = [month for month in drawn if month < began and not np.isnan(values[month])]
    if len(usual) >= FEWEST_BASELINE_MONTHS:
        chart = steady_chart(
            values, *placed_and_not(counts), thin=thin, scope=PART, frozen_before=began
        )
    else:
        chart = chart_without_limits(values, thin=thin)
    return Line(chart, expected, tuple(month for month in drawn if np.isnan(values[month])))


def ward_names() -> dict[str, str]:
    """Ward code → name."""
    return {str(code): str(name) for code, name in ward_tables.wards()["ward_name"].items()}


def counted(
    question: Question, source: str, outcome: Outcome, months: Sequence[date]
) -> pd.DataFrame:
    """Offences by ward and month; an area that was drawn, and its ring, are rows beside the wards, of the points within them."""
    return operation_answers.outcome_counts(
        source,
        outcome,
        months,
        (question.drawn.inside, question.drawn.ring) if question.drawn else (),
    )


def _reader(question: Question, source: str) -> Callable[[Outcome, Sequence[date]], pd.DataFrame]:
    return lambda outcome, months: counted(question, source, outcome, months)


def _point_reader(
    question: Question, source: str
) -> Callable[[Outcome, Sequence[date]], pd.DataFrame]:
    place = question.drawn.inside if question.drawn else None
    return lambda outcome, months: operation_answers.outcome_points(
        source, outcome, months, question.area, place
    )


@cache_data(100)
def _evaluation(
    build: str,
    reader_sight: str,
    operation: int,
    source: str,
    rests_on: tuple[str, ...],
    *,
    _question: Question,
) -> Evaluation:
    del build, reader_sight, operation, rests_on  # part of the key
    return evaluated(
        record_answers.register(),
        _question,
        _reader(_question, source),
        "reader",  # who reads writes nothing: the comparison is frozen already
        others=NOT_AIMED_AT[source],
        thin=source_answers.thin_months(source),
        read_points=_point_reader(_question, source),
    )
