"""Cells of a restricted source: offences of a whole quarter by ward and kind, rounded at random by the store's key, always in the same way.

Only ui.answers.disclosure_control looks at them, and only at those that are rounded.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.core.ages import bands_of
from geo.core.layers import Layer
from geo.core.schema import OUTSIDE, WITHOUT_LOCATION
from geo.core.selection import Selection
from geo.disclosure.fixed_rounding import rounded
from ui.answers.area import served
from ui.answers.caching import AskedBy, cache_data
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers

YOUNG = "14–25"
KIND = ["offence_type", "weapon", "knife_enabled", "origin", "line_type"]
TABLE, WARD, AGE = ["quarter", "authority_code", "kind"], ["ward_code"], ["line_type", "young"]
NOWHERE = (OUTSIDE, WITHOUT_LOCATION)


@cache_data(8)
def true_cells(asked_by: AskedBy, source_id: str) -> pd.DataFrame:
    """True counts of all whole quarters: TABLE, the layers that a kind belongs to (bool, by name), offence_type, WARD, AGE, offences."""
    del asked_by  # part of the key
    held = source_answers.quarters(source_id)
    every = Selection(source_id, (), (), held[0][0], held[-1][-1], served=served())
    layers = [each for each in source_answers.offered_layers() if each.source_id == source_id]
    columns = KIND if source_answers.declared(source_id).detailed else KIND[:1]
    by = [
        "authority_code",
        "ward_code",
        "month",
        *columns,
        *(["age_band"] if len(columns) > 1 else []),
    ]
    months = [month for quarter in held for month in quarter]
    counts = (
        answers.pinned()
        .counts(every, by=by, months=months)
        .reindex(columns=["authority_code", "ward_code", "month", *KIND, "age_band", "offences"])
    )
    first = {month: quarter[0] for quarter in held for month in quarter}
    counts["quarter"] = pd.to_datetime(counts["month"]).dt.date.map(first)
    for layer in layers:
        counts[layer.name] = layer.holds(counts)
    names = [layer.name for layer in layers]
    nowhere = counts["authority_code"].isna() | counts["authority_code"].isin(NOWHERE)
    young = counts["age_band"].isin(bands_of(YOUNG)).map({True: "yes", False: "no"})
    counts = counts.assign(
        kind=kinds(counts, layers),
        authority_code=counts["authority_code"].mask(nowhere, ""),
        line_type=counts["line_type"].fillna(""),
        young=young.mask(counts["age_band"].isna(), "unknown"),
    )
    grouped = [*TABLE, "offence_type", *names, *WARD, *AGE]
    return counts.groupby(grouped, as_index=False, observed=True)["offences"].sum()


def kinds(counts: pd.DataFrame, layers: Sequence[Layer]) -> pd.Series:
    """The kind of each row in a word: its offence type, and which of the layers hold it."""
    held = (layer.holds(counts).map({True: layer.name, False: ""}) for layer in layers)
    words: pd.Series = counts["offence_type"]
    for word in held:
        words = words + " " + word
    return words


@cache_data(8)
def by_ward(asked_by: AskedBy, source_id: str) -> pd.DataFrame:
    """Rounded cells by ward: TABLE, layers, offence_type, ward_code, offences."""
    counted = true_cells(asked_by, source_id)
    grouped = [column for column in counted.columns if column not in (*AGE, "offences")]
    cells = counted.groupby(grouped, as_index=False)["offences"].sum()
    return rounded(cells, answers.rounding_key(), table=TABLE, cell=WARD)


@cache_data(8)
def by_age(asked_by: AskedBy, source_id: str) -> pd.DataFrame:
    """The same offences by line type and age: TABLE, layers, offence_type, line_type, young, offences; each table adds up as it does by ward."""
    counted = true_cells(asked_by, source_id)
    grouped = [column for column in counted.columns if column not in (*WARD, "offences")]
    cells = counted.groupby(grouped, as_index=False)["offences"].sum()
    totals = by_ward(asked_by, source_id).groupby(TABLE)["offences"].sum()
    return rounded(cells, answers.rounding_key(), table=TABLE, cell=AGE, totals=totals)
