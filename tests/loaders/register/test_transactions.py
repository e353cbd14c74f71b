"""Changes, refusals and undo: nothing typed is lost, and everything done can be taken back."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.core.errors import DataProblem
from loaders.register.register import Registers, open_registers
from loaders.register.transactions import EditConflict, Editor, end_of, in_local_words, start_of
from loaders.register.values import InvalidRecord
from tests.large_versions import a_few


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return open_registers(tmp_path, "demonstration")


@pytest.fixture
def operation(registers: Registers) -> int:
    return registers.add(
        "operation", {"name": "Op Made-up", "status": "planned", "aim": "=cmd|'<script>"}, "analyst"
    )


def test_a_change_counts_the_version_up_and_keeps_text_as_typed(
    registers: Registers, operation: int
) -> None:
    assert registers.change("operation", operation, {"status": "live"}, 1, "commander") == 2
    assert (
        registers.change("operation", operation, {"status": "live"}, 2, "commander") == 2
    )  # nothing differs
    record = registers.record("operation", operation)
    assert (record["version"], record["status"], record["aim"]) == (2, "live", "=cmd|'<script>")
    assert len(registers.history("operation", operation)) == 2


def test_the_later_of_two_is_told_who_did_what_and_keeps_what_was_typed(
    registers: Registers, operation: int
) -> None:
    registers.change("operation", operation, {"status": "live"}, 1, "commander")
    with pytest.raises(EditConflict) as raised:
        registers.change(
            "operation", operation, {"status": "closed", "aim": "a long thought"}, 1, "analyst"
        )
    conflict = raised.value
    assert conflict.by_role == "commander" and conflict.typed == {
        "status": "closed",
        "aim": "a long thought",
    }
    assert "commander changed it on" in conflict.saw and conflict.saw.endswith(
        "Status: planned → live."
    )
    assert (
        conflict.stands
        == "Yours has not been saved. You typed: Status “closed”; Aim “a long thought”."
    )
    assert registers.record("operation", operation)["status"] == "live"
    with pytest.raises(EditConflict):
        registers.remove("operation", operation, 1, "analyst")


def test_a_removed_record_says_who_removed_it_and_its_number_is_not_used_again(
    registers: Registers, operation: int
) -> None:
    registers.remove("operation", operation, 1, "commander")
    with pytest.raises(DataProblem, match="commander removed it on"):
        registers.change("operation", operation, {"aim": "x"}, 1, "analyst")
    with pytest.raises(DataProblem, match="There is no number 99"):
        registers.record("operation", 99)
    assert (
        registers.add("operation", {"name": "Another", "status": "live"}, "analyst")
        == operation + 1
    )


def test_references_lead_somewhere_and_parents_are_not_pulled_away(
    registers: Registers, operation: int
) -> None:
    with pytest.raises(InvalidRecord, match="There is no operation of number 7"):
        registers.add("phase", {"operation": 7, "name": "first"}, "analyst")
    phase = registers.add("phase", {"operation": operation, "name": "first"}, "analyst")
    with pytest.raises(DataProblem, match="There are 1 under Phases"):
        registers.remove("operation", operation, 1, "analyst")
    with pytest.raises(DataProblem, match="There are 1 under Phases"):
        registers.undo("analyst", 1)
    registers.remove("phase", phase, 1, "analyst")
    registers.remove("operation", operation, 1, "analyst")
    with pytest.raises(InvalidRecord, match="There is no operation"):
        registers.undo("analyst", 3)  # the phase without its operation


def test_two_of_one_name_are_refused(registers: Registers, operation: int) -> None:
    with pytest.raises(InvalidRecord, match="There is one with Name “Op Made-up” already"):
        registers.add("operation", {"name": "Op Made-up", "status": "live"}, "analyst")
    week = {"operation": operation, "week": "2022-01-03", "visits": 2}
    registers.add("dosage", week, "analyst")
    with pytest.raises(InvalidRecord, match="already"):
        registers.add("dosage", week, "analyst")


def test_undo_goes_back_step_by_step_and_can_be_undone(
    registers: Registers, operation: int
) -> None:
    registers.change("operation", operation, {"status": "live"}, 1, "analyst")
    registers.change("operation", operation, {"status": "closed"}, 2, "analyst")
    assert (
        registers.undo("analyst") == 3
        and registers.record("operation", operation)["status"] == "live"
    )
    assert (
        registers.undo("analyst") == 2
        and registers.record("operation", operation)["status"] == "planned"
    )
    assert (
        registers.undo("commander", 5, others=True) == 5
    )  # the second undo, taken back by its number
    assert registers.record("operation", operation)["status"] == "live"
    table = registers.history().set_index("number")
    assert table["undone"].to_dict() == {6: False, 5: True, 4: False, 3: True, 2: False, 1: False}
    assert table.at[2, "said"] == "Status: planned → live" and table.at[6, "undoes"] == 5
    assert registers.undo("analyst") == 2 and registers.undo("analyst") == 1
    assert registers.records("operation").empty
    with pytest.raises(DataProblem, match="There is nothing to undo"):
        registers.undo("analyst")
    with pytest.raises(DataProblem, match="was undone already"):
        registers.undo("analyst", 1)
    with pytest.raises(DataProblem, match="is unknown"):
        registers.undo("analyst", 99)


def test_undo_without_a_number_takes_back_ones_own_last_change_only(
    registers: Registers, operation: int
) -> None:
    other = registers.add("next_step", {"text": "Brief the night shift"}, "commander")
    assert (
        registers.undo("analyst") == 1
        and registers.record("next_step", other)["text"] == "Brief the night shift"
    )


def test_what_was_edited_since_is_not_undone_over_somebodys_head(
    registers: Registers, operation: int
) -> None:
    registers.change("operation", operation, {"aim": "mine"}, 1, "analyst")
    registers.change("operation", operation, {"status": "live"}, 2, "commander")
    with pytest.raises(DataProblem, match="commander changed it on"):
        registers.undo("analyst")
    assert registers.record("operation", operation)["aim"] == "mine"


def test_changes_made_together_are_all_kept_or_none(registers: Registers) -> None:
    def half() -> None:
        with registers.editing("analyst") as edits:
            number = edits.add("operation", {"name": "Op Half", "status": "live"})
            edits.add("phase", {"operation": number, "name": ""})

    with pytest.raises(InvalidRecord):
        half()
    assert registers.records("operation").empty and registers.history().empty
    with registers.editing("analyst") as edits:
        number = edits.add("operation", {"name": "Op Whole", "status": "live"})
        edits.add(
            "plan_action",
            {"operation": number, "strand": "Protect", "action": "Lights", "status": "not started"},
        )
    assert len(registers.records("plan_action", operation=number)) == 1


@pytest.mark.parametrize("by", ["", "  ", "x" * 81])
def test_somebody_must_answer_for_a_change(registers: Registers, by: str) -> None:
    with pytest.raises(DataProblem, match="Give a role or post"):
        registers.add("next_step", {"text": "x"}, by)


def test_as_at_shows_what_stood_then_by_when_it_held(registers: Registers) -> None:
    with registers.editing("coordinator") as edits:
        number = edits.add(
            "operation", {"name": "Op Early", "status": "planned"}, holds_from=date(2023, 1, 18)
        )
        edits.change("operation", number, {"status": "live"}, 1, holds_from=date(2023, 3, 1))
    statuses = {
        day: registers.records("operation", as_at=day)["status"].to_list()
        for day in (date(2023, 1, 17), date(2023, 1, 18), date(2023, 2, 28), date(2023, 3, 1))
    }
    assert list(statuses.values()) == [[], ["planned"], ["planned"], ["live"]]
    registers.undo("coordinator")
    assert registers.records("operation", as_at=date(2023, 3, 1))["status"].to_list() == ["planned"]
    assert registers.records("operation", as_at=date(2023, 3, 1), status="live").empty


def test_days_begin_and_end_in_wiltshire() -> None:
    # British Summer Time: midnight is 23:00 UTC of the day before
    assert start_of(date(2022, 7, 1)).utctimetuple()[:5] == (2022, 6, 30, 23, 0)
    assert end_of(date(2022, 7, 1)).utctimetuple()[:5] == (2022, 7, 1, 22, 59)
    assert in_local_words("2022-07-01T13:05:00.000000+00:00") == "1 July 2022 at 14:05"


def _stands(registers: Registers) -> dict[str, Any]:
    return {kind: registers.records(kind).to_csv() for kind in registers.kinds}


def _one_edit(registers: Registers, chance: random.Random, seen: int) -> None:
    number = chance.randrange(1, seen + 2)
    kind = chance.choice(
        ["operation", "phase", "next_step", "grant", "spending", "meeting", "duty_action"]
    )
    words: dict[str, dict[str, Any]] = {
        "operation": {
            "name": f"Op {chance.random()}",
            "status": chance.choice(["planned", "live"]),
        },
        "phase": {
            "operation": number,
            "name": chance.choice("abc"),
            "start": date(2022, chance.randrange(1, 13), 1),
        },
        "next_step": {"text": chance.choice(["\n", "é", "=1"]) + str(chance.random())},
        "grant": {
            "financial_year": f"20{23 + number % 60}/{24 + number % 60}",
            "amount": 1000,
            "split": "not split",
            "status": chance.choice(["expected", "confirmed"]),
        },
        "spending": {
            "grant": number,
            "purpose": "Bin",
            "amount": chance.randrange(1, 700),
            "split": "labour",
            "status": chance.choice(["allocated", "spent", "returned"]),
        },
        "meeting": {
            "title": f"Meeting {chance.random()}",
            "status": chance.choice(["planned", "held"]),
        },
        "duty_action": {
            "meeting": number,
            "what": "Act",
            "due": date(2023, chance.randrange(1, 13), 1),
            "status": "under way",
        },
    }
    act = chance.choice(["add", "change", "remove", "undo", "undo that"])
    with registers.editing(chance.choice(["analyst", "commander"])) as edits:
        if act == "add":
            edits.add(kind, words[kind])
        elif act == "undo":
            edits.undo()
        elif act == "undo that":
            edits.undo(chance.randrange(1, 3 * seen + 2))
        elif act == "change":
            edits.change(kind, number, words[kind], edits.live(kind, number)["version"])
        else:
            edits.remove(kind, number, edits.live(kind, number)["version"])


@pytest.mark.parametrize("edits", a_few([150, 1_000], 1))
def test_random_edits_and_undos_lead_back_to_the_start(
    registers: Registers, operation: int, edits: int
) -> None:
    chance, start, done = random.Random(20230118), _stands(registers), 0
    first = len(registers.history())
    while done < edits:
        try:
            _one_edit(registers, chance, 1 + done // 12)
            done += 1
        except DataProblem:
            continue  # refused: it must leave no trace, or the way back would not fit
    changes = registers.history()
    assert len(changes) >= first + 0.9 * edits  # a change to what is already there is none
    _take_everything_back(registers, changes[changes["number"] > first])
    assert registers.records("operation")["id"].to_list() == [operation]
    assert _without_versions(_stands(registers)) == _without_versions(start)


def _take_everything_back(registers: Registers, changes: pd.DataFrame) -> None:
    """Each change that stands, newest first; where it was itself an undo, what it took back stands again and comes later."""
    gone = set(changes.loc[changes["undone"], "number"])
    for number, undoes in changes[["number", "undoes"]].itertuples(index=False):
        if number not in gone:
            registers.undo("commander", int(number), others=True)
            gone.discard(undoes)


def _without_versions(stands: dict[str, str]) -> dict[str, list[list[str]]]:
    return {
        kind: [line.split(",")[:2] + line.split(",")[3:] for line in text.splitlines()]
        for kind, text in stands.items()
    }


ANN = Editor("coordinator", "ann@example.uk", "Ann Able")
BOB = Editor("commander", "bob@example.uk", "Bob Best")


def test_the_history_says_who_and_a_conflict_names_the_other(
    registers: Registers, operation: int
) -> None:
    registers.change("operation", operation, {"status": "live"}, 1, ANN)
    newest = registers.history().iloc[0]
    assert (newest["by_role"], newest["by_subject"], newest["by_name"]) == (
        "coordinator",
        "ann@example.uk",
        "Ann Able",
    )
    with pytest.raises(EditConflict, match=r"Ann Able \(coordinator\) changed it on"):
        registers.change("operation", operation, {"status": "closed"}, 1, BOB)


def test_one_undoes_one_s_own_and_only_who_may_undoes_another_s(
    registers: Registers, operation: int
) -> None:
    registers.change("operation", operation, {"status": "live"}, 1, ANN)
    registers.change("operation", operation, {"theme": "knives"}, 2, BOB)
    assert registers.undo(BOB) == 3  # not Ann's, though hers is the one before
    with pytest.raises(DataProblem, match="No change by Bob Best still stands"):
        registers.undo(BOB)
    with pytest.raises(DataProblem, match=r"not yours to undo. Ann Able \(coordinator\) made it"):
        registers.undo(BOB, 2)
    assert registers.record("operation", operation)["status"] == "live"
    assert registers.undo(BOB, 2, others=True) == 2
    assert registers.history().iloc[0]["by_name"] == "Bob Best"


def test_the_same_role_of_another_person_is_another_person(
    registers: Registers, operation: int
) -> None:
    registers.change("operation", operation, {"status": "live"}, 1, ANN)
    for other in (Editor("coordinator", "cat@example.uk", "Cat"), "coordinator"):
        with pytest.raises(DataProblem, match="not yours to undo"):
            registers.undo(other, 2)
