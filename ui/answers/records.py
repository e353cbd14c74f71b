"""What people keep beside the figures: next steps, areas of their own, operations; read and written through the register."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from geo.core.selection import OwnArea
from loaders.register.operations import operations_shown
from loaders.register.register import Registers


def operations(kept: Registers, at: date | None = None) -> pd.DataFrame:
    """Operations and their instances as at a day, today unless said: one row each, as maps and trends draw them."""
    return operations_shown(kept, at or date.today())


def next_steps(kept: Registers) -> pd.DataFrame:
    """The commander's list: id, version, text, owner_role, due, done; open ones first, by date."""
    steps = kept.records("next_step")
    last = steps["due"].map(lambda day: day or date.max)
    return (
        steps.assign(done=steps["done"].fillna(False).astype(bool), _due=last)
        .sort_values(["done", "_due", "id"], ignore_index=True)
        .drop(columns="_due")
    )


def own_areas(kept: Registers) -> dict[str, OwnArea]:
    """Areas that somebody drew or uploaded, by name."""
    listed = kept.records("own_area")
    return {
        row["name"]: OwnArea(row["name"], row["geometry"])
        for row in listed.sort_values("name").to_dict("records")
    }


def unreviewed(kept: Registers, today: date) -> list[dict[str, Any]]:
    """Operations that run or are planned and have no review date, or one that has passed: name, review_date (None where not set)."""
    listed = kept.records("operation")
    wanted = listed["review_date"].map(lambda day: day is None or day < today).astype(bool)
    return listed.loc[
        (listed["status"] != "closed") & wanted, ["id", "name", "review_date"]
    ].to_dict("records")


def empty_strands(kept: Registers) -> dict[str, list[str]]:
    """Strands of the 4P plan without an action, by name of each operation that is set out by one and not closed."""
    listed, actions = kept.records("operation"), kept.records("plan_action")
    strands = kept.kinds["plan_action"].field("strand").choices
    found = {}
    for row in listed[(listed["status"] != "closed") & listed["plan"].str.contains("4P")].to_dict(
        "records"
    ):
        held = set(actions.loc[actions["operation"] == row["id"], "strand"])
        if missing := [strand for strand in strands if strand not in held]:
            found[row["name"]] = missing
    return found
