"""Reads the store, asks geo, and remembers the result. Nothing else in the program reads the store.

A page run is pinned to the build that was current when it began, and what is remembered is kept by build and role.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from geo import change, comparison, rates
from geo.classes import Classes, rate_classes
from geo.errors import DataProblem
from geo.schema import AUTHORITY_NAMES, HOME_FORCE, OUTSIDE, REGISTER, SEARCHES, STREET, TRANSPORT_POLICE, WITHOUT_LOCATION
from geo.selection import Selection, month_after
from loaders.manifest import DEMONSTRATION, Manifest
from loaders.store import Store, current_build, offence_types, open_build, places, store_root, town_centre_wards
from ui.access import role

SOURCE_NAMES = {STREET: "Wiltshire Police, street-level crime (data.police.uk)",
                TRANSPORT_POLICE: "British Transport Police, street-level crime (data.police.uk)"}
OTHER_NAMES = {SEARCHES: "Wiltshire Police, stop and search (data.police.uk)", REGISTER: "Operations register"}


@dataclass(frozen=True)
class Change:
    """Two counts of equally many months a year apart, and what may be said of them; `months` empty where none pair up."""

    now: int
    then: int
    p: float | None
    verdict: str
    months: tuple[date, ...]


@dataclass(frozen=True)
class WardAnswer:
    """Everything a ward map and what stands beside it show of one selection.

    wards        ward_code index: names, authority, residents, offences, rate_per_1000, rate_low, rate_high, standing,
                 now, then, q, verdict (on the year before), residents_mislead (a town centre)
    authorities  authority_code index: authority_name, offences, residents, rate_per_1000, rate_low, rate_high
    """

    selection: Selection
    wards: pd.DataFrame
    authorities: pd.DataFrame
    force_rate: float
    classes: Classes
    received: tuple[date, ...]
    absent: tuple[date, ...]
    outside: int
    without_location: int
    change: Change
    dispersion: float

    @property
    def shown(self) -> pd.DataFrame:
        """The wards of the authorities asked for."""
        asked = self.selection.authorities
        return self.wards[self.wards["authority_code"].isin(asked)] if asked else self.wards


def begin() -> None:
    """Pin this page run to the build that is current now."""
    st.session_state["pinned_build"] = current_build(store_root())


def anything_loaded() -> bool:
    return st.session_state["pinned_build"] is not None


def manifest() -> Manifest:
    """What the pinned build says of itself."""
    return _pinned().manifest


def is_demonstration() -> bool:
    return manifest().kind == DEMONSTRATION


def drawing_file() -> Path:
    """The GeoJSON that maps draw, as the build keeps it."""
    store = _pinned()
    return store.folder / store.manifest.drawing


def sources() -> list[str]:
    """Sources of offences in the build, the territorial force first."""
    held = {part.source_id for part in manifest().parts}
    return [source for source in SOURCE_NAMES if source in held]


def received_months(source_id: str) -> tuple[date, ...]:
    """Months received of a source, in order."""
    force = "" if source_id == TRANSPORT_POLICE else HOME_FORCE
    return tuple(date.fromisoformat(f"{month}-01") for month in manifest().months(source_id, force))


def search_sources() -> list[str]:
    """Sources of stops and searches in the build."""
    return [SEARCHES] if received_months(SEARCHES) else []


def source_name(source_id: str) -> str:
    name = (SOURCE_NAMES | OTHER_NAMES)[source_id]
    return f"{name}, demonstration" if is_demonstration() else name


def store_place() -> Path:
    """Where the store lies."""
    return store_root()


def totals() -> pd.DataFrame:
    """Rows of each source in the build: source, read, accepted, rejected, outside, without_location."""
    rows = [{"source": source_name(source), **numbers} for source, numbers in manifest().totals().items()]
    return pd.DataFrame(rows)[["source", "read", "accepted", "rejected", "outside", "without_location"]]


def known_offence_types() -> list[str]:
    return offence_types()


def town_labels() -> pd.DataFrame:
    """Towns, estates and stations to name on a map: place, kind, longitude, latitude, rank."""
    return places()


def wards() -> pd.DataFrame:
    """Wards of both authorities: ward_code index, ward_name, authority_code, authority_name, residents."""
    table = _pinned().ward_table
    return table[table["authority_code"].isin(AUTHORITY_NAMES)]


def operations() -> pd.DataFrame:
    """The operations register: name, instance, place, ward_code, longitude, latitude, start, end, status, source."""
    return _pinned().operations


def ward_answer(selection: Selection) -> WardAnswer:
    """Rates, standing and change of every ward for a selection."""
    return _ward_answer(st.session_state["pinned_build"], role(), selection)


def rejected_rows() -> pd.DataFrame:
    """Every rejected row of the build: source_id, file, line, reason, row."""
    return _pinned().rejected()


def near_edge_share() -> float:
    """Share of located offences within 100 m of a ward's edge, 0 to 1."""
    counted: Counter[str] = Counter()
    for part in manifest().parts:
        counted.update(near=part.near_edge, located=part.accepted - part.outside - part.without_location if part.month else 0)
    return counted["near"] / max(counted["located"], 1)


def _pinned() -> Store:
    build = st.session_state["pinned_build"]
    if build is None:
        raise DataProblem("Nothing has been loaded yet.", f"There is no build in {store_root()}.",
                          "Load files on the Data page, or run “python -m loaders demo” for demonstration data.", "")
    return _store(str(store_root()), build)


@st.cache_resource(max_entries=3, show_spinner=False)
def _store(root: str, build: str) -> Store:
    return open_build(Path(root), build)


@st.cache_data(max_entries=500, show_spinner=False)
def _ward_answer(build: str, role: str, selection: Selection) -> WardAnswer:
    del build, role  # part of the key: a new build or another reader is another question
    asked = selection.everywhere()
    received_ever = set(received_months(selection.source_id))
    received = tuple(month for month in asked.months if month in received_ever)
    absent = tuple(month for month in asked.months if month not in received_ever)
    paired = tuple(month for month in received if month_after(month, -12) in received_ever) if len(asked.months) <= 12 else ()
    before = tuple(month_after(month, -12) for month in paired)
    counts = _pinned().counts(asked, by=["ward_code", "month"], months={*received, *before})
    counts["month"] = pd.to_datetime(counts["month"]).dt.date
    table = wards()
    now = _by_ward(counts, received)
    placed = now.reindex(table.index, fill_value=0)
    years = max(len(received), 1) / 12
    compared = comparison.against_force(placed, table["residents"], years=years)
    changes = change.ward_changes(*(_by_ward(counts, months).reindex(table.index, fill_value=0) for months in (paired, before)),
                                  months_now=max(len(paired), 1), months_then=max(len(paired), 1))
    both = table.join(compared).join(changes[["now", "then", "percent_change", "q", "verdict"]])
    both["residents_mislead"] = both.index.isin(town_centre_wards())
    force = rates.ward_rates(pd.Series({"": placed.sum()}), pd.Series({"": table["residents"].sum()}), years=years)
    force_rate = float(force["rate_per_1000"].iloc[0])
    return WardAnswer(
        selection, both, _authorities(both, years), force_rate, rate_classes(both["rate_per_1000"], force_rate), received, absent,
        int(now.get(OUTSIDE, 0)), int(now.get(WITHOUT_LOCATION, 0)), _change(both, paired),
        comparison.over_dispersion(placed, table["residents"]).phi)


def _by_ward(counts: pd.DataFrame, months: tuple[date, ...]) -> pd.Series:
    return counts[counts["month"].isin(months)].groupby("ward_code")["offences"].sum().astype(int)


def _authorities(table: pd.DataFrame, years: float) -> pd.DataFrame:
    summed = table.groupby("authority_code").agg(authority_name=("authority_name", "first"), offences=("offences", "sum"),
                                                 residents=("residents", "sum"))
    found = rates.ward_rates(summed["offences"], summed["residents"], years=years)
    return summed.join(found.drop(columns="offences"))


def _change(table: pd.DataFrame, paired: tuple[date, ...]) -> Change:
    now, then = int(table["now"].sum()), int(table["then"].sum())
    if not paired:
        return Change(now, then, None, "cannot tell", ())
    p = change.exact_p(now, then)
    return Change(now, then, p, change.verdict(p, now, then), paired)
