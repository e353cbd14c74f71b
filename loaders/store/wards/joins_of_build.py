"""How the vintages of a build join, as the Data page says it afterwards: what was said at their load, and residents as they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from geo.core.vintage_words import vintage_words
from loaders.store.manifest import Manifest, Vintage
from loaders.store.wards.denominators import COUNTED, RESIDENTS, population_in
from loaders.store.wards.join_report import JOINS, read_joins, resident_join, windows_words
from loaders.store.wards.vintages import WARDS

NAMES = ["ward_code", "ward_name", "authority_code"]


def joins_of_build(folder: Path, manifest: Manifest) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A heading and its sentences for each vintage of a build, in the order in which they came into force."""
    held = manifest.every_vintage
    tables = {each.id: _names(folder, each) for each in held}
    codes = frozenset(code for table in tables.values() for code in table.index)
    received = tuple(population_in(folder, manifest.population["title"])["area_code"])
    begins = [(each.id, date.fromisoformat(each.in_force)) for each in held]
    joins = read_joins(folder / JOINS)
    reports = []
    for each in held:
        known = joins.get(each.id)
        of_wards = known.sentences if known and known.digest == each.digest else ()
        of_residents = resident_join(tables[each.id], _residents(folder, each), received, codes)
        windows = windows_words(each.id, begins)
        title = f"Wards of {vintage_words(each.id)}"
        # what was noticed while reading those of the reference stands in the page's summary
        noticed = tuple(filter(None, each.notes.split("\n"))) if each.folder else ()
        reports.append((title, (*of_wards, *of_residents.sentences, windows, *noticed)))
    return tuple(reports)


def _names(folder: Path, vintage: Vintage) -> pd.DataFrame:
    table = pq.read_table(folder / vintage.folder / WARDS, columns=NAMES)
    return table.to_pandas().set_index("ward_code")


def _residents(folder: Path, vintage: Vintage) -> pd.DataFrame:
    rows = pq.read_table(folder / vintage.folder / RESIDENTS).to_pandas()
    return rows if "basis" in rows else rows.assign(year=0, basis=COUNTED, fidelity=0.0)
