"""Operations between a build and the register: taken over from a loaded file once, and given back as maps and trends draw them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import shapely
import sqlalchemy as sql

from loaders.register.database import reading
from loaders.register.record_types.operations import STRANDS
from loaders.register.register import Registers
from loaders.register.transactions import FILE, Record, RegisterContext, Transaction
from loaders.register.values import InvalidRecord

PLACED = ("place", "ward_code", "ward_vintage", "longitude", "latitude")
SHOWN = [
    "operation",
    "name",
    "instance",
    "aim",
    *PLACED,
    "start",
    "end",
    "status",
    "plan",
    "source",
    "wards",
    "area",
]

BOARD = [
    "operation",
    "name",
    "status",
    "lead_role",
    "review_date",
    "review_overdue",
    "empty_strands",
    "open_actions",
    "overdue_actions",
    "verdict",
    "reviewed_on",
]
WORK = ["name", "instance", "start", "end", "wards"]


@dataclass(frozen=True)
class SeedResult:
    """What a file's operations came to: rows added, and a sentence for each row that could not be."""

    added: int
    left_out: tuple[str, ...] = ()


def seed_operations(
    registers: Registers, table: pd.DataFrame, *, holds_from: date | None = None
) -> SeedResult:
    """Rows of a build's operations that the register has never held, added by the role “file”.

    table       the columns of loaders/sources/operations_register.py; rows of one name with an instance become instances of one operation
    holds_from  from when the register should say so, where that is earlier than now

    A row that was held once, removed or renamed since, does not come back, and edited ones are left as they are. A
    spelling listed under *Also called* is the operation itself.
    """
    with reading(registers.engine) as connection:
        if not _never_held(connection, registers.register_context, table):
            return SeedResult(0)
    left_out = []
    with registers.editing(FILE) as edits:
        rows = _never_held(edits.connection, registers.register_context, table)
        for row in rows:
            try:
                with edits.connection.begin_nested():
                    _take_over(edits, row, _status(table, row["name"]), holds_from)
            except InvalidRecord as problem:
                left_out.append(f"{row['name']}: {problem.saw}")
    return SeedResult(len(rows) - len(left_out), tuple(left_out))


def operations_shown(registers: Registers, at: date) -> pd.DataFrame:
    """Every operation or instance, one row each, as at a day: the columns of a build's operations, and more.

    status      planned, live or closed by its dates where they are known, else as typed
    wards       tuple of code and vintage of every ward of the area valid that day, as entered; `ward_code` is the first, "" where
                none is given
    area        what was drawn, as GeoJSON text in degrees; "" where nothing was
    operation   its id in the register

    Where no version of an area is valid that day the last one is taken. An operation without dates is shown all the same.
    """
    records = {
        kind: registers.records(kind)
        for kind in ("operation", "operation_area", "phase", "instance")
    }
    rows: list[dict[str, Any]] = []
    for operation in records["operation"].to_dict("records"):
        areas, phases, instances = (
            records[kind][records[kind]["operation"] == operation["id"]].to_dict("records")
            for kind in ("operation_area", "phase", "instance")
        )
        about = {
            "operation": operation["id"],
            "instance": "",
            **{name: operation[name] for name in ("name", "aim", "plan", "source")},
        }
        about |= _area(areas, at)
        if phases or not instances:
            start, end = _span(phases)
            rows.append(
                about
                | {
                    "start": start,
                    "end": end,
                    "status": status_at(at, start, end, operation["status"]),
                }
            )
        for instance in instances:
            own = {name: instance[name] for name in PLACED} | {
                "wards": _named([instance]),
                "area": "",
            }
            rows.append(
                about
                | (
                    own
                    if instance["place"] or own["wards"] or not pd.isna(instance["longitude"])
                    else {}
                )
                | {
                    "instance": instance["name"],
                    "start": instance["start"],
                    "end": instance["end"],
                    "source": instance["source"] or operation["source"],
                    "status": status_at(at, instance["start"], instance["end"], instance["status"]),
                }
            )
    return pd.DataFrame(rows, columns=SHOWN).astype({"longitude": float, "latitude": float})


def work_shown(registers: Registers, at: date) -> pd.DataFrame:
    """Operations, instances and other funded work: name, instance, start, end, wards (code and vintage of each, as entered).

    Work without a ward counts as everywhere.
    """
    operations = operations_shown(registers, at)[WORK]
    others = registers.records("other_work").assign(instance="")
    others["wards"] = [_named([row]) for row in others.to_dict("records")]
    return pd.concat([operations, others[WORK]], ignore_index=True).astype(object)


def operations_board(registers: Registers, at: date) -> pd.DataFrame:
    """What an operation still owes on a day, one row an operation, those not closed first, then by name.

    operation, name, status (as typed), lead_role; review_date (None where none is set) and review_overdue (bool);
    empty_strands (tuple: the Ps of its 4P plan without any action that still counts); open_actions and overdue_actions
    (int); verdict and reviewed_on of its newest entry in the learning log ("" and None where there is none)
    """
    actions, learning = (
        registers.records("plan_action"),
        registers.records("learning").sort_values(["day", "id"]),
    )
    rows = []
    for operation in registers.records("operation").to_dict("records"):
        mine = actions[(actions["operation"] == operation["id"]) & (actions["status"] != "dropped")]
        still = mine[mine["status"] != "done"]
        reviews = learning[learning["operation"] == operation["id"]].to_dict("records")
        rows.append(
            {
                "operation": operation["id"],
                **{
                    name: operation[name] for name in ("name", "status", "lead_role", "review_date")
                },
                "review_overdue": operation["status"] != "closed"
                and operation["review_date"] is not None
                and operation["review_date"] < at,
                "empty_strands": tuple(
                    strand for strand in STRANDS if strand not in set(mine["strand"])
                ),
                "open_actions": len(still),
                "overdue_actions": sum(due is not None and due < at for due in still["due"]),
                "verdict": reviews[-1]["verdict"] if reviews else "",
                "reviewed_on": reviews[-1]["day"] if reviews else None,
            }
        )
    board = pd.DataFrame(rows, columns=BOARD)
    return (
        board.assign(last=board["status"] == "closed")
        .sort_values(["last", "name"], ignore_index=True)
        .drop(columns="last")
    )


def status_at(at: date, start: date | None, end: date | None, typed: str) -> str:
    """Planned, live or closed on a day: by the dates where they say so, else as typed."""
    if start is not None and start > at:
        return "planned"
    if end is not None and end < at:
        return "closed"
    if start is not None and (end is not None or typed != "closed"):
        return "live"
    return typed


def _never_held(
    connection: sql.Connection, register_context: RegisterContext, table: pd.DataFrame
) -> list[dict[str, Any]]:
    ever = _ever_held(connection, register_context)
    known = {(name, instance) for name, instances in ever.items() for instance in instances}
    named: dict[tuple[str, str], dict[str, Any]] = {}
    for row in table.to_dict("records"):
        named.setdefault((_plain(row["name"]), _plain(row["instance"])), row)
    return [row for key, row in named.items() if key not in known]


def _ever_held(
    connection: sql.Connection, register_context: RegisterContext
) -> dict[str, set[str]]:
    """Every name and other spelling an operation ever had → the instances it ever had, and "" for itself."""
    history = register_context.tables.history
    wanted = history.c.kind.in_(["operation", "instance"]) & history.c.after.is_not(None)
    names: dict[int, set[str]] = {}
    instances: dict[int, set[str]] = {}
    for row in connection.execute(sql.select(history).where(wanted)):
        state = json.loads(row.after)
        if row.kind == "operation":
            names.setdefault(row.record_id, set()).update(
                map(_plain, [state["name"], *state["aliases"].split(";")])
            )
        else:
            instances.setdefault(state["operation"], set()).add(_plain(state["name"]))
    return {
        name: {"", *instances.get(number, ())}
        for number, spellings in names.items()
        for name in spellings
    }


def _plain(name: str) -> str:
    return name.strip().casefold()


def _status(table: pd.DataFrame, name: str) -> str:
    statuses = set(table.loc[table["name"] == name, "status"])
    return next((status for status in ("live", "planned", "closed") if status in statuses), "live")


def _take_over(
    edits: Transaction, row: Mapping[str, Any], status: str, holds_from: date | None
) -> None:
    number = _operation(edits, row["name"])
    place = {name: row.get(name, "") for name in PLACED}
    codes = edits.register_context.ground.codes if place["ward_vintage"] else None
    if codes and codes.fault(place["ward_code"], codes.named(place["ward_vintage"])):
        place["ward_vintage"] = ""  # its boundaries stand under other codes: found by the code
    if number is None:
        number = edits.add(
            "operation",
            {name: row[name] for name in ("name", "aim", "plan", "source")} | {"status": status},
            holds_from=holds_from,
        )
        if any(not pd.isna(value) and value != "" for value in place.values()):
            edits.add(
                "operation_area",
                {"operation": number, "label": "as loaded", **place},
                holds_from=holds_from,
            )
        place = {}
    dates = {"operation": number, "start": row["start"], "end": row["end"]}
    if row["instance"]:
        edits.add(
            "instance",
            {
                **dates,
                **place,
                "name": row["instance"],
                "status": row["status"] or "live",
                "source": row["source"],
            },
            holds_from=holds_from,
        )
    elif not (pd.isna(row["start"]) and pd.isna(row["end"])):
        edits.add("phase", {**dates, "name": "whole operation"}, holds_from=holds_from)


def _operation(edits: Transaction, name: str) -> int | None:
    """The operation of that name or other spelling that is in the register now."""
    table = edits.register_context.tables.of_kind["operation"]
    for row in edits.connection.execute(sql.select(table.c.id, table.c.name, table.c.aliases)):
        if _plain(name) in map(_plain, [row.name, *row.aliases.split(";")]):
            return int(row.id)
    return None


def _span(phases: Sequence[Record]) -> tuple[date | None, date | None]:
    """First known start and last end; the end is open where any phase's is."""
    starts = [phase["start"] for phase in phases if phase["start"] is not None]
    ends = [phase["end"] for phase in phases]
    return min(starts, default=None), None if None in ends else max(ends, default=None)


def _named(records: Sequence[Mapping[Any, Any]]) -> tuple[tuple[str, str], ...]:
    """Code and vintage of each ward that these records name."""
    return tuple((row["ward_code"], row["ward_vintage"]) for row in records if row["ward_code"])


def _area(areas: Sequence[Record], at: date) -> dict[str, Any]:
    valid = [
        area for area in areas if (area["valid_from"] or at) <= at <= (area["valid_to"] or at)
    ] or areas[-1:]
    first = valid[0] if valid else dict.fromkeys(PLACED, "") | {"longitude": None, "latitude": None}
    drawn = [shapely.from_geojson(area["polygon"]) for area in valid if area["polygon"]]
    return {
        **{name: first[name] for name in PLACED},
        "wards": _named(valid),
        "area": json.dumps(shapely.geometry.mapping(shapely.union_all(drawn))) if drawn else "",
    }
