"""Tables that sort: numbers stay numbers."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import pyarrow as pa
import streamlit as st

from ui import wording

WARD_COLUMNS = {"ward_name": "Ward", "authority_name": "Authority", "offences": "Offences", "rate_per_1000": "Rate",
                "rate_low": "Low", "rate_high": "High", "standing": "Against force", "verdict": "On year before"}


def wards(table: pd.DataFrame, *, height: int = 390) -> None:
    """The map's twin: every ward with its figures, highest rate first."""
    shown = table.sort_values(["rate_per_1000", "ward_name"], ascending=[False, True])[list(WARD_COLUMNS)]
    shown = shown.assign(**{c: shown[c].astype("float32") for c in ("rate_per_1000", "rate_low", "rate_high")},
                         offences=shown["offences"].astype("int32"),
                         **{c: shown[c].astype("category") for c in ("authority_name", "standing", "verdict")})
    rate = st.column_config.NumberColumn(format="%.2f", width=50, help=wording.RATE_UNIT + ". " + wording.INTERVAL_MEANS)
    packed = pa.Table.from_pandas(shown.rename(columns=WARD_COLUMNS), preserve_index=False).replace_schema_metadata(None)
    st.dataframe(packed, hide_index=True, height=height, width="stretch",
                 column_config={"Ward": st.column_config.TextColumn(width=168), "Authority": st.column_config.TextColumn(width=70),
                                "Offences": st.column_config.NumberColumn(width=60), "Rate": rate, "Low": rate, "High": rate,
                                "Against force": st.column_config.TextColumn(width=122, help=wording.FUNNEL_MEANS),
                                "On year before": st.column_config.TextColumn(width=96, help=wording.CHANGE_MEANS)})


def plain(table: pd.DataFrame, *, height: int | Literal["auto"] = "auto") -> None:
    """Any table as it is, thousands set apart."""
    numbers = {name: st.column_config.NumberColumn(format="localized") for name in table.select_dtypes("number").columns}
    st.dataframe(table, hide_index=True, height=height, width="stretch", column_config=numbers)
