"""Answers about operations: what the register owes of them, and what lies around one in the pinned build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from geo.core.selection import OwnArea, Selection
from geo.operations.design import Outcome
from geo.operations.drawn_area import DrawnArea, drawn_area
from loaders.register.operations import operations_board, work_shown
from loaders.register.record_places import NamedWards
from ui.answers import register as register_answers
from ui.answers.area import served
from ui.answers.seen import recorded
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers


@recorded(earlier=None)
def outcome_counts(
    source_id: str, outcome: Outcome, months: Sequence[date], places: Sequence[OwnArea] = ()
) -> pd.DataFrame:
    """Offences of an operation's outcome in the months asked for and in no other: ward_code index, one column a month that has any.

    places  areas that stand as rows of their own, by name, beside the wards
    """
    source_answers.require_analyst(source_id, "Monthly counts around an operation")
    selection = Selection(
        source_id,
        (),
        outcome.offence_types,
        min(months),
        max(months),
        knife_enabled=outcome.knife_enabled or None,
        served=served(),
    )
    counts = answers.pinned().counts(selection, by=["ward_code", "month"], months=months)
    drawn = [
        answers.pinned()
        .counts(replace(selection, area=place), by=["month"], months=months)
        .assign(ward_code=place.name)
        for place in places
    ]
    counts = pd.concat([counts, *drawn], ignore_index=True)
    counts["month"] = pd.to_datetime(counts["month"]).dt.date
    return counts.pivot_table(index="ward_code", columns="month", values="offences", fill_value=0)


@recorded(earlier=None)
def outcome_points(
    source_id: str,
    outcome: Outcome,
    months: Sequence[date],
    wards: tuple[str, ...],
    place: OwnArea | None = None,
) -> pd.DataFrame:
    """Offences of an operation's outcome at each map point of its wards, or of the area that was drawn: one column a month that has any.

    Returns one row a point, by the name that is published of it, which may repeat; without names for whoever may not see places.
    """
    source_answers.require_analyst(source_id, "Points of an operation")
    selection = Selection(
        source_id,
        (),
        outcome.offence_types,
        min(months),
        max(months),
        knife_enabled=outcome.knife_enabled or None,
        served=served(),
        wards=() if place else wards,
        area=place,
    )
    counts = answers.pinned().points(selection, by=["month", "location_text"])
    counts["month"] = pd.to_datetime(counts["month"]).dt.date
    counts = counts[counts["month"].isin(months)]
    names = counts.groupby("point_id")["location_text"].first().fillna("")
    table = counts.pivot_table(
        index="point_id", columns="month", values="offences", aggfunc="sum", fill_value=0
    )
    named = source_answers.places_named(source_id)
    return table.set_axis(
        names.reindex(table.index).astype(str) if named else [""] * len(table), axis=0
    )


def drawn_place(geometry: str, features: pd.DataFrame) -> DrawnArea:
    """An area that was drawn, as a place among wards; features as ward_features gives them."""
    return drawn_area(geometry, answers.pinned().wards.drawing, features)


def board(today: date) -> pd.DataFrame:
    """What each operation owes on a day, one row each; columns as loaders.register.operations.BOARD."""
    return operations_board(record_answers.register(), today)


def work(at: date) -> pd.DataFrame:
    """Every operation, instance and other funded work as at a day, as geo.operations.overlaps takes it, in the wards of the page."""
    listed = work_shown(record_answers.register(), at)
    codes = [_work_wards(wards) for wards in listed["wards"]]
    return listed.drop(columns="wards").assign(
        ward_codes=pd.Series(codes, listed.index, dtype=object)
    )


def _work_wards(wards: NamedWards) -> tuple[str, ...]:
    """The wards of the page in which work lies; codes that are in no boundaries stay as they are, so that it is not taken for everywhere."""
    record = record_answers.placed(wards)
    return (*record.place.wards, *record.unknown)


def common_vintage(at: date) -> str:
    """The vintage that all work names its wards of, so that pieces are held against each other exactly; else that of the page."""
    named = {
        vintage
        for wards in work_shown(record_answers.register(), at)["wards"]
        for vintage in record_answers.placed(wards).vintages
    }
    return named.pop() if len(named) == 1 else answers.vintage().id


def unreviewed(today: date) -> list[dict[str, Any]]:
    """Operations that run or are planned and have no review date, or one that has passed: name, review_date (None where not set)."""
    listed = record_answers.register().records("operation")
    wanted = listed["review_date"].map(lambda day: day is None or day < today).astype(bool)
    return listed.loc[
        (listed["status"] != "closed") & wanted, ["id", "name", "review_date"]
    ].to_dict("records")


def empty_strands() -> dict[str, list[str]]:
    """Strands of the 4P plan without an action, by name of each operation that is set out by one and not closed."""
    register = record_answers.register()
    listed, actions = register.records("operation"), register.records("plan_action")
    strands = register.kinds["plan_action"].field("strand").choices
    empty = {}
    for row in listed[(listed["status"] != "closed") & listed["plan"].str.contains("4P")].to_dict(
        "records"
    ):
        held = set(actions.loc[actions["operation"] == row["id"], "strand"])
        if missing := [strand for strand in strands if strand not in held]:
            empty[row["name"]] = missing
    return empty


def review(operation: int, entry: Mapping[str, Any], *, close: bool, ended: date | None) -> None:
    """An entry of the learning log, the next review and, if asked, the closing: all of them are kept, or none.

    ended  the operation's last day, given to its phases that are open when it is closed; None leaves them open
    """
    with record_answers.register().editing(
        register_answers.editor(record="operation", number=operation, done="review")
    ) as edits:
        edits.add("learning", {"operation": operation, **entry})
        record = edits.live("operation", operation)
        changed = {"review_date": entry["next_review"]} | ({"status": "closed"} if close else {})
        edits.change("operation", operation, changed, record["version"])
        for phase in edits.records("phase", operation=operation) if close and ended else []:
            if phase["end"] is None:
                edits.change("phase", phase["id"], {"end": ended}, phase["version"])
