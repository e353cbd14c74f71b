"""Which measure a figure is of, and that two measures never share an axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pandas import DataFrame

from geo.core.errors import DataProblem


@dataclass(frozen=True)
class Measure:
    """What a series counts: two are the same only where all four agree."""

    name: str
    source_id: str
    area: str
    period: str


def measure_of(measures: DataFrame, source_id: str, offence_types: Sequence[str]) -> Measure:
    """The measure that a source and a choice of offence types make.

    measures       measure, source_id, offence_types (one type, or empty for any mix), area, period; a row a measure
    offence_types  the types chosen; empty for all

    Returns a Measure of counts (int) in str fields; a mix of types is named by its types. Raises DataProblem where the source
    has no measure. Source: `measures`, a table of this project.
    """
    mine = measures[measures["source_id"] == source_id]
    if not len(mine):
        raise DataProblem(
            f"No measure is written down for the source {source_id}.",
            do="Add it to the declaration of the source, in loaders/sources.",
        )
    exact = (
        mine[mine["offence_types"] == "; ".join(offence_types)]
        if len(offence_types) == 1
        else mine[:0]
    )
    row = (exact if len(exact) else mine[mine["offence_types"] == ""]).iloc[0]
    name = (
        row["measure"]
        if len(exact)
        else "; ".join(sorted(offence_types)) or "All offences and incidents"
    )
    return Measure(str(name), source_id, str(row["area"]), str(row["period"]))


def require_one_measure(measures: Sequence[Measure]) -> Measure:
    """The one measure of every series meant for an axis: offences (int) or their rate per 1,000, never both.

    Returns it. Raises DataProblem naming what differs: figures of two measures on one axis look comparable and
    are not. Source: the rule of this project, after three public knife totals of one force that count different things.
    """
    distinct = list(dict.fromkeys(measures))
    if not distinct:
        raise DataProblem("There is nothing to draw.", do="Choose a measure.", stands="")
    if len(distinct) > 1:
        first, other = distinct[:2]
        differing = [
            f"{field} “{getattr(first, field)}” and “{getattr(other, field)}”"
            for field in ("name", "source_id", "area", "period")
            if getattr(first, field) != getattr(other, field)
        ]
        raise DataProblem(
            "Two measures cannot share an axis.",
            f"They differ in {'; '.join(differing)}.",
            "Draw them one above the other instead.",
            "",
        )
    return distinct[0]
