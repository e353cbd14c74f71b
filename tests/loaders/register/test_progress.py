"""Where the Duty stands on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.register.duty import seed_duty
from loaders.register.progress import (
    audit_gaps,
    duty_calendar,
    live,
    progress,
    spent_by_ward,
    status_changes,
)
from loaders.register.register import Registers, open_registers
from loaders.register.values import InvalidRecord

BRIEF_DAY, JULY = date(2023, 1, 18), date(2023, 7, 1)


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    made = open_registers(tmp_path, "real")
    seed_duty(made)
    return made


def test_the_calendar_says_what_is_done_due_overdue_or_past(registers: Registers) -> None:
    registers.add(
        "duty_action",
        {"what": "Write the assessment", "due": "2023-06-30", "status": "under way", "meeting": 1},
        "coordinator",
    )
    registers.add(
        "duty_action", {"what": "Dropped", "due": "2023-06-01", "status": "dropped"}, "coordinator"
    )
    judgement = {
        "statement": "Local lines drive it",
        "confidence": "low",
        "made_on": "2023-01-01",
        "expires": "2023-12-31",
    }
    registers.add("judgement", judgement, "desk")
    calendar = duty_calendar(registers, JULY)
    assert calendar[["day", "state"]].to_numpy().tolist() == [
        [date(2022, 12, 16), "past"],
        [date(2023, 1, 31), "past"],
        [date(2023, 2, 6), "overdue"],
        [date(2023, 6, 30), "overdue"],
        [date(2023, 12, 31), "due"],
    ]
    assert duty_calendar(registers, BRIEF_DAY, as_at=BRIEF_DAY)["state"].to_list() == [
        "past",
        "due",
        "due",
    ]
    registers.change("meeting", 1, {"status": "held"}, 1, "coordinator")
    assert duty_calendar(registers, JULY)["state"].value_counts().to_dict() == {
        "past": 2,
        "done": 1,
        "overdue": 1,
        "due": 1,
    }


def test_the_audit_lists_authorities_without_a_line_and_what_a_line_lacks(
    registers: Registers,
) -> None:
    assert len(audit_gaps(registers, JULY)) == 8 and set(audit_gaps(registers, JULY)["lacks"]) == {
        "no line in the audit"
    }
    agreement = {
        "name": "A",
        "parties": "x",
        "gateway": "g",
        "purpose": "p",
        "fields": "f",
        "minimum_cell": 5,
        "end": "2023-06-30",
    }
    registers.add("agreement", agreement, "coordinator")
    registers.add(
        "dataset",
        {"body": 1, "name": "Crime", "gateway": "Act", "quality": "poor", "agreement": 1},
        "coordinator",
    )
    registers.add(
        "dataset",
        {"body": 2, "name": "Fires", "gateway": "Act", "quality": "good", "agreement": 1},
        "coordinator",
    )
    before, after = audit_gaps(registers, date(2023, 6, 30)), audit_gaps(registers, JULY)
    assert before[before["dataset"] != ""].to_numpy().tolist() == [
        ["Wiltshire Police", "Crime", "quality: poor"]
    ]
    assert after.loc[after["dataset"] != "", "lacks"].to_list() == [
        "agreement not live; quality: poor",
        "agreement not live",
    ]
    with pytest.raises(InvalidRecord, match="A body|There is one with Name"):
        registers.add(
            "body", {"name": "Wiltshire Police", "body_kind": "other body"}, "coordinator"
        )


def test_progress_counts_what_is_done_of_how_many(registers: Registers) -> None:
    assert progress(registers, JULY)["questions"] == (0, 10) and progress(registers, JULY)[
        "meetings"
    ] == (
        0,
        1,
    )
    registers.add("need_answer", {"question": "scale", "words": "Rising."}, "analyst")
    registers.add("need_answer", {"question": "where", "words": " "}, "analyst")
    four = {
        "maximum_penalty": "a",
        "impact_on_victims": "b",
        "prevalence": "c",
        "impact_on_communities": "d",
    }
    registers.add("violence_type", {"name": "Knife robbery", "counted_in": True, **four}, "analyst")
    registers.add("violence_type", {"name": "Affray", "counted_in": True}, "analyst")
    counts = progress(registers, JULY)
    assert counts["questions"] == (1, 10) and counts["types"] == (1, 2)
    assert progress(registers, BRIEF_DAY, as_at=BRIEF_DAY)["questions"] == (0, 10)


def test_money_by_place_leaves_out_what_came_back_and_every_status_keeps_its_history(
    registers: Registers,
) -> None:
    line = {
        "grant": 2,
        "purpose": "Bin",
        "amount": "100",
        "split": "non-labour",
        "status": "allocated",
        "ward_code": "E05010757",
    }
    number = registers.add("spending", line, "coordinator")
    registers.add(
        "spending", line | {"ward_code": "", "amount": "40", "status": "returned"}, "coordinator"
    )
    assert spent_by_ward(registers) == {("E05010757", "2021-12"): Decimal("100.00")}
    registers.change("spending", number, {"status": "spent"}, 1, "coordinator")
    assert status_changes(registers)["said"].iloc[0] == "Status: allocated → spent"
    assert set(status_changes(registers, as_at=BRIEF_DAY)["kind"]) == {"grant"}


def test_counts_of_people_under_ten_are_never_kept_nor_repeated(registers: Registers) -> None:
    step = {"pathway": "Youth court", "position": 1, "step": "moment"}
    with pytest.raises(InvalidRecord, match="leave it empty") as raised:
        registers.add("pathway_step", step | {"people": 7}, "coordinator")
    assert "7" not in str(raised.value.saw)
    with pytest.raises(InvalidRecord, match="leave it empty"):
        registers.add(
            "intervention", {"name": "Mentors", "tier": "secondary", "reach": 9}, "coordinator"
        )
    registers.add("pathway_step", step | {"people": 10}, "coordinator")


def test_an_agreement_runs_on_its_first_and_last_day() -> None:
    agreement = {"start": BRIEF_DAY, "end": JULY}
    assert [
        live(agreement, day) for day in (date(2023, 1, 17), BRIEF_DAY, JULY, date(2023, 7, 2))
    ] == [
        False,
        True,
        True,
        False,
    ]
    assert live({"start": None, "end": None}, JULY)


def test_orders_stand_without_an_operation(registers: Registers) -> None:
    assert (
        registers.add(
            "linked_order",
            {"order_kind": "closure order", "orders": 2, "end": "2023-09-01"},
            "coordinator",
        )
        == 1
    )
