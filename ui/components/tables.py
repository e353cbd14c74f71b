"""Tables that sort: numbers stay numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from geo.rates.comparison import Ranking
from ui.answers.store import pinned_build as answers
from ui.answers.wards.findings import WardAnswer
from ui.shell import errors
from ui.text import figures as figure_text
from ui.text import markup

CHOSEN_ROW = "ward_row"
MOST_IN_TWO_BYTES = 32_767
MOST_SENTENCES, MOST_SENTENCES_HEIGHT = 12, 560
COLUMNS = {
    "ward_name": "Ward",
    "authority_name": "Authority",
    "offences": "Offences",
    "rate_per_1000": "Rate",
    "rate_low": "Low",
    "rate_high": "High",
    "standing": "Against force",
    "verdict": "On year before",
    "rank": "Rank",
    "rank_low": "from",
    "rank_high": "to",
}


def wards(
    answer: WardAnswer,
    ranking: Ranking | None,
    on_choose: Callable[[dict[str, object]], None],
    *,
    height: int = 350,
) -> None:
    """The map's twin: every ward with its figures, highest rate first; ranks only where the wards may be ranked.

    on_choose  told of the ward whose row was chosen, as the map tells of a click
    """
    table = answer.shown.sort_values(["rate_per_1000", "ward_name"], ascending=[False, True])
    if ranking is not None and ranking.table is not None:
        table = table.join(ranking.table.astype("Int16"))
    named = table["ward_name"].where(~table["residents_mislead"], table["ward_name"] + " †")
    shown = table.assign(ward_name=named)[[column for column in COLUMNS if column in table]]
    shown = shown.assign(
        standing=shown["standing"].replace("not distinguishable", figure_text.CANNOT_BE_TOLD)
    )
    order = list(shown.index)

    def choose() -> None:
        rows = st.session_state[CHOSEN_ROW]["selection"]["rows"]
        on_choose({"ward": order[rows[0]]} if rows else {})

    st.dataframe(
        packed(shown.rename(columns=_columns())),
        hide_index=True,
        height=height,
        width="stretch",
        column_config=_settings(),
        key=CHOSEN_ROW,
        on_select=errors.callback(choose),
        selection_mode="single-row",
    )


def packed(shown: pd.DataFrame) -> pa.Table:
    """A table in a third of the bytes: fractions to seven figures, whole numbers in two bytes or four, a word that comes again once."""
    narrow = {
        name: "float32"
        if kind.kind == "f"
        else "Int16"
        if shown[name].abs().max() <= MOST_IN_TWO_BYTES
        else "Int32"
        for name, kind in shown.select_dtypes("number").dtypes.items()
    }
    words = {
        name: "category"
        for name in shown.columns.difference(list(narrow))
        if shown[name].nunique() < len(shown) / 2
    }
    table = pa.Table.from_pandas(
        shown.astype(narrow | words), preserve_index=False
    ).replace_schema_metadata(None)
    for at, field in enumerate(table.schema):
        if pa.types.is_large_string(field.type):
            table = table.set_column(
                at, field.name, table[field.name].cast(pa.string())
            )  # half the bytes of pandas' own
    return table


def _columns() -> dict[str, str]:
    """Headings, with the noun of the areas shown."""
    return COLUMNS | {"ward_name": answers.in_area_words(COLUMNS["ward_name"])}


def _settings() -> dict[str, ColumnConfig]:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    limit = number(format="%.2f", width=44)
    return {
        answers.in_area_words("Ward"): text(width=152),
        "Authority": text(width=64),
        "Offences": number(width=62),
        "Low": limit,
        "High": limit,
        "Rate": number(format="%.2f", width=44, help=figure_text.INTERVAL_MEANS),
        "Against force": text(width=96, help=figure_text.STANDING_MEANS),
        "On year before": text(width=98, help=figure_text.CHANGE_MEANS),
        "Rank": number(width=40),
        "from": number(width=38, help=figure_text.RANK_MEANS),
        "to": number(width=38),
    }


def plain(table: pd.DataFrame, *, height: int | Literal["auto"] = "auto") -> None:
    """Any table as it is, thousands set apart."""
    numbers = {
        name: st.column_config.NumberColumn(format="localized")
        for name in table.select_dtypes("number").columns
    }
    st.dataframe(table, hide_index=True, height=height, width="stretch", column_config=numbers)


def sentences(table: pd.DataFrame) -> None:
    """A table of texts to be read whole, each cell as it is; of many rows some are seen at a time."""
    st.table(
        table.map(markup.plain),
        hide_index=True,
        height=MOST_SENTENCES_HEIGHT if len(table) > MOST_SENTENCES else "content",
    )


def every_ward(table: pd.DataFrame, *, height: int, digits: int) -> None:
    """A table of every ward, packed: whole numbers with thousands set apart, others with so many digits after the point."""
    settings = {
        name: st.column_config.NumberColumn(
            format=f"%.{digits}f" if kind.kind == "f" else "localized"
        )
        for name, kind in table.select_dtypes("number").dtypes.items()
    }
    st.dataframe(
        packed(table), hide_index=True, height=height, width="stretch", column_config=settings
    )


def rates(table: pd.DataFrame) -> None:
    """A table with rates: two figures after the point, offences whole."""
    settings = {
        name: st.column_config.NumberColumn(format="%.2f")
        for name in table.select_dtypes("float").columns
    }
    st.dataframe(table, hide_index=True, width="stretch", column_config=settings)


def words(table: pd.DataFrame, *, height: int) -> None:
    """A table of sentences: whole, wrapped, in a box of `height` pixels."""
    with st.container(height=height):
        st.table(table.rename(columns=str.capitalize).set_index(table.columns[0].capitalize()))
