"""The build a page run is pinned to, what it says of itself, and what a role may not see of it.

Nothing else opens the store; what was read of a restricted source leaves here only for a role that may count it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd
import streamlit as st

from geo.disclosure import Policy
from geo.errors import DataProblem
from geo.schema import FORCE_EXTRACT, HOME_FORCE, SEARCH_SOURCES, STREET, TRANSPORT_POLICE
from loaders.store import (
    DEMONSTRATION,
    Manifest,
    Part,
    Store,
    current_build,
    open_build,
    source_facts,
    source_policies,
    store_root,
)
from ui import access, page_wording, source_wording, wording
from ui.access import Role
from ui.remembering import AskedBy

OFFENCE_SOURCES = (STREET, FORCE_EXTRACT, TRANSPORT_POLICE)


def asked_by() -> AskedBy:
    return AskedBy(str(store_root()), st.session_state["pinned_build"], access.role())


def begin() -> None:
    """Pin this page run to the build that is current now."""
    st.session_state["pinned_build"] = current_build(store_root())


def anything_loaded() -> bool:
    return st.session_state["pinned_build"] is not None


def build() -> str:
    """The name of the build this page run is pinned to."""
    if not anything_loaded():
        raise DataProblem("Nothing has been loaded yet.", source_wording.no_build(str(store_root())),
                          "Load files on the Data page, or run “python -m loaders demo” for demonstration data.", "")
    return str(st.session_state["pinned_build"])


def store() -> Store:
    """That build, opened; for the answers beside this module, which guard what they hand on."""
    return _opened(str(store_root()), build())


def manifest() -> Manifest:
    """What the pinned build says of itself."""
    return store().manifest


def is_demonstration() -> bool:
    return manifest().kind == DEMONSTRATION


def newer_build() -> bool:
    """Whether another build has become current since this page run began."""
    return current_build(store_root()) != st.session_state["pinned_build"]


def store_place() -> Path:
    """Where the store lies."""
    return store_root()


def drawing_file() -> Path:
    """The GeoJSON that maps draw, as the build keeps it."""
    held = store()
    return held.folder / held.manifest.drawing


def sources() -> list[str]:
    """Sources of offences in the build, the territorial force first."""
    held = {part.source_id for part in manifest().parts}
    return [source for source in OFFENCE_SOURCES if source in held]


def received_months(source_id: str) -> tuple[date, ...]:
    """Months received of a source, in order."""
    force = "" if source_id == TRANSPORT_POLICE else HOME_FORCE
    return tuple(date.fromisoformat(f"{month}-01") for month in manifest().months(source_id, force))


def search_sources() -> list[str]:
    """Sources of stops and searches in the build, police.uk's first."""
    return [source for source in SEARCH_SOURCES if received_months(source)]


def source_name(source_id: str) -> str:
    """The title of a source, with *demonstration* where it is."""
    return source_wording.source_named(source_facts()[source_id]["title"], demonstration=is_demonstration())


def licence(source_id: str) -> str:
    """On what terms a source may be used."""
    return source_facts()[source_id]["licence"]


def parts() -> tuple[Part, ...]:
    """What was read of each source and month; nothing of a restricted source where this role must not count it."""
    held, reader = manifest().parts, access.role()
    withheld = {source for source in {part.source_id for part in held} if guarded(source, reader)}
    return tuple(part for part in held if part.source_id not in withheld)


def superseded() -> pd.DataFrame:
    """Publications that a newer one of the same month has replaced; none of a restricted source where this role must not count it."""
    return pd.DataFrame([line for line in manifest().superseded if not guarded(line["source_id"], access.role())])


def totals() -> pd.DataFrame:
    """Rows of each source in the build: source, read, accepted, rejected, outside, without_location."""
    counted = replace(manifest(), parts=parts()).totals()
    rows = [{"source": source_name(source), **numbers} for source, numbers in counted.items()]
    return pd.DataFrame(rows, columns=["source", "read", "accepted", "rejected", "outside", "without_location"])


def rejected_rows() -> pd.DataFrame:
    """Every rejected row of the build, bar those of sources this role must not read: source_id, file, line, reason, row."""
    rows = store().rejected()
    withheld = {source for source in rows["source_id"].unique() if guarded(source, access.role())}
    return rows[~rows["source_id"].isin(withheld)]


def near_edge_share() -> float:
    """Share of located offences within 100 m of a ward's edge, 0 to 1."""
    counted: Counter[str] = Counter()
    for part in parts():
        counted.update(near=part.near_edge, located=part.accepted - part.outside - part.without_location if part.month else 0)
    return counted["near"] / max(counted["located"], 1)


def marking(source_id: str) -> str:
    """How what is drawn of a source is marked; what is restricted says so in the demonstration too."""
    said = source_facts()[source_id]["marking"]
    marks = [said] if policy(source_id).restricted or not is_demonstration() else []
    return " · ".join([*marks, *([wording.DEMONSTRATION_MARK] if is_demonstration() else [])])


def policy(source_id: str) -> Policy:
    """How a source may be shown, as data/sources.csv writes it down; a source not listed there is restricted."""
    return source_policies().get(source_id, Policy())


def guarded(source_id: str, role: Role) -> bool:
    """Whether counts of a source must pass the guard before this role sees them."""
    return role != "analyst" and policy(source_id).restricted


def require_analyst(source_id: str, what: str) -> None:
    """Refuse in words what only an analyst may see of a restricted source."""
    if guarded(source_id, access.role()):
        raise DataProblem(*page_wording.for_analysts(what))


@lru_cache(maxsize=3)  # asked for dozens of times a page, so cheaper than Streamlit's own cache
def _opened(root: str, build: str) -> Store:
    return open_build(Path(root), build)
