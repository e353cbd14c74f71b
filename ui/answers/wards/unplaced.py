"""What of a selection could not be placed, by month and type, put together from counts: pure, so that any of it can be worked out in a test.

Unplaced are offences of the home force without a place or outside every ward, and those of which a filter's value is not known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import pandas as pd

from geo.core.missing import Missing
from geo.core.schema import OUTSIDE, WITHOUT_LOCATION

NOWHERE = [OUTSIDE, WITHOUT_LOCATION]
COLUMNS = ["month", "offence_type", "placed", "unplaced", "known", "unknown"]
POSSIBLE, EVERY = (
    "possible ",
    "every ",
)  # before the name of a count, in what ward_findings is given


def unplaced_table(
    counts: pd.DataFrame, possible: pd.DataFrame | None = None, every: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Offences by month and type of the whole area: placed, unplaced, known and unknown (int).

    counts    authority_code, offence_type, month (date), offences: what the selection asks for, unplaced ones under the cube's words
    possible  the same with what could be of the selection; None where it asks only for types and months
    every     the same without all that narrows the selection; None likewise

    Returns COLUMNS. Placed are those of the selection in a ward, unplaced those in none; unknown those that could be of it, and either have no ward or lack
    what a filter asks for; known all others, of the selection or not.
    """
    keys = ["month", "offence_type"]
    inside = counts[~counts["authority_code"].isin(NOWHERE)]
    could = counts if possible is None else possible
    placed, of_all, all_possible = (
        table.groupby(keys)["offences"].sum()
        for table in (inside, could if every is None else every, could)
    )
    table = pd.DataFrame({"placed": placed, "every": of_all, "possible": all_possible}).fillna(0)
    table["unplaced"] = (
        counts.groupby(keys)["offences"].sum().reindex(table.index).fillna(0) - table["placed"]
    )
    table["unknown"] = table["possible"] - table["placed"]
    table["known"] = table["every"] - table["unknown"]
    return table.reset_index()[COLUMNS].astype(dict.fromkeys(COLUMNS[2:], int))


NOTHING_UNPLACED = pd.DataFrame(columns=COLUMNS).astype(dict.fromkeys(COLUMNS[2:], int))
NO_MONTHS = NOTHING_UNPLACED.groupby("month")[COLUMNS[2:]].sum()


def missing_between(
    table: pd.DataFrame,
    now: Collection[date],
    then: Collection[date],
    types: Iterable[str] = (),
) -> tuple[Missing, tuple[int, int]]:
    """What is known and unknown of two periods, and what is placed of each: table as unplaced_table gives it; no type means all."""
    wanted = list(types)
    mine = table[table["offence_type"].isin(wanted)] if wanted else table
    later, earlier = (
        mine.loc[mine["month"].isin(list(months)), COLUMNS[2:]].sum() for months in (now, then)
    )
    return (
        Missing(
            int(later["known"]),
            int(later["unknown"]),
            int(earlier["known"]),
            int(earlier["unknown"]),
        ),
        (int(later["placed"]), int(earlier["placed"])),
    )


def missing_by_type(
    table: pd.DataFrame, now: Collection[date], then: Collection[date]
) -> dict[str, tuple[Missing, tuple[int, int]]]:
    """What missing_between gives of each offence type by itself, in two sums for all; a type without a row in either period is left out."""
    later, earlier = (
        table[table["month"].isin(list(months))].groupby("offence_type")[COLUMNS[2:]].sum()
        for months in (now, then)
    )
    types = later.index.union(earlier.index)
    rows = zip(
        types,
        later.reindex(types, fill_value=0).to_dict("records"),
        earlier.reindex(types, fill_value=0).to_dict("records"),
        strict=True,
    )
    return {
        str(name): (
            Missing(
                int(after["known"]),
                int(after["unknown"]),
                int(before["known"]),
                int(before["unknown"]),
            ),
            (int(after["placed"]), int(before["placed"])),
        )
        for name, after, before in rows
    }


def monthly_unplaced(table: pd.DataFrame, types: Iterable[str] = ()) -> pd.DataFrame:
    """Month index: placed, known, unknown (int) of the types asked for; no type means all."""
    wanted = list(types)
    mine = table[table["offence_type"].isin(wanted)] if wanted else table
    return mine.groupby("month")[COLUMNS[2:]].sum()


def missing_of(counted: Mapping[str, pd.Series]) -> tuple[Missing, tuple[int, int]]:
    """The same of counts by ward: “now” and “then”, and where a filter narrows them “possible …” and “every …” of each."""
    later, earlier = (_known_unknown(counted, name) for name in ("now", "then"))
    return Missing(*later[:2], *earlier[:2]), (later[2], earlier[2])


def unplaced_of(counted: Mapping[str, pd.Series], name: str) -> tuple[int, int]:
    """How many of one count (int) lie in no ward, and how many more could be of it, were what a filter asks for known."""
    counts = counted[name]
    unplaced = int(counts.reindex(NOWHERE, fill_value=0).sum())
    return unplaced, _known_unknown(counted, name)[1] - unplaced


def own_unknown(counted: Mapping[str, pd.Series], name: str, wards: pd.Index) -> pd.Series:
    """Offences in each ward of which a filter's value is not known: they could be of the selection."""
    possible = counted.get(POSSIBLE + name, counted[name])
    beyond = possible.reindex(wards, fill_value=0) - counted[name].reindex(wards, fill_value=0)
    return beyond.astype(int)


def _known_unknown(counted: Mapping[str, pd.Series], name: str) -> tuple[int, int, int]:
    counts = counted[name]
    possible = counted.get(POSSIBLE + name, counts)
    every = counted.get(EVERY + name, possible)
    placed = int(counts.drop(NOWHERE, errors="ignore").sum())
    unknown = int(possible.sum()) - placed
    return int(every.sum()) - unknown, unknown, placed
