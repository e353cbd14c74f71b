"""Small counts of the force's own records, attacked by somebody who may not see them and asks everything.

In each made-up world a store is loaded, and later a month of it is corrected. An executive asks all that pages, links, files and downloads
can answer: every layer, types alone and together, every run of whole quarters, shares by age; of both builds, with all memory cleared
half-way as by a restart. Two things are shown. Every answer is a sum of rounded cells and of nothing else; and an integer programme that
is given *all* of these cells, and told which wards the correction left as they were, can pin no count of 0 to 4.
"""

from __future__ import annotations

import io
import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd
import streamlit as st

from bench.rounding_attack import count_bounds
from bench.runs import console
from geo.core.schema import FORCE_EXTRACT, LINE_TYPES
from geo.core.selection import Selection
from loaders import intake
from loaders.access_file import command_user
from loaders.demo import extract as demo_extract
from loaders.demo.demonstration import files as demonstration_files
from loaders.reference import layers
from ui.answers import disclosure_control, lines, rounded_cells
from ui.answers.area import served
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards import every_ward

WORLDS, SEED = 20, 20261130
LAST_MONTHS = 15
SMALLEST_SHOWN = 5
TABLE = ["quarter", "authority_code", "kind"]


@dataclass
class Figures:
    """What came of the worlds; each broken promise in words."""

    asked: int = 0
    figures: int = 0
    cells: int = 0
    small: int = 0
    pinned: int = 0
    broken: list[str] = field(default_factory=list)


@dataclass
class Cells:
    """What stands behind the answers of a build: true counts, rounded cells by ward and by age, and each ward with its authority."""

    true: pd.DataFrame
    by_ward: pd.DataFrame
    by_age: pd.DataFrame
    wards: list[tuple[str, str]]


def main() -> bool:
    """Print what twenty worlds give; whether every promise is kept."""
    logging.disable(logging.WARNING)  # Streamlit's, that no browser is there
    figures = proven(WORLDS, SEED)
    logging.disable(logging.NOTSET)
    console.print(
        f"{WORLDS} worlds, two builds each: {figures.asked:,} questions, {figures.figures:,} figures told"
    )
    console.print(
        f"true counts of 0 to 4 behind them: {figures.small:,} of {figures.cells:,} cells; pinned: {figures.pinned}"
    )
    console.print(*figures.broken, sep="\n")
    return not figures.broken and not figures.pinned


def proven(
    worlds: int, seed: int, *, types_together: int = 2, months: int = LAST_MONTHS
) -> Figures:
    """So many worlds, each attacked.

    types_together  most offence types in one question
    months          of the demonstration's records, its last
    """
    figures, rows = Figures(), _demonstration_rows()
    with tempfile.TemporaryDirectory() as folder:
        access = Path(folder) / "access.toml"
        access.write_text(f'[users]\n"{command_user()}" = "executive"\n', encoding="utf-8")
        for number in range(worlds):
            rng = np.random.default_rng([seed, number])
            store = Path(folder) / f"world-{number}"
            with mock.patch.dict(os.environ, SVD_ACCESS=str(access), SVD_STORE=str(store)):
                _attack(store, _world(rows, months, rng), rng, figures, types_together)
    return figures


def _demonstration_rows() -> pd.DataFrame:
    data = next(data for name, data in demonstration_files() if name == demo_extract.FILE)
    return pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)


def _world(rows: pd.DataFrame, last: int, rng: np.random.Generator) -> pd.DataFrame:
    """The demonstration's last months drawn anew: places heavier and lighter, and more or fewer offences in all."""
    months = pd.to_datetime(rows["recorded_on"], dayfirst=True).dt.to_period("M")
    late = rows[months > months.max() - last]
    weights = late["location_text"].map(
        {place: rng.lognormal(0, 0.8) for place in late["location_text"].unique()}
    )
    drawn = late.sample(
        int(len(late) * rng.uniform(0.15, 0.6)), replace=True, weights=weights, random_state=rng
    )
    return drawn.assign(crime_reference=[f"W{n:06}" for n in range(len(drawn))])


def _corrected(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The same, of one month some rows gone."""
    months = pd.to_datetime(rows["recorded_on"], dayfirst=True).dt.to_period("M")
    month = rng.choice(sorted(months.unique())[3:-1])
    gone = rows[months == month].sample(frac=0.1, random_state=rng).index
    return rows.drop(index=gone)


def _attack(
    store: Path, rows: pd.DataFrame, rng: np.random.Generator, figures: Figures, together: int
) -> None:
    builds: list[Cells] = []
    for loaded in (rows, _corrected(rows, rng)):
        path = store.parent / f"{store.name}.csv"
        loaded.to_csv(path, index=False)
        intake.load([path], store, agreed=lambda proposal: True)
        _forget()
        _ask_everything(store, rng, figures, together)
        builds.append(_cells())
        _attack_tables(builds[-1], figures)
    _attack_unchanged(builds, figures)


def _forget() -> None:
    st.cache_data.clear()
    st.cache_resource.clear()
    st.session_state.clear()
    answers.begin()


def _questions(quarters: tuple[tuple[date, ...], ...], together: int) -> Iterator[Selection]:
    types = sorted(_rounded()["offence_type"].unique())
    for first, last in ((a, b) for a in range(len(quarters)) for b in range(a, len(quarters))):
        window = quarters[first][0], quarters[last][-1]
        blank = Selection(FORCE_EXTRACT, (), (), *window, served=served())
        yield blank
        yield from (layer.of(blank) for layer in layers())
        for size in range(1, together + 1):
            for chosen in combinations(types, size):
                yield Selection(FORCE_EXTRACT, (), chosen, *window, served=served())


def _ask_everything(store: Path, rng: np.random.Generator, figures: Figures, together: int) -> None:
    """In random order, memory lost half-way: every figure told is the sum of rounded cells that it should be, or hidden where too small."""
    asked = list(_questions(source_answers.quarters(FORCE_EXTRACT), together))
    for n, place in enumerate(rng.permutation(len(asked))):
        if n == len(asked) // 2:
            _forget()
        selection = asked[place]
        answer = every_ward.ward_answer(selection)
        sums = disclosure_control.ward_months(selection)
        sums = sums[sums["month"].isin(selection.months)].groupby("ward_code")["offences"].sum()
        wards = sums.reindex(answer.wards.index, fill_value=0)
        totals = wards.groupby(answer.wards["authority_code"]).sum()
        for shown, sums_of in ((answer.wards, wards), (answer.authorities, totals)):
            should = sums_of.where(sums_of >= SMALLEST_SHOWN).astype(float)
            if not shown["offences"].astype(float).equals(should.reindex(shown.index)):
                figures.broken.append(f"{store.name}: {selection.describe()} tells more than cells")
            figures.figures += int(shown["offences"].notna().sum())
        if selection.layer.title and n % 3 == 0:
            lines.shares(selection)
            figures.asked += 1
        figures.asked += 1


def _rounded() -> pd.DataFrame:
    return rounded_cells.by_ward(answers.asked_by(), FORCE_EXTRACT)


def _cells() -> Cells:
    """All true counts behind the answers, and all rounded cells, by ward and by age."""
    true = rounded_cells.true_cells(answers.asked_by(), FORCE_EXTRACT)
    by_age = rounded_cells.by_age(answers.asked_by(), FORCE_EXTRACT)
    wards = list(ward_tables.wards()["authority_code"].items())
    return Cells(true, _rounded(), by_age, wards)


def _attack_tables(cells: Cells, figures: Figures) -> None:
    """Each quarter, authority and kind by itself, which shares no offence with any other: its cells by ward and by age together."""
    true = cells.true.groupby([*TABLE, "ward_code"])["offences"].sum()
    of_age = cells.true.groupby([*TABLE, *rounded_cells.AGE])["offences"].sum()
    by_ward = cells.by_ward.set_index([*TABLE, "ward_code"])["offences"]
    by_age = cells.by_age.set_index([*TABLE, *rounded_cells.AGE])["offences"]
    every_age = pd.MultiIndex.from_product(
        [(*LINE_TYPES, ""), ("yes", "no", "unknown")], names=rounded_cells.AGE
    )
    for name in sorted(set(true.index.droplevel("ward_code"))):
        codes = [code for code, authority in cells.wards if authority == name[1]]
        if not codes:
            continue  # offences in no ward
        told = by_ward.loc[name].reindex(codes, fill_value=0)
        behind = true.loc[name].reindex(codes, fill_value=0)
        ages = by_age.loc[name].reindex(every_age, fill_value=0)
        young = of_age.loc[name].reindex(every_age, fill_value=0)
        bounds = count_bounds([told.to_numpy(), ages.to_numpy()])
        for counts, (low, high) in zip((behind.to_numpy(), young.to_numpy()), bounds, strict=True):
            small = counts < SMALLEST_SHOWN
            figures.cells += len(counts)
            figures.small += int(small.sum())
            figures.pinned += int((small & (low == high)).sum())
            if not ((low <= counts) & (counts <= high)).all():
                figures.broken.append(f"{name}: the programme does not hold the truth")


def _attack_unchanged(builds: list[Cells], figures: Figures) -> None:
    """Both builds of a corrected quarter, by somebody who was told which of the wards' counts are the same in both."""
    first, second = (
        cells.true.groupby([*TABLE, "ward_code"])["offences"].sum() for cells in builds
    )
    told = [cells.by_ward.set_index([*TABLE, "ward_code"])["offences"] for cells in builds]
    both = set(first.index.droplevel("ward_code")) & set(second.index.droplevel("ward_code"))
    for name in sorted(both):
        codes = [code for code, authority in builds[0].wards if authority == name[1]]
        one, other = (
            true.loc[name].reindex(codes, fill_value=0).to_numpy() for true in (first, second)
        )
        if not codes or (one == other).all():
            continue
        shown = [rounds.loc[name].reindex(codes, fill_value=0).to_numpy() for rounds in told]
        ((low, high),) = count_bounds(shown[:1], shown[1], np.flatnonzero(one != other).tolist())
        small = one < SMALLEST_SHOWN
        figures.cells += len(one)
        figures.small += int(small.sum())
        figures.pinned += int((small & (low == high)).sum())
