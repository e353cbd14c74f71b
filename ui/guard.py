"""The one layer between what is counted and what is shown: small cells of restricted sources are gone before a page sees them.

What a role was shown before is remembered for as long as the program runs, so that two selections cannot be subtracted.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from geo.disclosure import TOTAL, Policy, Released, protect
from geo.errors import DataProblem
from geo.selection import Selection
from ui import wording
from ui.access import Role

MOST_QUESTIONS = 40  # of one restricted source, by one role, of one build; each is weighed against all before it


@dataclass
class Memory:
    """Tables released to one role of one restricted source and build, by selection."""

    tables: dict[Selection, dict[str, Released]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def ward_counts(counts: pd.Series, authorities: pd.Series, selection: Selection, *, policy: Policy, memory: Memory) -> pd.Series:
    """Counts by ward with an entry “Total <authority_code>” for each authority; NaN where a figure must not leave.

    counts       int, every ward, indexed by ward_code
    authorities  authority_code of each ward, same index
    """
    with memory.lock:
        if selection not in memory.tables:
            if len(memory.tables) >= MOST_QUESTIONS:
                raise DataProblem("No further selection of this restricted source can be shown.",
                                  wording.questions_used(MOST_QUESTIONS),
                                  "Use a selection shown before, or ask an analyst.", "")
            memory.tables[selection] = {code: _released(counts[authorities == code], code, policy, memory)
                                        for code in sorted(authorities.unique())}
        shown = [released.shown["offences"].rename({TOTAL: f"{TOTAL} {code}"}) for code, released in memory.tables[selection].items()]
    return pd.concat(shown)


def _released(counts: pd.Series, code: str, policy: Policy, memory: Memory) -> Released:
    table = counts.to_frame("offences")
    return Released(table, protect(table, policy, released=[tables[code] for tables in memory.tables.values()]))


def memory_of(build: str, role: Role, source_id: str) -> Memory:
    """What this role was shown of a source in a build; kept by the server, not by the reader's browser."""
    return _memory(build, role, source_id)


@st.cache_resource(show_spinner=False)
def _memory(build: str, role: Role, source_id: str) -> Memory:
    return Memory()
