"""What the brief states, and the sums over money, strategy and tiers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.register.duty import (
    FROM_BRIEF,
    entered_by_people,
    money,
    orphans,
    seed_duty,
    tiers,
)
from loaders.register.register import Registers, open_registers
from loaders.register.values import InvalidRecord

BRIEF_DAY = date(2023, 1, 18)


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    made = open_registers(tmp_path, "real")
    seed_duty(made)
    return made


def spending(
    registers: Registers,
    amount: str,
    status: str,
    *,
    grant: int = 2,
    tier: str = "primary",
    split: str = "labour",
) -> int:
    return registers.add(
        "spending",
        {
            "grant": grant,
            "purpose": "Coordinator",
            "amount": amount,
            "split": split,
            "status": status,
            "tier": tier,
        },
        "coordinator",
    )


def test_the_brief_is_put_in_once_and_says_where_it_is_from(registers: Registers) -> None:
    bodies, grants = registers.records("body"), registers.records("grant")
    assert set(bodies.loc[bodies["body_kind"] == "specified authority", "specified"]) == {
        "police",
        "fire and rescue",
        "integrated care board",
        "local authority",
        "youth offending team",
        "probation",
    }
    assert set(grants["source"]) == {FROM_BRIEF} and set(grants["status"]) == {"expected"}
    assert registers.records("meeting")["day"].to_list() == [date(2023, 2, 6)]
    changes = registers.changes()
    assert seed_duty(registers) == 0 and registers.changes() == changes
    registers.change("grant", 1, {"amount": "31000"}, 1, "coordinator")
    registers.remove("body", 1, 1, "coordinator")
    assert seed_duty(registers) == 0 and len(registers.records("body")) == len(bodies) - 1


def test_money_by_year_and_status_is_the_brief_s_sum(registers: Registers) -> None:
    sums = money(registers)
    # 30,000 + 254,867 + 248,884
    assert sums["expected"].to_dict() == {
        "2022/23": 30_000,
        "2023/24": 254_867,
        "2024/25": 248_884,
        "all": 533_751,
    }
    assert sums.loc["all", "confirmed"] == 0 and sums.loc["all", "free"] == Decimal("533751.00")


def test_a_status_changes_and_as_at_the_brief_s_day_all_is_expected(registers: Registers) -> None:
    registers.change("grant", 2, {"status": "confirmed"}, 1, "coordinator")
    spending(registers, "100000", "allocated")
    spending(registers, "50000.50", "spent")
    spending(registers, "1000", "returned")
    sums = money(registers)
    assert sums.loc["2023/24"].to_dict() == {
        "expected": 0,
        "confirmed": 254_867,
        "allocated": 100_000,
        "committed": 0,
        "spent": Decimal("50000.50"),
        "returned": 1000,
        "free": Decimal("104866.50"),
    }
    assert sums.loc["all", "expected"] == 278_884
    then = money(registers, as_at=BRIEF_DAY)
    assert then.loc["all", "expected"] == 533_751 and then.loc[
        "all", ["confirmed", "allocated", "spent"]
    ].to_list() == [0, 0, 0]
    assert registers.history("grant", 2)["said"].to_list()[0] == "Status: expected → confirmed"


def test_more_than_a_grant_holds_is_refused_with_the_sum(registers: Registers) -> None:
    spending(registers, "20000", "committed", grant=1)
    with pytest.raises(InvalidRecord, match="£30,001 of the £30,000 of 2022/23: £1 too much"):
        spending(registers, "10001", "allocated", grant=1)
    number = spending(registers, "10000", "allocated", grant=1)
    with pytest.raises(InvalidRecord, match="£0.50 too much"):
        registers.change("spending", number, {"amount": "10000.50"}, 1, "coordinator")
    with pytest.raises(InvalidRecord, match="£5,000 too much"):
        registers.change("grant", 1, {"amount": "25000"}, 1, "coordinator")
    registers.change("spending", number, {"status": "returned"}, 1, "coordinator")
    spending(registers, "10000", "allocated", grant=1)
    assert money(registers).loc["2022/23", "free"] == 0


def test_labour_money_is_not_spent_on_other_things(registers: Registers) -> None:
    number = registers.add(
        "grant",
        {"financial_year": "2025/26", "amount": "1000", "split": "labour", "status": "expected"},
        "coordinator",
    )
    with pytest.raises(InvalidRecord, match="That grant is for labour; this line is non-labour"):
        spending(registers, "10", "allocated", grant=number, split="non-labour")
    with pytest.raises(InvalidRecord, match="254.867"):
        registers.add(
            "grant",
            {
                "financial_year": "2026/27",
                "amount": "£254.867",
                "split": "labour",
                "status": "expected",
            },
            "coordinator",
        )


def test_orphans_and_the_balance_of_tiers(registers: Registers) -> None:
    objective, lonely = (
        registers.add("objective", {"name": name}, "coordinator")
        for name in ("Fewer knives", "Safer schools")
    )
    acted, bare = (
        registers.add("outcome_measure", {"objective": objective, "name": name}, "coordinator")
        for name in ("Finds", "Visits")
    )
    action = {"outcome_measure": acted, "what": "Talk", "tier": "primary", "status": "under way"}
    registers.add("strategy_action", action, "coordinator")
    registers.add(
        "strategy_action", action | {"outcome_measure": bare, "status": "dropped"}, "coordinator"
    )
    assert lonely
    assert orphans(registers).to_numpy().tolist() == [
        ["objective", "Safer schools", "a measure"],
        ["measure", "Visits", "an action"],
    ]
    spending(registers, "300", "spent", tier="tertiary")
    spending(registers, "50", "returned", tier="primary")
    by_tier = tiers(registers)
    assert by_tier["actions"].to_list() == [1, 0, 0] and by_tier["pounds"].to_list() == [0, 0, 300]


def test_what_the_brief_and_files_put_there_was_entered_by_nobody(tmp_path: Path) -> None:
    registers = open_registers(tmp_path, "real")
    assert seed_duty(registers) > 0
    registers.add("operation", {"name": "Op A", "status": "live"}, "file")
    assert not entered_by_people(registers)
    registers.add("next_step", {"text": "ask"}, "commander")
    assert entered_by_people(registers)
