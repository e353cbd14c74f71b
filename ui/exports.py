"""Files to take away: each says in its first lines what it counts, from where, and in which boundaries."""

from __future__ import annotations

import pandas as pd
import streamlit as st

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(table: pd.DataFrame, notes: list[str]) -> bytes:
    """A CSV that opens in a spreadsheet: notes first, each line beginning with #, then the table; formulas defused."""
    said = "".join(f"# {note}\n" for note in notes if note)
    text = table.apply(lambda column: column.map(harmless) if column.dtype == object or str(column.dtype).startswith("str") else column)
    return b"\xef\xbb\xbf" + (said + text.to_csv(index=False)).encode()


def harmless(value: object) -> object:
    """A text that a spreadsheet would take for a formula, made plain text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def download(label: str, table: pd.DataFrame, notes: list[str], *, name: str) -> None:
    """A button that hands over the table as CSV; the file is made only when it is pressed."""
    st.download_button(label, lambda: csv(table, notes), file_name=f"{name}.csv", mime="text/csv", on_click="ignore",
                       icon=":material/download:")
