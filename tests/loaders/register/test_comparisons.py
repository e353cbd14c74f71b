"""Nothing of what came after is read until the comparison is stored, and what was stored is changed only in the open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pandas import DataFrame, concat

from geo.core.errors import DataProblem
from geo.core.selection import OwnArea, months_between
from geo.operations.design import (
    RECORDED_POSSESSION,
    REPORTED_VIOLENCE,
    Design,
    Frozen,
    Outcome,
    design_digest,
)
from geo.operations.drawn_area import DrawnArea
from geo.operations.question import Question
from loaders.register.comparisons import (
    chosen_design,
    evaluated,
    freeze_comparison,
    frozen_comparison,
    grown,
    outdated,
)
from loaders.register.register import Registers, open_registers

MONTHS = months_between(date(2020, 1, 1), date(2022, 12, 1))
START = date(2022, 1, 1)
WARDS = ["T", *(f"W{n}" for n in range(1, 13))]
FEATURES = DataFrame({"residents": 1000.0, "deprivation": np.arange(13.0)}, index=WARDS)
PAIRS = DataFrame({"ward_code": ["T", "T"], "neighbour_code": ["W1", "W2"]})
WORK = DataFrame(
    [
        ["Op Made-up", "", START, None, ("T",)],
        ["Op Other", "", date(2021, 6, 1), None, ("W3",)],
        ["Op Sceptre", "April 2022", date(2022, 4, 25), date(2022, 5, 1), ()],
    ],
    columns=["name", "instance", "start", "end", "ward_codes"],
).astype(object)
BURGLARY = Outcome("Burglary", ("Burglary",))


class Events(list[tuple[str, Any]]):
    """What was read and what was stored, in the order in which it happened."""

    def read(self, outcome: Outcome, months: Sequence[date]) -> DataFrame:
        self.append((f"read {outcome.name}", max(months)))
        expected = np.full((len(WARDS), len(MONTHS)), 20.0)
        expected[0, 24:] *= 0.5 if outcome != BURGLARY else 1
        table = DataFrame(
            np.random.default_rng(1).poisson(expected), index=WARDS, columns=list(MONTHS)
        )
        return table[list(months)]


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    made = open_registers(tmp_path, "demonstration")
    made.add("operation", {"name": "Op Made-up", "status": "live"}, "analyst")
    return made


@pytest.fixture
def question() -> Question:
    return Question(
        1, "Op Made-up", ("T",), START, None, REPORTED_VIOLENCE, MONTHS, FEATURES, PAIRS, WORK
    )


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> Events:
    """Reads by its own reader, and every comparison the register really stored."""
    seen = Events()
    stored = freeze_comparison

    def storing(
        registers: Registers, operation: int, design: Design, by: str, **more: str
    ) -> object:
        frozen = stored(registers, operation, design, by, **more)
        seen.append(("stored", registers.record("comparison", 1)["digest"]))
        return frozen

    monkeypatch.setattr("loaders.register.comparisons.freeze_comparison", storing)
    return seen


def test_outcomes_are_not_read_until_the_freeze_is_stored(
    registers: Registers, question: Question, events: Events
) -> None:
    evaluation = evaluated(registers, question, events.read, "analyst", others=[BURGLARY])
    kinds = [kind for kind, _ in events]
    assert kinds == [
        "read Violence and robbery",
        "stored",
        "read Burglary",
        "read Violence and robbery",
    ]
    assert [month for kind, month in events if kind != "stored"] == [
        date(2021, 12, 1),
        date(2022, 12, 1),
        date(2022, 12, 1),
    ]
    assert events[1][1] == evaluation.frozen.digest == design_digest(evaluation.frozen.design)
    # in so small a force nothing can be learnt of what happens where nothing is done
    assert evaluation.verdict.word == "fell beside its comparison"
    held = {premise.name: premise.held for premise in evaluation.verdict.premises}
    assert held["The comparison was frozen before its outcome was read"] == "holds"
    assert held["No other work went on in its wards"] == "holds"
    # a second look reads once, and stores nothing
    events.clear()
    assert evaluated(registers, question, events.read, "analyst").frozen == evaluation.frozen
    assert events == [("read Violence and robbery", date(2022, 12, 1))]


def test_when_the_freeze_cannot_be_stored_the_outcome_stays_unread(
    registers: Registers, question: Question, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise DataProblem("The register is being written by someone else.")

    monkeypatch.setattr("loaders.register.comparisons.freeze_comparison", failing)
    with pytest.raises(DataProblem, match="being written"):
        evaluated(registers, question, events.read, "analyst")
    monkeypatch.setattr("loaders.register.comparisons.freeze_comparison", lambda *_, **__: None)
    with pytest.raises(DataProblem, match="was not stored"):
        evaluated(registers, question, events.read, "analyst")
    assert all(month < START for _, month in events)


def test_the_design_follows_the_rule(question: Question) -> None:
    design = chosen_design(question, Events().read(REPORTED_VIOLENCE, question.months_known()))
    # W1 and W2 adjoin, W3 has another operation: the next five by deprivation and rate, then those for the ring
    assert (
        set(design.comparison).isdisjoint({"T", "W1", "W2", "W3"}) and len(design.comparison) == 5
    )
    assert design.buffer == ("W1", "W2") and len(design.buffer_comparison) == 4
    assert set(design.buffer_comparison).isdisjoint({*design.comparison, "T", "W1", "W2", "W3"})
    assert design.sizes == (1000, 5000, 2000, 4000) and design.before[0] == date(2021, 1, 1)


def test_a_neighbour_with_other_work_is_no_buffer(question: Question) -> None:
    busy = replace(question, work=WORK.assign(ward_codes=[("T",), ("W1",), ()]))
    design = chosen_design(busy, Events().read(REPORTED_VIOLENCE, question.months_known()))
    assert design.buffer == ("W2",) and design.left_out == (
        "W1: another operation or other work lies there",
    )


def test_a_frozen_comparison_is_changed_only_with_a_reason_and_the_old_one_stays(
    registers: Registers, question: Question
) -> None:
    before = Events().read(REPORTED_VIOLENCE, question.months_known())
    first = freeze_comparison(registers, 1, chosen_design(question, before), "analyst")
    other = chosen_design(question, before, by_hand=["W7", "W8"], reason="known to the analyst")
    with pytest.raises(DataProblem, match="has a frozen comparison already"):
        freeze_comparison(registers, 1, other, "analyst")
    second = freeze_comparison(registers, 1, other, "coordinator", reason="W5 was redrawn")
    assert frozen_comparison(registers, 1, REPORTED_VIOLENCE) == second != first
    newest, oldest = registers.history("comparison", 1).to_dict("records")
    assert (
        oldest["after"]["digest"] == first.digest and newest["after"]["reason"] == "W5 was redrawn"
    )
    assert (newest["by_role"], newest["act"]) == ("coordinator", "changed")
    assert frozen_comparison(registers, 1, BURGLARY) is None


def test_what_is_altered_in_the_register_is_not_judged(
    registers: Registers, question: Question
) -> None:
    frozen = freeze_comparison(
        registers,
        1,
        chosen_design(question, Events().read(REPORTED_VIOLENCE, question.months_known())),
        "analyst",
    )
    text = registers.record("comparison", 1)["design"].replace(frozen.design.comparison[0], "W3")
    registers.change("comparison", 1, {"design": text}, 1, "analyst")
    events = Events()
    with pytest.raises(DataProblem, match="not the one that was frozen"):
        evaluated(registers, question, events.read, "analyst")
    assert events == []


@pytest.mark.parametrize(
    ("wards", "reason", "why"),
    [
        (["T"], "x", "T lies in the operation area"),
        (["W1"], "x", "W1 adjoins the operation area"),
        (["W3"], "x", "W3 has another operation"),
        (["X9"], "x", "X9 is not in the boundaries"),
        (["W7"], " ", "Why these wards were chosen is not said"),
    ],
)
def test_wards_chosen_by_hand_must_fit_and_be_accounted_for(
    question: Question, wards: list[str], reason: str, why: str
) -> None:
    with pytest.raises(DataProblem, match=why):
        chosen_design(
            question,
            Events().read(REPORTED_VIOLENCE, question.months_known()),
            by_hand=wards,
            reason=reason,
        )


def test_choosing_possession_is_written_down_as_warned_of(
    registers: Registers, question: Question
) -> None:
    evaluation = evaluated(
        registers, replace(question, outcome=RECORDED_POSSESSION), Events().read, "analyst"
    )
    assert (
        registers.record("comparison", 1)["warned"] is True
        and evaluation.verdict.word == "cannot tell"
    )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"start": None}, "has no start date"),
        ({"area": ()}, "has no ward to be evaluated in"),
        ({"end": date(2022, 1, 15)}, "Too few whole months"),
    ],
)
def test_an_operation_that_cannot_be_evaluated_says_why(
    registers: Registers, question: Question, changed: dict[str, Any], why: str
) -> None:
    with pytest.raises(DataProblem, match=why):
        evaluated(registers, replace(question, **changed), Events().read, "analyst")
    assert registers.records("comparison").empty


def test_months_received_since_can_be_added_and_changes_are_noticed(
    registers: Registers, question: Question
) -> None:
    early = replace(question, received=MONTHS[:30])
    frozen = freeze_comparison(
        registers,
        1,
        chosen_design(early, Events().read(REPORTED_VIOLENCE, early.months_known())),
        "analyst",
    )
    assert grown(frozen, early) is None and outdated(frozen, early) == ()
    more = grown(frozen, question)
    assert (
        more is not None
        and more.after == MONTHS[24:]
        and more.comparison == frozen.design.comparison
    )
    assert outdated(frozen, question) == ("6 more months of it have been received.",)
    met = WORK.assign(ward_codes=[("T",), (frozen.design.comparison[0],), ()])
    moved = replace(early, area=("T", "W12"), start=date(2021, 12, 1), work=met)
    assert outdated(frozen, moved) == (
        "The operation area has been changed since it was frozen.",
        "The start of the operation has been changed since it was frozen.",
        f"Other work now lies in its comparison area: {frozen.design.comparison[0]}.",
    )


def test_a_drawn_area_is_set_beside_wards_it_does_not_touch_and_its_ring_is_next_door(
    question: Question, events: Events
) -> None:
    drawn = DrawnArea(OwnArea("drawn", "{}"), OwnArea("ring", "{}"), ("T", "W4"), DataFrame())
    features = concat([FEATURES, FEATURES.loc[["T", "T"]].set_axis(["drawn", "ring"])])
    drawn_question = replace(question, area=("drawn",), drawn=drawn, features=features)
    before = events.read(REPORTED_VIOLENCE, drawn_question.months_known())
    before = concat([before, before.loc[["T", "T"]].set_axis(["drawn", "ring"]) // 2])
    design = chosen_design(drawn_question, before)
    assert design.area == ("drawn",) and design.buffer == ("ring",)
    # T and W4 hold the drawing, W1 and W2 adjoin T, W3 has other work
    assert not {"T", "W1", "W2", "W3", "W4", "drawn", "ring"} & {
        *design.comparison,
        *design.buffer_comparison,
    }
    frozen = Frozen(design, design_digest(design), "2023-01-01")
    assert outdated(frozen, drawn_question) == ()
    assert outdated(frozen, replace(drawn_question, area=("drawn anew",))) == (
        "The operation area has been changed since it was frozen.",
    )
