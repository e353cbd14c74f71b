"""The question put to an evaluation, and the line drawn of its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest

from geo.core.errors import DataProblem
from geo.core.schema import STREET
from geo.core.selection import months_between
from geo.operations.design import REPORTED_VIOLENCE, Design, Outcome
from geo.operations.question import Question
from ui.answers.operations import board as operation_answers
from ui.answers.operations import evaluation as evaluation_answers
from ui.answers.operations.evaluation import Aim
from ui.answers.store import wards as ward_tables

MONTHS = months_between(date(2021, 1, 1), date(2022, 12, 1))
START = date(2022, 1, 1)
ABSENT = date(2021, 2, 1)
RECEIVED = tuple(month for month in MONTHS if month != ABSENT)
WARDS = pd.DataFrame({"ward_name": ["Eldene", "Penhill", "Vale"]}, index=["A", "B", "C"])
DESIGN = Design("Op", REPORTED_VIOLENCE, ("A",), ("B",), RECEIVED[:11], MONTHS[12:], "rule")


@pytest.fixture(autouse=True)
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Every month read. A has 10 offences a month before and 4 after, B 20 throughout."""
    read: list[date] = []

    def counts(
        source: str, outcome: Outcome, months: Sequence[date], places: Sequence[object]
    ) -> pd.DataFrame:
        read.extend(months)
        return pd.DataFrame({month: {"A": 10 if month < START else 4, "B": 20} for month in months})

    monkeypatch.setattr(operation_answers, "outcome_counts", counts)
    monkeypatch.setattr(ward_tables, "wards", lambda: WARDS)
    return read


def question(**changed: Any) -> Question:
    known = {
        "operation": 1,
        "name": "Op",
        "area": ("A",),
        "start": START,
        "end": None,
        "outcome": REPORTED_VIOLENCE,
        "received": RECEIVED,
        "features": pd.DataFrame(),
        "pairs": pd.DataFrame(),
        "work": pd.DataFrame(),
    }
    return Question(**(known | changed))


def test_before_the_freeze_the_line_ends_with_the_month_before_the_start(
    asked_for: list[date],
) -> None:
    line = evaluation_answers.line(question(), DESIGN, STREET, MONTHS[-1], after_too=False)
    assert line.chart.index[-1] == date(2021, 12, 1) and max(asked_for) < START


def test_the_line_has_gaps_limits_from_before_and_what_was_to_be_expected() -> None:
    line = evaluation_answers.line(question(), DESIGN, STREET, MONTHS[-1], after_too=True)
    assert (
        line.absent == (ABSENT,)
        and pd.isna(line.chart.at[ABSENT, "value"])
        and pd.isna(line.expected[ABSENT])
    )
    assert line.chart.at[START, "value"] == 4 and line.chart.at[date(2021, 3, 1), "value"] == 10
    # a c chart around 10: 10 +- 3 x sqrt(10) is 0.51 to 19.49
    assert line.chart.loc[START, ["low", "centre", "high"]].to_list() == pytest.approx(
        [0.513, 10, 19.487], abs=0.001
    )
    # B's 20 a month, at the level of A before: 20 x 110 / 220
    assert line.expected[START] == 10


def test_the_line_ends_with_the_months_shown() -> None:
    line = evaluation_answers.line(question(), DESIGN, STREET, date(2022, 3, 1), after_too=True)
    assert line.chart.index[-1] == date(2022, 3, 1)
    # shown months that lie before anything known are no line: all of it is drawn then
    early = evaluation_answers.line(question(), DESIGN, STREET, date(2020, 3, 1), after_too=True)
    assert early.chart.index[-1] == MONTHS[-1]


def test_nothing_to_compare_with_leaves_out_what_was_to_be_expected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        operation_answers,
        "outcome_counts",
        lambda source, outcome, months, _: pd.DataFrame({month: {"A": 1} for month in months}),
    )
    assert (
        evaluation_answers.line(question(), DESIGN, STREET, MONTHS[-1], after_too=True)
        .expected.isna()
        .all()
    )


def test_what_could_show_is_worked_out_from_before_alone(asked_for: list[date]) -> None:
    power = evaluation_answers.could(question(), DESIGN, STREET)
    # eleven months of ten, scaled to twelve months after
    assert power.before == 110 and power.expected == pytest.approx(120) and max(asked_for) < START


def test_an_operation_of_dated_weeks_is_no_question() -> None:
    listed = pd.DataFrame(
        {"operation": [7, 7], "name": ["Op Sceptre"] * 2, "instance": ["April", "November"]}
    )
    with pytest.raises(DataProblem) as raised:
        evaluation_answers.question(7, Aim(REPORTED_VIOLENCE, STREET), listed)
    assert raised.value.wrong == "Op Sceptre runs in dated instances, not as one period."


def test_wards_that_the_register_names_are_said_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert evaluation_answers.ward_names() == {"A": "Eldene", "B": "Penhill", "C": "Vale"}
