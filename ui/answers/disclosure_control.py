"""The one layer between what is counted and what is shown: small cells of restricted sources are gone before a page sees them.

What a role was shown before is remembered for as long as the program runs, so that two selections cannot be subtracted.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geo.core.columns import Holds, require_columns
from geo.core.errors import DataProblem
from geo.core.schema import LINE_TYPES
from geo.core.selection import Selection
from geo.disclosure.small_cells import TOTAL, Policy, Released, protect
from geo.knife.lines import ALL_AGES, LINE_SHARES
from ui.access.identity import Sight
from ui.answers.caching import cache_resource
from ui.text import figures as figure_text

MOST_QUESTIONS = 40  # of one restricted source, by one reader_sight, of one build; each is weighed against all before it


@dataclass
class Memory:
    """Tables released to one role of one restricted source and build, by selection."""

    tables: dict[Selection, dict[str, Released]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def ward_counts(
    counts: pd.Series,
    authorities: pd.Series,
    selection: Selection,
    *,
    policy: Policy,
    memory: Memory,
) -> pd.Series:
    """Counts by ward with an entry “Total <authority_code>” for each authority; NaN where a figure must not leave.

    counts       int, every ward, indexed by ward_code
    authorities  authority_code of each ward, same index
    """
    with memory.lock:
        if selection not in memory.tables:
            if len(memory.tables) >= MOST_QUESTIONS:
                raise DataProblem(
                    "No further selection of this restricted source can be shown.",
                    figure_text.questions_used(MOST_QUESTIONS),
                    "Use a selection shown before, or ask an analyst.",
                    "",
                )
            memory.tables[selection] = {
                code: _released(counts[authorities == code], code, policy, memory)
                for code in sorted(authorities.unique())
            }
        shown = [
            released.shown["offences"].rename({TOTAL: f"{TOTAL} {code}"})
            for code, released in memory.tables[selection].items()
        ]
    return pd.concat(shown)


def _released(counts: pd.Series, code: str, policy: Policy, memory: Memory) -> Released:
    table = counts.to_frame("offences")
    return Released(
        table, protect(table, policy, released=[tables[code] for tables in memory.tables.values()])
    )


def whole_rows(
    table: pd.DataFrame, totals: pd.Series, of_layer: pd.Series, *, policy: Policy
) -> pd.DataFrame:
    """Shares of lines by authority and age as they may be shown: a row whole or, every figure NaN, not at all.

    table     authority_code, ages (“all ages” first of each), line types, offences and shares as geo.knife.lines gives them
    totals    offences of each authority as the ward table of the same question lets them out; NaN where hidden
    of_layer  local-line incidents of each authority as their ward table lets them out, the knife-enabled among them

    A table with other columns is refused with WrongColumns: nothing undeclared may pass here.

    Of lines, only local, otherwise judged and open stay, since each finer cell is smaller. A row is shown where its authority's
    total is, and every cell of it, what is left of its authority besides, and of local-line incidents besides, is as large as the
    policy asks; noughts are not.
    """
    require_columns(table, {"authority_code": Holds.TEXT, **LINE_SHARES})
    cells = pd.DataFrame(
        {
            "local": table["local_line"],
            "other": table["judged"] - table["local_line"],
            "open": table["offences"] - table["judged"],
        }
    )
    every = table["ages"] == ALL_AGES
    whole = cells[every].set_axis(table.loc[every, "authority_code"])
    own = whole.loc[table["authority_code"]].set_axis(table.index)
    young = ~every
    rest = (own - cells)[young].min(axis=1).reindex(table.index, fill_value=np.inf)
    older = (own.sum(axis=1) - table["offences"] - table["age_unknown"])[young].reindex(
        table.index, fill_value=np.inf
    )
    unknown = table["age_unknown"].where(young, np.inf)
    beside = table["authority_code"].map(of_layer).astype(float).fillna(np.inf) - own["local"]
    smallest = pd.concat([cells.min(axis=1), rest, older, unknown, beside], axis=1).min(axis=1)
    shown = (smallest >= policy.threshold) & table["authority_code"].map(totals).notna()
    figures = [column for column in table.columns if column not in ("authority_code", "ages")]
    finer = [column for column in (*LINE_TYPES, "age_unknown") if column != "local_line"]
    safe = table.astype(dict.fromkeys(figures, float))
    safe[finer] = np.nan
    safe[figures] = safe[figures].where(shown, np.nan)
    return safe


@cache_resource(1000)  # far more builds, roles and sources than a store keeps: none is forgotten
def memory_of(build: str, reader_sight: Sight, source_id: str) -> Memory:
    """What this role was shown of a source in a build; kept by the server, not by the reader's browser."""
    del build, reader_sight, source_id  # part of the key
    return Memory()
