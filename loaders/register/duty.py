"""The Duty between the brief and the register: what the brief states is put in once, and money, strategy and needs are summed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import sqlalchemy as sql

from loaders.reference import table
from loaders.register.database import reading
from loaders.register.record_types.duty import GRANTED, TIERS, USED
from loaders.register.register import Registers
from loaders.register.transactions import FILE, Transaction

BRIEF, BRIEF_DAY = "brief", date(2023, 1, 18)
FROM_BRIEF = "from the brief of 18 January 2023"
SEEDS = {
    "body": "brief_bodies",
    "grant": "brief_grants",
    "meeting": "brief_meetings",
    "duty_date": "brief_duty_dates",
}


def entered_by_people(registers: Registers) -> bool:
    """Whether anybody has entered or changed anything, rather than the brief and loaded files alone."""
    history = registers.register_context.tables.history
    by_people = sql.select(history.c.number).where(history.c.by_role.not_in((BRIEF, FILE)))
    with reading(registers.engine) as connection:
        return connection.execute(by_people.limit(1)).first() is not None


def seed_duty(registers: Registers) -> int:
    """What the brief states and the register has never held, added by the role “brief” as it stood on 18 January 2023; how many rows.

    A row that was held once and removed or edited since does not come back.
    """
    with registers.editing(BRIEF) as edits:
        held = {kind: _ever_held(edits, kind) for kind in SEEDS}
        fresh = [(kind, row) for kind, row in _stated() if not _among(held[kind], row)]
        for kind, row in fresh:
            edits.add(kind, row, holds_from=BRIEF_DAY)
    return len(fresh)


def money(registers: Registers, *, as_at: date | None = None) -> pd.DataFrame:
    """Each financial year's money in pounds (Decimal), one row a year in order and one for all, at a day if one is given.

    expected, confirmed   grants by status; a confirmed grant is no longer expected
    allocated, committed, spent, returned   lines of spending by status
    free   grants less what is allocated, committed or spent
    """
    grants, lines = (registers.records(kind, as_at=as_at) for kind in ("grant", "spending"))
    year_of = dict(zip(grants["id"], grants["financial_year"], strict=True))
    rows: dict[str, dict[str, Decimal]] = {
        year: dict.fromkeys((*GRANTED, *USED), Decimal(0)) for year in sorted(set(year_of.values()))
    }
    for grant in grants.to_dict("records"):
        rows[grant["financial_year"]][grant["status"]] += grant["amount"]
    for line in lines.to_dict("records"):
        rows[year_of[line["grant"]]][line["status"]] += line["amount"]
    summed = pd.DataFrame(
        list(rows.values()), index=list(rows), columns=[*GRANTED, *USED], dtype=object
    ).rename_axis("financial_year")
    summed.loc["all"] = [sum(summed[name], Decimal(0)) for name in summed.columns]
    return summed.assign(
        free=summed["expected"]
        + summed["confirmed"]
        - summed["allocated"]
        - summed["committed"]
        - summed["spent"]
    )


def orphans(registers: Registers, *, as_at: date | None = None) -> pd.DataFrame:
    """Objectives without a measure, and measures without an action that still counts: kind, name, lacks; in their order."""
    objectives, measures, actions = (
        registers.records(kind, as_at=as_at)
        for kind in ("objective", "outcome_measure", "strategy_action")
    )
    measured, acted = (
        set(measures["objective"]),
        set(actions.loc[actions["status"] != "dropped", "outcome_measure"]),
    )
    rows = [
        ("objective", objective["name"], "a measure")
        for objective in objectives.to_dict("records")
        if objective["id"] not in measured
    ]
    rows += [
        ("measure", measure["name"], "an action")
        for measure in measures.to_dict("records")
        if measure["id"] not in acted
    ]
    return pd.DataFrame(rows, columns=["kind", "name", "lacks"])


def tiers(registers: Registers, *, as_at: date | None = None) -> pd.DataFrame:
    """Balance of the public health tiers: tier index; actions (int, dropped ones left out), interventions (int), pounds (Decimal)."""
    actions, interventions, lines = (
        registers.records(kind, as_at=as_at)
        for kind in ("strategy_action", "intervention", "spending")
    )
    rows = []
    for tier in TIERS:
        mine = lines[(lines["tier"] == tier) & (lines["status"] != "returned")]
        rows.append(
            {
                "tier": tier,
                "actions": int(
                    ((actions["tier"] == tier) & (actions["status"] != "dropped")).sum()
                ),
                "interventions": int((interventions["tier"] == tier).sum()),
                "pounds": sum(mine["amount"], Decimal(0)),
            }
        )
    return pd.DataFrame(rows).set_index("tier")


def _stated() -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, name in SEEDS.items():
        for row in table(name).to_dict("records"):
            yield (
                kind,
                {"source": FROM_BRIEF}
                | {field: value for field, value in row.items() if value != ""},
            )


def _ever_held(edits: Transaction, kind: str) -> list[dict[str, Any]]:
    """Whatever the role “brief” ever put in, whatever became of it, and what somebody keeps now."""
    history = edits.register_context.tables.history
    mine = sql.select(history.c.after).where(
        history.c.kind == kind, history.c.by_role == BRIEF, history.c.after.is_not(None)
    )
    states = (
        edits.register_context.from_json(kind, text)
        for text in edits.connection.execute(mine).scalars()
    )
    return [*(state for state in states if state is not None), *edits.records(kind)]


def _among(held: list[dict[str, Any]], row: dict[str, Any]) -> bool:
    """Whether one of these bears the name of a row, or what stands for a name."""
    name = next(field for field in ("name", "financial_year", "title", "what") if field in row)
    return any(state[name] == row[name] for state in held)
