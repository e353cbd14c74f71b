"""Files to take away: each says in its first lines what it counts, from where, and in which boundaries."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from geo.comparison import Ranking
from ui import wording
from ui.findings import WardAnswer
from ui.tables import COLUMNS

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(table: pd.DataFrame, notes: Sequence[str]) -> bytes:
    """A CSV that opens in a spreadsheet: notes first, each line beginning with #, then the table; formulas defused."""
    said = "".join(f"# {' '.join(note.split())}\n" for note in notes if note)
    text = table.apply(lambda column: column if pd.api.types.is_numeric_dtype(column) else column.map(harmless))
    return b"\xef\xbb\xbf" + (said + text.rename(columns=harmless).to_csv(index=False)).encode()


def harmless(value: object) -> object:
    """A text that a spreadsheet would take for a formula, made plain text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def wards(answer: WardAnswer, ranking: Ranking | None, notes: Sequence[str]) -> None:
    """The table beside the map, as CSV, with what its figures are made of; what is hidden on screen is not in it."""
    table = answer.shown if ranking is None or ranking.table is None else answer.shown.join(ranking.table)
    figures = ["residents", "residents_mislead", *(column for column in COLUMNS if column in table), "now", "then"]
    kept = table.reset_index()[["ward_code", *figures]].round(4)
    told = [*notes, wording.made_of(len(answer.coverage.received))]
    download("Download this table (CSV)", kept, told, name=wording.file_name(answer.selection))


def download(label: str, table: pd.DataFrame, notes: Sequence[str], *, name: str) -> None:
    """A button that hands over the table as CSV; the file is made only when it is pressed."""
    st.download_button(label, lambda: csv(table, notes), file_name=f"{name}.csv", mime="text/csv", on_click="ignore",
                       icon=":material/download:")
