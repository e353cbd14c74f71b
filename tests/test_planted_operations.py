"""What is planted for operations in the demonstration comes out as planted, by way of the register and a frozen comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from geo.core.schema import STREET
from geo.core.selection import Selection
from geo.operations.design import RECORDED_POSSESSION, REPORTED_VIOLENCE, Outcome
from geo.operations.evaluation import Evaluation
from geo.operations.question import Question
from geo.space.areas import neighbours
from loaders.demo.demonstration import ABSENT
from loaders.demo.planted import planted
from loaders.reference import ward_facts
from loaders.register.comparisons import evaluated
from loaders.register.operations import operations_shown, seed_operations, work_shown
from loaders.register.record_places import NamedWards, RecordPlaces
from loaders.register.register import Registers, open_registers
from loaders.store.reader import Store, current_build, open_build

BURGLARY = Outcome("Burglary", ("Burglary",))
TODAY = date(2022, 12, 31)


@pytest.fixture(scope="module")
def store(demonstration_store: Path) -> Store:
    build = current_build(demonstration_store)
    assert build is not None
    return open_build(demonstration_store, build)


@pytest.fixture(scope="module")
def registers(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Registers:
    made = open_registers(tmp_path_factory.mktemp("register"), "demonstration")
    seed_operations(made, store.operations)
    return made


@pytest.fixture(scope="module")
def questions(store: Store, registers: Registers) -> dict[str, Question]:
    """The question about each operation with a ward, as a page would put it."""
    facts = ward_facts()
    residents = facts["population_2021"]
    features = pd.DataFrame(
        {
            "residents": residents,
            "density": residents / facts["area_km2"],
            "deprivation": facts["imd_score_2025"],
            "aged 14–25": facts["population_14_25_mid2020"] / residents,
        }
    )
    received = tuple(date.fromisoformat(f"{month}-01") for month in store.manifest.months(STREET))
    places = RecordPlaces(store)

    def codes(wards: NamedWards) -> tuple[str, ...]:
        return places.placed(wards).place.wards

    pairs, work = neighbours(store.wards.shapes), work_shown(registers, TODAY)
    work = work.assign(
        ward_codes=pd.Series([codes(wards) for wards in work["wards"]], work.index, dtype=object)
    )
    authorities = facts["authority_code"].to_dict()
    return {
        row["name"]: Question(
            row["operation"],
            row["name"],
            codes(row["wards"]),
            row["start"],
            row["end"],
            REPORTED_VIOLENCE,
            received,
            features,
            pairs,
            work,
            authorities=authorities,
        )
        for row in operations_shown(registers, TODAY).to_dict("records")
        if row["wards"]
    }


def answer(store: Store, registers: Registers, question: Question) -> Evaluation:
    def read(outcome: Outcome, months: Sequence[date]) -> pd.DataFrame:
        selection = Selection(STREET, (), outcome.offence_types, min(months), max(months))
        counts = store.counts(selection, by=["ward_code", "month"], months=months)
        counts["month"] = pd.to_datetime(counts["month"]).dt.date
        return counts.pivot_table(
            index="ward_code", columns="month", values="offences", fill_value=0
        )

    def read_points(outcome: Outcome, months: Sequence[date]) -> pd.DataFrame:
        selection = Selection(
            STREET, (), outcome.offence_types, min(months), max(months), wards=question.area
        )
        counts = store.points(selection, by=["month"])
        counts["month"] = pd.to_datetime(counts["month"]).dt.date
        return counts.pivot_table(
            index="point_id", columns="month", values="offences", fill_value=0
        )

    return evaluated(
        registers, question, read, "analyst", others=[BURGLARY], read_points=read_points
    )


def test_op_thesus_comes_out_as_worked(
    store: Store, registers: Registers, questions: dict[str, Question]
) -> None:
    evaluation = answer(store, registers, questions["Op Thesus"])
    assert (
        evaluation.frozen.design.area == (planted().works,)
        and planted().nothing not in evaluation.frozen.design.comparison
    )
    assert evaluation.verdict.word == "worked" and evaluation.verdict.sentence.startswith(
        "It worked: "
    )
    assert {premise.held for premise in evaluation.verdict.premises} == {"holds"}
    # 55 % of what it would have been was planted, and nothing next door or in burglary
    assert evaluation.change.low < 0.55 < evaluation.change.high < 0.7
    assert evaluation.verdict.next_door == "no sign that offences moved"
    assert (
        evaluation.placebo_outcomes.loc["Burglary", "low"]
        < 1
        < evaluation.placebo_outcomes.loc["Burglary", "high"]
    )
    assert evaluation.without["high"].max() < 0.75
    assert "without the months of Op Sceptre April 2022" in evaluation.without.index
    assert (
        ABSENT not in evaluation.frozen.design.before
        and date(2021, 1, 1) in evaluation.frozen.design.before
    )


def test_op_juvenis_comes_out_as_no_sign(
    store: Store, registers: Registers, questions: dict[str, Question]
) -> None:
    evaluation = answer(store, registers, questions["Op Juvenis"])
    assert evaluation.frozen.design.area == (planted().nothing,)
    assert (
        evaluation.verdict.word == "no sign" and evaluation.change.low < 1 < evaluation.change.high
    )
    assert evaluation.verdict.sentence.startswith("There is no sign that it changed anything")


def test_recorded_possession_is_warned_of_and_tells_nothing(
    store: Store, registers: Registers, questions: dict[str, Question]
) -> None:
    evaluation = answer(
        store, registers, replace(questions["Op Juvenis"], outcome=RECORDED_POSSESSION)
    )
    assert evaluation.verdict.word == "cannot tell"
    assert registers.records("comparison", outcome=RECORDED_POSSESSION.name)[
        "warned"
    ].to_list() == [True]
    # what little could be shown at these counts
    assert evaluation.could.before < 60 and evaluation.could.halved < 0.8
