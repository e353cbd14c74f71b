"""Answers about an operation and what lies around it, from the pinned build. Behind the same guard as all answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from geo.core.selection import OwnArea, Selection
from geo.operations.design import Outcome
from geo.operations.drawn_area import DrawnArea, drawn_area
from ui.answers import store as answers
from ui.answers.area import served


def outcome_counts(
    source_id: str, outcome: Outcome, months: Sequence[date], places: Sequence[OwnArea] = ()
) -> pd.DataFrame:
    """Offences of an operation's outcome in the months asked for and in no other: ward_code index, one column a month that has any.

    places  areas that stand as rows of their own, by name, beside the wards
    """
    answers.require_analyst(source_id, "Monthly counts around an operation")
    asked = Selection(
        source_id,
        (),
        outcome.offence_types,
        min(months),
        max(months),
        knife_enabled=outcome.knife_enabled or None,
        served=served(),
    )
    counts = answers.pinned().counts(asked, by=["ward_code", "month"], months=months)
    drawn = [
        answers.pinned()
        .counts(replace(asked, area=place), by=["month"], months=months)
        .assign(ward_code=place.name)
        for place in places
    ]
    counts = pd.concat([counts, *drawn], ignore_index=True)
    counts["month"] = pd.to_datetime(counts["month"]).dt.date
    return counts.pivot_table(index="ward_code", columns="month", values="offences", fill_value=0)


def drawn_place(geometry: str, features: pd.DataFrame) -> DrawnArea:
    """An area that was drawn, as a place among wards; features as ward_features gives them."""
    return drawn_area(geometry, answers.pinned().wards.drawing, features)
