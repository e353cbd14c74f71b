"""Where the Duty stands on a day: what falls due, what the data audit lacks, what is done of what was planned, where money goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from loaders.register.record_types.declaration import display_name
from loaders.register.record_types.duty import QUESTIONS
from loaders.register.register import Registers

Record = dict[str, Any]
CALENDAR = ["day", "what", "kind", "state"]
DUE_KINDS = ("duty_action", "strategy_action", "plan_action")
EXPIRING = {"agreement": "end", "judgement": "expires", "linked_order": "end"}


def live(agreement: Record, on: date) -> bool:
    """Whether a sharing agreement runs on a day; one without an end runs until further notice, one without a start has begun."""
    start, end = agreement["start"], agreement["end"]
    return (start is None or start <= on) and (end is None or on <= end)


def duty_calendar(registers: Registers, on: date, *, as_at: date | None = None) -> pd.DataFrame:
    """Everything of the Duty with a date, in order: day, what, kind (title of its kind), state as seen from the day `on`.

    state  done, overdue (past and not done), past (nothing to do any more), due (still to come or today)
    as_at  the register as it stood at the end of that day
    """
    rows = [
        (day, what, registers.kinds[kind].title, _state(day, done, on))
        for kind, day, what, done in _dated(registers, as_at)
        if day is not None
    ]
    return pd.DataFrame(sorted(rows, key=lambda row: (row[0], row[1])), columns=CALENDAR)


def _dated(
    registers: Registers, as_at: date | None
) -> Iterator[tuple[str, date | None, str, bool | None]]:
    """Kind, day, words and whether it is done; None where there is nothing to do."""
    meetings = {(meeting["day"], meeting["title"]) for meeting in _all(registers, "meeting", as_at)}
    for duty_date in _all(registers, "duty_date", as_at):
        if (duty_date["day"], duty_date["what"]) not in meetings:
            yield (
                "duty_date",
                duty_date["day"],
                duty_date["what"],
                None if pd.isna(duty_date["done"]) else bool(duty_date["done"]),
            )
    for meeting in _all(registers, "meeting", as_at):
        if meeting["status"] != "cancelled":
            yield "meeting", meeting["day"], meeting["title"], meeting["status"] == "held"
    for kind in DUE_KINDS:
        for record in _all(registers, kind, as_at):
            if record["status"] != "dropped":
                yield (
                    kind,
                    record["due"],
                    str(record.get("what") or record.get("action")),
                    record["status"] == "done",
                )
    for kind, field in EXPIRING.items():
        for record in _all(registers, kind, as_at):
            yield (
                kind,
                record[field],
                f"{registers.kinds[kind].noun.capitalize()} expires: {record.get('order_kind') or display_name(record)}",
                None,
            )


def _state(day: date, done: bool | None, on: date) -> str:
    if done:
        return "done"
    if day >= on:
        return "due"
    return "past" if done is None else "overdue"


def audit_gaps(registers: Registers, on: date, *, as_at: date | None = None) -> pd.DataFrame:
    """What the data audit lacks: body, dataset, lacks; a specified authority without a line in the audit comes first.

    A line lacks what its gap says, a live agreement, a legal gateway, or data that come and can be used.
    """
    bodies = {body["id"]: body for body in _all(registers, "body", as_at)}
    agreements = {agreement["id"]: agreement for agreement in _all(registers, "agreement", as_at)}
    lines = _all(registers, "dataset", as_at)
    listed = {line["body"] for line in lines}
    rows = [
        (body["name"], "", "no line in the audit")
        for number, body in bodies.items()
        if body["body_kind"] == "specified authority" and number not in listed
    ]
    for line in lines:
        held = agreements.get(line["agreement"]) if not pd.isna(line["agreement"]) else None
        lacks = [
            line["gap"],
            "" if line["gateway"] else "no legal gateway",
            ""
            if held is not None and live(held, on)
            else "no live agreement"
            if held is None
            else "agreement not live",
            f"quality: {line['quality']}" if line["quality"] in ("poor", "not seen") else "",
            "never comes" if line["cadence"] == "never" else "",
        ]
        if any(lacks):
            rows.append(
                (
                    bodies[line["body"]]["name"] if line["body"] in bodies else "",
                    line["name"],
                    "; ".join(filter(None, lacks)),
                )
            )
    return pd.DataFrame(rows, columns=["body", "dataset", "lacks"])


def progress(
    registers: Registers, on: date, *, as_at: date | None = None
) -> dict[str, tuple[int, int]]:
    """How far each part of the Duty is, in its order: done and of how many.

    Questions answered in words, types of violence tested by all four parts of section 13, lines of the audit under a live agreement,
    objectives with a measure, actions of the strategy done, actions of meetings done, meetings held, editions frozen.
    """
    kinds = {
        kind: _all(registers, kind, as_at)
        for kind in (
            "need_answer",
            "violence_type",
            "dataset",
            "objective",
            "outcome_measure",
            "strategy_action",
            "duty_action",
            "meeting",
            "edition",
        )
    }
    running = {
        agreement["id"] for agreement in _all(registers, "agreement", as_at) if live(agreement, on)
    }
    four = ("maximum_penalty", "impact_on_victims", "prevalence", "impact_on_communities")
    types = [
        violence_type
        for violence_type in kinds["violence_type"]
        if violence_type["counted_in"] is True
    ]
    measured = {measure["objective"] for measure in kinds["outcome_measure"]}
    return {
        "questions": (
            len({answer["question"] for answer in kinds["need_answer"] if answer["words"].strip()}),
            len(QUESTIONS),
        ),
        "types": (
            sum(all(violence_type[part].strip() for part in four) for violence_type in types),
            len(types),
        ),
        "audit": (
            sum(
                dataset["agreement"] in running
                for dataset in kinds["dataset"]
                if not pd.isna(dataset["agreement"])
            ),
            len(kinds["dataset"]),
        ),
        "objectives": (
            sum(objective["id"] in measured for objective in kinds["objective"]),
            len(kinds["objective"]),
        ),
        "strategy": _done(kinds["strategy_action"]),
        "actions": _done(kinds["duty_action"]),
        "meetings": _held(kinds["meeting"]),
        "editions": (len(kinds["edition"]), len(kinds["edition"])),
    }


def _held(meetings: list[Record]) -> tuple[int, int]:
    return sum(meeting["status"] == "held" for meeting in meetings), sum(
        meeting["status"] != "cancelled" for meeting in meetings
    )


def _done(actions: list[Record]) -> tuple[int, int]:
    standing = [action for action in actions if action["status"] != "dropped"]
    return sum(action["status"] == "done" for action in standing), len(standing)


def spent_by_ward(
    registers: Registers, *, as_at: date | None = None
) -> dict[tuple[str, str], Decimal]:
    """Pounds allocated, committed or spent by code and vintage of a ward; what names none is left out. Returned money is not counted."""
    sums: dict[tuple[str, str], Decimal] = {}
    for line in _all(registers, "spending", as_at):
        if line["status"] != "returned" and line["ward_code"]:
            ward = line["ward_code"], line["ward_vintage"]
            sums[ward] = sums.get(ward, Decimal(0)) + line["amount"]
    return sums


def status_changes(registers: Registers, *, as_at: date | None = None) -> pd.DataFrame:
    """Every change of grants and lines of spending up to a day, newest first: at, by_role, kind, act, said, before, after."""
    changes = registers.history()
    money_changes = changes[changes["kind"].isin(["grant", "spending"])]
    if as_at is not None:
        money_changes = money_changes[
            [moment.date() <= as_at for moment in money_changes["holds_from"]]
        ]
    return money_changes[["at", "by_role", "kind", "act", "said", "before", "after"]]


def _all(registers: Registers, kind: str, as_at: date | None) -> list[Record]:
    return [
        {str(name): value for name, value in row.items()}
        for row in registers.records(kind, as_at=as_at).to_dict("records")
    ]
