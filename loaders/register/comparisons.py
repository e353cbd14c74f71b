"""Comparisons frozen in the register: chosen and stored before the outcome after the start is read, changed only in the open.

`evaluated` is the one way from an operation to its verdict. It reads the months before the start, chooses by the rule,
stores the design with its hash, and only then reads on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from pandas import DataFrame

from geo.change.dispersion import VIOLENT, place_dispersion, prior_dispersion
from geo.core.errors import DataProblem
from geo.core.schema import OUTSIDE, WITHOUT_LOCATION
from geo.operations.comparison_areas import USUAL_COMPARISONS, comparison_wards
from geo.operations.design import (
    Design,
    Frozen,
    Outcome,
    design_digest,
    design_from,
    design_text,
    require_frozen,
    within_reach,
)
from geo.operations.drawn_area import is_drawn
from geo.operations.evaluation import Evaluation, Surroundings, evaluate
from geo.operations.overlaps import company, touched_months, wards_with_work
from geo.operations.question import Question
from loaders.reference import dispersions
from loaders.register.register import Registers
from loaders.register.transactions import By

# Offences by ward_code and month, of the months asked for alone; no row or column means no offence.
Reader = Callable[[Outcome, Sequence[date]], DataFrame]
# The same within the area judged, one row a map point named as published.
PointReader = Callable[[Outcome, Sequence[date]], DataFrame]


def frozen_comparison(registers: Registers, operation: int, outcome: Outcome) -> Frozen | None:
    """The comparison that stands for an operation and an outcome; None where none was frozen yet."""
    stored = registers.records("comparison", operation=operation, outcome=outcome.name)
    if stored.empty:
        return None
    row = stored.iloc[-1]
    return Frozen(design_from(row["design"]), str(row["digest"]), str(row["frozen_at"]))


def chosen_design(
    question: Question, before: DataFrame, *, by_hand: Sequence[str] = (), reason: str = ""
) -> Design:
    """The design of an operation by the rule, from months before its start alone, none of them more than 24 before it.

    by_hand  ward codes to compare with instead of those the rule would choose; `reason` says why, and both stand in the rule
    """
    first, after = question.periods()
    before = before[list(within_reach(before.columns, _start(question)))]
    if not question.area:
        raise DataProblem(
            "This operation has no ward to be evaluated in.", do="Give it an area with a ward."
        )
    taken = wards_with_work(
        question.work, besides=question.name, first=first[0], last=after[-1]
    ) - set(question.wards)
    busy = question.busy(first=first[0], last=after[-1])
    around = question.around()
    buffer = tuple(
        ward
        for ward in question.next_door()
        if ward not in taken and ward in question.features.index
    )
    if by_hand:
        compared = _by_hand(
            by_hand,
            reason,
            {
                "is not in the boundaries in use": set(by_hand) - set(question.features.index),
                "lies in the operation area": question.area,
                "adjoins the operation area": around,
                "has another operation or other work": taken,
                "adjoins another operation or other work": busy,
            },
        )
    else:
        choice = comparison_wards(
            before,
            question.features,
            question.area,
            adjoining=around,
            taken=busy,
            start=_start(question),
        )
        compared = (choice.wards, choice.rule)
    beyond = _beyond(question, before, buffer, {*around, *question.area, *taken, *compared[0]})
    sizes = [
        float(question.features["residents"].reindex(list(wards)).sum())
        for wards in (question.area, compared[0], buffer, beyond)
    ]
    left_out = tuple(
        f"{ward}: another operation or other work lies there"
        for ward in sorted(set(around) & taken)
    )
    return Design(
        question.name,
        question.outcome,
        question.area,
        compared[0],
        first,
        after,
        compared[1],
        buffer if beyond else (),
        beyond,
        (sizes[0], sizes[1], sizes[2] if beyond else 0.0, sizes[3]),
        left_out,
        question.vintage,
    )


def freeze_comparison(
    registers: Registers, operation: int, design: Design, by: By, *, reason: str = ""
) -> Frozen:
    """Store a design with its hash and the time. A second one for the same outcome replaces the first, needs a reason, and is history."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    frozen = Frozen(design, design_digest(design), at)
    values = {
        "operation": operation,
        "outcome": design.outcome.name,
        "rule": design.rule,
        "design": design_text(design),
        "frozen_at": at,
        "digest": frozen.digest,
        "warned": design.outcome.counts_activity,
        "reason": reason,
    }
    with registers.editing(by) as edits:
        standing = edits.records("comparison", operation=operation, outcome=design.outcome.name)
        if not standing:
            edits.add("comparison", values)
        elif not reason.strip():
            raise DataProblem(
                "This operation has a frozen comparison already.",
                f"It was frozen at {standing[-1]['frozen_at']}.",
                "Say why it should be changed; the old one stays in the history.",
            )
        else:
            edits.change("comparison", standing[-1]["id"], values, standing[-1]["version"])
    return frozen


def evaluated(
    registers: Registers,
    question: Question,
    read: Reader,
    by: By,
    *,
    others: Collection[Outcome] = (),
    thin: Sequence[date] = (),
    read_points: PointReader | None = None,
) -> Evaluation:
    """An operation's evaluation. Without a frozen comparison one is chosen by the rule and stored first.

    read    gives offences of an outcome in the months asked for; a month at or after the start is never asked for until a
            comparison is stored
    by      the role under which a comparison is stored
    others  outcomes the operation did not aim at
    thin    months of the source that are low: the verdict must stand without them too
    read_points  gives the outcome at each point of its area, asked for once a comparison is stored; None leaves it not known whether one
                 point makes the change
    """

    def counted(outcome: Outcome, months: Sequence[date]) -> DataFrame:
        return (
            read(outcome, months).reindex(columns=list(months), fill_value=0).fillna(0)
        )  # received, and nothing recorded

    frozen = frozen_comparison(registers, question.operation, question.outcome)
    if frozen is None:
        design = chosen_design(question, counted(question.outcome, question.months_known()))
        freeze_comparison(registers, question.operation, design, by)
        frozen = frozen_comparison(registers, question.operation, question.outcome)
        if frozen is None:
            raise DataProblem(
                "The comparison of this operation was not stored.",
                do="Try again; its outcome has not been read.",
            )
    design = require_frozen(frozen)
    months = tuple(month for month in question.received if month <= design.after[-1])
    everywhere = {*question.wards, *design.comparison, *design.buffer, *design.buffer_comparison}
    touched = touched_months(
        question.work,
        besides=question.name,
        wards=everywhere,
        months=[*design.before, *design.after],
    )
    other: Mapping[str, DataFrame] = {outcome.name: counted(outcome, months) for outcome in others}
    monthly = counted(question.outcome, months)
    before = [month for month in months if month < design.after[0] and month not in set(thin)]
    return evaluate(
        monthly,
        frozen,
        other_outcomes=other,
        touched=touched,
        thin=thin,
        phi=_ward_phi(monthly[before], question.outcome),
        surroundings=replace(
            _surroundings(registers, question, design),
            points=read_points(question.outcome, months) if read_points else None,
        ),
    )


def _ward_phi(before: DataFrame, outcome: Outcome) -> float:
    """How many times as much as by chance an outcome's counts of a ward vary, by the months before the start, else by like series."""
    wards = [
        str(place)
        for place in before.index
        if place not in (OUTSIDE, WITHOUT_LOCATION) and not is_drawn(str(place))
    ]
    kinds = sorted(VIOLENT) if outcome.knife_enabled else outcome.offence_types
    prior = prior_dispersion(dispersions(), kinds, "ward")
    return place_dispersion(before.loc[wards], prior).phi


def _surroundings(registers: Registers, question: Question, design: Design) -> Surroundings:
    """What the register and the boundaries say around an operation."""
    return Surroundings(
        question.authorities,
        question.wards,
        question.busy(first=design.before[0], last=design.after[-1]),
        company(
            question.work,
            besides=question.name,
            wards=question.wards,
            before=design.before,
            after=design.after,
        ),
        _registered(registers, question.operation, design),
    )


def _registered(registers: Registers, operation: int, design: Design) -> bool:
    """Whether every comparison ever frozen for this outcome is this one but for months taken in later."""
    stored = registers.records("comparison", operation=operation, outcome=design.outcome.name)
    history = registers.history("comparison", int(stored["id"].iloc[0]))
    designs = [design_from(after["design"]) for after in history["after"] if after is not None]
    return all(replace(known, after=design.after) == design for known in designs)


def grown(frozen: Frozen, question: Question) -> Design | None:
    """The same design with the months received since; None where there are none. To be frozen with that as its reason."""
    after = question.periods()[1]
    return replace(frozen.design, after=after) if set(after) - set(frozen.design.after) else None


def outdated(frozen: Frozen, question: Question) -> tuple[str, ...]:
    """What the register or the data say otherwise by now than a frozen comparison does, a sentence each; empty where all stands."""
    design, (before, after) = frozen.design, question.periods()
    work = wards_with_work(
        question.work, besides=question.name, first=design.before[0], last=design.after[-1]
    )
    met = sorted(work & set(design.comparison))
    more = len(set(after) - set(design.after))
    reasons = {
        "The operation area has been changed since it was frozen.": set(question.area)
        != set(design.area),
        "The start of the operation has been changed since it was frozen.": before[-1]
        != design.before[-1],
        f"Other work now lies in its comparison area: {', '.join(met)}.": bool(met),
        f"{more} more months of it have been received.": more > 0
        and before[-1] == design.before[-1],
    }
    return tuple(sentence for sentence, so in reasons.items() if so)


def _start(question: Question) -> date:
    """The first day of the operation; asked for only where `periods` has found one."""
    return question.start or date.min


def _by_hand(
    wards: Sequence[str], reason: str, unfit: Mapping[str, Collection[str]]
) -> tuple[tuple[str, ...], str]:
    """The wards and the rule that says who chose them; `unfit` names, for each fault, the wards that have it."""
    for ward in wards:
        if why := next((fault for fault, those in unfit.items() if ward in those), None):
            raise DataProblem(
                "That comparison area does not fit.", f"{ward} {why}.", "Choose another ward."
            )
    if not reason.strip():
        raise DataProblem(
            "Why these wards were chosen is not said.",
            do="Say what makes them comparable, before their outcome is seen.",
        )
    return tuple(dict.fromkeys(wards)), f"Chosen by hand: {reason.strip()}"


def _beyond(
    question: Question, before: DataFrame, buffer: tuple[str, ...], spoken_for: Collection[str]
) -> tuple[str, ...]:
    """What the buffer is compared with; empty where there is no buffer, or no ward is left for it."""
    if not buffer:
        return ()
    try:
        return comparison_wards(
            before,
            question.features,
            buffer,
            adjoining=(),
            taken=spoken_for,
            start=_start(question),
            most=max(USUAL_COMPARISONS, len(buffer)),
        ).wards
    except DataProblem:
        return ()
