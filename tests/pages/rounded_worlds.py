"""Two worlds that differ in true counts, and not in what is told of them to those who may not see each count."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from geo.core.schema import FORCE_EXTRACT
from geo.core.selection import Selection, month_after
from geo.disclosure.fixed_rounding import rounded
from loaders.reference import layers
from loaders.store.reader import Store, current_build, open_build
from tests.home import WILTSHIRE
from ui.answers import disclosure_control, rounded_cells
from ui.answers.store import pinned_build as answers


@dataclass(frozen=True)
class World:
    """True and rounded counts of a selection, and two wards between which one offence may move and leave each rounded cell as it is."""

    selection: Selection
    counts: pd.Series
    rounded: pd.Series
    wards: pd.DataFrame
    giver: str
    taker: str
    quarter: date
    kind: str


@functools.cache
def world_of(root: Path, year: Selection) -> World:
    """The counts of a store for a selection of one type or layer; two small wards are looked for until one offence can move between them unseen."""
    build = current_build(root)
    assert build
    store = open_build(root, build)
    counted = store.counts(year, by=["ward_code"]).set_index("ward_code")["offences"]
    wards = store.ward_table_of(())
    counts = counted.reindex(wards.index, fill_value=0)
    with answers.pinned_to(build):
        true = rounded_cells.true_cells(answers.asked_by(), year.source_id)
        of_year = disclosure_control.ward_months(year)
        asked = true[disclosure_control.is_asked(true, year) & true["quarter"].isin(year.months)]
        key = answers.rounding_key()
    shown = of_year[of_year["month"].isin(year.months)].groupby("ward_code")["offences"].sum()
    shown = shown.reindex(wards.index, fill_value=0)
    small = set(wards.index[(wards["authority_code"] == WILTSHIRE) & (shown < 5) & (counts > 0)])
    for name, table in asked.groupby(rounded_cells.TABLE):
        of_table = table.groupby([*rounded_cells.TABLE, "ward_code"], as_index=False)[
            "offences"
        ].sum()
        before = _by_ward(of_table, key)
        for giver, taker in itertools.permutations(sorted(small & set(of_table["ward_code"])), 2):
            moved = of_table.copy()
            moved.loc[moved["ward_code"] == giver, "offences"] -= 1
            moved.loc[moved["ward_code"] == taker, "offences"] += 1
            if _by_ward(moved, key) == before:
                return World(year, counts, shown, wards, giver, taker, name[0], name[2])
    pytest.fail("no offence can move without a rounded cell telling of it")


def _by_ward(cells: pd.DataFrame, key: bytes) -> dict[str, int]:
    told = rounded(cells, key, table=rounded_cells.TABLE, cell=rounded_cells.WARD)
    return {code: n for code, n in zip(told["ward_code"], told["offences"], strict=True) if n}


def move_one_offence(patch: pytest.MonkeyPatch, world: World) -> None:
    """From now on one ward has an offence less in a month, and another ward of its authority one more of the very same kind."""
    true_counts, asked = Store.counts, world.selection

    def counts(
        store: Store,
        selection: Selection,
        *,
        by: Iterable[str],
        months: Iterable[date] | None = None,
    ) -> pd.DataFrame:
        table = true_counts(store, selection, by=by, months=months)
        if not {"ward_code", "month"} <= set(table) or selection.source_id != asked.source_id:
            return table
        if {"offence_type", "line_type"} <= set(table) or (
            "offence_type" in table and asked.source_id != FORCE_EXTRACT
        ):
            of_source = [each for each in layers() if each.source_id == asked.source_id]
            of_kind = rounded_cells.kinds(table, of_source) == world.kind
        else:
            same = (selection.offence_types, selection.narrowing)
            of_kind = pd.Series(same == (asked.offence_types, asked.narrowing), table.index)
        month = pd.to_datetime(table["month"]).dt.date
        in_quarter = (month >= world.quarter) & (month < month_after(world.quarter, 3))
        given = in_quarter & (table["ward_code"] == world.giver) & of_kind
        if not given.any():
            return table  # another question, of which that ward has nothing to give
        one_more = table[given].head(1).assign(ward_code=world.taker, offences=1)
        table.loc[table.index[given][0], "offences"] -= 1
        return pd.concat([table, one_more], ignore_index=True)

    patch.setattr(Store, "counts", counts)
    st.cache_data.clear()
    st.cache_resource.clear()
