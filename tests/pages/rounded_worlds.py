"""Two worlds that differ in true counts, and not in what is told of them to those who may not see each count."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from geo.core.selection import Selection
from loaders.reference import layers
from loaders.store.reader import Store, current_build, open_build
from tests.home import WILTSHIRE
from ui.answers import disclosure_control
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
    month: date


@functools.cache
def world_of(root: Path, year: Selection) -> World:
    """The counts of a store for a selection of one type or layer; two small wards are looked for until one offence can move between them unseen."""
    build = current_build(root)
    assert build
    store = open_build(root, build)
    monthly = store.counts(year, by=["ward_code", "month"])
    monthly["month"] = pd.to_datetime(monthly["month"]).dt.date
    wards = store.ward_table_of(())
    counts = monthly.groupby("ward_code")["offences"].sum().reindex(wards.index, fill_value=0)
    true_counts, known = Store.counts, {}

    def held(
        store: Store, selection: Selection, *, by: Iterable[str], **asked: Any
    ) -> pd.DataFrame:
        """What the store says, asked once."""
        name = (selection, tuple(by))
        if name not in known:
            known[name] = true_counts(store, selection, by=by, **asked)
        return known[name].copy()

    with answers.pinned_to(build):
        before = disclosure_control.ward_months(year)
        of_year = before[before["month"].isin(year.months)].groupby("ward_code")["offences"].sum()
        shown = of_year.reindex(wards.index, fill_value=0)
        of_wiltshire = wards["authority_code"] == WILTSHIRE
        small = [code for code in wards.index[of_wiltshire] if shown[code] < 5 and counts[code]]
        for giver, taker in itertools.permutations(small, 2):
            given = monthly.loc[monthly["ward_code"] == giver, "month"].iloc[0]
            world = World(year, counts, shown, wards, giver, taker, given)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(Store, "counts", held)
                move_one_offence(patch, world)
                if disclosure_control.ward_months(year).equals(before):
                    return world
    pytest.fail("no offence can move without a rounded cell telling of it")


def move_one_offence(patch: pytest.MonkeyPatch, world: World) -> None:
    """From now on one ward has an offence less in a month, and another ward of its authority one more of the very same kind."""
    true_counts, asked = Store.counts, world.selection
    layer = next((each for each in layers() if each.is_asked_by(asked)), None)

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
        if {"offence_type", "line_type"} <= set(table) and layer is not None:
            of_kind = layer.holds(table)
        elif "offence_type" in table and layer is None:
            of_kind = table["offence_type"].isin(asked.offence_types)
        else:
            same = (selection.offence_types, selection.narrowing)
            of_kind = pd.Series(same == (asked.offence_types, asked.narrowing), table.index)
        in_month = pd.to_datetime(table["month"]).dt.date == world.month
        given = in_month & (table["ward_code"] == world.giver) & of_kind
        if not given.any():
            return table  # another question, of which that ward has nothing to give
        one_more = table[given].head(1).assign(ward_code=world.taker, offences=1)
        table.loc[table.index[given][0], "offences"] -= 1
        return pd.concat([table, one_more], ignore_index=True)

    patch.setattr(Store, "counts", counts)
    st.cache_data.clear()
    st.cache_resource.clear()
